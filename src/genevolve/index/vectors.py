"""The vectors of a library: one row an entry, kept beside the words, searched exactly."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError

from genevolve.errors import LibraryError
from genevolve.records import PictureEntry, Record, TextEntry

META = "vectors.json"
TEXTS = "vectors.texts.npy"
PICTURES = "vectors.pictures.npy"

MIN_COSINE = 0.25
"""Below it, two texts have nothing to do with each other: a query about nothing in the library finds nothing."""

_KEY_BYTES = 16


class VectorMeta(Record):
    """Which rows there are, and which model made them."""

    embedder: str
    dim: int
    texts: dict[str, str] = {}
    """The key of what was embedded, by entry id, in the order of the rows."""
    pictures: dict[str, str] = {}


class Vectors:
    """The rows of one half of a library."""

    def __init__(self, keys: Mapping[str, str], rows: NDArray[np.float16]) -> None:
        self._keys = keys
        self._rows = rows
        self._ids = list(keys)

    def nearest(self, query: NDArray[np.float32], limit: int) -> list[str]:
        """At most `limit` ids by falling cosine with `query`; equal ones by id.

        `einsum` stays on one thread: the many of a matrix product get in each other's way where the machine is busy.
        """
        cosines = np.einsum("ij,j->i", self._wide, query)
        best = np.argsort(-cosines, kind="stable")[:limit]
        return [self._ids[row] for row in best if cosines[row] >= MIN_COSINE]

    def by_key(self) -> dict[bytes, NDArray[np.float16]]:
        """Each vector by the key of what was embedded."""
        return {bytes.fromhex(key): row for key, row in zip(self._keys.values(), self._rows, strict=True)}

    @cached_property
    def _wide(self) -> NDArray[np.float32]:
        """The rows as a processor multiplies them fast."""
        return self._rows.astype(np.float32)


def embedded_text(entry: TextEntry | PictureEntry) -> str:
    """What a sentence model reads of an entry: the words that say what it is about."""
    if isinstance(entry, TextEntry):
        return f"{entry.title}. {entry.text}"
    return ". ".join(filter(None, (entry.title, ", ".join(entry.keywords), entry.caption)))


def text_key(text: str) -> bytes:
    """A key by which the same text is known again."""
    return hashlib.sha256(text.encode("utf-8", "replace")).digest()[:_KEY_BYTES]


def to_attachments(
    embedder_id: str,
    dim: int,
    texts: Sequence[TextEntry],
    pictures: Sequence[PictureEntry],
    known: Mapping[bytes, NDArray[np.float16]],
) -> dict[str, bytes]:
    """The files that a library keeps of the vectors of its entries, which are all in `known`."""
    meta = VectorMeta(embedder=embedder_id, dim=dim, texts=_keys(texts), pictures=_keys(pictures))
    return {
        META: meta.model_dump_json().encode(),
        TEXTS: _npy([known[bytes.fromhex(key)] for key in meta.texts.values()], dim),
        PICTURES: _npy([known[bytes.fromhex(key)] for key in meta.pictures.values()], dim),
    }


def read_meta(folder: Path) -> VectorMeta | None:
    """Which vectors lie in a library's folder, or None when it has none.

    Raises:
        LibraryError: they cannot be understood.
    """
    try:
        return VectorMeta.model_validate_json((folder / META).read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValidationError) as error:
        raise LibraryError(f"the index at {folder.parent} is damaged ({META}): build it again") from error


def read_vectors(folder: Path, meta: VectorMeta) -> tuple[Vectors, Vectors]:
    """The vectors of the texts and of the pictures.

    Raises:
        LibraryError: they cannot be understood.
    """
    return _read(folder, TEXTS, meta.texts, meta.dim), _read(folder, PICTURES, meta.pictures, meta.dim)


def _read(folder: Path, name: str, keys: Mapping[str, str], dim: int) -> Vectors:
    try:
        rows = np.load(folder / name, allow_pickle=False)
    except (OSError, ValueError) as error:
        raise LibraryError(f"the index at {folder.parent} is damaged ({name}): build it again") from error
    if rows.shape != (len(keys), dim) or rows.dtype != np.float16:
        raise LibraryError(f"the index at {folder.parent} is damaged ({name}): build it again")
    return Vectors(keys, rows)


def _keys(entries: Sequence[TextEntry] | Sequence[PictureEntry]) -> dict[str, str]:
    keys = {entry.id: text_key(embedded_text(entry)).hex() for entry in entries}
    return dict(sorted(keys.items()))


def _npy(rows: Sequence[NDArray[np.float16]], dim: int) -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, np.stack(rows) if rows else np.empty((0, dim), np.float16), allow_pickle=False)
    return buffer.getvalue()
