"""A policy for training: its weights in fp32, what of them learns, and its encoder."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import torch
from peft import PeftModel
from torch import nn
from transformers import PreTrainedModel, Qwen3VLForConditionalGeneration
from transformers.utils import cached_file
from transformers.utils.logging import disable_progress_bar

from genevolve.config.training import ModelSetup
from genevolve.errors import TrainingError
from genevolve.training.encode import Encoder
from genevolve.training.lora import add_adapters, load_adapters

BASE = "base"
"""The name of the tiny policy that comes with the package."""

PROJECTOR = ("merger", "deepstack_merger_list")
"""Parts of the vision tower that map vision to language."""


@dataclass(frozen=True)
class OpenedPolicy:
    """A policy that can be trained."""

    model: PreTrainedModel
    encoder: Encoder
    adapters: PeftModel | None
    """Keeps the adapters that are in `model`, where there are any."""


def policy_folder(name: str) -> Path:
    """The folder of a policy: `base`, a folder, or a model's id that is in the local cache. Nothing is downloaded.

    Raises:
        TrainingError: there is none.
    """
    folder = Path(str(files("genevolve.training") / BASE)) if name == BASE else Path(name).expanduser()
    if (folder / "config.json").is_file():
        return folder
    if name == BASE:
        raise TrainingError("the tiny policy is not in this installation; `genevolve train base` makes it")
    try:
        config = cached_file(name, "config.json", local_files_only=True)
    except (OSError, ValueError):
        config = None
    if config is None:
        raise TrainingError(
            f"no policy {name}: neither a folder with a config.json nor a model in the local cache; "
            f"`hf download {name}` would bring it there"
        )
    return Path(config).parent


def open_policy(folder: Path, setup: ModelSetup, *, adapters: Path | None = None) -> OpenedPolicy:
    """Load the policy in `folder` to be trained as `setup` says.

    Weights are held in fp32, so that small steps are not rounded away; `setup.dtype` is what passes compute with.

    Args:
        folder: of a whole policy.
        setup: what is frozen, and whether adapters are trained.
        adapters: a checkpoint with adapters to go on from; without it new ones are made.

    Raises:
        TrainingError: the folder cannot be loaded.
    """
    model = _load(folder, setup, torch.float32)
    encoder = Encoder.load(folder)
    freeze(model, setup)
    kept = None
    if setup.lora_rank:
        kept = load_adapters(model, adapters) if adapters else add_adapters(model, setup)
    if setup.gradient_checkpointing:
        model.gradient_checkpointing_enable(gradient_checkpointing_kwargs={"use_reentrant": False})
    return OpenedPolicy(model, encoder, kept)


def open_reference(folder: Path, setup: ModelSetup, device: torch.device) -> PreTrainedModel:
    """The policy in `folder` as it is, frozen, in the numbers that passes compute with.

    Raises:
        TrainingError: the folder cannot be loaded.
    """
    reference = _load(folder, setup, getattr(torch, setup.dtype))
    return reference.requires_grad_(False).eval().to(device)


def freeze(model: PreTrainedModel, setup: ModelSetup) -> None:
    """Take the gradient from the vision tower, from what maps it to language, or from both."""
    visual: Any = model.get_submodule("model.visual")
    projector = {id(parameter) for name in PROJECTOR for parameter in visual.get_submodule(name).parameters()}
    for parameter in visual.parameters():
        parameter.requires_grad_(not (setup.freeze_projector if id(parameter) in projector else setup.freeze_vision))


def trained_parameters(model: nn.Module) -> list[nn.Parameter]:
    """What takes a gradient."""
    return [parameter for parameter in model.parameters() if parameter.requires_grad]


def _load(folder: Path, setup: ModelSetup, dtype: torch.dtype) -> Any:
    disable_progress_bar()
    try:
        return Qwen3VLForConditionalGeneration.from_pretrained(
            folder, dtype=dtype, attn_implementation=setup.attention, local_files_only=True
        )
    except (OSError, ValueError, KeyError) as error:
        raise TrainingError(f"no policy can be loaded from {folder}: {str(error).splitlines()[0]}") from error
