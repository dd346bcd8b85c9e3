"""Facts that stand on one another: what has to be known before something else can be asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from genevolve.world.suite import Fact, SuiteItem

_NUMBERED = re.compile(r"(\w+) with (.+) (\d+)")


def leads_to(one: Fact, other: Fact) -> bool:
    """Whether the value of `one` is needed to ask for `other`: it is in the query, or counts on to it."""
    return other is not one and (one.value in other.query or _counts_on_to(one, other))


def called(fact: Fact, facts: Sequence[Fact]) -> str:
    """How the value of `fact` is called by somebody who knows no value of `facts` yet.

    That is its query, except where a number in it has to be found first: `element that comes right after cobalt`.
    """
    before = next((one for one in facts if one is not fact and _counts_on_to(one, fact)), None)
    kind = fact.query.partition(" ")[0]
    return fact.query if before is None else f"{kind} that comes right after {before.subject.lower()}"


def in_the_letters_of_the_request(item: SuiteItem) -> SuiteItem:
    """The same item with queries that name things as its request writes them: `atomic number of cobalt`."""
    prompt = item.request.prompt
    facts = tuple(
        fact.model_copy(update={"query": fact.query.replace(fact.subject, fact.subject.lower())})
        if fact.subject not in prompt and fact.subject.lower() in prompt
        else fact
        for fact in item.evidence.facts
    )
    return item.model_copy(update={"evidence": item.evidence.model_copy(update={"facts": facts})})


def _counts_on_to(one: Fact, other: Fact) -> bool:
    """Whether the number in the query of `other` is the one after the value of `one`."""
    numbered = _NUMBERED.fullmatch(other.query)
    return (
        numbered is not None
        and one.attribute == numbered[2]
        and one.value.isdecimal()
        and int(numbered[3]) == int(one.value) + 1
    )
