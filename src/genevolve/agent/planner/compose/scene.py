"""What holds the picture together: view, place, weather, light, palette, style and format."""

from __future__ import annotations

import re

from genevolve.agent.planner.compose.naming import indefinite
from genevolve.agent.planner.compose.plan import Plan
from genevolve.agent.planner.compose.settings import setting_of
from genevolve.agent.planner.compose.wording import listed, sentence, wording
from genevolve.agent.planner.matching import terms
from genevolve.agent.planner.triggers import LIGHT, STYLE
from genevolve.agent.planner.wordlists import word_list
from genevolve.language.description import Description
from genevolve.language.nouns import is_plural
from genevolve.language.vocabulary import Setting, StyleKind

_LEADS = "in|on|at|under|beneath|below|against|inside|among|amid"
_FORMATS = {
    "1:1": 1.0,
    "4:3": 4 / 3,
    "3:4": 3 / 4,
    "3:2": 3 / 2,
    "2:3": 2 / 3,
    "16:9": 16 / 9,
    "9:16": 9 / 16,
    "21:9": 21 / 9,
}


def opening(plan: Plan) -> str:
    """A sentence such as "A scene on a marble table, soft morning light from the left with gentle shadows."."""
    description = plan.description
    view = _view(plan)
    if description.style is not None and description.style.kind is StyleKind.PHOTO:
        view = f"a photo of {view}" if view else "a photo"
    return sentence(", ".join(part for part in (view, light_words(plan)) if part))


def _view(plan: Plan) -> str:
    """Where the scene is seen: "a scene on a marble table", and what is in the air."""
    description = plan.description
    setting = setting_of(plan)
    weather = wording("weather", description.weather.value) if description.weather else ""
    where = _place_words(description) if description.place else wording("setting", setting.value) if setting else ""
    if not where and not weather and not description.atmosphere:
        return ""
    view = "a wide scene" if setting and setting.value in word_list("outside") else "a scene"
    air = f"with {listed(list(description.atmosphere))} in the sky" if description.atmosphere else ""
    return " ".join(part for part in (view, where, weather, air) if part)


def _place_words(description: Description) -> str:
    """The place in the request's own words where it has them, after the preposition that goes with it."""
    place = description.place
    if place is None:
        return ""
    usual = wording("setting", place.setting.value)
    if place.setting is Setting.PLAIN and place.colour is not None:
        return f"on a plain {place.colour.name} background"
    if not place.phrase:
        return usual
    if own := _as_asked(place.phrase, description.text):
        return own
    preposition = usual.split()[0] if " " in usual else ""
    if not preposition:
        return usual
    if preposition == "at" and is_plural(place.phrase.split()[-1]):
        return f"{usual} with {place.phrase}"
    return f"{preposition} {_with_article(place.phrase)}"


def _as_asked(phrase: str, text: str) -> str:
    """The place with the request's own preposition and article, where it has them: "on the moon", "under water"."""
    found = re.search(rf"\b({_LEADS})\s+((?:an?|the)\s+)?{re.escape(phrase)}(?!\w)", text, re.IGNORECASE)
    return f"{found[1].lower()} {(found[2] or '').lower()}{phrase}" if found else ""


def _with_article(phrase: str) -> str:
    words = phrase.split()
    if (
        words[0][:1].isupper()
        or words[0].casefold() in word_list("before_nouns")
        or words[-1].casefold() in word_list("uncounted")
    ):
        return phrase
    return phrase if is_plural(words[-1]) else indefinite(phrase)


def light_words(plan: Plan) -> str:
    """The light: with direction and shadows when that was read up, else the request's own words."""
    description = plan.description
    light = description.light
    if LIGHT not in plan.skills:
        return light.phrase if light else ""
    setting = setting_of(plan) or Setting.STUDIO
    dark = any(set(terms(seen)) & word_list("seen_by_night") for seen in description.atmosphere)
    usual = "night" if dark else wording("light_for_setting", setting.value, "daylight")
    kind = light.kind.value if light else usual
    own = light.phrase if light and not _is_adverbial(light.phrase) else wording("light", kind)
    if light is None or light.direction is None:
        own = f"{own} {wording('light_direction', wording('light_usual_direction', kind))}"
    elif own == wording("light", kind):
        own = f"{own} {wording('light_direction', light.direction.value)}"
    return own if "shadow" in own else f"{own}, {wording('light_shadows', kind)}"


def _is_adverbial(phrase: str) -> bool:
    """Whether the request's words for the light are no noun phrase: "at night", "backlit", "in the evening"."""
    words = phrase.casefold().split()
    return not words or words[0] in word_list("prepositions") or not set(words) & word_list("light_nouns")


def palette_sentence(description: Description) -> str:
    """The colours asked for the picture as a whole."""
    if not description.palette:
        return ""
    return sentence(f"The colour palette of the picture is {listed([colour.name for colour in description.palette])}")


def style_sentence(plan: Plan) -> str:
    """The style with its territory, and the guarantee that the things keep their looks."""
    style = plan.description.style
    if style is None or style.kind is StyleKind.PHOTO:
        return ""
    if STYLE not in plan.skills:
        plain = f"{wording('style', style.kind.value)} style".lower()
        return sentence(f"In {style.phrase if 'style' in style.phrase else plain}")
    name, trace = wording("style", style.kind.value), wording("style_trace", style.kind.value, "the surface")
    return f"{name} style in the background and {trace}, while every object keeps its exact shape and colours."


def format_sentence(description: Description) -> str:
    """The shape of the picture, when the request asks for one."""
    aspect = description.aspect
    if aspect is None:
        return ""
    name = min(_FORMATS, key=lambda ratio: abs(_FORMATS[ratio] - aspect))
    return f"The picture has a {name} aspect ratio."
