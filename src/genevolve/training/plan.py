"""The dry run: the real architecture without its weights, every name that training relies on, memory and work a step.

Nothing is downloaded and nothing computed: the model is built on torch's meta device, where tensors have shapes only.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import torch
from transformers import Qwen3VLConfig, Qwen3VLForConditionalGeneration

from genevolve.config import TrainSettings
from genevolve.errors import TrainingError
from genevolve.training.memory import Memory, memory_of
from genevolve.training.opening import PROJECTOR, freeze, policy_folder

KNOWN = {"Qwen/Qwen3-VL-8B-Instruct": "qwen3vl_8b.json"}
"""Architectures that are known without their files, by the names of their models."""

WRAPPED = ("Qwen3VLTextDecoderLayer", "Qwen3VLVisionBlock")
"""Classes of the modules that FSDP shards one by one, as `recipes/fsdp.yaml` names them."""

PUSHED = ("model.language_model.", "model.visual.")
"""How the names begin under which weights are pushed to a rollout server; an untied head comes to them."""

_HEAD = "lm_head.weight"
_PATCH_PIXELS = 16 * 16
_MERGED = 4


@dataclass(frozen=True)
class Check:
    """That something training relies on is in the model under the name it is looked for."""

    what: str
    name: str
    num_found: int


@dataclass(frozen=True)
class Work:
    """Of one optimiser step, at the most: every trajectory as long as its budget, every picture shown."""

    trajectories: int
    tokens: int
    pictures: int
    picture_tokens: int
    petaflops: float
    """Multiplications and additions of forward and backward passes, 10^15."""


@dataclass(frozen=True)
class ScalePlan:
    """What a run on `num_gpus` would be."""

    policy: str
    num_gpus: int
    parameters: int
    trained: int
    checks: tuple[Check, ...]
    sft: Memory
    grpo: Memory
    sft_work: Work
    grpo_work: Work

    def lines(self) -> list[str]:
        """To be printed."""
        found = [f"  {check.what:22} {check.name}: {check.num_found}" for check in self.checks]
        told = [
            f"{self.policy}: {self.parameters / 1e9:.2f} B parameters, {self.trained / 1e9:.2f} B of them trained",
            "found in the model:",
            *found,
        ]
        for phase, memory, work in (("SFT", self.sft, self.sft_work), ("GRPO", self.grpo, self.grpo_work)):
            told += [
                f"{phase}, per GPU of {self.num_gpus}:",
                *(f"  {name:22} {size / 2**30:7.2f} GiB" for name, size in memory.parts().items()),
                f"  {'at the most':22} {memory.total / 2**30:7.2f} GiB",
                f"{phase}, a step at the most: {work.trajectories} trajectories, {work.tokens:,} tokens, "
                f"{work.pictures:,} pictures ({work.picture_tokens:,} of the tokens), {work.petaflops:,.0f} PFLOP",
            ]
        kv = self.grpo.kv_bytes_per_token
        return [*told, f"key-value cache of a rollout server: {kv / 1024:.0f} KiB a token"]


def dry_run(settings: TrainSettings, num_gpus: int) -> ScalePlan:
    """Build the architecture of `settings.policy` without weights and plan a run on `num_gpus` GPUs that share it.

    Raises:
        TrainingError: the architecture is not known here, or a name that training relies on is not in it.
    """
    config = _config(settings.policy)
    with torch.device("meta"):
        model: Any = Qwen3VLForConditionalGeneration(config)
    checks = _checks(model, settings)
    freeze(model, settings.model)
    trained = sum(parameter.numel() for parameter in model.parameters() if parameter.requires_grad)
    if settings.model.lora_rank:
        trained = _adapter_parameters(model, settings)
    sft, grpo = settings.sft, settings.grpo
    agent = settings.agent
    longest = agent.max_prompt_tokens + agent.max_response_tokens
    rollouts = grpo.requests_per_step * grpo.rollouts_per_request
    return ScalePlan(
        policy=settings.policy,
        num_gpus=num_gpus,
        parameters=sum(parameter.numel() for parameter in model.parameters()),
        trained=trained,
        checks=checks,
        sft=memory_of(model, settings.model, trained, max(sft.micro_tokens, sft.pack_tokens), num_gpus),
        grpo=memory_of(model, settings.model, trained, max(grpo.micro_tokens, longest), num_gpus),
        sft_work=_work(model, settings, sft.sequences_per_batch, sft.cutoff_tokens),
        grpo_work=_work(model, settings, rollouts, longest, extra_forwards=_extra_forwards(settings)),
    )


def _config(policy: str) -> Qwen3VLConfig:
    if policy in KNOWN:
        text = (files("genevolve.training") / KNOWN[policy]).read_text(encoding="utf-8")
        return Qwen3VLConfig.from_dict(json.loads(text))
    return Qwen3VLConfig.from_pretrained(policy_folder(policy), local_files_only=True)


def _checks(model: Any, settings: TrainSettings) -> tuple[Check, ...]:
    names = [name for name, _ in model.named_modules()]
    classes = [type(module).__name__ for module in model.modules()]
    keys = list(model.state_dict())
    linear = [name for name, module in model.named_modules() if isinstance(module, torch.nn.Linear)]
    lora = re.compile(settings.model.lora_targets)
    wanted = [
        ("vision tower", "model.visual", names.count("model.visual")),
        *(("projector", f"model.visual.{part}", names.count(f"model.visual.{part}")) for part in PROJECTOR),
        ("adapters", settings.model.lora_targets, sum(bool(lora.fullmatch(name)) for name in linear)),
        *(("sharded by FSDP", wrapped, classes.count(wrapped)) for wrapped in WRAPPED),
        *(("pushed to the server", f"{start}*", sum(key.startswith(start) for key in keys)) for start in PUSHED),
        *([] if model.config.tie_word_embeddings else [("pushed to the server", _HEAD, keys.count(_HEAD))]),
    ]
    checks = tuple(Check(*one) for one in wanted)
    missing = [f"{check.name} ({check.what})" for check in checks if not check.num_found]
    strange = [key for key in keys if not key.startswith(PUSHED) and key != _HEAD]
    if missing or strange:
        raise TrainingError(_complaint(settings.policy, missing, strange))
    return checks


def _complaint(policy: str, missing: Iterable[str], strange: list[str]) -> str:
    parts = [f"has no {', '.join(missing)}"] if missing else []
    parts += [f"has weights of no known place, e.g. {strange[0]}"] if strange else []
    return f"{policy} is not the architecture that training relies on: it {' and '.join(parts)}"


def _adapter_parameters(model: Any, settings: TrainSettings) -> int:
    """Two factors of the rank for each adapted matrix."""
    targets = re.compile(settings.model.lora_targets)
    shapes = [
        module.weight.shape
        for name, module in model.named_modules()
        if isinstance(module, torch.nn.Linear) and targets.fullmatch(name)
    ]
    return int(settings.model.lora_rank * sum(out + into for out, into in shapes))


def _work(model: Any, settings: TrainSettings, num_trajectories: int, longest: int, *, extra_forwards: int = 0) -> Work:
    agent = settings.agent
    per_picture = agent.max_thumbnail_pixels // _PATCH_PIXELS // _MERGED
    pictures = num_trajectories * min(agent.max_tool_calls * agent.max_thumbnails, longest // max(per_picture, 1))
    tokens = num_trajectories * longest
    return Work(
        trajectories=num_trajectories,
        tokens=tokens,
        pictures=pictures,
        picture_tokens=pictures * per_picture,
        petaflops=tokens * _flops_per_token(model, settings, longest, extra_forwards) / 1e15,
    )


def _flops_per_token(model: Any, settings: TrainSettings, longest: int, extra_forwards: int) -> float:
    """Two a weight for a forward pass and four for a backward one; attention over half the tokens on the average.

    Checkpointing computes the forward pass once more. The embedding is a look-up; the head counts as if every token
    were scored.
    """
    text = model.config.text_config
    weights = sum(parameter.numel() for parameter in model.model.language_model.layers.parameters())
    weights += text.vocab_size * text.hidden_size
    attention = (
        text.num_hidden_layers * text.num_attention_heads * text.head_dim * longest
    )  # 4 · T/2, once for q·k, p·v
    passes = 3 + settings.model.gradient_checkpointing + extra_forwards
    return float(passes * (2 * weights + 2 * attention))


def _extra_forwards(settings: TrainSettings) -> int:
    return (settings.grpo.old_logprobs == "recomputed") + (settings.grpo.kl_weight > 0)
