"""Whether a thing is itself or the one it is taken for, in pictures drawn here."""

from __future__ import annotations

import pytest

pytest.importorskip("cv2")

import numpy as np
from PIL import Image, ImageDraw, ImageEnhance

from genevolve.world.judge.likeness import Template, follows, leaning, match
from genevolve.world.judge.shapes import Find
from genevolve.world.judge.sketches import Sketch

_SIDE = 160
PLACE = Find(0.4, 0.5, 0.3, 0.3, 1.0, 0)


def shield(glyph: str) -> Sketch:
    """A yellow shield on blue, with a bar that stands or lies."""
    image = Image.new("RGBA", (_SIDE, _SIDE), "#2850a0")
    pen = ImageDraw.Draw(image)
    pen.ellipse((20, 20, 140, 140), fill="#f0c030")
    pen.rectangle((70, 40, 90, 120) if glyph == "upright" else (40, 70, 120, 90), fill="#202020")
    pen.rectangle((60, 128, 100, 138), fill="#b02020")
    return Sketch.of(image, Image.new("L", image.size, 255))


def picture(sketch: Sketch, *, at: tuple[float, float] = (0.4, 0.5), share: float = 0.3) -> Image.Image:
    """The sketch on a mottled ground."""
    ground = np.random.default_rng(3).integers(90, 160, (400, 400, 3)).astype(np.uint8)
    image, side = Image.fromarray(ground), round(400 * share)
    drawn = sketch.image.resize((side, side))
    image.paste(drawn, (round(at[0] * 400 - side / 2), round(at[1] * 400 - side / 2)), drawn)
    return image


def test_a_thing_is_known_though_its_place_is_a_little_off_and_its_light_another() -> None:
    own, rival = Template.of(shield("upright")), Template.of(shield("lying"))
    seen = ImageEnhance.Brightness(picture(shield("upright"), at=(0.41, 0.49), share=0.31)).enhance(0.8)
    found = match(seen, PLACE, own)
    assert found.alike > 0.9
    assert leaning(found, own, rival) > 0.5


def test_a_look_alike_leans_to_itself() -> None:
    own, rival = Template.of(shield("upright")), Template.of(shield("lying"))
    found = match(picture(shield("lying")), PLACE, own)
    assert leaning(found, own, rival) < -0.5


def test_sketches_that_do_not_differ_decide_nothing() -> None:
    own = Template.of(shield("upright"))
    assert leaning(match(picture(shield("upright")), PLACE, own), own, Template.of(shield("upright"))) == 1.0


def test_two_pictures_of_one_thing_follow_each_other_more_than_two_of_two() -> None:
    own = Template.of(shield("upright"))
    known = match(picture(shield("upright")), PLACE, own)
    same = match(picture(shield("upright"), at=(0.42, 0.5)), PLACE, own)
    other = match(picture(shield("lying"), at=(0.42, 0.5)), PLACE, own)
    assert follows(known, own, same) > follows(known, own, other) + 0.1


def test_a_place_at_the_border_can_be_looked_at() -> None:
    own = Template.of(shield("upright"))
    edge = Find(0.02, 0.98, 0.3, 0.3, 1.0, 0)
    assert -1.0 <= match(picture(shield("upright"), at=(0.02, 0.98)), edge, own).alike <= 1.0
