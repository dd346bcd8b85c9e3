"""A library opened for searching: texts and pictures by words, or by id."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Generic, TypeVar

from tantivy import DocAddress, Query

from genevolve.errors import LibraryError
from genevolve.index.analysis import ANALYSER_VERSION
from genevolve.index.layout import PICTURES, SPELLINGS, TEXTS, LibraryMeta, check_files, read_meta
from genevolve.index.queries import QueryBuilder
from genevolve.index.shelf import ENTRY, ID, ORDER, open_searcher
from genevolve.index.spelling import Spellings
from genevolve.records import PictureEntry, Record, TextEntry

Entry = TypeVar("Entry", bound=Record)

_SCORE_DIGITS = 4
_POOL = 24
_MAX_POOL = 4096


@dataclass(frozen=True, slots=True)
class ScoredText:
    """A text and how well it answers a query. Scores compare within one query only."""

    entry: TextEntry
    score: float


@dataclass(frozen=True, slots=True)
class ScoredPicture:
    """A picture and how well it answers a query. Scores compare within one query only."""

    entry: PictureEntry
    score: float


class Library:
    """Texts and pictures that can be searched. It reads its folder and never writes to it."""

    def __init__(self, path: Path, meta: LibraryMeta) -> None:
        self.path = path
        self.meta = meta
        self._texts = _Shelf(self.folder / TEXTS, TextEntry, lambda stem: self._pictures.knows(stem))
        self._pictures = _Shelf(self.folder / PICTURES, PictureEntry, lambda stem: self._texts.knows(stem))

    @classmethod
    def open(cls, path: Path) -> Library:
        """Open the library at `path`, every file of it checked.

        Raises:
            LibraryError: it is missing, damaged, or made by another version.
        """
        meta = read_meta(path)
        if meta.analyser != ANALYSER_VERSION:
            raise LibraryError(f"the index at {path} was made with another reading of words: build it again")
        check_files(path, meta)
        try:
            return cls(path, meta)
        except (ValueError, OSError) as error:
            raise LibraryError(f"the index at {path} cannot be opened: {str(error).splitlines()[0]}") from error

    @property
    def folder(self) -> Path:
        """Where the files of this library lie now."""
        return self.path / self.meta.generation

    @property
    def num_texts(self) -> int:
        """How many texts it holds."""
        return self.meta.num_texts

    @property
    def num_pictures(self) -> int:
        """How many pictures it holds."""
        return self.meta.num_pictures

    @property
    def fingerprint(self) -> str:
        """Content hash: two libraries with the same one give the same answers."""
        return self.meta.fingerprint

    def search_texts(self, query: str, top_k: int = 5) -> list[ScoredText]:
        """At most `top_k` texts for any string, best first; equal scores are ordered by id."""
        return [ScoredText(entry, score) for entry, score in self._texts.search(query, top_k)]

    def search_pictures(self, query: str, top_k: int = 5) -> list[ScoredPicture]:
        """At most `top_k` pictures for any string, best first; equal scores are ordered by id."""
        return [ScoredPicture(entry, score) for entry, score in self._pictures.search(query, top_k)]

    def telling_stems(self, query: str) -> dict[str, float]:
        """The stems by which texts are found for `query`, misspelt words put right, and how rare each one is."""
        return self._texts.telling_stems(query)

    def text(self, entry_id: str) -> TextEntry | None:
        """The text with this id, or None."""
        return self._texts.get(entry_id)

    def picture(self, entry_id: str) -> PictureEntry | None:
        """The picture with this id, or None."""
        return self._pictures.get(entry_id)


class _Shelf(Generic[Entry]):
    """One of the two indexes of a library."""

    def __init__(self, folder: Path, model: type[Entry], known_elsewhere: Callable[[str], bool]) -> None:
        self._folder = folder
        self._model = model
        self._schema, self._searcher = open_searcher(folder)
        self._queries = QueryBuilder(self._schema, self._searcher, lambda: self._spellings, known_elsewhere)

    @cached_property
    def _spellings(self) -> Spellings:
        return Spellings.read(self._folder / SPELLINGS)

    def search(self, query: str, top_k: int) -> list[tuple[Entry, float]]:
        if top_k <= 0 or not self._searcher.num_docs:
            return []
        built = self._queries.build(query)
        if built is None:
            return []
        return [(self._load(address), score) for score, address in self._ranked(built, top_k)]

    def knows(self, stem: str) -> bool:
        return self._queries.frequency(stem) > 0

    def telling_stems(self, query: str) -> dict[str, float]:
        return self._queries.telling_stems(query)

    def get(self, entry_id: str) -> Entry | None:
        hits = self._searcher.search(Query.term_query(self._schema, ID, entry_id), 1, count=False).hits
        return self._load(hits[0][1]) if hits else None

    def _ranked(self, query: Query, top_k: int) -> list[tuple[float, DocAddress]]:
        """The best `top_k`, with every hit that ties with the last of them drawn, so that ties go by id."""
        limit = top_k + _POOL
        while True:
            hits = [
                (round(score, _SCORE_DIGITS), address)
                for score, address in self._searcher.search(query, limit, count=False).hits
            ]
            if len(hits) < limit or limit >= _MAX_POOL or hits[-1][0] < hits[top_k - 1][0]:
                break
            limit *= 4
        orders = self._searcher.fast_field_values(ORDER, [address for _, address in hits])
        ranked = sorted(zip(hits, orders, strict=True), key=lambda hit: (-hit[0][0], hit[1] or 0))
        return [hit for hit, _ in ranked[:top_k]]

    def _load(self, address: DocAddress) -> Entry:
        content = self._searcher.doc(address).get_first(ENTRY)
        return self._model.model_validate_json(bytes(content or b""))
