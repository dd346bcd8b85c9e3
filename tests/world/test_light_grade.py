from __future__ import annotations

import numpy as np
import pytest

from genevolve.language.description import Light
from genevolve.language.vocabulary import LightDirection, LightKind
from genevolve.world.illustrator.light import flat_lighting, grade, lighting_for


def card(height: int = 96, width: int = 128) -> np.ndarray:
    rng = np.random.default_rng(5)
    blocks = rng.random((height // 8, width // 8, 3)).astype(np.float32)
    return np.repeat(np.repeat(blocks, 8, axis=0), 8, axis=1)


@pytest.mark.parametrize("kind", list(LightKind))
@pytest.mark.parametrize("direction", [None, *LightDirection])
def test_every_light_grades_to_values_in_range(kind: LightKind, direction: LightDirection | None) -> None:
    lighting = lighting_for(Light(kind, direction))
    for height, width in ((96, 128), (240, 80), (80, 240)):
        graded = grade(card(height, width), lighting)
        assert graded.shape == (height, width, 3)
        assert graded.dtype == np.float32
        assert np.isfinite(graded).all()
        assert 0.0 <= graded.min() <= graded.max() <= 1.0


def test_directions_turn_the_light() -> None:
    for kind in LightKind:
        left = lighting_for(Light(kind, LightDirection.LEFT))
        right = lighting_for(Light(kind, LightDirection.RIGHT))
        assert left.azimuth < -0.5
        assert right.azimuth > 0.5
        assert lighting_for(Light(kind, LightDirection.ABOVE)).elevation == 1.0
        assert lighting_for(Light(kind, LightDirection.BELOW)).elevation < 0.0
        assert lighting_for(Light(kind, LightDirection.BEHIND)).behind


def test_kinds_differ_from_each_other() -> None:
    pixels = card()
    graded = [grade(pixels, lighting_for(Light(kind))) for kind in LightKind]
    for index, first in enumerate(graded):
        for second in graded[index + 1 :]:
            assert np.abs(first - second).mean() > 0.004


def test_flat_light_is_grey_and_low_in_contrast() -> None:
    pixels = card()
    dull = grade(pixels, flat_lighting())
    fair = grade(pixels, lighting_for(Light(LightKind.DAYLIGHT, LightDirection.LEFT)))
    assert dull.std() < 0.7 * fair.std()
    assert np.ptp(dull, axis=2).mean() < 0.7 * np.ptp(fair, axis=2).mean()
    assert flat_lighting().strength == 0.0


def test_warm_and_cold_lights_lean_their_way() -> None:
    grey = np.full((64, 64, 3), 0.5, np.float32)
    candle = grade(grey, lighting_for(Light(LightKind.CANDLELIGHT))).mean(axis=(0, 1))
    moon = grade(grey, lighting_for(Light(LightKind.MOONLIGHT))).mean(axis=(0, 1))
    assert candle[0] > candle[2]
    assert moon[2] > moon[0]


def test_a_spotlight_leaves_the_corners_dark() -> None:
    grey = np.full((64, 64, 3), 0.5, np.float32)
    lit = grade(grey, lighting_for(Light(LightKind.SPOTLIGHT, LightDirection.ABOVE)))
    assert lit[:6, :6].mean() < 0.6 * lit[28:36, 28:36].mean()


def test_the_grade_leaves_its_input_alone() -> None:
    pixels = card()
    before = pixels.copy()
    grade(pixels, lighting_for(Light(LightKind.NEON)))
    assert np.array_equal(pixels, before)
