"""Groups of three to twelve: every member gets its ordinal, its place and its own look."""

from __future__ import annotations

from collections.abc import Iterator

from genevolve.agent.planner.compose.layout import place_words
from genevolve.agent.planner.compose.naming import colour_words, material_words, reference_words, standing_verb
from genevolve.agent.planner.compose.plan import Plan
from genevolve.agent.planner.compose.settings import setting_of
from genevolve.agent.planner.compose.wording import sentence, wording
from genevolve.agent.planner.triggers import MATERIAL
from genevolve.agent.planner.wordlists import word_list
from genevolve.language.description import Member, Placement, Thing
from genevolve.language.nouns import plural
from genevolve.language.numerals import number_word, ordinal_word
from genevolve.language.vocabulary import RelationKind, Size

_ROW = {
    1: ("in the centre",),
    2: ("at the left", "at the right"),
    3: ("at the left", "in the centre", "at the right"),
    4: ("at the far left", "at the left", "at the right", "at the far right"),
    5: ("at the far left", "at the left", "in the centre", "at the right", "at the far right"),
}
_ROWS = {
    6: (3, 3),
    7: (3, 4),
    8: (3, 5),
    9: (3, 3, 3),
    10: (5, 5),
    11: (3, 5, 3),
    12: (5, 2, 5),
}
_ROW_NAMES = {
    2: ("in the upper part", "in the lower part"),
    3: ("at the top", "in the middle", "at the bottom"),
}
_AIR_ROW_NAMES = {
    2: ("at the top", "in the middle"),
    3: ("at the top", "in the upper part", "in the middle"),
}
_GROUND_ROW_NAMES = {
    2: ("in the middle", "at the bottom"),
    3: ("in the middle", "in the lower part", "at the bottom"),
}


def counted(thing: Thing, plan: Plan, place: Placement | None, relation: str = "") -> str:
    """A sentence such as "Exactly five lanterns stand in one row: the first lantern, at the far left, is red; …"."""
    size = wording("size", thing.size.value) if thing.size is not Size.NORMAL else ""
    details = [detail for detail in thing.details if len(detail.split()) == 1]
    name = " ".join(word for word in (size, *details, _plural_name(thing)) if word)
    depth = place.depth if place else None
    group = f"exactly {number_word(thing.count)} {name}{reference_words(thing, plan)}"
    where = f" {place_words(Placement(depth=depth))}" if depth else ""
    where = f"{where}, {relation}" if relation else where
    comma = "," if "," in reference_words(thing, plan) else ""
    return sentence(f"{group}{comma} {counted_members(thing, plan, where)}")


def counted_members(thing: Thing, plan: Plan, where: str = "") -> str:
    """The predicate of such a sentence: "stand in one row: the first lantern, at the far left, is red; …"."""
    rows = _rows(thing, plan)
    verb = standing_verb(thing, plan).removesuffix("s")
    return f"{verb} in {_row_phrase(rows)}{where}: {'; '.join(_members(thing, rows, plan))}"


def odd_ones(thing: Thing, plan: Plan) -> str:
    """Which members differ, as the request says it: "the third lantern is blue, the others are red"."""
    looks: dict[str, list[Member]] = {}
    for member in thing.members:
        if look := _look(member, thing, plan):
            looks.setdefault(look, []).append(member)
    if not looks:
        return ""
    common = max(looks, key=lambda look: len(looks[look])) if len(thing.members) == thing.count > 1 else ""
    said = [
        f"the {ordinal_word(member.ordinal)} {thing.noun} is {look}"
        for look, members in looks.items()
        if look != common or len(looks) == 1
        for member in members
    ]
    return sentence(", ".join(said) + (f", the others are {common}" if common and len(looks) > 1 else ""))


def _rows(thing: Thing, plan: Plan) -> tuple[int, ...]:
    """Rows of even spacing; four stand in two pairs unless a row was asked for or other things need the room."""
    in_a_row = any(detail.startswith(("in a row", "in one row", "in a line")) for detail in thing.details)
    if thing.count == 4 and not in_a_row and len(plan.description.things) == 1:
        return (2, 2)
    return _ROWS.get(thing.count, (thing.count,))


def _row_phrase(rows: tuple[int, ...]) -> str:
    if len(rows) == 1:
        return "one row"
    return f"{number_word(len(rows))} rows"


def _members(thing: Thing, rows: tuple[int, ...], plan: Plan) -> Iterator[str]:
    names = _row_names(thing, plan).get(len(rows), ())
    places = [place for row in range(len(rows)) for place in _row_places(rows, row, names)]
    by_ordinal = {member.ordinal: member for member in thing.members}
    for number, place in enumerate(places, start=1):
        member = by_ordinal.get(number, Member(ordinal=number))
        asked = place_words(member.placement) if member.placement and not _crowded(thing) else ""
        look = _look(member, thing, plan)
        yield f"the {ordinal_word(number)} {thing.noun}, {asked or place}{f', is {look}' if look else ''}"


def _row_names(thing: Thing, plan: Plan) -> dict[int, tuple[str, ...]]:
    """Over the whole height where nothing stands on a ground; what flies keeps above it, the rest stands on it."""
    if _is_free(plan):
        return _ROW_NAMES
    return _AIR_ROW_NAMES if _is_airborne(thing) else _GROUND_ROW_NAMES


def _is_airborne(thing: Thing) -> bool:
    about = set(" ".join((thing.pose, *thing.details)).casefold().split())
    above = any(relation.kind is RelationKind.ABOVE for relation in thing.relations)
    head = thing.noun.rpartition(" ")[2]
    return above or bool(about & word_list("aloft")) or bool({thing.noun, head} & word_list("aircraft"))


def _is_free(plan: Plan) -> bool:
    """Whether rows may fill the whole height, because nothing has to stand on a ground."""
    setting = setting_of(plan)
    return setting is None or setting.value in word_list("groundless")


def _crowded(thing: Thing) -> bool:
    """Whether the asked places of singled-out members would meet the places of the others."""
    return any(member.placement is not None for member in thing.members) and len(thing.members) < thing.count


def _row_places(rows: tuple[int, ...], row: int, names: tuple[str, ...]) -> tuple[str, ...]:
    across = _ROW[rows[row]]
    if len(rows) == 1:
        return across
    return tuple(f"{place} {names[row]}" for place in across)


def _look(member: Member, thing: Thing, plan: Plan) -> str:
    """The member's own look, or that of the whole group, said again for each."""
    colours = member.colours or thing.colours
    materials = member.materials or (thing.materials if member.colours or not thing.colours else ())
    size = wording("size", member.size.value) if member.size not in (None, Size.NORMAL) else ""
    if MATERIAL in plan.skills:
        made = f"made of {material_words(materials)}" if materials else ""
    else:
        made = f"made of {' and '.join(use.material.value for use in materials)}" if materials else ""
    said = [part for part in (size, colour_words(colours), made) if part]
    return " and ".join(said)


def _plural_name(thing: Thing) -> str:
    head, space, last = thing.name.rpartition(" ")
    return plural(thing.name) if " of " in thing.name else head + space + plural(last)
