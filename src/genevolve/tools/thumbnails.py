"""Found pictures made ready to be shown and kept: flattened, at most so large, hashed once."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass

from PIL import Image

from genevolve.errors import ToolError
from genevolve.store import PictureCache

_VERSION = 1
"""Another way of making thumbnails is another version: what is kept on disk is not used any more."""


@dataclass(frozen=True, slots=True)
class ReadyPicture:
    """A found picture as the run keeps it, and as the policy sees it."""

    png: bytes
    sha256: str
    width: int
    height: int
    thumbnail: bytes
    thumbnail_sha256: str

    @property
    def num_bytes(self) -> int:
        """The memory that its pixels take."""
        return len(self.png) + len(self.thumbnail)


def ready_picture(png: bytes, max_pixels: int, kept: PictureCache | None = None) -> ReadyPicture:
    """`png` with its thumbnail of at most `max_pixels`; one in `kept` is not made a second time.

    Raises:
        ToolError: it is no PNG.
    """
    sha256 = hashlib.sha256(png).hexdigest()
    key = f"thumbnail/{_VERSION}:{max_pixels}:{sha256}"
    small = kept.get(key) if kept is not None else None
    if small is None:
        small = _thumbnail(png, max_pixels)
        if kept is not None:
            kept.put(key, small)
    width, height = _size(png)
    return ReadyPicture(png, sha256, width, height, small, hashlib.sha256(small).hexdigest())


def _size(png: bytes) -> tuple[int, int]:
    with Image.open(io.BytesIO(png), formats=["PNG"]) as image:
        return image.size


def _thumbnail(png: bytes, max_pixels: int) -> bytes:
    """The picture flattened on white, at most `max_pixels` large."""
    try:
        with Image.open(io.BytesIO(png), formats=["PNG"]) as image:
            full = image.convert("RGBA")
    except (OSError, ValueError, SyntaxError) as error:
        raise ToolError(f"a picture provider returned something that is not a PNG: {error}") from error
    scale = min(1.0, (max_pixels / (full.width * full.height)) ** 0.5)
    size = (max(1, int(full.width * scale)), max(1, int(full.height * scale)))
    small = full.resize(size, Image.Resampling.BILINEAR)
    flat = Image.new("RGB", small.size, "white")
    flat.paste(small, mask=small.getchannel("A"))
    buffer = io.BytesIO()
    flat.save(buffer, "PNG", compress_level=1)
    return buffer.getvalue()
