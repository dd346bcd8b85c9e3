from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError

from genevolve import rewards
from genevolve.errors import JudgeError, RenderError
from genevolve.records import (
    InfrastructureFailure,
    Outcome,
    PictureScores,
    PolicyFailure,
    Program,
    Request,
    Reward,
    Scored,
    StopReason,
    Sufficiency,
    Trajectory,
)


def scores(f: float, v: float, t: float, a: float, *, text: bool = True) -> PictureScores:
    return PictureScores(faithfulness=f, visual_correctness=v, text_accuracy=t, aesthetics=a, text_required=text)


def trajectory(reason: StopReason, *, prompt: str | None = "A flag.", detail: str = "") -> Trajectory:
    return Trajectory(
        id="t",
        request=Request(id="r", prompt="a flag"),
        turns=(),
        program=None if prompt is None else Program(gen_prompt=prompt),
        stop_reason=reason,
        detail=detail,
        policy_id="p",
        prompt_sha256="0",
    )


# Each row by hand: R_img = 0.1 F + 0.4 V + 0.4 T + 0.1 A; R = (R_img + S) / 2.
GOLDEN = [
    # all perfect: 0.1 + 0.4 + 0.4 + 0.1 = 1; (1 + 1) / 2 = 1
    (scores(1, 1, 1, 1), 1.0, 1.0, 1.0),
    # all failed
    (scores(0, 0, 0, 0), 0.0, 0.0, 0.0),
    # 0.1 + 0.2 + 0 + 0.05 = 0.35; (0.35 + 0.75) / 2 = 0.55
    (scores(1, 0.5, 0, 0.5), 0.75, 0.35, 0.55),
    # 0.05 + 0 + 0.4 + 0.1 = 0.55; (0.55 + 0.25) / 2 = 0.4
    (scores(0.5, 0, 1, 1), 0.25, 0.55, 0.4),
    # no text asked for, all else perfect: 0.1 + 0.4 + 0.2 + 0.1 = 0.8; (0.8 + 1) / 2 = 0.9
    (scores(1, 1, 0.5, 1, text=False), 1.0, 0.8, 0.9),
    # a judge that wrote 1 for a text nobody asked for still gets the filler
    (scores(1, 1, 1, 1, text=False), 1.0, 0.8, 0.9),
    # good picture, hopeless program: 0.1 + 0.4 + 0.4 + 0 = 0.9; (0.9 + 0) / 2 = 0.45
    (scores(1, 1, 1, 0), 0.0, 0.9, 0.45),
]


@pytest.mark.parametrize(("picture", "sufficiency", "image", "total"), GOLDEN)
def test_golden_rows(picture, sufficiency, image, total):
    outcome = rewards.scored(picture, Sufficiency(score=sufficiency))
    assert outcome.image == pytest.approx(image)
    assert outcome.total == pytest.approx(total)
    assert rewards.value(outcome) == outcome.total
    assert outcome.sufficiency == sufficiency
    assert outcome.text_required == picture.text_required


def test_every_possible_reward_lies_between_zero_and_one_and_rises_with_each_part():
    steps = (0.0, 0.5, 1.0)
    for f in steps:
        for v in steps:
            for t in steps:
                for a in steps:
                    reward = rewards.image_reward(scores(f, v, t, a))
                    assert 0 <= reward <= 1
                    better = rewards.image_reward(scores(1, 1, 1, 1))
                    assert reward < better or (f, v, t, a) == (1, 1, 1, 1)


def test_weights_sum_to_one():
    assert rewards.weighted(1, 1, 1, 1) == pytest.approx(1)
    assert rewards.mixed_reward(1, 1) == pytest.approx(1)


def test_every_stop_reason_is_scored_or_blamed_on_exactly_one_side():
    for reason in StopReason:
        failure = rewards.failure(trajectory(reason))
        if reason is StopReason.ANSWERED:
            assert failure is None
        elif reason.is_policy_failure:
            assert isinstance(failure, PolicyFailure)
            assert failure.kind is reason
            assert rewards.value(failure) == 0.0
        else:
            assert isinstance(failure, InfrastructureFailure)
            assert rewards.value(failure) is None


@pytest.mark.parametrize("prompt", [None, "", "  \n"])
def test_an_answer_without_a_prompt_is_the_policys_failure(prompt):
    failure = rewards.failure(trajectory(StopReason.ANSWERED, prompt=prompt))
    assert isinstance(failure, PolicyFailure)
    assert failure.kind is StopReason.INVALID_ANSWER


def test_the_boundary_of_a_recorded_outage_is_kept():
    failure = rewards.failure(trajectory(StopReason.INFRASTRUCTURE_ERROR, prompt=None, detail="tool: the index: gone"))
    assert failure == InfrastructureFailure(boundary="tool", detail="the index: gone")
    unknown = rewards.failure(trajectory(StopReason.INFRASTRUCTURE_ERROR, prompt=None, detail="odd: thing"))
    assert unknown == InfrastructureFailure(boundary="infrastructure", detail="odd: thing")


def test_outages_are_not_scores():
    for error in (RenderError("no GPU"), JudgeError("429")):
        outcome = rewards.infrastructure_failure(error)
        assert (outcome.boundary, outcome.detail) == (error.boundary, str(error))
        assert rewards.value(outcome) is None


def test_a_policy_failure_cannot_carry_the_surroundings_reason():
    with pytest.raises(ValidationError, match="not the policy's failure"):
        PolicyFailure(kind=StopReason.INFRASTRUCTURE_ERROR)
    with pytest.raises(ValidationError, match="not the policy's failure"):
        PolicyFailure(kind=StopReason.BUDGET)


@pytest.mark.parametrize(
    "outcome",
    [
        rewards.scored(scores(1, 0.5, 0.5, 0, text=False), Sufficiency(score=0.75)),
        PolicyFailure(kind=StopReason.REPEATED, detail="twice the same"),
        InfrastructureFailure(boundary="judge", detail="down"),
    ],
)
def test_outcomes_survive_the_disk(outcome):
    row = Reward(request_id="r", trajectory_id="t", picture_judge_id="j", program_judge_id="k", outcome=outcome)
    again = Reward.model_validate_json(row.model_dump_json())
    assert again == row
    assert type(again.outcome) is type(outcome)


def test_an_outcome_without_its_status_is_refused():
    with pytest.raises(ValidationError):
        TypeAdapter(Outcome).validate_python({"boundary": "judge"})
    with pytest.raises(ValidationError):
        Scored.model_validate({"status": "scored", "total": 1.0})
