"""Pictures with one fault, and with a harmless change, of the items of a suite: what a judge must and must not mind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PIL import Image

from genevolve.language import read
from genevolve.records import Dimension, PictureScores
from genevolve.records.constraint import Position
from genevolve.world.illustrator.illustrator import Drawing
from genevolve.world.judge.drawings import ItemDrawings
from genevolve.world.judge.faults import FAULTS, faulty, harmless
from genevolve.world.judge.known import true_scores
from genevolve.world.suite import SuiteItem


@dataclass(frozen=True, eq=False)
class Fault:
    """A drawing with one fault, which truly lowers `dimension`."""

    kind: str
    drawing: Drawing
    dimension: Dimension


class Trials:
    """Draws what an item should look like, and that with one thing changed."""

    def __init__(self, drawings: ItemDrawings) -> None:
        self._drawings = drawings

    def plain(self, item: SuiteItem) -> Drawing:
        """As it should be, drawn once more than the ground truth."""
        return self._drawings.drawn(item)

    def faults(self, item: SuiteItem, plain: Drawing, kinds: Sequence[str]) -> Iterator[Fault]:
        """Faults of these kinds, where what is known of the drawings says that the true score of their dimension fell.

        A change need not be a fault: a layout may resolve an overlap that was asked for.
        """
        known = true_scores(item, plain, _right(item))
        for kind, drawing, shown in self._changed(item, kinds):
            dimension = FAULTS[kind]
            if score(true_scores(item, drawing, shown), dimension) < score(known, dimension):
                yield Fault(kind, drawing, dimension)

    def harmless(self, item: SuiteItem, plain: Drawing) -> dict[str, Image.Image]:
        """The picture changed in what nobody should mind, by the name of the change."""
        return dict(harmless(plain.image)) | {"seed": self._drawings.drawn(item, by=2).image}

    def _changed(self, item: SuiteItem, kinds: Sequence[str]) -> Iterator[tuple[str, Drawing, Sequence[str]]]:
        """The kind of change, the drawing, and whom its references show."""
        placed = any(isinstance(one, Position) for one in item.constraints)
        for kind, told in faulty(read(item.ideal.gen_prompt), placed=placed):
            if kind in kinds:
                yield kind, self._drawings.drawn(item, told=told), _right(item)
        mistaken = self._drawings.mistaken(item) if "look_alike" in kinds else None
        if mistaken is not None:
            yield "look_alike", *mistaken


def score(scores: PictureScores, dimension: Dimension) -> float:
    """One of the scores."""
    return float(getattr(scores, dimension.value))


def _right(item: SuiteItem) -> list[str]:
    return [one.entity_id for one in item.evidence.targets]
