"""Drawings to learn from: items of a suite, drawn rightly and wrongly, with everything that is known of them."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from genevolve.language import read
from genevolve.language.description import Description
from genevolve.world.illustrator.embedded import embedded_illustrator
from genevolve.world.illustrator.failures import FailureRates
from genevolve.world.illustrator.illustrator import Drawing, Illustrator
from genevolve.world.illustrator.scene import FailureMode
from genevolve.world.judge.faults import faulty
from genevolve.world.suite import SuiteItem, Target
from genevolve.world.suite.seeds import chooser
from genevolve.world.teacher.lapses import Lapse, lapsed_prompt
from genevolve.world.world import World

SIDE_PX = 384
_REFERENCE_PX = 448
HANDS = ("twemoji", "twemoji", "twemoji", "openmoji", "noto")
_SPOILT = 0.35
_WRONG_REFERENCE = 0.25
_NO_REFERENCE = 0.2
_RAW = 0.2


@dataclass(frozen=True, slots=True, eq=False)
class Lesson:
    """One drawing. `shown` are the entities of its references, in order."""

    item: SuiteItem
    drawing: Drawing
    shown: tuple[str, ...]


class Lessons:
    """Draws lessons, the same for the same world and number."""

    def __init__(
        self, world: World, items: Sequence[SuiteItem], *, side_px: int = SIDE_PX, hands: Sequence[str] = HANDS
    ) -> None:
        """Draw `items` in the hand of one of `hands`, an artist named more often more often."""
        self._world = world
        self._items = items
        self._side_px = side_px
        self._hands = hands

    @cached_property
    def _artists(self) -> dict[tuple[str, str], Illustrator]:
        never = FailureRates.never()
        rates = {
            "never": never,
            "usual": FailureRates(),
            **{mode.value: replace(never, **{mode.value: 1.0}) for mode in FailureMode},
        }
        return {
            (hand, name): embedded_illustrator(self._world, artist=hand, rates=rate)
            for hand in set(self._hands)
            for name, rate in rates.items()
        }

    def lesson(self, number: int) -> Lesson:
        """Lesson `number`: an item as a good or a bad program would have it drawn."""
        rng = chooser("lesson", number)
        item = self._items[number % len(self._items)]
        rate = rng.choice(["never", "never", "usual", "usual", rng.choice(sorted(mode.value for mode in FailureMode))])
        artist = self._artists[rng.choice(self._hands), rate]
        raw = rng.random() < _RAW
        shown = () if raw or rng.random() < _NO_REFERENCE else tuple(self._references(item, rng))
        told = read(item.request.prompt if raw else self._prompt(item, rng))
        if not raw and rng.random() < _SPOILT:
            told = self._spoilt(told, rng)
        drawing = artist.draw_description(
            told,
            [self._picture(picture) for _, picture in shown],
            width=self._side_px,
            height=self._side_px,
            seed=rng.randrange(1 << 30),
        )
        return Lesson(item, drawing, tuple(entity for entity, _ in shown))

    def _prompt(self, item: SuiteItem, rng: random.Random) -> str:
        lapses = frozenset(lapse for lapse in Lapse if rng.random() < rng.choice((0.0, 0.0, 0.3)))
        return lapsed_prompt(item.ideal.gen_prompt, lapses)

    def _spoilt(self, told: Description, rng: random.Random) -> Description:
        options = list(faulty(told, placed=True))
        return rng.choice(options)[1] if options else told

    def _references(self, item: SuiteItem, rng: random.Random) -> Iterator[tuple[str, str]]:
        for target in item.evidence.targets:
            entity = self._wrong(target, rng) if rng.random() < _WRONG_REFERENCE else target.entity_id
            yield entity, rng.choice(self._world.entities[entity].pictures)

    def _wrong(self, target: Target, rng: random.Random) -> str:
        """Another entity of the same kind, if there is one the one that is easily taken for it."""
        own = self._world.entities[target.entity_id]
        alike = [one for one in own.look_alikes if one in self._world.entities and self._world.entities[one].pictures]
        if alike and rng.random() < 0.5:
            return rng.choice(alike)
        return rng.choice(self._kin[own.kind])

    @cached_property
    def _kin(self) -> dict[str, list[str]]:
        """The ids of all that have pictures, by their kind."""
        found: dict[str, list[str]] = defaultdict(list)
        for one in sorted(self._world.entities.values(), key=lambda each: each.id):
            if one.pictures:
                found[one.kind].append(one.id)
        return found

    def _picture(self, picture: str) -> bytes:
        entry = self._world.library.picture(picture)
        if entry is None:
            raise LookupError(f"the world has no picture {picture}")
        return self._world.pack.picture_png(entry, _REFERENCE_PX)
