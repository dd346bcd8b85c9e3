"""Embedding what is new or changed in a library: its cost is told beforehand, and an interrupted build goes on."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
from filelock import FileLock, Timeout
from numpy.typing import NDArray

from genevolve.errors import LibraryError, StorageError
from genevolve.index.builder import Progress, check_place
from genevolve.index.library import Library
from genevolve.index.vectors import embedded_text, read_meta, read_vectors, text_key, to_attachments
from genevolve.models.embedding import Embedder
from genevolve.records import PictureEntry, TextEntry

MANY = 5_000
"""More entries than these are not embedded without a word of consent."""

_FIRST = 8
_CHUNK = 16
_JOURNALS = ".vectors-*.journal"
_LOCK = ".vectors.lock"

Known = dict[bytes, NDArray[np.float16]]


@dataclass(frozen=True, slots=True)
class EmbeddingWork:
    """What is still to be done."""

    num_entries: int
    seconds_each: float
    """As measured on a few of them."""

    @property
    def seconds(self) -> float:
        """All of it."""
        return self.num_entries * self.seconds_each

    def __str__(self) -> str:
        total = f"{max(1, round(self.seconds))} s" if self.seconds < 90 else f"{self.seconds / 60:.0f} min"
        each = f"{1000 * self.seconds_each:.0f} ms each, measured on the first {_FIRST}"
        return f"{self.num_entries:,} passages and captions to embed, about {total} ({each})"


Approve = Callable[[EmbeddingWork], None]
"""Called once before the bulk of the work; it raises to refuse."""


def refuse_many(work: EmbeddingWork) -> None:
    """Let small work pass.

    Raises:
        LibraryError: there are more than `MANY` entries to embed.
    """
    if work.num_entries > MANY:
        raise LibraryError(f"{work}: more than {MANY:,} are embedded only with --yes")


def embed_entries(
    path: Path,
    earlier: Library | None,
    texts: Sequence[TextEntry],
    pictures: Sequence[PictureEntry],
    embedder: Embedder,
    approve: Approve,
    on_progress: Progress,
) -> dict[str, bytes]:
    """The vectors of all entries, as files for the library at `path`.

    What was embedded for the earlier library is taken over. What is embedded now is written down at once, so that an
    interrupted build, or one that was refused, continues where it stopped.

    Raises:
        LibraryError: `approve` refuses, or another process is embedding for the same library.
        StorageError: the disk is full or read-only.
    """
    read: list[str] = [embedded_text(entry) for entries in (texts, pictures) for entry in entries]
    wanted = {text_key(text): text for text in read}
    with _journal(path, embedder) as (journal, known):
        known |= earlier_vectors(earlier, embedder.id)
        owed = {key: text for key, text in wanted.items() if key not in known}
        known |= _embed(owed, embedder, journal, approve, on_progress)
    return to_attachments(embedder.id, embedder.dim, texts, pictures, known)


def earlier_vectors(library: Library | None, embedder_id: str) -> Known:
    """What a library knows already, when the same model made it."""
    meta = read_meta(library.folder) if library else None
    if library is None or meta is None or meta.embedder != embedder_id:
        return {}
    texts, pictures = read_vectors(library.folder, meta)
    return texts.by_key() | pictures.by_key()


def drop_journals(path: Path) -> None:
    """Forget what was written down, once the library holds it."""
    for journal in path.glob(_JOURNALS):
        journal.unlink(missing_ok=True)


def _embed(
    owed: Mapping[bytes, str], embedder: Embedder, journal: BinaryIO, approve: Approve, on_progress: Progress
) -> Known:
    """First a few entries from everywhere, to know what one costs; then, with consent, the others."""
    keys = list(owed)
    first = keys[:: max(1, len(keys) // _FIRST)][:_FIRST]
    started = time.perf_counter()
    done = _embed_chunk(first, owed, embedder, journal)
    if len(keys) > len(first):
        approve(EmbeddingWork(len(keys) - len(first), (time.perf_counter() - started) / len(first)))
    others = [key for key in keys if key not in done]
    for start in range(0, len(others), _CHUNK):
        on_progress("vectors", len(done))
        done |= _embed_chunk(others[start : start + _CHUNK], owed, embedder, journal)
    on_progress("vectors", len(done))
    return done


def _embed_chunk(keys: list[bytes], owed: Mapping[bytes, str], embedder: Embedder, journal: BinaryIO) -> Known:
    rows = embedder.embed([owed[key] for key in keys]).astype(np.float16)
    journal.write(b"".join(key + row.tobytes() for key, row in zip(keys, rows, strict=True)))
    journal.flush()
    return dict(zip(keys, rows, strict=True))


@contextmanager
def _journal(path: Path, embedder: Embedder) -> Iterator[tuple[BinaryIO, Known]]:
    """The journal of this model in the library's folder, and what a build that did not end left in it."""
    check_place(path)
    name = hashlib.sha256(embedder.id.encode()).hexdigest()[:12]
    try:
        path.mkdir(parents=True, exist_ok=True)
        with FileLock(path / _LOCK, blocking=False), (path / f".vectors-{name}.journal").open("a+b") as journal:
            yield journal, _read_journal(journal, embedder.dim)
    except Timeout:
        raise LibraryError(f"another process is embedding for the index at {path}: wait for it to end") from None
    except OSError as error:
        raise StorageError(f"the index at {path} cannot be written: {error.strerror or error}") from error


def _read_journal(journal: BinaryIO, dim: int) -> Known:
    """Every whole record; a torn one at the end is cut off."""
    record = np.dtype([("key", "V16"), ("row", np.float16, (dim,))])
    journal.seek(0)
    content = journal.read()
    whole = len(content) - len(content) % record.itemsize
    journal.truncate(whole)
    records = np.frombuffer(content[:whole], record)
    return {bytes(key): row for key, row in zip(records["key"], records["row"], strict=True)}
