"""The small policy's architecture: Qwen3-VL itself, a few million parameters of it."""

from __future__ import annotations

import torch
from transformers import PreTrainedTokenizerFast, Qwen3VLConfig, Qwen3VLForConditionalGeneration
from transformers.models.qwen2_vl.image_processing_pil_qwen2_vl import Qwen2VLImageProcessorPil

from genevolve.config.training import BaseSetup
from genevolve.training.making.induction import lay_induction

MAX_TOKENS = 8192
"""Positions the configuration names; the weights have none of their own."""

_PATCH, _MERGE, _FRAMES = 16, 2, 2
_MIN_PIXELS = 32 * 32
_MAX_PIXELS = 96 * 96


def base_config(setup: BaseSetup, tokenizer: PreTrainedTokenizerFast) -> Qwen3VLConfig:
    """A Qwen3-VL of these sizes with this tokenizer's control tokens."""
    token = tokenizer.convert_tokens_to_ids
    half = setup.head_dim // 2
    third = half // 3
    rope = {
        "rope_type": "default",
        "rope_theta": setup.rope_theta,
        "mrope_section": [half - 2 * third, third, third],
        "mrope_interleaved": True,
    }
    return Qwen3VLConfig(
        text_config={
            "vocab_size": len(tokenizer),
            "hidden_size": setup.hidden,
            "num_hidden_layers": setup.layers,
            "num_attention_heads": setup.heads,
            "num_key_value_heads": setup.kv_heads,
            "head_dim": setup.head_dim,
            "intermediate_size": setup.intermediate,
            "max_position_embeddings": MAX_TOKENS,
            "tie_word_embeddings": True,
            "rope_parameters": rope,
            "pad_token_id": token("<|endoftext|>"),
            "eos_token_id": token("<|im_end|>"),
            "bos_token_id": None,
        },
        vision_config={
            "depth": setup.vision_depth,
            "hidden_size": setup.vision_hidden,
            "num_heads": setup.vision_heads,
            "intermediate_size": setup.vision_intermediate,
            "patch_size": _PATCH,
            "temporal_patch_size": _FRAMES,
            "spatial_merge_size": _MERGE,
            "out_hidden_size": setup.hidden,
            "deepstack_visual_indexes": [0],
            "num_position_embeddings": 256,
            "in_channels": 3,
        },
        image_token_id=token("<|image_pad|>"),
        video_token_id=token("<|video_pad|>"),
        vision_start_token_id=token("<|vision_start|>"),
        vision_end_token_id=token("<|vision_end|>"),
        tie_word_embeddings=True,
    )


def base_image_processor() -> Qwen2VLImageProcessorPil:
    """Thumbnails of 32 x 32 to 96 x 96 pixels: 1 to 9 tokens. The two "edges" are numbers of pixels."""
    return Qwen2VLImageProcessorPil(
        patch_size=_PATCH,
        merge_size=_MERGE,
        temporal_patch_size=_FRAMES,
        size={"shortest_edge": _MIN_PIXELS, "longest_edge": _MAX_PIXELS},
        image_mean=[0.5] * 3,
        image_std=[0.5] * 3,
    )


def start_model(config: Qwen3VLConfig, seed: int) -> Qwen3VLForConditionalGeneration:
    """A model in fp32 that knows nothing but how to copy. The global generator is left as it was."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        model = Qwen3VLForConditionalGeneration(config)
    lay_induction(model, seed)
    return model
