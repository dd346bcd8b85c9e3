"""Where a chat model is served, how hard it may be asked, and the key, which comes from the environment only."""

from __future__ import annotations

import os
from typing import Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator

OPENAI_URL = "https://api.openai.com/v1"
KEY_VARIABLE = "GENEVOLVE_API_KEY"
OPENAI_KEY_VARIABLE = "OPENAI_API_KEY"


class EndpointSettings(BaseModel):
    """An OpenAI-compatible endpoint (vLLM, SGLang, Ollama, LM Studio, OpenRouter, OpenAI, …)."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    model: str = Field(min_length=1, description="Name of the model, as the endpoint knows it.")
    base_url: str = Field(default=OPENAI_URL, description="Address up to and including `/v1`.")
    timeout_s: float = Field(default=120, gt=0, description="Longest wait for the answer to one attempt.")
    deadline_s: float = Field(
        default=300, gt=0, description="Longest wait for one answer, repeats and pauses included."
    )
    attempts: int = Field(default=5, ge=1, le=20, description="Attempts at one answer.")
    max_concurrent: int = Field(default=8, ge=1, le=512, description="Calls under way at once.")
    requests_per_minute: float = Field(default=0, ge=0, description="Attempts started in a minute; 0 for no limit.")
    answer_format: Literal["json_schema", "json_object", "text"] = Field(
        default="json_schema", description="What the endpoint can enforce on an answer that must be JSON."
    )
    omit: tuple[Literal["temperature", "top_p", "seed"], ...] = Field(
        default=(), description="Parameters that this model refuses and that are therefore not sent."
    )
    usd_per_million_prompt_tokens: float = Field(default=0, ge=0, description="Price, for the budget and the records.")
    usd_per_million_completion_tokens: float = Field(default=0, ge=0, description="Price of what the model writes.")

    @field_validator("base_url")
    @classmethod
    def _plain_address(cls, url: str) -> str:
        try:
            parts = urlsplit(url)
        except ValueError:
            raise ValueError("not a web address") from None
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("must begin with http:// or https:// and name a host")
        if parts.username is not None or parts.query or parts.fragment:
            raise ValueError(f"must hold no user, key or query; a key belongs into {KEY_VARIABLE}")
        return url.rstrip("/")

    @property
    def is_openai(self) -> bool:
        """Whether the endpoint is OpenAI's own."""
        return urlsplit(self.base_url).hostname == urlsplit(OPENAI_URL).hostname

    def usd(self, prompt_tokens: float, completion_tokens: float) -> float:
        """What so many tokens cost."""
        return (
            prompt_tokens * self.usd_per_million_prompt_tokens
            + completion_tokens * self.usd_per_million_completion_tokens
        ) / 1e6


def api_key(endpoint: EndpointSettings) -> SecretStr | None:
    """`$GENEVOLVE_API_KEY`; for OpenAI's own address else `$OPENAI_API_KEY`, which no other host ever gets to see."""
    names = (KEY_VARIABLE, OPENAI_KEY_VARIABLE) if endpoint.is_openai else (KEY_VARIABLE,)
    key = next((value for name in names if (value := os.environ.get(name, "").strip())), "")
    return SecretStr(key) if key else None
