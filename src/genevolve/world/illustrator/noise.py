"""Noise that tiles: seamless random fields made once, then cut, stretched and tilted by the painters."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt
from PIL import Image

Field = npt.NDArray[np.float32]
"""A single-channel field of values, shape (height, width)."""

TILE = 256


@lru_cache(maxsize=40)
def fractal_tile(seed: int = 0, *, slope: float = 1.6, stretch: float = 1.0, size: int = TILE) -> Field:
    """A seamless fractal field in 0..1: steeper `slope` is smoother, `stretch` > 1 draws it out along x."""
    rng = np.random.default_rng((seed, size))
    fy = np.fft.fftfreq(size)[:, None] * size
    fx = np.fft.rfftfreq(size)[None, :] * size
    radius = np.hypot(fy / np.sqrt(stretch), fx * np.sqrt(stretch))
    radius[0, 0] = 1.0
    amplitude = radius**-slope
    amplitude[0, 0] = 0.0
    phase = rng.uniform(0.0, 2.0 * np.pi, amplitude.shape)
    field = np.fft.irfft2(amplitude * np.exp(1j * phase), s=(size, size))
    low, high = np.quantile(field, (0.01, 0.99))
    tile: Field = np.clip((field - low) / (high - low), 0.0, 1.0).astype(np.float32)
    tile.flags.writeable = False
    return tile


@lru_cache(maxsize=4)
def grain(height: int, width: int) -> Field:
    """Fine even grain, mean 0, spread about 1: dithers gradients so that they never band."""
    rng = np.random.default_rng((7, height, width))
    field = (rng.random((height, width), dtype=np.float32) + rng.random((height, width), dtype=np.float32) - 1.0) * 2.4
    field.flags.writeable = False
    return field


def resize(field: Field, width: int, height: int, *, smooth: bool = True) -> Field:
    """`field` at another size."""
    method = Image.Resampling.BICUBIC if smooth else Image.Resampling.BILINEAR
    return np.asarray(Image.fromarray(field).resize((width, height), method), dtype=np.float32)


def clouds(
    width: int, height: int, *, seed: int, scale: float = 1.0, slope: float = 1.6, stretch: float = 1.0
) -> Field:
    """A window into a fractal tile, `scale` tiles across its longer side, at the given size."""
    tile = fractal_tile(seed % 4, slope=slope, stretch=stretch)
    rng = np.random.default_rng((seed, 11))
    longer = max(width, height)
    span_x, span_y = (max(8, int(TILE * scale * side / longer)) for side in (width, height))
    start_x, start_y = rng.integers(0, TILE, 2)
    rows = (start_y + np.arange(span_y)) % TILE
    columns = (start_x + np.arange(span_x)) % TILE
    return resize(np.ascontiguousarray(tile[np.ix_(rows, columns)]), width, height)


def ridge(width: int, *, seed: int, octaves: int = 6, roughness: float = 0.5, waves: float = 3.0) -> Field:
    """A fractal line of `width` values, mean about 0, mostly within -1..1: mountains, hills, tree lines."""
    rng = np.random.default_rng((seed, 23))
    x = np.linspace(0.0, 1.0, width, dtype=np.float32)
    line = np.zeros(width, np.float32)
    strength, count = 1.0, waves
    for _ in range(octaves):
        knots = int(np.ceil(count)) + 2
        values = rng.uniform(-1.0, 1.0, knots)
        line += strength * np.interp(x * count, np.arange(knots), values).astype(np.float32)
        strength *= roughness
        count *= 2.0
    return line
