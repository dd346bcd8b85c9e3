"""What is in the air, drawn over the finished scene."""

from __future__ import annotations

import math

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from genevolve.language.vocabulary import Setting, Weather
from genevolve.world.illustrator.noise import Field, clouds, resize
from genevolve.world.illustrator.stage import Lighting, Pixels

_UNDER_A_ROOF = frozenset(
    {
        Setting.STUDIO, Setting.PLAIN, Setting.CAVE, Setting.STAGE, Setting.MUSEUM, Setting.LIBRARY, Setting.KITCHEN,
        Setting.LIVING_ROOM, Setting.BEDROOM, Setting.BATHROOM, Setting.OFFICE, Setting.CLASSROOM, Setting.WORKSHOP,
        Setting.CAFE, Setting.SHOP, Setting.WOOD_TABLE, Setting.MARBLE_TABLE, Setting.FABRIC, Setting.PAPER,
        Setting.UNDERWATER, Setting.SPACE,
    }
)  # fmt: skip


def weather_within(setting: Setting | None, weather: Weather | None) -> Weather | None:
    """What of the weather is felt where the scene takes place: it does not rain under a roof."""
    return None if setting in _UNDER_A_ROOF else weather


def apply_weather(pixels: Pixels, weather: Weather | None, *, lighting: Lighting, seed: int) -> Pixels:
    """The scene with rain, snow, fog and the like in front of it; clear air leaves it as it is."""
    match weather:
        case None | Weather.CLEAR:
            return pixels
        case Weather.CLOUDS:
            return _clouds(pixels, lighting, seed)
        case Weather.RAIN:
            return _rain(pixels, lighting, seed, strength=0.5)
        case Weather.SNOWFALL:
            return _snowfall(pixels, lighting, seed)
        case Weather.FOG:
            return _fog(pixels, lighting, seed)
        case Weather.STORM:
            return _storm(pixels, seed)
        case Weather.WIND:
            return _wind(pixels, lighting, seed)
        case Weather.RAINBOW:
            return _rainbow(pixels)


def _air(lighting: Lighting) -> tuple[float, float, float]:
    """The colour of mist under this light."""
    a, b, c = (
        min(1.0, 0.88 * lighting.exposure * (0.55 * x + 0.45 * y))
        for x, y in zip(lighting.ambient, lighting.colour, strict=True)
    )
    return a, b, c


def _veil(pixels: Pixels, share: Field, colour: tuple[float, float, float]) -> Pixels:
    """The scene behind `share` (0..1, any size) of a colour."""
    height, width = pixels.shape[:2]
    strength = (
        share if share.shape == (height, width) else resize(share.astype(np.float32), width, height, smooth=False)
    )
    veiled = np.empty_like(pixels)
    for channel, value in enumerate(colour):
        plane = pixels[..., channel]
        np.multiply(np.float32(value) - plane, strength, out=veiled[..., channel])
        veiled[..., channel] += plane
    return np.clip(veiled, 0.0, 1.0, out=veiled)


def _streaks(width: int, height: int, seed: int, count: int, lean: float, length: float) -> Field:
    """Fine slanted strokes, the nearer the longer and brighter."""
    rng = np.random.default_rng((seed, 61))
    image = Image.new("L", (width, height))
    draw = ImageDraw.Draw(image)
    reach = max(width, height)
    for x, y, near in zip(rng.random(count), rng.random(count), rng.random(count) ** 2, strict=True):
        run = reach * length * (0.35 + near)
        left, top = (x * 1.2 - 0.1) * width, (y * 1.2 - 0.2) * height
        draw.line(
            (left, top, left + run * lean, top + run), fill=round(70 + 150 * near), width=1 + round(near * reach / 700)
        )
    return np.asarray(image.filter(ImageFilter.BoxBlur(reach / 1400)), np.float32) / np.float32(255.0)


def _mist(seed: int, low: float, high: float) -> Field:
    """Mist that thickens from `low` at the top and bottom to `high` at mid height."""
    field = clouds(96, 96, seed=seed, scale=0.6, slope=1.8, stretch=3.0)
    y = np.linspace(0.0, 1.0, 96, dtype=np.float32)[:, None]
    mist: Field = (low + (high - low) * np.exp(-(((y - 0.55) / 0.24) ** 2))) * (0.6 + 0.6 * field)
    return mist


def _rain(pixels: Pixels, lighting: Lighting, seed: int, *, strength: float, lean: float = -0.14) -> Pixels:
    height, width = pixels.shape[:2]
    grey = tuple(0.86 * value for value in _air(lighting))
    wet = _veil(pixels, _mist(seed, 0.12, 0.34), (grey[0], grey[1], grey[2]))
    drops = _streaks(width, height, seed, int(420 * (0.6 + strength)), lean, 0.075) * np.float32(strength)
    return _veil(wet, drops, (0.93, 0.96, 1.0))


def _snowfall(pixels: Pixels, lighting: Lighting, seed: int) -> Pixels:
    height, width = pixels.shape[:2]
    air = _air(lighting)
    hushed = _veil(pixels, _mist(seed, 0.1, 0.3), air)
    rng = np.random.default_rng((seed, 67))
    unit = min(width, height)
    share = np.zeros((height, width), np.float32)
    for count, size, blur, strength in ((300, 0.0028, 0.0, 0.8), (90, 0.006, 0.0016, 0.85), (16, 0.016, 0.007, 0.6)):
        layer = Image.new("L", (width, height))
        draw = ImageDraw.Draw(layer)
        for x, y, scale in zip(
            rng.random(count) * width, rng.random(count) * height, rng.uniform(0.6, 1.3, count), strict=True
        ):
            reach = max(0.7, size * scale * unit)
            draw.ellipse((x - reach, y - reach, x + reach, y + reach), fill=255)
        if blur:
            layer = layer.filter(ImageFilter.BoxBlur(blur * unit))
        share = np.maximum(share, np.asarray(layer, np.float32) * np.float32(strength / 255.0))
    return _veil(hushed, share, (0.98, 0.99, 1.0))


def _fog(pixels: Pixels, lighting: Lighting, seed: int) -> Pixels:
    field = clouds(128, 128, seed=seed, scale=0.55, slope=1.9, stretch=3.5)
    y = np.linspace(0.0, 1.0, 128, dtype=np.float32)[:, None]
    bank = 0.22 + 0.42 * np.exp(-(((y - 0.55) / 0.2) ** 2)) + 0.2 * np.exp(-(((y - 0.95) / 0.12) ** 2))
    return _veil(pixels, np.clip(bank * (0.55 + 0.75 * field), 0.0, 0.8), _air(lighting))


def _clouds(pixels: Pixels, lighting: Lighting, seed: int) -> Pixels:
    field = clouds(160, 160, seed=seed, scale=0.8, slope=1.7, stretch=2.2)
    y = np.linspace(0.0, 1.0, 160, dtype=np.float32)[:, None]
    body = np.clip((field - 0.42) * 2.6, 0.0, 1.0) * np.clip(1.0 - y / 0.42, 0.0, 1.0)
    under = np.clip((field - np.roll(field, 6, axis=0)) * 4.0 + 0.5, 0.0, 1.0)
    air = _air(lighting)
    shaded = _veil(pixels, body * 0.75, (air[0] * 0.72, air[1] * 0.75, air[2] * 0.82))
    return _veil(shaded, body * under * 0.8, (min(1.0, air[0] * 1.1), min(1.0, air[1] * 1.1), min(1.0, air[2] * 1.1)))


def _storm(pixels: Pixels, seed: int) -> Pixels:
    field = clouds(128, 128, seed=seed, scale=0.8, slope=1.6, stretch=2.4)
    y = np.linspace(0.0, 1.0, 128, dtype=np.float32)[:, None]
    gloom = np.clip(0.7 - 1.2 * y, 0.0, 1.0) * (0.35 + 0.65 * field) + 0.22
    dark = _veil(pixels, np.clip(gloom, 0.0, 0.72), (0.12, 0.14, 0.2))
    height, width = pixels.shape[:2]
    bolt, halo = _bolt(width, height, seed)
    drops = _streaks(width, height, seed, 480, -0.3, 0.09) * np.float32(0.42)
    return _veil(dark, np.maximum(np.maximum(bolt, halo), drops), (0.88, 0.91, 1.0))


def _brightened(colour: tuple[float, float, float], gain: float) -> tuple[float, float, float]:
    """A colour brightened by `gain`."""
    return min(1.0, colour[0] * gain), min(1.0, colour[1] * gain), min(1.0, colour[2] * gain)


def _bolt(width: int, height: int, seed: int) -> tuple[Field, Field]:
    """A forked stroke of lightning, and the light about it."""
    rng = np.random.default_rng((seed, 71))
    image = Image.new("L", (width, height))
    draw = ImageDraw.Draw(image)
    x, y = (0.16 if rng.random() < 0.5 else 0.84) * width, 0.0
    thick = max(1, round(min(width, height) / 220))
    points = [(x, y)]
    while y < 0.5 * height:
        x, y = x + rng.uniform(-0.035, 0.035) * width, y + rng.uniform(0.02, 0.05) * height
        points.append((x, y))
        if rng.random() < 0.28:
            fork = [(x, y)]
            lean = rng.choice((-1.0, 1.0))
            for _ in range(4):
                fork.append(
                    (
                        fork[-1][0] + lean * rng.uniform(0.01, 0.04) * width,
                        fork[-1][1] + rng.uniform(0.01, 0.03) * height,
                    )
                )
            draw.line(fork, fill=190, width=max(1, thick // 2))
    draw.line(points, fill=255, width=thick + 1)
    small = image.reduce(4).filter(ImageFilter.GaussianBlur(min(width, height) / 90))
    halo = np.clip(
        np.asarray(small.resize((width, height), Image.Resampling.BILINEAR), np.float32) / 255.0 * 3.2, 0.0, 0.65
    )
    return np.asarray(image.filter(ImageFilter.BoxBlur(0.6)), np.float32) / np.float32(255.0), halo.astype(np.float32)


def _wind(pixels: Pixels, lighting: Lighting, seed: int) -> Pixels:
    height, width = pixels.shape[:2]
    rng = np.random.default_rng((seed, 73))
    lines = Image.new("L", (width, height))
    draw = ImageDraw.Draw(lines)
    unit = min(width, height)
    for _ in range(11):
        x, y = rng.uniform(-0.2, 0.8) * width, rng.uniform(0.06, 0.9) * height
        run, sway, phase = rng.uniform(0.25, 0.55) * width, rng.uniform(0.008, 0.022) * height, rng.uniform(0.0, 6.0)
        points = [(x + run * t / 24, y + sway * math.sin(phase + t / 5.0)) for t in range(25)]
        draw.line(points, fill=round(rng.uniform(90, 170)), width=max(1, round(unit / 300)), joint="curve")
        if rng.random() < 0.5:
            end_x, end_y = points[-1]
            curl = unit * 0.022
            draw.arc(
                (end_x - curl, end_y - 2 * curl, end_x + curl, end_y),
                -90,
                110,
                fill=150,
                width=max(1, round(unit / 300)),
            )
    swept = _veil(
        pixels,
        np.asarray(lines.filter(ImageFilter.BoxBlur(0.7)), np.float32) / np.float32(255.0),
        _brightened(_air(lighting), 1.12),
    )
    leaves = Image.fromarray((swept * 255.0).astype(np.uint8))
    paint = ImageDraw.Draw(leaves)
    for _ in range(26):
        x, y, size = rng.random() * width, rng.random() * height, rng.uniform(0.006, 0.014) * unit
        turn = rng.uniform(0.0, math.tau)
        across, along = (
            (math.cos(turn) * size, math.sin(turn) * size),
            (-math.sin(turn) * size * 0.4, math.cos(turn) * size * 0.4),
        )
        hue = ((196, 120, 52), (170, 78, 46), (150, 150, 66))[int(rng.integers(3))]
        paint.polygon(
            [
                (x - across[0], y - across[1]),
                (x + along[0], y + along[1]),
                (x + across[0], y + across[1]),
                (x - along[0], y - along[1]),
            ],
            fill=hue,
        )
    return np.asarray(leaves, np.float32) / np.float32(255.0)


_ARC = (
    (0.55, 0.28, 0.78),
    (0.25, 0.42, 0.9),
    (0.2, 0.72, 0.6),
    (0.55, 0.82, 0.3),
    (0.98, 0.86, 0.3),
    (0.98, 0.58, 0.25),
    (0.92, 0.3, 0.3),
)


def _rainbow(pixels: Pixels) -> Pixels:
    height, width = pixels.shape[:2]
    x = (np.arange(width, dtype=np.float32) / width - 0.5)[None, :]
    y = (np.arange(height, dtype=np.float32) / height - 0.62)[:, None] * np.float32(1.0 / 1.1)
    radius = np.hypot(x, y)
    inner, band = 0.40, 0.07
    place = (radius - inner) / band
    share = (
        np.clip(np.minimum(place * 4.0, (1.0 - place) * 4.0), 0.0, 1.0) * np.clip(-y * 9.0, 0.0, 1.0) * np.float32(0.42)
    )
    steps = np.linspace(0.0, 1.0, len(_ARC))
    arched = pixels.copy()
    ramp = np.stack(
        [np.interp(np.linspace(0, 1, 256), steps, [colour[c] for colour in _ARC]) for c in range(3)], axis=1
    ).astype(np.float32)
    rows = max(1, int(height * 0.64))
    index = (np.clip(place[:rows], 0.0, 1.0) * 255.0).astype(np.uint8)
    arched[:rows] += (ramp[index] - arched[:rows]) * share[:rows, :, None]
    return np.clip(arched, 0.0, 1.0, out=arched)
