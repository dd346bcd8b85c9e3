"""Bytes on one GPU when a policy is trained fully sharded (FSDP): what lies there, and what a pass adds."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from genevolve.config.training import ModelSetup

_FP32, _ADAM = 4, 8
"""Bytes of a number in fp32, and of Adam's two moments of it."""

_GATHERED = 2
"""Layers whose whole weights are on the GPU at a time: the one that computes, and the next."""

_CHUNK_TOKENS = 1024
_CHUNK_COPIES = 3
"""Scored tokens whose soft-max is held in fp32 at a time (`scoring`), and how often."""


@dataclass(frozen=True)
class Memory:
    """Bytes. Fragmentation, CUDA itself and communication come to it: leave a tenth of the GPU free."""

    weights: int
    """Master weights in fp32, a share."""
    gradients: int
    """In fp32, a share."""
    moments: int
    """Adam's, in fp32, a share."""
    gathered: int
    """Whole weights of the layers that compute, in the dtype of the passes."""
    activations: int
    """Inputs of all layers, or everything, and the inside of the layer whose backward pass runs."""
    logits: int
    """Of the scored tokens, with their gradient, and a chunk of their soft-max."""
    kv_bytes_per_token: int
    """Of the rollout server's cache; no part of the total."""

    @property
    def total(self) -> int:
        """At the most at one time."""
        return sum(self.parts().values())

    def parts(self) -> dict[str, int]:
        """What the total is made of."""
        return {name: size for name, size in asdict(self).items() if name != "kv_bytes_per_token"}


def memory_of(
    model: Any, setup: ModelSetup, trained: int, pass_tokens: int, num_gpus: int, *, scored_share: float = 0.5
) -> Memory:
    """What training of `model` takes on each of `num_gpus` that share it.

    Args:
        model: for the shapes of its weights, which may be on the meta device.
        setup: precision, checkpointing, adapters.
        trained: parameters that take a gradient.
        pass_tokens: of the longest pass on one GPU.
        num_gpus: processes among which FSDP shares weights, gradients and moments.
        scored_share: of the tokens of a pass that have a loss; measured 0.43 in transcripts of the compact view.
    """
    text = model.config.text_config
    size = 2 if setup.dtype == "bfloat16" else _FP32
    parameters = sum(parameter.numel() for parameter in model.parameters())
    layer = sum(parameter.numel() for parameter in model.model.language_model.layers[0].parameters())
    root = parameters - sum(
        parameter.numel()
        for blocks in (model.model.language_model.layers, model.model.visual.blocks)
        for parameter in blocks.parameters()
    )
    inside = _inside_of_a_layer(text) * size * pass_tokens
    kept = text.num_hidden_layers * (text.hidden_size * size * pass_tokens)
    scored = int(pass_tokens * scored_share)
    chunk = min(_CHUNK_TOKENS, scored) * text.vocab_size * _FP32 * _CHUNK_COPIES
    return Memory(
        weights=_FP32 * parameters // num_gpus,
        gradients=_FP32 * trained // num_gpus,
        moments=_ADAM * trained // num_gpus,
        gathered=(root + _GATHERED * layer) * size if num_gpus > 1 else parameters * size * (size != _FP32),
        activations=kept + inside if setup.gradient_checkpointing else text.num_hidden_layers * inside,
        logits=2 * scored * text.vocab_size * size + chunk,
        kv_bytes_per_token=2 * text.num_hidden_layers * text.num_key_value_heads * text.head_dim * size,
    )


def _inside_of_a_layer(text: Any) -> int:
    """Numbers a token that one decoder layer keeps for its backward pass, attention without its matrix.

    Two norms and two residuals; queries and keys before and after norm and rotation, values, and the heads' output;
    gate, up, their product and the activation.
    """
    heads = text.num_attention_heads * text.head_dim
    keys = text.num_key_value_heads * text.head_dim
    return int(4 * text.hidden_size + 3 * (heads + keys) + keys + heads + 4 * text.intermediate_size)
