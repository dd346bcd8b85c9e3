"""How far the measured judge agrees with what is known of pictures: single faults and harmless changes."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from time import process_time

from PIL import Image

from genevolve.errors import LibraryError
from genevolve.language import read
from genevolve.language.description import Description
from genevolve.records import Dimension, PictureScores
from genevolve.records.constraint import Position, WrittenText
from genevolve.world.illustrator.embedded import embedded_illustrator
from genevolve.world.illustrator.failures import FailureRates
from genevolve.world.judge.faults import FAULTS, faulty, harmless
from genevolve.world.judge.measured import MeasuredJudge
from genevolve.world.suite import SuiteItem, world_suite
from genevolve.world.world import World

_SIDE = 512
_SUITE = 600


@dataclass
class Calibration:
    """What was seen. A picture without fault is good in every dimension."""

    num_pictures: int = 0
    caught: dict[str, list[bool]] = field(default_factory=lambda: defaultdict(list))
    changed: dict[str, list[bool]] = field(default_factory=lambda: defaultdict(list))
    good: dict[Dimension, list[float]] = field(default_factory=lambda: defaultdict(list))
    bad: dict[Dimension, list[float]] = field(default_factory=lambda: defaultdict(list))
    seconds: dict[bool, list[float]] = field(default_factory=lambda: defaultdict(list))

    def agreement(self) -> dict[str, float]:
        """AUC by dimension: how often a faultless picture outranks one with a fault of that sort; ties are half."""
        return {one.value: auc(self.good[one], self.bad[one]) for one in Dimension if self.good[one] and self.bad[one]}

    def figures(self) -> dict[str, object]:
        """Everything as plain values."""
        return {
            "pictures": self.num_pictures,
            "agreement_measure": "AUC",
            "agreement": {name: round(value, 3) for name, value in self.agreement().items()},
            "faults_caught": round(_mean([one for rows in self.caught.values() for one in rows]), 3),
            "harmless_changed": round(_mean([one for rows in self.changed.values() for one in rows]), 3),
            "faults_caught_by_kind": _by_kind(self.caught),
            "harmless_changed_by_kind": _by_kind(self.changed),
            "pictures_per_s": _rate(self.seconds[False]),
            "pictures_per_s_text": _rate(self.seconds[True]),
        }


def calibrate(world: World, n: int, *, reading: bool = True) -> Calibration:
    """Judge at least `n` pictures of the test suite; without `reading`, texts are left out.

    Every fault is drawn with the seed of the ground truth's neighbour, as the faultless picture that it is compared to.
    """
    found = Calibration()
    judge = MeasuredJudge()
    items = world_suite(world, n=_SUITE)
    order = [items[number * 77 % _SUITE] for number in range(_SUITE)]
    for item in order:
        if found.num_pictures >= n:
            break
        _measure(world, item, judge, found, reading)
    return found


def _measure(world: World, item: SuiteItem, judge: MeasuredJudge, found: Calibration, reading: bool) -> None:
    constraints = [one for one in item.constraints if reading or not isinstance(one, WrittenText)]
    has_text = any(isinstance(one, WrittenText) for one in constraints)
    drawn = dict(_pictures(world, item))
    truth = _png(drawn.pop("truth"))

    def judged(image: Image.Image) -> PictureScores:
        started = process_time()
        scores = judge.judge(constraints, _png(image), truth)
        found.seconds[has_text].append(process_time() - started)
        found.num_pictures += 1
        return scores

    same, plain = judged(drawn["same"]), judged(drawn["plain"])
    found.changed["seed"].append(_differs(plain, same))
    for name, image in harmless(drawn["plain"]):
        found.changed[name].append(_differs(judged(image), plain))
    for dimension in Dimension:
        if dimension is not Dimension.TEXT_ACCURACY or has_text:
            found.good[dimension].append(_score(plain, dimension))
    for name, image in drawn.items():
        if name not in FAULTS or (name == "letter_wrong" and not has_text):
            continue
        scores = judged(image)
        lowered = [_score(scores, one) < _score(plain, one) for one in FAULTS[name]]
        found.caught[name].append(any(lowered))
        found.bad[FAULTS[name][-1]].append(_score(scores, FAULTS[name][-1]))


def _pictures(world: World, item: SuiteItem) -> Iterator[tuple[str, Image.Image]]:
    artist = embedded_illustrator(world, rates=FailureRates.never())
    references = [_reference(world, one) for one in item.truth_pictures]
    description, seed = read(item.ideal.gen_prompt), item.truth_seed

    def draw(shown: Sequence[bytes] = references, told: Description = description, by: int = seed + 1) -> Image.Image:
        return artist.draw_description(told, shown, width=_SIDE, height=_SIDE, seed=by).image

    yield "truth", draw(by=seed)
    yield "same", draw(by=seed)
    yield "plain", draw()
    placed = any(isinstance(one, Position) for one in item.constraints)
    for name, wrong in faulty(description, placed=placed):
        yield name, draw(told=wrong)
    other = _relative(world, item)
    if other and references:
        yield "look_alike", draw([_reference(world, other), *references[1:]])


def _relative(world: World, item: SuiteItem) -> str:
    """A picture of another entity of the same kind, the next by id."""
    own = world.entities[item.evidence.targets[0].entity_id]
    kin = sorted(
        one.id for one in world.entities.values() if one.kind == own.kind and one.pictures and one.id != own.id
    )
    after = [one for one in kin if one > own.id] or kin
    return world.entities[after[0]].pictures[0] if after else ""


def auc(good: Sequence[float], bad: Sequence[float]) -> float:
    """The chance that one of `good` is higher than one of `bad`, ties counted half."""
    wins = sum((one > other) + 0.5 * (one == other) for one in good for other in bad)
    return wins / (len(good) * len(bad))


def _differs(one: PictureScores, other: PictureScores) -> bool:
    return any(_score(one, dimension) != _score(other, dimension) for dimension in Dimension)


def _score(scores: PictureScores, dimension: Dimension) -> float:
    return float(getattr(scores, dimension.value))


def _reference(world: World, picture: str) -> bytes:
    entry = world.library.picture(picture)
    if entry is None:
        raise LibraryError(f"the world has no picture {picture!r}")
    return world.load_picture(entry)


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


__all__ = ["Calibration", "auc", "calibrate"]
