"""What the planner says to itself before a step: short, specific, and why."""

from __future__ import annotations

from collections.abc import Sequence

from genevolve.agent.planner.compose.naming import indefinite
from genevolve.agent.planner.compose.wording import listed
from genevolve.agent.planner.facts import Found, query_for
from genevolve.agent.planner.filling import spoken
from genevolve.agent.planner.matching import plain_title
from genevolve.agent.planner.subjects import Subject, look_alike_said
from genevolve.agent.planner.triggers import BINDING, BODY, COUNTING, LAYOUT, LIGHT, MATERIAL, STYLE, TEXT, num_free
from genevolve.agent.planner.understanding import Understanding
from genevolve.language.description import Description, OpenFact
from genevolve.language.living import is_living
from genevolve.language.nouns import plural
from genevolve.language.numerals import number_word


def before_search(facts: Sequence[OpenFact], names: Sequence[str]) -> str:
    """Why facts are looked up."""
    said = []
    if facts:
        what, them = listed([query_for(fact) for fact in facts]), "it" if len(facts) == 1 else "them"
        said.append(f"The generator cannot know the {what}; I look {them} up instead of guessing.")
    if names:
        who = _capital(listed([the(name) for name in names]))
        looks, described = ("its looks", "it is") if len(names) == 1 else ("their looks", "they are")
        said.append(f"{who} must be right: {looks} are a matter of fact, so I read how {described} described.")
    return " ".join(said)


def before_second_search(facts: Sequence[OpenFact]) -> str:
    """Why a fact is looked up again."""
    missing = listed([query_for(fact) for fact in facts])
    return f"None of these results states the {missing}, so I ask once more, for the facts as such."


def before_pictures(subject: Subject, query: str, known: Understanding) -> str:
    """Why a picture is asked for."""
    before = _what_was_found(known)
    if query not in (subject.name, *subject.other_names) and known.history.pictures:
        return f"{before}No picture shows {subject.name}; I look for {indefinite(query)}, which is akin to it."
    if query != subject.name:
        return f"{before}Nothing shows {subject.name} itself; I try {query}, another name for it."
    if subject.named:
        other = look_alike_said(subject, known.history.all_texts)
        if other:
            alike = f"{_capital(the(query))} and {the(other)} look nearly the same"
            return f"{before}{alike}, so I need a picture that is surely {the(query)}."
        return f"{before}A generator would invent something like {the(query)}, so I need a picture of it."
    return f"{before}A picture of the {query} will settle its shape."


def _what_was_found(known: Understanding) -> str:
    """A word on the latest choice, above all when a look-alike was passed over."""
    if known.choices and (latest := known.choices[-1]).passed_over is not None:
        other = plain_title(latest.passed_over.title)
        return f"I keep {plain_title(latest.picture.title)} and leave {other}, which is not what was asked. "
    if known.found and not known.history.pictures:
        return f"{_fact_said(known.found[0])} "
    return ""


def _fact_said(found: Found) -> str:
    return f"The {query_for(found.fact)} is {spoken(found)}, says the card {found.card!r}."


def before_asking(subject: Subject) -> str:
    """Why the kind of an animal is looked up."""
    return f"There is no picture of {indefinite(subject.name)}; I read what kind of animal it is, for one that is akin."


def before_skill(skill: str, known: Understanding) -> str:
    """Why a skill is opened."""
    description = known.description
    reasons = {
        COUNTING: _counting(description),
        BINDING: f"{_capital(listed(_coloured(description)))} must not take each other's colours or materials.",
        TEXT: f"The letters {listed([repr(text.string) for text in description.texts[:2]])} have to come out exactly.",
        LAYOUT: f"{_capital(number_word(num_free(description)))} different things need places that do not collide.",
        STYLE: "The style must not swallow the things' own shapes and colours.",
        BODY: f"{_capital(listed(_living(description)))}: a body needs a clear pose to come out whole.",
        MATERIAL: f"{_capital(listed(_materials(description)))} should look like the real stuff, not like a tint.",
        LIGHT: "One light with a direction will tie the picture together.",
    }
    return f"{reasons[skill]} I read {skill}."


def before_answer(known: Understanding, *, hurried: bool) -> str:
    """What the program rests on."""
    parts = [_fact_said(found) for found in known.found]
    for number, choice in enumerate(known.choices, start=1):
        over = f", not {plain_title(choice.passed_over.title)}" if choice.passed_over else ""
        parts.append(f"Reference {number} is {plain_title(choice.picture.title)}{over}.")
    missing = [subject.name for subject in known.subjects if subject.named and known.choice_for(subject) is None]
    if missing:
        parts.append(f"I found no picture that surely shows {listed(missing)}, so I give none rather than a wrong one.")
    parts.append("I have to answer now." if hurried else "I write the program.")
    return " ".join(parts)


def the(name: str) -> str:
    """A name with its article: "the flag of Chad", but "Mount Fuji"."""
    proper = name[:1].isupper() and name.split()[-1][:1].isupper() and " of " not in name
    bare = proper or name.startswith("the ")
    return name if bare else f"the {name}"


def _counting(description: Description) -> str:
    groups = [thing for thing in description.things if thing.count >= 3 or thing.members]
    if not groups:
        return "The things have to be counted out."
    return f"{_capital(number_word(groups[0].count))} {plural(groups[0].noun)} have to be counted out one by one."


def _coloured(description: Description) -> list[str]:
    return [f"the {thing.noun}" for thing in description.things if thing.colours or thing.materials][:3] or [
        "the things"
    ]


def _living(description: Description) -> list[str]:
    return [f"the {thing.noun}" for thing in description.things if is_living(thing.noun)][:3]


def _materials(description: Description) -> list[str]:
    return list(dict.fromkeys(use.material.value for thing in description.things for use in thing.materials))[:3] or [
        "the material"
    ]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
