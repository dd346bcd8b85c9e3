"""How far two columns of scores agree, as statistics of ordered values."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from genevolve.records.judgement import SCORES


def weighted_kappa(measured: Sequence[float], true: Sequence[float]) -> float:
    """Cohen's kappa with quadratic weights over the scores 0, 0.5 and 1; 1 when both columns are one same value."""
    table = np.zeros((len(SCORES), len(SCORES)))
    for one, other in zip(measured, true, strict=True):
        table[SCORES.index(one), SCORES.index(other)] += 1
    table /= max(table.sum(), 1)
    steps = np.arange(len(SCORES))
    weights = (steps[:, None] - steps[None]) ** 2
    expected = float((weights * np.outer(table.sum(1), table.sum(0))).sum())
    return 1.0 - float((weights * table).sum()) / expected if expected else 1.0


def concordance(measured: Sequence[float], true: Sequence[float]) -> float:
    """Over all pairs whose truth differs, how often the better one is measured higher; ties are half.

    With two values of truth this is the area under the ROC curve.
    """
    found, real = np.asarray(measured), np.asarray(true)
    better = real[:, None] > real[None]
    wins = (found[:, None] > found[None]) + 0.5 * (found[:, None] == found[None])
    return float(wins[better].mean()) if better.any() else 1.0


def share_interval(hits: int, num: int) -> tuple[float, float]:
    """The 95 % interval of a share by Wilson's score; 0 to 1 of nothing."""
    if not num:
        return 0.0, 1.0
    share, z = hits / num, 1.96
    middle = (share + z**2 / (2 * num)) / (1 + z**2 / num)
    reach = z / (1 + z**2 / num) * math.sqrt(share * (1 - share) / num + z**2 / (4 * num**2))
    return max(middle - reach, 0.0), min(middle + reach, 1.0)
