"""Phrases that say how a material takes the light."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from genevolve.language.readings import Claim
from genevolve.language.tokens import Token

_PHRASE = re.compile(
    r"\b(?:(?:with|the|and|each|soft|warm|bright)\s+)*(?:light|sun|sunlight|flame|glow)\s+(?:softly\s+|gently\s+)?"
    r"(?:passing|passes|shining|shines|filtering|filters|playing|plays|glinting|glints|gleaming|dancing|falling)\s+"
    r"(?:through|on|off|along|across|over)(?:\s+(?:it|them|its\s+\w+|the\s+\w+))?"
    r"|\b(?:catching|catches|catch|reflecting|reflects|reflect|mirroring|scattering|bending|refracting)\s+(?:the\s+)?(?:\w+\s+)?(?:light|sun|sunlight|lights)\b"
    r"|\b(?:soft\s+nap|visible\s+grain|fine\s+grain)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class LightOnStuff:
    """The wording says how a material takes the light."""


def find_light_on_stuff(text: str, tokens: Sequence[Token], taken: set[int]) -> list[Claim]:
    """Every such phrase, as claims on its tokens."""
    claims = []
    for match in _PHRASE.finditer(text):
        inside = [index for index, token in enumerate(tokens) if match.start() <= token.start < match.end()]
        if inside and taken.isdisjoint(inside):
            claims.append(Claim(inside[0], inside[-1] + 1, LightOnStuff()))
    return claims
