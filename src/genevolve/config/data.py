"""Every setting of the data engine, with the paper's value as default where it has one (method section 3)."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from genevolve.config.settings import AgentSettings


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class BalanceSettings(_Section):
    """What shares of the recipes have which traits; what is not said is even."""

    knowledge: float = Field(default=0.6, ge=0, le=1, description="Share of the knowledge-anchored track.")
    difficulty: dict[str, float] = Field(
        default={"hard": 0.667, "medium": 0.333, "easy": 0.0}, description="Shares of the difficulties."
    )
    task_family: dict[str, float] = Field(
        default={}, description="Weights of categories inside their track; a category that is not named weighs 1."
    )
    dominant: dict[str, float] = Field(
        default={}, description="Weights of dominant requirements inside a category; one that is not named weighs 1."
    )


class ScreenSettings(_Section):
    """Which requests go no further."""

    min_words: int = Field(default=8, ge=1, description="Fewest words of a request.")
    max_words: int = Field(default=140, ge=1, description="Most words of a request; the paper's mean is 65.")
    near_duplicate: float = Field(
        default=0.8, gt=0, le=1, description="From this Jaccard similarity of word 3-grams on, two requests are one."
    )


class AuditSettings(_Section):
    """The bar of the audit: six scores from 1 to 5. The paper kept 69 %."""

    min_score: int = Field(default=3, ge=1, le=5, description="Every score is at least this.")
    min_mean: float = Field(default=4.0, ge=1, le=5, description="Their mean is at least this.")
    target_pass_rate: float = Field(default=0.69, ge=0, le=1, description="The paper's pass rate, shown beside ours.")


class FilterSettings(_Section):
    """The bar of the visual filter: four scores from 1 to 5. The paper kept 73 %."""

    min_score: int = Field(default=4, ge=1, le=5, description="Every score is at least this.")
    target_pass_rate: float = Field(default=0.73, ge=0, le=1, description="The paper's pass rate, shown beside ours.")


class SplitSettings(_Section):
    """What goes where, by the hash of the request and by held-out entity. Shares are of the items that are no bench.

    The supervised splits take items that passed the audit; evolve and bench take items with a ground truth as well.
    """

    sft: float = Field(default=0.66, ge=0, le=1, description="Share that becomes supervised data.")
    sft_validation: float = Field(default=0.022, ge=0, le=1, description="Share of supervised data kept to validate.")
    evolve_validation: float = Field(default=0.05, ge=0, le=1, description="Share of evolve data kept to validate.")


class RubricSettings(_Section):
    """Rubrics of one's own, as Markdown files, in place of ours. Every row notes by which it was judged."""

    audit: str = Field(default="", description="What an auditor `vlm:MODEL` is told; empty: the built-in rubric.")
    filter: str = Field(default="", description="What an examiner `vlm:MODEL` is told; empty: the built-in rubric.")


class ModelSettings(_Section):
    """What is said of one model by its name, whoever asks it."""

    usd_in: float = Field(default=0, ge=0, description="Price of a million tokens that it reads, in dollars.")
    usd_out: float = Field(default=0, ge=0, description="Price of a million tokens that it writes.")
    per_minute: float = Field(default=0, ge=0, description="Most calls in a minute; 0 for no limit.")
    timeout_s: float = Field(default=120, gt=0, description="Longest wait for one answer.")
    answer_format: Literal["json_schema", "json_object", "text"] = Field(
        default="json_schema", description="What its endpoint can enforce on an answer that must be JSON."
    )
    omit: tuple[Literal["temperature", "seed"], ...] = Field(
        default=(), description="Parameters that it refuses and that are therefore not sent."
    )


class DataSettings(_Section):
    """All settings of a data folder."""

    num: int = Field(default=3000, ge=1, description="Recipes to begin with; the paper began with 19,991.")
    seed: int = Field(default=0, ge=0, description="Seed of recipes, wording, sampling and drawing.")
    bench: float = Field(
        default=0.18, ge=0, le=1, description="Share of recipes about held-out entities: they can only become bench."
    )
    axes: str = Field(default="", description="TOML file with axes of your own; empty: those of the writer.")
    writer: str = Field(default="world", description="Who writes requests: `world`, or `chat:MODEL[@URL]`.")
    teacher: str = Field(
        default="world:0.75", description="Who works them out: `world:QUALITY`, `planner`, or `chat:MODEL[@URL]`."
    )
    auditor: str = Field(default="world", description="Who audits trajectories: `world`, or `vlm:MODEL[@URL]`.")
    examiner: str = Field(default="world", description="Who examines pictures: `world`, or `vlm:MODEL[@URL]`.")
    search: str = Field(default="world", description="Where the teacher searches, as of `Settings.search`.")
    renderer: str = Field(default="illustrator", description="Who draws the ground truths.")
    skills: str = Field(default="", description="Folder with skills of your own; empty for none.")
    width: int = Field(default=512, ge=256, le=2048, description="Width of a ground truth in pixels.")
    height: int = Field(default=512, ge=256, le=2048, description="Height of a ground truth in pixels.")
    engine: Literal["local", "ray"] = Field(default="local", description="Where the stages run.")
    num_at_once: int = Field(default=8, ge=1, le=1024, description="Items worked on at a time.")
    usd: float | None = Field(default=None, ge=0, description="Most that models may cost in all; empty: no bound.")
    models: dict[str, ModelSettings] = Field(default={}, description="Prices and pace of models, by name.")
    agent: AgentSettings = AgentSettings()
    balance: BalanceSettings = BalanceSettings()
    screen: ScreenSettings = ScreenSettings()
    rubrics: RubricSettings = RubricSettings()
    audit: AuditSettings = AuditSettings()
    filter: FilterSettings = FilterSettings()
    split: SplitSettings = SplitSettings()

    @model_validator(mode="after")
    def _shares_add_up(self) -> Self:
        total = sum(self.balance.difficulty.values())
        if abs(total - 1) > 0.01:
            raise ValueError(f"the shares of balance.difficulty add up to {total:g}, not to 1")
        return self
