"""Contenders, guides and comparators for the tests of experience."""

from __future__ import annotations

from genevolve.errors import ComparisonError
from genevolve.records import (
    InfrastructureFailure,
    Outcome,
    PolicyFailure,
    Program,
    Request,
    Scored,
    StopReason,
    Trajectory,
)
from genevolve.records.experience import (
    Contender,
    Contrast,
    DecisionGuidance,
    DecisionGuide,
    Experience,
    RetrievalKey,
)

FAILED = PolicyFailure(kind=StopReason.TURN_LIMIT)
LOST = InfrastructureFailure(boundary="judge")


def scored(total: float) -> Scored:
    return Scored(
        faithfulness=1.0,
        visual_correctness=1.0,
        text_accuracy=0.5,
        aesthetics=1.0,
        text_required=False,
        sufficiency=1.0,
        image=total,
        total=total,
    )


def contender(outcome: Outcome | float, *, request: str = "r", prompt: str = "", place: int = 0) -> Contender:
    trajectory = Trajectory(
        id=f"{request}-{place}",
        request=Request(id=request, prompt=prompt or f"a picture for {request}"),
        turns=(),
        program=Program(gen_prompt="a picture"),
        stop_reason=StopReason.ANSWERED,
        policy_id="p",
        prompt_sha256="0" * 64,
    )
    return Contender(trajectory=trajectory, outcome=scored(outcome) if isinstance(outcome, float) else outcome)


def group(*outcomes: Outcome | float, request: str = "r", prompt: str = "") -> list[Contender]:
    return [contender(one, request=request, prompt=prompt, place=place) for place, one in enumerate(outcomes)]


def guide(focus: str = "Look first.") -> DecisionGuide:
    return DecisionGuide(
        retrieval_key=RetrievalKey(trigger="always", source_prompt_summary="a thing"),
        decision_guidance=DecisionGuidance(focus=focus),
    )


def entry(number: int, *, gap: float = 0.5, step: int = 0, prompt: str = "") -> Experience:
    return Experience(
        id=f"exp_{number}",
        request_id=f"r{number}",
        prompt=prompt or f"thing{number} beside thing{number}",
        guide=guide(f"Guide {number}."),
        gap=gap,
        step=step,
        comparator="c",
        best="b",
        worst="w",
    )


class EchoComparator:
    """Says in the guide whose it is; fails as it is told, by request id."""

    id = "echo/1"

    def __init__(self, **failures: Exception) -> None:
        self.failures = failures

    async def compare(self, contrast: Contrast) -> DecisionGuide:
        if contrast.request.id in self.failures:
            raise self.failures[contrast.request.id]
        return guide(f"Guide of {contrast.request.id}.")


def unusable() -> ComparisonError:
    return ComparisonError("no guide")
