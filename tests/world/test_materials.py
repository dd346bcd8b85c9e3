"""Materials take the light each in their own way, and keep the outline of what they make."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from genevolve.language.vocabulary import Material
from genevolve.world.illustrator.materials import made_of, tinted
from genevolve.world.illustrator.sprite import Sprite, luminance, rgb_of
from genevolve.world.illustrator.stage import Lighting

LEFT = Lighting(azimuth=-0.8, elevation=0.4, strength=0.8)
RIGHT = Lighting(azimuth=0.8, elevation=0.4, strength=0.8)


@pytest.fixture(scope="module")
def ball() -> Sprite:
    image = Image.new("RGBA", (120, 120), (0, 0, 0, 0))
    ImageDraw.Draw(image).ellipse((6, 6, 113, 113), fill="#9aa0a6")
    return Sprite.of(image)


def inside(sprite: Sprite) -> np.ndarray:
    return sprite.rgb[sprite.alpha > 0.95]


@pytest.mark.parametrize("material", Material)
def test_every_material_is_a_surface_and_not_a_tint(material: Material, ball: Sprite) -> None:
    shaded, flat = made_of(ball, material, LEFT, seed=3), tinted(ball, material)
    assert shaded.rgb.shape == ball.rgb.shape
    assert np.isfinite(shaded.rgb).all()
    assert inside(shaded).std() > 2 * inside(flat).std(axis=0).max()
    kept = (shaded.alpha > 0.5) == (ball.alpha > 0.5)
    assert kept.mean() > 0.93


def test_materials_differ_from_each_other(ball: Sprite) -> None:
    looks = [made_of(ball, material, LEFT, colour="#b04030", seed=3).rgb for material in Material]
    for at, one in enumerate(looks):
        for other in looks[at + 1 :]:
            assert np.abs(one - other).mean() > 0.004


@pytest.mark.parametrize(
    "material", [Material.GOLD, Material.CERAMIC, Material.MARBLE, Material.PLASTIC, Material.JADE]
)
def test_the_highlight_lies_towards_the_light(material: Material, ball: Sprite) -> None:
    def brightest(lighting: Lighting) -> float:
        light = luminance(made_of(ball, material, lighting, seed=3).rgb) * (ball.alpha > 0.95)
        _, columns = np.nonzero(light > 0.97 * light.max())
        return float(columns.mean())

    assert brightest(LEFT) < 60 < brightest(RIGHT)


@pytest.mark.parametrize("material", [Material.GLASS, Material.CRYSTAL, Material.ICE])
def test_clear_materials_show_what_is_behind(material: Material, ball: Sprite) -> None:
    shaded = made_of(ball, material, LEFT, seed=3)
    assert shaded.clear is not None
    assert shaded.bend is not None
    assert shaded.clear[50:70, 50:70].mean() > 0.25
    assert np.abs(shaded.bend).max() > 2


def test_the_asked_colour_wins_over_the_usual_one(ball: Sprite) -> None:
    red = made_of(ball, Material.GLASS, LEFT, colour="#d02020", seed=3)
    assert inside(red)[:, 0].mean() > inside(red)[:, 2].mean() + 0.15


def test_own_colours_can_be_kept(ball: Sprite) -> None:
    felt = made_of(ball, Material.FELT, LEFT, own_colours=True, seed=3)
    assert np.abs(inside(felt).mean(axis=0) - rgb_of("#9aa0a6")).max() < 0.2


def test_felt_frays_and_metal_does_not(ball: Sprite) -> None:
    edge = (ball.alpha > 0.95) & ~np.pad(ball.alpha[8:-8, 8:-8] > 2, 8)
    felt, gold = made_of(ball, Material.FELT, LEFT, seed=3), made_of(ball, Material.GOLD, LEFT, seed=3)
    assert (np.abs(felt.alpha - ball.alpha) > 0.15)[edge].sum() > 50
    assert np.array_equal(gold.alpha, ball.alpha)


def test_faint_features_are_still_seen_in_wood() -> None:
    plain = Image.new("RGBA", (160, 220), (193, 105, 79, 255))
    door = plain.copy()
    ImageDraw.Draw(door).rectangle((50, 60, 110, 160), fill=(170, 92, 70, 255))
    with_panel, without = (made_of(Sprite.of(image), Material.WOOD, LEFT, flat=True).rgb for image in (door, plain))
    assert with_panel[90:130, 70:90].mean() < 0.92 * without[90:130, 70:90].mean()
