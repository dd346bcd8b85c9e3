"""What the data engine writes: one row for every item and stage, with the reason when an item goes no further."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import Field

from genevolve.records.base import Record, StoredRecord
from genevolve.records.program import Program
from genevolve.records.recipe import Recipe
from genevolve.records.render import Render
from genevolve.records.trajectory import Request, Trajectory


class Stage(StrEnum):
    """The stages of the data engine, in the order in which they run."""

    RECIPES = "recipes"
    REQUESTS = "requests"
    SCREEN = "screen"
    TRAJECTORIES = "trajectories"
    CHECK = "check"
    AUDIT = "audit"
    GROUND_TRUTH = "ground_truth"
    FILTER = "filter"
    SPLIT = "split"


class Verdict(StrEnum):
    """What a stage says of an item. Owed: the surroundings failed, the work is to be done again."""

    KEPT = "kept"
    REJECTED = "rejected"
    OWED = "owed"


class DataSplit(StrEnum):
    """Where an item ends up."""

    SFT = "sft"
    SFT_VALIDATION = "sft_validation"
    EVOLVE = "evolve"
    EVOLVE_VALIDATION = "evolve_validation"
    BENCH = "bench"


class Reason(Record):
    """Why an item was not kept, or is owed."""

    code: str = Field(description="Short and countable: `near_duplicate`, `url_leak`, `reference_grounding`.")
    detail: str = ""


class StageRow(StoredRecord):
    """One item at one stage: the verdict, its reasons and scores, and what the stage made."""

    id: str = Field(description="The item's id, the same at every stage.")
    stage: Stage
    verdict: Verdict = Verdict.KEPT
    reasons: tuple[Reason, ...] = ()
    scores: dict[str, float] = Field(default_factory=dict, description="By name; kept whether or not the item is.")
    notes: dict[str, str] = Field(default_factory=dict, description="One line on each score, by its name.")
    by: str = Field(default="", description="Id of the writer, policy, auditor, renderer or examiner.")
    seconds: float = 0.0
    usd: float = 0.0
    recipe: Recipe | None = None
    request: Request | None = None
    entities: tuple[str, ...] = Field(default=(), description="What the request names or hints at, for the splits.")
    trajectory: Trajectory | None = None
    render: Render | None = None
    split: DataSplit | None = None


class DataItem(Record):
    """All that earlier stages have made of one item."""

    id: str
    recipe: Recipe | None = None
    request: Request | None = None
    entities: tuple[str, ...] = ()
    trajectory: Trajectory | None = None
    render: Render | None = None
    split: DataSplit | None = None

    @property
    def program(self) -> Program | None:
        """The teacher's program."""
        return self.trajectory.program if self.trajectory else None

    def after(self, row: StageRow) -> Self:
        """The item with what one more stage has made."""
        made = {
            name: value
            for name in ("recipe", "request", "entities", "trajectory", "render", "split")
            if (value := getattr(row, name))
        }
        return self.model_copy(update=made)


class Written(Record):
    """A request that a writer made of a recipe."""

    text: str
    entities: tuple[str, ...] = Field(default=(), description="Ids or names of the things it is about, for the splits.")
    meta: dict[str, Any] = Field(default_factory=dict, description="For `Request.meta`, e.g. checkable constraints.")
    usd: float = 0.0


class Unwritten(Record):
    """A recipe that a writer could not make a request of, and why; the item is rejected."""

    reasons: tuple[Reason, ...]
    usd: float = 0.0


Mark = Annotated[int, Field(ge=1, le=5)]


class AuditScores(Record):
    """Six scores of a teacher's trajectory."""

    request_suitability: Mark
    reference_grounding: Mark
    process_quality: Mark
    skill_integration: Mark
    program_faithfulness: Mark
    supervised_value: Mark
    reasons: dict[str, str] = Field(default_factory=dict, description="One line for each score, by its name.")
    usd: float = 0.0


class VisualScores(Record):
    """Four scores of a ground-truth picture."""

    request_compliance: Mark
    reference_use: Mark
    coherence: Mark
    image_quality: Mark
    reasons: dict[str, str] = Field(default_factory=dict, description="One line for each score, by its name.")
    usd: float = 0.0
