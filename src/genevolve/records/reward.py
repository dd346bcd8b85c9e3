"""What became of a rollout: a score, a failure of the policy, or a failure of the surroundings (method section 5)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from genevolve.records.base import Record, StoredRecord
from genevolve.records.judgement import Score, SufficiencyScore
from genevolve.records.trajectory import StopReason


def _blames_the_policy(reason: StopReason) -> StopReason:
    if not reason.is_policy_failure:
        raise ValueError(f"'{reason}' is not the policy's failure")
    return reason


PolicyFault = Annotated[StopReason, AfterValidator(_blames_the_policy)]


class Scored(Record):
    """A judged rollout: the parts of its reward, and the total R."""

    status: Literal["scored"] = "scored"
    faithfulness: Score
    visual_correctness: Score
    text_accuracy: Score = Field(description="As counted: the filler 0.5 when no text was asked for.")
    aesthetics: Score
    text_required: bool
    sufficiency: SufficiencyScore = Field(description="R_text: would a perfect generator succeed with this program?")
    image: float = Field(ge=0, le=1, description="R_img: the weighted sum of the four scores of the picture.")
    total: float = Field(ge=0, le=1, description="R: what the policy is rewarded with.")


class PolicyFailure(Record):
    """The policy is to blame: no usable answer, over-long, repeated. It counts as 0."""

    status: Literal["policy_failure"] = "policy_failure"
    kind: PolicyFault
    detail: str = ""


class InfrastructureFailure(Record):
    """The surroundings failed or cut the work short. It is not a score: the work is owed again."""

    status: Literal["infrastructure_failure"] = "infrastructure_failure"
    boundary: str = Field(min_length=1, description="Where it failed: `tool`, `policy`, `renderer`, `judge`, …")
    detail: str = ""


Outcome = Annotated[Scored | PolicyFailure | InfrastructureFailure, Field(discriminator="status")]


class Reward(StoredRecord):
    """The outcome of one rollout by one picture judge and one program judge. Rewarding again adds a row."""

    request_id: str
    trajectory_id: str
    picture_judge_id: str
    program_judge_id: str
    outcome: Outcome
