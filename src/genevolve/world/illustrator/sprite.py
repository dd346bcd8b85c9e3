"""A drawing cut out of its ground, as the painters of things hand it on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image

Plane = npt.NDArray[np.float32]
"""One channel, shape (height, width), mostly 0..1."""

Rgb = npt.NDArray[np.float32]
"""Three channels, shape (height, width, 3), sRGB values in 0..1."""

LUMA = np.array([0.299, 0.587, 0.114], np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class Sprite:
    """Colours and coverage. `bend` (height, width, 2) displaces, in pixels, what is seen through where `clear` > 0."""

    rgb: Rgb
    alpha: Plane
    clear: Plane | None = None
    bend: npt.NDArray[np.float32] | None = None
    glow: tuple[float, float, float] | None = None

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.alpha.shape[1], self.alpha.shape[0]

    @classmethod
    def of(cls, image: Image.Image) -> Sprite:
        """A sprite from an RGBA image."""
        pixels = np.asarray(image.convert("RGBA"), dtype=np.float32) * np.float32(1 / 255)
        return cls(np.ascontiguousarray(pixels[..., :3]), np.ascontiguousarray(pixels[..., 3]))

    def image(self) -> Image.Image:
        """The sprite as an RGBA image."""
        image = self.colours()
        image.putalpha(self.coverage())
        return image

    def colours(self) -> Image.Image:
        """Its colours as an RGB image."""
        return Image.fromarray((np.clip(self.rgb, 0.0, 1.0) * 255 + 0.5).astype(np.uint8))

    def coverage(self) -> Image.Image:
        """Its alpha as an image of one channel."""
        return Image.fromarray((np.clip(self.alpha, 0.0, 1.0) * 255 + 0.5).astype(np.uint8))


def luminance(rgb: Rgb) -> Plane:
    """Perceived lightness of each pixel."""
    return np.asarray(rgb @ LUMA, dtype=np.float32)


def rgb_of(hex_colour: str) -> Rgb:
    """The three channels of `#rrggbb`."""
    digits = hex_colour.lstrip("#")
    return np.array([int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)], np.float32)


def hex_of(rgb: npt.ArrayLike) -> str:
    """`#rrggbb` of three channels."""
    return "#" + "".join(f"{round(float(np.clip(c, 0, 1)) * 255):02x}" for c in np.asarray(rgb).ravel()[:3])


def trimmed(image: Image.Image, threshold: int = 12) -> Image.Image:
    """The image without its empty margins."""
    box = image.getchannel("A").point([0] * threshold + [255] * (256 - threshold)).getbbox()
    return image.crop(box) if box else image
