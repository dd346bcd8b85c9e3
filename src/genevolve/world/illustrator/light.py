"""What each kind of light does: to the things (through `Lighting`) and to the finished picture (through the grade)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from genevolve.language.description import Light
from genevolve.language.vocabulary import LightDirection, LightKind
from genevolve.world.illustrator.stage import Lighting, Pixels

_KINDS: dict[LightKind, Lighting] = {
    LightKind.DAYLIGHT: Lighting(
        azimuth=-0.45, elevation=0.65, colour=(1.06, 1.03, 0.97), ambient=(0.82, 0.88, 0.98), strength=0.6,
        shadow_softness=0.45, exposure=1.02,
    ),
    LightKind.MORNING: Lighting(
        azimuth=-0.7, elevation=0.35, colour=(1.08, 1.02, 0.90), ambient=(0.86, 0.89, 0.96), strength=0.55,
        shadow_softness=0.5, exposure=1.03,
    ),
    LightKind.GOLDEN_HOUR: Lighting(
        azimuth=-0.75, elevation=0.2, colour=(1.18, 0.99, 0.72), ambient=(0.88, 0.82, 0.86), strength=0.7,
        shadow_softness=0.5, exposure=1.0,
    ),
    LightKind.SUNSET: Lighting(
        azimuth=0.7, elevation=0.08, colour=(1.20, 0.86, 0.66), ambient=(0.78, 0.70, 0.86), strength=0.65,
        shadow_softness=0.55, exposure=0.95,
    ),
    LightKind.OVERCAST: Lighting(
        azimuth=0.0, elevation=0.85, colour=(0.98, 1.0, 1.02), ambient=(0.91, 0.95, 0.99), strength=0.22,
        shadow_softness=0.95, exposure=0.98,
    ),
    LightKind.MOONLIGHT: Lighting(
        azimuth=0.55, elevation=0.6, colour=(0.76, 0.88, 1.14), ambient=(0.46, 0.55, 0.82), strength=0.55,
        shadow_softness=0.5, exposure=0.84,
    ),
    LightKind.NIGHT: Lighting(
        azimuth=-0.4, elevation=0.6, colour=(0.92, 0.90, 1.0), ambient=(0.50, 0.54, 0.78), strength=0.45,
        shadow_softness=0.6, exposure=0.82,
    ),
    LightKind.STUDIO_SOFT: Lighting(
        azimuth=-0.5, elevation=0.7, colour=(1.03, 1.01, 0.99), ambient=(0.93, 0.93, 0.95), strength=0.4,
        shadow_softness=0.85, exposure=1.04,
    ),
    LightKind.SPOTLIGHT: Lighting(
        azimuth=-0.15, elevation=0.95, colour=(1.12, 1.06, 0.94), ambient=(0.48, 0.48, 0.56), strength=0.9,
        shadow_softness=0.2, exposure=0.97,
    ),
    LightKind.CANDLELIGHT: Lighting(
        azimuth=0.4, elevation=0.15, colour=(1.24, 0.92, 0.60), ambient=(0.54, 0.42, 0.40), strength=0.75,
        shadow_softness=0.7, exposure=0.92,
    ),
    LightKind.LANTERN: Lighting(
        azimuth=-0.4, elevation=0.3, colour=(1.20, 0.94, 0.60), ambient=(0.52, 0.48, 0.58), strength=0.7,
        shadow_softness=0.6, exposure=0.92,
    ),
    LightKind.NEON: Lighting(
        azimuth=-0.6, elevation=0.4, colour=(1.06, 0.78, 1.14), ambient=(0.52, 0.52, 0.82), strength=0.6,
        shadow_softness=0.5, exposure=0.92,
    ),
    LightKind.BACKLIGHT: Lighting(
        azimuth=0.2, elevation=0.3, behind=True, colour=(1.12, 1.04, 0.92), ambient=(0.72, 0.74, 0.82), strength=0.7,
        shadow_softness=0.5, exposure=1.0,
    ),
    LightKind.DRAMATIC: Lighting(
        azimuth=-0.8, elevation=0.45, colour=(1.14, 1.06, 0.96), ambient=(0.40, 0.40, 0.47), strength=1.0,
        shadow_softness=0.25, exposure=0.92,
    ),
}  # fmt: skip


def lighting_for(light: Light | None) -> Lighting:
    """The light as painters use it: the kind's own, turned to the direction that was asked for."""
    if light is None:
        return replace(_KINDS[LightKind.DAYLIGHT], kind=LightKind.DAYLIGHT)
    base = replace(_KINDS[light.kind], kind=light.kind)
    match light.direction:
        case LightDirection.LEFT:
            return replace(base, azimuth=-0.85, elevation=min(base.elevation, 0.6), behind=False)
        case LightDirection.RIGHT:
            return replace(base, azimuth=0.85, elevation=min(base.elevation, 0.6), behind=False)
        case LightDirection.ABOVE:
            return replace(base, azimuth=-0.1, elevation=1.0, behind=False)
        case LightDirection.BELOW:
            return replace(base, azimuth=0.15, elevation=-0.5, behind=False)
        case LightDirection.BEHIND:
            return replace(base, azimuth=0.2, elevation=min(base.elevation, 0.35), behind=True)
        case LightDirection.FRONT:
            return replace(base, azimuth=0.0, elevation=0.4, behind=False, strength=base.strength * 0.75)
        case None:
            return base


def flat_lighting() -> Lighting:
    """The dull light of a picture whose light was not directed: grey, even, without shadows."""
    return Lighting(
        azimuth=0.0,
        elevation=0.9,
        colour=(0.97, 0.97, 0.96),
        ambient=(0.93, 0.93, 0.93),
        strength=0.0,
        shadow_softness=1.0,
        exposure=0.92,
    )


def grade(pixels: Pixels, lighting: Lighting) -> Pixels:
    """The finished picture as the light leaves it."""
    return np.clip(pixels * np.float32(lighting.exposure), 0.0, 1.0)
