"""The next step of a trajectory: the first of the workflow's steps that still has something to do."""

from __future__ import annotations

from collections.abc import Iterator

from genevolve.agent.planner import thoughts
from genevolve.agent.planner.compose.clean import clean
from genevolve.agent.planner.compose.prompt import compose
from genevolve.agent.planner.facts import query_for, second_query_for
from genevolve.agent.planner.history import History
from genevolve.agent.planner.matching import is_stale, terms
from genevolve.agent.planner.names import loose_names
from genevolve.agent.planner.subjects import Choice, card_for
from genevolve.agent.planner.triggers import needed_skills
from genevolve.agent.planner.understanding import Understanding, understand
from genevolve.agent.protocol import format_answer, format_tool_call
from genevolve.language.description import Thing
from genevolve.language.living import is_living
from genevolve.records import ReferenceChoice, ToolCall
from genevolve.records.wire import (
    IMAGE_SEARCH,
    MAX_REFERENCES,
    QUERIES,
    QUERY,
    QUERY_KNOWLEDGE,
    SEARCH,
    SKILL_NAME,
)
from genevolve.tools.duplicates import content_words

MAX_TOOL_TURNS = 10
MAX_QUERIES = 5
MAX_QUERY_CHARS = 120
MAX_NOTE_CHARS = 200
MIN_TURNS_TO_ASK = 6


def next_turn(history: History, tools: frozenset[str]) -> str:
    """The text of the next assistant turn."""
    if history.num_answers:
        return _plain_answer(history)
    known = understand(history)
    if not history.final_step and history.num_turns < MAX_TOOL_TURNS:
        for tool, step in _STEPS:
            if tool in tools and (turn := step(known)) is not None:
                return turn
    return _answer(known)


def _search(known: Understanding) -> str | None:
    """One batch for every open fact and every name; then one more for facts that are still missing."""
    history = known.history
    if not history.searched:
        facts = known.asked.open_facts
        given = [thing.name for thing in known.asked.things if _is_given_name(thing, known)]
        names = list(dict.fromkeys([*given, *loose_names(known.asked)]))
        queries = _fresh([*map(query_for, facts), *names], history)
        return _call_search(thoughts.before_search(facts, names), queries)
    missing = known.description.open_facts
    if len(history.searched) <= MAX_QUERIES and missing:
        queries = _fresh(map(second_query_for, missing), history)
        return _call_search(thoughts.before_second_search(missing), queries)
    return None


def _is_given_name(thing: Thing, known: Understanding) -> bool:
    """Whether the thing is named outright, and not by a fact that is yet to be found."""
    own = set(terms(thing.name))
    return thing.named and not any(own <= set(terms(fact.phrase)) for fact in known.asked.open_facts)


def _fresh(queries: Iterator[str] | list[str] | map[str], history: History) -> list[str]:
    """Queries that were not asked, and do not repeat each other."""
    fresh: dict[frozenset[str], str] = {}
    for query in queries:
        short = " ".join(query.split())[:MAX_QUERY_CHARS].strip()
        if short and not history.has_searched(short):
            fresh.setdefault(content_words(short), short)
    return list(fresh.values())[:MAX_QUERIES]


def _call_search(thought: str, queries: list[str]) -> str | None:
    return format_tool_call(thought, ToolCall(name=SEARCH, arguments={QUERIES: queries})) if queries else None


def _look_for_pictures(known: Understanding) -> str | None:
    """One image search a subject until both references are found; skills that are needed keep their turns."""
    history = known.history
    turns_left = MAX_TOOL_TURNS - history.num_turns
    waiting = [skill for skill in needed_skills(known.description) if skill not in history.opened]
    if len(known.choices) >= MAX_REFERENCES:
        return None
    for subject in known.subjects:
        if known.choice_for(subject) is not None:
            continue
        if not subject.named and turns_left <= min(len(waiting), MAX_TOOL_TURNS // 2):
            continue
        for name in subject.queries:
            query = " ".join(name.split())[:MAX_QUERY_CHARS].strip()
            if query and not history.has_pictured(query):
                thought = thoughts.before_pictures(subject, query, known)
                return format_tool_call(thought, ToolCall(name=IMAGE_SEARCH, arguments={QUERY: query}))
    return None


def _ask_what_it_is(known: Understanding) -> str | None:
    """For an animal of which no picture is found: what kind of animal it is, for a picture of that."""
    history = known.history
    if len(known.choices) >= MAX_REFERENCES or MAX_TOOL_TURNS - history.num_turns < MIN_TURNS_TO_ASK:
        return None
    for subject in known.subjects:
        unseen = known.choice_for(subject) is None and history.has_pictured(subject.name)
        if unseen and not subject.named and is_living(subject.name) and _fresh([subject.name], history):
            return _call_search(thoughts.before_asking(subject), _fresh([subject.name], history))
    return None


def _open_skill(known: Understanding) -> str | None:
    for skill in needed_skills(known.description):
        if skill not in known.history.opened:
            call = ToolCall(name=QUERY_KNOWLEDGE, arguments={SKILL_NAME: skill})
            return format_tool_call(thoughts.before_skill(skill, known), call)
    return None


def _answer(known: Understanding) -> str:
    references = [ReferenceChoice(img_id=choice.picture.img_id, note=_note(choice, known)) for choice in known.choices]
    thought = thoughts.before_answer(known, hurried=known.history.final_step)
    return format_answer(thought, compose(known.plan), references)


def _plain_answer(history: History) -> str:
    """The request itself, without references: what can still be said after an answer was refused."""
    return format_answer("My answer was refused; I hand over the request in its own words.", clean(history.request, 0))


def _note(choice: Choice, known: Understanding) -> str:
    """What the reference is for, with what its card says of its looks."""
    card = card_for(choice.subject, known.history.all_texts)
    note = f"exact look of {thoughts.the(choice.query)}" if choice.subject.named else f"shape of the {choice.query}"
    if card is not None and not is_stale(card.title):
        note = f"{note}: {card.snippet}"
    return note if len(note) <= MAX_NOTE_CHARS else note[: MAX_NOTE_CHARS - 1].rstrip() + "…"


_STEPS = (
    (SEARCH, _search),
    (IMAGE_SEARCH, _look_for_pictures),
    (SEARCH, _ask_what_it_is),
    (QUERY_KNOWLEDGE, _open_skill),
)
