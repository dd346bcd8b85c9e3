"""Whether splits share something: the same request, nearly the same, the same meaning, named thing or picture."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from genevolve.data.similar import WordGrams, same_text
from genevolve.models.embedding import Embedder
from genevolve.records import DataSplit, Record

NEAR_DUPLICATE = 0.8
"""From this Jaccard similarity of word 3-grams on."""
SAME_MEANING = 0.92
"""From this cosine of sentence vectors on; requests of the same grammar about different things stay below 0.86."""

_BLOCK = 512


class LeakKind(StrEnum):
    """In which way two groups share something."""

    EXACT = "exact"
    NEAR_DUPLICATE = "near_duplicate"
    MEANING = "meaning"
    ENTITY = "entity"
    PICTURE = "picture"


class Probe(Record):
    """What is compared of an item."""

    id: str
    prompt: str
    entities: tuple[str, ...] = ()
    picture: str = ""


class Leak(Record):
    """Something that two groups share: an item, and the one that is most like it in another group."""

    kind: LeakKind
    group: str
    id: str
    other_group: str
    other_id: str
    score: float = 1.0
    detail: str = ""

    def __str__(self) -> str:
        what = f": {self.detail}" if self.detail else ""
        return f"{self.kind.value}, {self.group} {self.id} and {self.other_group} {self.other_id}{what}"


@dataclass(frozen=True)
class _Place:
    group: str
    probe: Probe


def find_leaks(
    groups: Mapping[str, Sequence[Probe]],
    *,
    held_out: Iterable[str] = (DataSplit.BENCH,),
    near_duplicate: float = NEAR_DUPLICATE,
    embedder: Embedder | None = None,
    same_meaning: float = SAME_MEANING,
) -> list[Leak]:
    """What the groups share, the gravest kind of each pair only.

    Args:
        groups: Items by the name of their split, or of a suite from elsewhere.
        held_out: Groups whose entities may be in no other group but another of these.
        near_duplicate: Jaccard similarity of word 3-grams from which two requests are one.
        embedder: Compares by meaning as well, which takes about 30 ms a request.
        same_meaning: Cosine from which two requests mean the same.
    """
    places = [_Place(group, probe) for group, probes in groups.items() for probe in probes]
    apart = {str(name) for name in held_out}
    leaks = [*_exact(places), *_near(places, near_duplicate)]
    if embedder is not None:
        leaks += _meaning(places, embedder, same_meaning, {_pair(leak) for leak in leaks})
    return [*leaks, *_shared_entities(places, apart), *_shared_pictures(places)]


def counted(leaks: Iterable[Leak]) -> dict[tuple[LeakKind, str, str], int]:
    """How many leaks there are of each kind between each two groups, the gravest kinds first."""
    counts = Counter((leak.kind, min(pair), max(pair)) for leak in leaks if (pair := (leak.group, leak.other_group)))
    order = list(LeakKind)
    return dict(sorted(counts.items(), key=lambda one: (order.index(one[0][0]), one[0])))


def _exact(places: Sequence[_Place]) -> Iterator[Leak]:
    return _shared(places, LeakKind.EXACT, lambda probe: same_text(probe.prompt))


def _shared_pictures(places: Sequence[_Place]) -> Iterator[Leak]:
    return _shared(places, LeakKind.PICTURE, lambda probe: probe.picture)


def _shared(places: Sequence[_Place], kind: LeakKind, key_of: Callable[[Probe], str]) -> Iterator[Leak]:
    """Each item whose key the first item that has it bears in another group; an empty key is none."""
    first: dict[str, dict[str, _Place]] = {}
    for place in places:
        if not (key := key_of(place.probe)):
            continue
        bearers = first.setdefault(key, {})
        other = next((one for group, one in bearers.items() if group != place.group), None)
        bearers.setdefault(place.group, place)
        if other is not None:
            yield _leak(kind, place, other, 1.0, key[:12] if kind is LeakKind.PICTURE else _quoted(other))


def _shared_entities(places: Sequence[_Place], apart: set[str]) -> Iterator[Leak]:
    """Entities of which the first item of a held-out group and each item of another speak."""
    first: dict[str, _Place] = {}
    for place in places:
        if place.group in apart:
            for entity in place.probe.entities:
                first.setdefault(_plain(entity), place)
    for place in places:
        if place.group not in apart:
            for entity in place.probe.entities:
                if (other := first.get(_plain(entity))) is not None:
                    yield _leak(LeakKind.ENTITY, place, other, 1.0, entity)


def _near(places: Sequence[_Place], bar: float) -> Iterator[Leak]:
    grams = WordGrams([place.probe.prompt for place in places])
    groups = _group_numbers(places)
    for number, place in enumerate(places):
        alike = grams.similarities(number, before=True)
        alike = np.where(groups[:number] == groups[number], 0.0, alike)
        if alike.size and alike.max() >= bar:
            other = places[int(alike.argmax())]
            if same_text(other.probe.prompt) != same_text(place.probe.prompt):
                yield _leak(LeakKind.NEAR_DUPLICATE, place, other, float(alike.max()), _quoted(other))


def _meaning(places: Sequence[_Place], embedder: Embedder, bar: float, known: set[frozenset[str]]) -> Iterator[Leak]:
    vectors = embedder.embed([place.probe.prompt for place in places])
    groups = _group_numbers(places)
    for start in range(0, len(places), _BLOCK):
        block = vectors[start : start + _BLOCK] @ vectors.T
        for row, cosines in enumerate(block):
            number = start + row
            before = np.where(groups[:number] == groups[number], -1.0, cosines[:number])
            if before.size and before.max() >= bar:
                leak = _leak(
                    LeakKind.MEANING, places[number], places[int(before.argmax())], float(before.max()),
                    _quoted(places[int(before.argmax())]),
                )  # fmt: skip
                if _pair(leak) not in known:
                    yield leak


def _group_numbers(places: Sequence[_Place]) -> NDArray[np.int64]:
    numbers: dict[str, int] = {}
    return np.array([numbers.setdefault(place.group, len(numbers)) for place in places], dtype=np.int64)


def _leak(kind: LeakKind, place: _Place, other: _Place, score: float, detail: str) -> Leak:
    return Leak(
        kind=kind, group=place.group, id=place.probe.id, other_group=other.group, other_id=other.probe.id,
        score=round(score, 4), detail=detail,
    )  # fmt: skip


def _pair(leak: Leak) -> frozenset[str]:
    return frozenset((f"{leak.group}/{leak.id}", f"{leak.other_group}/{leak.other_id}"))


def _quoted(place: _Place) -> str:
    prompt = " ".join(place.probe.prompt.split())
    return f'"{prompt if len(prompt) <= 80 else prompt[:79] + "…"}"'


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
