"""Settings: which noun phrases say where the scene takes place."""

from __future__ import annotations

import re
from functools import cache

from genevolve.language.description import Place
from genevolve.language.drafts import Scene
from genevolve.language.lexicons import entries, lexicon, word_set
from genevolve.language.nounphrase import NounPhrase
from genevolve.language.vocabulary import Depth, LightKind, Setting

_BACKGROUNDS = {"background", "backdrop"}


@cache
def _scenes() -> dict[str, str]:
    return entries(lexicon("places")["scenes"])


@cache
def _surfaces() -> dict[str, str]:
    return entries(lexicon("places")["surfaces"])


_OWNED = frozenset({"home", "garden", "kitchen", "workshop", "studio", "classroom", "farm"})


def settle_place(scene: Scene, phrase: NounPhrase, preposition: str, opens_text: bool) -> bool:
    """Note `phrase` as the place when it is one; False when it stands for something else."""
    written = scene.text[phrase.start : phrase.end]
    if phrase.named and phrase.name.lower() not in _scenes() and phrase.noun != "city":
        return False
    if phrase.is_definite and any(
        noun == phrase.noun or noun.endswith(f" {phrase.noun}") for noun in scene.place_nouns
    ):
        return True
    if phrase.owner and not phrase.owner_named and phrase.noun not in _OWNED:
        return False
    setting = _setting(phrase, written, preposition, opens_text)
    if setting is None:
        return False
    if scene.place is not None and scene.place.setting is not Setting.SKY:
        return phrase.noun not in word_set("places", "objects", "also_things")
    colour = phrase.colours[0] if phrase.colours else None
    scene.place = Place(setting, colour, written)
    scene.place_nouns.add(phrase.noun)
    return True


def _setting(phrase: NounPhrase, written: str, preposition: str, opens_text: bool) -> Setting | None:
    lower = " ".join(written.lower().split())
    led = f"{preposition} {phrase.noun}"
    if led in _scenes():
        return Setting(_scenes()[led])
    keys = [
        lower,
        phrase.name,
        " ".join([*(m.value for m in phrase.materials), phrase.noun]),
        " ".join(lower.split()[-2:]),
        lower.split()[-1],
        phrase.noun,
    ]
    if phrase.noun in _BACKGROUNDS:
        return (
            Setting.PLAIN
            if phrase.colours or "plain" in lower or "solid" in lower or preposition in {"on", "against"}
            else None
        )
    for key in keys:
        if key == phrase.noun != lower and phrase.modifiers and key in word_set("places", "objects", "vague"):
            continue
        if key in _scenes() and _is_scene(key, phrase, preposition, opens_text):
            return Setting(_scenes()[key])
    on = word_set("places", "prepositions", "on")
    if preposition not in on:
        return None
    by_material = _surface_by_material(phrase)
    if by_material is not None:
        return by_material
    for key in keys:
        if key in _surfaces():
            return Setting(_surfaces()[key])
    return None


def _is_scene(key: str, phrase: NounPhrase, preposition: str, opens_text: bool) -> bool:
    inside = word_set("places", "prepositions", "inside")
    if key == "space":
        return preposition == "in" and not phrase.determiner and not phrase.adjectives
    if key in {"moon", "mars"}:
        return preposition in {"on", "in", "at"}
    if key in word_set("places", "objects", "also_things"):
        return (
            preposition
            in {
                "in",
                "inside",
                "within",
                "at",
                "on",
                "through",
                "across",
                "amid",
                "amidst",
                "among",
                "under",
                "against",
                "into",
                "over",
            }
            and not phrase.number
        )
    return preposition in inside or opens_text or preposition == "of"


def _surface_by_material(phrase: NounPhrase) -> Setting | None:
    kinds = lexicon("places")["surface_materials"]
    horizontal = word_set("places", "surface_kinds", "horizontal")
    vertical = word_set("places", "surface_kinds", "vertical")
    for material in phrase.materials:
        if (
            phrase.noun in horizontal
            and material.value in kinds
            and kinds[material.value] not in {"concrete_wall", "tiled_wall", "paper"}
        ):
            return Setting(kinds[material.value])
        if phrase.noun in vertical and material.value in {"concrete", "stone", "ceramic"}:
            return {"concrete": Setting.CONCRETE_WALL, "stone": Setting.STONE_FLOOR, "ceramic": Setting.TILED_WALL}[
                material.value
            ]
    if phrase.noun in vertical and "brick" in phrase.modifiers:
        return Setting.BRICK_WALL
    return None


def settle_background(scene: Scene) -> None:
    """When no place was told, scenery that stands in the background is the place."""
    for thing in scene.things:
        placed = thing.placement is not None and thing.placement.depth is Depth.BACKGROUND
        last = thing.phrase.lower().rpartition(" ")[2]
        if scene.place is None and placed and not thing.named and last in _scenes():
            scene.place = Place(Setting(_scenes()[last]), thing.colours[0] if thing.colours else None, thing.phrase)
            thing.dropped = True


def settle_adverb(scene: Scene) -> None:
    """When no place was told, a word such as "underwater" or "indoors" says it."""
    for word, kind in entries(lexicon("places")["adverbs"]).items():
        if scene.place is None and re.search(rf"\b{word}\b", scene.text, re.IGNORECASE):
            scene.place = Place(Setting(kind), None, "" if " " in word else word)


def at_night(scene: Scene) -> None:
    """A city, by night, is another setting."""
    told = scene.place is not None and re.search(rf"{re.escape(scene.place.phrase)}\s+(?:at|by)\s+night\b", scene.text)
    dark = {LightKind.NIGHT, LightKind.NEON, LightKind.MOONLIGHT}
    night = bool(told) or (scene.light is not None and scene.light.kind in dark)
    if night and scene.place is not None and scene.place.setting is Setting.CITY_DAY:
        scene.place = Place(Setting.CITY_NIGHT, scene.place.colour, scene.place.phrase)
