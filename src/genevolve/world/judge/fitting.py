"""Fits the judge's regressions to drawings of the train split: `python -m genevolve.world.judge.fitting [DRAWINGS]`.

It prints the weights as TOML and, on standard error, how well they do on drawings that they were not fitted to.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import track

from genevolve.config import default_home
from genevolve.errors import GenEvolveError
from genevolve.records.constraint import Identity
from genevolve.world.illustrator.embedded import OWN_ARTIST
from genevolve.world.illustrator.scene import DrawnObject
from genevolve.world.judge.agreement import concordance
from genevolve.world.judge.checks import Truth
from genevolve.world.judge.demands import named
from genevolve.world.judge.drawings import ItemDrawings
from genevolve.world.judge.eyes.lesson import Lessons
from genevolve.world.judge.hunting import View, find_figures
from genevolve.world.judge.known import Known
from genevolve.world.judge.measured import MeasuredJudge
from genevolve.world.judge.odds import Regression
from genevolve.world.judge.shapes import Find
from genevolve.world.suite import world_suite
from genevolve.world.world import World

_SIDE_PX = 512
_ITEMS, _SEED = 1000, 7
_FOLDS = 5
_SAME_PLACE = 0.5


@dataclass
class Figures:
    """Rows of figures, whether what they tell of is so, and the number of the drawing."""

    rows: list[dict[str, float]] = field(default_factory=list)
    truths: list[bool] = field(default_factory=list)
    drawings: list[int] = field(default_factory=list)

    def add(self, row: dict[str, float], truth: bool, drawing: int) -> None:
        """One more."""
        self.rows.append(row)
        self.truths.append(truth)
        self.drawings.append(drawing)

    def fitted(self) -> Regression:
        """The regression of all of them."""
        return Regression.fitted(self.rows, self.truths)

    def held_out(self) -> tuple[float, float]:
        """Concordance and share of right guesses, each fold judged by a fit to the others."""
        chances = [0.0] * len(self.rows)
        for fold in range(_FOLDS):
            rest = [at for at, drawing in enumerate(self.drawings) if drawing % _FOLDS != fold]
            fit = Regression.fitted([self.rows[at] for at in rest], [self.truths[at] for at in rest])
            for at in set(range(len(self.rows))) - set(rest):
                chances[at] = fit.probability(self.rows[at])
        right = sum((chance >= 0.5) == truth for chance, truth in zip(chances, self.truths, strict=True))
        return concordance(chances, [float(one) for one in self.truths]), right / max(len(chances), 1)


class Fitting:
    """Draws lessons and measures in them what the regressions rest on."""

    def __init__(self, world: World) -> None:
        items = world_suite(world, split="train", n=_ITEMS, seed=_SEED)
        self._lessons = Lessons(world, items, side_px=_SIDE_PX, hands=(OWN_ARTIST,))
        self._drawings = ItemDrawings(world, _SIDE_PX)
        self._judge = MeasuredJudge(world)
        self.found: dict[str, Figures] = defaultdict(Figures)

    def learn(self, number: int) -> None:
        """Measure a lesson, and its item as it should be drawn and with what its first named thing is taken for."""
        lesson = self._lessons.lesson(number)
        item, known = lesson.item, Known(lesson.item, lesson.drawing, lesson.shown)
        truth, _ = self._judge.truth(self._drawings.ground_truth(item), item.constraints)
        picture = View(lesson.drawing.image)
        self._learn_finds(known, truth, picture, number)
        self._learn_likeness(known, truth, picture, number)
        right = self._drawings.drawn(item, by=2), [one.entity_id for one in item.evidence.targets]
        for drawing, shown in filter(None, (right, self._drawings.mistaken(item))):
            self._learn_likeness(Known(item, drawing, shown), truth, View(drawing.image), number)

    def _learn_finds(self, known: Known, truth: Truth, picture: View, number: int) -> None:
        for wanted, quarry in truth.quarries.items():
            places = [_place(one) for one in known.of(wanted.noun)]
            for one in self._judge.hunter.caught_of(quarry, picture) if quarry.is_seen else ():
                is_there = any(one.find.overlap(place) >= _SAME_PLACE for place in places)
                figures = find_figures(one.find, one.body, one.artist, quarry)
                self.found["finds"].add(figures, is_there, number)

    def _learn_likeness(self, known: Known, truth: Truth, picture: View, number: int) -> None:
        for constraint in known.item.constraints:
            if not isinstance(constraint, Identity) or not truth.quarries[named(constraint)].is_seen:
                continue
            quarry = truth.quarries[named(constraint)]
            for one in self._judge.hunter.likeliest(quarry, picture)[:1]:
                figures = self._judge.recogniser.figures(quarry, one, picture)
                self.found["likeness"].add(figures, known.shows(constraint), number)


def _place(drawn: DrawnObject) -> Find:
    x, y = drawn.box.centre
    return Find(x, y, drawn.box.width, drawn.box.height, 1.0, 0)


def _as_toml(found: Mapping[str, Figures]) -> Iterator[str]:
    for name, figures in sorted(found.items()):
        fit = figures.fitted()
        yield f"[{name}]"
        yield from (f"{figure} = {weight:.4f}" for figure, weight in fit.weights.items())
        yield f"offset = {fit.offset:.4f}\n"


def fit(
    drawings: Annotated[
        int, typer.Argument(min=10, help="How many drawings to measure, three pictures in about two seconds.")
    ] = 260,
) -> None:
    """Measure drawings of the train split and print the weights."""
    fitting = Fitting(World.open(default_home()))
    for number in track(range(drawings), console=Console(stderr=True)):
        fitting.learn(number)
    for name, figures in sorted(fitting.found.items()):
        area, right = figures.held_out()
        typer.echo(f"{name}: {len(figures.rows)} rows, AUC {area:.3f}, {right:.1%} right", err=True)
    typer.echo("\n".join(_as_toml(fitting.found)))


if __name__ == "__main__":
    try:
        typer.run(fit)
    except GenEvolveError as error:
        typer.echo(str(error), err=True)
        sys.exit(error.exit_code)
