"""Where on a surface, or how high above the ground, a place puts the things that are told of it."""

from __future__ import annotations

import re

from genevolve.language.description import Placement
from genevolve.language.drafts import ThingDraft
from genevolve.language.lexicons import entries, lexicon, word_set
from genevolve.language.living import is_living
from genevolve.language.nounphrase import NounPhrase

_SPOT = re.compile(r"(?:on|at|in) the (?P<across>left|right|centre|center|middle)\b")
_FLYING = re.compile(r"(?:fly|flies|flew|flown|soar|glid|hover|float|drift|swoop|circl)")


def spot_on(lead: str, phrase: NounPhrase) -> Placement | None:
    """The place in the frame that "on the left of a table" means; None when it is a relation to an object."""
    match = _SPOT.match(lead)
    if match is None or phrase.noun not in _grounds():
        return None
    across = match.group("across")
    return Placement(x=lexicon("relations")["placement_x"]["centre" if across in {"center", "middle"} else across])


def in_the_air(thing: ThingDraft, lead: str) -> Placement | None:
    """The height of what is told to be above a landscape; None for what stands on it: "a bridge over a river"."""
    if thing.noun.rpartition(" ")[2] in word_set("places", "objects", "grounded"):
        return None
    flies = bool(_FLYING.match(thing.pose) or _FLYING.match(lead))
    if is_living(thing.noun) and not flies and (thing.pose or not lead.endswith("above")):
        return None
    return Placement(y=lexicon("relations")["placement_y"]["upper"])


def _grounds() -> frozenset[str]:
    """What things stand upon: tables and floors, and open places that are no objects themselves."""
    scenes = frozenset(entries(lexicon("places")["scenes"])) - word_set("places", "objects", "also_things")
    upright = word_set("places", "objects", "upright")
    return (word_set("places", "surface_kinds", "horizontal") | scenes) - upright
