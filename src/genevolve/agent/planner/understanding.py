"""All that the planner knows at one step, worked out anew from the messages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from genevolve.agent.planner.compose.clean import without_leaks
from genevolve.agent.planner.compose.lettering import carrier_things
from genevolve.agent.planner.compose.plan import Plan
from genevolve.agent.planner.facts import Found, is_visual, resolve
from genevolve.agent.planner.filling import fill_in, rename, spoken
from genevolve.agent.planner.history import History, TextFound
from genevolve.agent.planner.intent import (
    with_emblems_borne,
    with_posters_titled,
    with_surface_as_place,
)
from genevolve.agent.planner.matching import terms
from genevolve.agent.planner.names import with_whole_names
from genevolve.agent.planner.subjects import Choice, Subject, choose, kinds_said
from genevolve.agent.planner.wordlists import synonyms, word_list
from genevolve.language import read
from genevolve.language.description import Description, Thing
from genevolve.language.living import is_living
from genevolve.records.wire import MAX_REFERENCES

MAX_NAMES_TRIED = 3
_VAGUE = frozenset({"animal", "creature", "mammal"})


@dataclass(frozen=True, slots=True)
class Understanding:
    """The request as it stands after what was found."""

    history: History
    asked: Description
    found: tuple[Found, ...]
    description: Description
    subjects: tuple[Subject, ...]
    choices: tuple[Choice, ...]

    @property
    def plan(self) -> Plan:
        """What the composer is to say."""
        references = {
            index: number for number, choice in enumerate(self.choices, start=1) for index in choice.subject.things
        }
        values = tuple((one.fact.phrase, spoken(one)) for one in self.found)
        akin = frozenset(index for choice in self.choices if not choice.exact for index in choice.subject.things)
        return Plan(self.description, references, frozenset(self.history.skills), values, akin)

    def choice_for(self, subject: Subject) -> Choice | None:
        """The picture chosen for `subject`, if one was."""
        return next((choice for choice in self.choices if choice.subject == subject), None)


def understand(history: History) -> Understanding:
    """Read the request, put in the facts that were found, and choose among the pictures that were found."""
    asked = with_whole_names(_read(history.request), history.titles)
    found = tuple(one for fact in asked.open_facts if (one := resolve(fact, history)) is not None)
    description = fill_in(asked, found)
    subjects = tuple(_subjects(description, found, history.all_texts))
    chosen = [choice for subject in subjects if (choice := _chosen(subject, history)) is not None]
    kept = sorted(chosen[:MAX_REFERENCES], key=lambda choice: _number(choice.picture.img_id))
    return Understanding(history, asked, found, _renamed(description, kept), subjects, tuple(kept))


@lru_cache(maxsize=64)
def _read(request: str) -> Description:
    return with_posters_titled(with_surface_as_place(with_emblems_borne(read(without_leaks(request)))))


def _subjects(description: Description, found: tuple[Found, ...], texts: tuple[TextFound, ...]) -> Iterator[Subject]:
    """Distinct things whose looks matter: named ones first, then what a fact turned out to be, then the rest."""
    skip = carrier_things(Plan(description))
    things = [thing for thing in description.things if thing.index not in skip and not _is_scenery(thing)]
    by_name: dict[tuple[str, ...], list[Thing]] = {}
    for thing in things:
        by_name.setdefault(terms(thing.name) or (thing.name,), []).append(thing)
    subjects = [_subject(group, found, texts) for group in by_name.values()]
    yield from sorted(subjects, key=lambda subject: (not subject.named, len(subject.queries) == 1))


def _subject(group: list[Thing], found: tuple[Found, ...], texts: tuple[TextFound, ...]) -> Subject:
    name, things = group[0].name, tuple(thing.index for thing in group)
    if any(thing.named for thing in group):
        return Subject(tuple(dict.fromkeys((name, _bare_name(name)))), True, things)
    facts = [one for one in found if is_visual(one.fact) and one.value == name]
    kinds = {word for one in facts for word in one.fact.attribute.split()[-1:]}
    others = tuple(other for one in facts for other in one.others if other not in kinds)
    heads = [other.split()[-1] for other in (name, *others) if " " in other and is_living(other)]
    wider = [kind for kind in (*kinds_said(name, texts), *kinds) if is_living(kind) and kind not in _VAGUE]
    akin = tuple(dict.fromkeys([*heads, *wider]))
    queries = tuple(dict.fromkeys([name, *others, *synonyms(name)[:1], *akin]))[:MAX_NAMES_TRIED]
    return Subject(queries, False, things, others, akin)


def _bare_name(name: str) -> str:
    """The name without the kind of picture that is wanted of it: "City of Grimrenwick" of its coat of arms."""
    for kind in ("coat of arms of", "flag of", "logo of", "emblem of", "crest of"):
        if name.casefold().startswith(f"{kind} "):
            return name[len(kind) + 1 :].removeprefix("the ")
    return " ".join(word for word in name.split() if word not in {"logo", "flag", "emblem", "crest"}) or name


def _is_scenery(thing: Thing) -> bool:
    return not thing.named and thing.noun in word_list("scenery")


def _chosen(subject: Subject, history: History) -> Choice | None:
    for query in subject.queries:
        if (choice := choose(subject, query, history.pictures_for(query))) is not None:
            return choice
    return None


def _renamed(description: Description, choices: list[Choice]) -> Description:
    """When only another name of a fact has a picture, the thing goes by that name."""
    for choice in choices:
        if choice.query in choice.subject.other_names:
            for index in choice.subject.things:
                description = rename(description, index, choice.query)
    return description


def _number(img_id: str) -> int:
    return int(img_id.rpartition("_")[2])
