"""The folder in which an export grows until it is whole, and then takes the place of the one before."""

from __future__ import annotations

import shutil
from pathlib import Path

from genevolve.data.layout import CARD_FILE, EXPORT_FOLDER, MANIFEST_FILE
from genevolve.store import write_whole
from genevolve.store.files import storage_error
from genevolve.store.seal import FileSeal, Manifest, file_sha256, read_manifest, write_manifest

_GROWING = ".export-growing"
_OLD = ".export-old"


class GrowingExport:
    """The folder in which an export grows, and the one that it will be."""

    def __init__(self, folder: Path, recipe: str) -> None:
        self.final, self._old = folder / EXPORT_FOLDER, folder / _OLD
        self._recipe = recipe
        done = read_manifest(self.final / MANIFEST_FILE)
        self._is_there = done is not None and done.recipe == recipe
        self.folder = self.final if self._is_there else folder / _GROWING
        begun = done if self._is_there else read_manifest(self.folder / MANIFEST_FILE)
        if begun is None or begun.recipe != recipe:
            _remove(self.folder)
            begun = Manifest(recipe=recipe, files={})
        _sweep(self.folder)
        damaged = set(begun.damage(self.folder, thorough=False))
        self._files = {name: seal for name, seal in begun.files.items() if name not in damaged}

    def has(self, name: str) -> bool:
        """Whether a file is there and whole."""
        return name in self._files

    def add(self, name: str) -> None:
        """Note that a file is whole."""
        path = self.folder / name
        self._files[name] = FileSeal(size=path.stat().st_size, sha256=file_sha256(path))
        self._note()

    def finish(self, card: str, wanted: set[str]) -> None:
        """Put the export where it belongs."""
        self._files = {name: seal for name, seal in self._files.items() if name in wanted}
        self._note()
        card_path = self.folder / CARD_FILE
        if not card_path.is_file() or card_path.read_text(encoding="utf-8") != card:
            write_whole(card_path, card)
        if self._is_there:
            return
        _remove(self._old)
        try:
            if self.final.exists():
                self.final.rename(self._old)
            self.folder.rename(self.final)
        except OSError as error:
            raise storage_error(self.final, error) from error
        _remove(self._old)

    def _note(self) -> None:
        manifest = Manifest(recipe=self._recipe, files=dict(sorted(self._files.items())))
        if read_manifest(self.folder / MANIFEST_FILE) != manifest:
            write_manifest(self.folder / MANIFEST_FILE, manifest)


def _sweep(folder: Path) -> None:
    """Let go of what a process that was killed had not finished: temporary files begin with a dot."""
    for path in [path for path in folder.rglob(".*") if path.is_file()]:
        path.unlink(missing_ok=True)


def _remove(folder: Path) -> None:
    try:
        if folder.exists():
            shutil.rmtree(folder)
    except OSError as error:
        raise storage_error(folder, error) from error
