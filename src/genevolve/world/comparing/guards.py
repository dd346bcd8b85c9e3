"""What went wrong in the worse rollout, by the judges' own reasons, as something to avoid."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from genevolve.records import Dimension, Scored
from genevolve.records.experience import Contender
from genevolve.world.comparing import seen
from genevolve.world.comparing.habits import Part
from genevolve.world.comparing.seen import Seen
from genevolve.world.comparing.worked import Worked

_ON_TOP = "Avoid things without a place of their own: two share one spot, and one covers the other."


@dataclass(frozen=True)
class _Guard:
    """A fault that a judge names, what is left undone where it comes from that, and what to avoid."""

    part: Part
    said: str
    undone: tuple[Seen, ...]
    text: str


GUARDS = (
    _Guard(
        Part.SUFFICIENCY,
        r"left open|is not written out",
        (seen.copied, seen.described_first, seen.fact_searched),
        "Avoid leaving a fact open: its name in place of its value tells the generator nothing at all.",
    ),
    _Guard(
        Part.LETTERS,
        r"wrong letters",
        (seen.quoted,),
        "Avoid letters without quotation marks or without a carrier: they are drawn too small, bent or misspelled.",
    ),
    _Guard(
        Part.LOOKS,
        r"does not look like itself",
        (seen.right_picture, seen.bound),
        "Avoid a neighbour's picture, and avoid none at all: the named thing then does not look like itself.",
    ),
    _Guard(
        Part.LOOKS,
        r"misshapen",
        (seen.posed,),
        "Avoid a living thing without a pose: its limbs are then too many, too few or in the wrong place.",
    ),
    _Guard(
        Part.FAITHFULNESS,
        r"exactly (?!1 )\d",
        (seen.listed,),
        "Avoid a bare number without a list of members: the row comes out with too few or too many.",
    ),
    _Guard(
        Part.FAITHFULNESS,
        r"% across",
        (seen.placed,),
        "Avoid leaving out the side that the request gives a thing: it lands where nobody wanted it.",
    ),
    _Guard(
        Part.FAITHFULNESS,
        r"\(#",
        (seen.colours_apart, seen.found_colour),
        "Avoid adjectives strung together before their nouns: a colour is then lost or goes to another thing.",
    ),
    _Guard(
        Part.FAITHFULNESS,
        r"is made of",
        (seen.stuff,),
        "Avoid a bare material name: without highlights or grain the thing does not look made of it.",
    ),
    _Guard(
        Part.BEAUTY,
        r"light is flat",
        (seen.directed,),
        "Avoid a light without a direction: the picture comes out flat, without shadows and without depth.",
    ),
    _Guard(Part.BEAUTY, r"share|in plain sight", (seen.placed,), _ON_TOP),
    _Guard(Part.FAITHFULNESS, r"exactly 1 ", (seen.placed,), _ON_TOP),
)


def guards(best: Worked, worst: Worked, gains: Mapping[Part, float]) -> Iterator[tuple[Part, str]]:
    """Something to avoid for each fault that only the worse rollout's judges name and that comes from how it worked."""
    for guard in GUARDS:
        named = re.search(guard.said, _complaints(worst.contender, guard.part))
        shared = re.search(guard.said, _complaints(best.contender, guard.part))
        if gains[guard.part] > 0 and named and not shared and any(kept(worst, best) is False for kept in guard.undone):
            yield guard.part, guard.text


def gains_of(best: Contender, worst: Contender, weights: Mapping[Part, float]) -> dict[Part, float]:
    """What each part of the reward adds to the gap; nothing is known of those that were not judged."""
    if not isinstance(best.outcome, Scored) or not isinstance(worst.outcome, Scored):
        return dict.fromkeys(Part, 0.0)
    more, less = best.outcome.model_dump(), worst.outcome.model_dump()
    return {part: weights[part] * (more[part.value] - less[part.value]) for part in Part}


def _complaints(contender: Contender, part: Part) -> str:
    """What the judges hold against it in one part of the reward; nothing where their reasons were not kept."""
    if part is Part.SUFFICIENCY:
        return contender.sufficiency.reason if contender.sufficiency else ""
    if contender.picture is None:
        return ""
    if part is Part.FAITHFULNESS:
        return "; ".join(check.constraint for check in contender.picture.constraints if not check.met)
    return contender.picture.reasons.get(Dimension(part.value), "")
