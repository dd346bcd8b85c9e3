"""Pictures of imported rows: found beside the row or inside it, decoded, and kept by their content."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from genevolve.errors import StorageError, SuiteError
from genevolve.index.pictures import UnusableFile, check_pixels, clean_png, open_picture
from genevolve.store import ImageStore, inside


class PictureKeeper:
    """Keeps the pictures of one row; called with what the row holds, it gives the picture's SHA-256."""

    def __init__(self, images: ImageStore, folder: Path, root: Path, where: str) -> None:
        """Look for files from `folder` on, then from `root` on, never outside `root`; `where` names the row."""
        self._images, self._folder, self._root, self._where = images, folder, root, where

    def __call__(self, picture: Any) -> str:
        """Keep a picture.

        Raises:
            SuiteError: there is none, it lies outside the folder, or it cannot be decoded.
            StorageError: it could not be kept.
        """
        name, content = self._found(picture)
        try:
            return self._images.put(_sound_png(name, content))
        except UnusableFile as error:
            raise SuiteError(f"{self._where}: the picture {name!r} cannot be used: {error}") from error

    def _found(self, picture: Any) -> tuple[str, bytes]:
        if isinstance(picture, dict):
            content = picture.get("bytes")
            if isinstance(content, bytes):
                return str(picture.get("path") or "inside the row"), content
            picture = picture.get("path")
        if not isinstance(picture, str) or not picture:
            raise SuiteError(f"{self._where} has a picture that is neither a path nor inside the row")
        return picture, self._file(picture)

    def _file(self, name: str) -> bytes:
        for folder in dict.fromkeys((self._folder, self._root)):
            try:
                path = inside(self._root, str(folder.resolve() / name))
            except StorageError:
                raise SuiteError(f"{self._where}: the picture {name!r} lies outside {self._root}") from None
            if path.is_file():
                try:
                    return path.read_bytes()
                except OSError as error:
                    raise SuiteError(f"{path} cannot be read: {error.strerror or error}") from error
        raise SuiteError(f"{self._where}: there is no picture {name!r} in {self._root}")


def _sound_png(name: str, content: bytes) -> bytes:
    """The picture as it is when we wrote it ourselves, which its name tells; else made clean."""
    image = open_picture(content)
    if image.format == "PNG" and Path(name).stem == hashlib.sha256(content).hexdigest():
        check_pixels(image)
        return content
    return clean_png(content)
