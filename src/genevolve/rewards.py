"""The arithmetic of rewards (method section 5): R = 0.5 · R_img + 0.5 · R_text.

Pure functions on records. A failure of the policy is worth 0; a failure of the surroundings is no score, not even 0.
"""

from __future__ import annotations

from genevolve.errors import InfrastructureError
from genevolve.records import (
    InfrastructureFailure,
    Outcome,
    PictureScores,
    PolicyFailure,
    Scored,
    StopReason,
    Sufficiency,
    Trajectory,
)

FAITHFULNESS_WEIGHT = 0.1
VISUAL_CORRECTNESS_WEIGHT = 0.4
TEXT_ACCURACY_WEIGHT = 0.4
AESTHETICS_WEIGHT = 0.1

IMAGE_WEIGHT = 0.5
TEXT_WEIGHT = 0.5

TEXT_FILLER = 0.5
"""The text accuracy of a picture whose request asks for no text."""

_BOUNDARIES = frozenset(kind.boundary for kind in InfrastructureError.__subclasses__())


def weighted(faithfulness: float, visual_correctness: float, text_accuracy: float, aesthetics: float) -> float:
    """The one weighting of the four dimensions, of R_img and of every KScore."""
    return (
        FAITHFULNESS_WEIGHT * faithfulness
        + VISUAL_CORRECTNESS_WEIGHT * visual_correctness
        + TEXT_ACCURACY_WEIGHT * text_accuracy
        + AESTHETICS_WEIGHT * aesthetics
    )


def counted_text_accuracy(scores: PictureScores) -> float:
    """The text accuracy that enters the sum: the filler when no text was asked for, whatever the judge wrote."""
    return scores.text_accuracy if scores.text_required else TEXT_FILLER


def image_reward(scores: PictureScores) -> float:
    """R_img."""
    return weighted(scores.faithfulness, scores.visual_correctness, counted_text_accuracy(scores), scores.aesthetics)


def text_reward(sufficiency: Sufficiency) -> float:
    """R_text."""
    return sufficiency.score


def mixed_reward(image: float, text: float) -> float:
    """R of R_img and R_text."""
    return IMAGE_WEIGHT * image + TEXT_WEIGHT * text


def scored(scores: PictureScores, sufficiency: Sufficiency) -> Scored:
    """The outcome of a rollout that both judges have seen."""
    image = image_reward(scores)
    return Scored(
        faithfulness=scores.faithfulness,
        visual_correctness=scores.visual_correctness,
        text_accuracy=counted_text_accuracy(scores),
        aesthetics=scores.aesthetics,
        text_required=scores.text_required,
        sufficiency=sufficiency.score,
        image=image,
        total=mixed_reward(image, text_reward(sufficiency)),
    )


def failure(trajectory: Trajectory) -> PolicyFailure | InfrastructureFailure | None:
    """The outcome of a trajectory that cannot be judged, or None when it has a program to be drawn.

    A budget that ran out and a person's Ctrl-C are the surroundings', not the policy's: nobody knows how the rollout
    would have ended.
    """
    reason = trajectory.stop_reason
    if reason.is_policy_failure:
        return PolicyFailure(kind=reason, detail=trajectory.detail)
    if reason is StopReason.INFRASTRUCTURE_ERROR:
        return recorded_failure(trajectory.detail)
    if reason is not StopReason.ANSWERED:
        return InfrastructureFailure(boundary=reason.value, detail=trajectory.detail)
    if trajectory.program is None or not trajectory.program.gen_prompt.strip():
        return PolicyFailure(kind=StopReason.INVALID_ANSWER, detail=trajectory.detail or "the program is empty")
    return None


def recorded_failure(detail: str) -> InfrastructureFailure:
    """The outage that a trajectory's `detail` tells of; its first word is the boundary: `tool: the index is gone`."""
    boundary, colon, message = detail.partition(": ")
    if colon and boundary in _BOUNDARIES:
        return InfrastructureFailure(boundary=boundary, detail=message)
    return InfrastructureFailure(boundary=InfrastructureError.boundary, detail=detail)


def infrastructure_failure(error: InfrastructureError) -> InfrastructureFailure:
    """The outcome of a rollout whose search, renderer or judge failed with `error`."""
    return InfrastructureFailure(boundary=error.boundary, detail=str(error))


def value(outcome: Outcome) -> float | None:
    """The number that enters a group's statistics; None: the rollout leaves them."""
    match outcome:
        case Scored():
            return outcome.total
        case PolicyFailure():
            return 0.0
        case InfrastructureFailure():
            return None
