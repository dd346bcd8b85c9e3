"""The head of a noun phrase and its name."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from genevolve.language.lexicons import word_set
from genevolve.language.names import is_name
from genevolve.language.nounphrase import NounPhrase
from genevolve.language.nouns import is_plural_only, singular
from genevolve.language.readings import Reading, Unit


def settle_head(phrase: NounPhrase, nouns: Sequence[Unit], at_start: bool) -> None:
    """Find the head of the phrase and its name; `at_start` tells that the first noun opens a sentence."""
    named = [is_name(unit, index == 0 and at_start) for index, unit in enumerate(nouns)]
    last = nouns[-1]
    base, is_many = last.readings.get(Reading.NOUN, (singular(last.lower), False))
    phrase.named = any(named)
    phrase.plural = is_many
    phrase.known = last.known
    if phrase.named:
        _named_head(phrase, nouns, named, base)
        return
    if len(nouns) == 2 and nouns[0].lower == "element":
        phrase.noun, phrase.name, phrase.named = "element", f"element {last.lower}", True
        return
    phrase.noun = base
    before = [unit.lower for unit in nouns[:-1]]
    phrase.modifiers = before
    phrase.name = " ".join([*before, base])
    if is_plural_only(base) and phrase.plural:
        phrase.plural = False


def _named_head(phrase: NounPhrase, nouns: Sequence[Unit], named: list[bool], base: str) -> None:
    last = nouns[-1]
    words = [unit.text for unit in nouns]
    kinds = word_set("nouns", "roles", "kinds")
    first_kind = singular(nouns[0].lower)
    before_of = next((unit for unit, following in pairwise(nouns) if following.lower == "of"), None)
    if before_of is not None and before_of.known and before_of.can(Reading.NOUN):
        phrase.noun = singular(before_of.lower)
    elif not named[-1]:
        phrase.noun = base
        words[-1] = base
    elif not named[0] and first_kind in kinds | word_set("nouns", "roles", "emblems"):
        phrase.noun = first_kind
    elif last.known and last.can(Reading.NOUN) and len(nouns) > 1 and not last.can(Reading.NAME):
        phrase.noun = base
    elif any(singular(unit.lower) in kinds or unit.lower == "statue" for unit in nouns[:-1]):
        phrase.noun = next(
            singular(unit.lower) for unit in nouns[:-1] if singular(unit.lower) in kinds or unit.lower == "statue"
        )
    elif nouns[0].lower in {"mount", "mt"}:
        phrase.noun = "mountain"
    elif nouns[0].lower == "lake":
        phrase.noun = "lake"
    else:
        phrase.noun = " ".join(unit.lower for unit in nouns)
    phrase.name = " ".join(words)
