"""Whose pictures and texts a data set holds, and under which licences."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import resources

from genevolve.data.stage import Journal
from genevolve.errors import DataError
from genevolve.records import ImageSearchData, Record, SearchData, Stage, Trajectory, Verdict
from genevolve.records.dataset import SUPERVISED_SPLITS

UNSTATED = "not stated"
_OTHER = "other"


class Origin(Record):
    """Where shown or drawn-from material comes from."""

    kind: str
    source: str
    licence: str
    num: int


def origins(journal: Journal) -> tuple[Origin, ...]:
    """What the items that have a split show or were drawn from, counted by source and licence, the most first.

    A supervised item counts once for each source and licence among the pictures and the texts that its searches found;
    any other, for those of the references of its ground truth.

    Raises:
        DataError: a trajectory's line is damaged.
    """
    counts: Counter[tuple[str, str, str]] = Counter()
    for item_id, split in journal.rows(Stage.SPLIT).items():
        if split.verdict is Verdict.KEPT:
            row = journal.row(Stage.TRAJECTORIES, item_id)
            if row is None or row.trajectory is None:
                raise DataError(f"item {item_id} has lost its trajectory")
            is_shown = split.split in SUPERVISED_SPLITS
            counts.update(set((_shown if is_shown else _drawn_from)(row.trajectory)))
    ordered = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    return tuple(Origin(kind=kind, source=source, licence=licence, num=num) for (kind, source, licence), num in ordered)


def licence_ids(found: Iterable[Origin]) -> list[str]:
    """The licences as a dataset card's front matter names them, each once."""
    return sorted({_identifier(origin.licence) for origin in found}) or [_OTHER]


def _drawn_from(trajectory: Trajectory) -> Iterator[tuple[str, str, str]]:
    for reference in trajectory.program.references if trajectory.program else ():
        yield "references", reference.source or UNSTATED, reference.licence or UNSTATED


def _shown(trajectory: Trajectory) -> Iterator[tuple[str, str, str]]:
    for turn in trajectory.turns:
        data = turn.observation.data if turn.observation else None
        if isinstance(data, ImageSearchData):
            for picture in data.hits:
                yield "pictures", picture.source or UNSTATED, picture.licence or UNSTATED
        elif isinstance(data, SearchData):
            for text in (hit for result in data.results for hit in result.hits):
                yield "texts", text.source or UNSTATED, text.licence or UNSTATED


def _identifier(licence: str) -> str:
    plain = licence.casefold()
    return next((name for start, name in _table().items() if plain.startswith(start)), _OTHER)


@cache
def _table() -> dict[str, str]:
    text = resources.files(__package__).joinpath("licences.toml").read_text(encoding="utf-8")
    return {start.casefold(): name for start, name in tomllib.loads(text).items()}
