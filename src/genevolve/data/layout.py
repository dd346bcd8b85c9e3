"""Where the splits lie in an export, and by which names other tools know them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from genevolve.records import DataSplit

EXPORT_FOLDER = "export"
PICTURES_FOLDER = "images"
CARD_FILE = "README.md"
MANIFEST_FILE = "manifest.json"


class Format(StrEnum):
    """How an export is written."""

    JSONL = "jsonl"
    PARQUET = "parquet"


@dataclass(frozen=True)
class Place:
    """One split of an export: the folder of its kind, and its name inside."""

    folder: str
    table: str

    @property
    def jsonl(self) -> str:
        """The file of JSON lines; pictures lie in `images/` beside it."""
        return f"{self.folder}/{self.table}.jsonl"

    @property
    def shards(self) -> str:
        """The pattern of the Parquet files."""
        return f"{self.folder}/{self.table}-*.parquet"


PLACES = {
    DataSplit.SFT: Place("sft", "train"),
    DataSplit.SFT_VALIDATION: Place("sft", "validation"),
    DataSplit.EVOLVE: Place("evolve", "train"),
    DataSplit.EVOLVE_VALIDATION: Place("evolve", "validation"),
    DataSplit.BENCH: Place("bench", "test"),
}


def picture_file(sha256: str) -> str:
    """A picture's file as a row of JSON lines names it: relative to the row's folder."""
    return f"{PICTURES_FOLDER}/{sha256[:2]}/{sha256}.png"
