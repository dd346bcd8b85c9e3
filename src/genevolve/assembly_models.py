"""Chat models by name, with the prices and pace of the settings and one budget for all of them."""

from __future__ import annotations

import math
from contextlib import AsyncExitStack
from types import TracebackType
from typing import Self

from pydantic import ValidationError

from genevolve.config import DataSettings, EndpointSettings
from genevolve.config.data import ModelSettings
from genevolve.config.endpoint import OPENAI_URL
from genevolve.errors import ConfigError
from genevolve.limits import Budget
from genevolve.models import ChatModel, OpenAIChat
from genevolve.models.billing import USD


class ChatModels:
    """The models of one data folder, opened when they are first asked for; use it as a context manager."""

    def __init__(self, settings: DataSettings, usd_left: float | None = None, num_sharers: int = 1) -> None:
        """`usd_left` is what all of them together may still cost; None for no bound.

        Of `num_sharers` processes that ask at the same time, this one may spend and ask as much as any other.
        """
        self._settings = settings
        self._num_sharers = num_sharers
        self._budget = Budget({USD: usd_left / num_sharers}) if usd_left is not None else None
        self._open: dict[str, OpenAIChat] = {}
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stack.aclose()

    def get(self, name: str) -> ChatModel:
        """The model that `MODEL` (at OpenAI) or `MODEL@URL` names.

        Raises:
            ConfigError: the address cannot be used, a budget has no price to go by, or the extra is not installed.
        """
        if name not in self._open:
            chat = OpenAIChat(self._endpoint(name), budget=self._budget)
            self._stack.push_async_callback(chat.aclose)
            self._open[name] = chat
        return self._open[name]

    def _endpoint(self, name: str) -> EndpointSettings:
        model, at, address = name.rpartition("@http")
        model = model if at else name
        told = self._settings.models.get(model, ModelSettings())
        if self._budget is not None and not (told.usd_in or told.usd_out):
            raise ConfigError(f'a budget (usd) needs the prices of {model}: [models."{model}"] usd_in = …, usd_out = …')
        try:
            return EndpointSettings(
                model=model,
                base_url=f"http{address}" if at else OPENAI_URL,
                timeout_s=told.timeout_s,
                deadline_s=max(300.0, 2 * told.timeout_s),
                max_concurrent=min(math.ceil(self._settings.num_at_once / self._num_sharers), 512),
                requests_per_minute=told.per_minute / self._num_sharers,
                answer_format=told.answer_format,
                omit=told.omit,
                usd_per_million_prompt_tokens=told.usd_in,
                usd_per_million_completion_tokens=told.usd_out,
            )
        except ValidationError as error:
            fault = error.errors(include_url=False, include_input=False)[0]
            where = ".".join(map(str, fault["loc"]))
            said = fault["msg"].removeprefix("Value error, ")
            raise ConfigError(f"the model {name}: {where}: {said}") from error
