"""How far the measured judge agrees with what is known of pictures: true scores, single faults, harmless changes."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from time import process_time

from PIL import Image

from genevolve.language import read
from genevolve.language.description import Description
from genevolve.records import Constraint, Dimension, PictureScores
from genevolve.records.constraint import Position, WrittenText
from genevolve.world.illustrator.embedded import embedded_illustrator
from genevolve.world.illustrator.failures import FailureRates
from genevolve.world.illustrator.illustrator import Drawing
from genevolve.world.judge.agreement import concordance, weighted_kappa
from genevolve.world.judge.eyes.lesson import Lessons
from genevolve.world.judge.faults import FAULTS, faulty, harmless
from genevolve.world.judge.known import true_scores
from genevolve.world.judge.measured import MeasuredJudge
from genevolve.world.suite import SuiteItem, world_suite
from genevolve.world.world import World

SIDE_PX = 512
_SUITE = 600
_PERTURBED = 6
"""Of every so many pictures, one item is drawn with each single fault and harmless change."""


@dataclass
class Calibration:
    """What was seen. Rows of `scores` are (measured, true)."""

    num_pictures: int = 0
    scores: dict[Dimension, list[tuple[float, float]]] = field(default_factory=lambda: defaultdict(list))
    caught: dict[str, list[bool]] = field(default_factory=lambda: defaultdict(list))
    changed: dict[str, list[bool]] = field(default_factory=lambda: defaultdict(list))
    seconds: dict[bool, list[float]] = field(default_factory=lambda: defaultdict(list))

    def figures(self) -> dict[str, object]:
        """Everything as plain values."""
        columns = {one: tuple(zip(*self.scores[one], strict=True)) for one in Dimension if self.scores[one]}
        kappas = {one.value: round(weighted_kappa(*pair), 3) for one, pair in columns.items()}
        return {
            "pictures": self.num_pictures,
            "agreement_measure": "concordance (AUC over every pair whose truth differs)",
            "agreement": {one.value: round(concordance(*pair), 3) for one, pair in columns.items()},
            "weighted_kappa": kappas,
            "agreement_n": {one.value: len(self.scores[one]) for one in columns},
            "faults_caught": round(_mean([one for rows in self.caught.values() for one in rows]), 3),
            "harmless_changed": round(_mean([one for rows in self.changed.values() for one in rows]), 3),
            "faults_caught_by_kind": _by_kind(self.caught),
            "harmless_changed_by_kind": _by_kind(self.changed),
            "pictures_per_s": _rate(self.seconds[False]),
            "pictures_per_s_text": _rate(self.seconds[True]),
        }


def calibrate(
    world: World, n: int, *, reading: bool = True, on_progress: Callable[[int, int], None] | None = None
) -> Calibration:
    """Judge `n` pictures of the test suite drawn from good and bad programs, and single changes of some of them.

    Without `reading`, texts are left out. `on_progress` is told how many of the `n` are done.
    """
    calibrator = _Calibrator(world, reading=reading)
    for number in range(n):
        calibrator.step(number)
        if on_progress is not None:
            on_progress(number + 1, n)
    return calibrator.found


class _Calibrator:
    def __init__(self, world: World, *, reading: bool) -> None:
        self.world, self.reading = world, reading
        self.items = world_suite(world, n=_SUITE)
        self.lessons = Lessons(world, self.items, side_px=SIDE_PX)
        self.judge = MeasuredJudge(world)
        self.artist = embedded_illustrator(world, rates=FailureRates.never())
        self.found = Calibration()

    def step(self, number: int) -> None:
        """One picture of a good or bad program, and now and then every single change of one item."""
        self._graded(number)
        if number % _PERTURBED == 0:
            self._perturbed(self.items[number * 77 % _SUITE])

    def _graded(self, number: int) -> None:
        lesson = self.lessons.lesson(number)
        item = lesson.item
        entities = {target.entity_id: target.titles[0] for target in item.evidence.targets}
        truth = true_scores(item, lesson.drawing, [entities.get(entity, "") for entity in lesson.shown])
        measured = self._judged(item, lesson.drawing.image, self._truth(item))
        for dimension in Dimension:
            if dimension is Dimension.TEXT_ACCURACY and not measured.text_required:
                continue
            self.found.scores[dimension].append((_score(measured, dimension), _score(truth, dimension)))

    def _perturbed(self, item: SuiteItem) -> None:
        truth, plain = self._truth(item), self._drawn(item).image
        scores = self._judged(item, plain, truth)
        others = dict(harmless(plain)) | {"seed": self._drawn(item, by=2).image}
        for name, image in others.items():
            self.found.changed[name].append(_differs(self._judged(item, image, truth), scores))
        has_text = scores.text_required
        for name, image in self._faulty(item):
            if name not in FAULTS or (name == "letter_wrong" and not has_text):
                continue
            wrong = self._judged(item, image, truth)
            self.found.caught[name].append(any(_score(wrong, one) < _score(scores, one) for one in FAULTS[name]))

    def _faulty(self, item: SuiteItem) -> Iterator[tuple[str, Image.Image]]:
        placed = any(isinstance(one, Position) for one in item.constraints)
        for name, wrong in faulty(read(item.ideal.gen_prompt), placed=placed):
            yield name, self._drawn(item, told=wrong).image
        pictures = [self._relative(item), *item.truth_pictures[1:]]
        if pictures[0]:
            yield "look_alike", self._drawn(item, pictures=pictures).image

    def _drawn(
        self, item: SuiteItem, told: Description | None = None, pictures: Sequence[str] = (), by: int = 1
    ) -> Drawing:
        shown = [self._reference(one) for one in pictures or item.truth_pictures]
        description = told or read(item.ideal.gen_prompt)
        return self.artist.draw_description(
            description, shown, width=SIDE_PX, height=SIDE_PX, seed=item.truth_seed + by
        )

    def _truth(self, item: SuiteItem) -> bytes:
        return _png(self._drawn(item, by=0).image)

    def _judged(self, item: SuiteItem, image: Image.Image, truth: bytes) -> PictureScores:
        constraints: list[Constraint] = [
            one for one in item.constraints if self.reading or not isinstance(one, WrittenText)
        ]
        has_text = any(isinstance(one, WrittenText) for one in constraints)
        data = _png(image)
        started = process_time()
        scores = self.judge.judge(constraints, data, truth)
        self.found.seconds[has_text].append(process_time() - started)
        self.found.num_pictures += 1
        return scores

    def _relative(self, item: SuiteItem) -> str:
        """A picture of what is most easily taken for the named thing, else of the next of its kind by id."""
        own = self.world.entities[item.evidence.targets[0].entity_id]
        alike = [self.world.entities[one] for one in own.look_alikes if one in self.world.entities]
        pictured = [one for one in alike if one.pictures]
        kin = sorted(
            (one for one in self.world.entities.values() if one.kind == own.kind and one.pictures and one.id != own.id),
            key=lambda one: one.id,
        )
        after = pictured or [one for one in kin if one.id > own.id] or kin
        return after[0].pictures[0] if after else ""

    def _reference(self, picture: str) -> bytes:
        entry = self.world.library.picture(picture)
        if entry is None:
            raise LookupError(f"the world has no picture {picture!r}")
        return self.world.load_picture(entry)


def _differs(one: PictureScores, other: PictureScores) -> bool:
    return any(_score(one, dimension) != _score(other, dimension) for dimension in Dimension)


def _score(scores: PictureScores, dimension: Dimension) -> float:
    return float(getattr(scores, dimension.value))


def _png(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "PNG", compress_level=1)
    return buffer.getvalue()


def _by_kind(found: Mapping[str, Sequence[bool]]) -> dict[str, list[float]]:
    """Share and number of each kind."""
    return {name: [round(_mean(rows), 3), len(rows)] for name, rows in sorted(found.items())}


def _mean(rows: Sequence[bool]) -> float:
    return sum(rows) / len(rows) if rows else 0.0


def _rate(seconds: Sequence[float]) -> float | None:
    return round(len(seconds) / sum(seconds), 2) if seconds else None
