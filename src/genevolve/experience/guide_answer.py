"""The JSON in which a model writes a guide."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from genevolve.judges.answers import Answer
from genevolve.records.experience import DecisionGuidance, DecisionGuide, RetrievalKey

Bullet = Annotated[str, Field(description="a bullet of twelve to twenty-two words")]


class KeyAnswer(Answer):
    """See `RetrievalKey`."""

    trigger: Annotated[str, Field(description="the kind of request")]
    source_prompt_summary: Annotated[str, Field(description="this request without its names")]


class GuidanceAnswer(Answer):
    """See `DecisionGuidance`."""

    focus: Annotated[str, Field(description="the one decision that mattered most")]
    recommended_tool_plan: list[Bullet]
    search_query_guidance: list[Bullet]
    skill_routing_guidance: list[Bullet]
    reference_selection_guidance: list[Bullet]
    prompt_program_guidance: list[Bullet]
    failure_guards: list[Bullet]


class GuideAnswer(Answer):
    """See `DecisionGuide`."""

    retrieval_key: KeyAnswer
    decision_guidance: GuidanceAnswer

    def guide(self) -> DecisionGuide:
        """The guide, with every text on one line."""
        key, guidance = self.retrieval_key, self.decision_guidance
        bullets = {name: value for name, value in guidance if isinstance(value, list)}
        return DecisionGuide(
            retrieval_key=RetrievalKey(
                trigger=_line(key.trigger), source_prompt_summary=_line(key.source_prompt_summary)
            ),
            decision_guidance=DecisionGuidance(
                focus=_line(guidance.focus), **{slot: tuple(map(_line, texts)) for slot, texts in bullets.items()}
            ),
        )


def _line(text: str) -> str:
    return " ".join(text.split())
