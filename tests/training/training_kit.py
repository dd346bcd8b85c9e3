"""Small data sets, a policy that has been taught to answer, and settings for runs of seconds."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import torch
from grpo_cases import scored
from tiny import conversation, tiny_encoder, tiny_model

from genevolve.agent.prompts import system_prompt
from genevolve.agent.protocol import format_answer
from genevolve.config import Settings, TrainSettings
from genevolve.config.optimiser import OptimiserSettings
from genevolve.data.dataset import EXAMPLES_FILE, ImportedDataset
from genevolve.generation import Parts
from genevolve.models import Message
from genevolve.records import DataSplit, Request, Role
from genevolve.records.dataset import SupervisedExample, SupervisedMessage, Task
from genevolve.store import ImageStore, append_records
from genevolve.tools.cache import ToolCache
from genevolve.tools.skill_library import SkillLibrary
from genevolve.training.algorithms.terms import SupervisedTerm
from genevolve.training.opening import OpenedPolicy
from genevolve.training.processes import open_accelerator
from genevolve.training.sequences import TokenSequence
from genevolve.training.trainer import Trainer

TERM = SupervisedTerm()
COLOURS = ("amber", "anchor", "club")


def small(**changes: Any) -> TrainSettings:
    """Everything is trained in fp32 by one thread; dotted names with `__`."""
    values: dict[str, Any] = {
        "threads": 1,
        "model": {
            "dtype": "float32",
            "gradient_checkpointing": False,
            "freeze_vision": False,
            "freeze_projector": False,
        },
        "sft": {
            "sequences_per_batch": 4,
            "cutoff_tokens": 2000,
            "pack_tokens": 0,
            "micro_tokens": 700,
            "epochs": 40,
            "max_steps": 10,
            "eval_every": 5,
            "save_every": 5,
            "optimiser": {"lr": 3e-3},
        },
        "grpo": {
            "requests_per_step": 2,
            "rollouts_per_request": 4,
            "steps": 4,
            "micro_tokens": 700,
            "save_every": 2,
            "eval_every": 2,
            "optimiser": {"lr": 1e-3, "schedule": "constant"},
        },
        "agent": {"view": "compact", "tools": [], "max_policy_calls": 2, "max_turn_tokens": 96},
    }
    for name, value in changes.items():
        *sections, key = name.split("__")
        inside = values
        for section in sections:
            inside = inside.setdefault(section, {})
        inside[key] = value
    return TrainSettings.model_validate(values)


def sequences(number: int, *, observation_weight: float = 0.0) -> list[TokenSequence]:
    """Conversations of different lengths, with and without pictures."""
    return [
        tiny_encoder().sequence(
            conversation(seed, num_turns=2 + seed % 3, num_pictures=seed % 3), observation_weight=observation_weight
        )
        for seed in range(number)
    ]


def policy_at(folder: Path, model: Any = None) -> Path:
    """A policy's folder."""
    (model or tiny_model()).save_pretrained(folder)
    tiny_encoder().save(folder)
    return folder


def data_at(folder: Path, number: int = 10, num_validation: int = 2) -> ImportedDataset:
    """An imported data set of conversations with pictures."""
    images = ImageStore(folder / "images", sync=False)
    examples = []
    for seed in range(number + num_validation):
        messages, shown = [], []
        for message in conversation(seed):
            content = message.text + "<image>" * len(message.images)
            messages.append(SupervisedMessage(role=message.role, content=content))
            shown += [images.put(png) for png in message.images]
        split = DataSplit.SFT if seed < number else DataSplit.SFT_VALIDATION
        examples.append(SupervisedExample.made(tuple(messages), tuple(shown), split))
    append_records(folder / EXAMPLES_FILE, examples)
    return ImportedDataset(folder)


def trainer(folder: Path, model: Any = None, *, num_steps: int = 20, **optimiser: Any) -> Trainer:
    """A trainer of a new tiny model, all of it."""
    settings = OptimiserSettings.model_validate({"lr": 1e-2, "schedule": "constant", "warmup": 0.0, **optimiser})
    policy = OpenedPolicy(model or tiny_model(), tiny_encoder(), None)
    accelerator = open_accelerator(small())
    return Trainer(policy, settings, num_steps, accelerator=accelerator, crash_folder=folder / "crash")


def imitate(trainer: Trainer, rows: Sequence[TokenSequence], micro_tokens: int = 700, **options: Any) -> dict:
    """One supervised step."""
    return trainer.step(rows, [TERM.columns(row) for row in rows], [TERM], micro_tokens, **options)


def tasks(number: int = 4) -> list[Task]:
    """Requests that differ in a number only."""
    return [
        Task(request=Request(id=f"rq_{index}", prompt=f"a crest {index}"), ground_truth="0" * 64, split="evolve")
        for index in range(number)
    ]


def parts(settings: TrainSettings) -> Parts:
    """No tool at all: the policy can only answer."""
    return Parts(Settings(agent=settings.agent), None, [], SkillLibrary({}), None, ToolCache())


class PrefersAmber:
    """Rewards a program by whether it says amber."""

    async def reward(self, task, trajectory, images):
        return scored(1.0 if "amber" in trajectory.program.gen_prompt else 0.25)


@cache
def taught_model() -> Any:
    """A tiny model that answers every request with one of the colours, in the protocol's format."""
    settings = small()
    encoder = tiny_encoder()
    prompt = system_prompt([], None, settings.agent)
    rows = [
        encoder.sequence(
            [
                Message(Role.SYSTEM, prompt),
                Message(Role.USER, task.request.prompt),
                Message(Role.ASSISTANT, format_answer("I have it.", f"A crest of {colour}.")),
            ]
        )
        for task in tasks(1)
        for colour in COLOURS
    ]
    model = tiny_model(3)
    teacher = trainer(Path("unused"), model, num_steps=60, lr=1e-2, schedule="linear")
    for _ in range(60):
        imitate(teacher, rows, 10_000)
    return model.eval().requires_grad_(True)


def same_weights(one: torch.nn.Module, other: torch.nn.Module) -> bool:
    """Bit for bit."""
    mine, theirs = one.state_dict(), other.state_dict()
    return mine.keys() == theirs.keys() and all(torch.equal(mine[name], theirs[name]) for name in mine)
