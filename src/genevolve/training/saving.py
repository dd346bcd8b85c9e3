"""A policy on its way to a disk or to another engine: whole weights under the model's own names."""

from __future__ import annotations

from pathlib import Path

import torch
from torch.distributed.checkpoint.state_dict import StateDictOptions, get_model_state_dict
from torch.distributed.tensor import DTensor
from transformers import PreTrainedModel

from genevolve.training.lora import merged
from genevolve.training.opening import OpenedPolicy
from genevolve.training.processes import Processes


def whole_model(policy: OpenedPolicy) -> PreTrainedModel:
    """The policy as any engine can load it: adapters merged into a copy, sharded weights gathered.

    Every process has to call it; where weights are sharded the first one alone gets them, the others a model without.
    """
    if policy.adapters is not None:
        return merged(policy.adapters)
    if not any(isinstance(parameter, DTensor) for parameter in policy.model.parameters()):
        return policy.model
    state = get_model_state_dict(policy.model, options=StateDictOptions(full_state_dict=True, cpu_offload=True))
    with torch.device("meta"):
        whole = type(policy.model)(policy.model.config)
    if state:
        whole.load_state_dict(state, assign=True)
    return whole


def write_policy(folder: Path, policy: OpenedPolicy, processes: Processes) -> None:
    """Write a policy that loads from `folder` alone. Every process has to call it; the first one writes."""
    whole = whole_model(policy)
    if processes.is_first:
        whole.save_pretrained(folder)
        policy.encoder.save(folder)


def write_trained(folder: Path, policy: OpenedPolicy, processes: Processes) -> None:
    """Write what is trained, for a checkpoint: the adapters where there are any, else the policy."""
    if policy.adapters is None:
        write_policy(folder, policy, processes)
    elif processes.is_first:
        policy.adapters.save_pretrained(folder, save_embedding_layers=False)
