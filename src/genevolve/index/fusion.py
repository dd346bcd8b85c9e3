"""Two rankings made one: what the words find, and what the meanings find."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from genevolve.errors import LibraryError
from genevolve.index.library import Library, ScoredPicture, ScoredText
from genevolve.index.vectors import Vectors, read_meta, read_vectors
from genevolve.models.embedding import MINILM_ID, Embedder, MiniLMEmbedder

POOL = 40
"""So many of each ranking take part."""
RANK_OFFSET = 5
"""The constant of reciprocal-rank fusion. A small one keeps what is first by words, such as a name, near the top."""


def open_library(path: Path, embedder: Embedder | None = None) -> Library:
    """The library at `path`; one that was built with vectors is searched by meaning, too.

    Args:
        path: The library's folder.
        embedder: What made the vectors. By default the model that the library names is opened.

    Raises:
        LibraryError: the library is missing or damaged, or its model cannot be had.
    """
    library = Library.open(path)
    meta = read_meta(library.folder)
    if meta is None:
        return library
    embedder = embedder or _embedder(path, meta.embedder)
    if embedder.id != meta.embedder:
        raise LibraryError(f"the index at {path} has vectors of {meta.embedder}, not of {embedder.id}: build it again")
    return FusedLibrary(library, embedder, *read_vectors(library.folder, meta))


class FusedLibrary(Library):
    """A library that ranks by words and by meanings: what both find stands above what one of them finds."""

    def __init__(self, library: Library, embedder: Embedder, texts: Vectors, pictures: Vectors) -> None:
        super().__init__(library.path, library.meta)
        self._embedder = embedder
        self._text_vectors = texts
        self._picture_vectors = pictures

    def search_texts(self, query: str, top_k: int = 5) -> list[ScoredText]:
        """See `Library.search_texts`. A score is 100 for what is first by words and by meaning."""
        found = super().search_texts(query, max(POOL, top_k))
        entries = {hit.entry.id: hit.entry for hit in found}
        fused = fuse(list(entries), self._near(self._text_vectors, query))[: max(top_k, 0)]
        return [ScoredText(entry, score) for key, score in fused if (entry := entries.get(key) or self.text(key))]

    def search_pictures(self, query: str, top_k: int = 5) -> list[ScoredPicture]:
        """See `Library.search_pictures`. A score is 100 for what is first by words and by meaning."""
        found = super().search_pictures(query, max(POOL, top_k))
        entries = {hit.entry.id: hit.entry for hit in found}
        fused = fuse(list(entries), self._near(self._picture_vectors, query))[: max(top_k, 0)]
        return [ScoredPicture(entry, score) for key, score in fused if (entry := entries.get(key) or self.picture(key))]

    def _near(self, vectors: Vectors, query: str) -> list[str]:
        return vectors.nearest(self._embedder.embed([query])[0], POOL) if query.strip() else []


def fuse(*rankings: Sequence[str]) -> list[tuple[str, float]]:
    """Reciprocal-rank fusion: ids with their scores, best first; of equal ones, the first ranking's comes first."""
    scores: dict[str, float] = {}
    for ranking in rankings:
        for rank, key in enumerate(ranking, start=1):
            scores[key] = scores.get(key, 0.0) + 1 / (RANK_OFFSET + rank)
    best = len(rankings) / (RANK_OFFSET + 1)
    return [(key, round(100 * score / best, 4)) for key, score in sorted(scores.items(), key=lambda one: -one[1])]


def _embedder(path: Path, embedder_id: str) -> Embedder:
    if embedder_id != MINILM_ID:
        raise LibraryError(f"the index at {path} has vectors of an unknown model, {embedder_id}: build it again")
    try:
        return MiniLMEmbedder.open()
    except LibraryError as error:
        raise LibraryError(f"the index at {path} was built with vectors: {error}") from None
