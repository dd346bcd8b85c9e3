"""The one reader of picture requests and generator prompts: English in, a `Description` out."""

from __future__ import annotations

import re
from collections.abc import Sequence

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
    claim([_string(scene, found) for found in find_strings(scene.text, tokens)])
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
    r"\s*(?:please[,\s]+)?(?:(?:can|could|would)\s+you\s+(?:please\s+)?)?(?:i(?:['’]d|\s+would)?\s+(?:want|like|need)(?:\s+to\s+see)?"
    r"|(?:create|draw|generate|make|paint|show|depict|render|produce|design|imagine|illustrate|give|compose|sketch)(?:\s+(?:me|us))?)"
    r"(?=\s+(?:an?|the|one|two|three|four|five|six|seven|eight|nine|ten|exactly|some|my|our|\d+)\b)",
    re.IGNORECASE,
)


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
