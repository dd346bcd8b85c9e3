from __future__ import annotations

import numpy as np
import pytest

from genevolve.language.description import Light
from genevolve.language.vocabulary import LightKind, Setting, Weather
from genevolve.world.illustrator.light import lighting_for
from genevolve.world.illustrator.weather import apply_weather, weather_within

DAY = lighting_for(Light(LightKind.DAYLIGHT))
SHAPES = ((96, 288), (128, 128), (288, 96))


def scene(height: int, width: int) -> np.ndarray:
    rows = np.linspace(0.2, 0.8, height, dtype=np.float32)[:, None, None]
    return np.ascontiguousarray(np.broadcast_to(rows * np.array((0.6, 0.8, 1.0), np.float32), (height, width, 3)))


@pytest.mark.parametrize("weather", list(Weather))
def test_every_weather_stays_in_range(weather: Weather) -> None:
    for height, width in SHAPES:
        pixels = scene(height, width)
        drawn = apply_weather(pixels, weather, lighting=DAY, seed=4)
        assert drawn.shape == pixels.shape
        assert drawn.dtype == np.float32
        assert np.isfinite(drawn).all()
        assert 0.0 <= drawn.min() <= drawn.max() <= 1.0
        assert np.array_equal(pixels, scene(height, width))


@pytest.mark.parametrize("weather", [weather for weather in Weather if weather is not Weather.CLEAR])
def test_weather_shows_and_follows_its_seed(weather: Weather) -> None:
    pixels = scene(128, 128)
    drawn = apply_weather(pixels, weather, lighting=DAY, seed=4)
    assert np.abs(drawn - pixels).mean() > 0.0015
    assert drawn.tobytes() == apply_weather(pixels, weather, lighting=DAY, seed=4).tobytes()


@pytest.mark.parametrize("weather", [None, Weather.CLEAR])
def test_clear_air_changes_nothing(weather: Weather | None) -> None:
    pixels = scene(64, 64)
    assert np.array_equal(apply_weather(pixels, weather, lighting=DAY, seed=1), pixels)


def test_fog_takes_contrast() -> None:
    rng = np.random.default_rng(2)
    pixels = rng.random((96, 96, 3), dtype=np.float32)
    assert apply_weather(pixels, Weather.FOG, lighting=DAY, seed=1).std() < 0.8 * pixels.std()


def test_it_rains_outdoors_only() -> None:
    assert weather_within(Setting.LIBRARY, Weather.RAIN) is None
    assert weather_within(Setting.WOOD_TABLE, Weather.SNOWFALL) is None
    assert weather_within(Setting.STREET, Weather.RAIN) is Weather.RAIN
    assert weather_within(None, Weather.FOG) is Weather.FOG
