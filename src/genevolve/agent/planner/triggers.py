"""Which skills a request needs, the most needed first."""

from __future__ import annotations

from genevolve.agent.planner.bodies import is_living
from genevolve.language.description import Description, Thing
from genevolve.language.vocabulary import StyleKind

COUNTING = "quantity_counting"
BINDING = "attribute_binding"
TEXT = "text_rendering"
LAYOUT = "spatial_layout"
STYLE = "creative_drawing"
BODY = "anatomy_body_coherence"
MATERIAL = "physical_material_consistency"
LIGHT = "aesthetic_drawing"


def needed_skills(description: Description) -> tuple[str, ...]:
    """The skills whose triggers the request meets, in the order in which they are worth a turn."""
    triggers = (
        (COUNTING, any(thing.count >= 3 or thing.members for thing in description.things)),
        (TEXT, bool(description.texts)),
        (BINDING, has_attributes_to_mix_up(description)),
        (LAYOUT, len(description.things) >= 2),
        (STYLE, description.style is not None and description.style.kind is not StyleKind.PHOTO),
        (MATERIAL, any(_has_material(thing) for thing in description.things)),
        (BODY, any(is_living(thing.noun) for thing in description.things)),
        (LIGHT, True),
    )
    return tuple(skill for skill, met in triggers if met)


def has_attributes_to_mix_up(description: Description) -> bool:
    """Whether two things differ in colour or material, so that one could take the other's."""
    return len({look for thing in description.things if (look := _look(thing))}) >= 2


def _look(thing: Thing) -> tuple[str, ...]:
    return (*(colour.hex for colour in thing.colours), *(use.material.value for use in thing.materials))


def _has_material(thing: Thing) -> bool:
    return bool(thing.materials) or any(member.materials for member in thing.members)
