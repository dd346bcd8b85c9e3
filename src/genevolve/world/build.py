"""Building the world: assets, then one generation folder with the pack, the fonts and the index; the marker last."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import zlib
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from filelock import FileLock, Timeout

from genevolve.errors import LibraryError, StorageError
from genevolve.index import build_library
from genevolve.index.analysis import ANALYSER_VERSION
from genevolve.store import write_whole
from genevolve.store.seal import read_manifest, seal_files, write_manifest
from genevolve.wheels import Progress, damage, ensure_assets, silent
from genevolve.world.assets import LOCK_PATH, world_assets
from genevolve.world.corpus import gather
from genevolve.world.entities import Entity
from genevolve.world.hands import hands
from genevolve.world.harvest import Harvest
from genevolve.world.harvest.concepts import read_synonyms
from genevolve.world.members import AssetMembers
from genevolve.world.pack import DATABASE, FONTS, SCHEMA

ASSETS, INDEX, SEAL, MARKER = "assets", "index", "seal.json", "READY"
_BUILDING = ("build.py", "corpus.py", "entities.py", "hands.py", "members.py", "nouns.py", "pack.py")
_BUILDING_ROOMS = ("data", "harvest", "drawings", "atlas")
_NUM_KEPT = 2


def build_world(home: Path, on_progress: Progress = silent) -> None:
    """Bring the world below `home` to what this version of the program builds; what is there and whole stays.

    Raises:
        InfrastructureError: the package index cannot be reached.
        LibraryError: an asset is not the locked one, or another process is building.
        StorageError: the disk is full or read-only.
    """
    root = world_root(home)
    try:
        root.mkdir(parents=True, exist_ok=True)
        with FileLock(root / ".build.lock", timeout=600):
            if not is_current(root):
                ensure_assets(root / ASSETS, world_assets(), on_progress=on_progress)
                _build_generation(root, on_progress)
    except Timeout:
        raise LibraryError("another process is building the world: wait for it to finish") from None
    except OSError as error:
        raise StorageError(f"cannot build the world in {root}: {error.strerror or error}") from error


def world_root(home: Path) -> Path:
    """Where the world lies below the program's home."""
    return home / "world"


def verify_world(home: Path) -> list[str]:
    """Read every byte and name what is missing or altered: empty when the world is whole."""
    root = world_root(home)
    generation = current_generation(root)
    if generation is None:
        return [f"{root}: not built"]
    manifest = read_manifest(generation / SEAL)
    faults = (
        [f"{generation.name}/{name}" for name in manifest.damage(generation, thorough=True)] if manifest else [SEAL]
    )
    for asset in world_assets():
        faults += [f"{ASSETS}/{name}" for name in damage(root / ASSETS, asset, thorough=True)]
    return faults


def current_generation(root: Path) -> Path | None:
    """The folder that the marker names, or nothing when no build has been finished."""
    try:
        name = (root / MARKER).read_text(encoding="utf-8").strip()
    except OSError:
        return None
    generation = root / name
    return generation if name.startswith("generation-") and generation.is_dir() else None


def is_current(root: Path) -> bool:
    """Whether a finished, whole build of this version of the program is there."""
    generation = current_generation(root)
    manifest = read_manifest(generation / SEAL) if generation else None
    if generation is None or manifest is None:
        return False
    return manifest.recipe == recipe() and not manifest.damage(generation, thorough=True)


def recipe() -> str:
    """Hash of everything that determines a build: the lock, the building code and its data, the reading of words."""
    digest = hashlib.sha256(f"{ANALYSER_VERSION}".encode())
    room = Path(__file__).parent
    sources = [room / name for name in _BUILDING]
    for folder in _BUILDING_ROOMS:
        sources += [path for path in (room / folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    for path in (LOCK_PATH, *sorted(sources)):
        digest.update(path.relative_to(room).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _build_generation(root: Path, on_progress: Progress) -> None:
    made_by = recipe()
    generation = _new_generation(root)
    try:
        on_progress("gathering entities", 0, 4)
        harvest = gather(root / ASSETS)
        on_progress("packing drawings", 1, 4)
        _extract_fonts(root / ASSETS, generation / FONTS)
        _write_database(generation / DATABASE, harvest)
        on_progress("building the index", 2, 4)
        build_library(generation / INDEX, harvest.texts, harvest.pictures)
        on_progress("sealing", 3, 4)
        files = [path for path in generation.rglob("*") if path.is_file() and not path.name.startswith(".")]
        write_manifest(generation / SEAL, seal_files(generation, files, made_by))
        write_whole(root / MARKER, f"{generation.name}\n")
        on_progress("sealing", 4, 4)
    except BaseException:
        shutil.rmtree(generation, ignore_errors=True)
        raise
    _drop_old(root, generation)


def _new_generation(root: Path) -> Path:
    number = 1 + max((_number(path) for path in root.glob("generation-*")), default=0)
    generation = root / f"generation-{number}"
    generation.mkdir()
    return generation


def _drop_old(root: Path, current: Path) -> None:
    """Keep the last generation but one, for those who are still reading it."""
    for path in sorted(root.glob("generation-*"), key=_number)[:-_NUM_KEPT]:
        if path != current:
            shutil.rmtree(path, ignore_errors=True)


def _number(path: Path) -> int:
    digits = path.name.rpartition("-")[2]
    return int(digits) if digits.isdigit() else 0


def _extract_fonts(assets: Path, folder: Path) -> None:
    folder.mkdir()
    for asset in world_assets():
        if not any(glob.endswith(".ttf") for glob in asset.members):
            continue
        members = AssetMembers(assets, asset.name)
        for member in members.names(suffix=".ttf"):
            (folder / PurePosixPath(member).name).write_bytes(members.read(member))


def _write_database(path: Path, harvest: Harvest) -> None:
    nouns = hands(harvest.entities, harvest.pictures, read_synonyms())
    database = sqlite3.connect(path)
    try:
        database.executescript(SCHEMA)
        database.executemany(
            "insert into drawings values (?, ?)",
            ((locator, zlib.compress(svg.encode("utf-8"), 6)) for locator, svg in sorted(harvest.drawings.items())),
        )
        database.executemany("insert into entities values (?, ?, ?)", (_row(one) for one in harvest.entities))
        database.executemany(
            "insert into hands values (?, ?)", ((noun, json.dumps(ids)) for noun, ids in sorted(nouns.items()))
        )
        database.executemany("insert into facts values (?, ?)", _counts(harvest).items())
        database.commit()
        database.execute("vacuum")
    finally:
        database.close()


def _row(entity: Entity) -> tuple[str, str, str]:
    return entity.id, entity.kind.value, entity.model_dump_json(exclude_defaults=True)


def _counts(harvest: Harvest) -> Mapping[str, str]:
    artists: dict[str, int] = {}
    sources: dict[str, int] = {}
    for picture in harvest.pictures:
        artists[picture.artist] = artists.get(picture.artist, 0) + 1
    for text in harvest.texts:
        sources[text.source] = sources.get(text.source, 0) + 1
    kinds: dict[str, int] = {}
    for entity in harvest.entities:
        kinds[entity.kind.value] = kinds.get(entity.kind.value, 0) + 1
    return {
        "pictures_by_artist": json.dumps(artists, sort_keys=True),
        "documents_by_source": json.dumps(sources, sort_keys=True),
        "entities_by_kind": json.dumps(kinds, sort_keys=True),
    }
