"""Splits: SFT, evolve and bench, by the hash of the request and by held-out entity (method section 3).

Which side an item is on is a pure function of its request, its entities and the settings. So it is known before a
ground truth is drawn, and only the side that needs ground truths pays for them; and it stays the same when more items
are added.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from genevolve.config.data import DataSettings, SplitSettings
from genevolve.data.stage import WholeStage
from genevolve.errors import DataError
from genevolve.records.data import DataItem, DataSplit, Reason, Stage, StageRow, Verdict

HeldOut = Callable[[str], bool]
"""Whether an entity, by its id or name, may be asked for in the bench only."""

MIXED_ENTITIES = "mixed_entities"
NO_GROUND_TRUTH = "no_ground_truth"


class Side(StrEnum):
    """What becomes of an item if it passes every stage."""

    SUPERVISED = "supervised"
    EVOLVE = "evolve"
    BENCH = "bench"
    MIXED = "mixed"


@dataclass(frozen=True)
class SplitRule:
    """How items are parted.

    `bench_share` is for items that name nothing: their request's hash decides, as no entity can be held out.
    """

    settings: SplitSettings
    is_held_out: HeldOut
    bench_share: float = 0.0


def rule_by_name(settings: DataSettings) -> SplitRule:
    """The rule where nobody knows the entities beforehand: each is held out by the hash of its name."""

    def is_held_out(entity: str) -> bool:
        return _share("entity", _plain(entity)) < settings.bench

    return SplitRule(settings.split, is_held_out, settings.bench)


def side_of(item: DataItem, rule: SplitRule) -> Side:
    """The side of an item whose request is written.

    An item about held-out entities alone is bench; one that names others as well is of no use: in the bench it would
    ask for what was trained on, in training for what the bench holds out.
    """
    prompt = _prompt(item)
    if item.entities:
        held_out = [rule.is_held_out(entity) for entity in item.entities]
        if any(held_out):
            return Side.BENCH if all(held_out) else Side.MIXED
    elif _share("bench", _plain(prompt)) < rule.bench_share:
        return Side.BENCH
    return Side.SUPERVISED if _share("side", _plain(prompt)) < rule.settings.sft else Side.EVOLVE


def needs_ground_truth(item: DataItem, rule: SplitRule) -> bool:
    """Whether a picture has to be drawn and examined: for evolve and bench, not for supervised data."""
    return side_of(item, rule) in (Side.EVOLVE, Side.BENCH)


class UnmixedScreen:
    """A screen that also refuses mixtures: they could end up in no split, so no teacher needs to be paid for them."""

    stage = Stage.SCREEN

    def __init__(self, screen: WholeStage, rule: SplitRule) -> None:
        self._screen = screen
        self._rule = rule

    def work(self, items: Sequence[DataItem]) -> Iterable[StageRow]:
        """See `WholeStage.work`."""
        return map(self._row, items, self._screen.work(items))

    def _row(self, item: DataItem, row: StageRow) -> StageRow:
        if side_of(item, self._rule) is not Side.MIXED:
            return row
        reasons = (*row.reasons, _mixture(item, self._rule))
        return row.model_copy(update={"verdict": Verdict.REJECTED, "reasons": reasons})


class SplitStage:
    """Gives every item that came so far its split. Without a ground truth an item can only be supervised data."""

    stage = Stage.SPLIT

    def __init__(self, rule: SplitRule) -> None:
        self._rule = rule

    def work(self, items: Sequence[DataItem]) -> Iterable[StageRow]:
        """See `WholeStage.work`."""
        return [self._row(item) for item in items]

    def _row(self, item: DataItem) -> StageRow:
        side = side_of(item, self._rule)
        if side is Side.MIXED:
            return _unsplit(item, Verdict.REJECTED, _mixture(item, self._rule))
        if side is not Side.SUPERVISED and item.render is None:
            reason = Reason(code=NO_GROUND_TRUTH, detail=f"{side.value} needs a ground truth that passed the filter")
            return _unsplit(item, Verdict.OWED, reason)
        return StageRow(id=item.id, stage=Stage.SPLIT, by=_BY, split=self._split(item, side))

    def _split(self, item: DataItem, side: Side) -> DataSplit:
        if side is Side.BENCH:
            return DataSplit.BENCH
        validates = _share("validation", _plain(_prompt(item)))
        if side is Side.SUPERVISED:
            return DataSplit.SFT_VALIDATION if validates < self._rule.settings.sft_validation else DataSplit.SFT
        return DataSplit.EVOLVE_VALIDATION if validates < self._rule.settings.evolve_validation else DataSplit.EVOLVE


_BY = "request-hash/1"


def _mixture(item: DataItem, rule: SplitRule) -> Reason:
    held_out = [entity for entity in item.entities if rule.is_held_out(entity)]
    return Reason(code=MIXED_ENTITIES, detail=f"{', '.join(held_out)} held out, the others not")


def _unsplit(item: DataItem, verdict: Verdict, reason: Reason) -> StageRow:
    return StageRow(id=item.id, stage=Stage.SPLIT, verdict=verdict, reasons=(reason,), by=_BY)


def _prompt(item: DataItem) -> str:
    if item.request is None:
        raise DataError(f"item {item.id!r} has no request yet; it can be split only after the stage `requests`")
    return item.request.prompt


def _plain(text: str) -> str:
    """The text without case and layout: twins fall on the same side."""
    return " ".join(text.casefold().split())


def _share(*names: str) -> float:
    """A number from 0 to 1 that depends on the names alone."""
    digest = hashlib.sha256("\x1f".join(("split/1", *names)).encode()).digest()
    return int.from_bytes(digest[:8], "big") / float(1 << 64)
