"""Generic members of a kind: what a generator draws for a named thing that it has no reference for."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files

from genevolve.world.atlas.arms import compose_arms, draw_arms
from genevolve.world.atlas.brands import draw_logo
from genevolve.world.atlas.brush import WAYFARER, Brush
from genevolve.world.atlas.creatures import CREATURES, draw_creature
from genevolve.world.atlas.flags import draw_flag
from genevolve.world.atlas.grammar import MARK_CONTRAST, grammar, write_attributes
from genevolve.world.atlas.landmarks import LANDMARKS, draw_landmark
from genevolve.world.atlas.palettes import palettes
from genevolve.world.atlas.seeds import stream

_KIND_WORDS = {
    "logo": "brand",
    "coat of arms": "arms",
    "crest": "arms",
    "flag": "flag",
    "banner": "flag",
    "brand": "brand",
}


@cache
def _hints() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(files("genevolve.world.atlas").joinpath("data", "hints.toml").read_text("utf-8"))


def draw_generic(kind: str, seed: int, hint: str = "") -> str:
    """SVG of some member of `kind` (landmark, creature, brand or logo, arms, flag) that fits `hint` if it can.

    The same seed draws the same thing. It resembles nothing in particular: that is the point.
    """
    kind = _settle(kind.lower(), hint.lower())
    rng = stream("generic", kind, seed, hint.lower())
    b = Brush(WAYFARER, f"x{rng.getrandbits(24):x}")
    palette = rng.choice(palettes())
    if kind == "flag":
        draw_flag(b, rng)
    elif kind == "arms":
        draw_arms(b, {"type": "coat of arms", **compose_arms(rng)}, rng)
    elif kind == "brand":
        draw_logo(
            b, {"type": "logo", **write_attributes(grammar("brand")["logo"], palette, rng, apart=MARK_CONTRAST)}, rng
        )
    else:
        register = LANDMARKS if kind == "landmark" else CREATURES
        look_type = _nearest_type(kind, hint.lower(), tuple(register)) or rng.choice(tuple(register))
        attributes = {"type": look_type, **write_attributes(grammar(kind)[look_type], palette, rng)}
        draw: Callable[..., None] = draw_landmark if kind == "landmark" else draw_creature
        draw(b, attributes, rng)
    return b.svg()


def _settle(kind: str, hint: str) -> str:
    """The kind to draw; an unknown kind is settled by the hint, else a landmark."""
    if kind in ("landmark", "creature", "brand", "arms", "flag"):
        return kind
    for word, meant in _KIND_WORDS.items():
        if word in kind or word in hint:
            return meant
    if kind == "animal" or _nearest_type("creature", f"{kind} {hint}", tuple(CREATURES)):
        return "creature"
    return "landmark"


def _nearest_type(kind: str, hint: str, types: tuple[str, ...]) -> str:
    """The type whose word comes last in the hint, since English puts the noun there ("Golden Gate bridge")."""
    words = {name.removesuffix("-like"): name for name in types} | dict(_hints()[kind])
    found = [(match.end(), len(word), name) for word, name in words.items() for match in _whole(word).finditer(hint)]
    return max(found)[2] if found else ""


def _whole(word: str) -> re.Pattern[str]:
    return re.compile(rf"\b{re.escape(word)}s?\b")
