from __future__ import annotations

import itertools

import numpy as np
import pytest

from genevolve.language.description import Colour, Light, Place
from genevolve.language.vocabulary import LightDirection, LightKind, Setting
from genevolve.world.illustrator.backdrop import paint_backdrop
from genevolve.world.illustrator.light import flat_lighting, lighting_for
from genevolve.world.illustrator.stage import Backdrop

SHAPES = ((96, 288), (128, 128), (288, 96))


def paint(setting: Setting | None, width: int = 128, height: int = 128, seed: int = 3, **asked: object) -> Backdrop:
    light = asked.get("light")
    assert light is None or isinstance(light, Light)
    colour = asked.get("colour")
    place = None if setting is None else Place(setting, colour=colour)  # type: ignore[arg-type]
    return paint_backdrop(
        place,
        width=width,
        height=height,
        lighting=asked.get("lighting") or lighting_for(light),  # type: ignore[arg-type]
        light=light,
        palette=asked.get("palette", ()),  # type: ignore[arg-type]
        seed=seed,
    )


@pytest.mark.parametrize("setting", list(Setting))
def test_every_setting_fills_any_shape(setting: Setting) -> None:
    for width, height in SHAPES:
        backdrop = paint(setting, width, height)
        assert backdrop.pixels.shape == (height, width, 3)
        assert backdrop.pixels.dtype == np.float32
        assert np.isfinite(backdrop.pixels).all()
        assert 0.0 <= backdrop.pixels.min() <= backdrop.pixels.max() <= 1.0
        assert 0.0 < backdrop.horizon < 1.0
        assert 0.0 <= backdrop.reflective <= 1.0
        assert all(0.0 <= value <= 1.0 for value in backdrop.ground_rgb)


@pytest.mark.parametrize("kind", list(LightKind))
def test_every_light_paints_outdoors_and_indoors(kind: LightKind) -> None:
    for setting in (Setting.MEADOW, Setting.CITY_DAY, Setting.LIVING_ROOM, Setting.ARCTIC):
        pixels = paint(setting, light=Light(kind, LightDirection.RIGHT)).pixels
        assert np.isfinite(pixels).all()


@pytest.mark.parametrize("setting", list(Setting))
def test_same_seed_same_picture(setting: Setting) -> None:
    assert paint(setting, seed=9).pixels.tobytes() == paint(setting, seed=9).pixels.tobytes()


def test_seed_changes_the_picture() -> None:
    assert not np.array_equal(paint(Setting.MOUNTAINS, seed=1).pixels, paint(Setting.MOUNTAINS, seed=2).pixels)


def test_settings_can_be_told_apart() -> None:
    def look(setting: Setting) -> np.ndarray:
        return paint(setting, 96, 96).pixels.reshape(8, 12, 8, 12, 3).mean(axis=(1, 3)).ravel()

    looks = {setting: look(setting) for setting in Setting}
    for first, second in itertools.combinations(Setting, 2):
        apart = float(np.abs(looks[first] - looks[second]).mean())
        assert apart > 0.018, f"{first} and {second} look alike ({apart:.3f})"


def test_night_is_darker_than_day_outdoors() -> None:
    for setting in (Setting.SEA, Setting.MEADOW, Setting.STREET, Setting.SNOW):
        day = paint(setting, light=Light(LightKind.DAYLIGHT)).pixels.mean()
        night = paint(setting, light=Light(LightKind.NIGHT)).pixels.mean()
        assert night < 0.75 * day


def test_the_sun_stands_where_the_light_comes_from() -> None:
    def brighter_half(direction: LightDirection) -> str:
        sky = paint(Setting.SEA, 192, 128, light=Light(LightKind.SUNSET, direction)).pixels[:60].sum(axis=2)
        return "left" if sky[:, :96].mean() > sky[:, 96:].mean() else "right"

    assert brighter_half(LightDirection.LEFT) == "left"
    assert brighter_half(LightDirection.RIGHT) == "right"


@pytest.mark.parametrize(
    "setting", [Setting.PLAIN, Setting.STUDIO, Setting.FABRIC, Setting.PAPER, Setting.BRICK_WALL, Setting.WOOD_TABLE]
)
def test_an_asked_colour_tints_the_surface(setting: Setting) -> None:
    blue = paint(setting, colour=Colour("blue", "#2050c0")).pixels[100:].mean(axis=(0, 1))
    if setting is Setting.BRICK_WALL:
        blue = paint(setting, colour=Colour("blue", "#2050c0")).pixels[:80].mean(axis=(0, 1))
    assert blue[2] > blue[0] + 0.1


def test_plain_is_exactly_the_asked_colour() -> None:
    pixels = paint(Setting.PLAIN, colour=Colour("green", "#00ff00")).pixels
    assert np.array_equal(np.unique(pixels.reshape(-1, 3), axis=0), [[0.0, 1.0, 0.0]])


def test_no_place_is_a_studio_coloured_by_the_palette() -> None:
    warm = paint(None, palette=(Colour("red", "#d02020"),)).pixels.mean(axis=(0, 1))
    cold = paint(None, palette=(Colour("blue", "#2020d0"),)).pixels.mean(axis=(0, 1))
    assert warm[0] > warm[2] + 0.2
    assert cold[2] > cold[0] + 0.2


def test_things_float_where_there_is_no_ground() -> None:
    assert not paint(Setting.SPACE).standing
    assert not paint(Setting.UNDERWATER).standing
    assert paint(Setting.BEACH).standing


def test_flat_lighting_still_paints_the_asked_hour() -> None:
    dusk = paint(Setting.SEA, light=Light(LightKind.SUNSET), lighting=flat_lighting()).pixels[:50].mean(axis=(0, 1))
    day = paint(Setting.SEA, light=Light(LightKind.DAYLIGHT), lighting=flat_lighting()).pixels[:50].mean(axis=(0, 1))
    assert dusk[0] - dusk[2] > day[0] - day[2] + 0.1


def test_a_palette_draws_any_place_towards_its_colours() -> None:
    usual = paint(Setting.MOUNTAINS).pixels.mean(axis=(0, 1))
    rosy = paint(Setting.MOUNTAINS, palette=(Colour("rose", "#e05070"), Colour("wine", "#601030"))).pixels.mean(
        axis=(0, 1)
    )
    assert rosy[0] - rosy[1] > usual[0] - usual[1] + 0.03
