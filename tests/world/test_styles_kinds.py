from __future__ import annotations

import colorsys

import numpy as np
import pytest

from genevolve.language.description import Style
from genevolve.language.vocabulary import StyleKind
from genevolve.world.illustrator.styles import STYLES, apply_style

SHAPES = ((96, 288), (160, 160), (288, 96))
MONOCHROME = {StyleKind.BLUEPRINT, StyleKind.INK, StyleKind.SKETCH}
"""Styles that are of one colour by nature: no thing keeps its hue in them."""


def disc(colour: tuple[float, float, float], height: int = 160, width: int = 160) -> np.ndarray:
    rows, columns = np.mgrid[0:height, 0:width]
    inside = np.hypot(rows - height / 2, columns - width / 2) < min(height, width) * 0.3
    ground = np.linspace(0.7, 0.86, height, dtype=np.float32)[:, None, None] * np.ones((1, width, 3), np.float32)
    return np.where(inside[..., None], np.array(colour, np.float32), ground).astype(np.float32)


def hue_at_centre(pixels: np.ndarray) -> tuple[float, float]:
    red, green, blue = pixels[60:100, 60:100].mean(axis=(0, 1))
    hue, saturation, _ = colorsys.rgb_to_hsv(float(red), float(green), float(blue))
    return hue * 360.0, saturation


def test_every_kind_has_a_style() -> None:
    assert set(STYLES) == set(StyleKind)


@pytest.mark.parametrize("kind", list(StyleKind))
def test_every_style_stays_in_range(kind: StyleKind) -> None:
    for height, width in SHAPES:
        pixels = disc((0.8, 0.2, 0.2), height, width)
        drawn = apply_style(pixels, Style(kind), seed=6)
        assert drawn.shape == pixels.shape
        assert drawn.dtype == np.float32
        assert np.isfinite(drawn).all()
        assert 0.0 <= drawn.min() <= drawn.max() <= 1.0
        assert np.array_equal(pixels, disc((0.8, 0.2, 0.2), height, width))


@pytest.mark.parametrize("kind", list(StyleKind))
def test_style_shows_and_follows_its_seed(kind: StyleKind) -> None:
    pixels = disc((0.8, 0.2, 0.2))
    drawn = apply_style(pixels, Style(kind), seed=6)
    assert np.abs(drawn - pixels).mean() > 0.002
    assert drawn.tobytes() == apply_style(pixels, Style(kind), seed=6).tobytes()


@pytest.mark.parametrize("kind", [kind for kind in StyleKind if kind not in MONOCHROME])
@pytest.mark.parametrize(
    ("colour", "hue"), [((0.82, 0.14, 0.14), 0.0), ((0.15, 0.55, 0.2), 127.5), ((0.15, 0.3, 0.8), 226.0)]
)
def test_things_keep_their_hue(kind: StyleKind, colour: tuple[float, float, float], hue: float) -> None:
    found, saturation = hue_at_centre(apply_style(disc(colour), Style(kind), seed=6))
    apart = abs((found - hue + 180.0) % 360.0 - 180.0)
    assert apart < 30.0
    assert saturation > 0.2


@pytest.mark.parametrize("kind", sorted(MONOCHROME))
def test_monochrome_styles_still_draw_the_outline(kind: StyleKind) -> None:
    drawn = apply_style(disc((0.82, 0.14, 0.14)), Style(kind), seed=6).mean(axis=2)
    row = drawn[80]
    assert np.abs(np.diff(row[20:44])).max() > 0.12


def test_no_style_leaves_the_picture_alone() -> None:
    pixels = disc((0.8, 0.2, 0.2))
    assert apply_style(pixels, None, seed=1) is pixels
