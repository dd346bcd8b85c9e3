"""Sheets of pictures: the worst and the best of a run, and what changed most between two runs."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path

from PIL import Image

from genevolve.bench.run import row_number
from genevolve.bench.run_rows import RunRow
from genevolve.errors import RunError
from genevolve.records import Dimension
from genevolve.rewards import TEXT_FILLER
from genevolve.sheet import Tile, contact_sheet
from genevolve.store import ImageStore

NUM_EACH = 6
_TILE_PX = 300
_BLANK_PX = 64

GroundTruthOf = Callable[[str], bytes | None]
"""A task's ground truth by its id."""


def worst_best_sheet(
    rows: Sequence[RunRow], run: Path, ground_truth_of: GroundTruthOf, *, num_each: int = NUM_EACH
) -> Image.Image | None:
    """The worst, then the best drawn rows, each beside its ground truth; None when nothing was drawn."""
    drawn = [(number, row) for row in rows if row.render and (number := row_number(row)) is not None]
    if not drawn:
        return None
    ranked = [row for _, row in sorted(drawn, key=lambda pair: (pair[0], pair[1].id))]
    num = min(num_each, (len(ranked) + 1) // 2)
    tiles = [
        tile
        for row in (*ranked[:num], *reversed(ranked[max(num, len(ranked) - num) :]))
        for tile in (_drawn_tile(row, run), _truth_tile(row, ground_truth_of))
    ]
    return contact_sheet(tiles, columns=4, tile_px=_TILE_PX, heading=f"The {num} worst, then the best")


def changed_sheet(
    pairs: Sequence[tuple[RunRow, RunRow]], runs: tuple[Path, Path], names: tuple[str, str], *, num: int = 2 * NUM_EACH
) -> Image.Image | None:
    """The pairs whose scores differ most, the first run's picture beside the second's; None when none differs."""
    differing = [(abs(gap), first, second) for first, second in pairs if (gap := _gap(first, second))]
    differing.sort(key=lambda one: (-one[0], one[1].id))
    if not differing:
        return None
    tiles = [
        _drawn_tile(row, run, f"{name}: ")
        for _, *pair in differing[:num]
        for row, run, name in zip(pair, runs, names, strict=True)
    ]
    return contact_sheet(tiles, columns=4, tile_px=_TILE_PX, heading=f"{names[0]} beside {names[1]}: what changed most")


def as_png(image: Image.Image) -> bytes:
    """The sheet as a file."""
    buffer = io.BytesIO()
    image.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def as_jpeg(image: Image.Image) -> bytes:
    """The sheet to be set into a page."""
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=82)
    return buffer.getvalue()


def _gap(first: RunRow, second: RunRow) -> float:
    left, right = row_number(first), row_number(second)
    return left - right if left is not None and right is not None and (first.render or second.render) else 0.0


def _drawn_tile(row: RunRow, run: Path, before: str = "") -> Tile:
    number = row_number(row)
    said = "owed again" if number is None else f"{number:.2f}"
    lines = [f"{before}{said}  {_scores(row)}".rstrip(), _reason(row)]
    return Tile(_picture(row, run), row.prompt, tuple(lines))


def _truth_tile(row: RunRow, ground_truth_of: GroundTruthOf) -> Tile:
    png = ground_truth_of(row.id)
    return Tile(_opened(png) if png else _blank(), "", ("ground truth" if png else "no ground truth", ""))


def _scores(row: RunRow) -> str:
    if row.judgement is None:
        return row.result.status.replace("_", " ")
    scores = row.judgement.scores
    text = f"T {scores.text_accuracy:g}" if scores.text_required else f"no text ({TEXT_FILLER:g})"
    return f"F {scores.faithfulness:g}  V {scores.visual_correctness:g}  {text}  A {scores.aesthetics:g}"


def _reason(row: RunRow) -> str:
    """Why, for the dimension that cost most."""
    if row.judgement is None:
        return ""
    scores, reasons = row.judgement.scores, row.judgement.scores.reasons
    order = (Dimension.VISUAL_CORRECTNESS, Dimension.TEXT_ACCURACY, Dimension.FAITHFULNESS, Dimension.AESTHETICS)
    worst = min(order, key=lambda dimension: getattr(scores, dimension.value))
    return reasons.get(worst, "")


def _picture(row: RunRow, run: Path) -> Image.Image:
    if row.render is None:
        return _blank()
    try:
        return _opened(ImageStore(run / "images").get(row.render.sha256))
    except RunError:
        return _blank()


def _opened(png: bytes) -> Image.Image:
    with Image.open(io.BytesIO(png)) as image:
        return image.convert("RGB")


def _blank() -> Image.Image:
    return Image.new("RGB", (_BLANK_PX, _BLANK_PX), "#d8d4ca")
