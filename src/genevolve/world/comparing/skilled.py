"""When each skill is to be opened, said by what a request has to be like."""

from __future__ import annotations

from functools import partial

from genevolve.agent.planner.triggers import needed_skills
from genevolve.world.comparing.habits import (
    NO_COLOUR,
    NO_LETTERS,
    NO_LIGHT,
    NO_MANNER,
    NO_NUMBER,
    NO_PLACE,
    NO_STUFF,
    Habit,
    Part,
    Topic,
)
from genevolve.world.comparing.worked import Worked

SLOT = "skill_routing_guidance"

WHEN: tuple[tuple[str, Topic, tuple[Part, ...], str, str], ...] = (
    (
        "text_rendering",
        Topic.LETTERS,
        (Part.LETTERS, Part.SUFFICIENCY),
        "Open text_rendering when the request asks for words on a sign, a banner, a poster or a screen.",
        NO_LETTERS,
    ),
    (
        "quantity_counting",
        Topic.CRAFT,
        (Part.FAITHFULNESS, Part.SUFFICIENCY),
        "Open quantity_counting when the request asks for three or more of a kind, side by side or in a row.",
        NO_NUMBER,
    ),
    (
        "spatial_layout",
        Topic.CRAFT,
        (Part.FAITHFULNESS, Part.SUFFICIENCY, Part.BEAUTY),
        "Open spatial_layout when two or more things share the picture, whether or not the request gives them a side.",
        NO_PLACE,
    ),
    (
        "attribute_binding",
        Topic.CRAFT,
        (Part.FAITHFULNESS, Part.SUFFICIENCY),
        "Open attribute_binding when the request gives two things different colours or materials, before you answer.",
        NO_COLOUR,
    ),
    (
        "creative_drawing",
        Topic.LIGHT,
        (Part.LOOKS, Part.FAITHFULNESS),
        "Open creative_drawing when the request names a manner of drawing, such as a cartoon or a painting.",
        NO_MANNER,
    ),
    (
        "physical_material_consistency",
        Topic.LIGHT,
        (Part.FAITHFULNESS,),
        "Open physical_material_consistency when the request says of what a thing is made, before you answer.",
        NO_STUFF,
    ),
    (
        "anatomy_body_coherence",
        Topic.LIGHT,
        (Part.LOOKS, Part.FAITHFULNESS, Part.BEAUTY),
        "Open anatomy_body_coherence when the request has a person or an animal, before you write its pose.",
        "",
    ),
    (
        "aesthetic_drawing",
        Topic.LIGHT,
        (Part.BEAUTY, Part.FAITHFULNESS),
        "Open aesthetic_drawing last for every request, to say from where the light falls and what shadows it casts.",
        NO_LIGHT,
    ),
)


def _opened(skill: str, one: Worked, best: Worked) -> bool | None:
    needed = skill in best.skills and skill in needed_skills(best.asked.read)
    return skill in one.skills if needed else None


def _say(text: str, _one: Worked, _best: Worked) -> str:
    return text


SKILL_HABITS = tuple(
    Habit(SLOT, topic, serves, partial(_opened, skill), partial(_say, text), lack)
    for skill, topic, serves, text, lack in WHEN
)
"""Each skill that the best rollout opened and the request calls for; no other is anybody's duty."""
