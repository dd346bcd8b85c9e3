"""Building a library: entries in, a searchable folder out, all or nothing."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from itertools import pairwise
from operator import attrgetter
from pathlib import Path
from typing import TypeVar

from filelock import FileLock, Timeout

from genevolve.errors import LibraryError, StorageError
from genevolve.index.analysis import ANALYSER_VERSION, spellings
from genevolve.index.layout import META, PICTURES, SPELLINGS, TEXTS, LibraryMeta, mark_files
from genevolve.index.shelf import Fields, ShelfWriter, fields_of
from genevolve.records import PictureEntry, TextEntry

Progress = Callable[[str, int], None]
Entry = TypeVar("Entry", TextEntry, PictureEntry)

_LOCK = ".build.lock"
_PROGRESS_EVERY = 1000


def build_library(
    path: Path,
    texts: Iterable[TextEntry],
    pictures: Iterable[PictureEntry],
    *,
    on_progress: Progress | None = None,
    attachments: Mapping[str, bytes] | None = None,
) -> None:
    """Build the library of `texts` and `pictures` at `path`, in place of the one that may be there.

    A reader sees the old library or the new one, never a half: the new one is written beside the old one, and
    `meta.json`, which says which one counts, is replaced last. The same entries in any order give the same library.

    Args:
        path: The library's folder. It must be new, empty, or a library already.
        texts: Documents with unique ids.
        pictures: Pictures with unique ids.
        on_progress: Called with "texts" or "pictures" and the number of entries indexed so far.
        attachments: Small files to keep in the library, by name; their content counts for its fingerprint.

    Raises:
        LibraryError: two entries share an id, `path` holds something else, or another build is writing to it.
        StorageError: the library cannot be written.
    """
    check_place(path)
    try:
        path.mkdir(parents=True, exist_ok=True)
        with FileLock(path / _LOCK, blocking=False):
            _build(path, texts, pictures, on_progress or no_progress, attachments or {})
    except Timeout:
        raise LibraryError(f"another process is building the index at {path}: wait for it to end") from None
    except OSError as error:
        raise StorageError(f"the index at {path} cannot be written: {error.strerror or error}") from error


def check_place(path: Path) -> None:
    """See that a library may be built at `path`.

    Raises:
        LibraryError: it is a file, or a folder of other things.
    """
    if path.is_file():
        raise LibraryError(f"{path} is a file: choose a folder for the index")
    if path.is_dir() and not (path / META).exists() and any(not _is_ours(entry) for entry in path.iterdir()):
        raise LibraryError(f"{path} holds other files and no index: choose an empty or a new folder")


def _is_ours(entry: Path) -> bool:
    return entry.name.startswith(("generation-", ".vectors")) or entry.name in {_LOCK, f"{META}.new"}


def _build(
    path: Path,
    texts: Iterable[TextEntry],
    pictures: Iterable[PictureEntry],
    on_progress: Progress,
    attachments: Mapping[str, bytes],
) -> None:
    generation = _new_generation(path)
    try:
        meta = _write_generation(generation, texts, pictures, on_progress, attachments)
        _replace_meta(path, meta)
    except BaseException:
        shutil.rmtree(generation, ignore_errors=True)
        raise
    for stale in path.glob("generation-*"):
        if stale != generation:
            shutil.rmtree(stale, ignore_errors=True)


def _new_generation(path: Path) -> Path:
    number = 1
    while True:
        with suppress(FileExistsError):
            generation = path / f"generation-{number}"
            generation.mkdir()
            return generation
        number += 1


def _write_generation(
    generation: Path,
    texts: Iterable[TextEntry],
    pictures: Iterable[PictureEntry],
    on_progress: Progress,
    attachments: Mapping[str, bytes],
) -> LibraryMeta:
    digest = hashlib.sha256()
    num_texts = _write_shelf(generation / TEXTS, _sorted_by_id(texts), on_progress, digest.update)
    num_pictures = _write_shelf(generation / PICTURES, _sorted_by_id(pictures), on_progress, digest.update)
    for name, content in sorted(attachments.items()):
        (generation / name).write_bytes(content)
        digest.update(name.encode() + b"\0" + content + b"\0")
    _share(generation)
    return LibraryMeta(
        analyser=ANALYSER_VERSION,
        num_texts=num_texts,
        num_pictures=num_pictures,
        content_sha256=digest.hexdigest(),
        generation=generation.name,
        files=mark_files(generation),
    )


def _sorted_by_id(entries: Iterable[Entry]) -> list[Entry]:
    ordered = sorted(entries, key=attrgetter("id"))
    for left, right in pairwise(ordered):
        if left.id == right.id:
            raise LibraryError(f"two entries share the id {left.id!r}")
    return ordered


def _write_shelf(
    folder: Path,
    entries: Sequence[Entry],
    on_progress: Progress,
    count_content: Callable[[bytes], None],
) -> int:
    folder.mkdir()
    counts: Counter[str] = Counter()
    with ShelfWriter(folder) as shelf:
        for number, entry in enumerate(entries, start=1):
            fields: Fields = fields_of(entry)
            content = entry.model_dump_json(exclude_defaults=True).encode()
            shelf.add(number, entry.id, fields, content)
            counts.update(set(spellings("\n".join((fields.title, *fields.keywords, fields.body)))))
            count_content(content + b"\n")
            if number % _PROGRESS_EVERY == 0:
                on_progress(folder.name, number)
    on_progress(folder.name, len(entries))
    lines = (f"{word} {count}\n" for word, count in sorted(counts.items()))
    (folder / SPELLINGS).write_text("".join(lines), encoding="utf-8")
    return len(entries)


def _share(generation: Path) -> None:
    """Drop tantivy's lock files, and give the files that it keeps to their owner the mode of any other file."""
    for lock in generation.rglob(".*.lock"):
        lock.unlink()
    mode = (generation / TEXTS / SPELLINGS).stat().st_mode
    for file in generation.rglob("*"):
        if file.is_file():
            file.chmod(mode)


def _replace_meta(path: Path, meta: LibraryMeta) -> None:
    fresh = path / f"{META}.new"
    with fresh.open("w", encoding="utf-8") as file:
        file.write(meta.model_dump_json(indent=1))
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path / META)


def no_progress(stage: str, count: int) -> None:
    """Report to nobody."""
    del stage, count
