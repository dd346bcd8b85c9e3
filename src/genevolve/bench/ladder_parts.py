"""What is kept of a variant with a seed once it is measured: small enough to commit, enough for every table.

One file each, `VARIANT-seed-N.json`: JSON, with a line a request.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from genevolve.bench.outcomes import Outcome
from genevolve.bench.run_folder import BenchPlan
from genevolve.errors import RunError
from genevolve.records import StoredRecord
from genevolve.store import write_whole

_TABLES = ("first", "second")
_DIGITS = 6

Key = tuple[str, int]
"""A variant's name and a seed."""


class LadderPart(StoredRecord):
    """One variant with one seed: its outcomes under both generators, and what it was made with."""

    variant: str
    seed: int
    n: int
    settings: dict[str, Any] = Field(description="Whatever decides the outcome, by dotted name.")
    settings_sha256: str
    source_sha256: str = Field(default="", description="Of the weights that it began with.")
    policy_sha256: str = Field(default="", description="Of the weights that acted.")
    first_plan: BenchPlan
    second_plan: BenchPlan = Field(description="Of the same programs, drawn by the second generator.")
    seconds: dict[str, float] = Field(description="By phase, by the clock, start-up included.")
    ended: str
    made_with: dict[str, Any]
    course: tuple[float, ...] = Field(default=(), description="Mean reward of the rollouts of each step.")
    first: tuple[Outcome, ...]
    second: tuple[Outcome, ...]

    @property
    def key(self) -> Key:
        """Which one it is."""
        return self.variant, self.seed


def settings_hash(settings: Mapping[str, Any]) -> str:
    """One word for all settings that decide."""
    return hashlib.sha256(json.dumps(settings, sort_keys=True).encode()).hexdigest()


def part_path(folder: Path, key: Key) -> Path:
    """The file of a part."""
    return folder / f"{key[0]}-seed-{key[1]}.json"


def write_part(folder: Path, part: LadderPart) -> None:
    """Keep a part.

    Raises:
        StorageError: it cannot be written.
    """
    head = json.dumps(part.model_dump(mode="json", exclude=set(_TABLES)), indent=1).removesuffix("\n}")
    columns = json.dumps(list(Outcome.model_fields))
    tables = ",\n".join(f' "{name}": [\n{_lines(getattr(part, name))}\n ]' for name in _TABLES)
    write_whole(part_path(folder, part.key), f'{head},\n "columns": {columns},\n{tables}\n}}\n')


def read_part(folder: Path, key: Key) -> LadderPart | None:
    """A part that was kept; None when there is none.

    Raises:
        RunError: the file is damaged, or holds another one.
    """
    path = part_path(folder, key)
    if not path.is_file():
        return None
    try:
        told = json.loads(path.read_bytes())
        names = told.pop("columns")
        tables = {name: [dict(zip(names, row, strict=True)) for row in told[name]] for name in _TABLES}
        part = LadderPart.model_validate(told | tables)
    except (OSError, ValueError, KeyError, TypeError, ValidationError) as error:
        raise RunError(f"{path} cannot be read as a part of the ladder: take it away, or fetch it anew") from error
    if part.key != key:
        raise RunError(f"{path} holds {part.variant} with seed {part.seed}: give it its own name again")
    return part


def refuse_foreign(path: Path, part: LadderPart, settings: Mapping[str, Any], num: int) -> None:
    """Refuse a part that cannot be set beside those of this measurement.

    Raises:
        RunError: it was made with other settings, or on another number of requests.
    """
    before, after = {**part.settings, "n": part.n}, {**settings, "n": num}
    changed = [
        f"{key} was {before.get(key)!r}, is {after.get(key)!r}"
        for key in sorted(before.keys() | after.keys())
        if before.get(key) != after.get(key)
    ]
    if changed:
        raise RunError(f"{path} was made otherwise ({'; '.join(changed)}); choose another --results, or take it away")


def refuse_other_sources(parts: Iterable[LadderPart], start: str) -> None:
    """Refuse parts of a seed that did not begin with the same weights: no gap between them counts.

    Args:
        parts: of any variants and seeds.
        start: the variant whose policy the others begin with.

    Raises:
        RunError: two differ.
    """
    begun: dict[int, tuple[str, str]] = {}
    for part in parts:
        sha256 = part.policy_sha256 if part.variant == start else part.source_sha256
        if not sha256:
            continue
        other, before = begun.setdefault(part.seed, (part.variant, sha256))
        if before != sha256:
            raise RunError(
                f"with seed {part.seed}, {other} and {part.variant} do not have the same {start} weights "
                f"({before[:12]} and {sha256[:12]}): take away the parts of one of them"
            )


def _lines(outcomes: Sequence[Outcome]) -> str:
    return ",\n".join(f"  {json.dumps([_short(value) for value in dict(one).values()])}" for one in outcomes)


def _short(value: object) -> object:
    return round(value, _DIGITS) if isinstance(value, float) else value
