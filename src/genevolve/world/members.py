"""Reading the kept members of the assets, by asset and path."""

from __future__ import annotations

import json
import zipfile
from functools import cached_property
from pathlib import Path
from typing import Any

from genevolve.errors import LibraryError
from genevolve.wheels import member_archive


class AssetMembers:
    """The members kept of one asset."""

    def __init__(self, folder: Path, name: str) -> None:
        self.name = name
        self._path = member_archive(folder, name)

    @cached_property
    def _archive(self) -> zipfile.ZipFile:
        try:
            return zipfile.ZipFile(self._path)
        except (OSError, zipfile.BadZipFile) as error:
            raise LibraryError(f"the asset {self.name} is missing or damaged: run `genevolve world build`") from error

    def names(self, *, suffix: str = "") -> list[str]:
        """Every member whose path ends with `suffix`, sorted."""
        return sorted(name for name in self._archive.namelist() if name.endswith(suffix))

    def read(self, member: str) -> bytes:
        """The bytes of one member."""
        return self._archive.read(member)

    def text(self, member: str) -> str:
        """One member as text."""
        return self.read(member).decode("utf-8")

    def json(self, member: str) -> Any:
        """One member as parsed JSON."""
        return json.loads(self.read(member))
