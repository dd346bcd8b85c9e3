"""One tantivy index: the fields that it has, how they are written, how it is opened for reading only."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from tantivy import Document, Index, Schema, SchemaBuilder, Searcher

from genevolve.errors import StorageError
from genevolve.index.analysis import STEMS, name_key, normalise, stemmer, telling, words
from genevolve.records import PictureEntry, TextEntry

TITLE, KEYWORDS, BODY = "title", "keywords", "body"
"""Fields of stems."""
NAME, ALIAS = "name", "alias"
"""The title, and each keyword, as one whole key of stems."""
SPELT = "spelt"
"""Both as one whole key of words as they are spelt: "university" is not "universe", though their stems are one."""
ID, ORDER, ENTRY = "id", "order", "entry"

_HEAP_BYTES = 200_000_000


@dataclass(frozen=True, slots=True)
class Fields:
    """The words of an entry by where they stand."""

    title: str
    keywords: Sequence[str]
    body: str


def fields_of(entry: TextEntry | PictureEntry) -> Fields:
    """What can be searched of an entry. Of a picture it is the words about it, never pixels."""
    if isinstance(entry, TextEntry):
        return Fields(entry.title, entry.keywords, f"{entry.text}\n{entry.source}")
    return Fields(entry.title, entry.keywords, f"{entry.caption}\n{entry.artist}\n{entry.source}")


def shelf_schema() -> Schema:
    """The schema of both indexes."""
    builder = SchemaBuilder()
    builder.add_text_field(TITLE, tokenizer_name=STEMS)
    builder.add_text_field(KEYWORDS, tokenizer_name=STEMS, index_option="freq")
    builder.add_text_field(BODY, tokenizer_name=STEMS)
    for name in (NAME, ALIAS, SPELT, ID):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field(ORDER, fast=True)
    builder.add_bytes_field(ENTRY, stored=True)
    return builder.build()


class ShelfWriter:
    """Fills a new index in `folder`; the context manager commits.

    Raises:
        StorageError: the index cannot be written.
    """

    def __init__(self, folder: Path) -> None:
        with _writing(folder):
            index = Index(shelf_schema(), path=str(folder))
            index.register_tokenizer(STEMS, stemmer())
            self._writer = index.writer(heap_size=_HEAP_BYTES, num_threads=1)
        self._folder = folder

    def __enter__(self) -> ShelfWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            with _writing(self._folder):
                self._writer.commit()
                self._writer.wait_merging_threads()
        else:
            with suppress(ValueError):
                self._writer.wait_merging_threads()

    def add(self, order: int, entry_id: str, fields: Fields, content: bytes) -> None:
        """Index one entry. `order` ranks entries that score the same."""
        document = Document()
        document.add_text(ID, entry_id)
        document.add_unsigned(ORDER, order)
        document.add_bytes(ENTRY, content)
        document.add_text(TITLE, normalise(fields.title))
        _add_names(document, NAME, [fields.title])
        document.add_text(BODY, normalise(fields.body))
        for keyword in fields.keywords:
            document.add_text(KEYWORDS, normalise(keyword))
        _add_names(document, ALIAS, fields.keywords)
        with _writing(self._folder):
            self._writer.add_document(document)


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    """A full disk and the like are told by tantivy as `ValueError`."""
    try:
        yield
    except ValueError as error:
        raise StorageError(f"the index at {folder} cannot be written: {str(error).splitlines()[0]}") from error


def _add_names(document: Document, field: str, names: Sequence[str]) -> None:
    parts = [telling(words(name)) for name in names]
    for key in sorted({name_key(word.stem for word in name) for name in parts}):
        document.add_text(field, key)
    for key in sorted({name_key(word.spelling for word in name) for name in parts}):
        document.add_text(SPELT, key)


def open_searcher(folder: Path) -> tuple[Schema, Searcher]:
    """A searcher over the index in `folder`, which may be read-only.

    tantivy wants to create a lock file where it opens an index. It gets a passing folder of links instead; once the
    searcher holds the index's files, the links are not needed any more.
    """
    view = Path(tempfile.mkdtemp(prefix="genevolve-index-"))
    try:
        for file in folder.iterdir():
            (view / file.name).symlink_to(file.resolve())
        index = Index.open(str(view))
        index.config_reader("manual")
        return index.schema, index.searcher()
    finally:
        shutil.rmtree(view, ignore_errors=True)
