"""The measured judge: four scores of a picture beside its ground truth, from pixels and typed constraints alone."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from functools import lru_cache, partial
from pathlib import Path

import anyio.to_thread
from pydantic import ValidationError

from genevolve.records import Constraint, PictureScores, Request, constraints_of
from genevolve.records.constraint import Identity, WrittenText, constraints_as_data
from genevolve.store import FileCache, write_whole
from genevolve.world.judge.checks import Examination, Truth
from genevolve.world.judge.demands import wanted_of
from genevolve.world.judge.eyes.sight import Traits
from genevolve.world.judge.hunting import Hunter, Quarry, View
from genevolve.world.judge.kept_truths import KnownQuarry, KnownTruth, known_truth
from genevolve.world.judge.pixels import opened
from genevolve.world.judge.recognising import Recogniser
from genevolve.world.judge.scoring import scores_of
from genevolve.world.judge.sketches import Sketchbook
from genevolve.world.judge.writing import Writing, misspelt, written
from genevolve.world.world import World

VERSION = "measured/7"
TRUTHS, TRACINGS = "truths", "tracings"
_TRUTH_BYTES = 200_000_000
_TRUTHS_KEPT = 24


class MeasuredJudge:
    """A `PictureJudge` that sees shapes, colours and letters. With `cache`, scores are kept there by content."""

    def __init__(self, world: World, cache: Path | None = None) -> None:
        """Know the drawings of `world`: by them a named thing is recognised."""
        self._book = Sketchbook(world)
        self._cache = cache
        self._truths = FileCache(cache / TRUTHS, _TRUTH_BYTES) if cache is not None else None
        tracings = FileCache(cache / TRACINGS) if cache is not None else None
        self.hunter, self.recogniser = Hunter(self._book, tracings), Recogniser(world, self._book)
        self.truth = lru_cache(maxsize=_TRUTHS_KEPT)(self._known_truth)

    @property
    def id(self) -> str:
        """Name and version, part of every judgement."""
        return VERSION

    async def judge_picture(self, request: Request, picture: bytes, ground_truth: bytes) -> PictureScores:
        """Four scores for `picture` beside `ground_truth`; the work is done in a thread.

        Raises:
            ConfigError: the extra `bench` is not installed.
            JudgeError: one of the two cannot be read as a picture.
        """
        return await anyio.to_thread.run_sync(partial(self.judge, constraints_of(request), picture, ground_truth))

    def judge(self, constraints: Sequence[Constraint], picture: bytes, ground_truth: bytes) -> PictureScores:
        """The same at once."""
        if self._cache is None:
            return self.measured(constraints, picture, ground_truth)
        path = self._cache / f"{_key(constraints, picture, ground_truth)}.json"
        kept = _kept(path)
        if kept is not None:
            return kept
        scores = self.measured(constraints, picture, ground_truth)
        self._cache.mkdir(parents=True, exist_ok=True)
        write_whole(path, scores.model_dump_json().encode())
        return scores

    def measured(self, constraints: Sequence[Constraint], picture: bytes, ground_truth: bytes) -> PictureScores:
        """The same, though these scores may be kept; what is known of the ground truth is used."""
        truth, writing = self.truth(ground_truth, tuple(constraints))
        image = opened(picture)
        examination = Examination(
            tuple(constraints), truth, View(image), Traits.of(image), self.hunter, self.recogniser
        )
        looks = examination.looks()
        return scores_of(
            examination.checks(),
            looks,
            examination.misshapen(),
            misspelt(image, _texts(constraints), writing, examination.marks() if writing.apart else ()),
            examination.blemishes(),
            blind=not looks and any(isinstance(one, Identity) for one in constraints),
        )

    def _known_truth(self, data: bytes, constraints: tuple[Constraint, ...]) -> tuple[Truth, Writing]:
        """A ground truth is measured once, however many pictures are judged beside it."""
        view = View(opened(data))
        key = _key(constraints, data, self._book.kept.version.encode())
        known = known_truth(self._truths, key, lambda: self._measured_truth(view, constraints))
        quarries = {
            one.wanted: Quarry(one.wanted, view, one.artist, one.finds, one.fits, one.worth) for one in known.quarries
        }
        return Truth(view, known.traits, quarries), known.writing

    def _measured_truth(self, view: View, constraints: tuple[Constraint, ...]) -> KnownTruth:
        quarries = self.hunter.quarries(wanted_of(constraints), view)
        texts, named = _texts(constraints), [one for one in quarries.values() if one.is_named]
        marks = [self.hunter.mark(one, one.artist, one.finds[0]) for one in named] if texts else []
        return KnownTruth(
            traits=Traits.of(view.image),
            quarries=tuple(
                KnownQuarry(wanted=one.wanted, artist=one.artist, finds=one.finds, fits=one.fits, worth=one.worth)
                for one in quarries.values()
            ),
            writing=written(view.image, texts, marks),
        )


def _texts(constraints: Sequence[Constraint]) -> tuple[str, ...]:
    return tuple(one.string for one in constraints if isinstance(one, WrittenText))


def _key(constraints: Sequence[Constraint], picture: bytes, ground_truth: bytes) -> str:
    asked = json.dumps(constraints_as_data(constraints), sort_keys=True).encode()
    digests = [hashlib.sha256(part).digest() for part in (VERSION.encode(), asked, picture, ground_truth)]
    return hashlib.sha256(b"".join(digests)).hexdigest()


def _kept(path: Path) -> PictureScores | None:
    """What was kept there; a damaged entry counts as none and is written anew."""
    try:
        return PictureScores.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return None
