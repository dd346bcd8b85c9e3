"""A random Qwen3-VL and an encoder of 512 tokens, made in memory: what all tests of training use."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from transformers import PreTrainedTokenizerFast, Qwen3VLConfig, Qwen3VLForConditionalGeneration
from transformers.models.qwen2_vl.image_processing_pil_qwen2_vl import Qwen2VLImageProcessorPil

from genevolve import training
from genevolve.models import Message
from genevolve.records import Role
from genevolve.training.encode import Encoder
from genevolve.training.making.tokenizer import train_tokenizer

torch.set_num_threads(1)

VOCABULARY = 512
CHAT_TEMPLATE = Path(training.__file__).parent / "base" / "chat_template.jinja"
_SENTENCES = [
    "You are an agent that prepares the generation of a picture. Search, look at references, and answer.",
    '{"name": "search", "arguments": {"queries": ["the club Zelgogrod founded 1745"]}}',
    '{"gen_prompt": "the first reference image", "reference_images": [{"img_id": "IMG_001", "note": "crest"}]}',
    "[1] the club Zelgogrod: crest color: amber; crest emblem: anchor; founded: 1745",
    "A poster of the match between two clubs in the evening, with the crest large in the middle.",
]


@cache
def tiny_tokenizer() -> PreTrainedTokenizerFast:
    """As the base's: byte-level BPE with Qwen's special tokens and the protocol's tags, on five sentences."""
    tokenizer = train_tokenizer(_SENTENCES * 2, VOCABULARY)
    tokenizer.chat_template = CHAT_TEMPLATE.read_text()
    return tokenizer


def tiny_image_processor() -> Qwen2VLImageProcessorPil:
    """Pictures of 32 x 32 to 64 x 64 pixels: 1 to 4 tokens."""
    return Qwen2VLImageProcessorPil(
        patch_size=16,
        merge_size=2,
        temporal_patch_size=2,
        size={"shortest_edge": 32 * 32, "longest_edge": 64 * 64},
        image_mean=[0.5] * 3,
        image_std=[0.5] * 3,
    )


@cache
def tiny_encoder() -> Encoder:
    """The encoder of the two; the same object every time."""
    return Encoder(tiny_tokenizer(), tiny_image_processor())


def tiny_config() -> Qwen3VLConfig:
    """Hidden 64, 2 layers, 4 heads on 2 key-value heads; a vision tower of 2 layers with one deep-stack merger."""
    token = tiny_tokenizer().convert_tokens_to_ids
    rope = {"rope_type": "default", "rope_theta": 1e6, "mrope_section": [4, 2, 2], "mrope_interleaved": True}
    return Qwen3VLConfig(
        text_config={
            "vocab_size": VOCABULARY,
            "hidden_size": 64,
            "num_hidden_layers": 2,
            "num_attention_heads": 4,
            "num_key_value_heads": 2,
            "head_dim": 16,
            "intermediate_size": 128,
            "max_position_embeddings": 4096,
            "tie_word_embeddings": True,
            "rope_parameters": rope,
            "pad_token_id": token("<|endoftext|>"),
            "eos_token_id": token("<|im_end|>"),
            "bos_token_id": None,
            "initializer_range": 0.1,
        },
        vision_config={
            "depth": 2,
            "hidden_size": 32,
            "num_heads": 2,
            "intermediate_size": 64,
            "patch_size": 16,
            "temporal_patch_size": 2,
            "spatial_merge_size": 2,
            "out_hidden_size": 64,
            "deepstack_visual_indexes": [0],
            "num_position_embeddings": 64,
            "in_channels": 3,
            "initializer_range": 0.1,
        },
        image_token_id=token("<|image_pad|>"),
        video_token_id=token("<|video_pad|>"),
        vision_start_token_id=token("<|vision_start|>"),
        vision_end_token_id=token("<|vision_end|>"),
        tie_word_embeddings=True,
    )


def tiny_model(seed: int = 0) -> Qwen3VLForConditionalGeneration:
    """A model with random weights, in evaluation mode, fp32. The global generator is left as it was."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        return Qwen3VLForConditionalGeneration(tiny_config()).eval()


def noise_png(seed: int, size: tuple[int, int] = (64, 64)) -> bytes:
    """A picture of random pixels: (width, height)."""
    pixels = np.random.default_rng(seed).integers(0, 255, (size[1], size[0], 3), dtype=np.uint8)
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "PNG")
    return out.getvalue()


def conversation(seed: int = 0, num_turns: int = 3, num_pictures: int = 1) -> list[Message]:
    """A system prompt, a request, and turns with observations between them; the pictures are in the observations."""
    rng = np.random.default_rng(seed)

    def words(least: int, most: int) -> str:
        return " ".join(rng.choice(_SENTENCES[3].split(), int(rng.integers(least, most))))

    messages = [Message(Role.SYSTEM, _SENTENCES[0]), Message(Role.USER, words(4, 12))]
    for turn in range(num_turns):
        messages.append(Message(Role.ASSISTANT, f"<think>{words(2, 8)}</think>\n<tool_call>{words(2, 9)}</tool_call>"))
        if turn < num_turns - 1:
            shown = tuple(noise_png(1000 * seed + 10 * turn + number) for number in range(num_pictures))
            text = f"<tool_response>\n{words(3, 12)}\n</tool_response>"
            messages.append(Message(Role.USER, text, shown))
    return messages
