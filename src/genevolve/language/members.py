"""Single ones among several alike: "the third one blue", "four red ones and one blue one"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from genevolve.language.description import Colour, Placement
from genevolve.language.drafts import MemberDraft, ThingDraft, merged
from genevolve.language.nounphrase import NounPhrase
from genevolve.language.vocabulary import Material, Size

_ORDERED = {
    "last": -1,
    "final": -1,
    "middle": 0,
    "central": 0,
    "centre": 0,
    "center": 0,
    "leftmost": 1,
    "rightmost": -1,
    "left": 1,
    "right": -1,
}


@dataclass(slots=True)
class Singled:
    """Members of a thing that the following words speak of."""

    thing: ThingDraft
    ordinals: list[int] = field(default_factory=list)
    by_place: bool = False  # "the one on the left": the placement that follows tells which

    def drafts(self) -> list[MemberDraft]:
        """Their drafts, made as needed."""
        return [self.thing.member(ordinal) for ordinal in self.ordinals]


def singled_out(phrase: NounPhrase, counted: Sequence[ThingDraft], pronoun: bool) -> Singled | None:
    """The members that a noun phrase points at, sought among the `counted` things, the latest first."""
    for thing in counted:
        if not pronoun and phrase.noun not in {"", thing.noun}:
            continue
        found = _ordinals(phrase, thing)
        if found is not None:
            return Singled(thing, found, by_place=not found)
    return None


def _ordinals(phrase: NounPhrase, thing: ThingDraft) -> list[int] | None:
    if phrase.ordinal is not None:
        return [phrase.ordinal] if phrase.ordinal <= max(thing.count, 1) else None
    if phrase.noun in {"other", "rest"} or "other" in phrase.adjectives or "remaining" in phrase.adjectives:
        return free_ordinals(thing)
    for word in phrase.adjectives:
        if word in _ORDERED and phrase.determiner in {"the", ""}:
            return [_position(_ORDERED[word], thing.count)]
    if phrase.number is not None and phrase.number < thing.count and phrase.determiner != "the" and not phrase.exact:
        return free_ordinals(thing)[: phrase.number]
    if phrase.noun == "one" and phrase.determiner == "the":
        return []
    if phrase.noun == "one":
        return free_ordinals(thing)[: None if phrase.plural else 1]
    return None


def _position(order: int, count: int) -> int:
    return {1: 1, -1: count, 0: (count + 1) // 2}[order]


def free_ordinals(thing: ThingDraft) -> list[int]:
    """Those that nothing has been said of yet."""
    return [ordinal for ordinal in range(1, thing.count + 1) if ordinal not in thing.members]


def by_placement(singled: Singled, placement: Placement, opener: str) -> None:
    """Use a placement: to tell which member is meant, to count from the other side, or as the member's own place."""
    thing = singled.thing
    if singled.by_place and placement.x is not None:
        singled.by_place = False
        singled.ordinals = [1 if placement.x < 0.4 else thing.count if placement.x > 0.6 else (thing.count + 1) // 2]
        return
    if opener == "from" and placement.x is not None:
        if placement.x > 0.6:
            moved = {ordinal: thing.count + 1 - ordinal for ordinal in singled.ordinals}
            for ordinal in singled.ordinals:
                held = thing.members.pop(ordinal, None)
                if held is not None:
                    held.ordinal = moved[ordinal]
                    thing.members[moved[ordinal]] = held
            singled.ordinals = [moved[ordinal] for ordinal in singled.ordinals]
        return
    for draft in singled.drafts():
        draft.placement = merged(draft.placement, placement)


def attribute(singled: Singled, colours: Sequence[Colour], materials: Sequence[Material], size: Size | None) -> None:
    """Give the members these attributes."""
    for draft in singled.drafts():
        draft.colours.extend(colours)
        for material in materials:
            draft.materials.setdefault(material, False)
        draft.size = size or draft.size
