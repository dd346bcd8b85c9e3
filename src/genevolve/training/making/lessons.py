"""Conversations made up for a warm-up, with marks on what in them has to be copied or seen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import torch
from transformers import Qwen3VLForConditionalGeneration

from genevolve.models import Message
from genevolve.records import Role
from genevolve.training.encode import Encoder
from genevolve.training.packing import by_length, padded
from genevolve.training.scoring import logprobs
from genevolve.training.sequences import TokenSequence

_PROBE_TOKENS = 4096


@dataclass(frozen=True)
class Mark:
    """A stretch of an assistant turn that stands or falls with one skill."""

    skill: str
    text: str


@dataclass(frozen=True)
class Share:
    """A share, and of how many."""

    share: float
    n: int


@dataclass(frozen=True)
class _Place:
    skill: str
    turn: int
    start: int
    end: int


@dataclass
class Lesson:
    """A conversation in the making: `told`, `says`, `told`, …, ending with `says`."""

    messages: list[Message] = field(default_factory=list)
    places: list[_Place] = field(default_factory=list)
    num_turns: int = 0

    def told(self, text: str, images: Sequence[bytes] = ()) -> Lesson:
        """What the policy is told, as a user turn."""
        self.messages.append(Message(Role.USER, text, tuple(images)))
        return self

    def says(self, *parts: str | Mark) -> Lesson:
        """What it has to say."""
        text = ""
        for part in parts:
            if isinstance(part, str):
                text += part
                continue
            start = len(text) - (text.endswith(" ") and part.text[:1].isalnum())  # words own their space
            text += part.text
            self.places.append(_Place(part.skill, self.num_turns, start, len(text)))
        self.messages.append(Message(Role.ASSISTANT, text))
        self.num_turns += 1
        return self

    def sequence(self, encoder: Encoder) -> TokenSequence:
        """To be learned: every token of what it says."""
        return encoder.sequence(self.messages)

    def marked(self, encoder: Encoder) -> list[tuple[str, TokenSequence]]:
        """To be measured: by mark its skill, and the conversation with weight on the tokens of the mark alone."""
        sequence = self.sequence(encoder)
        spoken = [message.text for message in self.messages if message.role is Role.ASSISTANT]
        found = []
        for place in self.places:
            before, upto = (len(encoder.assistant(spoken[place.turn][:end])) - 1 for end in (place.start, place.end))
            first = int(torch.nonzero(sequence.turn_T == place.turn)[0])
            weight_T = torch.zeros_like(sequence.weight_T)
            weight_T[first + before : first + upto] = 1.0
            found.append((place.skill, replace(sequence, weight_T=weight_T)))
        return found


def measure(model: Qwen3VLForConditionalGeneration, encoder: Encoder, lessons: Iterable[Lesson]) -> dict[str, Share]:
    """By skill: the share of marks of which every token is the likeliest after all before it.

    That is how the model would write the mark, decoding greedily after what stands before it.
    """
    examined = [marks for lesson in lessons if (marks := lesson.marked(encoder))]
    together = [_together([sequence for _, sequence in marks]) for marks in examined]
    right: dict[str, list[bool]] = defaultdict(list)
    for rows in by_length(together, _PROBE_TOKENS):
        batch = padded([together[row] for row in rows], model, encoder.ids.endoftext)
        with torch.no_grad():
            scores = logprobs(model, batch, top_k=1)
        assert scores.top_ids_NK is not None  # noqa: S101 - asked for
        is_right_N = scores.top_ids_NK[:, 0] == batch.target_N
        for number, row in enumerate(rows):
            is_right_T = torch.zeros(len(together[row]), dtype=torch.bool)
            here_N = batch.row_N == number
            is_right_T[batch.token_N[here_N]] = is_right_N[here_N]
            for skill, sequence in examined[row]:
                right[skill].append(bool(is_right_T[sequence.weight_T > 0].all()))
    return {skill: Share(sum(values) / len(values), len(values)) for skill, values in sorted(right.items())}


def _together(marks: Sequence[TokenSequence]) -> TokenSequence:
    """One conversation with weight on all that is marked in it."""
    return replace(marks[0], weight_T=torch.stack([sequence.weight_T for sequence in marks]).amax(0))
