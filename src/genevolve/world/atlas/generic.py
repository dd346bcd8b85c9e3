"""Generic members of a kind: what a generator draws for a named thing that it has no reference for."""

from __future__ import annotations

from collections.abc import Callable

from genevolve.world.atlas.arms import compose_arms, draw_arms
from genevolve.world.atlas.brands import draw_logo
from genevolve.world.atlas.brush import WAYFARER, Brush
from genevolve.world.atlas.creatures import CREATURES, draw_creature
from genevolve.world.atlas.flags import draw_flag
from genevolve.world.atlas.grammar import grammar, write_attributes
from genevolve.world.atlas.landmarks import LANDMARKS, draw_landmark
from genevolve.world.atlas.palettes import palettes
from genevolve.world.atlas.seeds import stream

_HINTS = {
    "landmark": {
        "minaret": "lighthouse", "beacon": "lighthouse", "tower": "clock tower", "clock": "clock tower", "mill": "windmill",
        "tank": "water tower", "needle": "obelisk", "column": "obelisk", "pillar": "obelisk", "shrine": "pagoda",
        "parthenon": "temple", "museum": "temple", "bank": "temple", "library": "temple", "opera": "theatre", "hall": "theatre",
        "palace": "theatre", "cathedral": "basilica", "church": "basilica", "mosque": "basilica", "dome": "basilica",
        "capitol": "basilica", "station": "railway station", "greenhouse": "glasshouse", "conservatory": "glasshouse",
        "fort": "castle", "palisade": "castle", "gate": "city gate", "arch": "city gate", "hut": "stilt house",
        "house": "stilt house", "monument": "statue", "sculpture": "statue", "colossus": "statue", "suspension": "cable bridge",
        "bridge": "arch bridge", "aqueduct": "arch bridge", "viaduct": "arch bridge",
    },
    "creature": {
        "dog": "fox-like", "cat": "fox-like", "wolf": "fox-like", "horse": "stag-like", "deer": "stag-like", "unicorn": "stag-like",
        "elephant": "bear-like", "cow": "bear-like", "lion": "bear-like", "dragon": "lizard-like", "dinosaur": "lizard-like",
        "bird": "songbird", "parrot": "songbird", "eagle": "owl-like", "heron": "wading bird", "flamingo": "wading bird",
        "shark": "fish", "whale": "fish", "snake": "serpent", "worm": "serpent", "toad": "frog-like", "lobster": "crab",
        "spider": "crab", "tortoise": "turtle", "insect": "beetle", "bug": "beetle", "butterfly": "moth",
    },
}  # fmt: skip

_KIND_WORDS = {
    "logo": "brand",
    "coat of arms": "arms",
    "crest": "arms",
    "flag": "flag",
    "banner": "flag",
    "brand": "brand",
}


def draw_generic(kind: str, seed: int, hint: str = "") -> str:
    """SVG of some member of `kind` (landmark, creature, brand or logo, arms, flag) that fits `hint` as far as one can tell.

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
        draw_logo(b, {"type": "logo", **write_attributes(grammar("brand")["logo"], palette, rng)}, rng)
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
    for name in types:
        if name.removesuffix("-like") in hint:
            return name
    return next((name for word, name in _HINTS[kind].items() if word in hint), "")
