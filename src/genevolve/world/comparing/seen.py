"""What can be seen of a rollout: whether it did one thing well, or None where the request gives no occasion for it.

Nothing here knows a right answer: what is seen is in the request as anybody reads it, in the calls, in what came back,
and in the program. The second argument is the best rollout of the pair, which shows what could be had.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from genevolve.agent.planner.triggers import carried
from genevolve.language.living import is_living
from genevolve.records.wire import IMAGE_SEARCH, SEARCH
from genevolve.world.comparing.worked import Worked, any_holds, words

Seen = Callable[[Worked, Worked], bool | None]

_HEX = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)


def described_first(one: Worked, _: Worked) -> bool | None:
    """A thing that is told by a fact only was searched by it, before any picture was."""
    if not one.asked.described:
        return None
    return one.step(SEARCH) < one.step(IMAGE_SEARCH) and any(
        any_holds([fact.phrase], words(query)) for fact in one.asked.described for query in one.searches
    )


def fact_searched(one: Worked, _: Worked) -> bool | None:
    """Every fact about a named thing was searched together with the name."""
    named = [fact for fact in one.asked.read.open_facts if fact not in one.asked.described and fact.subject]
    if not named and not one.asked.wants_colour:
        return None
    return bool(one.searches) and all(any_holds(one.searches, words(fact.subject)) for fact in named)


def full_name(one: Worked, best: Worked) -> bool | None:
    """Each thing of which the best rollout has a picture was asked for by the whole name in the picture's title."""
    names = best.names()
    return all(any_holds(one.image_queries, name) for name in names) if names else None


def right_picture(one: Worked, best: Worked) -> bool | None:
    """The pictures that the best rollout chose were chosen."""
    return best.titles <= one.titles if best.titles else None


def stopped(one: Worked, best: Worked) -> bool | None:
    """No more searches were made than the best rollout needed."""
    if one is best:
        return True
    more = [kind for kind in (SEARCH, IMAGE_SEARCH) if one.kinds.count(kind) > best.kinds.count(kind)]
    return False if more else None


def placed(one: Worked, _: Worked) -> bool | None:
    """Each thing that nothing else carries has a place of its own in the prompt."""
    if len(one.asked.read.things) < 2:
        return None
    borne = carried(one.read)
    free = [thing for thing in one.read.things if thing.index not in borne]
    return all(thing.placement is not None or thing.fully_enumerated for thing in free)


def listed(one: Worked, _: Worked) -> bool | None:
    """Each member of a row is singled out with its place."""
    if not any(thing.count >= 3 for thing in one.asked.read.things):
        return None
    rows = [thing for thing in one.read.things if thing.count >= 3]
    return bool(rows) and all(thing.fully_enumerated for thing in rows)


def quoted(one: Worked, _: Worked) -> bool | None:
    """All letters are quoted, on a carrier, with a kind of lettering."""
    if not one.asked.read.texts:
        return None
    texts = one.read.texts
    return bool(texts) and all(text.quoted and text.carrier is not None and text.font is not None for text in texts)


def copied(one: Worked, best: Worked) -> bool | None:
    """The letters are those that the best rollout's pages hold."""
    if not one.asked.letters:
        return None
    pages = " ".join(f"{hit.title} {hit.snippet}" for hit in best.pages).casefold()
    known = {text.string for text in one.asked.read.texts}
    found = [text.string for text in best.read.texts if text.string not in known and text.string.casefold() in pages]
    return all(string.casefold() in one.prompt.casefold() for string in found) if found else None


def found_colour(one: Worked, best: Worked) -> bool | None:
    """A colour that had to be looked up stands in the prompt as the page gives it, in a sentence of its own."""
    if not one.asked.wants_colour:
        return None
    pages = " ".join(hit.snippet for hit in best.pages).casefold()
    found = {value for value in map(str.lower, _HEX.findall(best.prompt)) if value in pages}
    if not found:
        return None
    said = {colour.hex for thing in one.read.things for colour in thing.colours}
    return found <= said and _says_apart(one, coloured_only=True)


def colours_apart(one: Worked, _: Worked) -> bool | None:
    """Each coloured thing has its colour in a sentence of its own."""
    singles = [thing for thing in one.asked.read.things if thing.colours and thing.count == 1]
    return _says_apart(one) if singles else None


def _says_apart(one: Worked, *, coloured_only: bool = False) -> bool:
    coloured = [thing for thing in one.read.things if thing.colours and thing.count == 1]
    apart = all(re.search(rf"\b[Tt]he {re.escape(thing.noun)} is\b", one.prompt) for thing in coloured)
    return apart and (coloured_only or bool(coloured))


def bound(one: Worked, best: Worked) -> bool | None:
    """Each reference is bound to a thing that keeps its looks."""
    if not best.references:
        return None
    bound = {thing.reference for thing in one.read.things if thing.reference is not None and thing.keeps_identity}
    return bool(one.references) and set(range(1, len(one.references) + 1)) <= bound


def directed(one: Worked, _: Worked) -> bool | None:
    """The light comes from somewhere."""
    return one.read.light is not None and one.read.light.direction is not None


def stuff(one: Worked, _: Worked) -> bool | None:
    """It is said of each material how it takes the light."""
    if not any(thing.materials for thing in one.asked.read.things):
        return None
    uses = [use for thing in one.read.things for use in thing.materials]
    return bool(uses) and all(use.described for use in uses)


def posed(one: Worked, _: Worked) -> bool | None:
    """Each living thing has a pose."""
    living = [thing for thing in one.read.things if is_living(thing.noun)]
    if not any(is_living(thing.noun) for thing in one.asked.read.things):
        return None
    return bool(living) and all(thing.pose for thing in living)


def style_kept(one: Worked, _: Worked) -> bool | None:
    """The style is kept away from the shapes and colours of things."""
    if one.asked.read.style is None:
        return None
    return one.read.style is not None and one.read.style.keeps_identity
