"""What is planned before anything is looked up: a draft of the program, what to search, and which skills to read.

The draft is the program in its final words, except for what nobody can know yet, which is called as the request calls
it: `the flag of the country whose capital is Windhoek`. What is written in the end is then a copy of the draft with
what was found put in.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

from genevolve.world.suite import Fact, SuiteItem, Target
from genevolve.world.teacher.chains import called, leads_to
from genevolve.world.teacher.lapses import Lapse, lapsed_prompt, without_facts

MAX_QUERIES = 5

_OPEN_ADJECTIVE = re.compile(r"\ban? (?:[a-z-]+ )?[a-z-]+ \(#[0-9a-f]{6}\) (\w)")
_OPEN_COLOUR = re.compile(r"\bis (?:[a-z-]+ )?[a-z-]+ \(#[0-9a-f]{6}\)")
_NOT_WORD = r"(?<!\w)(?:the )?{}(?!\w)"


def plan(item: SuiteItem, lapses: frozenset[Lapse] = frozenset()) -> dict[str, str]:
    """What there is of `Draft`, `Search` (`["motto of X"].`), `Picture` (`"X".`) and `Skills`, in this order."""
    parts = {"Draft": draft(item, lapses)}
    if queries := queries_for(known_facts(item, lapses), ()):
        parts["Search"] = f"{json.dumps(queries, ensure_ascii=False)}."
    if pictures := [_planned(target, item, lapses) for target in item.evidence.targets]:
        parts["Picture"] = f"{', '.join(json.dumps(picture, ensure_ascii=False) for picture in pictures)}."
    if skills := [skill for skill in item.ideal.skills if Lapse(skill) not in lapses]:
        parts["Skills"] = f"{', '.join(skills)}."
    return parts


def planned(parts: Mapping[str, str]) -> str:
    """A plan as it is said: `Draft: A scene in a park, … Search: ["motto of X"]. Skills: text_rendering.`."""
    return " ".join(f"{name}: {text}" for name, text in parts.items())


def draft(item: SuiteItem, lapses: frozenset[Lapse] = frozenset()) -> str:
    """The program as far as the request tells it."""
    prompt = program_prompt(item, lapses)
    for fact in item.evidence.facts:
        if fact.value not in item.request.prompt:
            prompt = prompt.replace(f'the text "{fact.value}"', f"the text of its {fact.attribute}")
            prompt = prompt.replace(f"The words {fact.value} appear", f"The words of its {fact.attribute} appear")
    colour = next((fact.attribute for fact in item.evidence.facts if "colour" in fact.attribute), "colour")
    prompt = _OPEN_ADJECTIVE.sub(r"a \1", _OPEN_COLOUR.sub(f"is its {colour}", prompt))
    return _opened(prompt, item)


def program_prompt(item: SuiteItem, lapses: frozenset[Lapse]) -> str:
    """The prompt of the program that somebody with these lapses ends with."""
    prompt = item.ideal.gen_prompt
    return lapsed_prompt(without_facts(prompt, item) if Lapse.NO_SEARCH in lapses else prompt, lapses)


def known_facts(item: SuiteItem, lapses: frozenset[Lapse]) -> tuple[Fact, ...]:
    """The facts that are looked up."""
    return () if Lapse.NO_SEARCH in lapses else item.evidence.facts


def queries_for(facts: Sequence[Fact], asked: Sequence[Fact]) -> list[str]:
    """All that can be asked for by now: a thing's name before what is said of it."""
    waiting = [fact for fact in facts if fact not in asked]
    ready = [fact for place, fact in enumerate(waiting) if not any(leads_to(one, fact) for one in waiting[:place])]
    return list(dict.fromkeys(fact.query for fact in ready))[:MAX_QUERIES]


def picture_query(target: Target, lapses: frozenset[Lapse]) -> str:
    """How a picture of it is asked for first."""
    return target.name.split(" ")[-1] if Lapse.VAGUE_QUERY in lapses else target.query


def _planned(target: Target, item: SuiteItem, lapses: frozenset[Lapse]) -> str:
    """The query as far as it can be known: of a name that is yet to be found not even a word is told."""
    query = picture_query(target, lapses)
    return query if query in item.request.prompt else _opened(target.query, item)


def _opened(text: str, item: SuiteItem) -> str:
    """The text without what the request leaves open."""
    facts = item.evidence.facts
    leading = [fact for fact in facts if fact.attribute == "name" or any(leads_to(fact, one) for one in facts)]
    for fact in reversed([fact for fact in leading if fact.value not in item.request.prompt]):
        text = _told_as(called(fact, facts), text, fact)
    return text


def _told_as(name: str, text: str, fact: Fact) -> str:
    """The text with `name` where the value of a fact stood, and no `coat of arms of the coat of arms …`."""
    words = name.split()
    heads = [f"{' '.join(words[:number])} of " for number in range(len(words), 0, -1)]
    for head in (*heads, ""):
        value = re.compile(_NOT_WORD.format(re.escape(f"{head}{fact.value}")))
        if value.search(text):
            return value.sub(f"the {name}", text)
    return text
