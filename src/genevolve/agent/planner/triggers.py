"""Which skills a request needs, the most needed first."""

from __future__ import annotations

from genevolve.agent.planner.bodies import is_living
from genevolve.language.description import Description, Thing
from genevolve.language.vocabulary import RelationKind, StyleKind

COUNTING = "quantity_counting"
BINDING = "attribute_binding"
TEXT = "text_rendering"
LAYOUT = "spatial_layout"
STYLE = "creative_drawing"
BODY = "anatomy_body_coherence"
MATERIAL = "physical_material_consistency"
LIGHT = "aesthetic_drawing"

CARRIED = frozenset({RelationKind.HOLDING, RelationKind.WEARING, RelationKind.BEARS})


def needed_skills(description: Description) -> tuple[str, ...]:
    """The skills whose triggers the request meets, in the order in which they are worth a turn."""
    triggers = (
        (COUNTING, any(thing.count >= 3 or thing.members for thing in description.things)),
        (TEXT, bool(description.texts)),
        (BINDING, has_attributes_to_mix_up(description)),
        (LAYOUT, num_free(description) >= 2),
        (STYLE, description.style is not None and description.style.kind is not StyleKind.PHOTO),
        (MATERIAL, any(_has_material(thing) for thing in description.things)),
        (BODY, any(is_living(thing.noun) for thing in description.things)),
        (LIGHT, True),
    )
    return tuple(skill for skill, met in triggers if met)


def carried(description: Description) -> dict[int, tuple[int, RelationKind]]:
    """Things that another holds, wears or bears: by their index, the other's index and how."""
    return {
        target: (thing.index, relation.kind)
        for thing in description.things
        for relation in thing.relations
        if relation.kind in CARRIED
        for target in relation.targets
        if target != thing.index
    }


def num_free(description: Description) -> int:
    """How many things need a place of their own, because nothing carries them."""
    return len(description.things) - len(carried(description))


def has_attributes_to_mix_up(description: Description) -> bool:
    """Whether two things differ in colour or material, so that one could take the other's."""
    return len({look for thing in description.things if (look := _look(thing))}) >= 2


def _look(thing: Thing) -> tuple[str, ...]:
    return (*(colour.hex for colour in thing.colours), *(use.material.value for use in thing.materials))


def _has_material(thing: Thing) -> bool:
    return bool(thing.materials) or any(member.materials for member in thing.members)
