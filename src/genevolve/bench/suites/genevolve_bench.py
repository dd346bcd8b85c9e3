"""The released GenEvolve-Bench, and any folder of rows in its format.

A row is `id, question, gt_image, eval_type, category, difficulty, meta, extra_info`; `gt_image` is a path inside the
folder. Rows are read from JSON or JSONL. Parquet is not read: export it first.
"""

from __future__ import annotations

from pathlib import Path

from genevolve.bench.suites.json_rows import JsonRow, read_rows, refuse_twins
from genevolve.bench.suites.suite import FolderSuite, picture_path
from genevolve.errors import SuiteError
from genevolve.records import SuiteRow

NAME = "genevolve-bench"

KNOWLEDGE = "knowledge"
QUALITY = "quality"
TRACKS = {"Knowledge-Anchored": KNOWLEDGE, "Quality-Anchored": QUALITY}

_BENCH_FOLDER = "GenEvolve-Bench"
_USUAL_NAMES = ("test.jsonl", "test.json")


def read_genevolve_bench(path: Path) -> FolderSuite:
    """The suite in `path`: its folder, the whole data set's folder, or the file of rows itself.

    Raises:
        SuiteError: there is no such folder or file, a row lacks a field, or a picture is missing.
    """
    file = _rows_file(path)
    rows = [(_row(row, file.parent), row.where) for row in read_rows(file)]
    if not rows:
        raise SuiteError(f"{file} holds no rows")
    refuse_twins((row.id, where) for row, where in rows)
    return FolderSuite(NAME, file.parent, tuple(row for row, _ in rows))


def track_of(eval_type: str) -> str:
    """The track that an `eval_type` names; another house's groups keep their own name."""
    return TRACKS.get(eval_type, eval_type)


def _row(row: JsonRow, folder: Path) -> SuiteRow:
    meta = row.mapping("meta")
    of_meta = JsonRow(row.path, row.number, meta)
    eval_type = row.optional_text("eval_type") or of_meta.optional_text("eval_type")
    picture = row.text("gt_image")
    picture_path(folder, picture, row.where)
    extra = row.mapping("extra_info")
    return SuiteRow(
        id=row.identifier("id"),
        prompt=row.text("question", "prompt"),
        ground_truth=picture,
        category=row.optional_text("category") or of_meta.optional_text("category"),
        track=track_of(eval_type),
        difficulty=row.optional_text("difficulty") or of_meta.optional_text("difficulty"),
        eval_type=eval_type,
        meta={**meta, "extra_info": extra} if extra else meta,
    )


def _rows_file(path: Path) -> Path:
    if path.is_file():
        return path
    if not path.is_dir():
        raise SuiteError(f"there is no folder {path}; give the folder that holds the benchmark's rows and pictures")
    if (path / _BENCH_FOLDER).is_dir():
        path = path / _BENCH_FOLDER
    for name in _USUAL_NAMES:
        if (path / name).is_file():
            return path / name
    found = sorted(file for pattern in ("*.jsonl", "*.json") for file in path.glob(pattern))
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(file.name for file in found[:5])
        raise SuiteError(f"{path} holds several files of rows ({names}); name the one to read")
    hint = "; Parquet is not read, export the rows as JSONL" if any(path.rglob("*.parquet")) else ""
    raise SuiteError(f"{path} holds no JSON or JSONL file of rows{hint}")
