"""Writes a data folder's splits in the released formats, as `export/{sft,evolve,bench}/…` with a dataset card.

A new export grows in a folder of its own and takes the old one's place when it is whole. One that was interrupted goes
on where it stopped; one that is there already is not written again.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from pydantic import Field

from genevolve.data.card import dataset_card
from genevolve.data.dataset import Dataset, open_dataset
from genevolve.data.formats import as_json_text, supervised_row, task_fields
from genevolve.data.growing import GrowingExport
from genevolve.data.layout import PICTURES_FOLDER, PLACES, Format, Place, picture_file
from genevolve.data.parquet import SHARD_BYTES, SUPERVISED_COLUMNS, TASK_COLUMNS, plan_shards, write_parquet
from genevolve.data.parquet_rows import load_arrow
from genevolve.data.released_rows import EXTRA
from genevolve.errors import DataError, RunError
from genevolve.records import DataSplit, Reason, Record
from genevolve.records.dataset import SUPERVISED_SPLITS, SupervisedExample, Task
from genevolve.store import ImageStore, rewrite_lines
from genevolve.store.seal import file_sha256

_VERSION = "1"

OnFile = Callable[[str, int, int], None]
"""Told of each file that is whole: its name, how many are, and how many there will be."""


class LeftOut(Record):
    """An item of a split that could not be written, and why."""

    id: str
    split: DataSplit
    reason: Reason


class Exported(Record):
    """What an export holds."""

    folder: Path
    counts: dict[DataSplit, int] = Field(description="Rows of every split.")
    left_out: tuple[LeftOut, ...] = ()
    num_written: int = Field(description="Files that had to be written this time.")


def export(
    folder: Path,
    formats: Sequence[Format] = tuple(Format),
    *,
    on_file: OnFile | None = None,
    shard_bytes: int = SHARD_BYTES,
) -> Exported:
    """Export the data set in `folder`.

    Raises:
        DataError: nothing was built or imported there, or it is damaged.
        ConfigError: Parquet is wanted and the extra `data` is not installed.
        StorageError: the disk is full or read-only.
    """
    data = open_dataset(folder)
    if Format.PARQUET in formats:
        load_arrow()
    growing = GrowingExport(folder, _recipe(data, formats, shard_bytes))
    rows, left_out = _rows_of(data)
    files = [one for kind in dict.fromkeys(formats) for one in _files(kind, data, rows, shard_bytes)]
    num_written = 0
    for number, (name, write) in enumerate(files, start=1):
        if not growing.has(name):
            write(growing.folder)
            growing.add(name)
            num_written += 1
        if on_file is not None:
            on_file(name, number, len(files))
    counts = {split: len(ids) for split, ids in rows.items()}
    reasons = Counter(one.reason.code for one in left_out)
    growing.finish(dataset_card(folder, counts, formats, reasons), {name for name, _ in files})
    return Exported(folder=growing.final, counts=counts, left_out=left_out, num_written=num_written)


Write = Callable[[Path], None]


def _files(
    kind: Format, data: Dataset, rows: dict[DataSplit, list[tuple[str, int]]], shard_bytes: int
) -> Iterator[tuple[str, Write]]:
    """Every file of a format, and how it is written into the growing export."""
    for split, ids in rows.items():
        if not ids:
            continue
        place = PLACES[split]
        if kind is Format.JSONL:
            yield place.jsonl, _jsonl_writer(data, split, place, [one for one, _ in ids])
            continue
        for shard in plan_shards(place.table, [size for _, size in ids], shard_bytes):
            name = f"{place.folder}/{shard.name}"
            yield name, _shard_writer(data, split, name, [one for one, _ in ids[shard.first : shard.end]])


def _jsonl_writer(data: Dataset, split: DataSplit, place: Place, ids: list[str]) -> Write:
    def write(root: Path) -> None:
        beside = ImageStore(root / place.folder / PICTURES_FOLDER, sync=False)

        def kept(sha256: str) -> str:
            if not beside.path(sha256).exists():
                beside.adopt(sha256, data.images.get(sha256), data.images)
            return picture_file(sha256)

        lines = (json.dumps(_fields(data, one, split, kept), ensure_ascii=False) for one in ids)
        rewrite_lines(root / place.jsonl, (line.encode() + b"\n" for line in lines))
        os.sync()

    return write


def _shard_writer(data: Dataset, split: DataSplit, name: str, ids: list[str]) -> Write:
    columns = SUPERVISED_COLUMNS if split in SUPERVISED_SPLITS else TASK_COLUMNS

    def inside(sha256: str) -> Any:
        return {"bytes": data.images.get(sha256), "path": f"{sha256}.png"}

    def write(root: Path) -> None:
        fields = (_fields(data, one, split, inside) for one in ids)
        write_parquet(root / name, columns, (_flat(one) for one in fields))

    return write


def _fields(data: Dataset, item_id: str, split: DataSplit, picture: Callable[[str], Any]) -> dict[str, Any]:
    try:
        if split not in SUPERVISED_SPLITS:
            task = data.task(item_id, split)
            return task_fields(task, picture(task.ground_truth))
        example = data.example(item_id, split)
        assert isinstance(example, SupervisedExample)  # noqa: S101
        return supervised_row(example, picture)
    except RunError as error:
        raise DataError(f"{item_id}: {error}") from error


def _flat(fields: dict[str, Any]) -> dict[str, Any]:
    """The row with its free-form fields as JSON texts, so that every row has the same columns."""
    texts = {name: as_json_text(fields[name]) for name in ("meta", EXTRA) if name in fields}
    return fields | texts


def _rows_of(data: Dataset) -> tuple[dict[DataSplit, list[tuple[str, int]]], tuple[LeftOut, ...]]:
    """What can be written of every split, with about how many bytes it takes, and what cannot."""
    rows: dict[DataSplit, list[tuple[str, int]]] = {}
    left_out: list[LeftOut] = []
    for split in DataSplit:
        rows[split] = []
        for item_id in data.ids(split):
            made = data.example(item_id, split) if split in SUPERVISED_SPLITS else data.task(item_id, split)
            if isinstance(made, Reason):
                left_out.append(LeftOut(id=item_id, split=split, reason=made))
            else:
                rows[split].append((item_id, _size(made, data.images)))
    return rows, tuple(left_out)


def _size(made: SupervisedExample | Task, images: ImageStore) -> int:
    pictures = made.images if isinstance(made, SupervisedExample) else (made.ground_truth,)
    sizes = 0
    for sha256 in pictures:
        with suppress(OSError):
            sizes += images.path(sha256).stat().st_size
    texts = sum(len(one.content) for one in made.messages) if isinstance(made, SupervisedExample) else 2000
    return sizes + texts


def _recipe(data: Dataset, formats: Sequence[Format], shard_bytes: int) -> str:
    digest = hashlib.sha256(f"{_VERSION} {sorted(set(formats))} {shard_bytes}".encode())
    for path in data.sources:
        digest.update(f"\0{path.name}\0{file_sha256(path)}".encode())
    return digest.hexdigest()
