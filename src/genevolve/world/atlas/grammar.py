"""From a kind's grammar to the visible attributes of one member, and to a twin that differs in exactly one of them."""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from genevolve.world.atlas.palettes import colour_table, colours_in, contrast

Palette = Mapping[str, tuple[str, ...]]
Grammar = Mapping[str, Mapping[str, tuple[str, ...]]]
"""Type to attribute to the templates of its value."""

MIN_CONTRAST = 120.0
"""Colours that meet in one thing are at least this far apart (`palettes.contrast`)."""
MARK_CONTRAST = 230.0
"""The same for a mark on its badge, which is read from afar."""

SMALL = frozenset({"eyes", "tongue", "ears", "emblem", "crown", "lips", "cap", "lamps", "banner"})
"""Attributes that are seen, but too small to tell two pictures apart at a glance."""

_SLOT = re.compile(r"\{(\w+)(\*?)\}")


@cache
def grammar(kind: str) -> Grammar:
    """The grammar of a kind. A value that is a string names a list under `[shared]`."""
    text = files("genevolve.world.atlas").joinpath("data", f"{kind}.toml").read_text("utf-8")
    tables: dict[str, dict[str, str | list[str]]] = tomllib.loads(text)
    shared = tables.pop("shared", {})
    return {
        name: {key: tuple(shared[value] if isinstance(value, str) else value) for key, value in slots.items()}
        for name, slots in tables.items()
    }


def write_attributes(
    slots: Mapping[str, Sequence[str]], palette: Palette, rng: random.Random, *, apart: float = MIN_CONTRAST
) -> dict[str, str]:
    """One value for every attribute. The first one sets the ground colour that the others stand out from."""
    attributes: dict[str, str] = {}
    for key, templates in slots.items():
        attributes[key] = _fill(rng.choice(templates), palette, _ground(attributes), rng, apart)
    return attributes


def change_one(
    slots: Mapping[str, Sequence[str]],
    attributes: Mapping[str, str],
    palette: Palette,
    rng: random.Random,
    *,
    apart: float = MIN_CONTRAST,
) -> tuple[dict[str, str], str]:
    """A copy with exactly one attribute changed so that the eye can tell, and the name of that attribute."""
    keys = [key for key in slots if key not in SMALL]
    while True:
        key = rng.choice(keys)
        ground = "" if key == next(iter(slots)) else _ground(attributes)
        value = _fill(rng.choice(slots[key]), palette, ground, rng, apart)
        if _looks_different(value, attributes[key]) and (ground or not _hides(value, key, attributes)):
            return {**attributes, key: value}, key


def _fill(template: str, palette: Palette, ground: str, rng: random.Random, apart: float) -> str:
    """Put colour words into a template; they stand out from the ground and from each other (but not `{role*}`)."""
    table = colour_table()
    taken = [ground] if ground else []

    def pick(slot: re.Match[str]) -> str:
        words = palette[slot[1]]
        if slot[2]:
            return rng.choice(words)
        free = [w for w in words if all(contrast(table[w], table[t]) >= apart for t in taken)]
        if not free:
            roles = [w for role in ("accent", "light", "deep") for w in palette[role]]
            free = [max(roles, key=lambda w: min(contrast(table[w], table[t]) for t in taken))]
        word = rng.choice(free)
        taken.append(word)
        return word

    return _SLOT.sub(pick, template)


def _ground(attributes: Mapping[str, str]) -> str:
    words = next((colours_in(value) for value in attributes.values() if colours_in(value)), ())
    return words[0] if words else ""


def _hides(value: str, key: str, attributes: Mapping[str, str]) -> bool:
    """Whether a new ground colour would swallow the other attributes."""
    table = colour_table()
    others = [word for other, text in attributes.items() if other != key for word in colours_in(text)]
    return any(contrast(table[colours_in(value)[0]], table[word]) < MIN_CONTRAST / 2 for word in others)


def _looks_different(new: str, old: str) -> bool:
    if new == old:
        return False
    table = colour_table()
    bare_new, bare_old = (_uncoloured(text) for text in (new, old))
    pairs = zip(colours_in(new), colours_in(old), strict=False)
    return bare_new != bare_old or any(contrast(table[a], table[b]) >= MIN_CONTRAST for a, b in pairs)


def _uncoloured(text: str) -> str:
    for word in colours_in(text):
        text = text.replace(word, "")
    return text
