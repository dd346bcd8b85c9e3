"""What a rollout may do well: how it is seen, what it serves, and how it is said to another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from genevolve.world.comparing import seen
from genevolve.world.comparing.seen import Seen
from genevolve.world.comparing.worked import Worked, any_holds, words


class Part(StrEnum):
    """What a rollout is rewarded for, by the fields of `Scored`."""

    SUFFICIENCY = "sufficiency"
    FAITHFULNESS = "faithfulness"
    LOOKS = "visual_correctness"
    LETTERS = "text_accuracy"
    BEAUTY = "aesthetics"


class Topic(StrEnum):
    """What a habit is about; a guide's focus is that of its first difference."""

    FACTS = "Look up what the request leaves open, and write the found value itself into the prompt."
    LOOKS = "Find the picture of each named thing, and bind that picture in the prompt."
    LETTERS = "Make every written word exact: quoted, on a carrier, with its place and its lettering."
    CRAFT = "Give each thing its own place, number and colour in words that the generator obeys."
    WISHES = "Keep every wish of the request in the prompt, and add none of your own."
    STEPS = "Take only the steps that the request needs, take none twice, then answer."
    LIGHT = "Say how light, material, pose and style are to look, not only what they are called."


@dataclass(frozen=True)
class Habit:
    """One thing that can be done or left undone.

    Attributes:
        slot: the list of the guide that it belongs to.
        topic: what it is about.
        serves: the parts of the reward that it acts on.
        seen: whether a rollout kept it.
        say: the bullet for a rollout that did not keep it, or for the best one, and beside it the best one.
        lack: how the judge of programs says that it was not kept, as a regular expression; empty: it never does.
    """

    slot: str
    topic: Topic
    serves: tuple[Part, ...]
    seen: Seen
    say: Callable[[Worked, Worked], str]
    lack: str = ""


def _always(text: str) -> Callable[[Worked, Worked], str]:
    return lambda _one, _best: text


def _say_name(one: Worked, best: Worked) -> str:
    asked_by_description = any(
        any_holds([fact.phrase], words(query)) for fact in one.asked.described for query in one.image_queries
    )
    if one is not best and asked_by_description:
        return (
            "Ask image_search for the name that the page gives, never for the description that stands in the request."
        )
    if one is not best and one.image_queries:
        return "Write the full name in image_search, as the request or the found page spells it, never one word of it."
    return "Ask image_search for each named thing by its full name before you open a skill or answer."


def _say_picture(one: Worked, best: Worked) -> str:
    if one is not best and not one.references:
        return "Choose a picture for each named thing and bind it in the prompt as the first or second reference image."
    if best.chose_later_result:
        return (
            "Choose the picture whose title repeats the full name, even when other results stand before it in the list."
        )
    return "Choose the picture whose title repeats the full name; pass over a neighbour that shares only one word."


def _say_fact(one: Worked, _: Worked) -> str:
    if one.asked.wants_colour:
        return "Search the colour together with the full name when the request wants the same or the official colour."
    return "Search the wanted fact together with the full name when the request asks for words that it does not give."


def _say_place(one: Worked, _: Worked) -> str:
    if any(thing.placement is not None and thing.placement.x is not None for thing in one.asked.read.things):
        return "Put each thing on the side that the request gives it: in the foreground at the left stands the thing."
    return "Start the sentence of each thing with its place: in the foreground at the left stands, then the thing."


_NO_FACT = r"left open|is not written out|\(#"
_NO_PICTURE = r"no reference shows|bound to the picture|is not on the"
NO_PLACE = r"nowhere|elsewhere"
NO_NUMBER = r"instead of|there is no|\(#"
NO_COLOUR = r"\(#"
NO_STUFF = r"is not of"
NO_MANNER = r"the style is not"
NO_LIGHT = r"the light is not"
NO_LETTERS = r"is not written out"
_SEARCH, _REFERENCE, _PROMPT = "search_query_guidance", "reference_selection_guidance", "prompt_program_guidance"

HABITS: tuple[Habit, ...] = (
    Habit(
        _SEARCH,
        Topic.FACTS,
        (Part.SUFFICIENCY, Part.LOOKS, Part.LETTERS),
        seen.described_first,
        _always(
            "Search the description first when the request names a thing only by a fact; the page's title is its name."
        ),
        f"{_NO_PICTURE}|{_NO_FACT}",
    ),
    Habit(
        _SEARCH,
        Topic.FACTS,
        (Part.SUFFICIENCY, Part.LETTERS, Part.FAITHFULNESS),
        seen.fact_searched,
        _say_fact,
        _NO_FACT,
    ),
    Habit(_SEARCH, Topic.LOOKS, (Part.SUFFICIENCY, Part.LOOKS), seen.full_name, _say_name, _NO_PICTURE),
    Habit(
        _SEARCH,
        Topic.STEPS,
        tuple(Part),
        seen.stopped,
        _always(
            "Stop searching once each named thing has a page and a picture; ask nothing twice, open the skills next."
        ),
    ),
    Habit(_REFERENCE, Topic.LOOKS, (Part.SUFFICIENCY, Part.LOOKS), seen.right_picture, _say_picture, _NO_PICTURE),
    Habit(
        _PROMPT,
        Topic.FACTS,
        (Part.SUFFICIENCY, Part.LETTERS),
        seen.copied,
        _always("Copy the found words from the page into the quotation marks; the name of the fact is no answer."),
        _NO_FACT,
    ),
    Habit(
        _PROMPT,
        Topic.FACTS,
        (Part.SUFFICIENCY, Part.FAITHFULNESS),
        seen.found_colour,
        _always("State the found colour with its hex in a short sentence of its own after the thing that has it."),
        NO_COLOUR,
    ),
    Habit(
        _PROMPT,
        Topic.LETTERS,
        (Part.LETTERS, Part.SUFFICIENCY),
        seen.quoted,
        _always(
            "Write letters so: a banner at the top centre carries the text, then the exact words in quotation marks."
        ),
        NO_LETTERS,
    ),
    Habit(
        _PROMPT,
        Topic.CRAFT,
        (Part.FAITHFULNESS, Part.SUFFICIENCY),
        seen.listed,
        _always(
            "List every member after the exact number: the first, at the far left, is; then the second, and so on."
        ),
        NO_NUMBER,
    ),
    Habit(_PROMPT, Topic.CRAFT, (Part.FAITHFULNESS, Part.SUFFICIENCY, Part.BEAUTY), seen.placed, _say_place, NO_PLACE),
    Habit(
        _PROMPT,
        Topic.CRAFT,
        (Part.FAITHFULNESS, Part.SUFFICIENCY),
        seen.colours_apart,
        _always("Say each colour in a sentence of its own after its thing: the noun again, is, then the colour."),
        NO_COLOUR,
    ),
    Habit(
        _PROMPT,
        Topic.LOOKS,
        (Part.SUFFICIENCY, Part.LOOKS),
        seen.bound,
        _always("Bind each picture with the words from the first reference image, shown exactly as in the reference."),
        _NO_PICTURE,
    ),
    Habit(
        _PROMPT,
        Topic.LIGHT,
        (Part.FAITHFULNESS,),
        seen.stuff,
        _always("Say how the material takes the light, with its highlights or grain, instead of its bare name."),
        NO_STUFF,
    ),
    Habit(
        _PROMPT,
        Topic.LIGHT,
        (Part.LOOKS, Part.FAITHFULNESS, Part.BEAUTY),
        seen.posed,
        _always("Add a pose to each living thing: standing upright, in front or side view, the whole body visible."),
    ),
    Habit(
        _PROMPT,
        Topic.LIGHT,
        (Part.LOOKS, Part.FAITHFULNESS),
        seen.style_kept,
        _always("Confine the style to background and line work, while every object keeps its exact shape and colours."),
        NO_MANNER,
    ),
    Habit(
        _PROMPT,
        Topic.LIGHT,
        (Part.BEAUTY, Part.FAITHFULNESS),
        seen.directed,
        _always(
            "Say in the opening sentence from which side the light falls and what shadows or reflections it casts."
        ),
        NO_LIGHT,
    ),
)
