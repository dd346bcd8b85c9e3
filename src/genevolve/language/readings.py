"""Units of a text, the readings that each can have, and stretches that were understood beforehand."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any


class Reading(Enum):
    """A part that a unit can play."""

    DETERMINER = auto()
    POSSESSIVE = auto()
    PRONOUN = auto()
    NUMBER = auto()
    VAGUE = auto()
    ORDINAL = auto()
    ADJECTIVE = auto()
    COLOUR = auto()
    MATERIAL = auto()
    SIZE = auto()
    NOUN = auto()
    NAME = auto()
    VERB = auto()
    AUXILIARY = auto()
    ADVERB = auto()
    PREPOSITION = auto()
    RELATION = auto()
    CONJUNCTION = auto()
    SUBORDINATOR = auto()
    RELATIVE = auto()
    GENITIVE = auto()
    MARK = auto()
    CLAIM = auto()


@dataclass(slots=True)
class Unit:
    """A word or fixed phrase of the text and its readings, with what each of them means."""

    first: int
    end_token: int
    start: int
    end: int
    text: str
    lower: str
    readings: dict[Reading, Any] = field(default_factory=dict)
    known: bool = True

    def can(self, *readings: Reading) -> bool:
        """Whether any of the readings is possible."""
        return any(reading in self.readings for reading in readings)

    @property
    def capitalised(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[:1].isupper()


@dataclass(frozen=True, slots=True)
class Claim:
    """A stretch of tokens that another part of the reader has understood, and what it made of it."""

    first: int
    end: int
    value: Any = None
