"""A data folder: settings, rows and pictures of one data set in the making, written by one process at a time."""

from __future__ import annotations

import json
import platform
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path
from typing import Any, Self

from genevolve.config import DataSettings, dump_data_settings, load_data_settings
from genevolve.data.stage import Journal
from genevolve.errors import ConfigError, DataError
from genevolve.store import ImageStore, write_whole
from genevolve.store.writing import only_writer

CONFIG_FILE = "config.toml"
MANIFEST_FILE = "manifest.json"

_PACKAGES = ("genevolve", "numpy", "pillow", "pydantic", "resvg-py", "tantivy")
_FREE = ("engine", "num_at_once", "usd", "models", "audit", "filter")
"""What may change between two sessions: where and how fast it runs, what it may cost, and the bars of stored scores."""


class DataFolder:
    """What holds config.toml, manifest.json, 01-recipes.jsonl … 09-split.jsonl, timings.jsonl, images/, and exports."""

    def __init__(self, path: Path, settings: DataSettings) -> None:
        self.path = path
        self.settings = settings
        self.journal = Journal(path)
        self.images = ImageStore(path / "images", sync=False)

    @property
    def fingerprint(self) -> str:
        """What stands for every setting that rows depend on."""
        return json.dumps(_sealed(self.settings), sort_keys=True)

    @classmethod
    def open(cls, path: Path) -> Self:
        """A data folder, to be read.

        Raises:
            DataError: there is none at `path`, or its settings cannot be read.
        """
        config = path / CONFIG_FILE
        if not config.is_file():
            raise DataError(f"no data folder at {path}: it holds no {CONFIG_FILE}")
        try:
            return cls(path, load_data_settings([config]))
        except ConfigError as error:
            raise DataError(f"the data folder {path} cannot be read: {error}") from error

    @classmethod
    @contextmanager
    def write(cls, path: Path, settings: DataSettings) -> Iterator[Self]:
        """The folder at `path` for one writer: made when it is not there, continued when its settings are the same.

        Raises:
            DataError: another process is writing to it, or it was made with other settings.
            StorageError: the folder cannot be written.
        """
        with only_writer(path, DataError):
            if (path / CONFIG_FILE).exists():
                _refuse_other_settings(path, cls.open(path).settings, settings)
            elif any(Journal(path).folder.glob("*.jsonl")):
                raise DataError(f"{path} holds rows without a {CONFIG_FILE}; choose another --out")
            else:
                write_whole(path / MANIFEST_FILE, json.dumps(_manifest(), indent=1) + "\n")
            write_whole(path / CONFIG_FILE, dump_data_settings(settings))
            yield cls(path, settings)


def _manifest() -> dict[str, object]:
    return {
        "python": platform.python_version(),
        "platform": platform.platform(),
        "packages": {name: metadata.version(name) for name in _PACKAGES},
    }


def _refuse_other_settings(path: Path, old: DataSettings, new: DataSettings) -> None:
    before, after = dict(_flat(_sealed(old))), dict(_flat(_sealed(new)))
    changed = [
        f"{key} was {before.get(key, 'not set')!r}, is {after.get(key, 'not set')!r}"
        for key in dict.fromkeys((*before, *after))
        if before.get(key) != after.get(key)
    ]
    if changed:
        raise DataError(f"{path} was made with other settings ({'; '.join(changed)}); choose another --out")


def _sealed(settings: DataSettings) -> dict[str, Any]:
    return {key: value for key, value in settings.model_dump(mode="json").items() if key not in _FREE}


def _flat(table: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{key}.")
        else:
            yield f"{before}{key}", value
