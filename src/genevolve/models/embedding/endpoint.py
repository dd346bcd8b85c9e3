"""Sentence models behind any OpenAI-compatible embeddings endpoint."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, partial

import anyio
import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ValidationError

from genevolve.config.endpoint import EndpointSettings, api_key
from genevolve.errors import ModelError
from genevolve.limits import retried
from genevolve.models.openai_chat import NO_KEY, openai_sdk
from genevolve.models.openai_faults import fault_of_status

_BATCH = 64


class _Row(BaseModel):
    index: int
    embedding: list[float]


class _Rows(BaseModel):
    data: list[_Row]


class EndpointEmbedder:
    """An `Embedder` that asks. It starts an event loop of its own: call it from a thread that has none."""

    def __init__(self, endpoint: EndpointSettings) -> None:
        """Ask the model of `endpoint`; the key comes from the environment.

        Raises:
            ConfigError: the extra `openai` is not installed.
        """
        self._sdk = openai_sdk()
        self._endpoint = endpoint
        self._key = api_key(endpoint)

    @property
    def id(self) -> str:
        """The model's name, as the endpoint knows it."""
        return self._endpoint.model

    @cached_property
    def dim(self) -> int:
        """Length of a vector; the model is asked for one."""
        return int(self.embed(["."]).shape[1])

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See `Embedder.embed`.

        Raises:
            ModelError: the endpoint is down, or answered with something else.
            UserError: the key, the address or the model's name has to be mended.
        """
        rows = anyio.run(self._embed, texts) if texts else np.empty((0, self.dim), np.float32)
        norms = np.linalg.norm(rows, axis=1, keepdims=True)
        if not np.isfinite(norms).all() or not norms.all():
            raise ModelError(f"{self._endpoint.base_url} gave a vector without a direction", repeatable=False)
        unit: NDArray[np.float32] = rows / norms
        return unit

    async def _embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        told = self._endpoint
        rows = []
        for start in range(0, len(texts), _BATCH):
            ask = partial(self._ask, list(texts[start : start + _BATCH]))
            rows.append(await retried(ask, attempts=told.attempts, timeout_s=told.deadline_s))
        return np.concatenate(rows)

    async def _ask(self, texts: list[str]) -> NDArray[np.float32]:
        where = self._endpoint.base_url
        client = self._sdk.AsyncOpenAI(
            api_key=self._key.get_secret_value() if self._key else NO_KEY,
            base_url=where,
            max_retries=0,
            timeout=self._endpoint.timeout_s,
            http_client=self._sdk.DefaultAsyncHttpxClient(follow_redirects=False),
        )
        async with client:
            try:
                answer = await client.embeddings.with_raw_response.create(
                    model=self._endpoint.model, input=texts, encoding_format="float"
                )
            except self._sdk.APITimeoutError:
                raise ModelError(f"{where} did not answer in {self._endpoint.timeout_s:g} s") from None
            except self._sdk.APIStatusError as refusal:
                told = refusal.response
                raise fault_of_status(told.status_code, told.headers, told.text, self._endpoint, self._key) from None
            except self._sdk.OpenAIError as error:
                cause = type(error.__cause__ or error).__name__
                raise ModelError(f"{where} cannot be reached, or broke off ({cause})") from None
        return self._read(answer.text, len(texts))

    def _read(self, body: str, num: int) -> NDArray[np.float32]:
        try:
            found = {row.index: row.embedding for row in _Rows.model_validate_json(body).data}
            return np.array([found[index] for index in range(num)], dtype=np.float32).reshape(num, -1)
        except (ValidationError, KeyError, ValueError):
            raise ModelError(f"{self._endpoint.base_url} answered with something that is not {num} vectors") from None
