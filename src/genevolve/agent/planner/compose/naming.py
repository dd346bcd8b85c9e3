"""How a thing is named in a sentence: determiner, number, size, name, and what binds it to its reference."""

from __future__ import annotations

import re

from genevolve.agent.planner.compose.plan import Plan
from genevolve.agent.planner.compose.wording import listed, wording
from genevolve.agent.planner.triggers import MATERIAL
from genevolve.agent.planner.wordlists import word_list
from genevolve.language.description import Colour, MaterialUse, Thing
from genevolve.language.nouns import is_plural_only, plural
from genevolve.language.numerals import number_word
from genevolve.language.vocabulary import Setting, Size
from genevolve.records.wire import REFERENCE_ORDINALS

_WALLS = frozenset({Setting.BRICK_WALL, Setting.CONCRETE_WALL, Setting.TILED_WALL})


def colour_words(colours: tuple[Colour, ...]) -> str:
    """Colours as one phrase: "red", "black and white", "green (#1db954)"."""
    return listed([colour.name for colour in colours])


def short_name(thing: Thing) -> str:
    """What the thing is called when it is spoken of again: "the lanterns", "the flag of Chad"."""
    noun = thing.name if thing.named else thing.noun
    return f"the {_inflected(noun, thing)}"


def indefinite(phrase: str) -> str:
    """The phrase with "a" or "an"."""
    first = phrase[:1].casefold()
    sounds_long = re.match(r"(?:uni|use|usu|eu|one\b|ut[ei])", phrase, re.IGNORECASE)
    sounds_short = re.match(r"(?:hour|honest|heir|honour)", phrase, re.IGNORECASE)
    vowel = (first in "aeiou" and not sounds_long) or bool(sounds_short)
    return f"{'an' if vowel else 'a'} {phrase}"


def introduce(thing: Thing, plan: Plan, adjectives: tuple[str, ...] = ()) -> str:
    """The thing at its first mention, with number, size, adjectives, details and material, and its reference."""
    material = material_after_name(thing, plan)
    details = [detail for detail in thing.details if len(detail.split()) == 1 and detail not in material.split()]
    behind = [detail for detail in thing.details if len(detail.split()) > 1 and not detail.startswith("in a ")]
    size = wording("size", thing.size.value) if thing.size is not Size.NORMAL else ""
    words = [word for word in (size, *details, *adjectives) if word]
    named = determined(" ".join([*words, _inflected(thing.name, thing)]), thing, plan) + material
    reference = reference_words(thing, plan)
    return ", ".join([f"{named}{reference}", *behind]) if reference else " ".join([named, *behind])


def material_after_name(thing: Thing, plan: Plan) -> str:
    """Words such as " of polished brass with bright highlights …" where it can follow the name."""
    spoken = any(use.material.value in thing.name.casefold().split() for use in thing.materials)
    if MATERIAL not in plan.skills or not thing.materials or spoken or " of " in thing.name:
        return ""
    return f" of {material_words(thing.materials)}"


def material_words(materials: tuple[MaterialUse, ...]) -> str:
    """Each material with its finish and what it does to light."""
    return listed([wording("material", use.material.value, use.material.value) for use in materials])


def has_namesake(thing: Thing, plan: Plan) -> bool:
    """Whether another thing goes by the same noun, so that "the apple" could mean either."""
    return any(other.noun == thing.noun and other.index != thing.index for other in plan.description.things)


def standing_verb(thing: Thing, plan: Plan) -> str:
    """How the thing is there: it stands, hangs on a wall, or floats."""
    place = plan.description.place
    on_wall = place is not None and place.setting in _WALLS and thing.noun in word_list("hanging")
    if on_wall or thing.noun in word_list("flags"):
        return "hangs"
    return "floats" if thing.noun in word_list("aircraft") | word_list("boats") else "stands"


def determined(phrase: str, thing: Thing, plan: Plan) -> str:
    """The phrase with its determiner: "a lantern", "two lanterns", "the flag of Chad"."""
    if thing.count > 1:
        exact = "exactly " if thing.exact else ""
        return f"{exact}{number_word(thing.count)} {phrase}"
    if thing.named or (plan.ordinal(thing) is not None and not has_namesake(thing, plan)):
        return phrase if _is_bare_name(thing, plan) else f"the {phrase}"
    if is_plural_only(thing.noun):
        return f"a pair of {phrase}"
    return indefinite(phrase)


def _is_bare_name(thing: Thing, plan: Plan) -> bool:
    """A proper name without a common noun takes no article ("Mount Fuji"), unless the request gives it one."""
    before = plan.description.text[: thing.span[0]].rstrip().casefold()
    given = thing.name in plan.description.text and f" {before}".endswith((" a", " an", " the"))
    return thing.named and not given and thing.name[:1].isupper() and thing.noun.casefold() == thing.name.casefold()


def reference_words(thing: Thing, plan: Plan) -> str:
    """What binds a thing to its reference; asked colours and materials may differ from the picture's."""
    ordinal = plan.ordinal(thing)
    if ordinal is None:
        return ""
    image = f" from the {REFERENCE_ORDINALS[ordinal - 1]} reference image"
    return f"{image}, shown exactly as in the reference" if not _is_altered(thing, plan) else f"{image}"


def _is_altered(thing: Thing, plan: Plan) -> bool:
    """Whether the request wants another look than the reference may show."""
    own = thing.colours or thing.materials or any(m.colours or m.materials for m in thing.members)
    return thing.index in plan.akin or bool(own)


def _inflected(noun: str, thing: Thing) -> str:
    """The name in the number of the thing, its own capitals kept."""
    if thing.count <= 1:
        return noun
    head, space, last = noun.rpartition(" ")
    if " of " in noun:
        first, _, rest = noun.partition(" of ")
        return f"{plural(first)} of {rest}"
    several = plural(last)
    return head + space + (several.capitalize() if last[:1].isupper() else several)
