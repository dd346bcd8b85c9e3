"""Ground-truth pictures: the ideal program, drawn by a generator that makes no mistakes."""

from __future__ import annotations

import hashlib
import io
from functools import cached_property
from pathlib import Path

from genevolve.store import write_whole
from genevolve.world.illustrator.embedded import embedded_illustrator
from genevolve.world.illustrator.failures import FailureRates
from genevolve.world.illustrator.illustrator import Illustrator
from genevolve.world.suite.item import SuiteItem
from genevolve.world.world import World

_PNG_LEVEL = 1
_REFERENCE_PX = 448


class GroundTruths:
    """Draws ground truths on demand and keeps them in a folder, if there is one, by the content of what is drawn."""

    def __init__(self, world: World, folder: Path | None = None, *, size_px: int = 512) -> None:
        self._world = world
        self._folder = folder
        self._size_px = size_px

    def picture(self, item: SuiteItem) -> bytes:
        """The ground truth of an item as a PNG."""
        if self._folder is None:
            return self._drawn(item)
        path = self._folder / f"{self.key(item)}.png"
        if path.is_file():
            return path.read_bytes()
        png = self._drawn(item)
        self._folder.mkdir(parents=True, exist_ok=True)
        write_whole(path, png)
        return png

    def key(self, item: SuiteItem) -> str:
        """What the picture depends on, as a hash."""
        parts = (
            item.ideal.gen_prompt,
            *item.truth_pictures,
            item.truth_seed,
            self._size_px,
            self._artist.id,
            self._world.library.fingerprint,
        )
        return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()

    @cached_property
    def _artist(self) -> Illustrator:
        return embedded_illustrator(self._world, rates=FailureRates.never(), name="ground-truth/2")

    def _drawn(self, item: SuiteItem) -> bytes:
        references = [self._reference(picture) for picture in item.truth_pictures]
        drawing = self._artist.draw(
            item.ideal.gen_prompt, references, width=self._size_px, height=self._size_px, seed=item.truth_seed
        )
        buffer = io.BytesIO()
        drawing.image.save(buffer, "PNG", compress_level=_PNG_LEVEL)
        return buffer.getvalue()

    def _reference(self, picture: str) -> bytes:
        entry = self._world.library.picture(picture)
        if entry is None:
            raise LookupError(f"the world has no picture {picture}")
        return self._world.pack.picture_png(entry, _REFERENCE_PX)
