"""The three KScores as functions of column means, so that one arithmetic gives the number and its interval.

filler    A row without text has text accuracy 0.5; the mean over rows. It reproduces the paper's tables: the default.
excluded  The mean text accuracy is taken over the rows that ask for text (0.5 when none does), the other three over all
          rows; then the four means are weighted.
knowgen   The ancestor's: `excluded` inside each of its two groups of categories, then the plain mean of the two, so
          that a small group weighs as much as a large one. Our groups are the tracks; a track without rows is left out.

A row without scores counts as 0: the score is multiplied by the share of rows that have scores, in `knowgen` track by
track.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

import numpy as np

from genevolve.bench.rows import BenchRow, RowScores
from genevolve.bench.statistics import Floats, Statistic
from genevolve.rewards import TEXT_ACCURACY_WEIGHT, TEXT_FILLER, weighted


class Variant(StrEnum):
    """Which KScore. Always print it beside the number."""

    FILLER = "filler"
    EXCLUDED = "excluded"
    KNOWGEN = "knowgen"


_PRESENT, _SCORED, _REST, _TEXT_FILLED, _TEXT_ASKED, _TEXT_READ = range(6)
_NUM_COLUMNS = 6


def columns_of(rows: Sequence[BenchRow], variant: Variant, tracks: Sequence[str] | None = None) -> Floats:
    """Rows as numbers, shape (rows, columns): one block of columns, for `knowgen` one for each of `tracks`."""
    if variant is not Variant.KNOWGEN:
        return np.array([_numbers(row) for row in rows], dtype=np.float64).reshape(len(rows), _NUM_COLUMNS)
    order = {track: place for place, track in enumerate(tracks or sorted({row.track for row in rows}))}
    blocks = np.zeros((len(rows), len(order), _NUM_COLUMNS))
    for index, row in enumerate(rows):
        blocks[index, order[row.track]] = _numbers(row)
    return blocks.reshape(len(rows), -1)


def statistic_of(variant: Variant) -> Statistic:
    """From the means of these columns to the score."""
    match variant:
        case Variant.FILLER:
            return _filler
        case Variant.EXCLUDED:
            return _excluded
        case Variant.KNOWGEN:
            return _knowgen


def text_counted(scores: RowScores) -> float:
    """The text accuracy of a row under `filler`."""
    return TEXT_FILLER if scores.text_accuracy is None else scores.text_accuracy


def _numbers(row: BenchRow) -> tuple[float, ...]:
    scores = row.result
    if not isinstance(scores, RowScores):
        return (1.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    rest = weighted(scores.faithfulness, scores.visual_correctness, 0.0, scores.aesthetics)
    asked = scores.text_accuracy is not None
    return (1.0, 1.0, rest, text_counted(scores), float(asked), scores.text_accuracy or 0.0)


def _filler(means: Floats) -> Floats:
    return _ratio(means[..., _REST] + TEXT_ACCURACY_WEIGHT * means[..., _TEXT_FILLED], means[..., _PRESENT], 0.0)


def _excluded(means: Floats) -> Floats:
    text = _ratio(means[..., _TEXT_READ], means[..., _TEXT_ASKED], TEXT_FILLER)
    above = means[..., _REST] + TEXT_ACCURACY_WEIGHT * text * means[..., _SCORED]
    return _ratio(above, means[..., _PRESENT], 0.0)


def _knowgen(means: Floats) -> Floats:
    blocks = means.reshape(*means.shape[:-1], -1, _NUM_COLUMNS)
    return _ratio(_excluded(blocks).sum(axis=-1), (blocks[..., _PRESENT] > 0).sum(axis=-1), 0.0)


def _ratio(above: Floats, below: Floats, otherwise: float) -> Floats:
    result: Floats = np.divide(above, below, out=np.full(np.shape(below), otherwise), where=np.asarray(below) > 0)
    return result
