"""Lock files: which wheels, which of their members, under which licence."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from pathlib import Path

from pydantic import Field

from genevolve.records import Record


class Asset(Record):
    """One wheel whose data members are used."""

    name: str
    version: str
    file: str = Field(description="File name of the wheel.")
    size: int = Field(gt=0, description="Size of the wheel in bytes.")
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    members: tuple[str, ...] = Field(min_length=1, description="Globs of the members taken; `*` stays in one folder.")
    licence: str = Field(min_length=1)
    source: str = Field(min_length=1, description="What it is and who made it.")

    @property
    def requirement(self) -> str:
        """The line of a requirements file that allows this wheel only."""
        return f"{self.name}=={self.version} --hash=sha256:{self.sha256}"

    def takes(self, member: str) -> bool:
        """Whether a member of the wheel is one of the listed ones."""
        return any(_pattern(glob).fullmatch(member) for glob in self.members)


@lru_cache(maxsize=256)
def _pattern(glob: str) -> re.Pattern[str]:
    return re.compile("[^/]*".join(re.escape(part) for part in glob.split("*")))


def read_lock(path: Path) -> tuple[Asset, ...]:
    """Every asset of the lock file, in its order."""
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["asset"]
    return tuple(Asset.model_validate(row) for row in rows)
