"""An emblem on its carrier: bent with the surface, shaded with it, woven into cloth."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFilter

from genevolve.world.illustrator.carriers.shapes import Curve, Face
from genevolve.world.illustrator.sprite import LUMA

_Floats = npt.NDArray[np.float32]
_FACE_SIDE = 44
_MIDDLE: Face = (0.28, 0.3, 0.44, 0.4)
_LEAST_CALM = 0.08  # of a drawing: an emblem goes over its lines rather than on a smaller calm face


def with_emblem(
    carrier: Image.Image,
    emblem: Image.Image,
    face: Face,
    curve: Curve = "flat",
    *,
    cloth: bool = False,
    over: bool = False,
) -> Image.Image:
    """The carrier with the emblem on its face, as large as fits; `over` lets it stand out beyond the outline."""
    pixels = np.asarray(carrier, dtype=np.float32) * np.float32(1 / 255)
    height, width = pixels.shape[:2]
    left, top = round(face[0] * width), round(face[1] * height)
    across, down = max(8, round(face[2] * width)), max(8, round(face[3] * height))
    ground = pixels[top : top + down, left : left + across]
    solid = ground[ground[..., 3] > 0.5]
    if not over and len(solid):
        if emblem.width > 1.3 * across or emblem.height > 1.3 * down:
            emblem = emblem.copy()
            emblem.thumbnail((round(1.2 * across), round(1.2 * down)), Image.Resampling.LANCZOS)
        emblem = legible_on(emblem, np.median(solid[:, :3], axis=0))
    patch = _fitted(emblem, across, down)
    if curve != "flat":
        patch = _bent(patch, curve)
    patch = patch[: ground.shape[0], : ground.shape[1]]
    alpha = patch[..., 3:] if over else patch[..., 3:] * (ground[..., 3:] > 0.5)
    colours = patch[..., :3] if over else patch[..., :3] * _shade(ground, cloth)[..., None]
    mixed = pixels.copy()
    target = mixed[top : top + down, left : left + across]
    target[..., :3] += (colours - target[..., :3]) * alpha
    if over:
        target[..., 3:] = np.maximum(target[..., 3:], alpha)
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


def face_of(image: Image.Image) -> Face:
    """The calmest large rectangle of a drawing: where an emblem goes on a thing that nobody prepared for one."""
    small = image.copy()
    small.thumbnail((_FACE_SIDE, _FACE_SIDE), Image.Resampling.BOX)
    pixels = np.asarray(small, dtype=np.float32)
    height, width = pixels.shape[:2]
    solid = pixels[..., 3] > 200
    if not solid.any():
        return _MIDDLE
    coarse = (pixels[..., :3] // 48).astype(np.int32) @ np.array([64, 8, 1])
    values, counts = np.unique(coarse[solid], return_counts=True)
    best, found = 0.0, _MIDDLE
    for value in values[np.argsort(counts)[-2:]]:
        common = pixels[solid & (coarse == value)][:, :3].mean(axis=0)
        calm = solid & (np.abs(pixels[..., :3] - common).max(axis=2) < 42)
        area, face = _largest(calm, width, height)
        if area > best:
            best, found = area, face
    return _inset(found) if best > _LEAST_CALM * width * height else _MIDDLE


def _inset(face: Face) -> Face:
    """The face with air around it."""
    x, y, width, height = face
    return x + 0.08 * width, y + 0.08 * height, 0.84 * width, 0.84 * height


def _largest(calm: npt.NDArray[np.bool_], width: int, height: int) -> tuple[float, Face]:
    """The largest rectangle, not too long, that is nearly all calm."""
    sums = np.pad(calm.astype(np.int32).cumsum(0).cumsum(1), ((1, 0), (1, 0)))
    best, found = 0.0, _MIDDLE
    for h in range(4, height + 1, 2):
        for w in range(max(4, h // 2), min(width, 2 * h) + 1, 2):
            if w * h <= best:
                continue
            filled = sums[h:, w:] - sums[:-h, w:] - sums[h:, :-w] + sums[:-h, :-w]
            if filled.max() >= 0.95 * w * h:
                y, x = np.unravel_index(int(filled.argmax()), filled.shape)
                best, found = float(w * h), (x / width, y / height, w / width, h / height)
    return best, found


def legible_on(emblem: Image.Image, ground: npt.NDArray[np.float32]) -> Image.Image:
    """The emblem as it is, or with the pale or dark rim of a sticker where it would vanish on its ground (RGB 0..1)."""
    pixels = np.asarray(emblem, dtype=np.float32) / 255
    solid = pixels[..., 3] > 0.5
    if not solid.any() or (np.abs(pixels[solid][:, :3] - ground).max(axis=1) < 0.22).mean() < 0.5:
        return emblem
    rim = max(3, max(emblem.size) // 28)
    sticker = Image.new("RGBA", (emblem.width + 4 * rim, emblem.height + 4 * rim), (0, 0, 0, 0))
    sticker.paste(emblem, (2 * rim, 2 * rim))
    filled = _without_holes(sticker.getchannel("A")).filter(ImageFilter.GaussianBlur(rim * 0.8))
    grown = filled.point([min(255, value * 6) for value in range(256)])
    plate = Image.new("RGBA", sticker.size, (252, 250, 244, 0) if float(ground @ LUMA) < 0.72 else (34, 34, 40, 0))
    plate.putalpha(grown)
    plate.alpha_composite(sticker)
    return plate


def _without_holes(alpha: Image.Image) -> Image.Image:
    solid = alpha.point([0] * 100 + [255] * 156)
    ImageDraw.floodfill(solid, (0, 0), 128)
    return solid.point([0 if value == 128 else 255 for value in range(256)])
