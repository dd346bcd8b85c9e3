"""Light and weather."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from genevolve.language.description import Light
from genevolve.language.drafts import Scene
from genevolve.language.lexicons import entries, lexicon, word_set
from genevolve.language.phrases import PhraseTable
from genevolve.language.readings import Claim, Reading
from genevolve.language.tokens import Token, TokenKind
from genevolve.language.vocabulary import LightDirection, LightKind, Weather
from genevolve.language.words import known_nouns, read_word

_STAYS = {"sky", "skies", "clouds", "sea", "day", "lights"}
_SHADOWS = {"shadow", "shadows", "highlights", "contrast", "glow", "haze"}
_SHADOW_WORDS = word_set("rules", "atmosphere", "shadow_words") | {","}
_THINGS = {"sun", "spotlight", "spotlights"}
_TIMES = word_set("rules", "atmosphere", "times")
_STRENGTH = {
    kind: rank
    for rank, kind in enumerate(
        (LightKind.DAYLIGHT, LightKind.STUDIO_SOFT, LightKind.DRAMATIC, LightKind.OVERCAST, LightKind.NIGHT)
    )
}


@cache
def _kinds() -> PhraseTable[LightKind]:
    return PhraseTable({phrase: LightKind(kind) for phrase, kind in entries(lexicon("light")["kinds"]).items()})


@cache
def _directions() -> PhraseTable[LightDirection]:
    return PhraseTable(
        {phrase: LightDirection(side) for phrase, side in entries(lexicon("light")["directions"]).items()}
    )


@cache
def _weathers() -> PhraseTable[Weather]:
    return PhraseTable({phrase: Weather(kind) for phrase, kind in entries(lexicon("light")["weather"]).items()})


def find_light(scene: Scene, tokens: Sequence[Token], taken: set[int]) -> list[Claim]:
    """Note the light in `scene`; the claims are the tokens that speak of nothing else."""
    claims: list[Claim] = []
    covered = set(taken)
    position = 0
    while position < len(tokens):
        found = None if position in covered else _light_at(tokens, position, covered)
        if found is None:
            position += 1
            continue
        first, end, kind, direction, claimed = found
        _note(scene, kind, direction, scene.text[tokens[first].start : tokens[end - 1].end])
        if claimed:
            claims.append(Claim(first, end))
            covered.update(range(first, end))
        position = end
    return claims


def _note(scene: Scene, kind: LightKind, direction: LightDirection | None, phrase: str) -> None:
    """Keep the most telling light: a particular kind over a general one, a directed one over an undirected one."""
    held = scene.light
    if held is None:
        scene.light = Light(kind, direction, phrase)
        return
    weaker = _STRENGTH.get(kind, len(_STRENGTH)) <= _STRENGTH.get(held.kind, len(_STRENGTH))
    if weaker and direction is not None and held.direction is None:
        scene.light = Light(held.kind, direction, held.phrase)
    elif not weaker:
        scene.light = Light(kind, direction or held.direction, phrase)


def _light_at(
    tokens: Sequence[Token], position: int, covered: set[int]
) -> tuple[int, int, LightKind, LightDirection | None, bool] | None:
    found = _adjectives_and_kind(tokens, position, covered)
    if found is None:
        return None
    end, kind = found
    claimed = tokens[end - 1].lower not in _STAYS
    heads = word_set("light", "words", "heads")
    direction = None
    while end < len(tokens) and end not in covered and tokens[end].lower in heads:
        end += 1
    if tokens[end - 1].lower not in heads and _describes(tokens, end):
        return (
            (position, end, kind, None, False)
            if tokens[end - 1].lower.endswith("lit") or tokens[position].lower in _TIMES
            else None
        )
    if end - position == 1 and tokens[position].lower in _THINGS and not _is_light_source(tokens, position):
        return None
    end, direction = _direction(tokens, end, covered)
    if direction is None and kind is LightKind.BACKLIGHT:
        direction = LightDirection.BEHIND
    if claimed:
        end = _shadows(tokens, end, covered)
    return position, end, kind, direction, claimed


def _adjectives_and_kind(tokens: Sequence[Token], position: int, covered: set[int]) -> tuple[int, LightKind] | None:
    """Adjectives and a phrase that names the light ("soft warm morning light"), or light from a side."""
    direct = _kinds().longest(tokens, position)
    adjectives = word_set("light", "words", "adjectives")
    end = position
    while (
        end < len(tokens)
        and end not in covered
        and end - position < 5
        and (tokens[end].lower in adjectives or (tokens[end].text == "," and end > position))
    ):
        end += 1
        inner = _kinds().longest(tokens, end)
        if inner is not None and (direct is None or inner[0] > direct[0]):
            direct = inner
    if direct is not None:
        return direct
    if end < len(tokens) and tokens[end].lower in {"light", "lighting", "rays", "glow"} and end not in covered:
        following = _direction(tokens, end + 1, covered)[1]
        if end > position or following is not None:
            return (end + 1, LightKind.DAYLIGHT) if following is not None or tokens[end].lower == "lighting" else None
    if tokens[position].lower in {"lit", "illuminated"} and _direction(tokens, position + 1, covered)[1] is not None:
        return position + 1, LightKind.STUDIO_SOFT
    return None


def _describes(tokens: Sequence[Token], end: int) -> bool:
    """Whether the words stand before a noun that they describe: "evening gown", "moonlit forest"."""
    if end >= len(tokens) or tokens[end].kind is not TokenKind.WORD or tokens[end].lower.endswith("ing"):
        return False
    readings, _ = read_word(tokens[end])
    if (
        Reading.PREPOSITION in readings
        or Reading.CONJUNCTION in readings
        or Reading.AUXILIARY in readings
        or Reading.DETERMINER in readings
    ):
        return False
    return Reading.NOUN in readings or Reading.ADJECTIVE in readings


def _is_light_source(tokens: Sequence[Token], position: int) -> bool:
    before = tokens[position - 1].lower if position else ""
    earlier = tokens[position - 2].lower if position > 1 else ""
    leads = {"in", "under", "by"} if tokens[position].lower == "sun" else {"in", "under", "by", "with"}
    return before in {"of", "in", "under", "by", ","} or (earlier in leads and before in {"the", "a"})


def _direction(tokens: Sequence[Token], position: int, covered: set[int]) -> tuple[int, LightDirection | None]:
    """Take "from the left", "falling from above" along."""
    start = position
    while position < len(tokens) and position not in covered and position - start < 4:
        found = _directions().longest(tokens, position)
        if found is not None:
            return found
        if tokens[position].lower not in {
            "falling",
            "coming",
            "streaming",
            "shining",
            "in",
            "pouring",
            "entering",
            "cast",
            "softly",
            "gently",
            "slanting",
            "comes",
            "falls",
            "streams",
            "directly",
            "filtering",
            ",",
        }:
            break
        position += 1
    return start, None


def _shadows(tokens: Sequence[Token], end: int, covered: set[int]) -> int:
    """Take "with gentle shadows", ", long soft shadows" along."""
    position = end
    while position < len(tokens) and position not in covered and tokens[position].lower in _SHADOW_WORDS:
        position += 1
    if position > end and position < len(tokens) and position not in covered and tokens[position].lower in _SHADOWS:
        return position + 1
    return end


def find_weather(scene: Scene, tokens: Sequence[Token], taken: set[int]) -> None:
    """Note the weather in `scene`."""
    position = 0
    while position < len(tokens) and scene.weather is None:
        found = None if position in taken else _weathers().longest(tokens, position)
        if found is None:
            position += 1
            continue
        end, kind = found
        following = tokens[end].lower if end < len(tokens) else ""
        is_adjective = tokens[end - 1].lower.endswith(("y", "ed", "less", "ing"))
        if is_adjective or following not in known_nouns():
            scene.weather = kind
        position = end
