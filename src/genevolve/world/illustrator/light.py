"""What each kind of light does: to the things (through `Lighting`) and to the finished picture (through the grade)."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from PIL import Image, ImageFilter

from genevolve.language.description import Light
from genevolve.language.vocabulary import LightDirection, LightKind
from genevolve.world.illustrator.noise import resize
from genevolve.world.illustrator.stage import Lighting, Pixels

_KINDS: dict[LightKind, Lighting] = {
    LightKind.DAYLIGHT: Lighting(
        azimuth=-0.45, elevation=0.65, colour=(1.06, 1.03, 0.97), ambient=(0.82, 0.88, 0.98), strength=0.6,
        shadow_softness=0.45, exposure=0.99,
    ),
    LightKind.MORNING: Lighting(
        azimuth=-0.7, elevation=0.35, colour=(1.08, 1.02, 0.90), ambient=(0.86, 0.89, 0.96), strength=0.55,
        shadow_softness=0.5, exposure=0.96,
    ),
    LightKind.GOLDEN_HOUR: Lighting(
        azimuth=-0.75, elevation=0.2, colour=(1.18, 0.99, 0.72), ambient=(0.88, 0.82, 0.86), strength=0.7,
        shadow_softness=0.5, exposure=1.0,
    ),
    LightKind.SUNSET: Lighting(
        azimuth=0.7, elevation=0.08, colour=(1.15, 0.90, 0.74), ambient=(0.80, 0.72, 0.86), strength=0.65,
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
        shadow_softness=0.85, exposure=1.0,
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
    """The finished picture as the light leaves it: exposure and warmth, pools and shadow, rays, glow, contrast.

    Light of no kind and no strength is the dull one: everything turns greyish and low in contrast.
    """
    if lighting.kind is None and lighting.strength == 0.0:
        grey = pixels @ np.array((0.299, 0.587, 0.114), np.float32)
        muddy: Pixels = pixels * np.float32(0.52 * lighting.exposure)
        muddy += (grey * np.float32(0.24 * lighting.exposure) + np.float32(0.135))[..., None]
        np.clip(muddy, 0.0, 1.0, out=muddy)
        return muddy
    height, width = pixels.shape[:2]
    look = _LOOKS.get(lighting.kind or LightKind.DAYLIGHT, _Look())
    graded: Pixels = pixels * _gain(width, height, lighting, look)
    graded -= np.float32(0.5 * look.contrast)
    if look.glow > 0.0:
        _bloom(graded, look.glow)
    if lighting.behind:
        _rays(graded, lighting)
    np.clip(graded, 0.0, 1.0, out=graded)
    return graded


@dataclass(frozen=True, slots=True)
class _Look:
    """How a kind of light grades: a pool of light in the dark, its reach, edge darkening, glow, contrast, tint."""

    pool: float = 0.0
    reach: float = 0.6
    vignette: float = 0.1
    glow: float = 0.0
    contrast: float = 0.03
    warm: tuple[float, float, float] = (1.0, 1.0, 1.0)
    dark: tuple[float, float, float] = (0.92, 0.95, 1.04)


_LOOKS: dict[LightKind, _Look] = {
    LightKind.MORNING: _Look(warm=(1.02, 1.0, 0.96), glow=0.04, contrast=0.02),
    LightKind.GOLDEN_HOUR: _Look(warm=(1.03, 1.0, 0.92), dark=(0.97, 0.92, 0.96), glow=0.1, vignette=0.16),
    LightKind.SUNSET: _Look(warm=(1.02, 0.99, 0.96), dark=(0.92, 0.86, 1.0), glow=0.12, vignette=0.2),
    LightKind.OVERCAST: _Look(warm=(0.99, 1.0, 1.02), vignette=0.06, contrast=0.0),
    LightKind.MOONLIGHT: _Look(warm=(0.92, 0.99, 1.12), dark=(0.72, 0.82, 1.12), glow=0.3, vignette=0.36),
    LightKind.NIGHT: _Look(warm=(0.97, 0.98, 1.08), dark=(0.76, 0.80, 1.08), glow=0.34, vignette=0.34),
    LightKind.STUDIO_SOFT: _Look(vignette=0.08, contrast=0.02),
    LightKind.SPOTLIGHT: _Look(pool=0.62, reach=0.46, glow=0.2, warm=(1.08, 1.04, 0.96), dark=(0.80, 0.84, 1.1)),
    LightKind.CANDLELIGHT: _Look(pool=0.44, reach=0.56, glow=0.25, warm=(1.18, 0.98, 0.72), dark=(0.92, 0.74, 0.74)),
    LightKind.LANTERN: _Look(pool=0.45, reach=0.56, glow=0.3, warm=(1.15, 1.0, 0.76), dark=(0.80, 0.82, 1.0)),
    LightKind.NEON: _Look(pool=0.18, reach=0.9, glow=0.45, vignette=0.22, dark=(0.8, 0.84, 1.1)),
    LightKind.BACKLIGHT: _Look(glow=0.12, warm=(1.02, 1.0, 0.96)),
    LightKind.DRAMATIC: _Look(pool=0.66, reach=0.6, contrast=0.12, warm=(1.1, 1.05, 0.98), dark=(0.86, 0.88, 1.0)),
}


def _gain(width: int, height: int, lighting: Lighting, look: _Look) -> Pixels:
    """What each part of the picture is multiplied by, worked out small and enlarged."""
    size = 32
    y, x = np.mgrid[0 : 1 : size * 1j, 0 : 1 : size * 1j].astype(np.float32)
    centre_x = 0.5 + 0.3 * lighting.azimuth * (look.pool > 0.0)
    centre_y = 0.62 - 0.2 * lighting.elevation
    distance = np.hypot(x - centre_x, (y - centre_y) * 0.95)
    lit = np.clip(1.15 - distance / look.reach, 0.0, 1.0) if look.pool > 0.0 else np.clip(1.2 - distance, 0.0, 1.0)
    lit = lit * lit * (3.0 - 2.0 * lit)
    corner = np.clip(np.hypot(x - 0.5, y - 0.5) - 0.32, 0.0, 1.0)
    strength = (1.0 - look.pool * (1.0 - lit)) * (1.0 - 2.0 * look.vignette * corner)
    strength *= lighting.exposure * (1.0 + look.contrast) * (1.0 + 0.18 * look.pool)
    channels = []
    for channel in range(3):
        hue = look.dark[channel] + (look.warm[channel] - look.dark[channel]) * lit
        if lighting.kind is LightKind.NEON:
            magenta, cyan = (1.12, 0.84, 1.06)[channel], (0.82, 1.0, 1.12)[channel]
            hue = hue * (magenta + (cyan - magenta) * (x if lighting.azimuth <= 0 else 1.0 - x))
        channels.append(resize((strength * hue).astype(np.float32), width, height, smooth=False))
    return np.stack(channels, axis=2)


def _bloom(pixels: Pixels, amount: float) -> None:
    """Let the brightest parts shine over their surroundings."""
    height, width = pixels.shape[:2]
    step = max(1, min(width, height) // 64)
    small = np.clip(pixels[step // 2 :: step, step // 2 :: step] - 0.7, 0.0, 1.0) * 255.0
    halo = Image.fromarray(small.astype(np.uint8)).filter(ImageFilter.GaussianBlur(3.5))
    light = halo.resize((width, height), Image.Resampling.BILINEAR)
    pixels += np.asarray(light, np.float32) * np.float32(amount * 2.2 / 255.0)


def _rays(pixels: Pixels, lighting: Lighting) -> None:
    """Shafts of light from behind the scene."""
    height, width = pixels.shape[:2]
    size = 96
    y, x = np.mgrid[0 : 1 : size * 1j, 0 : 1 : size * 1j].astype(np.float32)
    angle = np.arctan2(x - (0.5 + 0.25 * lighting.azimuth), y + 0.12)
    shafts = 0.5 + 0.25 * np.sin(angle * 17.0) + 0.25 * np.sin(angle * 29.0 + 1.0)
    fade = np.clip(1.05 - np.hypot(x - (0.5 + 0.25 * lighting.azimuth), y * 0.95), 0.0, 1.0)
    strength = resize((0.3 * shafts * fade**1.6 + 0.14 * fade**2).astype(np.float32), width, height, smooth=False)
    for channel, value in enumerate((1.0, 0.94, 0.8)):
        pixels[..., channel] += (np.float32(value) - pixels[..., channel]) * strength
