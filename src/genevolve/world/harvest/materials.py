"""Measured materials: a ball, and a card that says how the material takes the light."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from genevolve.records import PictureEntry, TextEntry
from genevolve.world.drawings.colour import colour_name, from_linear
from genevolve.world.drawings.material_ball import MaterialLook, material_ball
from genevolve.world.entities import Entity, EntityKind
from genevolve.world.harvest import Harvest
from genevolve.world.harvest.wording import slug
from genevolve.world.members import AssetMembers

_MEMBER = "materialxMaterials/data/PhysicallyBasedMaterialX/PhysicallyBasedMaterial.json"
_SOURCE, _LICENCE, _URL = "PhysicallyBased", "CC0-1.0", "https://physicallybased.info"


def harvest_materials(folder: Path) -> Harvest:
    """Every material of the database, shades of skin left out."""
    result = Harvest()
    for row in AssetMembers(folder, "materialxmaterials").json(_MEMBER):
        if not row["name"].startswith("Skin "):
            _add(result, row)
    return result


def _add(result: Harvest, row: dict[str, Any]) -> None:
    name, key = row["name"], slug(row["name"])
    look = MaterialLook(
        colour=from_linear(row["color"][0]["color"]),
        metalness=float(row["metalness"]),
        roughness=float(row["roughness"]),
        transmission=float(row.get("transmission", 0)),
        iridescent="thinFilmThickness" in row,
    )
    locator, manner = f"material:{key}", _manner(look)
    words = (name, *row.get("tags", ()), *(category.lower() for category in row["category"]), "material")
    result.drawings[locator] = material_ball(look)
    result.pictures.append(
        PictureEntry(
            id=locator,
            title=f"{name} material sample",
            locator=locator,
            keywords=words,
            caption=f"A ball of {name.lower()}: {manner}, {colour_name(look.colour)} ({look.colour}).",
            artist="GenEvolve",
            url=_URL,
            source="GenEvolve, from PhysicallyBased data",
            licence="Apache-2.0",
        )
    )
    text = f"{name} is {manner}. Its measured colour is {colour_name(look.colour)}, hex {look.colour}."
    text += f" Roughness {look.roughness:g}, metalness {look.metalness:g}."
    text += f" Index of refraction {row['ior']}." if "ior" in row else ""
    text += f" {row['description']}" if "description" in row else ""
    entry = TextEntry(
        id=f"material:{key}/card",
        title=f"{name} — material card",
        text=text,
        url=_URL,
        source=_SOURCE,
        licence=_LICENCE,
        keywords=words,
    )
    result.texts.append(entry)
    facts = {"colour_hex": look.colour, "roughness": f"{look.roughness:g}", "metalness": f"{look.metalness:g}"}
    result.entities.append(
        Entity(
            id=f"material/{key}",
            kind=EntityKind.MATERIAL,
            name=name,
            category=", ".join(row["category"]).lower(),
            aliases=tuple(row.get("tags", ())),
            facts=facts,
            pictures=(locator,),
            documents=(entry.id,),
        )
    )


def _manner(look: MaterialLook) -> str:
    polish = "mirror-smooth" if look.roughness < 0.1 else "satin" if look.roughness < 0.45 else "matt"
    if look.metalness >= 0.5:
        kind = "metal with sharp reflections" if look.roughness < 0.2 else "metal with soft reflections"
    elif look.transmission >= 0.5:
        kind = "and transparent, with bright highlights and light passing through"
    else:
        kind = "and opaque, with a soft falloff of light"
    return f"{polish} {kind}"
