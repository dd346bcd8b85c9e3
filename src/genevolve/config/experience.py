"""Every setting of learning from pairs of rollouts, with the paper's value as default (method section 7)."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field, field_validator

WORLD_COMPARATOR = "world"
CHAT_COMPARATOR = "chat:"
WORDS_EMBEDDER = "words"
SENTENCES_EMBEDDER = "sentences"
ENDPOINT_EMBEDDER = "endpoint:"


class ExperienceSettings(BaseModel):
    """Pairs, who compares them, and what is remembered."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    min_gap: float = Field(default=0.20, gt=0, le=1, description="Least difference of reward between best and worst.")
    max_pairs: int = Field(default=8, ge=1, description="Most pairs that are compared in one step.")
    comparator: str = Field(
        default=WORLD_COMPARATOR,
        description="Who writes guides: `world`, or `chat:MODEL[@URL]`, a model at an endpoint.",
    )
    pictures: bool = Field(default=False, description="Whether a chat comparator is shown both drawn pictures.")
    capacity: int = Field(default=500, ge=2, description="Guides that are remembered.")
    min_cosine: float = Field(default=0.84, ge=-1, le=1, description="Least likeness of a remembered request.")
    same_step: bool = Field(
        default=True, description="Whether a group's own guide is remembered before its step is learned from."
    )
    embedder: str = Field(
        default=WORDS_EMBEDDER,
        description="What compares requests: `words`, `sentences` (extra `vectors`), or `endpoint:MODEL[@URL]`.",
    )

    @field_validator("comparator")
    @classmethod
    def _is_a_comparator(cls, name: str) -> str:
        if name != WORLD_COMPARATOR and not _names_more(name, CHAT_COMPARATOR):
            raise ValueError(f"`world` or `chat:MODEL[@URL]`, not {name!r}")
        return name

    @field_validator("embedder")
    @classmethod
    def _is_an_embedder(cls, name: str) -> str:
        if name not in (WORDS_EMBEDDER, SENTENCES_EMBEDDER) and not _names_more(name, ENDPOINT_EMBEDDER):
            raise ValueError(f"`words`, `sentences` or `endpoint:MODEL[@URL]`, not {name!r}")
        return name


def _names_more(name: str, prefix: str) -> bool:
    return name.startswith(prefix) and len(name) > len(prefix)
