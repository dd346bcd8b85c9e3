"""How a good worker slips: which lapses befall an item, and what they do to its program."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from enum import StrEnum

from genevolve.world.suite import SuiteItem
from genevolve.world.suite.seeds import draw
from genevolve.world.suite.words import table


class Lapse(StrEnum):
    """One realistic imperfection."""

    NO_SEARCH = "no_search"
    VAGUE_QUERY = "vague_query"
    LOOK_ALIKE = "look_alike"
    COUNTING = "quantity_counting"
    TEXT = "text_rendering"
    LAYOUT = "spatial_layout"
    BINDING = "attribute_binding"
    STYLE = "creative_drawing"
    MATERIAL = "physical_material_consistency"
    BODY = "anatomy_body_coherence"
    LIGHT = "aesthetic_drawing"


RATES: Mapping[Lapse, float] = {
    Lapse.NO_SEARCH: 0.5,
    Lapse.VAGUE_QUERY: 0.35,
    Lapse.LOOK_ALIKE: 0.35,
    Lapse.COUNTING: 0.8,
    Lapse.TEXT: 0.6,
    Lapse.LAYOUT: 0.7,
    Lapse.BINDING: 0.8,
    Lapse.STYLE: 0.8,
    Lapse.MATERIAL: 0.8,
    Lapse.BODY: 0.8,
    Lapse.LIGHT: 0.8,
}
"""How often each befalls a teacher of quality 0."""

_ENUMERATION = re.compile(r"( in one row in the foreground): [^.]*\.")
_LETTERS = re.compile(r'An? [\w ]+? (at the top \w+) carries the text "([^"]+)" in large[^.]*\.')
_PLACE = re.compile(r"In the (?:foreground|background) (?:at the (?:far )?(?:left|right)|in the centre) (\w+)")
_COLOUR = re.compile(r"\b(an?) ([a-z-]+(?: [a-z-]+)?)((?: bearing [^.]*)?)\. The \2 is ([^.]+)\.")
_KEEPS_IDENTITY = ", while every object keeps its exact shape and colours"


def lapses_of(item: SuiteItem, quality: float, seed: int) -> frozenset[Lapse]:
    """The lapses that befall one item: none at quality 1; more of the same ones as quality falls."""
    return frozenset(
        lapse
        for lapse, rate in RATES.items()
        if draw("lapse", seed, item.id, lapse) / float(1 << 64) < rate * (1 - quality)
    )


def lapsed_prompt(prompt: str, lapses: frozenset[Lapse]) -> str:
    """The prompt as somebody writes it who forgot those skills."""
    for lapse, forget in _FORGETTING.items():
        if lapse in lapses:
            prompt = forget(prompt)
    return prompt


def without_facts(prompt: str, item: SuiteItem) -> str:
    """The prompt as somebody writes it who did not look the facts up."""
    for fact in item.evidence.facts:
        prompt = prompt.replace(f'the text "{fact.value}"', f'the text "{fact.attribute.upper()}"')
        prompt = re.sub(rf"[\w ]+ \({re.escape(fact.value)}\)", "its official colour", prompt)
    return prompt


def _no_light(prompt: str) -> str:
    for phrase in table("wording")["ideal_lights"].values():
        prompt = prompt.replace(phrase, re.split(r" from |,", phrase)[0])
    return prompt


def _no_material(prompt: str) -> str:
    for name, phrase in table("wording")["materials"].items():
        prompt = prompt.replace(phrase, name)
    return prompt


def _no_pose(prompt: str) -> str:
    for phrase in sorted(table("things")["poses"].values(), key=len, reverse=True):
        prompt = prompt.replace(f", {phrase}", "").replace(f", each {phrase}", "")
    return prompt


def _in_one_clause(prompt: str) -> str:
    """Adjectives before their nouns, and the things strung together."""
    return _COLOUR.sub(lambda m: f"a {m[4]} {m[2]}{m[3]},", prompt)


_FORGETTING: dict[Lapse, Callable[[str], str]] = {
    Lapse.COUNTING: lambda prompt: _ENUMERATION.sub(r"\1.", prompt),
    Lapse.TEXT: lambda prompt: _LETTERS.sub(r"The words \2 appear \1.", prompt),
    Lapse.BINDING: _in_one_clause,
    Lapse.LAYOUT: lambda prompt: _PLACE.sub(r"There \1", prompt),
    Lapse.STYLE: lambda prompt: prompt.replace(_KEEPS_IDENTITY, ""),
    Lapse.MATERIAL: _no_material,
    Lapse.BODY: _no_pose,
    Lapse.LIGHT: _no_light,
}
