"""The drawings, entities and fonts of the built world, in one database file with fast random access."""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
import threading
import tomllib
import zlib
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, lru_cache
from importlib import metadata
from pathlib import Path
from typing import Any

from genevolve.errors import LibraryError
from genevolve.language.vocabulary import FontClass
from genevolve.records import PictureEntry
from genevolve.store import PictureCache
from genevolve.world.entities import Entity
from genevolve.world.raster import rasterise, rasterise_png

DATABASE = "world.sqlite"
FONTS = "fonts"
NOTO_FONT = "NotoColorEmoji-Regular.ttf"
TILE_FONTS = ("Poppins-Regular.ttf", "Poppins-Bold.ttf")
FACES_PATH = Path(__file__).with_name("data") / "fonts.toml"

_PROBE_PX = 96
_MARGIN = 0.01
_VIEW_BOX = re.compile(r'viewBox="([^"]+)"')
_ATLAS_SCHEME = "atlas"
_NUM_PNGS_IN_MEMORY = 64
_RASTER_VERSION = f"1/resvg-py-{metadata.version('resvg-py')}"
"""Another way of making pixels of a drawing is another version: what is kept on disk is not used any more."""

SCHEMA = """
create table drawings (locator text primary key, svg blob not null) without rowid;
create table entities (id text primary key, kind text not null, record text not null) without rowid;
create table hands (noun text primary key, pictures text not null) without rowid;
create table facts (name text primary key, value text not null) without rowid;
"""


class WorldPack:
    """Reading access to a built folder. It may be used from several threads."""

    def __init__(
        self, root: Path, draw_atlas: Callable[[str], str] | None = None, kept: PictureCache | None = None
    ) -> None:
        """Open the pack below `root`; `draw_atlas` draws what has an `atlas:` locator, `kept` keeps what was drawn."""
        self._root = root
        self._draw_atlas = draw_atlas
        self._kept = kept
        self._lock = threading.Lock()
        path = root / DATABASE
        try:
            self._database = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, check_same_thread=False)
        except sqlite3.Error as error:
            raise LibraryError(f"the world's drawings at {path} cannot be opened: {error}") from error
        self._cached_png = lru_cache(maxsize=_NUM_PNGS_IN_MEMORY)(self._png)

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    def svg(self, locator: str) -> str:
        """The drawing at a locator.

        Raises:
            LibraryError: there is no such drawing.
        """
        if locator.startswith(f"{_ATLAS_SCHEME}:") and self._draw_atlas is not None:
            return self._draw_atlas(locator)
        row = self._one("select svg from drawings where locator = ?", locator)
        if row is None:
            raise LibraryError(f"the world has no drawing {locator!r}")
        return zlib.decompress(row[0]).decode("utf-8")

    def picture_png(self, entry: PictureEntry, size_px: int = 640) -> bytes:
        """The picture as a PNG with transparency, cropped to what is drawn, its longer side `size_px`."""
        return self._cached_png(entry.locator, size_px)

    def font_path(self, font_class: FontClass, bold: bool = False) -> Path:
        """The font file for a class of lettering."""
        return self.fonts / str(self._faces[font_class.value]["bold" if bold else "regular"])

    def faces(self, font_class: FontClass) -> tuple[Path, ...]:
        """Every font file of a class: the regular one, the bold one, then the others."""
        row = self._faces[font_class.value]
        return tuple(self.fonts / name for name in (row["regular"], row["bold"], *row["others"]))

    @property
    def fonts(self) -> Path:
        """The folder of every font file."""
        return self._root / FONTS

    def entities(self) -> Iterator[Entity]:
        """Every entity, by id."""
        for (record,) in self._all("select record from entities order by id"):
            yield Entity.model_validate_json(record)

    def hand(self, noun: str) -> tuple[str, ...]:
        """Ids of the pictures by which a common thing can be drawn without a reference; empty when there is none."""
        row = self._one("select pictures from hands where noun = ?", noun)
        return tuple(json.loads(row[0])) if row else ()

    def fact(self, name: str) -> str:
        """A number or note that the build left, as text; empty when there is none."""
        row = self._one("select value from facts where name = ?", name)
        return str(row[0]) if row else ""

    @cached_property
    def _faces(self) -> dict[str, dict[str, Any]]:
        return tomllib.loads(FACES_PATH.read_text(encoding="utf-8"))

    def _png(self, locator: str, size_px: int) -> bytes:
        """Kept by the drawing itself, not by its name: an altered drawing is never shown as it was."""
        svg, fonts = self.svg(locator), self._fonts_for(locator)
        if self._kept is None:
            return _cropped_png(svg, size_px, fonts)
        names = ",".join(font.name for font in fonts)
        key = f"drawing/{_RASTER_VERSION}:{size_px}:{names}:{hashlib.sha256(svg.encode()).hexdigest()}"
        png = self._kept.get(key)
        if png is None:
            png = _cropped_png(svg, size_px, fonts)
            self._kept.put(key, png)
        return png

    def _fonts_for(self, locator: str) -> list[Path]:
        scheme = locator.partition(":")[0]
        names = {"noto": (NOTO_FONT,), "element": TILE_FONTS, _ATLAS_SCHEME: TILE_FONTS}.get(scheme, ())
        return [self.fonts / name for name in names]

    def _one(self, statement: str, value: str) -> tuple[Any, ...] | None:
        rows = self._all(statement, value)
        return rows[0] if rows else None

    def _all(self, statement: str, *values: str) -> list[tuple[Any, ...]]:
        try:
            with self._lock:
                return self._database.execute(statement, values).fetchall()
        except sqlite3.Error as error:
            raise LibraryError(f"the world is damaged ({error}): run `genevolve world build`") from error


def cropped(svg: str, fonts: Iterable[Path] = ()) -> str:
    """The drawing with its view box drawn in to what is visible, a hair of margin kept."""
    left, top, width, height = _view_box(svg)
    wide = width >= height
    probe = rasterise(svg, **({"width": _PROBE_PX} if wide else {"height": _PROBE_PX}), fonts=list(fonts))
    box = probe.getchannel("A").point(lambda alpha: 255 if alpha > 6 else 0).getbbox()
    if box is None:
        return svg
    scale = max(width, height) / _PROBE_PX
    pad = 1 + _MARGIN * _PROBE_PX
    x0, y0 = max(0.0, box[0] - pad), max(0.0, box[1] - pad)
    x1, y1 = min(float(probe.width), box[2] + pad), min(float(probe.height), box[3] + pad)
    crop = f'viewBox="{left + x0 * scale:.4g} {top + y0 * scale:.4g} {(x1 - x0) * scale:.4g} {(y1 - y0) * scale:.4g}"'
    return _without_size(_VIEW_BOX.sub(crop, svg, count=1))


def _cropped_png(svg: str, size_px: int, fonts: list[Path]) -> bytes:
    svg = cropped(svg, fonts)
    _, _, width, height = _view_box(svg)
    return rasterise_png(svg, **({"width": size_px} if width >= height else {"height": size_px}), fonts=fonts)


def _view_box(svg: str) -> tuple[float, float, float, float]:
    found = _VIEW_BOX.search(svg)
    if found is None:
        raise LibraryError("a drawing has no view box")
    left, top, width, height = (float(value) for value in found.group(1).replace(",", " ").split())
    return left, top, width, height


def _without_size(svg: str) -> str:
    """Width and height of the root would hold the old aspect."""
    head, mark, rest = svg.partition(">")
    return re.sub(r'\s(?:width|height)="[^"]*"', "", head) + mark + rest
