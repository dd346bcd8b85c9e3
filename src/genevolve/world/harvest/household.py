"""Everyday things and two animals drawn for this project, where the emoji artists have left a gap."""

from __future__ import annotations

import tomllib
from pathlib import Path

from genevolve.records import PictureEntry
from genevolve.world.entities import Entity, EntityKind
from genevolve.world.harvest import Harvest
from genevolve.world.harvest.wording import slug

_DATA = Path(__file__).parents[1] / "data"


def harvest_household() -> Harvest:
    """Every thing of `household.toml`, with its drawing."""
    things: dict[str, list[str]] = tomllib.loads((_DATA / "household.toml").read_text(encoding="utf-8"))["things"]
    result = Harvest()
    for title, aliases in things.items():
        name = slug(title)
        locator = f"household:{name}"
        result.drawings[locator] = (_DATA / "household" / f"{name}.svg").read_text(encoding="utf-8")
        result.pictures.append(
            PictureEntry(
                id=locator,
                title=title,
                locator=locator,
                keywords=tuple(aliases),
                caption=f"{title[0].upper()}{title[1:]}, drawn in flat colours with light from the left.",
                artist="GenEvolve",
                source="GenEvolve",
                licence="Apache-2.0",
            )
        )
        result.entities.append(
            Entity(
                id=f"concept/{name}",
                kind=EntityKind.CONCEPT,
                name=title,
                category="Objects/household",
                aliases=tuple(aliases),
                pictures=(locator,),
            )
        )
    return result
