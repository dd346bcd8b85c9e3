"""Which body plan a living thing has, so that its pose can be described."""

from __future__ import annotations

from genevolve.agent.planner.wordlists import word_list
from genevolve.language.living import is_living, people
from genevolve.language.nouns import singular
from genevolve.language.verbs import VerbForm, verb_forms

_PLANS = ("bird", "fish", "insect", "serpent", "other")

__all__ = ["as_participle", "body_plan", "is_living"]


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


def as_participle(pose: str) -> str:
    """A pose that begins with a finite verb, with its participle: "stands by the door" as "standing by the door"."""
    first, space, rest = pose.partition(" ")
    base, form = verb_forms().get(first.casefold(), ("", VerbForm.ING))
    if form not in (VerbForm.BASE, VerbForm.THIRD):
        return pose
    return next((word for word, known in verb_forms().items() if known == (base, VerbForm.ING)), first) + space + rest
