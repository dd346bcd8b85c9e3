"""`results.json` and `results_eval.json` as the released scripts write and read them.

The agent writes a row a request, the renderer adds the picture's path, the judge adds the scores and appends summary
rows. Each script copies what it does not know, so unknown fields are kept here too: a file that is read and written
again is the same, field by field.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from genevolve.data.json_rows import JsonRow, read_rows
from genevolve.errors import SuiteError
from genevolve.store import write_whole

SUMMARY_TYPE = "summary_type"
PICTURE_FIELDS = ("output_path", "image_path", "generated_image", "gen_image")
GROUND_TRUTH_FIELDS = ("gt_image", "ground_truth", "target_image", "reference_image")
META_GROUND_TRUTH_FIELDS = ("gt_image", "ground_truth", "target_image", "gt_copied_path")


class _Released(BaseModel):
    """A part of a row. Fields that nobody here knows stay."""

    model_config = ConfigDict(frozen=True, extra="allow")


class ResultReference(_Released):
    """One chosen reference, with the picture file that the renderer opens."""

    img_id: str
    note: str = ""
    local_path: str = ""
    url: str = ""
    title: str = ""
    page_url: str = ""


class ResultMessage(_Released):
    """One message of the trajectory, as plain text."""

    role: str
    content: Any


class ResultScores(_Released):
    """What the released judge says of a picture. `text_accuracy_na` is only there when it is true."""

    rationale: str = ""
    faithfulness: float
    visual_correctness: float
    text_accuracy: float
    aesthetics: float
    overall: float
    text_accuracy_na: bool = False


class ResultRow(_Released):
    """One request: what was asked, the program, the picture, the scores; as much of it as has been done."""

    id: str | int | None = None
    prompt: str = ""
    question: str = ""
    gt_image: str | None = None
    eval_type: str | None = None
    category: str | None = None
    difficulty: str | None = None
    meta: Any = None
    extra_info: Any = None

    gen_prompt: str = ""
    reference_images: tuple[ResultReference, ...] = ()
    messages: tuple[ResultMessage, ...] = ()
    termination: str = Field(default="", description="`answer`, `no_answer`, `max_rounds_reached` or `error`.")
    rounds: int = 0
    error: str | None = None
    stop_reason: str | None = Field(default=None, description="Ours, finer than `termination`.")

    image_path: str = ""
    output_path: str = ""
    success: bool | None = None
    image_status: str = Field(default="", description="`ok`, or `error:` and why.")

    eval_success: bool | None = None
    scores: ResultScores | None = None

    def setting(self, *names: str) -> str:
        """The first of `names` in `meta`, then in the row itself, as the released scripts look for an `eval_type`."""
        inner = self.meta if isinstance(self.meta, dict) else {}
        outer = self.model_dump(include=set(names)) | (self.model_extra or {})
        found = (place.get(name) for place in (inner, outer) for name in names)
        return next((str(value) for value in found if value), "")


class ResultSummary(_Released):
    """One of the rows that the judge's script appends: `eval_type:…` or `overall_avg`."""

    summary_type: str
    avg_scores: dict[str, float]
    count: int


@dataclass(frozen=True)
class Results:
    """A file's rows and, where a judge has been at work, its summaries."""

    rows: tuple[ResultRow, ...]
    summaries: tuple[ResultSummary, ...] = ()


def read_results(path: Path) -> Results:
    """The rows of a `results.json` or `results_eval.json`.

    Raises:
        SuiteError: the file is missing, is not JSON, or a row is not of this format.
    """
    rows, summaries = [], []
    for row in read_rows(path):
        if SUMMARY_TYPE in row.fields:
            summaries.append(_parsed(row, ResultSummary))
        else:
            rows.append(_parsed(row, ResultRow))
    return Results(tuple(rows), tuple(summaries))


def write_results(path: Path, results: Results) -> None:
    """Write `results` so that the released scripts can go on from there.

    Raises:
        StorageError: the file cannot be written.
    """
    items = [each.model_dump(mode="json", exclude_unset=True) for each in (*results.rows, *results.summaries)]
    write_whole(path, json.dumps(items, ensure_ascii=False, indent=2) + "\n")


def picture_file(row: ResultRow, roots: list[Path]) -> Path | None:
    """The drawn picture; a relative path is looked for below each of `roots` in turn."""
    return _first_file(_values(row, PICTURE_FIELDS), roots)


def ground_truth_file(row: ResultRow, roots: list[Path]) -> Path | None:
    """The ground truth of the row, looked for like the picture, then in `meta`."""
    inner = row.meta if isinstance(row.meta, dict) else {}
    values = [*_values(row, GROUND_TRUTH_FIELDS), *(inner.get(name) for name in META_GROUND_TRUTH_FIELDS)]
    return _first_file(iter(values), roots)


def _values(row: ResultRow, names: tuple[str, ...]) -> Iterator[Any]:
    fields = row.model_dump(include=set(names)) | (row.model_extra or {})
    return (fields.get(name) for name in names)


def _first_file(values: Iterator[Any], roots: list[Path]) -> Path | None:
    for value in values:
        if isinstance(value, str) and value.strip():
            for root in roots:
                path = root / value.strip()
                if path.is_file():
                    return path
    return None


P = TypeVar("P", bound=_Released)


def _parsed(row: JsonRow, kind: type[P]) -> P:
    try:
        return kind.model_validate(row.fields)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"]))
        raise SuiteError(f"{row.where}: {field!r} is not as the released scripts write it: {first['msg']}") from error
