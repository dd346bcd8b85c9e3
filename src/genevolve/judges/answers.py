"""The JSON that a model answers with. A reason stands before its score, so that it is thought of first."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, WithJsonSchema

from genevolve.records.judgement import SCORES, SUFFICIENCY_SCORES

WISE_SCORES = (0, 1, 2)
MARKS = (1, 2, 3, 4, 5)


def _written(step: float) -> float:
    return int(step) if step == int(step) else step


def _one_of(steps: tuple[float, ...]) -> Callable[[float], float]:
    def check(value: float) -> float:
        if value not in steps:
            raise ValueError(f"must be one of {', '.join(str(_written(step)) for step in steps)}")
        return value

    return check


def _shown(steps: tuple[float, ...]) -> WithJsonSchema:
    return WithJsonSchema({"type": "number", "enum": [_written(step) for step in steps]})


def _some(items: list[Any]) -> list[Any]:
    if not items:
        raise ValueError("must not be empty")
    return items


KScoreStep = Annotated[float, AfterValidator(_one_of(SCORES)), _shown(SCORES)]
SufficiencyStep = Annotated[float, AfterValidator(_one_of(SUFFICIENCY_SCORES)), _shown(SUFFICIENCY_SCORES)]
WiseStep = Annotated[int, AfterValidator(_one_of(WISE_SCORES)), _shown(WISE_SCORES)]
MarkStep = Annotated[int, AfterValidator(_one_of(MARKS)), _shown(MARKS)]
Reason = Annotated[str, Field(description="one line")]


class Answer(BaseModel):
    """A part of an answer. Unknown keys are passed over, missing ones are not; the schema that is sent has neither."""

    model_config = ConfigDict(strict=True, json_schema_extra={"additionalProperties": False})


class Constraint(Answer):
    """One hard constraint of the request."""

    constraint: Annotated[str, Field(description="what is asked, in a few words")]
    reason: Annotated[str, Field(description="what is there, in one line")]
    met: bool


class KScorePart(Answer):
    """One dimension."""

    reason: Reason
    score: KScoreStep


class TextPart(Answer):
    """The dimension that a request may not ask for."""

    required: bool
    reason: Reason
    score: KScoreStep


Constraints = Annotated[list[Constraint], AfterValidator(_some)]


class KScoreAnswer(Answer):
    """The hard constraints, then the four dimensions."""

    constraints: Constraints
    faithfulness: KScorePart
    visual_correctness: KScorePart
    text_accuracy: TextPart
    aesthetics: KScorePart


class SufficiencyAnswer(Answer):
    """The requirements, then the one score."""

    requirements: Constraints
    reason: Reason
    score: SufficiencyStep


class WisePart(Answer):
    """One of WISE's three dimensions."""

    reason: Reason
    score: WiseStep


class WiseAnswer(Answer):
    """WISE as first published: three scores of two."""

    consistency: WisePart
    realism: WisePart
    aesthetic_quality: WisePart


class WiseVerifiedAnswer(Answer):
    """WISE Verified: right or wrong."""

    requirements: Constraints
    reason: Reason
    correct: bool


class MarkPart(Answer):
    """One score from 1 to 5."""

    reason: Reason
    score: MarkStep


class AuditAnswer(Answer):
    """The audit of a trajectory: six scores."""

    request_suitability: MarkPart
    reference_grounding: MarkPart
    process_quality: MarkPart
    skill_integration: MarkPart
    program_faithfulness: MarkPart
    supervised_value: MarkPart


class FilterAnswer(Answer):
    """The requirements, then four scores of a ground truth."""

    requirements: Constraints
    request_compliance: MarkPart
    reference_use: MarkPart
    coherence: MarkPart
    image_quality: MarkPart


def scores_of(shape: type[Answer]) -> tuple[str, ...]:
    """The names that a rubric for this `shape` has to explain: the scored parts, or the one verdict."""
    parts = tuple(
        name
        for name, field in shape.model_fields.items()
        if isinstance(field.annotation, type) and issubclass(field.annotation, Answer)
    )
    return parts or tuple(name for name in shape.model_fields if name in {"score", "correct"})


def skeleton(answer: type[Answer]) -> str:
    """The shape of `answer` as JSON with a word on each value, for models that no schema is enforced on."""
    schema = answer.model_json_schema()

    def shape(node: dict[str, Any]) -> Any:
        if "$ref" in node:
            return shape(schema["$defs"][node["$ref"].rpartition("/")[2]])
        match node["type"]:
            case "object":
                return {key: shape(value) for key, value in node["properties"].items()}
            case "array":
                return [shape(node["items"]), "‹one such object for each›"]
            case "number":
                return f"‹{' | '.join(map(str, node['enum']))}›"
            case "boolean":
                return "‹true | false›"
            case _:
                return node.get("description", "text")

    return _without_quotes(json.dumps(shape(schema), indent=2, ensure_ascii=False))


def _without_quotes(text: str) -> str:
    return text.replace('"‹', "‹").replace('›"', "›")
