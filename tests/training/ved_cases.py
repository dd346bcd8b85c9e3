"""Rollouts with pictures whose teacher reads a guide, as a run makes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from grpo_cases import ModelScorer, rolled, sampled_by, scored
from tiny import noise_png, tiny_encoder
from training_kit import parts, small

from genevolve.agent.prompts import system_prompt
from genevolve.config.distillation import DistillationSettings
from genevolve.models import Message
from genevolve.records import Role
from genevolve.training.algorithms.protocol import Prepared
from genevolve.training.algorithms.ved import Ved
from genevolve.training.guided import GuidedRows
from genevolve.training.rollouts import Rolled
from genevolve.training.token_kinds import token_kinds

SHORT, LONG = "Search first.", "Search the club, look at its crest, and name it with the reference. " * 6
CALL = (
    "<think>the club {}</think>\n"
    '<tool_call>{{"name": "search", "arguments": {{"queries": ["the crest {}"]}}}}</tool_call>'
)
ANSWER = '<think>I have {}.</think>\n<answer>{{"gen_prompt": "A crest of {}.", "reference_images": []}}</answer>'


def conversation(request: str, words: str, pngs: tuple[bytes, ...]) -> list[Message]:
    """A search whose observation shows pictures, and the answer."""
    return [
        Message(Role.SYSTEM, system_prompt([], None, small().agent)),
        Message(Role.USER, request),
        Message(Role.ASSISTANT, CALL.format(words, words)),
        Message(Role.USER, f"<tool_response>\nthe club: {words}\n</tool_response>", pngs),
        Message(Role.ASSISTANT, ANSWER.format(words, words)),
    ]


def rollouts(model, noise: float = 0.0) -> list[Rolled]:
    """Two groups of two rollouts, of different lengths, sampled by `model` or by one that is off by `noise`."""
    words = ["amber", "amber anchor founded 1745", "Zelgogrod", "crest emblem"]
    rows = [
        tiny_encoder().sequence(conversation("a cat", said, tuple(noise_png(10 * n + k) for k in range(n % 3))))
        for n, said in enumerate(words)
    ]
    return [
        rolled("ab"[number // 2], number % 2, scored(number % 2), row)
        for number, row in enumerate(sampled_by(model, rows, noise))
    ]


def told(rows: list[Rolled], guides: Mapping[str, str]) -> list[Rolled]:
    """The rollouts with the guides of their requests."""
    return [replace(one, guide=guides.get(one.task.request.id)) for one in rows]


def guided_rows() -> GuidedRows:
    settings = small()
    return GuidedRows(parts(settings), settings.agent, tiny_encoder())


def prepared(model, rows: list[Rolled], *, step: int = 0, teacher=None, scorer=None, **distillation) -> Prepared:
    """What `Ved` makes of them; the teacher is `model` unless another is given."""
    scorer = scorer or ModelScorer({"policy": model, "teacher": teacher or model})
    settings = DistillationSettings.model_validate({"weight": 2.0, **distillation})
    kinds_of = partial(token_kinds, encoder=tiny_encoder())
    return Ved(small().grpo, settings, guided=guided_rows().of, kinds_of=kinds_of).prepare(rows, scorer, step=step)
