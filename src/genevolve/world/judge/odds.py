"""How probable something is by a few figures: logistic regressions, whose weights are fitted by `fitting`."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np

_WEIGHTS = "weights.toml"
_RIDGE = 1.0
_STEPS = 50


@dataclass(frozen=True)
class Regression:
    """The weight of every figure by its name, and what is added."""

    weights: Mapping[str, float]
    offset: float

    @classmethod
    def fitted(cls, rows: Sequence[Mapping[str, float]], truths: Sequence[bool]) -> Regression:
        """The regression of `truths` on `rows`, all with the same names (ridge 1 on standardised figures)."""
        names = list(rows[0])
        figures = np.array([[row[name] for name in names] for row in rows])
        means, spreads = figures.mean(0), figures.std(0) + 1e-9
        design = np.column_stack([(figures - means) / spreads, np.ones(len(rows))])
        wanted, ridge = np.array(truths, float), np.diag([_RIDGE] * len(names) + [0.0])
        weights = np.zeros(design.shape[1])
        for _ in range(_STEPS):
            chances = 1 / (1 + np.exp(-design @ weights))
            slope = design.T @ (chances - wanted) + ridge @ weights
            curve = (design * (chances * (1 - chances))[:, None]).T @ design + ridge
            weights -= np.linalg.solve(curve, slope)
        own = weights[:-1] / spreads
        return cls(
            {name: float(weight) for name, weight in zip(names, own, strict=True)}, float(weights[-1] - own @ means)
        )

    def probability(self, figures: Mapping[str, float]) -> float:
        """Between 0 and 1.

        Raises:
            KeyError: a figure of the regression is missing.
        """
        odds = self.offset + sum(weight * figures[name] for name, weight in self.weights.items())
        return 1 / (1 + math.exp(-max(min(odds, 50.0), -50.0)))


@cache
def regression(name: str) -> Regression:
    """One of the regressions that the judge was shipped with: `finds` or `likeness`."""
    table = tomllib.loads(resources.files(__package__).joinpath(_WEIGHTS).read_text(encoding="utf-8"))[name]
    return Regression({key: value for key, value in table.items() if key != "offset"}, table["offset"])
