"""From the patches of a picture back to the picture: what goes to a server is exactly what is trained on."""

from __future__ import annotations

import io

import torch
from PIL import Image

from genevolve.training.sequences import Picture

_PATCH, _MERGE, _FRAMES = 16, 2, 2
_MEAN, _STD = 0.5, 0.5


def png_of(picture: Picture) -> bytes:
    """The picture that the image processor saw after it had resized it; processing it again changes nothing.

    Raises:
        ValueError: the patches are not those of one still picture in Qwen3-VL's layout.
    """
    frames, rows, columns = (int(side) for side in picture.grid_3)
    per_patch = 3 * _FRAMES * _PATCH * _PATCH
    if frames != 1 or rows % _MERGE or columns % _MERGE or picture.pixels_PC.shape != (rows * columns, per_patch):
        raise ValueError(f"{tuple(picture.pixels_PC.shape)} patches for a grid of {frames} x {rows} x {columns}")
    blocks = picture.pixels_PC.view(rows // _MERGE, columns // _MERGE, _MERGE, _MERGE, 3, _FRAMES, _PATCH, _PATCH)
    channels_HW3 = blocks[:, :, :, :, :, 0].permute(0, 2, 5, 1, 3, 6, 4).reshape(rows * _PATCH, columns * _PATCH, 3)
    bytes_HW3 = ((channels_HW3 * _STD + _MEAN) * 255).round().clamp(0, 255).to(torch.uint8)
    out = io.BytesIO()
    Image.fromarray(bytes_HW3.numpy()).save(out, "PNG")
    return out.getvalue()
