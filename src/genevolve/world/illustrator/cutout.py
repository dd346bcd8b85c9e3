"""From the bytes of a reference picture to the thing that it shows, freed of its ground."""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageOps

from genevolve.world.illustrator.sprite import trimmed

_LONGEST = 640
_MAX_PIXELS = 40_000_000
_NEAR = 26.0
_FLOOD_SIDE = 200


@dataclass(frozen=True, slots=True, eq=False)
class CutOut:
    """What a reference shows. `oblong`: it fills its rectangle, like a flag; `framed`: a photograph, kept whole."""

    image: Image.Image
    oblong: bool
    framed: bool


def cut_out(data: bytes) -> CutOut | None:
    """Free the subject of a reference picture; None when the bytes are no picture."""
    try:
        with Image.open(io.BytesIO(data)) as opened:
            if opened.width * opened.height > _MAX_PIXELS:
                return None
            opened.thumbnail((_LONGEST, _LONGEST), Image.Resampling.LANCZOS)
            image = opened.convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    return _freed(image)


def _freed(image: Image.Image) -> CutOut:
    alpha = np.asarray(image.getchannel("A"))
    if float((alpha < 200).mean()) > 0.01:
        cut = trimmed(image)
        return CutOut(cut, _fills(cut), framed=False)
    border = _border_colour(image)
    if border is None:
        return CutOut(_rounded(image), oblong=True, framed=True)
    freed = _without_ground(image, border)
    return CutOut(freed, _fills(freed), framed=False)


def _fills(image: Image.Image) -> bool:
    return float((np.asarray(image.getchannel("A")) > 128).mean()) > 0.93


def _border_colour(image: Image.Image) -> npt.NDArray[np.float32] | None:
    """The colour of a near-uniform border, or None when the picture runs to its edges."""
    pixels = np.asarray(image.convert("RGB"), dtype=np.float32)
    border = np.concatenate([pixels[:2].reshape(-1, 3), pixels[-2:].reshape(-1, 3), pixels[:, 0], pixels[:, -1]])
    colour = np.median(border, axis=0)
    near = np.linalg.norm(border - colour, axis=1) < _NEAR
    return np.asarray(colour, np.float32) if near.mean() > 0.95 else None


def _without_ground(image: Image.Image, colour: npt.NDArray[np.float32]) -> Image.Image:
    """Make transparent what is of the border's colour and joined to the border."""
    pixels = np.asarray(image.convert("RGB"), dtype=np.float32)
    near = np.linalg.norm(pixels - colour, axis=2) < _NEAR
    small = Image.fromarray((near * 255).astype(np.uint8)).copy()
    small.thumbnail((_FLOOD_SIDE, _FLOOD_SIDE), Image.Resampling.BILINEAR)
    seeds = ImageOps.expand(small.point([0] * 100 + [255] * 156), border=1, fill=255)
    ImageDraw.floodfill(seeds, (0, 0), 128)
    flooded = seeds.crop((1, 1, seeds.width - 1, seeds.height - 1)).point([255 if v == 128 else 0 for v in range(256)])
    reach = np.asarray(flooded.resize(image.size, Image.Resampling.BILINEAR)) > 60
    ground = near & reach
    if ground.mean() > 0.97:
        return image
    alpha = Image.fromarray(np.where(ground, 0, 255).astype(np.uint8)).resize(image.size)
    freed = image.copy()
    freed.putalpha(alpha)
    return trimmed(freed)


def _rounded(image: Image.Image) -> Image.Image:
    """A photograph as a print with slightly rounded corners."""
    mask = Image.new("L", image.size, 0)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, image.width - 1, image.height - 1), min(image.size) // 24, fill=255)
    framed = image.copy()
    framed.putalpha(mask)
    return framed
