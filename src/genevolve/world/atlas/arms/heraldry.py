"""The grammar of arms: metals and colours alternate, and what lies on what is settled before anything is drawn."""

from __future__ import annotations

import random
from collections.abc import Mapping

from genevolve.world.atlas.arms.charges import CHARGES

METALS = ("gold", "white")
COLOURS = ("red", "blue", "green", "black", "purple")
TINCTURES = {
    "gold": "Or",
    "white": "Argent",
    "red": "Gules",
    "blue": "Azure",
    "green": "Vert",
    "black": "Sable",
    "purple": "Purpure",
}

_PARTED = {
    "halved side by side": "Per pale",
    "halved top and bottom": "Per fess",
    "halved diagonally": "Per bend",
    "quartered": "Quarterly",
    "in four triangles": "Per saltire",
    "in six upright stripes": "Paly of six",
    "in six level stripes": "Barry of six",
    "in six diagonal stripes": "Bendy of six",
    "chequered": "Chequy",
}

_BANDS = {
    "no band": "",
    "chevron": "a chevron",
    "level band": "a fess",
    "wavy level band": "a fess wavy",
    "upright band": "a pale",
    "diagonal band": "a bend",
    "top band": "a chief",
    "foot band": "a base",
    "disc in the middle": "a roundel",
    "shield in the middle": "an inescutcheon",
    "round-centred cross": "a cross nowy",
}

_PLACES = {
    "no band": ("one large", "two above and one below", "three in a column"),
    "chevron": ("two above and one below", "one below"),
    "level band": ("two above and one below", "three on the band"),
    "wavy level band": ("two above and one below", "one above and one below"),
    "upright band": ("three on the band", "one on each side"),
    "diagonal band": ("three on the band", "one on each side"),
    "top band": ("one below", "three on the band"),
    "foot band": ("one above", "two above"),
    "disc in the middle": ("one on the disc",),
    "shield in the middle": ("one on the shield",),
    "round-centred cross": ("one on the middle", "one in each quarter"),
}

NUM_PLACES = {
    "one large": 1,
    "one below": 1,
    "one above": 1,
    "one on the disc": 1,
    "one on the shield": 1,
    "one on the middle": 1,
    "two above": 2,
    "one on each side": 2,
    "one above and one below": 2,
    "two above and one below": 3,
    "three in a column": 3,
    "three on the band": 3,
    "one in each quarter": 4,
}
"""How many charges a placing has."""

_PLURALS = {
    "stag's head": "stags' heads",
    "fish": "fish",
    "fleur-de-lis": "fleurs-de-lis",
    "wheat sheaf": "wheat sheaves",
    "maple leaf": "maple leaves",
}

_TOPS = (
    "gold crown",
    "gold mural crown",
    "silver helmet with {a} plumes",
    "{a} cap with gold coronet",
    "gold star and {a} wreath",
)
_SIDES = ("two green laurel branches", "two gold wheat stalks", "{a} mantling", "two {a} banners")


def compose_arms(rng: random.Random) -> dict[str, str]:
    """The visible attributes of new arms."""
    parted = rng.random() < 0.42
    field = _field(rng, parted=parted)
    band = _band(rng, field, parted=parted)
    place = rng.choice(_places(band, parted=parted))
    return {
        "field": field,
        "band": band,
        "charge": f"{_charge_colour(rng, field, band, place)} {rng.choice(tuple(CHARGES))}",
        "placing": place,
        "border": _border(rng, field, band),
        "crest": rng.choice(_TOPS).format(a=rng.choice(COLOURS)),
        "sides": rng.choice(_SIDES).format(a=rng.choice(COLOURS)),
        "ribbon": f"{rng.choice((*COLOURS, 'gold', 'white'))} ribbon",
    }


def vary_arms(attributes: Mapping[str, str], rng: random.Random) -> tuple[dict[str, str], str]:
    """A copy with exactly one attribute changed within the rules, and the name of that attribute."""
    key = rng.choice(("charge", "border", "crest", "sides", "ribbon", "charge", "placing"))
    field, band = attributes["field"], attributes["band"]
    while True:
        new = compose_arms(rng)[key]
        if key == "charge":
            new = f"{attributes['charge'].split()[0]} {rng.choice(tuple(CHARGES))}"
        elif key == "border":
            new = _border(rng, field, band)
        elif key == "placing":
            options = [
                place
                for place in _places(band, parted=is_parted(field))
                if on_band(place) == on_band(attributes["placing"]) and place != attributes["placing"]
            ]
            if not options:
                return vary_arms(attributes, rng)
            new = rng.choice(options)
        if new != attributes[key]:
            return {**attributes, key: new}, key


def blazon(attributes: Mapping[str, str]) -> str:
    """The arms in the language of heralds."""
    field = attributes["field"]
    tinctures = [TINCTURES[word] for word in field.replace(",", "").split() if word in TINCTURES]
    parting = next((herald for plain, herald in _PARTED.items() if plain in field), "")
    text = f"{parting} {tinctures[0]} and {tinctures[1]}".strip() if parting else tinctures[0]
    if "strewn" in field:
        text = f"{tinctures[0]} semy of lozenges {tinctures[1]}"
    band = attributes["band"]
    if band != "no band":
        word, name = band.split(" ", 1)
        text += f", {_BANDS[name]} {TINCTURES[word]}"
    paint, charge = attributes["charge"].split(" ", 1)
    where = "on the last, " if on_band(attributes["placing"]) else ""
    text += f", {where}{_counted(charge, NUM_PLACES[attributes['placing']])} {TINCTURES[paint]}"
    if attributes["border"] != "no border":
        text += f", a bordure {TINCTURES[attributes['border'].split()[0]]}"
    return text


def _counted(charge: str, count: int) -> str:
    if count == 1:
        return f"{'an' if charge[0] in 'aeiou' else 'a'} {charge}"
    return f"{('two', 'three', 'four')[count - 2]} {_PLURALS.get(charge, charge + 's')}"


def is_parted(field: str) -> bool:
    """Whether a field has two tinctures side by side, so that either may lie on it."""
    return " and " in field


def on_band(place: str) -> bool:
    """Whether the charges lie on the band and not on the field."""
    return " on the " in place


def _field(rng: random.Random, *, parted: bool) -> str:
    metal, paint = rng.choice(METALS), rng.choice(COLOURS)
    if parted:
        first, second = rng.sample((metal, paint), 2)
        return f"{rng.choice(tuple(_PARTED))}, {first} and {second}"
    if rng.random() < 0.2:
        return f"{paint} strewn with {metal} diamonds"
    return rng.choice((paint, paint, metal))


def _band(rng: random.Random, field: str, *, parted: bool) -> str:
    names = [name for name in _BANDS if not parted or any(on_band(place) for place in _PLACES[name])]
    name = rng.choice(names)
    if name == "no band":
        return name
    if parted:
        used = field.replace(",", "").split()
        return f"{rng.choice([c for c in COLOURS if c not in used])} {name}"
    return f"{_across(rng, field.split()[0])} {name}"


def _places(band: str, *, parted: bool) -> list[str]:
    name = band.split(" ", 1)[1] if band != "no band" else band
    return [place for place in _PLACES[name] if not parted or on_band(place)]


def _charge_colour(rng: random.Random, field: str, band: str, place: str) -> str:
    return _across(rng, band.split()[0] if on_band(place) else field.split()[0])


def _across(rng: random.Random, tincture: str) -> str:
    """A tincture that may lie on another: metal on colour, colour on metal."""
    return rng.choice(COLOURS if tincture in METALS else METALS)


def _border(rng: random.Random, field: str, band: str) -> str:
    if rng.random() < 0.35:
        return "no border"
    used = f"{field} {band}".replace(",", "").split()
    free = [c for c in (*METALS, *COLOURS) if c not in used]
    style = rng.choice(("border", "wavy border", "gold-studded border", "thin inner border"))
    paint = rng.choice([c for c in free if c != "gold"] if "studded" in style else free)
    return f"{paint} {style}"
