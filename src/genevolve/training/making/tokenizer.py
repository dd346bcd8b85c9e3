"""The small policy's tokenizer: byte-level BPE in which a copied span has the same pieces wherever it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers
from transformers import PreTrainedTokenizerFast

SPECIALS = (
    "<|endoftext|>",
    "<|im_start|>",
    "<|im_end|>",
    "<|vision_start|>",
    "<|vision_end|>",
    "<|vision_pad|>",
    "<|image_pad|>",
    "<|video_pad|>",
)
"""Control tokens in the order that Qwen gives them; their ids are 0 to 7."""

TAGS = (
    "<think>",
    "</think>",
    "<tool_call>",
    "</tool_call>",
    "<tool_response>",
    "</tool_response>",
    "<answer>",
    "</answer>",
)
"""The protocol's tags: one token each, but text like any other."""

PATTERN = (
    r" ?\p{Ll}+| ?\p{Lu}\p{L}*| ?\p{L}+| ?\p{N}{1,3}"
    r"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
"""A word takes its leading space."""

JOINER = "\u2060"
"""Says that there is no space where the next word has one (WORD JOINER). A text that holds one itself loses it."""

_UNSPACED = ('"', "(", "[", ">", "\n")
"""What words follow without a space."""

_CAPITALISED = re.compile(r"[A-Z][^\W\d_]*")
_WORD = re.compile(r"[^\W\d_]+")


def train_tokenizer(texts: Iterable[str], vocab_size: int) -> PreTrainedTokenizerFast:
    """A tokenizer with at most `vocab_size` tokens, the control tokens and tags among them.

    A name (a capitalised word that is nowhere written small) is read once, however often it occurs: names are made of
    syllables that names share, and none, of whatever split, gets a token of its own.
    """
    tokenizer = Tokenizer(models.BPE())
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Replace(Regex(rf"{re.escape(mark)}(?=[\p{{L}}\p{{N}}])"), f"{mark}{JOINER} ")
            for mark in _UNSPACED
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(PATTERN), behavior="isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    tokenizer.decoder = decoders.Sequence(
        [decoders.ByteLevel(), decoders.Replace(f"{JOINER} ", ""), decoders.Replace(JOINER, "")]
    )
    trainer = trainers.BpeTrainer(
        vocab_size=vocab_size - len(TAGS),
        min_frequency=2,
        special_tokens=list(SPECIALS),
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
        show_progress=False,
    )
    tokenizer.train_from_iterator(_names_once(list(texts)), trainer)
    tokenizer.add_tokens([AddedToken(tag, special=False, normalized=False) for tag in TAGS])
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        eos_token="<|im_end|>",
        pad_token="<|endoftext|>",
        clean_up_tokenization_spaces=False,
        extra_special_tokens={
            "image_token": "<|image_pad|>",
            "video_token": "<|video_pad|>",
            "vision_start_token": "<|vision_start|>",
            "vision_end_token": "<|vision_end|>",
        },
    )


def _names_once(texts: list[str]) -> Iterator[str]:
    small = {word for text in texts for word in _WORD.findall(text) if word.islower()}
    seen: set[str] = set()

    def once(match: re.Match[str]) -> str:
        name = match.group()
        if name.lower() in small:
            return name
        if name in seen:
            return ""
        seen.add(name)
        return name

    for text in texts:
        yield _CAPITALISED.sub(once, text)
