"""The engine behind vLLM's HTTP API: token ids in and out, pictures included, weights pushed after a step.

Ids go to `/inference/v1/generate` as they are; nothing is tokenised or templated over there. A picture is handed to
`/v1/chat/completions/render` once, whose answer is what `generate` wants in place of its placeholders; the number of
these has to be ours. Weights are written into the folder that the server was started on, and it is told to read them
again. See docs/vllm.md for versions and commands.
"""

from __future__ import annotations

import base64
import hashlib
import itertools
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import anyio
import torch
from anyio import to_thread
from pydantic import BaseModel, ValidationError
from torch import Tensor
from transformers import PreTrainedModel

from genevolve.errors import PolicyError
from genevolve.training.encode import SpecialIds
from genevolve.training.engine.endpoint import JsonEndpoint
from genevolve.training.engine.pixels import png_of
from genevolve.training.engine.protocol import Sampled, TurnRequest
from genevolve.training.scoring import TokenScores
from genevolve.training.sequences import Picture, TokenSequence, scored_tokens

_KEPT_PICTURES = 256
_LARGEST_SEED = 2**63
_BAN = -100.0

Answer = TypeVar("Answer", bound=BaseModel)


class _LogProb(BaseModel):
    logprob: float


class _LogProbs(BaseModel):
    content: list[_LogProb]


class _Choice(BaseModel):
    token_ids: list[int]
    finish_reason: str
    logprobs: _LogProbs


class _Generated(BaseModel):
    choices: list[_Choice]
    prompt_logprobs: list[dict[int, _LogProb] | None] | None = None


class _Place(BaseModel):
    length: int


class _Features(BaseModel):
    mm_hashes: dict[str, list[str]]
    mm_placeholders: dict[str, list[_Place]]
    kwargs_data: dict[str, list[str]]


class _Rendered(BaseModel):
    features: _Features


@dataclass(frozen=True)
class _ServedPicture:
    """A picture as the server wants it: its name, its number of placeholders, its tensors as the server wrote them."""

    name: str
    num_placeholders: int
    data: str


class VllmSession:
    """See `Session`. The server keeps nothing but a prefix cache; the ids are here."""

    def __init__(self, engine: VllmEngine) -> None:
        self._engine = engine
        self._ids: tuple[int, ...] = ()
        self._pictures: tuple[Picture, ...] = ()

    async def extend(self, request: TurnRequest) -> Sampled:
        """See `Session.extend`."""
        ids = self._ids + request.segment.ids
        pictures = self._pictures + request.segment.pictures
        sampled = await self._engine.sample(ids, pictures, request)
        self._ids, self._pictures = ids + sampled.ids, pictures
        return sampled

    async def close(self) -> None:
        """See `Session.close`."""
        self._ids, self._pictures = (), ()


class VllmEngine:
    """See `Engine`. Sampled log-probs are the server's own, at temperature 1: training has to compute them again."""

    def __init__(
        self,
        url: str,
        ids: SpecialIds,
        weights: Path,
        *,
        id: str = "vllm",
        timeout_s: float = 600.0,
        attempts: int = 3,
        max_at_once: int = 64,
    ) -> None:
        """Ask the server at `url`.

        Args:
            url: `http://HOST:PORT`.
            ids: special tokens of the policy.
            weights: the folder that the server was started on (`vllm serve FOLDER`), writable from here.
            id: name of the policy.
            timeout_s: of one attempt; a turn is one call.
            attempts: how often a call is made before it has failed.
            max_at_once: calls under way.
        """
        self._id = id
        self._ids = ids
        self._weights = weights
        self._server = JsonEndpoint(url, timeout_s=timeout_s, attempts=attempts, max_at_once=max_at_once)
        self._served: OrderedDict[str, _ServedPicture] = OrderedDict()

    @property
    def id(self) -> str:
        """See `Engine.id`."""
        return self._id

    def session(self) -> VllmSession:
        """See `Engine.session`."""
        return VllmSession(self)

    async def sample(self, ids: Sequence[int], pictures: Sequence[Picture], request: TurnRequest) -> Sampled:
        """One turn after `ids`.

        Raises:
            PolicyError: the server failed, or did something else than it was asked.
        """
        options = {
            "max_tokens": request.max_tokens,
            "temperature": request.temperature,
            "top_p": request.top_p,
            "seed": request.seed % _LARGEST_SEED,
            "logit_bias": {str(token): _BAN for token in self._ids.banned},
        }
        (choice,) = (await self._generated(ids, pictures, options)).choices
        sampled = tuple(choice.token_ids)
        stopped = sampled[-1:] == (self._ids.im_end,)
        if not sampled or (not stopped and choice.finish_reason != "length"):
            raise PolicyError(f"{self._server.url} ended a turn early ({choice.finish_reason})")
        if len(choice.logprobs.content) != len(sampled):
            raise PolicyError(f"{self._server.url} gave other log-probs than ids", repeatable=False)
        logprobs = tuple(one.logprob for one in choice.logprobs.content)
        return Sampled(sampled, logprobs, "stop" if stopped else "length")

    async def score(
        self, sequences: Sequence[TokenSequence], *, temperature: float, top_k: int = 0
    ) -> list[TokenScores]:
        """See `Engine.score`.

        Raises:
            ValueError: another temperature than 1 (or 0, which counts as 1): the server knows no other for prompts.
        """
        if temperature not in (0, 1):
            raise ValueError(f"vLLM tells log-probs of a prompt at temperature 1 only, not {temperature:g}")
        scores: dict[int, TokenScores] = {}

        async def one(number: int, sequence: TokenSequence) -> None:
            options = {"max_tokens": 1, "prompt_logprobs": top_k}
            generated = await self._generated(sequence.ids_T.tolist(), sequence.pictures, options)
            scores[number] = _scores(sequence, generated.prompt_logprobs or [], top_k)

        try:
            async with anyio.create_task_group() as group:
                for number, sequence in enumerate(sequences):
                    group.start_soon(one, number, sequence)
        except ExceptionGroup as failures:
            raise failures.exceptions[0] from failures
        return [scores[number] for number in range(len(sequences))]

    async def update_weights(self, model: PreTrainedModel) -> None:
        """See `Engine.update_weights`. Generation stands still meanwhile; after a failure it stays so."""
        await to_thread.run_sync(_write, model, self._weights)
        await self._server.post("/pause?mode=wait")
        await self._server.post("/collective_rpc", {"method": "reload_weights"})
        await self._server.post("/reset_prefix_cache")
        await self._server.post("/reset_encoder_cache")
        await self._server.post("/resume")

    async def _generated(self, ids: Sequence[int], pictures: Sequence[Picture], options: dict[str, Any]) -> _Generated:
        body: dict[str, Any] = {
            "token_ids": list(ids),
            "sampling_params": {"logprobs": 0, "stop_token_ids": [self._ids.im_end], "detokenize": False, **options},
        }
        if pictures:
            body["features"] = await self._features(ids, pictures)
        return self._read(_Generated, await self._server.post("/inference/v1/generate", body))

    async def _features(self, ids: Sequence[int], pictures: Sequence[Picture]) -> dict[str, Any]:
        """What stands in the places of the placeholders."""
        places = _placeholders(ids, self._ids.image_pad)
        served = [await self._picture(picture) for picture in pictures]
        if [length for _, length in places] != [picture.num_placeholders for picture in served]:
            raise PolicyError(
                f"{self._server.url} gives pictures another number of tokens than the policy's own image processor: "
                "start it with the same one",
                repeatable=False,
            )
        return {
            "mm_hashes": {"image": [picture.name for picture in served]},
            "mm_placeholders": {"image": [{"offset": offset, "length": length} for offset, length in places]},
            "kwargs_data": {"image": [picture.data for picture in served]},
        }

    async def _picture(self, picture: Picture) -> _ServedPicture:
        """What the server makes of a picture; it is asked once."""
        png = png_of(picture)
        key = hashlib.sha256(png).hexdigest()
        if key not in self._served:
            url = f"data:image/png;base64,{base64.b64encode(png).decode()}"
            content = [{"type": "image_url", "image_url": {"url": url}}]
            asked = {"messages": [{"role": "user", "content": content}]}
            features = self._read(_Rendered, await self._server.post("/v1/chat/completions/render", asked)).features
            try:
                (name,), (place,), (data,) = (
                    features.mm_hashes["image"],
                    features.mm_placeholders["image"],
                    features.kwargs_data["image"],
                )
            except (KeyError, ValueError):
                raise PolicyError(f"{self._server.url} did not render a picture", repeatable=False) from None
            self._served[key] = _ServedPicture(name, place.length, data)
            if len(self._served) > _KEPT_PICTURES:
                self._served.popitem(last=False)
        return self._served[key]

    def _read(self, kind: type[Answer], body: object) -> Answer:
        try:
            return kind.model_validate(body)
        except ValidationError as error:
            fault = error.errors(include_url=False, include_input=False)[0]
            where = ".".join(map(str, fault["loc"]))
            raise PolicyError(
                f"{self._server.url} answered otherwise than vLLM does: {where}", repeatable=False
            ) from None


def _placeholders(ids: Sequence[int], image_pad: int) -> list[tuple[int, int]]:
    """Where pictures stand: first place and length of each run of placeholders."""
    places, offset = [], 0
    for token, run in itertools.groupby(ids):
        length = len(list(run))
        if token == image_pad:
            places.append((offset, length))
        offset += length
    return places


def _scores(sequence: TokenSequence, told: Sequence[dict[int, _LogProb] | None], top_k: int) -> TokenScores:
    wanted = [(int(place), int(sequence.ids_T[place])) for place in scored_tokens(sequence)]
    try:
        rows = [{token: one.logprob for token, one in (told[place] or {}).items()} for place, _ in wanted]
        logprob_N = torch.tensor([row[token] for row, (_, token) in zip(rows, wanted, strict=True)])
    except (IndexError, KeyError):
        raise PolicyError("the server told no log-prob of a token that it was given", repeatable=False) from None
    if not top_k:
        return TokenScores(logprob_N)
    best = [sorted(row.items(), key=lambda pair: -pair[1])[:top_k] for row in rows]
    top_logprobs_NK = torch.tensor([[logprob for _, logprob in row] for row in best])
    return TokenScores(
        logprob_N,
        top_ids_NK=torch.tensor([[token for token, _ in row] for row in best]),
        top_logprobs_NK=top_logprobs_NK,
        tail_N=_log_rest(top_logprobs_NK),
    )


def _log_rest(top_logprobs_NK: Tensor) -> Tensor:
    """Log of what the probabilities of the best leave over."""
    return torch.log1p(-top_logprobs_NK.exp().sum(-1).clamp(max=1 - 1e-7))


def _write(model: PreTrainedModel, folder: Path) -> None:
    """Replace the weights in `folder` file by file, so that none is ever half written."""
    staging = folder.with_name(folder.name + ".staging")
    model.save_pretrained(staging)
    folder.mkdir(parents=True, exist_ok=True)
    for path in sorted(staging.iterdir()):
        path.replace(folder / path.name)
    staging.rmdir()
