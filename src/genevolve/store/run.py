"""A run's folder: settings, records and pictures of one command, written by one process at a time."""

from __future__ import annotations

import json
import platform
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from importlib import metadata
from pathlib import Path
from typing import Self

from genevolve.config import Settings, dump_settings, load_settings
from genevolve.errors import ConfigError, RunError
from genevolve.records import Render, Request, Trajectory
from genevolve.store.files import write_whole
from genevolve.store.images import ImageStore
from genevolve.store.jsonl import append_records, read_records
from genevolve.store.lookup import RecordLookup
from genevolve.store.writing import only_writer

SETTINGS_FILE = "settings.toml"
MANIFEST_FILE = "manifest.json"
REQUESTS_FILE = "requests.jsonl"
TRAJECTORIES_FILE = "trajectories.jsonl"
RENDERS_FILE = "renders.jsonl"


class Run:
    """One run's folder.

    settings.toml · manifest.json · requests.jsonl · trajectories.jsonl · renders.jsonl · images/
    """

    def __init__(self, path: Path, settings: Settings) -> None:
        self.path = path
        self.settings = settings
        self.images = ImageStore(path / "images")
        self._known_requests = RecordLookup(path / REQUESTS_FILE, Request, lambda request: request.id)
        self._finished = RecordLookup(path / TRAJECTORIES_FILE, Trajectory, _request_if_final)
        self._drawn = RecordLookup(path / RENDERS_FILE, Render, lambda one: (one.trajectory_id, one.program_sha256))

    @cached_property
    def id(self) -> str:
        """A random name given when the run was made: it tells nothing of the folder or of what was asked."""
        try:
            manifest = json.loads((self.path / MANIFEST_FILE).read_text(encoding="utf-8"))
            return str(manifest["run"])
        except (OSError, ValueError, KeyError) as error:
            raise RunError(f"the run at {self.path} has lost its {MANIFEST_FILE}; choose another --out") from error

    @classmethod
    def open(cls, path: Path) -> Self:
        """A past run, to be read.

        Raises:
            RunError: there is no run at `path`.
        """
        settings = path / SETTINGS_FILE
        if not settings.is_file():
            raise RunError(f"no run at {path}: it holds no {SETTINGS_FILE}")
        try:
            return cls(path, load_settings([settings]))
        except ConfigError as error:
            raise RunError(f"the run at {path} cannot be read: {error}") from error

    @classmethod
    @contextmanager
    def write(cls, path: Path, settings: Settings) -> Iterator[Self]:
        """The run at `path` for one writer: made when it is not there, continued when its settings are the same.

        Raises:
            RunError: another process is writing to it, or it was made with other settings.
            StorageError: the folder cannot be written.
        """
        with only_writer(path, RunError):
            if (path / SETTINGS_FILE).exists():
                _refuse_other_settings(path, cls.open(path).settings, settings)
            else:
                write_whole(path / MANIFEST_FILE, json.dumps(_manifest(), indent=1) + "\n")
                write_whole(path / SETTINGS_FILE, dump_settings(settings))
            yield cls(path, settings)

    def add_request(self, request: Request) -> None:
        """Record that `request` was taken on, once."""
        if request.id not in self._known_requests:
            append_records(self.path / REQUESTS_FILE, [request])

    def add_trajectory(self, trajectory: Trajectory) -> None:
        """Record a finished, failed or interrupted trajectory."""
        append_records(self.path / TRAJECTORIES_FILE, [trajectory])

    def add_render(self, render: Render) -> None:
        """Record a picture that is already in `images`."""
        append_records(self.path / RENDERS_FILE, [render])

    def finished_trajectory(self, request_id: str) -> Trajectory | None:
        """The last trajectory of a request that neither the surroundings nor a person cut short."""
        return self._finished.get(request_id)

    def render_of(self, trajectory_id: str, program_sha256: str) -> Render | None:
        """The last render of a trajectory's program."""
        return self._drawn.get((trajectory_id, program_sha256))

    def requests(self) -> Iterator[Request]:
        """Requests in the order of their taking on."""
        return read_records(self.path / REQUESTS_FILE, Request)

    def trajectories(self) -> Iterator[Trajectory]:
        """Trajectories in the order of their ending."""
        return read_records(self.path / TRAJECTORIES_FILE, Trajectory)

    def renders(self) -> Iterator[Render]:
        """Renders in the order of their drawing."""
        return read_records(self.path / RENDERS_FILE, Render)


def _request_if_final(trajectory: Trajectory) -> str | None:
    return trajectory.request.id if trajectory.stop_reason.is_final else None


def _manifest() -> dict[str, object]:
    packages = ("genevolve", "pydantic", "pillow", "numpy", "tantivy", "resvg-py")
    return {
        "run": f"run_{secrets.token_hex(8)}",
        "python": platform.python_version(),
        "platform": platform.platform(),
        "packages": {name: metadata.version(name) for name in packages},
    }


def _refuse_other_settings(path: Path, old: Settings, new: Settings) -> None:
    before, after = _flat(old), _flat(new)
    changed = [f"{key} was {before[key]!r}, is {after[key]!r}" for key in before if before[key] != after[key]]
    if changed:
        raise RunError(f"{path} was made with other settings ({'; '.join(changed)}); choose another --out")


def _flat(settings: Settings) -> dict[str, object]:
    flat: dict[str, object] = {}
    for key, value in settings.model_dump().items():
        if isinstance(value, dict):
            flat.update({f"{key}.{inner}": item for inner, item in value.items()})
        else:
            flat[key] = value
    return flat
