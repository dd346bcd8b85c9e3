"""Pictures as they come, and colours as the eye compares them."""

from __future__ import annotations

import io

import numpy as np
import numpy.typing as npt
from PIL import Image, UnidentifiedImageError

from genevolve.errors import JudgeError

Plane = npt.NDArray[np.float32]
MAX_PIXELS = 16_000_000
_TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]], np.float32)
_WHITE = np.array([0.9505, 1.0, 1.089], np.float32)


def opened(data: bytes) -> Image.Image:
    """A picture in sRGB.

    Raises:
        JudgeError: the bytes are no picture, or too large a one.
    """
    try:
        with Image.open(io.BytesIO(data)) as image:
            if image.width * image.height > MAX_PIXELS:
                raise JudgeError("a picture to be judged has too many pixels", repeatable=False)
            return image.convert("RGB")
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError) as error:
        raise JudgeError(f"a picture to be judged cannot be read: {error}", repeatable=False) from error


def lab_of(rgb: npt.ArrayLike) -> Plane:
    """CIELAB (D65) of sRGB values in 0..1, over the last axis."""
    values = np.asarray(rgb, np.float32)
    linear = np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)
    xyz = linear @ _TO_XYZ.T / _WHITE
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    lab = np.stack([116 * f[..., 1] - 16, 500 * (f[..., 0] - f[..., 1]), 200 * (f[..., 1] - f[..., 2])], axis=-1)
    return np.asarray(lab, np.float32)


def lab_of_hex(colour: str) -> Plane:
    """CIELAB of `#rrggbb`."""
    return lab_of([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])


def lab_distance(one: str, other: str) -> float:
    """How far two colours (`#rrggbb`) are apart in CIELAB."""
    return float(np.linalg.norm(lab_of_hex(one) - lab_of_hex(other)))
