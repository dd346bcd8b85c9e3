"""The experience memory (method section 7.3): guides by the request that they were learned from."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from genevolve.config.experience import ExperienceSettings
from genevolve.models.embedding import Embedder
from genevolve.records.experience import Experience
from genevolve.store import append_records, read_records, rewrite_lines

MEMORY_FILE = "experience.jsonl"


class Recalled(NamedTuple):
    """A remembered entry, and the cosine between its request and the one that was asked about."""

    experience: Experience
    cosine: float


class ExperienceMemory:
    """What is remembered, and the file from which it can be worked out again.

    The file holds every entry that was ever added, in order; what has been evicted follows from it. So entries of
    steps that are to be done again can be taken back, with what they had evicted.
    """

    def __init__(self, embedder: Embedder, settings: ExperienceSettings, path: Path | None = None) -> None:
        """Remember what is in `path`, which need not be there yet; without a path nothing outlives the object.

        Raises:
            RunError: a line of the file is no entry.
            InfrastructureError: the embedder failed.
        """
        self._embedder = embedder
        self._settings = settings
        self._path = path
        self._all: list[Experience] = list(read_records(path, Experience)) if path is not None else []
        self._live: list[Experience] = _survivors([], self._all, settings.capacity)
        self._rows: NDArray[np.float32] | None = None

    @property
    def entries(self) -> Sequence[Experience]:
        """What is remembered, the oldest first."""
        return tuple(self._live)

    def __len__(self) -> int:
        return len(self._live)

    def add(self, *entries: Experience) -> None:
        """Remember `entries`; for each one above the capacity, one is evicted.

        Raises:
            StorageError: they could not be written; then none is remembered.
            InfrastructureError: the embedder failed; then none is remembered.
        """
        known = dict(zip((one.id for one in self._live), self._vectors(), strict=True))
        known |= dict(zip((one.id for one in entries), self._embedder.embed([e.prompt for e in entries]), strict=True))
        if self._path is not None:
            append_records(self._path, entries)
        self._all += entries
        self._live = _survivors(self._live, entries, self._settings.capacity)
        self._rows = np.stack([known[one.id] for one in self._live]) if self._live else None

    def forget_from(self, step: int) -> None:
        """Take back the entries of `step` and of later ones, as if those steps had not been made.

        Raises:
            StorageError: the file could not be written; then nothing is forgotten.
        """
        kept = [one for one in self._all if one.step < step]
        if len(kept) == len(self._all):
            return
        if self._path is not None:
            rewrite_lines(self._path, (f"{one.model_dump_json()}\n".encode() for one in kept))
        self._all = kept
        self._live = _survivors([], kept, self._settings.capacity)
        self._rows = None

    def nearest(self, prompt: str) -> Recalled | None:
        """The entry whose request is nearest to `prompt`, if it is near enough; of equals the newest.

        Raises:
            InfrastructureError: the embedder failed.
        """
        return self.nearest_each([prompt])[0]

    def nearest_each(self, prompts: Sequence[str]) -> list[Recalled | None]:
        """The same for several requests, embedded together."""
        ranked = self.search_each(prompts, 1)
        least = self._settings.min_cosine
        return [found[0] if found and found[0].cosine >= least else None for found in ranked]

    def search_each(self, prompts: Sequence[str], limit: int) -> list[list[Recalled]]:
        """For each prompt at most `limit` entries, the nearest first, however far they are."""
        if not self._live or not prompts:
            return [[] for _ in prompts]
        newest_first = self._live[::-1]
        cosines = np.einsum("qd,nd->qn", self._embedder.embed(prompts), self._vectors()[::-1])
        return [
            [Recalled(newest_first[place], float(row[place])) for place in np.argsort(-row, kind="stable")[:limit]]
            for row in np.round(cosines, 6)
        ]

    def _vectors(self) -> NDArray[np.float32]:
        """The vectors of what is remembered, `(len(self), dim)`."""
        if self._rows is None:
            self._rows = self._embedder.embed([one.prompt for one in self._live])
        return self._rows


def _survivors(live: Sequence[Experience], added: Sequence[Experience], capacity: int) -> list[Experience]:
    """What is left when one after the other was added: each time, the smallest gap of the oldest half goes."""
    kept = list(live)
    for one in added:
        kept.append(one)
        if len(kept) > capacity:
            oldest = kept[: len(kept) // 2]
            del kept[min(range(len(oldest)), key=lambda place: oldest[place].gap)]
    return kept
