"""What the tokens of an assistant turn are, by where they stand: in the thought, in a query, or in the prompt."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import cache

from transformers.convert_slow_tokenizer import bytes_to_unicode

from genevolve.records import wire
from genevolve.training.encode import Encoder
from genevolve.training.making.tokenizer import JOINER
from genevolve.training.sequences import TokenSequence

_JOINER = JOINER.encode()


class TokenKind(StrEnum):
    """The decision that a token is part of."""

    THOUGHT = "thought"
    TOOL_NAME = "tool_name"
    QUERY = "query"
    SKILL = "skill"
    PROMPT = "prompt"
    REFERENCE = "reference"
    MARKUP = "markup"
    """Tags, keys, and whatever else holds a turn together."""


_STRING = rb'"((?:[^"\\]|\\.)*)'


def _value_of(key: str, value: bytes = _STRING) -> re.Pattern[bytes]:
    return re.compile(rb'"' + key.encode() + rb'"\s*:\s*' + value, re.DOTALL)


def _between(opening: str, closing: str) -> re.Pattern[bytes]:
    return re.compile(re.escape(opening.encode()) + rb"(.*?)(?:" + re.escape(closing.encode()) + rb"|\Z)", re.DOTALL)


_THOUGHT = _between(wire.THINK_OPEN, wire.THINK_CLOSE)
_WITHIN = (
    (
        _between(wire.TOOL_CALL_OPEN, wire.TOOL_CALL_CLOSE),
        (
            (TokenKind.TOOL_NAME, _value_of("name")),
            (TokenKind.QUERY, _value_of(wire.QUERIES, rb"\[([^\]]*)")),
            (TokenKind.QUERY, _value_of(wire.QUERY)),
            (TokenKind.SKILL, _value_of(wire.SKILL_NAME)),
        ),
    ),
    (
        _between(wire.ANSWER_OPEN, wire.ANSWER_CLOSE),
        (
            (TokenKind.PROMPT, _value_of(wire.GEN_PROMPT)),
            (TokenKind.REFERENCE, _value_of(wire.IMG_ID)),
            (TokenKind.REFERENCE, _value_of(wire.NOTE)),
        ),
    ),
)


def token_kinds(sequence: TokenSequence, encoder: Encoder) -> list[TokenKind | None]:
    """The kind of each token of `sequence`; None for what the assistant did not say.

    A token that stands half in a value and half in what surrounds it belongs to the value.
    """
    kinds: list[TokenKind | None] = [None] * len(sequence)
    turns = sequence.turn_T.tolist()
    for turn in range(max(turns, default=-1) + 1):
        first = turns.index(turn)
        ids = sequence.ids_T[first : first + turns.count(turn)].tolist()
        kinds[first : first + len(ids)] = turn_kinds(_bytes_of(ids, encoder))
    return kinds


def turn_kinds(tokens: Sequence[bytes]) -> list[TokenKind]:
    """The kind of each token of one turn, from what each stands for; a turn may be cut short or malformed."""
    text = b"".join(tokens)
    of_byte = [TokenKind.MARKUP] * len(text)
    for kind, start, end in _spans(text):
        of_byte[start:end] = [kind] * (end - start)
    kinds, place = [], 0
    for token in tokens:
        inside = of_byte[place : place + len(token)]
        kinds.append(next((kind for kind in inside if kind is not TokenKind.MARKUP), TokenKind.MARKUP))
        place += len(token)
    return kinds


def _spans(text: bytes) -> Iterator[tuple[TokenKind, int, int]]:
    """Stretches of `text` that have a kind, in bytes; where two overlap the later one holds."""
    for match in _THOUGHT.finditer(text):
        yield TokenKind.THOUGHT, *match.span(1)
    for block, values in _WITHIN:
        for body in block.finditer(text):
            for kind, value in values:
                for match in value.finditer(text, *body.span(1)):
                    yield kind, *match.span(1)


def _bytes_of(ids: Sequence[int], encoder: Encoder) -> list[bytes]:
    """What each id stands for. Tokens of a byte-level tokenizer write each byte as a letter; added ones do not.

    A joiner of the small policy's tokenizer, and the space that it takes back, stand for nothing.
    """
    added = encoder.tokenizer.get_added_vocab()
    written: list[bytes] = []
    joined = False
    for token in encoder.tokenizer.convert_ids_to_tokens(list(ids)):
        said = token.encode() if token in added else bytes(_byte_of()[letter] for letter in token)
        said = said.removeprefix(b" ") if joined else said
        joined = said.endswith(_JOINER)
        written.append(said.replace(_JOINER, b""))
    return written


@cache
def _byte_of() -> dict[str, int]:
    return {letter: byte for byte, letter in bytes_to_unicode().items()}
