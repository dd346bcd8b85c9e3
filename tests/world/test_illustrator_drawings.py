"""Drawings made fit for a scene: bodies for heads, ships without water, emblems where there is room and contrast."""

from __future__ import annotations

import numpy as np
import pytest
from illustrator_kit import tricolour
from PIL import Image, ImageDraw

from genevolve.world.illustrator.carriers.emblem import face_of, legible_on, with_emblem
from genevolve.world.illustrator.carriers.flags import hanging, on_pole, waving
from genevolve.world.illustrator.figures import is_bust, is_symmetric, whole_figure, with_paws, without_water
from genevolve.world.illustrator.generic import plain_object
from genevolve.world.illustrator.sprite import rgb_of


def blank(width: int, height: int) -> Image.Image:
    return Image.new("RGBA", (width, height), (0, 0, 0, 0))


def test_a_bust_gets_legs_in_the_colour_of_its_clothes() -> None:
    bust = blank(200, 200)
    pen = ImageDraw.Draw(bust)
    pen.ellipse((50, 0, 150, 120), fill="#ffdc5d")
    pen.rectangle((0, 120, 199, 199), fill="#2a8a4a")
    assert is_bust(bust)
    whole = whole_figure(bust, None)
    assert whole is not None
    assert whole.height > 1.6 * whole.width
    chest = np.asarray(whole)[whole.height // 2 + 20, whole.width // 2][:3] / 255
    assert np.abs(chest - rgb_of("#2a8a4a")).max() < 0.05
    dressed = whole_figure(bust, "#c02030")
    assert dressed is not None
    chest = np.asarray(dressed)[int(dressed.height * 0.66), dressed.width // 2][:3] / 255
    assert np.abs(chest - rgb_of("#c02030")).max() < 0.05


def test_a_standing_figure_is_left_alone() -> None:
    figure = blank(100, 240)
    ImageDraw.Draw(figure).rectangle((35, 0, 65, 239), fill="#406080")
    assert whole_figure(figure, None) is None


def test_a_head_seen_from_the_front_gets_paws_and_a_side_view_does_not() -> None:
    head = blank(200, 200)
    ImageDraw.Draw(head).ellipse((5, 5, 194, 194), fill="#c08040")
    assert is_symmetric(head)
    assert with_paws(head).height > 1.5 * head.height
    side = head.copy()
    ImageDraw.Draw(side).rectangle((100, 0, 199, 199), fill="#2040ff")
    assert not is_symmetric(side)


def test_a_ship_leaves_its_strip_of_water() -> None:
    ship = blank(200, 200)
    pen = ImageDraw.Draw(ship)
    pen.polygon([(100, 0), (190, 160), (10, 160)], fill="#e8e8e8")
    pen.rectangle((0, 160, 199, 199), fill="#55acee")
    assert without_water(ship).height < 170
    blue_ship = blank(200, 200)
    ImageDraw.Draw(blue_ship).rectangle((0, 0, 199, 199), fill="#55acee")
    assert without_water(blue_ship).height >= 120


def test_an_emblem_goes_where_it_is_calm() -> None:
    cup = blank(200, 200)
    pen = ImageDraw.Draw(cup)
    pen.rectangle((0, 0, 199, 70), fill="#402010")
    for x in range(0, 200, 8):
        pen.line((x, 0, x, 70), fill="#ffffff", width=3)
    pen.rectangle((0, 70, 199, 199), fill="#e8e0d0")
    x, y, width, height = face_of(cup)
    assert y > 0.33
    assert y + height <= 1.0
    assert width * height > 0.2


def test_an_emblem_keeps_its_colours_and_stays_on_its_carrier() -> None:
    carrier = blank(300, 200)
    ImageDraw.Draw(carrier).rectangle((0, 0, 149, 199), fill="#f0f0f0")
    borne = np.asarray(with_emblem(carrier, tricolour(), (0.0, 0.1, 1.0, 0.8)))
    assert borne[100, 250, 3] == 0
    assert np.abs(borne[100, 60, :3] / 255 - rgb_of("#002664")).max() < 0.06


def test_a_mark_in_the_carriers_own_colour_gets_a_rim() -> None:
    mark = blank(100, 100)
    ImageDraw.Draw(mark).ellipse((10, 10, 90, 90), fill="#1db954")
    same = legible_on(mark, rgb_of("#1db954"))
    assert same.size[0] > 100
    assert np.asarray(same)[..., :3].max() > 240
    assert legible_on(mark, rgb_of("#ffffff")) is mark


def test_a_flag_keeps_its_dyes_in_the_wind_and_on_the_wall() -> None:
    for cloth in (waving(tricolour()), hanging(tricolour())):
        pixels = np.asarray(cloth).reshape(-1, 4)
        solid = pixels[pixels[:, 3] > 250][:, :3] / 255
        for dye in ("#002664", "#fecb00", "#c60c30"):
            assert (np.abs(solid - rgb_of(dye)).max(axis=1) < 0.12).mean() > 0.1


def test_a_flag_that_was_drawn_waving_gets_its_pole() -> None:
    cloth = Image.new("RGBA", (300, 200), (0, 0, 0, 0))
    ImageDraw.Draw(cloth).ellipse((0, 0, 299, 199), fill="#c60c30")
    hoisted = on_pole(cloth)
    assert hoisted.height > 1.2 * hoisted.width
    foot = hoisted.crop((0, hoisted.height - 20, hoisted.width, hoisted.height)).getbbox()
    assert foot is not None
    assert foot[2] < 0.2 * hoisted.width


@pytest.mark.parametrize("seed", range(8))
def test_what_nobody_knows_is_a_quiet_stand_on_a_flat_foot(seed: int) -> None:
    image = plain_object(seed)
    pixels = np.asarray(image.convert("RGBA"), dtype=np.float32)
    solid = pixels[..., 3] > 200
    spread = pixels[..., :3].max(axis=2) - pixels[..., :3].min(axis=2)
    assert spread[solid].mean() < 110
    assert solid[-8:].mean() > 0.7
