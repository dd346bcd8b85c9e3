"""Text and pictures to tokens and pixels: the only place that knows chat templates (method section 6).

The rendering is ChatML as Qwen3-VL writes it, one header and one `<|im_end|>` a message, pictures after their message's
text. It only ever grows: the ids of a conversation start with the ids of every earlier state of it. What somebody else
wrote cannot end a turn or show a picture: markers are put in by id, and texts are encoded with them disabled.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any
from weakref import WeakValueDictionary

from PIL import Image
from tokenizers import Tokenizer
from transformers import PreTrainedTokenizerFast
from transformers.models.qwen2_vl.image_processing_pil_qwen2_vl import Qwen2VLImageProcessorPil

from genevolve.errors import DataError, TrainingError
from genevolve.models import Message
from genevolve.records import Role
from genevolve.records.dataset import SupervisedExample
from genevolve.store import ImageStore
from genevolve.training.sequences import Picture, Segment, Spoken, TokenSequence, with_observations

__all__ = ["Encoder", "Picture", "Segment", "SpecialIds", "supervised_messages"]

ENDOFTEXT, IM_START, IM_END = "<|endoftext|>", "<|im_start|>", "<|im_end|>"
VISION_START, VISION_END, VISION_PAD = "<|vision_start|>", "<|vision_end|>", "<|vision_pad|>"
IMAGE_PAD, VIDEO_PAD = "<|image_pad|>", "<|video_pad|>"

_MARKERS = (ENDOFTEXT, IM_START, IM_END, VISION_START, VISION_END, VISION_PAD, IMAGE_PAD, VIDEO_PAD)

_PLACEHOLDER = "<image>"

_PROBE: list[dict[str, Any]] = [
    {"role": "system", "content": "A"},
    {"role": "user", "content": "B"},
    {"role": "assistant", "content": "<think>C</think>D"},
    {"role": "user", "content": [{"type": "text", "text": "E"}, {"type": "image"}]},
]
_PROBE_RENDERED = (
    "<|im_start|>system\nA<|im_end|>\n<|im_start|>user\nB<|im_end|>\n"
    "<|im_start|>assistant\n<think>C</think>D<|im_end|>\n"
    "<|im_start|>user\nE<|vision_start|><|image_pad|><|vision_end|><|im_end|>\n<|im_start|>assistant\n"
)


@dataclass(frozen=True)
class SpecialIds:
    """Ids of the markers."""

    image_pad: int
    vision_start: int
    vision_end: int
    im_start: int
    im_end: int
    endoftext: int
    banned: tuple[int, ...]
    """Never to be sampled: all markers but `<|im_end|>`. A placeholder without its picture breaks a forward."""


class Encoder:
    """A tokenizer, an image processor and the chat format."""

    def __init__(self, tokenizer: PreTrainedTokenizerFast, image_processor: Qwen2VLImageProcessorPil) -> None:
        """See `load`.

        Raises:
            TrainingError: the tokenizer lacks a marker.
        """
        self.tokenizer = tokenizer
        self.image_processor = image_processor
        self.ids = _special_ids(tokenizer)
        self._texts = Tokenizer.from_str(tokenizer.backend_tokenizer.to_str())
        self._texts.encode_special_tokens = True  # in a text a marker is letters like any other
        self._pictures: WeakValueDictionary[str, Picture] = WeakValueDictionary()

    @classmethod
    def load(cls, path: str | Path) -> Encoder:
        """From a checkpoint's folder, or the id of a model that the hub's cache holds; never from the network.

        Raises:
            TrainingError: a file is missing or damaged, or the chat template is not the one written here.
        """
        try:
            tokenizer = PreTrainedTokenizerFast.from_pretrained(path, local_files_only=True)
            image_processor = Qwen2VLImageProcessorPil.from_pretrained(path, local_files_only=True)
        except (OSError, ValueError, KeyError) as error:
            reason = str(error).splitlines()[0]
            raise TrainingError(f"no tokenizer and image processor in {path}: {reason}") from error
        encoder = cls(tokenizer, image_processor)
        encoder._check_template(str(path))
        return encoder

    def save(self, folder: Path) -> None:
        """Write the files that `load` reads, beside whatever is in `folder`."""
        self.tokenizer.save_pretrained(folder)
        self.image_processor.save_pretrained(folder)

    def opening(self, messages: Sequence[Message]) -> Segment:
        """System prompt and request, up to where the first assistant turn begins.

        Raises:
            ValueError: there are none, or one is the assistant's.
        """
        return self._segment([], messages)

    def between(self, messages: Sequence[Message], *, cut: bool = False) -> Segment:
        """What follows an assistant turn up to where the next begins: the user turns of `messages`.

        Args:
            messages: observations, corrections, and whatever else the policy is told.
            cut: the turn reached its limit of tokens, and its `<|im_end|>` is still to be written.

        Raises:
            ValueError: there are none, or one is the assistant's.
        """
        return self._segment([*([self.ids.im_end] if cut else []), *self._encode("\n")], messages)

    def assistant(self, text: str) -> tuple[int, ...]:
        """A turn to imitate, with its `<|im_end|>`. Never for rollouts: their ids are those that were sampled."""
        return (*self._encode(text), self.ids.im_end)

    def text(self, ids: Sequence[int]) -> str:
        """What an assistant turn says, without its closing `<|im_end|>`; the protocol's tags are kept."""
        kept = list(ids[:-1] if ids and ids[-1] == self.ids.im_end else ids)
        text: str = self.tokenizer.backend_tokenizer.decode(kept, skip_special_tokens=False)
        return text

    def picture(self, png: bytes) -> Picture:
        """The pixels of a thumbnail; the same object as long as anybody holds it.

        Raises:
            OSError: the bytes are not a picture.
        """
        sha256 = hashlib.sha256(png).hexdigest()
        picture = self._pictures.get(sha256)
        if picture is None:
            with Image.open(io.BytesIO(png)) as image:
                seen = self.image_processor(images=[image.convert("RGB")], return_tensors="pt")
            picture = Picture(pixels_PC=seen["pixel_values"], grid_3=seen["image_grid_thw"][0])
            self._pictures[sha256] = picture
        return picture

    def num_placeholders(self, picture: Picture) -> int:
        """How many tokens stand for `picture`."""
        merged: int = self.image_processor.merge_size**2
        return int(picture.grid_3.prod()) // merged

    def sequence(self, messages: Sequence[Message], *, observation_weight: float = 0.0) -> TokenSequence:
        """A conversation to imitate. It ends with its last assistant turn; what comes after that is not taken.

        Args:
            messages: from the system prompt on.
            observation_weight: weight of the loss on what the policy is told between its turns, placeholders of
                pictures excepted. What stands before its first turn has none.

        Raises:
            ValueError: there is no assistant turn, or two without anything between them.
        """
        spoken = [number for number, message in enumerate(messages) if message.role is Role.ASSISTANT]
        if not spoken:
            raise ValueError("a conversation without an assistant turn")
        parts: list[Spoken | Segment] = []
        for number, following in zip(spoken, [*spoken[1:], None], strict=True):
            parts.append(Spoken(self.assistant(messages[number].text)))
            if following is not None:
                parts.append(self.between(messages[number + 1 : following]))
        sequence = TokenSequence.joined(self.opening(messages[: spoken[0]]), parts)
        return with_observations(sequence, observation_weight, self.ids.banned)

    def _segment(self, ids: list[int], messages: Sequence[Message]) -> Segment:
        if not messages or any(message.role is Role.ASSISTANT for message in messages):
            raise ValueError("a segment is one or more messages, none of them the assistant's")
        pictures: list[Picture] = []
        for message in messages:
            ids += [self.ids.im_start, *self._encode(f"{message.role.value}\n{message.text}")]
            for picture in map(self.picture, message.images):
                placeholders = [self.ids.image_pad] * self.num_placeholders(picture)
                ids += [self.ids.vision_start, *placeholders, self.ids.vision_end]
                pictures.append(picture)
            ids += [self.ids.im_end, *self._encode("\n")]
        ids += [self.ids.im_start, *self._encode(f"{Role.ASSISTANT.value}\n")]
        return Segment(tuple(ids), tuple(pictures))

    def _encode(self, text: str) -> list[int]:
        """Ids of a text; the protocol's tags are tokens of it, markers are not."""
        ids: list[int] = self._texts.encode(text, add_special_tokens=False).ids
        return ids

    def _check_template(self, name: str) -> None:
        """Other templates would serve another conversation than was trained on; some drop earlier thoughts."""
        if not self.tokenizer.chat_template:
            raise TrainingError(f"{name} has no chat template")
        try:
            rendered = self.tokenizer.apply_chat_template(_PROBE, tokenize=False, add_generation_prompt=True)
        except Exception as error:  # a template is a program, and raises what it likes
            raise TrainingError(f"the chat template of {name} cannot be rendered: {error}") from error
        if rendered != _PROBE_RENDERED:
            raise TrainingError(f"the chat template of {name} is not Qwen3-VL's: it renders {rendered!r}")


def supervised_messages(example: SupervisedExample, images: ImageStore) -> list[Message]:
    """The conversation of an example with its pictures, each message's after its text.

    Raises:
        DataError: a message shows more pictures than the example has left.
        RunError: a picture is not in `images`, or damaged.
    """
    left = iter(example.images)
    messages = []
    for message in example.messages:
        shown = [images.get(sha256) for sha256 in islice(left, message.content.count(_PLACEHOLDER))]
        if len(shown) < message.content.count(_PLACEHOLDER):
            raise DataError(f"example {example.id} shows more pictures than it has")
        messages.append(Message(message.role, message.content.replace(_PLACEHOLDER, ""), tuple(shown)))
    return messages


def _special_ids(tokenizer: PreTrainedTokenizerFast) -> SpecialIds:
    known = tokenizer.get_added_vocab()
    missing = [name for name in _MARKERS if name not in known]
    if missing:
        raise TrainingError(f"the tokenizer has no {', '.join(missing)}")
    return SpecialIds(
        image_pad=known[IMAGE_PAD],
        vision_start=known[VISION_START],
        vision_end=known[VISION_END],
        im_start=known[IM_START],
        im_end=known[IM_END],
        endoftext=known[ENDOFTEXT],
        banned=tuple(known[name] for name in _MARKERS if name != IM_END),
    )
