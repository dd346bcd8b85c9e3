"""How far the measured judge agrees with what is known of pictures: true scores, single faults, harmless changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from genevolve.records import Constraint, Dimension, PictureScores
from genevolve.records.constraint import WrittenText
from genevolve.world.illustrator.embedded import OWN_ARTIST
from genevolve.world.judge.agreement import concordance, share_interval, weighted_kappa
from genevolve.world.judge.drawings import ItemDrawings, png
from genevolve.world.judge.eyes.lesson import Lesson, Lessons
from genevolve.world.judge.faults import FAULTS
from genevolve.world.judge.known import true_scores
from genevolve.world.judge.measured import MeasuredJudge
from genevolve.world.judge.speed import Candidate, speeds
from genevolve.world.judge.trials import Trials, score
from genevolve.world.suite import SuiteItem, world_suite
from genevolve.world.world import World

SIDE_PX = 512
_SUITE = 600
_CANDIDATES = 4
"""So many pictures are judged beside one ground truth, as when the candidates of one request are compared."""
_STRIDE = 77
"""From one item to the next: it shares no factor with the suite, so that every family comes in."""
_TIMED = 96
_PER_FAULT = 9
"""For every so many pictures, one with a fault of each kind, as far as the suite has items for it."""
_PER_CHANGE = 12
"""For every so many pictures, one item with every harmless change."""
_OTHERS = 8
"""Of every so many pictures, one more is drawn by another artist than the illustrator's own."""
_OTHER_HANDS = ("openmoji", "noto")


@dataclass
class Calibration:
    """What was seen. Rows of `scores` are (measured, true)."""

    num_pictures: int = 0
    scores: dict[Dimension, list[tuple[float, float]]] = field(default_factory=lambda: defaultdict(list))
    scores_of_others: dict[Dimension, list[tuple[float, float]]] = field(default_factory=lambda: defaultdict(list))
    caught: dict[str, list[bool]] = field(default_factory=lambda: defaultdict(list))
    changed: dict[str, list[bool]] = field(default_factory=lambda: defaultdict(list))
    speeds: dict[str, float | None] = field(default_factory=dict)

    def figures(self) -> dict[str, object]:
        """Everything as plain values."""
        caught = [one for rows in self.caught.values() for one in rows]
        return {
            "pictures": self.num_pictures,
            "agreement_measure": "concordance (AUC over every pair whose truth differs)",
            "agreement": _over(self.scores, concordance),
            "weighted_kappa": _over(self.scores, weighted_kappa),
            "agreement_n": {one.value: len(rows) for one, rows in self.scores.items()},
            "agreement_other_artists": _over(self.scores_of_others, concordance),
            "agreement_other_artists_n": {one.value: len(rows) for one, rows in self.scores_of_others.items()},
            "faults_caught": round(_mean(caught), 3),
            "faults_caught_interval": [round(end, 3) for end in share_interval(sum(caught), len(caught))],
            "harmless_changed": round(_mean([one for rows in self.changed.values() for one in rows]), 3),
            "faults_caught_by_kind": _by_kind(self.caught),
            "harmless_changed_by_kind": _by_kind(self.changed),
        } | self.speeds


def calibrate(
    world: World, n: int, *, reading: bool = True, on_progress: Callable[[int, int], None] | None = None
) -> Calibration:
    """Judge `n` pictures of the test suite drawn from good and bad programs, and single changes of some of them.

    Without `reading`, texts are left out. `on_progress` is told how many of the `n` and of their items are done.
    """
    calibrator = _Calibrator(world, reading=reading)
    wanted = {kind: max(n // _PER_FAULT, 1) for kind in FAULTS if reading or kind != "letter_wrong"}
    steps = [partial(calibrator.grade, number) for number in range(n)]
    steps += [partial(calibrator.perturb, number, wanted, max(n // _PER_CHANGE, 1)) for number in range(_SUITE)]
    for done, step in enumerate(steps, start=1):
        step()
        if on_progress is not None:
            on_progress(done, len(steps))
    calibrator.time()
    return calibrator.found


class _Calibrator:
    def __init__(self, world: World, *, reading: bool) -> None:
        self.world, self.reading = world, reading
        self.timed: list[Candidate] = []
        self.items = world_suite(world, n=_SUITE)
        self.lessons = Lessons(world, self.items, side_px=SIDE_PX, hands=(OWN_ARTIST,))
        self.other_lessons = Lessons(world, self.items, side_px=SIDE_PX, hands=_OTHER_HANDS)
        self.judge = MeasuredJudge(world)
        self.drawings = ItemDrawings(world, SIDE_PX)
        self.trials = Trials(self.drawings)
        self.found = Calibration()

    def time(self) -> None:
        """How fast the first pictures are judged."""
        self.found.speeds = speeds(self.world, self.timed)

    def grade(self, number: int) -> None:
        """One picture of a good or bad program, and now and then one by another artist."""
        group, candidate = divmod(number, _CANDIDATES)
        at = group * _STRIDE % _SUITE
        self._graded(self.lessons.lesson(at + candidate * _SUITE), self.found.scores)
        if number % _OTHERS == 0:
            self._graded(self.other_lessons.lesson(at + _CANDIDATES * _SUITE), self.found.scores_of_others)

    def perturb(self, number: int, wanted: Mapping[str, int], num_harmless: int) -> None:
        """The single faults of one item of which there are not enough yet, and its harmless changes."""
        item = self.items[number * _STRIDE % _SUITE]
        kinds = [kind for kind, num in wanted.items() if len(self.found.caught[kind]) < num]
        if not kinds and number >= num_harmless:
            return
        plain = self.trials.plain(item)
        faults = list(self.trials.faults(item, plain, kinds))
        if not faults and number >= num_harmless:
            return
        truth = self.drawings.ground_truth(item)
        scores = self._judged(item, png(plain.image), truth)
        for fault in faults:
            wrong = self._judged(item, png(fault.drawing.image), truth)
            self.found.caught[fault.kind].append(score(wrong, fault.dimension) < score(scores, fault.dimension))
        if number < num_harmless:
            for name, image in self.trials.harmless(item, plain).items():
                self.found.changed[name].append(_differs(self._judged(item, png(image), truth), scores))

    def _graded(self, lesson: Lesson, scores: dict[Dimension, list[tuple[float, float]]]) -> None:
        item = lesson.item
        truth = true_scores(item, lesson.drawing, lesson.shown)
        picture, ground_truth = png(lesson.drawing.image), self.drawings.ground_truth(item)
        if scores is self.found.scores and len(self.timed) < _TIMED:
            self.timed.append(Candidate(self._asked(item), picture, ground_truth))
        measured = self._judged(item, picture, ground_truth)
        for dimension in Dimension:
            if dimension is Dimension.TEXT_ACCURACY and not measured.text_required:
                continue
            scores[dimension].append((score(measured, dimension), score(truth, dimension)))

    def _asked(self, item: SuiteItem) -> tuple[Constraint, ...]:
        return tuple(one for one in item.constraints if self.reading or not isinstance(one, WrittenText))

    def _judged(self, item: SuiteItem, picture: bytes, truth: bytes) -> PictureScores:
        self.found.num_pictures += 1
        return self.judge.judge(self._asked(item), picture, truth)


def _over(scores: Mapping[Dimension, Sequence[tuple[float, float]]], measure: Callable[..., float]) -> dict[str, float]:
    """An agreement of every dimension."""
    return {one.value: round(measure(*zip(*rows, strict=True)), 3) for one, rows in scores.items() if rows}


def _differs(one: PictureScores, other: PictureScores) -> bool:
    return any(score(one, dimension) != score(other, dimension) for dimension in Dimension)


def _by_kind(found: Mapping[str, Sequence[bool]]) -> dict[str, list[float]]:
    """Share and number of each kind."""
    return {name: [round(_mean(rows), 3), len(rows)] for name, rows in sorted(found.items())}


def _mean(rows: Sequence[bool]) -> float:
    return sum(rows) / len(rows) if rows else 0.0
