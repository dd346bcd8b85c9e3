"""Texts in the picture: quoted, on a carrier, at a place, in a kind of lettering."""

from __future__ import annotations

from collections.abc import Iterator

from genevolve.agent.planner.compose.layout import place_words
from genevolve.agent.planner.compose.naming import indefinite, short_name
from genevolve.agent.planner.compose.plan import Plan
from genevolve.agent.planner.compose.wording import sentence, wording
from genevolve.agent.planner.triggers import TEXT
from genevolve.language.description import Thing, WrittenText
from genevolve.language.nouns import singular
from genevolve.language.vocabulary import Carrier, FontClass, Size

_FREE_PLACES = ("at the top centre", "at the bottom centre", "in the upper left", "in the upper right")
_STANDS = frozenset({Carrier.CARD, Carrier.PAGE, Carrier.COVER})
_STANDING = "at the right"
"""Where a card, a menu or a book stands beside the other things, rather than hang above them."""


def text_sentences(plan: Plan) -> list[str]:
    """One sentence a text."""
    things = [thing for thing in plan.description.things if thing.index not in carrier_things(plan)]
    free = iter(_FREE_PLACES if things else ("in the centre", *_FREE_PLACES))
    say = _lettered if TEXT in plan.skills else _plain
    return [sentence(say(text, plan, free)) for text in plan.description.texts]


def carrier_things(plan: Plan) -> frozenset[int]:
    """Things that are nothing but the carrier of a text: they come with it."""
    found: set[int] = set()
    for text in plan.description.texts:
        if (thing := _carrying_thing(text, plan)) is not None:
            found.add(thing.index)
    return frozenset(found)


def _carrying_thing(text: WrittenText, plan: Plan) -> Thing | None:
    """The plain sign, banner or the like among the things on which `text` stands."""
    if text.carrier is None or text.carrier is Carrier.THING:
        return None
    noun = wording("carrier", text.carrier.value)
    names = {noun, noun.rpartition(" ")[2]}
    return next(
        (
            thing
            for thing in plan.description.things
            if thing.count == 1
            and not thing.named
            and not thing.relations
            and plan.ordinal(thing) is None
            and (thing.noun in names or singular(thing.noun).rpartition(" ")[2] in names)
        ),
        None,
    )


def _lettered(text: WrittenText, plan: Plan, free: Iterator[str]) -> str:
    string = text.string.replace('"', "'")
    letters = _letters(text)
    if text.carrier is Carrier.THING and text.on_thing is not None:
        verb = "carry" if plan.thing(text.on_thing).count > 1 else "carries"
        return f'{short_name(plan.thing(text.on_thing))} {verb} the text "{string}" {letters}'
    thing = _carrying_thing(text, plan)
    placement = text.placement or (thing.placement if thing else None)
    place = place_words(placement) or (_STANDING if text.carrier in _STANDS else next(free, "at the top centre"))
    return f'{indefinite(_carrier(text, thing))} {place} carries the text "{string}" {letters}'


def _carrier(text: WrittenText, thing: Thing | None) -> str:
    """The carrier with its material or colour; a plain usual look where the request says none."""
    key = text.carrier.value if text.carrier else Carrier.SIGN.value
    noun = thing.name if thing else wording("carrier", key, "sign")
    looks = []
    if text.carrier_colour:
        looks.append(text.carrier_colour.name)
    elif thing and thing.colours:
        looks.append(thing.colours[0].name)
    material = text.carrier_material or (thing.materials[0].material if thing and thing.materials else None)
    if material and material.value not in noun:
        looks.append(wording("material_adjective", material.value, material.value))
    if not looks and thing is None:
        looks.append(wording("carrier_usual_look", key))
    return " ".join(word for word in (*looks, noun) if word)


def _letters(text: WrittenText) -> str:
    """Words such as "in large bold white sans-serif capitals"."""
    key = text.carrier.value if text.carrier else Carrier.SIGN.value
    size = wording("size", text.size.value) if text.size is not Size.NORMAL else "large"
    colour = text.colour.name if text.colour else _standing_out(text, key)
    font = wording("font", text.font.value if text.font else FontClass.SANS.value)
    case = "capitals" if text.capitals or text.string.isupper() else "letters"
    return f"in {size} bold {colour} {font} {case}"


def _standing_out(text: WrittenText, key: str) -> str:
    """A colour that stands out from the carrier."""
    if text.carrier_colour is None:
        return wording("lettering_usual_colour", key, "black")
    red, green, blue = (int(text.carrier_colour.hex[at : at + 2], 16) for at in (1, 3, 5))
    return "white" if 0.3 * red + 0.59 * green + 0.11 * blue < 140 else "black"


def _plain(text: WrittenText, plan: Plan, free: Iterator[str]) -> str:  # noqa: ARG001 - both ways are called alike
    """The text as the request put it: quoted or not, on its carrier if it named one."""
    letters = f'"{text.string}"' if text.quoted else text.string
    if text.carrier is Carrier.THING and text.on_thing is not None:
        return f"{short_name(plan.thing(text.on_thing))} says {letters}"
    if text.carrier is None:
        return f"the words {letters}"
    return f"{indefinite(_carrier_plainly(text, plan))} that says {letters}"


def _carrier_plainly(text: WrittenText, plan: Plan) -> str:
    thing = _carrying_thing(text, plan)
    noun = wording("carrier", text.carrier.value if text.carrier else "sign")
    colours = [text.carrier_colour.name] if text.carrier_colour else [c.name for c in thing.colours] if thing else []
    material = text.carrier_material or (thing.materials[0].material if thing and thing.materials else None)
    materials = [wording("material_adjective", material.value, material.value)] if material else []
    return " ".join([*colours, *materials, thing.name if thing else noun])
