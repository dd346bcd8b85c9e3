"""The measured judge: four scores of a picture beside its ground truth, from pixels and typed constraints alone."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from functools import lru_cache, partial
from pathlib import Path

import anyio.to_thread
import numpy as np
from pydantic import ValidationError

from genevolve.records import Constraint, ConstraintCheck, Dimension, PictureScores, Request, constraints_of
from genevolve.records.constraint import WrittenText, constraints_as_data
from genevolve.store import write_whole
from genevolve.world.judge.beauty import rules
from genevolve.world.judge.checks import check_all
from genevolve.world.judge.likeness import Likeness, Striking
from genevolve.world.judge.pixels import Look
from genevolve.world.judge.reading import Line, belongs, read_lines, text_distance

VERSION = "measured/1"
ALIKE = 1.0
RELATED = 4.0
_TRUTHS_KEPT = 64
_HALF = 0.5


class MeasuredJudge:
    """A `PictureJudge` without a model of taste or meaning. With `cache`, scores are kept there by content."""

    def __init__(self, cache: Path | None = None) -> None:
        self._cache = cache

    @property
    def id(self) -> str:
        """Name and version, part of every judgement."""
        return VERSION

    async def judge_picture(self, request: Request, picture: bytes, ground_truth: bytes) -> PictureScores:
        """Four scores for `picture` beside `ground_truth`; the work is done in a thread.

        Raises:
            ConfigError: a text is asked for and the extra `bench` is not installed.
            JudgeError: one of the two cannot be read as a picture.
        """
        return await anyio.to_thread.run_sync(partial(self.judge, constraints_of(request), picture, ground_truth))

    def judge(self, constraints: Sequence[Constraint], picture: bytes, ground_truth: bytes) -> PictureScores:
        """The same at once."""
        if self._cache is None:
            return _judged(constraints, picture, ground_truth)
        path = self._cache / f"{_key(constraints, picture, ground_truth)}.json"
        kept = _kept(path)
        if kept is not None:
            return kept
        scores = _judged(constraints, picture, ground_truth)
        self._cache.mkdir(parents=True, exist_ok=True)
        write_whole(path, scores.model_dump_json().encode())
        return scores


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


@lru_cache(maxsize=_TRUTHS_KEPT)
def _truth(data: bytes, wanted: tuple[str, ...]) -> tuple[Striking, tuple[Line, ...]]:
    """What is measured in a ground truth once, however many pictures are judged beside it."""
    look = Look.of(data)
    lines = read_lines(look) if wanted else ()
    hidden = tuple(line.place for line in lines if any(belongs(line, text) for text in wanted))
    return Striking(look, hidden), lines


def _judged(constraints: Sequence[Constraint], picture: bytes, ground_truth: bytes) -> PictureScores:
    wanted = tuple(one.string for one in constraints if isinstance(one, WrittenText))
    striking, true_lines = _truth(ground_truth, wanted)
    likeness = Likeness(striking, Look.of(picture))
    checks = check_all(constraints, likeness)
    text, text_reason = _text(wanted, likeness.picture, true_lines)
    faithful, faithful_reason = _faithful(checks)
    visual, visual_reason = _visual(likeness)
    beauty, beauty_reason = _beauty(likeness)
    return PictureScores(
        faithfulness=faithful,
        visual_correctness=visual,
        text_accuracy=text,
        aesthetics=beauty,
        text_required=bool(wanted),
        reasons={
            Dimension.FAITHFULNESS: faithful_reason,
            Dimension.VISUAL_CORRECTNESS: visual_reason,
            Dimension.TEXT_ACCURACY: text_reason,
            Dimension.AESTHETICS: beauty_reason,
        },
        constraints=checks,
    )


def _faithful(checks: Sequence[ConstraintCheck]) -> tuple[float, str]:
    if not checks:
        return _HALF, "no constraint of this request can be measured"
    missed = [check for check in checks if not check.met]
    if not missed:
        return 1.0, f"all {len(checks)} measured constraints are met"
    score = _HALF if 2 * len(missed) <= len(checks) or len(missed) == 1 else 0.0
    return score, f"{len(missed)} of {len(checks)} not met; {missed[0].constraint}: {missed[0].reason}"


def _visual(likeness: Likeness) -> tuple[float, str]:
    off = float((likeness.weights * np.minimum(likeness.strangeness, 25.0)).sum())
    score = 1.0 if off <= ALIKE else _HALF if off <= RELATED else 0.0
    return (
        score,
        f"colours and edges of striking parts are off by {off:.1f} (1 up to {ALIKE:g}, 0.5 up to {RELATED:g})",
    )


def _text(wanted: Sequence[str], look: Look, true_lines: tuple[Line, ...]) -> tuple[float, str]:
    if not wanted:
        return _HALF, "no text is asked for"
    lines = read_lines(look)
    worst, reason = 1.0, ""
    for text in wanted:
        wrong = max(text_distance(text, lines) - text_distance(text, true_lines), 0)
        allowed = max(1, len(text) // 4)
        score = 1.0 if wrong == 0 else _HALF if wrong <= allowed else 0.0
        if score <= worst:
            worst, reason = score, f'"{text}" is read with {wrong} wrong letters (0.5 up to {allowed})'
    return worst, reason


def _beauty(likeness: Likeness) -> tuple[float, str]:
    found = rules(likeness)
    missed = [rule for rule in found if not rule.met]
    if not missed:
        return 1.0, f"all {len(found)} rules are met; {found[0].name} is {found[0].measured}"
    return (_HALF if len(missed) == 1 else 0.0), "; ".join(f"{rule.name} is {rule.measured}" for rule in missed)
