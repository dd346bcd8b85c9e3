"""The one reader of picture requests and generator prompts: English in, a `Description` out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from genevolve.language.asked import is_told_of
from genevolve.language.atmosphere import find_light, find_weather
from genevolve.language.carriers import settle_texts
from genevolve.language.description import Description
from genevolve.language.drafts import Scene, TextDraft
from genevolve.language.facts import find_facts
from genevolve.language.mounts import settle_mounts
from genevolve.language.names import mark_names, says_nothing_by_capitals
from genevolve.language.placements import find_placements
from genevolve.language.places import at_night, settle_adverb, settle_background
from genevolve.language.readings import Claim, Unit
from genevolve.language.references import find_references
from genevolve.language.strings import FoundString, find_strings
from genevolve.language.stuff import find_light_on_stuff
from genevolve.language.styles import find_aspect, find_palette, find_style
from genevolve.language.tokens import MAX_CHARACTERS, Token, TokenKind, tokenise
from genevolve.language.units import merge_hex, to_units
from genevolve.language.walker import Walker


def read(text: str) -> Description:
    """Read a request or a prompt.

    It takes any string and never raises; what it does not understand it leaves out. Reading is deterministic, and stops
    after the first 20,000 characters.
    """
    scene = Scene(text[:MAX_CHARACTERS])
    tokens = _levelled(tokenise(text))
    claims = _claims(scene, tokens)
    units = merge_hex(to_units(tokens, claims))
    starts = _sentence_starts(units)
    mark_names(units, starts)
    Walker(scene, units, starts).walk()
    settle_mounts(scene)
    settle_texts(scene)
    settle_background(scene)
    settle_adverb(scene)
    at_night(scene)
    return _freeze(scene, text)


def _levelled(tokens: list[Token]) -> list[Token]:
    """The tokens, in lower case when the text is in capitals throughout, so that capitals do not pass for names."""
    if not says_nothing_by_capitals(tokens):
        return tokens
    return [
        Token(t.kind, t.text.lower() if t.kind is TokenKind.WORD else t.text, t.lower, t.parts, t.start, t.end)
        for t in tokens
    ]


def _claims(scene: Scene, tokens: Sequence[Token]) -> list[Claim]:
    """What whole phrases say about the picture, before things are sought."""
    claims: list[Claim] = []
    taken: set[int] = set()

    def claim(found: Sequence[Claim]) -> None:
        claims.extend(found)
        for entry in found:
            taken.update(range(entry.first, entry.end))

    claim(_opening(scene.text, tokens))
    strings = find_strings(scene.text, tokens)
    claim([_string(scene, found) for found in strings if not is_told_of(scene.text, found.span)])
    claim(_purposes(scene.text, tokens, taken))
    claim(find_references(scene.text, tokens, taken))
    claim(find_style(scene, tokens, taken))
    claim(find_aspect(scene, tokens, taken))
    claim(find_palette(scene, tokens, taken))
    claim(find_facts(scene.text, tokens, taken))
    claim(find_light_on_stuff(scene.text, tokens, taken))
    claim(find_light(scene, tokens, taken))
    find_weather(scene, tokens, taken)
    claim(find_placements(tokens, taken))
    return sorted(claims, key=lambda entry: entry.first)


_OPENING = re.compile(
    r"\s*(?:for\s+(?:an?|the|my|our)\s+[^,.:]{3,60},\s+(?=(?:please|can|could|would|i|we|give|draw|make|create)\b))?"
    r"(?:please[,\s]+)?(?:(?:can|could|would)\s+(?:you|i|we)\s+(?:please\s+)?)?"
    r"(?:(?:i|we)(?:['’]d|\s+would)?\s+(?:want|like|need)(?:\s+to\s+see)?"
    r"|(?:i['’]m|we['’]re|i\s+am|we\s+are)\s+(?:after|looking\s+for)"
    r"|(?:have|create|draw|generate|make|paint|show|depict|render|produce|design|imagine|illustrate|give|compose|sketch)"
    r"(?:\s+(?:me|us))?)"
    r"(?=\s+(?:an?|the|one|two|three|four|five|six|seven|eight|nine|ten|exactly|some|my|our|\d+)\b)",
    re.IGNORECASE,
)
_PURPOSE = re.compile(
    r"(?:(?<=[.!?]\s)|(?<=\n)|^)(?:(?:it|this|that)(?:['’]s|\s+is|\s+will\s+be)(?:\s+(?:meant|intended|used|needed|made))?\s+for"
    r"|(?:this|it)\s+goes\s+with|(?:i|we)(?:['’]ll|\s+will|\s+want\s+to)\s+use\s+(?:it|this)\s+(?:for|in|on|as)"
    r"|(?:i|we)\s+need\s+(?:it|this)\s+for)\s[^.!?\n]+",
    re.IGNORECASE,
)
"""What a picture is for: said to the painter, and nothing to be drawn."""


def _purposes(text: str, tokens: Sequence[Token], taken: set[int]) -> list[Claim]:
    """Claim what only tells the use of the picture: "It's for a book launch."."""
    claims = []
    for match in _PURPOSE.finditer(text):
        inside = [index for index, token in enumerate(tokens) if match.start() <= token.start < match.end()]
        if inside and taken.isdisjoint(inside):
            claims.append(Claim(inside[0], inside[-1] + 1))
    return claims


def _opening(text: str, tokens: Sequence[Token]) -> list[Claim]:
    """Claim the asking itself: "Please draw me …"."""
    match = _OPENING.match(text)
    if match is None:
        return []
    end = sum(token.start < match.end() for token in tokens)
    return [Claim(0, end)] if end else []


def _string(scene: Scene, found: FoundString) -> Claim:
    draft = TextDraft(found.string, found.quoted, found.span)
    scene.texts.append(draft)
    return Claim(found.first, found.end, draft)


def _sentence_starts(units: Sequence[Unit]) -> frozenset[int]:
    starts = {0}
    for position, unit in enumerate(units):
        if unit.lower in {".", "!", "?", ":", ";", "\n", "•", "-"}:
            starts.add(position + 1)
    return frozenset(starts)


def _freeze(scene: Scene, text: str) -> Description:
    kept = [index for index, thing in enumerate(scene.things) if not thing.dropped]
    places = {index: place for place, index in enumerate(kept)}
    return Description(
        text=text,
        things=tuple(scene.things[index].freeze(places[index], places) for index in kept),
        texts=tuple(draft.freeze(places) for draft in scene.texts),
        place=scene.place,
        light=scene.light,
        weather=scene.weather,
        atmosphere=tuple(dict.fromkeys(scene.atmosphere)),
        style=scene.style,
        palette=scene.palette,
        aspect=scene.aspect,
        open_facts=tuple(scene.facts),
    )
