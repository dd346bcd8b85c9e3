"""Found facts put into the description of the request, in place of what it left open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from genevolve.agent.planner.facts import Found, is_colour, is_visual
from genevolve.agent.planner.matching import terms
from genevolve.language.colours import colour_named, nearest_name
from genevolve.language.description import Colour, Description, Thing
from genevolve.language.living import is_living
from genevolve.language.nouns import singular
from genevolve.language.vocabulary import Setting

Changed = Callable[[Thing], Thing]


def fill_in(description: Description, found: Sequence[Found]) -> Description:
    """The description with each found value where the request said "its official colour" or the like."""
    for one in found:
        if is_colour(one.fact) and one.hex:
            description = _with_colour(description, one, Colour(_colour_name(one), one.hex))
        else:
            description = _with_value(description, one)
    closed = {one.fact for one in found}
    return replace(description, open_facts=tuple(fact for fact in description.open_facts if fact not in closed))


def rename(description: Description, index: int, name: str) -> Description:
    """The description in which a thing bears another name; a common one when it has no capital or names an animal."""
    named = any(word[:1].isupper() for word in name.split()) and not is_living(name)
    return _with_thing(
        description, index, lambda thing: replace(thing, name=name, noun=_head(name), phrase=name, named=named)
    )


def _colour_name(found: Found) -> str:
    """A plain colour word and the hex: the card's "Spotify green" says "green", for a name would ask for the thing."""
    own = [word for word in found.value.split() if not set(terms(word)) & set(terms(found.fact.subject))]
    plain = " ".join(own)
    return f"{plain if plain and colour_named(plain) else nearest_name(found.hex or '#000000')} ({found.hex})"


def spoken(found: Found) -> str:
    """The value as it is said: "huemul", "yellow (#f4cb35)"."""
    return _colour_name(found) if found.hex else found.value


def _with_colour(description: Description, found: Found, colour: Colour) -> Description:
    about = found.fact.about
    if about is not None and any(thing.index == about for thing in description.things):
        return _with_thing(description, about, lambda thing: replace(thing, colours=(colour,)))
    place = description.place
    if place is not None and place.setting is Setting.PLAIN and place.colour is None:
        return replace(description, place=replace(place, colour=colour, phrase=""))
    return replace(description, palette=(*description.palette, colour))


def _with_value(description: Description, found: Found) -> Description:
    phrase, value = found.fact.phrase.casefold(), found.value
    texts = tuple(
        replace(text, string=value) if not text.quoted and _is_inside(text.span, found, description) else text
        for text in description.texts
    )
    description, written = replace(description, texts=texts), texts != description.texts
    if written:
        return description
    thing = _spoken_by(description, found)
    if thing is None:
        return description
    if is_visual(found.fact) and not _is_owner(thing, phrase):
        return rename(description, thing.index, value)
    return _with_thing(description, thing.index, lambda old: replace(old, name=_substituted(old.name, phrase, value)))


def _is_inside(span: tuple[int, int], found: Found, description: Description) -> bool:
    """Whether letters are the very words that left the fact open, and not the same word said elsewhere."""
    at = description.text.casefold().find(found.fact.phrase.casefold())
    return at >= 0 and at <= span[0] and span[1] <= at + len(found.fact.phrase)


def _is_owner(thing: Thing, phrase: str) -> bool:
    """Whether the fact only says whose the thing is: "the flag of the country whose capital is Thimphu"."""
    return " of " in thing.name and thing.name.casefold().endswith(f" of {phrase}")


def _spoken_by(description: Description, found: Found) -> Thing | None:
    """The thing that is itself the open fact: "the national animal of Chile"."""
    phrase = found.fact.phrase.casefold().removeprefix("the ")
    for thing in description.things:
        own = thing.phrase.casefold().removeprefix("the ")
        if thing.index == found.fact.about and (own in phrase or phrase in own or is_visual(found.fact)):
            return thing
    return next((t for t in description.things if phrase and phrase in t.phrase.casefold()), None)


def _substituted(name: str, phrase: str, value: str) -> str:
    at = name.casefold().find(phrase)
    return name[:at] + value + name[at + len(phrase) :] if at >= 0 else name


def _with_thing(description: Description, index: int, change: Changed) -> Description:
    return replace(
        description, things=tuple(change(thing) if thing.index == index else thing for thing in description.things)
    )


def _head(name: str) -> str:
    first = name.split(" of ")[0]
    return singular(first.split()[-1]) if first.split() else name
