"""Low-rank adapters: what is trained in place of the weights, when the settings say so."""

from __future__ import annotations

import copy
import re
from pathlib import Path
from typing import Any

from peft import LoraConfig, PeftModel, get_peft_model
from torch import nn
from transformers import PreTrainedModel

from genevolve.config.training import ModelSetup
from genevolve.errors import TrainingError


def add_adapters(model: PreTrainedModel, setup: ModelSetup) -> PeftModel:
    """Put adapters into the modules whose whole name matches `lora_targets`; nothing else takes a gradient.

    `model` itself has them from now on and computes with them; the wrapper returned only knows how to keep them. They
    start as no change; their first factor is random by torch's generator.

    Raises:
        TrainingError: no module matches.
    """
    names = [name for name, module in model.named_modules() if isinstance(module, nn.Linear)]
    if not any(re.fullmatch(setup.lora_targets, name) for name in names):
        raise TrainingError(f"lora_targets matches none of the {len(names)} linear layers, e.g. not {names[-1]}")
    config = LoraConfig(
        r=setup.lora_rank,
        lora_alpha=setup.lora_alpha,
        lora_dropout=setup.lora_dropout,
        target_modules=setup.lora_targets,
    )
    return get_peft_model(model, config)


def load_adapters(model: PreTrainedModel, folder: Path) -> PeftModel:
    """Put the adapters kept in `folder` into `model`, to be trained on."""
    return PeftModel.from_pretrained(model, folder, is_trainable=True)


def merged(adapters: PeftModel) -> PreTrainedModel:
    """A copy of the model with the adapters added to its weights, under its own names; the original stays."""
    whole: Any = copy.deepcopy(adapters).merge_and_unload()
    return whole
