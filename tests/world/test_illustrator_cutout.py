"""References are seen as pixels only: the subject is freed of its ground, photographs are kept whole."""

from __future__ import annotations

import numpy as np
import pytest
from illustrator_kit import png, tricolour
from PIL import Image, ImageDraw

from genevolve.world.illustrator.cutout import cut_out
from genevolve.world.illustrator.recolour import recoloured
from genevolve.world.illustrator.sprite import Sprite, rgb_of


def test_a_transparent_ground_is_trimmed() -> None:
    image = Image.new("RGBA", (200, 200), (0, 0, 0, 0))
    ImageDraw.Draw(image).ellipse((50, 80, 150, 120), fill="#ff0000")
    cut = cut_out(png(image))
    assert cut is not None
    assert cut.image.size == (101, 41)
    assert not cut.oblong


def test_a_plain_ground_is_removed_but_not_what_it_encloses() -> None:
    image = Image.new("RGB", (200, 200), "#fdfdfd")
    pen = ImageDraw.Draw(image)
    pen.ellipse((40, 40, 160, 160), fill="#2050a0")
    pen.ellipse((80, 80, 120, 120), fill="#fdfdfd")
    cut = cut_out(png(image))
    assert cut is not None
    alpha = np.asarray(cut.image.getchannel("A"))
    assert alpha[2, 2] == 0
    assert alpha[alpha.shape[0] // 2, alpha.shape[1] // 2] == 255


def test_a_photograph_is_kept_whole_with_rounded_corners() -> None:
    noise = np.random.default_rng(1).integers(0, 255, (150, 220, 3), dtype=np.uint8)
    cut = cut_out(png(Image.fromarray(noise)))
    assert cut is not None
    assert cut.framed
    alpha = np.asarray(cut.image.getchannel("A"))
    assert alpha[0, 0] == 0
    assert alpha.mean() > 250


def test_a_flag_fills_its_oblong() -> None:
    cut = cut_out(png(tricolour()))
    assert cut is not None
    assert cut.oblong


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n" + b"\0" * 40])
def test_what_is_no_picture_is_none(data: bytes) -> None:
    assert cut_out(data) is None


@pytest.mark.parametrize("colour", ["#d62828", "#2563d9", "#f6cf2f", "#ffffff", "#1a1a1a"])
def test_recolouring_takes_the_main_area_and_leaves_the_rest(colour: str) -> None:
    image = Image.new("RGBA", (100, 100), "#c07840")
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 60, 100, 80), fill="#8a5228")
    pen.rectangle((10, 10, 30, 30), fill="#1f6fd0")
    pen.rectangle((70, 10, 80, 20), fill="#101010")
    painted = recoloured(Sprite.of(image), (colour,)).rgb
    assert np.abs(painted[45, 50] - rgb_of(colour)).max() < 0.08
    assert np.abs(painted[20, 20] - rgb_of("#1f6fd0")).max() < 0.03
    assert painted[15, 75].max() < 0.2
    if colour not in ("#1a1a1a",):
        assert painted[70, 50].mean() < painted[45, 50].mean() - 0.03


def test_two_colours_go_to_the_two_largest_areas() -> None:
    image = Image.new("RGBA", (100, 100), "#c04040")
    ImageDraw.Draw(image).rectangle((0, 70, 100, 100), fill="#40a040")
    painted = recoloured(Sprite.of(image), ("#2040c0", "#e0c020")).rgb
    assert np.abs(painted[30, 50] - rgb_of("#2040c0")).max() < 0.1
    assert np.abs(painted[85, 50] - rgb_of("#e0c020")).max() < 0.1
