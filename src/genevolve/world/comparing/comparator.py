"""A `Comparator` without a model: habits that the best rollout kept and the worst did not, the costliest first."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from genevolve.errors import ComparisonError
from genevolve.experience.rules import STANDARD, guide_faults
from genevolve.records.experience import Contrast, DecisionGuidance, DecisionGuide
from genevolve.records.wire import IMAGE_SEARCH, QUERY_KNOWLEDGE, SEARCH
from genevolve.rewards import (
    AESTHETICS_WEIGHT,
    FAITHFULNESS_WEIGHT,
    IMAGE_WEIGHT,
    TEXT_ACCURACY_WEIGHT,
    TEXT_WEIGHT,
    VISUAL_CORRECTNESS_WEIGHT,
)
from genevolve.world.comparing.guards import gains_of, guards
from genevolve.world.comparing.habits import HABITS, Habit, Part
from genevolve.world.comparing.kept import KEPT_HABITS
from genevolve.world.comparing.skilled import SKILL_HABITS
from genevolve.world.comparing.trigger import key_of
from genevolve.world.comparing.worked import Asked, Worked

MAX_DIFFERENCES = 6
MAX_STANDARDS = 1
MAX_GUARDS = 1
_MAX_OF_A_SLOT = 3
_NOT_BLAMED = 0.2

WEIGHTS = {
    Part.SUFFICIENCY: TEXT_WEIGHT,
    Part.FAITHFULNESS: IMAGE_WEIGHT * FAITHFULNESS_WEIGHT,
    Part.LOOKS: IMAGE_WEIGHT * VISUAL_CORRECTNESS_WEIGHT,
    Part.LETTERS: IMAGE_WEIGHT * TEXT_ACCURACY_WEIGHT,
    Part.BEAUTY: IMAGE_WEIGHT * AESTHETICS_WEIGHT,
}
"""What a point of each part adds to the reward."""

_STEPS = {
    SEARCH: "search the open facts",
    IMAGE_SEARCH: "ask image_search for each named thing",
    QUERY_KNOWLEDGE: "open the needed skills",
}
ALL_HABITS = (*HABITS, *KEPT_HABITS, *SKILL_HABITS)
_PLAN_SLOT = "recommended_tool_plan"


@dataclass(frozen=True)
class _Point:
    """A bullet, and what it is worth."""

    slot: str
    text: str
    gain: float
    habit: Habit | None = None


class WorldComparator:
    """See `Comparator`. It sees what any reader of the two transcripts sees, and no recipe."""

    id = "world-comparator/1"

    async def compare(self, contrast: Contrast) -> DecisionGuide:
        """See `Comparator.compare`."""
        asked = Asked(contrast.request)
        best, worst = Worked(contrast.best, asked), Worked(contrast.worst, asked)
        gains = gains_of(contrast.best, contrast.worst, WEIGHTS)
        differences = _differences(best, worst, gains)
        if not differences:
            raise ComparisonError("nothing that the best rollout did can be told from what the worst did")
        chosen = _limited(differences, MAX_DIFFERENCES)
        standards = _limited(_standards(best, worst, {point.slot for point in chosen}), MAX_STANDARDS)
        avoided = sorted(guards(best, worst, gains), key=lambda pair: -gains[pair[0]])
        slots: dict[str, list[str]] = defaultdict(list)
        for point in [*chosen, *standards]:
            slots[point.slot].append(point.text)
        slots["failure_guards"] = list(dict.fromkeys(guard for _, guard in avoided))[:MAX_GUARDS]
        focus = next(point.habit.topic for point in chosen if point.habit is not None)
        guide = DecisionGuide(
            retrieval_key=key_of(asked),
            decision_guidance=DecisionGuidance(
                focus=focus.value, **{slot: tuple(bullets) for slot, bullets in slots.items()}
            ),
        )
        faults = guide_faults(guide, contrast)
        if faults:
            raise ComparisonError(faults[0])
        return guide


def _differences(best: Worked, worst: Worked, gains: dict[Part, float]) -> list[_Point]:
    """What the best did and the worst did not: what acts on a part that was lost first, by the size of the loss."""
    found = [
        _Point(habit.slot, habit.say(worst, best), _gain(habit, worst, gains), habit)
        for habit in ALL_HABITS
        if _is_kept(habit, best) and habit.seen(worst, best) is False
    ]
    found.sort(key=lambda point: -point.gain)
    useful = [point for point in found if point.gain > 0] or found
    if useful and best.plan() != worst.plan() and len(best.plan()) > 1:
        useful.insert(1, _Point(_PLAN_SLOT, _plan(best), useful[0].gain))
    return useful


def _is_kept(habit: Habit, best: Worked) -> bool:
    """Whether the best rollout is an example of a habit: it kept it, and its judge does not miss what comes of it."""
    judged = best.contender.sufficiency
    missed = judged is not None and habit.lack and re.search(habit.lack, judged.reason)
    return habit.seen(best, best) is True and not missed


def _standards(best: Worked, worst: Worked, taken: set[str]) -> list[_Point]:
    """What both did, one for each decision on which they did not differ."""
    return list(_first_of_each(best, worst, taken))


def _first_of_each(best: Worked, worst: Worked, taken: set[str]) -> Iterator[_Point]:
    seen = set(taken)
    for habit in ALL_HABITS:
        if habit.slot not in seen and _is_kept(habit, best) and habit.seen(worst, best) is True:
            seen.add(habit.slot)
            yield _Point(habit.slot, f"{STANDARD} {habit.say(best, best)}", 0.0, habit)


def _limited(points: list[_Point], most: int) -> list[_Point]:
    """The first `most`, and not too many about one decision."""
    chosen: list[_Point] = []
    for point in points:
        if len(chosen) < most and sum(one.slot == point.slot for one in chosen) < _MAX_OF_A_SLOT:
            chosen.append(point)
    return chosen


def _gain(habit: Habit, worst: Worked, gains: dict[Part, float]) -> float:
    """What the habit may have cost the worst; of sufficiency less when its judge complains of other things."""
    lost = {part: max(gains[part], 0.0) for part in habit.serves}
    judged = worst.contender.sufficiency
    if judged is not None and Part.SUFFICIENCY in lost and not (habit.lack and re.search(habit.lack, judged.reason)):
        lost[Part.SUFFICIENCY] *= _NOT_BLAMED
    return sum(lost.values())


def _plan(best: Worked) -> str:
    said = ", then ".join([*(_STEPS[kind] for kind in best.plan()), "answer at once"])
    return f"{said[0].upper()}{said[1:]}."
