"""Icons of three open sets, drawn in two tones: the many things that no emoji shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from genevolve.records import PictureEntry
from genevolve.world.drawings.ink import SLATE, icon_two_tone
from genevolve.world.harvest import Harvest
from genevolve.world.harvest.concepts import read_synonyms
from genevolve.world.harvest.wording import unique
from genevolve.world.members import AssetMembers

_ROOT = "material/templates/.icons/"
_OCTICON_SIZE = re.compile(r"-(\d+)$")


@dataclass(frozen=True, slots=True)
class IconSet:
    """One set: where its files are and how it is credited."""

    id: str
    folder: str
    name: str
    licence: str
    url: str


ICON_SETS = (
    IconSet("mdi", "material/", "Material Design Icons", "Apache-2.0", "https://pictogrammers.com/library/mdi/"),
    IconSet("fa", "fontawesome/", "Font Awesome Free", "CC BY 4.0", "https://fontawesome.com"),
    IconSet("octicon", "octicons/", "Octicons", "MIT", "https://primer.style/octicons"),
)


def harvest_icons(folder: Path) -> Harvest:
    """Every icon once; sizes and regular doubles of the same icon left out."""
    words = read_synonyms()
    synonyms = {title.removeprefix("icon:"): extra for title, extra in words["synonyms"].items()}
    colours: dict[str, str] = words["icon_colours"]
    members = AssetMembers(folder, "mkdocs-material")
    result = Harvest()
    for icons, path, name in _icons(members.names(suffix=".svg")):
        title = name.replace("-", " ")
        locator = f"{icons.id}:{path}"
        brand = path.startswith("brands/")
        result.drawings[locator] = icon_two_tone(
            members.text(f"{_ROOT}{icons.folder}{path}.svg"), colours.get(title, SLATE)
        )
        result.pictures.append(
            PictureEntry(
                id=locator,
                title=f"{title} brand icon" if brand else f"{title} icon",
                locator=locator,
                keywords=unique([*synonyms.get(title, ()), "icon", "pictogram"]),
                caption=f"{title[0].upper()}{title[1:]}, a pictogram from {icons.name}.",
                artist=icons.name,
                url=icons.url,
                source=icons.name,
                licence=f"{icons.licence}; trade mark of its owner" if brand else icons.licence,
            )
        )
    return result


def _icons(members: list[str]) -> Iterator[tuple[IconSet, str, str]]:
    octicons: dict[str, str] = {}
    for member in members:
        for icons in ICON_SETS:
            if not member.startswith(_ROOT + icons.folder):
                continue
            path = member.removeprefix(_ROOT + icons.folder).removesuffix(".svg")
            name = path.rsplit("/", 1)[-1]
            if icons.id == "octicon":
                octicons[_OCTICON_SIZE.sub("", name)] = path
            elif not path.startswith("regular/"):
                yield icons, path, name
    for name, path in octicons.items():
        yield ICON_SETS[2], path, name
