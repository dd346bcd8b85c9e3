"""What is meant rather than said.

"The logo on a mug": the mug bears the logo; no logo stands on top of it. "A bell on the left and a vase on the right of
a marble table": the table is what they stand on, not a third thing to the left of one and to the right of the other.
"""

from __future__ import annotations

from dataclasses import replace

from genevolve.agent.planner.matching import terms
from genevolve.agent.planner.wordlists import word_list
from genevolve.language.description import Description, Place, Placement, Relation, Thing
from genevolve.language.vocabulary import Carrier, Material, RelationKind, Setting, Size, StyleKind

_SURFACES = {Material.MARBLE: Setting.MARBLE_TABLE, Material.WOOD: Setting.WOOD_TABLE}
_TOP = 0.15
_CAN_BE_SAT_ON = frozenset({"plate", "tile", "coin", "cover", "mug", "book cover", "plaque", "billboard"})
"""Things that bear pictures, but on which another thing may as well stand."""


def with_emblems_borne(description: Description) -> Description:
    """The description in which whatever an emblem is on bears it."""
    borne = {
        relation.targets[0]: thing.index
        for thing in description.things
        for relation in thing.relations
        if _is_emblem_on(thing, relation, description)
    }
    if not borne:
        return description
    return replace(description, things=tuple(_turned(thing, borne) for thing in description.things))


def _is_emblem_on(thing: Thing, relation: Relation, description: Description) -> bool:
    if relation.kind is not RelationKind.ON or not relation.targets or relation.targets[0] == thing.index:
        return False
    target = next((other for other in description.things if other.index == relation.targets[0]), None)
    if target is None:
        return False
    if not word_list("emblems") & set(terms(thing.noun)):
        return target.noun in word_list("printed") and target.noun not in _CAN_BE_SAT_ON
    return thing.noun != "flag" or target.noun in word_list("table_things") | word_list("cloths")


def with_posters_titled(description: Description) -> Description:
    """The description in which the letters of a picture that is itself a poster stand across its top."""
    style = description.style
    shown = {thing.noun for thing in description.things}
    if style is None or style.kind is not StyleKind.POSTER or "poster" in shown:
        return description
    texts = tuple(
        replace(
            text,
            carrier=Carrier.BANNER,
            placement=text.placement or Placement(x=0.5, y=_TOP),
            size=Size.LARGE if text.size is Size.NORMAL else text.size,
        )
        if text.carrier is Carrier.POSTER
        else text
        for text in description.texts
    )
    return replace(description, texts=texts)


def _turned(thing: Thing, borne: dict[int, int]) -> Thing:
    """The bearer with its emblem, the emblem without its place on the bearer."""
    kept = tuple(
        relation
        for relation in thing.relations
        if not (relation.kind is RelationKind.ON and relation.targets and borne.get(relation.targets[0]) == thing.index)
    )
    if thing.index in borne:
        kept = (*kept, Relation(RelationKind.BEARS, (borne[thing.index],)))
    return replace(thing, relations=kept)


def with_surface_as_place(description: Description) -> Description:
    """The description in which a table between the two sides of which things stand is the place of the scene."""
    if description.place is not None:
        return description
    table = next((thing for thing in description.things if _is_between_sides(thing, description)), None)
    if table is None:
        return description
    setting = _SURFACES[table.materials[0].material] if table.materials else Setting.WOOD_TABLE
    things = tuple(_without(table.index, thing) for thing in description.things if thing.index != table.index)
    return replace(description, things=things, place=Place(setting, phrase=table.phrase))


def _is_between_sides(thing: Thing, description: Description) -> bool:
    """Whether a plain table is only spoken of for its sides, by things whose own places contradict each other's."""
    known = not thing.materials or thing.materials[0].material in _SURFACES
    if thing.noun != "table" or thing.named or thing.placement or thing.relations or not known:
        return False
    kinds = [
        (relation.kind, other.placement.x if other.placement else None)
        for other in description.things
        for relation in other.relations
        if thing.index in relation.targets
    ]
    sides = {RelationKind.LEFT_OF, RelationKind.RIGHT_OF}
    return len(kinds) >= 2 and {kind for kind, _ in kinds} <= sides and any(x is not None for _, x in kinds)


def _without(index: int, thing: Thing) -> Thing:
    """The thing without its relations to a table, at the side that they named."""
    side = next((relation.kind for relation in thing.relations if index in relation.targets), None)
    kept = tuple(relation for relation in thing.relations if index not in relation.targets)
    if side is None or thing.placement is not None:
        return replace(thing, relations=kept)
    return replace(thing, relations=kept, placement=Placement(x=0.3 if side is RelationKind.LEFT_OF else 0.7))
