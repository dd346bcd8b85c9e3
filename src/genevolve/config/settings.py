"""Every setting, with the paper's value as default and one sentence on each."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from genevolve.records.wire import MAX_REFERENCES, TOOL_NAMES


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class AgentSettings(_Section):
    """Budgets of one trajectory (method section 2). The loop, the prompt and the checks all read them here."""

    max_policy_calls: int = Field(
        default=11, ge=1, le=100, description="Policy calls a trajectory: ten tool turns and the answer."
    )
    max_tool_calls: int = Field(default=10, ge=0, le=100, description="Tool calls before the answer is demanded.")
    max_prompt_tokens: int = Field(default=6144, ge=256, description="Tokens of system prompt and request.")
    max_response_tokens: int = Field(default=30_000, ge=256, description="Tokens of everything after the request.")
    max_turn_tokens: int = Field(default=4096, ge=64, description="New tokens in one assistant turn.")
    max_references: int = Field(
        default=MAX_REFERENCES, ge=0, le=MAX_REFERENCES, description="Reference images a program may bind."
    )
    max_request_chars: int = Field(default=8_000, ge=1, description="Longest request that is accepted, in characters.")
    top_k: int = Field(default=5, ge=1, le=20, description="Results a query returns when the call does not say.")
    max_top_k: int = Field(default=10, ge=1, le=50, description="Most results a call may ask for.")
    max_queries: int = Field(default=5, ge=1, le=20, description="Most queries in one search call.")
    max_thumbnails: int = Field(default=5, ge=0, le=20, description="Thumbnails shown to the policy per image_search.")
    max_thumbnail_pixels: int = Field(default=160_000, ge=1024, description="Width x height of a thumbnail, at most.")
    max_identical_turns: int = Field(
        default=3, ge=2, description="The same assistant turn this often in a row ends the trajectory."
    )
    view: Literal["full", "compact"] = Field(
        default="full", description="How much the policy is shown: `compact` is for small models with little room."
    )
    tools: tuple[str, ...] = Field(default=TOOL_NAMES, description="Tools that the agent is given.")
    temperature: float = Field(default=0.6, ge=0, le=2, description="Sampling temperature.")
    top_p: float = Field(default=0.9, gt=0, le=1, description="Nucleus sampling mass.")

    @model_validator(mode="after")
    def _tools_exist(self) -> Self:
        unknown = sorted(set(self.tools) - set(TOOL_NAMES))
        if unknown:
            raise ValueError(f"unknown tool {unknown[0]!r}; the tools are {', '.join(TOOL_NAMES)}")
        return self


class PictureSettings(_Section):
    """The picture to be drawn. A square leaves the format to the request ("a wide banner", "16:9")."""

    width: int = Field(default=1024, ge=256, le=2048, description="Width in pixels.")
    height: int = Field(default=1024, ge=256, le=2048, description="Height in pixels.")


class Settings(_Section):
    """All settings of a run."""

    policy: str = Field(
        default="planner", description="Who decides: `planner` (no model), `local:PATH` (trained), or `replay:RUN`."
    )
    search: str = Field(
        default="world", description="Where the agent searches: `world`, or `index:PATH` for a library of your own."
    )
    renderer: str = Field(
        default="illustrator", description="Who draws: `illustrator`, or `second-illustrator` with other faults."
    )
    skills: str = Field(
        default="", description="Folder with skills of your own beside the built-in ones; empty for none."
    )
    seed: int = Field(default=0, ge=0, description="Seed of sampling and drawing.")
    agent: AgentSettings = AgentSettings()
    picture: PictureSettings = PictureSettings()
