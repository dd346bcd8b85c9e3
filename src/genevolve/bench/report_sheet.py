"""Sheets of pictures: the worst and the best of a run, and what changed most between two runs."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path

from PIL import Image

from genevolve.bench.run import row_number
from genevolve.bench.run_rows import RunRow
from genevolve.errors import RunError
from genevolve.judges import WiseVerdict
from genevolve.records import Dimension
from genevolve.rewards import (
    AESTHETICS_WEIGHT,
    FAITHFULNESS_WEIGHT,
    TEXT_ACCURACY_WEIGHT,
    TEXT_FILLER,
    VISUAL_CORRECTNESS_WEIGHT,
)
from genevolve.sheet import Tile, contact_sheet
from genevolve.store import ImageStore

NUM_EACH = 6
_TILE_PX = 300
_BLANK_PX = 64

_WEIGHTS = {
    Dimension.VISUAL_CORRECTNESS: VISUAL_CORRECTNESS_WEIGHT,
    Dimension.TEXT_ACCURACY: TEXT_ACCURACY_WEIGHT,
    Dimension.FAITHFULNESS: FAITHFULNESS_WEIGHT,
    Dimension.AESTHETICS: AESTHETICS_WEIGHT,
}

GroundTruthOf = Callable[[str], bytes | None]
"""A task's ground truth by its id."""


def worst_and_best(rows: Sequence[RunRow], *, num_each: int = NUM_EACH) -> tuple[list[RunRow], list[RunRow]]:
    """The worst and the best of the rows that were drawn and judged, worst and best first; no row is in both."""
    drawn = [(number, row) for row in rows if row.render and (number := row_number(row)) is not None]
    ranked = [row for _, row in sorted(drawn, key=lambda pair: (pair[0], pair[1].id))]
    num = min(num_each, (len(ranked) + 1) // 2)
    return ranked[:num], ranked[: max(num, len(ranked) - num) - 1 : -1]


def worst_best_sheet(
    rows: Sequence[RunRow], run: Path, ground_truth_of: GroundTruthOf, *, num_each: int = NUM_EACH
) -> Image.Image | None:
    """The worst, then the best drawn rows, each beside its ground truth; None when nothing was drawn."""
    worst, best = worst_and_best(rows, num_each=num_each)
    if not worst:
        return None
    truths = {row.id: ground_truth_of(row.id) for row in (*worst, *best)}
    paired = any(truths.values())
    tiles = []
    for row in (*worst, *best):
        tiles += [_drawn_tile(row, run), _truth_tile(truths[row.id])] if paired else [_drawn_tile(row, run)]
    return contact_sheet(tiles, columns=4, tile_px=_TILE_PX, heading=f"The {len(worst)} worst, then the best")


def changed_pairs(pairs: Sequence[tuple[RunRow, RunRow]], *, num: int = 2 * NUM_EACH) -> list[tuple[RunRow, RunRow]]:
    """The pairs whose scores differ most, the largest difference first."""
    differing = [(abs(gap), first, second) for first, second in pairs if (gap := _gap(first, second))]
    differing.sort(key=lambda one: (-one[0], one[1].id))
    return [(first, second) for _, first, second in differing[:num]]


def changed_sheet(
    pairs: Sequence[tuple[RunRow, RunRow]], runs: tuple[Path, Path], names: tuple[str, str], *, num: int = 2 * NUM_EACH
) -> Image.Image | None:
    """The pairs whose scores differ most, the first run's picture beside the second's; None when none differs."""
    differing = changed_pairs(pairs, num=num)
    if not differing:
        return None
    tiles = [
        _drawn_tile(row, run, f"{name}: ")
        for pair in differing
        for row, run, name in zip(pair, runs, names, strict=True)
    ]
    return contact_sheet(tiles, columns=4, tile_px=_TILE_PX, heading=f"{names[0]} beside {names[1]}: what changed most")


def as_png(image: Image.Image) -> bytes:
    """The sheet as a file."""
    buffer = io.BytesIO()
    image.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _gap(first: RunRow, second: RunRow) -> float:
    left, right = row_number(first), row_number(second)
    return left - right if left is not None and right is not None and (first.render or second.render) else 0.0


def _drawn_tile(row: RunRow, run: Path, before: str = "") -> Tile:
    number = row_number(row)
    said = "owed again" if number is None else f"{number:.2f}"
    lines = [f"{before}{said}  {_scores(row)}".rstrip(), reason_of(row)]
    return Tile(picture_of(row, run) or _blank(), row.prompt, tuple(lines))


def _truth_tile(png: bytes | None) -> Tile:
    return Tile(opened(png) if png else _blank(), "", ("ground truth" if png else "no ground truth", ""))


def _scores(row: RunRow) -> str:
    if row.judgement is None:
        return row.result.status.replace("_", " ")
    scores = row.judgement.scores
    text = f"T {scores.text_accuracy:g}" if scores.text_required else f"no text ({TEXT_FILLER:g})"
    return f"F {scores.faithfulness:g}  V {scores.visual_correctness:g}  {text}  A {scores.aesthetics:g}"


def reason_of(row: RunRow) -> str:
    """What the judge said of the dimension that cost most; nothing when none cost anything."""
    if isinstance(row.wise, WiseVerdict):
        return row.wise.reason
    if row.wise is not None:
        return row.wise.reasons.get("consistency", "")
    if row.judgement is None:
        return ""
    scores = row.judgement.scores
    costs = {name: weight * (1 - getattr(scores, name.value)) for name, weight in _WEIGHTS.items()}
    if not scores.text_required:
        costs[Dimension.TEXT_ACCURACY] = 0.0
    dearest = max(costs, key=lambda name: costs[name])
    return scores.reasons.get(dearest, "") if costs[dearest] > 0 else ""


def picture_of(row: RunRow, run: Path) -> Image.Image | None:
    """What was drawn for `row` in the run at `run`; None when nothing was, or it is lost."""
    if row.render is None:
        return None
    try:
        return opened(ImageStore(run / "images").get(row.render.sha256))
    except RunError:
        return None


def opened(png: bytes) -> Image.Image:
    """The picture in `png`, in RGB."""
    with Image.open(io.BytesIO(png)) as image:
        return image.convert("RGB")


def _blank() -> Image.Image:
    return Image.new("RGB", (_BLANK_PX, _BLANK_PX), "#d8d4ca")
