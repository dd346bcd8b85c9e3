"""How a vision-language judge may be asked: what it costs, how much it may cost, how fast, and by which rubric."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from genevolve.config.endpoint import OPENAI_URL, EndpointSettings
from genevolve.errors import ConfigError
from genevolve.judges.answers import Answer
from genevolve.judges.exchange import Exchange
from genevolve.judges.rubric import Rubric, rubric_for
from genevolve.limits import Budget
from genevolve.models.billing import MODEL_TOKENS, USD
from genevolve.records import Usage


@dataclass(frozen=True, slots=True)
class JudgeOptions:
    """Nothing set: no price, no bound, our own rubric. Prices are in US dollars a million tokens."""

    usd_in: float = 0.0
    usd_out: float = 0.0
    budget_usd: float | None = None
    budget_tokens: int | None = None
    requests_per_minute: float = 0.0
    rubric: Path | None = None

    @property
    def is_plain(self) -> bool:
        """Whether nothing is set."""
        return self == PLAIN

    def endpoint(self, model: str) -> EndpointSettings:
        """The endpoint that `MODEL` or `MODEL@URL` names.

        Raises:
            ConfigError: the address, a price or the pace cannot be used.
        """
        name, at, address = model.rpartition("@http")
        try:
            return EndpointSettings(
                model=name if at else model,
                base_url=f"http{address}" if at else OPENAI_URL,
                requests_per_minute=self.requests_per_minute,
                usd_per_million_prompt_tokens=self.usd_in,
                usd_per_million_completion_tokens=self.usd_out,
            )
        except ValidationError as error:
            fault = error.errors(include_url=False, include_input=False)[0]
            where = ".".join(map(str, fault["loc"]))
            raise ConfigError(
                f"the judge vlm:{model}: {where}: {fault['msg'].removeprefix('Value error, ')}"
            ) from error

    def budget(self, earlier: Iterable[Exchange] = ()) -> Budget | None:
        """The bound, less what `earlier` exchanges of the same run have taken; None without one.

        Raises:
            ConfigError: there is a bound on money and no price.
        """
        limits = {USD: self.budget_usd, MODEL_TOKENS: self.budget_tokens}
        bounds = {kind: float(limit) for kind, limit in limits.items() if limit is not None}
        if USD in bounds and not (self.usd_in or self.usd_out):
            raise ConfigError("a budget in dollars needs prices: --judge-usd-in and --judge-usd-out")
        if not bounds:
            return None
        budget = Budget(bounds)
        taken = sum((exchange.usage for exchange in earlier), Usage())
        spent = {
            USD: (taken.prompt_tokens * self.usd_in + taken.completion_tokens * self.usd_out) / 1e6,
            MODEL_TOKENS: taken.prompt_tokens + taken.completion_tokens,
        }
        for kind in bounds:
            budget.spend(kind, spent[kind])
        return budget

    def rubric_for(self, shape: type[Answer]) -> Rubric | None:
        """The rubric of one's own, checked to be of use for an answer of that `shape`; None without one.

        Raises:
            ConfigError: the file is no rubric, or does not speak of a score that the answer needs.
        """
        return rubric_for(self.rubric, shape) if self.rubric is not None else None


PLAIN = JudgeOptions()
"""Nothing set."""
