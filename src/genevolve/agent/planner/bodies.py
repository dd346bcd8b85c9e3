"""Which body plan a living thing has, so that its pose can be described."""

from __future__ import annotations

from genevolve.agent.planner.wordlists import word_list
from genevolve.language.living import is_living, people
from genevolve.language.nouns import singular

_PLANS = ("bird", "fish", "insect", "serpent", "other")

__all__ = ["body_plan", "is_living"]


def body_plan(noun: str) -> str:
    """One of person, bird, fish, insect, serpent and other; quadruped for all other animals."""
    base = singular(noun)
    head = base.rpartition(" ")[2]
    if base in people() or head in people():
        return "person"
    for plan in _PLANS:
        if base in word_list(f"{plan}s") or head in word_list(f"{plan}s"):
            return plan
    return "quadruped"
