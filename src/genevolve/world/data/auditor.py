"""The world's auditor: six scores, each measured against the recipe by a stated rule."""

from __future__ import annotations

import math
from collections.abc import Sequence

from genevolve.language import read
from genevolve.records import Program, Request, Trajectory
from genevolve.records.data import AuditScores
from genevolve.world.data.findable import Findable
from genevolve.world.data.known import ItemSource, KnownItems
from genevolve.world.data.process import Process
from genevolve.world.illustrator.failures import hazards
from genevolve.world.illustrator.scene import FailureMode
from genevolve.world.sufficiency import checks_of, sufficiency
from genevolve.world.suite import SuiteItem
from genevolve.world.world import World

HAZARD_OF = {
    "quantity_counting": FailureMode.MISCOUNT,
    "text_rendering": FailureMode.GARBLE,
    "spatial_layout": FailureMode.OVERLAP,
    "attribute_binding": FailureMode.LEAK,
    "creative_drawing": FailureMode.WASHED_OUT,
    "physical_material_consistency": FailureMode.WRONG_MATERIAL,
    "anatomy_body_coherence": FailureMode.MISSHAPEN,
    "aesthetic_drawing": FailureMode.DULL_LIGHT,
}
"""What goes wrong in a picture where a skill was not applied."""

_TINY = 1e-9

Scored = tuple[int, str]


class WorldAuditor:
    """A `TrajectoryAuditor` of requests that the world's writer wrote."""

    id = "world-audit/1"

    def __init__(self, world: World, source: ItemSource) -> None:
        self._items = KnownItems(source)
        self._findable = Findable(world.library)

    async def audit(self, request: Request, trajectory: Trajectory) -> AuditScores:
        """See `TrajectoryAuditor.audit`.

        Raises:
            ConfigError: the world's writer did not write the request.
        """
        item = self._items.of(request)
        process = Process(item, trajectory, self._findable)
        program = trajectory.program or Program(gen_prompt="")
        scored = {
            "request_suitability": _suitability(item, self._findable),
            "reference_grounding": _grounding(item, program),
            "process_quality": _process(process),
            "skill_integration": _skills(item, program, process.opened),
            "program_faithfulness": _faithfulness(item, program),
        }
        scored["supervised_value"] = _value(
            [mark for name, (mark, _) in scored.items() if name != "request_suitability"]
        )
        return AuditScores(
            **{name: mark for name, (mark, _) in scored.items()},
            reasons={name: reason for name, (_, reason) in scored.items()},
        )


def _suitability(item: SuiteItem, findable: Findable) -> Scored:
    """5, less one for each fact or picture that a good query does not find; 1 when one is nowhere."""
    missing, hard = findable.missing(item), findable.hard(item)
    if missing:
        return 1, f"nothing in the world tells {missing[0]}"
    if hard:
        return max(5 - len(hard), 1), f"a good query does not find {hard[0]}"
    return 5, "all that it leaves open can be found"


def _grounding(item: SuiteItem, program: Program) -> Scored:
    """The mean over the named things, rounded down: 5 right and bound, 3 right and not bound, 2 none, 1 a wrong one."""
    titles = [reference.title for reference in program.references]
    right = {title for target in item.evidence.targets for title in target.titles}
    unmet = {
        getattr(one.demand, "entity_id", ""): one.missing
        for one in checks_of(item, program, read(program.gen_prompt))
        if one.missing
    }
    marks, said = [], []
    for target in item.evidence.targets:
        if not any(title in target.titles for title in titles):
            wrong = [title for title in titles if title not in right]
            marks.append(1 if wrong else 2)
            said.append(f"{wrong[0] if wrong else 'nothing'} stands for {target.name}")
        elif target.entity_id in unmet:
            marks.append(3)
            said.append(unmet[target.entity_id])
        else:
            marks.append(5)
    if not marks:
        return (3, "a reference that nothing asks for") if titles else (5, "no picture is needed")
    return int(sum(marks) / len(marks) + _TINY), said[0] if said else "every named thing is bound to its own picture"


def _process(process: Process) -> Scored:
    """5, less two for each fact or picture never found, less one for each wasted call, up to two."""
    unknown = (*process.facts_unknown, *process.pictures_unknown)
    wasted = process.wasted
    mark = max(5 - 2 * len(unknown) - min(len(wasted), 2), 1)
    if unknown:
        return mark, f"never found out: {unknown[0]}"
    return mark, f"a wasted call: {wasted[0]}" if wasted else "every call brought what was needed"


def _skills(item: SuiteItem, program: Program, opened: frozenset[str]) -> Scored:
    """5; with one needed skill that is not applied 3, with two 2, with more 1; 4 where all are applied, one unread."""
    left = {hazard.mode for hazard in hazards(read(program.gen_prompt))}
    unapplied = [skill for skill in item.ideal.skills if HAZARD_OF[skill] in left]
    unread = [skill for skill in item.ideal.skills if skill not in opened]
    if unapplied:
        told = [f"{skill} ({'read' if skill in opened else 'not read'})" for skill in unapplied]
        return max(4 - len(unapplied), 1), f"not applied: {', '.join(told)}"
    return (4, f"{unread[0]} was not read") if unread else (5, "every needed skill is read and applied")


def _faithfulness(item: SuiteItem, program: Program) -> Scored:
    """The five steps of program sufficiency."""
    found = sufficiency(item, program)
    return round(1 + 4 * found.score), found.reason


def _value(marks: Sequence[int]) -> Scored:
    """The mean of what the trajectory itself is worth, rounded down, and at most one above the weakest part."""
    weakest = min(marks)
    mark = min(math.floor(sum(marks) / len(marks) + _TINY), weakest + 1)
    return mark, f"its weakest part is worth {weakest} of 5"
