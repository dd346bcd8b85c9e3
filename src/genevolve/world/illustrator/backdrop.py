"""The picture's place: from a described setting and its light to a painted backdrop."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from genevolve.language.description import Colour, Light, Place
from genevolve.language.vocabulary import Setting
from genevolve.world.illustrator.brush import luminance, mix, rgb
from genevolve.world.illustrator.paint import Canvas, derived_seed
from genevolve.world.illustrator.settings import PAINTERS
from genevolve.world.illustrator.settings.place import Mood, hour_of
from genevolve.world.illustrator.stage import Backdrop, Lighting


def paint_backdrop(
    place: Place | None,
    *,
    width: int,
    height: int,
    lighting: Lighting,
    light: Light | None,
    palette: Sequence[Colour],
    seed: int,
) -> Backdrop:
    """The setting of `place` under its light; without a place, a studio whose colour follows palette or seed.

    `lighting` may be flat where `light` is not: then the hour is still the asked one, and only the shading is dull.
    """
    setting = Setting.STUDIO if place is None else place.setting
    kind = lighting.kind if light is None else light.kind
    mood = Mood(
        hour=hour_of(kind),
        tint=rgb(place.colour.hex) if place is not None and place.colour is not None else None,
        accents=tuple(rgb(colour.hex) for colour in palette),
    )
    canvas = Canvas(
        width, height, lighting=replace(lighting, kind=kind), seed=derived_seed("backdrop", setting.value, seed)
    )
    ground = PAINTERS[setting](canvas, mood)
    if mood.accents and setting not in (Setting.STUDIO, Setting.PLAIN):
        by_light = sorted(mood.accents, key=luminance)
        canvas.harmonise(mix(by_light[0], rgb("#0a0a12"), 0.6), mix(by_light[-1], rgb("#ffffff"), 0.6), 0.22)
    feet = min(0.96, ground.horizon + 0.6 * (1.0 - ground.horizon)) if ground.standing else 0.6
    red, green, blue = canvas.mean((0.2, max(0.0, feet - 0.08), 0.8, min(1.0, feet + 0.08)))
    return Backdrop(
        pixels=canvas.pixels(),
        horizon=ground.horizon,
        standing=ground.standing,
        ground_rgb=(red / 255.0, green / 255.0, blue / 255.0),
        reflective=ground.reflective,
    )
