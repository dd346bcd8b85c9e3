"""From what was found in a picture to scores of 0, 0.5 and 1: the same rules for what is measured and what is known."""

from __future__ import annotations

from collections.abc import Sequence

from genevolve.records import ConstraintCheck, Dimension, PictureScores

_HALF = 0.5


def scores_of(
    checks: Sequence[ConstraintCheck],
    looks: Sequence[tuple[str, bool]],
    misshapen: bool,
    texts: Sequence[tuple[str, int]],
    blemishes: Sequence[str],
    *,
    blind: bool = False,
) -> PictureScores:
    """The four scores of a picture, each with its reason, from all that was found in it."""
    faithful, faithful_reason = faithful_score(checks)
    visual, visual_reason = visual_score(looks, misshapen, blind=blind)
    text, text_reason = text_score(texts)
    beauty, beauty_reason = beauty_score(blemishes)
    return PictureScores(
        faithfulness=faithful,
        visual_correctness=visual,
        text_accuracy=text,
        aesthetics=beauty,
        text_required=bool(texts),
        reasons={
            Dimension.FAITHFULNESS: faithful_reason,
            Dimension.VISUAL_CORRECTNESS: visual_reason,
            Dimension.TEXT_ACCURACY: text_reason,
            Dimension.AESTHETICS: beauty_reason,
        },
        constraints=tuple(checks),
    )


def faithful_score(checks: Sequence[ConstraintCheck]) -> tuple[float, str]:
    """1 when every demand is met, 0.5 when at most a third is not (one is always allowed), else 0."""
    if not checks:
        return _HALF, "no demand of this request can be measured"
    missed = [check for check in checks if not check.met]
    if not missed:
        return 1.0, f"all {len(checks)} demands are met"
    score = _HALF if len(missed) <= max(1, len(checks) // 3) else 0.0
    return score, f"{len(missed)} of {len(checks)} not met; {missed[0].constraint}: {missed[0].reason}"


def visual_score(looks: Sequence[tuple[str, bool]], misshapen: bool, *, blind: bool = False) -> tuple[float, str]:
    """1 when every named thing has its own looks and no body is misshapen, 0.5 when half of them have, else 0.

    `blind`: things were named, but none can be measured.
    """
    if blind:
        return _HALF, "no named thing of this request can be measured"
    wrong = [name for name, right in looks if not right]
    share = 1 - len(wrong) / len(looks) if looks else 1.0
    if wrong:
        return (_HALF if share >= _HALF else 0.0), f"{wrong[0]} does not look like itself"
    return (_HALF, "a body is misshapen") if misshapen else (1.0, f"all {len(looks)} named things look like themselves")


def text_score(found: Sequence[tuple[str, int]]) -> tuple[float, str]:
    """By the worst of the texts with their numbers of wrong letters: 1 without one, 0.5 up to a quarter, else 0."""
    if not found:
        return _HALF, "no text is asked for"
    worst, reason = 1.0, f"all {len(found)} texts are read as asked"
    for string, wrong in found:
        allowed = max(1, len(string) // 4)
        score = 1.0 if wrong == 0 else _HALF if wrong <= allowed else 0.0
        if score < worst:
            worst, reason = score, f'"{string}" is read with {wrong} wrong letters (0.5 up to {allowed})'
    return worst, reason


def beauty_score(blemishes: Sequence[str]) -> tuple[float, str]:
    """1 without a blemish, 0.5 with one, else 0."""
    if not blemishes:
        return 1.0, "no blemish is found"
    return (_HALF if len(blemishes) == 1 else 0.0), "; ".join(blemishes)
