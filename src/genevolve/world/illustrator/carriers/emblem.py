"""An emblem on its carrier: bent with the surface, shaded with it, woven into cloth."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PIL import Image

from genevolve.world.illustrator.carriers.shapes import Curve, Face
from genevolve.world.illustrator.sprite import LUMA

_Floats = npt.NDArray[np.float32]


def with_emblem(
    carrier: Image.Image, emblem: Image.Image, face: Face, curve: Curve = "flat", *, cloth: bool = False
) -> Image.Image:
    """The carrier with the emblem on its face, as large as fits."""
    pixels = np.asarray(carrier, dtype=np.float32) * np.float32(1 / 255)
    height, width = pixels.shape[:2]
    left, top = round(face[0] * width), round(face[1] * height)
    across, down = max(8, round(face[2] * width)), max(8, round(face[3] * height))
    patch = _fitted(emblem, across, down)
    if curve != "flat":
        patch = _bent(patch, curve)
    ground = pixels[top : top + down, left : left + across]
    patch = patch[: ground.shape[0], : ground.shape[1]]
    alpha = patch[..., 3:] * (ground[..., 3:] > 0.5)
    colours = patch[..., :3] * _shade(ground, cloth)[..., None]
    mixed = pixels.copy()
    target = mixed[top : top + down, left : left + across]
    target[..., :3] += (colours - target[..., :3]) * alpha
    return Image.fromarray((np.clip(mixed, 0, 1) * 255 + 0.5).astype(np.uint8), "RGBA")


def _fitted(emblem: Image.Image, width: int, height: int) -> _Floats:
    """The emblem, whole, in the middle of a transparent patch."""
    scale = min(width / emblem.width, height / emblem.height)
    size = max(1, round(emblem.width * scale)), max(1, round(emblem.height * scale))
    patch = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    patch.paste(emblem.resize(size, Image.Resampling.LANCZOS), ((width - size[0]) // 2, (height - size[1]) // 2))
    return np.asarray(patch, dtype=np.float32) * np.float32(1 / 255)


def _bent(patch: _Floats, curve: Curve) -> _Floats:
    """The patch on a round or a gently waving surface."""
    height, width = patch.shape[:2]
    x = np.linspace(-1.0, 1.0, width, dtype=np.float32)
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    if curve == "cylinder":
        reach = np.float32(0.92)
        columns += ((np.arcsin(x * np.sin(reach)) / reach - x) * (width - 1) / 2)[None, :]
        rows -= (0.05 * height * (1.0 - x * x) - 0.03 * height)[None, :]
    else:
        rows += (0.012 * height * np.sin(x * 5.0))[None, :]
    return sampled(patch, columns, rows)


def sampled(image: _Floats, columns: _Floats, rows: _Floats) -> _Floats:
    """Bilinear samples of an image (channels last); outside is transparent."""
    height, width = image.shape[:2]
    inside = (columns > -1) & (columns < width) & (rows > -1) & (rows < height)
    columns, rows = np.clip(columns, 0, width - 1.001), np.clip(rows, 0, height - 1.001)
    x, y = columns.astype(np.int32), rows.astype(np.int32)
    right, below = np.minimum(x + 1, width - 1), np.minimum(y + 1, height - 1)
    fx, fy = (columns - x)[..., None], (rows - y)[..., None]
    upper = image[y, x] * (1 - fx) + image[y, right] * fx
    lower = image[below, x] * (1 - fx) + image[below, right] * fx
    mixed = upper * (1 - fy) + lower * fy
    return np.asarray(mixed * inside[..., None], np.float32)


def _shade(ground: _Floats, cloth: bool) -> _Floats:
    """The lights and darks of the carrier under the emblem, about 1."""
    light = ground[..., :3] @ LUMA
    solid = ground[..., 3] > 0.5
    middle = float(np.median(light[solid])) if solid.any() else 1.0
    shade = np.clip(light / max(middle, 0.05), 0.72, 1.1)
    shade = 1.0 + (shade - 1.0) * 0.7
    if cloth:
        y, x = np.mgrid[0 : shade.shape[0], 0 : shade.shape[1]]
        shade = shade * (0.985 + 0.03 * (((x // 2) + (y // 2)) % 2))
    return np.asarray(shade, np.float32)
