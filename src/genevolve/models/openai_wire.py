"""The chat-completions format on the wire: messages to JSON, and the JSON that came back to a reply."""

from __future__ import annotations

import base64
import io
import math
from collections.abc import Mapping, Sequence
from typing import Any

from PIL import Image, UnidentifiedImageError
from pydantic import BaseModel, ValidationError

from genevolve.config.endpoint import EndpointSettings
from genevolve.errors import ModelError
from genevolve.models.chat import ChatMessage, ChatReply, FinishReason
from genevolve.records import Usage

MEDIA_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp"}
CHARS_PER_TOKEN = 3
PIXELS_PER_TOKEN = 28 * 28
_FINISH_REASONS: dict[str, FinishReason] = {"stop": "stop", "length": "length", "content_filter": "filtered"}


class _Message(BaseModel):
    content: str | None = None
    refusal: str | None = None


class _Choice(BaseModel):
    message: _Message
    finish_reason: str | None = None


class _Tokens(BaseModel):
    prompt_tokens: int = 0
    completion_tokens: int = 0


class _Completion(BaseModel):
    choices: list[_Choice]
    usage: _Tokens | None = None


def request_body(
    endpoint: EndpointSettings,
    messages: Sequence[ChatMessage],
    *,
    max_tokens: int,
    temperature: float,
    top_p: float,
    seed: int,
    json_schema: Mapping[str, Any] | None,
) -> dict[str, Any]:
    """The JSON of one call."""
    body: dict[str, Any] = {
        "model": endpoint.model,
        "messages": [{"role": str(message.role), "content": _content(message)} for message in messages],
        "max_completion_tokens" if endpoint.is_openai else "max_tokens": max_tokens,
        "temperature": temperature,
        "seed": seed,
    }
    if top_p < 1:
        body["top_p"] = top_p
    if json_schema is not None and endpoint.answer_format == "json_schema":
        described = {"name": "answer", "schema": dict(json_schema), "strict": True}
        body["response_format"] = {"type": "json_schema", "json_schema": described}
    elif json_schema is not None and endpoint.answer_format == "json_object":
        body["response_format"] = {"type": "json_object"}
    return {key: value for key, value in body.items() if key not in endpoint.omit}


def read_reply(text: str, endpoint: EndpointSettings, *, prompt_tokens: int, seconds: float) -> ChatReply:
    """The reply in the body of an answer; usage that the endpoint does not report is estimated.

    Raises:
        ModelError: the body is not a chat completion.
    """
    try:
        completion = _Completion.model_validate_json(text)
        choice = completion.choices[0]
    except (ValidationError, IndexError):
        raise ModelError(f"{endpoint.base_url} answered with something that is not a chat completion") from None
    refused = choice.message.refusal is not None
    written = choice.message.content or ""
    tokens = completion.usage or _Tokens(
        prompt_tokens=prompt_tokens, completion_tokens=math.ceil(len(written) / CHARS_PER_TOKEN)
    )
    return ChatReply(
        text=written,
        finish_reason="filtered" if refused else _FINISH_REASONS.get(choice.finish_reason or "stop", "other"),
        usage=Usage(
            prompt_tokens=tokens.prompt_tokens,
            completion_tokens=tokens.completion_tokens,
            usd=endpoint.usd(tokens.prompt_tokens, tokens.completion_tokens),
        ),
        seconds=seconds,
    )


def estimated_tokens(messages: Sequence[ChatMessage]) -> int:
    """A cautious guess at the prompt's tokens, for a reservation before the call."""
    total = 0.0
    for message in messages:
        for part in message.parts:
            total += len(part) / CHARS_PER_TOKEN if isinstance(part, str) else _probed(part)[1] / PIXELS_PER_TOKEN
    return math.ceil(total)


def data_url(picture: bytes) -> str:
    """The picture as a `data:` address.

    Raises:
        ModelError: it is not a PNG, JPEG or WebP.
    """
    return f"data:{MEDIA_TYPES[_probed(picture)[0]]};base64,{base64.b64encode(picture).decode()}"


def _content(message: ChatMessage) -> str | list[dict[str, Any]]:
    if len(message.parts) == 1 and isinstance(message.parts[0], str):
        return message.parts[0]
    return [
        {"type": "text", "text": part}
        if isinstance(part, str)
        else {"type": "image_url", "image_url": {"url": data_url(part)}}
        for part in message.parts
    ]


def _probed(picture: bytes) -> tuple[str, int]:
    try:
        with Image.open(io.BytesIO(picture), formats=tuple(MEDIA_TYPES)) as image:
            return str(image.format), image.width * image.height
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError) as error:
        raise ModelError("a picture to be sent is not a PNG, JPEG or WebP", repeatable=False) from error
