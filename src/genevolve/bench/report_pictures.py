"""Cards of a report: a request, its pictures side by side, the scores, and what the judge said of the costliest one."""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from PIL import Image

from genevolve.bench.report_sheet import GroundTruthOf, changed_pairs, opened, picture_of, reason_of, worst_and_best
from genevolve.bench.run import row_number
from genevolve.bench.run_rows import RunRow
from genevolve.judges import WiseScores, WiseVerdict

_SIDE_PX = 460
_QUALITY = 80


@dataclass(frozen=True, slots=True)
class _Shot:
    """One picture of a card. `row` is whose it is; a ground truth is nobody's."""

    image: Image.Image | None
    caption: str
    row: RunRow | None = None


def worst_and_best_cards(rows: Sequence[RunRow], run: Path, ground_truth_of: GroundTruthOf) -> tuple[str, str]:
    """The worst and the best drawn rows, each beside its ground truth where it has one."""

    def cards(some: Sequence[RunRow]) -> str:
        return _grid([_card(row, [_Shot(picture_of(row, run), "drawn", row), *_truth(row)]) for row in some])

    def _truth(row: RunRow) -> list[_Shot]:
        png = ground_truth_of(row.id)
        return [_Shot(opened(png), "ground truth")] if png else []

    worst, best = worst_and_best(rows)
    return cards(worst), cards(best)


def changed_cards(pairs: Sequence[tuple[RunRow, RunRow]], runs: tuple[Path, Path], names: tuple[str, str]) -> str:
    """The pairs whose scores differ most, the first run's picture beside the second's."""
    return _grid(
        [
            _card(
                pair[0],
                [_Shot(picture_of(row, run), name, row) for row, run, name in zip(pair, runs, names, strict=True)],
            )
            for pair in changed_pairs(pairs)
        ]
    )


def _grid(cards: Sequence[str]) -> str:
    if not cards:
        return ""
    small = " small" if all(card.count("<figure>") < 2 for card in cards) else ""
    return f'<div class="cards{small}">{"".join(cards)}</div>'


def _card(row: RunRow, shots: Sequence[_Shot]) -> str:
    about = " · ".join(name.replace("_", " ") for name in (row.category, row.difficulty) if name)
    judged = [shot.row for shot in shots if shot.row is not None]
    alone = _reason(judged[0]) if len(judged) == 1 else ""
    return (
        f'<article class="card"><div class="shots">{"".join(_shot(shot, bool(alone)) for shot in shots)}</div>'
        f'<p class="asked">{escape(row.prompt)}</p>{alone}<p class="about">{escape(about)}</p></article>'
    )


def _shot(shot: _Shot, reason_below: bool) -> str:
    picture = '<div class="none">no picture</div>'
    if shot.image is not None:
        picture = f'<img alt="{escape(shot.caption)}" src="{_data_url(shot.image)}">'
    said = f"<span>{escape(shot.caption)}</span>"
    if shot.row is not None:
        said += _scores(shot.row) + ("" if reason_below else _reason(shot.row))
    return f"<figure>{picture}<figcaption>{said}</figcaption></figure>"


def _scores(row: RunRow) -> str:
    number = row_number(row)
    total = "owed again" if number is None else f"{number:.2f}"
    chips = "".join(
        f'<span class="chip s{step}" title="{name}">{letter} {score:g}</span>'
        for letter, name, score, step in _parts(row)
    )
    return f'<b>{total}</b><span class="chips">{chips}</span>'


def _reason(row: RunRow) -> str:
    reason = reason_of(row)
    return f"<q>{escape(reason)}</q>" if reason else ""


def _parts(row: RunRow) -> list[tuple[str, str, float, int]]:
    """Letter, name, score, and the step from 0 to 2 that it stands on."""
    if isinstance(row.wise, WiseVerdict):
        return [("correct", "accuracy", float(row.wise.correct), 2 * row.wise.correct)]
    if isinstance(row.wise, WiseScores):
        found = [
            ("C", "consistency", row.wise.consistency),
            ("R", "realism", row.wise.realism),
            ("A", "aesthetic quality", row.wise.aesthetic_quality),
        ]
        return [(letter, name, float(score), score) for letter, name, score in found]
    if row.judgement is None:
        return []
    scores = row.judgement.scores
    parts = [
        ("F", "faithfulness", scores.faithfulness),
        ("V", "visual correctness", scores.visual_correctness),
        ("T", "text accuracy", scores.text_accuracy if scores.text_required else None),
        ("A", "aesthetics", scores.aesthetics),
    ]
    return [(letter, name, score, int(2 * score)) for letter, name, score in parts if score is not None]


def _data_url(image: Image.Image) -> str:
    small = image.copy()
    small.thumbnail((_SIDE_PX, _SIDE_PX), Image.Resampling.LANCZOS)
    buffer = io.BytesIO()
    small.save(buffer, "JPEG", quality=_QUALITY)
    return f"data:image/jpeg;base64,{base64.b64encode(buffer.getvalue()).decode()}"
