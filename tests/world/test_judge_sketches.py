"""What the judge draws to know what it looks for."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageChops

from genevolve.world.judge.sketches import ARTISTS, Sketch, Sketchbook, Wanted
from genevolve.world.world import World


@pytest.fixture(scope="module")
def book(world: World) -> Sketchbook:
    return Sketchbook(world)


def test_nothing_is_drawn_before_it_is_looked_at_and_then_once() -> None:
    drawn: list[str] = []

    def draw() -> Image.Image:
        drawn.append("image")
        return Image.new("RGBA", (40, 20), "red")

    sketch = Sketch(draw, lambda image: image.getchannel("A"))
    assert drawn == []
    assert sketch.aspect == 2
    assert sketch.telling.size == (40, 20)
    assert drawn == ["image"]


def test_a_body_has_its_right_shape_first_and_then_those_in_which_it_goes_wrong(book: Sketchbook) -> None:
    right, *wrong = book.sketches(Wanted("dog"), ARTISTS[0])
    assert not right.misshapen
    assert len(wrong) == 3
    assert all(one.misshapen for one in wrong)
    shapes = {one.image.tobytes() for one in (right, *wrong)}
    assert len(shapes) == 4
    assert all(not one.misshapen for one in book.sketches(Wanted("lantern"), ARTISTS[0]))


def test_what_takes_the_colour_is_telling(book: Sketchbook) -> None:
    plain = book.sketches(Wanted("car"), ARTISTS[0])[0]
    blue, red = (book.sketches(Wanted("car", colour=colour), ARTISTS[0])[0] for colour in ("#2040d0", "#d02020"))
    covered, telling = (np.asarray(mask) > 0 for mask in (plain.telling, blue.telling))
    assert 0.1 < telling.sum() / covered.sum() < 0.95
    changed = np.asarray(ImageChops.difference(blue.image.convert("RGB"), red.image.convert("RGB"))).max(-1) > 40
    assert (changed & telling).sum() > 0.9 * (changed & covered).sum()


def test_two_books_draw_the_same(world: World, book: Sketchbook) -> None:
    wanted = Wanted("book", colour="#2e68b5")
    for artist in ARTISTS:
        mine, other = book.sketches(wanted, artist), Sketchbook(world).sketches(wanted, artist)
        assert [one.image.tobytes() for one in mine] == [one.image.tobytes() for one in other]


def test_nobody_can_draw_what_is_unheard_of_but_the_first_artist_tries(book: Sketchbook) -> None:
    assert book.sketches(Wanted("qzxv"), ARTISTS[0])
    assert not book.sketches(Wanted("qzxv"), ARTISTS[1])
