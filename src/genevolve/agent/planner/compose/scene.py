"""What holds the picture together: view, place, weather, light, palette, style and format."""

from __future__ import annotations

from genevolve.agent.planner.compose.plan import Plan
from genevolve.agent.planner.compose.wording import listed, sentence, wording
from genevolve.agent.planner.triggers import LIGHT, STYLE
from genevolve.agent.planner.wordlists import word_list
from genevolve.language.description import Description
from genevolve.language.vocabulary import Setting, StyleKind

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
    """A sentence such as "A wide view of a marble table, soft morning light from the left with gentle shadows."."""
    description = plan.description
    parts = [part for part in (_view(plan), light_words(plan)) if part]
    if description.style is not None and description.style.kind is StyleKind.PHOTO:
        parts.insert(0, "a photo")
    return sentence(", ".join(parts))


def _view(plan: Plan) -> str:
    description = plan.description
    place = place_phrase(description)
    if not place and LIGHT in plan.skills:
        place = wording("setting", Setting.STUDIO.value)
    weather = wording("weather", description.weather.value) if description.weather else ""
    if not place:
        return f"a view {weather}" if weather else ""
    wide = description.place is not None and description.place.setting.value in word_list("outside")
    view = "a wide view of" if wide else "a view of"
    return f"{view} {place} {weather}".strip()


def place_phrase(description: Description) -> str:
    """The place in the request's own words where it has them."""
    place = description.place
    if place is None:
        return ""
    usual = wording("setting", place.setting.value)
    if place.setting is Setting.PLAIN and place.colour is not None:
        return f"a plain {place.colour.name} background"
    if not place.phrase:
        return f"{usual} in {place.colour.name}" if place.colour else usual
    return place.phrase


def light_words(plan: Plan) -> str:
    """The light: with direction and shadows when that was read up, else the request's own words."""
    description = plan.description
    light = description.light
    if LIGHT not in plan.skills:
        return light.phrase if light else ""
    setting = description.place.setting.value if description.place else Setting.STUDIO.value
    kind = light.kind.value if light else wording("light_for_setting", setting, "daylight")
    direction = light.direction.value if light and light.direction else wording("light_usual_direction", kind)
    return wording("light", kind).format(direction=wording("light_direction", direction))


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
