"""Shapes slid over pictures, and looks compared at a place: with a drawing made here."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from genevolve.world.judge.contours import CELL, contours
from genevolve.world.judge.looks import covered, fit, follows, mean_colour
from genevolve.world.judge.shapes import Edges, Find, Stencil, distinct, find
from genevolve.world.judge.sketches import Sketch
from genevolve.world.judge.tracing import SIDE_PX, Tracing, traceable

RED, BLUE = (200, 40, 40), (40, 60, 210)


def kettle(body: tuple[int, int, int] = RED) -> Image.Image:
    """A shape that is like nothing around it, with a light band."""
    image = Image.new("RGBA", (160, 160), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    draw.ellipse((20, 50, 120, 150), fill=(*body, 255), outline=(20, 20, 20, 255), width=5)
    draw.polygon([(110, 90), (158, 60), (150, 80), (115, 120)], fill=(*body, 255))
    draw.arc((30, 8, 110, 90), 180, 360, fill=(30, 30, 30, 255), width=9)
    draw.rectangle((40, 90, 100, 104), fill=(240, 230, 200, 255))
    return image


def scene(*places: tuple[int, int], drawing: Image.Image | None = None, side: int = 120) -> Image.Image:
    """The kettle at some places of a room with shelves."""
    rng = np.random.default_rng(1)
    image = Image.fromarray(rng.integers(150, 190, (512, 512, 3), np.uint8))
    draw = ImageDraw.Draw(image)
    for y in range(40, 300, 50):
        draw.rectangle((0, y, 512, y + 8), fill=(110, 80, 60))
    shown = (drawing or kettle()).resize((side, side), Image.Resampling.LANCZOS)
    for x, y in places:
        image.paste(shown, (x, y), shown)
    return image


def stencil(drawing: Image.Image, px: int) -> Stencil | None:
    return Stencil.of(Tracing.of(drawing, px, px)) if traceable(px, px) else None


def found(picture: Image.Image, least: float = 0.45) -> list[Find]:
    drawing = kettle()
    cut = ((0, stencil(drawing, px)) for px in (50, 56, 62, 68, 75, 82))
    return find(Edges.of(picture), [(number, one) for number, one in cut if one is not None], least)


@pytest.mark.parametrize("places", [((60, 330),), ((60, 330), (300, 350)), ((20, 380), (190, 380), (360, 380))])
def test_every_one_is_found_at_its_place(places: tuple[tuple[int, int], ...]) -> None:
    finds = sorted(found(scene(*places)), key=lambda one: one.x)
    assert [round(one.x, 1) for one in finds] == [round((x + 60) / 512, 1) for x, _ in places]
    assert all(abs(one.height - 120 / 512) < 0.05 for one in finds)


@pytest.mark.parametrize("left", [60, 62, 65, 68])
def test_a_find_has_the_size_of_its_stencil_and_lies_between_cells(left: int) -> None:
    (one, *_) = found(scene((left, 330)))
    assert abs(one.x - (left + 60) / 512) < 0.3 * CELL / SIDE_PX
    assert abs(one.y - (330 + 60) / 512) < 0.3 * CELL / SIDE_PX
    assert round(one.width * SIDE_PX, 3) in (62, 68)


def test_the_order_of_stencils_and_how_many_are_slid_at_once_do_not_count() -> None:
    drawing, edges = kettle(), Edges.of(scene((60, 330), (300, 350)))
    cut = [(px, one) for px in range(40, 100, 3) if (one := stencil(drawing, px)) is not None]
    alone = distinct([one for each in cut for one in find(edges, [each], 0.45)])
    assert len(cut) > 16
    assert find(edges, cut, 0.45) == find(edges, reversed(cut), 0.45) == alone


def test_edges_are_those_of_the_directions() -> None:
    stripes = np.zeros((3, 64, 64), np.float32)
    stripes[:, :, ::8] = 255
    upright, level = contours(stripes), contours(stripes.transpose(0, 2, 1).copy())
    assert upright[0].mean() > 10 * upright[2].mean()
    assert np.allclose(upright[0], level[2].T, atol=1e-4)
    assert contours(np.full((3, 64, 64), 90, np.float32)).max() < 1e-3


def test_colour_does_not_count_and_absence_is_seen() -> None:
    assert len(found(scene((60, 330), drawing=kettle(BLUE)))) == 1
    assert found(scene()) == []


def test_what_is_too_small_or_too_large_has_no_stencil() -> None:
    assert stencil(kettle(), 6) is None
    assert stencil(kettle(), 400) is None


@pytest.mark.parametrize("px", [50, 61, 222])
def test_stencils_of_a_kept_tracing_are_the_same_bit_by_bit(px: int) -> None:
    mark = Image.new("L", (160, 160))
    mark.paste(255, (0, 0, 70, 160))
    traced = Tracing.of(kettle(), px, px)
    kept = Tracing.kept(traced.to_bytes(), px, px)
    assert kept is not None
    for hidden in (None, mark):
        one, other = Stencil.of(traced, hidden), Stencil.of(kept, hidden)
        assert one is not None
        assert other is not None
        assert np.array_equal(one.pattern_CHW, other.pattern_CHW)
        assert np.array_equal(one.mask_HW, other.mask_HW)
    assert int(Stencil.of(kept, mark).mask_HW.sum()) < int(Stencil.of(kept).mask_HW.sum())  # type: ignore[union-attr]


@pytest.mark.parametrize("damaged", [b"", b"\xff", b"half"])
def test_a_damaged_tracing_is_none(damaged: bytes) -> None:
    data = Tracing.of(kettle(), 60, 60).to_bytes()
    assert Tracing.kept(damaged if damaged != b"half" else data[: len(data) // 2], 60, 60) is None
    assert Tracing.kept(data, 60, 60) is not None
    assert Tracing.kept(data, 90, 90) is None


def test_of_finds_at_one_place_the_best_is_kept() -> None:
    good, worse, apart = (Find(x, 0.5, 0.2, 0.2, score, 0) for x, score in ((0.5, 0.9), (0.52, 0.6), (0.9, 0.5)))
    assert distinct([worse, apart, good]) == [good, apart]


def test_the_size_of_two_finds_is_compared_wherever_they_stand() -> None:
    large, small = Find(0.5, 0.5, 0.4, 0.4, 1.0, 0), Find(0.1, 0.2, 0.2, 0.2, 1.0, 0)
    assert large.size_ratio(small) == small.size_ratio(large) == pytest.approx(0.25)
    assert large.size_ratio(Find(0.5, 0.5, 0.0, 0.0, 1.0, 0)) == 0


def test_looks_follow_their_sketch_under_another_light_and_not_in_another_colour() -> None:
    drawing = kettle()
    sketch = Sketch.of(drawing, drawing.getchannel("A"))
    (place,) = found(scene((60, 330)))
    plain = fit(scene((60, 330)), place, sketch, covered(sketch))
    dimmed = fit(scene((60, 330)).point(lambda value: value * 0.8), place, sketch, covered(sketch))
    dyed = fit(scene((60, 330), drawing=kettle(BLUE)), place, sketch, covered(sketch))
    assert min(plain.alike, dimmed.alike) > 0.7
    assert dyed.alike < plain.alike - 0.2
    assert follows(scene((60, 330)), place, plain, scene((60, 330)), place, covered(sketch)) > 0.99


def test_the_colour_of_a_place_is_that_of_its_pixels() -> None:
    drawing = kettle()
    sketch = Sketch.of(drawing, drawing.getchannel("A"))
    (place,) = found(scene((60, 330)))
    one, other = (
        mean_colour(scene((60, 330), drawing=kettle(body)), place, covered(sketch), (0.0, 0.0, 1.0))
        for body in (RED, BLUE)
    )
    assert one[1] > 25
    assert other[2] < -20
