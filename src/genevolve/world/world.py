"""The embedded world, opened: a library to search, entities, drawings, and what the generator can draw by itself."""

from __future__ import annotations

import json
import tomllib
from functools import cached_property
from pathlib import Path
from typing import Any

from genevolve.errors import LibraryError
from genevolve.index import Library
from genevolve.records import PictureEntry
from genevolve.store import PictureCache
from genevolve.store.seal import read_manifest
from genevolve.world.build import INDEX, SEAL, build_world, current_generation, verify_world, world_root
from genevolve.world.entities import Entity
from genevolve.world.harvest.concepts import SYNONYMS_PATH
from genevolve.world.nouns import narrowing, noun_keys
from genevolve.world.pack import WorldPack

PICTURES = "pictures"
"""The folder below the program's home for what was drawn once; it may be deleted."""

_BUILD_HINT = "run `genevolve world build`"

__all__ = ["World", "build_world", "verify_world"]


class World:
    """A built world. Opening looks at the sizes of its files; `verify_world` reads every byte."""

    def __init__(self, generation: Path, kept: PictureCache | None = None) -> None:
        self.path = generation
        self.library = Library.open(generation / INDEX)
        self.pack = WorldPack(generation, _draw_atlas, kept)
        self.kept = kept

    @classmethod
    def open(cls, home: Path) -> World:
        """Open the world below the program's home.

        Raises:
            LibraryError: it is not built, or damaged.
        """
        generation = current_generation(world_root(home))
        if generation is None:
            raise LibraryError(f"the embedded world is not built: {_BUILD_HINT}")
        manifest = read_manifest(generation / SEAL)
        faults = [SEAL] if manifest is None else manifest.damage(generation, thorough=False)
        if faults:
            raise LibraryError(f"the embedded world is damaged ({faults[0]}): {_BUILD_HINT}")
        try:
            return cls(generation, PictureCache(home / PICTURES))
        except LibraryError as error:
            raise LibraryError(f"{error} ({_BUILD_HINT})") from error

    @cached_property
    def entities(self) -> dict[str, Entity]:
        """Every entity by its id."""
        return {entity.id: entity for entity in self.pack.entities()}

    def load_picture(self, entry: PictureEntry) -> bytes:
        """The PNG bytes of any picture of the library, transparent where nothing is drawn."""
        return self.pack.picture_png(entry)

    def own_hand(self, noun: str, artist: str = "twemoji") -> PictureEntry | None:
        """The picture of a common thing that needs no reference, by the artist asked for where there is one.

        "paper lantern" is found as it is, then as "lantern". Flags of countries, brands, named landmarks and the Atlas
        are never found here.
        """
        for phrase in narrowing(noun, self._measures):
            for key in noun_keys(phrase):
                ids = self.pack.hand(key)
                if ids:
                    chosen = next((one for one in ids if one.startswith(f"{artist}:")), ids[0])
                    return self.library.picture(chosen)
        return None

    def stats(self) -> dict[str, Any]:
        """How much there is of what."""
        return {
            "pictures": self.library.num_pictures,
            "documents": self.library.num_texts,
            "entities": sum(json.loads(self.pack.fact("entities_by_kind")).values()),
            "entities_by_kind": json.loads(self.pack.fact("entities_by_kind")),
            "pictures_by_artist": json.loads(self.pack.fact("pictures_by_artist")),
            "documents_by_source": json.loads(self.pack.fact("documents_by_source")),
            "bytes": sum(path.stat().st_size for path in self.path.rglob("*") if path.is_file()),
        }

    @cached_property
    def _measures(self) -> frozenset[str]:
        return frozenset(tomllib.loads(SYNONYMS_PATH.read_text(encoding="utf-8"))["measures"]["words"])


def _draw_atlas(locator: str) -> str:
    from genevolve.world.atlas import draw_view

    return draw_view(locator)
