"""What was measured in a ground truth, as it is kept on disk: a ground truth never changes."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from pydantic import BaseModel, ConfigDict, ValidationError

from genevolve.store import FileCache
from genevolve.world.judge.eyes.sight import Traits
from genevolve.world.judge.looks import Fit
from genevolve.world.judge.shapes import Find
from genevolve.world.judge.sketches import Wanted
from genevolve.world.judge.writing import Writing


class KnownQuarry(BaseModel):
    """How a ground truth shows one demanded thing: see `Quarry`."""

    model_config = ConfigDict(frozen=True)

    wanted: Wanted
    artist: str
    finds: tuple[Find, ...]
    fits: tuple[Fit, ...]
    worth: float


class KnownTruth(BaseModel):
    """What was measured in a ground truth, in the order of the demands, and what was read there."""

    model_config = ConfigDict(frozen=True)

    traits: Traits
    quarries: tuple[KnownQuarry, ...]
    writing: Writing


def known_truth(files: FileCache | None, key: str, measure: Callable[[], KnownTruth]) -> KnownTruth:
    """What is kept under `key`, or else what `measure` finds, kept there; what is damaged is measured anew."""
    if files is None:
        return measure()
    data = files.get(key)
    if data is not None:
        with suppress(ValidationError):
            return KnownTruth.model_validate_json(data)
    found = measure()
    files.put(key, found.model_dump_json().encode())
    return found
