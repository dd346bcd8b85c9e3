"""A chat model behind any OpenAI-compatible endpoint, through the official client with its own retries off."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from types import ModuleType, TracebackType
from typing import TYPE_CHECKING, Any, Self

import anyio
from pydantic import SecretStr

from genevolve.config.endpoint import EndpointSettings, api_key
from genevolve.errors import ConfigError, ModelError
from genevolve.limits import Budget, Pace, retried
from genevolve.models.billing import billed
from genevolve.models.chat import ChatMessage, ChatReply
from genevolve.models.openai_faults import fault_of_status
from genevolve.models.openai_wire import estimated_tokens, read_reply, request_body

if TYPE_CHECKING:
    from openai import AsyncOpenAI

NO_KEY = "none"
"""What is sent as the key when there is none; servers without keys ignore it."""


class OpenAIChat:
    """See `ChatModel`. One object lives in one event loop; close it, or use it as a context manager.

    A call waits for a free place and its turn first; then its deadline runs, over all attempts and pauses.
    """

    def __init__(
        self, endpoint: EndpointSettings, *, budget: Budget | None = None, key: SecretStr | None = None
    ) -> None:
        """`key` stands for the one from the environment.

        Raises:
            ConfigError: the extra `openai` is not installed.
        """
        self._sdk = openai_sdk()
        self._endpoint = endpoint
        self._budget = budget
        self._key = key or api_key(endpoint)
        self._pace = Pace(endpoint.requests_per_minute)
        self._places = anyio.Semaphore(endpoint.max_concurrent)
        self._client: AsyncOpenAI = self._sdk.AsyncOpenAI(
            api_key=self._key.get_secret_value() if self._key else NO_KEY,
            base_url=endpoint.base_url,
            max_retries=0,
            timeout=endpoint.timeout_s,
            http_client=self._sdk.DefaultAsyncHttpxClient(follow_redirects=False),
        )

    @property
    def id(self) -> str:
        """The model's name, as the endpoint knows it."""
        return self._endpoint.model

    async def complete(
        self,
        messages: Sequence[ChatMessage],
        *,
        max_tokens: int,
        temperature: float = 0.0,
        top_p: float = 1.0,
        seed: int = 0,
        json_schema: Mapping[str, Any] | None = None,
    ) -> ChatReply:
        """See `ChatModel.complete`."""
        body = request_body(
            self._endpoint,
            messages,
            max_tokens=max_tokens,
            temperature=temperature,
            top_p=top_p,
            seed=seed,
            json_schema=json_schema,
        )
        prompt_tokens = estimated_tokens(messages)
        async with self._places:
            await self._pace.turn()
            return await self._answer(body, prompt_tokens=prompt_tokens, max_tokens=max_tokens)

    async def _answer(self, body: dict[str, Any], *, prompt_tokens: int, max_tokens: int) -> ChatReply:
        failures: list[ModelError] = []

        async def attempt() -> ChatReply:
            if failures:
                await self._pace.turn()
            try:
                with billed(self._budget, self._endpoint, prompt_tokens=prompt_tokens, max_tokens=max_tokens) as settle:
                    reply = await self._ask(body, prompt_tokens)
                    settle(reply.usage)
                    return reply
            except ModelError as error:
                failures.append(error)
                self._pace.hold(min(error.retry_after_s or 0.0, self._endpoint.deadline_s))
                raise

        try:
            with anyio.fail_after(self._endpoint.deadline_s):
                return await retried(attempt, attempts=self._endpoint.attempts, timeout_s=self._endpoint.deadline_s)
        except TimeoutError:
            before = f"; before that: {failures[-1]}" if failures else ""
            raise ModelError(
                f"{self._endpoint.base_url} gave no answer in {self._endpoint.deadline_s:g} s{before}"
            ) from None

    async def _ask(self, body: dict[str, Any], prompt_tokens: int) -> ChatReply:
        """One attempt. What the client raises is not chained: it holds the request, and with it the key."""
        started = time.monotonic()
        where = self._endpoint.base_url
        try:
            with anyio.fail_after(self._endpoint.timeout_s):
                answer = await self._client.chat.completions.with_raw_response.create(**body)
        except (TimeoutError, self._sdk.APITimeoutError):
            raise ModelError(f"{where} did not answer in {self._endpoint.timeout_s:g} s") from None
        except self._sdk.APIStatusError as refusal:
            response = refusal.response
            raise fault_of_status(
                response.status_code, response.headers, response.text, self._endpoint, self._key
            ) from None
        except self._sdk.OpenAIError as error:
            cause = type(error.__cause__ or error).__name__
            raise ModelError(f"{where} cannot be reached, or broke off ({cause})") from None
        return read_reply(answer.text, self._endpoint, prompt_tokens=prompt_tokens, seconds=time.monotonic() - started)

    async def aclose(self) -> None:
        """Close all connections."""
        await self._client.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()


def openai_sdk() -> ModuleType:
    """The official client's package.

    Raises:
        ConfigError: the extra `openai` is not installed.
    """
    try:
        import openai
    except ImportError as error:
        raise ConfigError("models behind an endpoint need the extra: pip install 'genevolve[openai]'") from error
    return openai
