"""Rows of the released evolve and bench data: what their fields are called, and how one is read."""

from __future__ import annotations

from genevolve.data.json_rows import JsonRow
from genevolve.records import SuiteRow

KNOWLEDGE = "knowledge"
QUALITY = "quality"
TRACKS = {"Knowledge-Anchored": KNOWLEDGE, "Quality-Anchored": QUALITY}
EVAL_TYPES = {track: name for name, track in TRACKS.items()}

PICTURE = "gt_image"
EXTRA = "extra_info"


def track_of(eval_type: str) -> str:
    """The track that an `eval_type` names; another house's groups keep their own name."""
    return TRACKS.get(eval_type, eval_type)


def task_row(row: JsonRow) -> SuiteRow:
    """The row as a task; whether there is such a picture is not looked at.

    Raises:
        SuiteError: a field is missing or is of the wrong kind.
    """
    meta = row.mapping("meta")
    of_meta = JsonRow(row.path, row.number, meta)
    eval_type = row.optional_text("eval_type") or of_meta.optional_text("eval_type")
    extra = row.mapping(EXTRA)
    return SuiteRow(
        id=row.identifier("id"),
        prompt=row.text("question", "prompt"),
        ground_truth=row.text(PICTURE),
        category=row.optional_text("category") or of_meta.optional_text("category"),
        track=track_of(eval_type),
        difficulty=row.optional_text("difficulty") or of_meta.optional_text("difficulty"),
        eval_type=eval_type,
        meta={**meta, EXTRA: extra} if extra else meta,
    )
