"""Which of an item's facts a trajectory was told, and which its program states: copying, counted."""

from __future__ import annotations

import re

from genevolve.records import Program, Role, Trajectory
from genevolve.world.suite import Fact, SuiteItem


def told_facts(item: SuiteItem, trajectory: Trajectory) -> frozenset[Fact]:
    """The facts whose value, to the letter but for its case, stood in the request or in what a tool returned."""
    return _stated(item, "\n".join(turn.text for turn in trajectory.turns if turn.role is Role.USER))


def used_facts(item: SuiteItem, program: Program) -> frozenset[Fact]:
    """The facts whose value stands in the program."""
    return _stated(item, "\n".join([program.gen_prompt, *(one.note for one in program.references)]))


def wanted_facts(item: SuiteItem) -> frozenset[Fact]:
    """The facts whose value the ideal program states; others show in a picture, or lead to another fact."""
    return _stated(item, "\n".join([item.ideal.gen_prompt, *item.ideal.notes]))


def _stated(item: SuiteItem, text: str) -> frozenset[Fact]:
    return frozenset(
        fact for fact in item.evidence.facts if re.search(rf"(?<!\w){re.escape(fact.value)}(?!\w)", text, re.IGNORECASE)
    )
