"""A page to look at every item with: request, trajectory, picture, scores, verdict and reason.

It is a folder of plain files that opens without a server or a network. The list is loaded at once, an item's details
with a few others when somebody opens it, pictures when they come into sight.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from importlib import resources
from pathlib import Path
from typing import Any

from PIL import Image

from genevolve.data.browse_item import BrowsedItem, details, entry
from genevolve.data.folder import DataFolder
from genevolve.data.stage import ORDER
from genevolve.errors import DataError
from genevolve.records.data import Stage
from genevolve.store import ImageStore, write_whole

BROWSE_FOLDER = "browse"
PAGE_FILE = "index.html"

_PAGE_FILES = (PAGE_FILE, "browse.css", "browse.js")
_PER_CHUNK = 20
_THUMBNAIL_SIDE = 240

OnItem = Callable[[int, int], None]
"""Told how many items are written, and how many there are."""


def write_browser(folder: DataFolder, on_item: OnItem | None = None) -> Path:
    """Write `browse/` into the folder and return its page.

    Raises:
        DataError: there is nothing to look at yet, or a line of the files is damaged.
        StorageError: it cannot be written.
    """
    root = folder.path / BROWSE_FOLDER
    ids = list(folder.journal.verdicts(Stage.RECIPES))
    if not ids:
        raise DataError(f"{folder.path} holds no items yet; run `genevolve data build` first")
    entries: list[dict[str, Any]] = []
    for number, chunk in enumerate(_chunks(ids)):
        items = [BrowsedItem.of(folder.journal, one) for one in chunk]
        _write_script(root / "items" / f"{number:05d}.js", "chunk", [number, [details(one) for one in items]])
        for item in items:
            entries.append(entry(item) | {"thumbnail": _thumbnail(folder.images, item, root)})
        if on_item is not None:
            on_item(len(entries), len(ids))
    told = {"name": folder.path.resolve().name, "perChunk": _PER_CHUNK, "stages": [one.value for one in ORDER]}
    _write_script(root / "items" / "list.js", "list", [told | {"items": entries}])
    for name in _PAGE_FILES:
        write_whole(root / name, resources.files(__package__).joinpath("browser", name).read_bytes())
    return root / PAGE_FILE


def _chunks(ids: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(ids), _PER_CHUNK):
        yield ids[start : start + _PER_CHUNK]


def _write_script(path: Path, call: str, arguments: list[Any]) -> None:
    """A script that hands data over, as pages that were opened from a file may load nothing else."""
    said = ",".join(json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in arguments)
    write_whole(path, f"browse.{call}({said});\n", sync=False)


def _thumbnail(images: ImageStore, item: BrowsedItem, root: Path) -> str:
    """The file of an item's small picture: its ground truth, else its first reference; empty when it has neither."""
    sha256 = item.picture
    if not sha256:
        return ""
    name = f"thumbnails/{sha256[:2]}/{sha256}.webp"
    if not (root / name).exists():
        with Image.open(io.BytesIO(images.get(sha256))) as image:
            small = image.convert("RGBA")
            small.thumbnail((_THUMBNAIL_SIDE, _THUMBNAIL_SIDE))
            stream = io.BytesIO()
            small.save(stream, "WEBP", quality=80)
        write_whole(root / name, stream.getvalue(), sync=False)
    return name
