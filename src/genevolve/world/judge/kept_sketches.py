"""Sketches that were drawn once, kept on disk by all that they depend on, the code that draws included."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from functools import cache
from importlib import resources
from pathlib import Path

from PIL import Image

from genevolve.world.world import World

_DRAWING_CODE = ("language", "world/atlas", "world/illustrator", "world/judge")
_NOT_CODE = "__pycache__"


class KeptSketches:
    """Pictures that were drawn once, among those that the world keeps; without such a folder each is drawn anew."""

    def __init__(self, world: World) -> None:
        self._pictures = world.kept
        self.version = f"sketch:{_code()}:{world.library.fingerprint}"

    def picture(self, name: str, draw: Callable[[], Image.Image]) -> Image.Image:
        """The picture that `draw` makes; `name` says all that it makes it from."""
        if self._pictures is None:
            return draw()
        key = f"{self.version}:{name}"
        png = self._pictures.get(key)
        if png is not None:
            with Image.open(io.BytesIO(png)) as opened:
                return opened.copy()
        drawn, buffer = draw(), io.BytesIO()
        drawn.save(buffer, "PNG", compress_level=1)
        self._pictures.put(key, buffer.getvalue())
        return drawn


@cache
def _code() -> str:
    """A hash of the packages that decide how a sketch comes out, and what the judge finds by it."""
    digest = hashlib.sha256()
    root = Path(str(resources.files("genevolve")))
    for package in _DRAWING_CODE:
        for path in sorted((root / package).rglob("*")):
            if path.is_file() and _NOT_CODE not in path.parts:
                digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]
