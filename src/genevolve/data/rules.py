"""The rules for requests (method section 3), as far as code can see that one is broken."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from genevolve.config.data import ScreenSettings
from genevolve.data.drafts import Draft
from genevolve.data.persons import PRIVATE_PERSON, private_persons
from genevolve.data.phrases import phrases_pattern
from genevolve.data.similar import words_of
from genevolve.data.unsafe import unsafe
from genevolve.records import Axes, Reason, Recipe
from genevolve.records.wire import IMAGE_ID_PATTERN

TOO_SHORT = "too_short"
TOO_LONG = "too_long"

_LISTS = Path(__file__).parent / "lists" / "wording.toml"
_LINK = re.compile(rf"https?://|\bwww\.|{IMAGE_ID_PATTERN}")
_QUOTED = re.compile(r"[\"“][^\"”]+[\"”]")
_NUMBER = re.compile(
    r"\b(?:[2-9]|two|three|four|five|six|seven|eight|nine|pair|both|trio|half a dozen)\b", re.IGNORECASE
)
_DESCRIBED, _LOOKS = "described", "looks"
_MENTIONED = 0.6
"""Such a share of the long words of a name in a text means that the text names the thing."""


def faults_of_text(text: str, public: tuple[str, ...], lengths: ScreenSettings) -> Iterator[Reason]:
    """What forbids a request whoever wrote it; `public` are names in it that are no private persons'."""
    num = len(text.split())
    if num < lengths.min_words:
        yield Reason(code=TOO_SHORT, detail=f"{num} words, fewest are {lengths.min_words}")
    if num > lengths.max_words:
        yield Reason(code=TOO_LONG, detail=f"{num} words, most are {lengths.max_words}")
    for code, pattern in (("names_tool", _words("tools")), ("names_skill", _words("skills")), ("holds_link", _LINK)):
        if found := pattern.search(text):
            yield Reason(code=code, detail=found[0])
    for person in private_persons(text, public):
        yield Reason(code=PRIVATE_PERSON, detail=person)
    for code, words in unsafe(text):
        yield Reason(code=code, detail=words)


def faults_of_draft(draft: Draft, recipe: Recipe, axes: Axes, lengths: ScreenSettings) -> tuple[Reason, ...]:
    """Every rule that a draft breaks; the details are fit to be told to its writer."""
    found = list(faults_of_text(draft.request, public_names(draft), lengths))
    return tuple(found + [fault for rule in _RULES for fault in rule(draft, recipe, axes)])


def public_names(draft: Draft) -> tuple[str, ...]:
    """The names that its writer answers for as public: of things, and in facts."""
    things = [one.name for one in draft.entities if not one.private_person]
    return tuple(dict.fromkeys([*things, *(fact.answer for fact in draft.facts)]))


def names(text: str, name: str) -> bool:
    """Whether a text names a thing, if not word for word: "the Dragon Bridge" for "Dragon Bridge (Ljubljana)"."""
    there = set(words_of(text))
    long = [word for word in words_of(name.partition(" (")[0]) if len(word) > 3] or words_of(name)
    return bool(long) and sum(word in there for word in long) / len(long) >= _MENTIONED


def _needs_picture(draft: Draft, recipe: Recipe, _axes: Axes) -> Iterator[Reason]:
    shown = [one.name for one in draft.entities if one.shown]
    if not shown:
        yield Reason(code="needs_no_picture", detail="no entity is `shown`: at least one has to be recognisable")
    elif recipe.factual_gap != _DESCRIBED and not any(names(draft.request, one) for one in shown):
        yield Reason(
            code="thing_not_named", detail=f"none of what is shown is named in the request: {', '.join(shown)}"
        )


def _needs_search(draft: Draft, recipe: Recipe, _axes: Axes) -> Iterator[Reason]:
    if recipe.factual_gap == _LOOKS:
        return
    if not draft.facts:
        yield Reason(code="needs_no_search", detail=f"`facts` is empty, but the gap is {recipe.factual_gap!r}")
    asked = f" {' '.join(words_of(draft.request))} "
    for fact in draft.facts:
        answer = " ".join(words_of(fact.answer))
        if answer and f" {answer} " in asked:
            yield Reason(code="fact_given_away", detail=f"the request says {fact.answer!r}, which is to be looked up")
    if recipe.factual_gap == _DESCRIBED and draft.entities and names(draft.request, draft.entities[0].name):
        name = draft.entities[0].name
        yield Reason(code="thing_named", detail=f"{name!r} is named; say only by what facts it can be found")


def _meets_recipe(draft: Draft, recipe: Recipe, _axes: Axes) -> Iterator[Reason]:
    wanted = {recipe.dominant, *recipe.secondaries}
    if "text" in wanted and not _QUOTED.search(draft.request) and recipe.factual_gap == _LOOKS:
        yield Reason(code="text_not_said", detail="the words to be read are not in quotation marks")
    if "count" in wanted and not _NUMBER.search(draft.request):
        yield Reason(code="count_not_said", detail="no number from two to nine is said")


def _can_be_checked(draft: Draft, recipe: Recipe, _axes: Axes) -> Iterator[Reason]:
    fewest = 1 + len(recipe.secondaries)
    empty = [one for one in draft.checks if not words_of(_words("vague").sub("", one))]
    if empty:
        yield Reason(code="not_checkable", detail=f"nobody can tell whether this is met: {empty[0]!r}")
    if len(draft.checks) - len(empty) < fewest:
        yield Reason(code="too_few_checks", detail=f"{len(draft.checks)} checks, at least {fewest} are needed")


def _names_nobody_private(draft: Draft, _recipe: Recipe, _axes: Axes) -> Iterator[Reason]:
    for one in draft.entities:
        if one.private_person:
            yield Reason(code=PRIVATE_PERSON, detail=one.name)


def _is_mid_tail(draft: Draft, _recipe: Recipe, axes: Axes) -> Iterator[Reason]:
    famous = {" ".join(words_of(one)): one for one in axes.too_famous}
    for entity in draft.entities:
        if one := famous.get(" ".join(words_of(entity.name.removeprefix("The ").removeprefix("the ")))):
            yield Reason(code="too_famous", detail=f"{one} is asked for too often; take something less known")


_Rule = Callable[[Draft, Recipe, Axes], Iterator[Reason]]
_RULES: tuple[_Rule, ...] = (
    _needs_picture, _needs_search, _meets_recipe, _can_be_checked, _names_nobody_private, _is_mid_tail,
)  # fmt: skip


@cache
def _words(name: str) -> re.Pattern[str]:
    return phrases_pattern(tomllib.loads(_LISTS.read_text(encoding="utf-8"))[name])
