"""Sketches that were traced once at a size, kept on disk: tracing costs several times as much as reading."""

from __future__ import annotations

from genevolve.store import FileCache
from genevolve.world.judge.sketches import Sketch
from genevolve.world.judge.tracing import Tracing, traceable


class KeptTracings:
    """Tracings among `files`; without these, each is made anew. `version` names the code and world that draw."""

    def __init__(self, files: FileCache | None, version: str) -> None:
        self._files, self._version = files, version

    def tracing(self, sketch: Sketch, height_px: int) -> Tracing | None:
        """A sketch traced at a height; None where it is too large or too small for that."""
        width_px = round(height_px * sketch.aspect)
        if not traceable(width_px, height_px):
            return None
        if self._files is None or sketch.take is None:
            return Tracing.of(sketch.thinned, width_px, height_px)
        key = f"{self._version}:{sketch.take}/{width_px}x{height_px}"
        data = self._files.get(key)
        known = Tracing.kept(data, width_px, height_px) if data is not None else None
        if known is None:
            known = Tracing.of(sketch.thinned, width_px, height_px)
            self._files.put(key, known.to_bytes())
        return known
