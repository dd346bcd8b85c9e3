"""The manner of drawing, the palette and the aspect ratio that a text asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from genevolve.language.colours import colour_named
from genevolve.language.description import Colour, Style
from genevolve.language.drafts import Scene
from genevolve.language.lexicons import entries, lexicon, listed, word_set
from genevolve.language.phrases import PhraseTable
from genevolve.language.readings import Claim
from genevolve.language.tokens import Token, TokenKind
from genevolve.language.vocabulary import StyleKind

_KEEPS = re.compile(
    r"(?:(?:while|whereas|but|and|with|,)\s+)*\b(?:(?:every|each|all|the)\s+(?:\w+\s+){0,3}?(?:objects?|things?|items?|figures?|subjects?|elements?|animals?)"
    r"|they|the\s+things\s+themselves)\b[^.;]{0,60}?\b(?:keep|keeps|keeping|kept|retain|retains|retaining|stay|stays|staying|remain|remains|remaining)\b[^.;]*?"
    r"\b(?:shapes?|colou?rs?|forms?|identity|look|looks|appearance|proportions|literal|true|unchanged|recognisable|recognizable|exact)\b[^.;]*",
    re.IGNORECASE,
)
_RATIO = re.compile(r"(?<![\d:])(\d{1,2}(?:\.\d+)?)\s?[:x×]\s?(\d{1,2}(?:\.\d+)?)(?![\d:])")
_PIXELS = re.compile(r"(?<!\d)(\d{3,4})\s?[x×]\s?(\d{3,4})(?!\d)")
_PALETTES = (
    re.compile(
        r"\b(?:in\s+|with\s+)?(?:an?\s+|the\s+)?(?:limited\s+|muted\s+|soft\s+|warm\s+|cool\s+)?"
        r"(?:colou?r palette|palette|colou?r scheme|colou?rs|tones|hues|shades)\s+"
        r"(?:of\s+the\s+(?:picture|image|scene)\s+)?(?:of|is|are)\s+([^.;:]{3,90})",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:in|with|using)\s+(?:an?\s+|the\s+)?([\w#\s-]{3,50}?)\s+"
        r"(?:colou?r\s+)?(?:palette|colou?r scheme|colou?rs|tones)\b",
        re.IGNORECASE,
    ),
)
_WORD = re.compile(r"#[0-9a-fA-F]{3,6}|[^\W\d_]+")
_SHOWS = word_set("rules", "styles", "shows")
_WEAK = word_set("rules", "styles", "weak")
_LETTERS = word_set("rules", "styles", "letters")
_TAILS = word_set("rules", "styles", "tails")
_SERVING = word_set("rules", "styles", "serving")
_MADE_AS = word_set("rules", "styles", "made_as")
_MAX_LEADING_WORDS = 4  # an article and a few adjectives: "in the style of a bold flat poster"


@cache
def _anywhere() -> PhraseTable[StyleKind]:
    return PhraseTable({phrase: StyleKind(kind) for phrase, kind in entries(lexicon("styles")["anywhere"]).items()})


@cache
def _media() -> PhraseTable[StyleKind]:
    return PhraseTable({phrase: StyleKind(kind) for phrase, kind in entries(lexicon("styles")["media"]).items()})


@cache
def _aspects() -> PhraseTable[float]:
    return PhraseTable({phrase: float(value) for phrase, value in lexicon("styles")["aspects"].items()})


@cache
def _palettes() -> dict[str, tuple[Colour, ...]]:
    named = (
        (name, [colour_named(colour) for colour in listed(text)])
        for name, text in lexicon("styles")["palettes"].items()
    )
    return {name: tuple(colour for colour in colours if colour) for name, colours in named}


def find_style(scene: Scene, tokens: Sequence[Token], taken: set[int]) -> list[Claim]:
    """Note the style in `scene`; the claims are the tokens that speak of nothing else."""
    claims = _identity_claims(scene, tokens, taken)
    keeps = bool(claims)
    covered = taken | {index for claim in claims for index in range(claim.first, claim.end)}
    position = 0
    while position < len(tokens):
        found = None if position in covered else _style_at(tokens, position)
        if found is None:
            position += 1
            continue
        end, kind = found
        first, end = _widen(tokens, position, end, covered)
        if scene.style is None or (scene.style.kind is StyleKind.PHOTO and kind is not StyleKind.PHOTO):
            scene.style = Style(kind, keeps, scene.text[tokens[first].start : tokens[end - 1].end])
        if not _is_carrier(tokens, position, end):
            claims.append(Claim(position, end))
        covered.update(range(position, end))
        position = end
    return claims


def _is_carrier(tokens: Sequence[Token], first: int, end: int) -> bool:
    """A poster is a manner of drawing and may carry letters too."""
    return end == first + 1 and tokens[first].lower == "poster"


def _identity_claims(scene: Scene, tokens: Sequence[Token], taken: set[int]) -> list[Claim]:
    claims = []
    for match in _KEEPS.finditer(scene.text):
        inside = [index for index, token in enumerate(tokens) if match.start() <= token.start < match.end()]
        if inside and taken.isdisjoint(inside):
            claims.append(Claim(inside[0], inside[-1] + 1))
    return claims


def _style_at(tokens: Sequence[Token], position: int) -> tuple[int, StyleKind] | None:
    found = _in_the_style_of(tokens, position) or _as_a(tokens, position) or _anywhere().longest(tokens, position)
    if found is not None and found[0] < len(tokens) and tokens[found[0]].lower in _LETTERS:
        return None
    if found is not None and (
        tokens[found[0] - 1].lower not in _WEAK or found[0] > position + 1 or _is_medium(tokens, position, found[0])
    ):
        return found
    medium = _media().longest(tokens, position)
    if medium is not None and _is_medium(tokens, position, medium[0]):
        return medium
    return None


def _in_the_style_of(tokens: Sequence[Token], position: int) -> tuple[int, StyleKind] | None:
    """A manner that is named by a work: "in the style of a flat poster", "in the manner of an old engraving"."""
    lead = [token.lower for token in tokens[position : position + 4]]
    if lead not in (["in", "the", "style", "of"], ["in", "the", "manner", "of"]):
        return None
    start = position + len(lead)
    for first in range(start, min(start + _MAX_LEADING_WORDS, len(tokens))):
        found = _anywhere().longest(tokens, first) or _media().longest(tokens, first)
        if found is not None:
            return found
        if tokens[first].kind is not TokenKind.WORD or tokens[first].is_capitalised:
            return None
    return None


def _as_a(tokens: Sequence[Token], position: int) -> tuple[int, StyleKind] | None:
    """A manner that is named by what the picture is made as: "as a cartoon.", "as a stained-glass window"."""
    lead = [token.lower for token in tokens[position : position + 2]]
    if lead not in (["as", "a"], ["as", "an"]) or (position and tokens[position - 1].lower in _SERVING):
        return None
    for first in range(position + 2, min(position + 2 + _MAX_LEADING_WORDS, len(tokens))):
        found = _anywhere().longest(tokens, first) or _media().longest(tokens, first)
        if found is not None:
            end = found[0] + (found[0] < len(tokens) and tokens[found[0]].lower in _MADE_AS)
            ends = end >= len(tokens) or tokens[end].text in ".,;:!?)" or tokens[end].lower in {"and", "with"}
            return (end, found[1]) if ends else None
        if tokens[first].kind is not TokenKind.WORD or tokens[first].is_capitalised:
            return None
    return None


def _is_medium(tokens: Sequence[Token], first: int, end: int) -> bool:
    """Whether the words name the manner of the whole picture and not a thing in it."""
    following = tokens[end].lower if end < len(tokens) else "."
    before = tokens[first - 1].lower if first else "."
    if following in {"style", "aesthetic"}:
        return True
    if end <= 9 and following in _SHOWS and not any(token.text in ".;:" for token in tokens[:first]):
        return following != "with" or end <= 4
    if before == "style" or (before in {"in", "as"} and following in {",", ".", ";", ")", "and", "style"}):
        return True
    return (
        before in {",", ";", "."}
        and following in {",", ".", ";"}
        and tokens[first].lower not in {"painting", "drawing", "graphic"}
    )


def _widen(tokens: Sequence[Token], first: int, end: int, covered: set[int]) -> tuple[int, int]:
    """Take "style", "in the background and the brushwork" along."""
    while end < len(tokens) and end not in covered and tokens[end].lower in _TAILS:
        end += 1
    if end < len(tokens) and tokens[end].lower in {"in", "for"}:
        position = end + 1
        while (
            position < len(tokens)
            and position not in covered
            and tokens[position].lower
            in {
                "the",
                "background",
                "and",
                "brushwork",
                "backdrop",
                "paper",
                "brush",
                "strokes",
                "texture",
                "textures",
                "only",
                "washes",
                "linework",
                "setting",
                "light",
                "edges",
            }
        ):
            position += 1
        if position > end + 2 and (position >= len(tokens) or tokens[position].lower in {",", ".", ";", "while"}):
            end = position
    return first, end


def find_aspect(scene: Scene, tokens: Sequence[Token], taken: set[int]) -> list[Claim]:
    """Note the aspect ratio; the claims are its tokens where they speak of nothing else."""
    claims: list[Claim] = []
    for pattern in (_RATIO, _PIXELS):
        match = pattern.search(scene.text)
        if match is not None and scene.aspect is None:
            ratio = float(match.group(1)) / max(float(match.group(2)), 0.1)
            inside = [index for index, token in enumerate(tokens) if match.start() <= token.start < match.end()]
            if 0.2 <= ratio <= 5 and inside and taken.isdisjoint(inside):
                scene.aspect = round(ratio, 4)
                claims.append(Claim(inside[0], inside[-1] + 1))
    for position in range(len(tokens)):
        found = None if position in taken or scene.aspect is not None else _aspects().longest(tokens, position)
        if found is None:
            continue
        end, value = found
        if tokens[position].lower == "a" and not (end >= len(tokens) or tokens[end].lower in {",", ".", ";"}):
            continue
        if tokens[end - 1].lower == "cover" and end > 6:
            continue
        scene.aspect = value
        before, after = tokens[position - 1].text if position else "", tokens[end].text if end < len(tokens) else "."
        if tokens[end - 1].lower not in {"banner", "poster", "cover", "wallpaper"} or (
            before in ",.;" and position and after in ",.;"
        ):
            claims.append(Claim(position, end))
    return _square(scene, tokens, taken, claims)


def _square(scene: Scene, tokens: Sequence[Token], taken: set[int], claims: list[Claim]) -> list[Claim]:
    """A bare "square" or "vertical" between commas is the format."""
    alone = {"square": 1.0, "vertical": 0.6667, "horizontal": 1.5, "landscape": 1.5}
    for position, token in enumerate(tokens):
        if scene.aspect is not None or token.lower not in alone or position in taken:
            continue
        before = tokens[position - 1].text if position else "."
        following = tokens[position + 1].text if position + 1 < len(tokens) else "."
        if before in ",.;:" and following in ",.;" and (position or following == ","):
            scene.aspect = alone[token.lower]
            claims.append(Claim(position, position + 1))
    return claims


def find_palette(scene: Scene, tokens: Sequence[Token], taken: set[int]) -> list[Claim]:
    """Note the palette; the claims are its tokens."""
    for match in (match for pattern in _PALETTES for match in pattern.finditer(scene.text)):
        colours, length = _colours_in(match.group(1))
        if len(colours) < 2:
            continue
        end = match.end() if match.end(1) < match.end() else match.start(1) + length
        inside = [index for index, token in enumerate(tokens) if match.start() <= token.start < end]
        if inside and taken.isdisjoint(inside):
            scene.palette = colours
            return [Claim(inside[0], inside[-1] + 1)]
    lower = scene.text.lower()
    for name, colours in _palettes().items():
        pattern = rf"\b{re.escape(name)}\b(?:\s+(?:colou?rs?|palette|tones|hues|image|picture|scheme))"
        if re.search(pattern, lower) or (" " in name and re.search(rf"\bin {re.escape(name)}\b", lower)):
            scene.palette = colours
            break
    return []


def _colours_in(phrase: str) -> tuple[tuple[Colour, ...], int]:
    """The colours with which a phrase begins, and the length of what names them."""
    if phrase.strip().lower() in _palettes():
        return _palettes()[phrase.strip().lower()], len(phrase)
    found = list(_WORD.finditer(phrase))
    words = [match.group().lower() for match in found]
    colours: list[Colour] = []
    position = read = 0
    while position < len(words):
        for length in (3, 2, 1):
            colour = (
                colour_named(" ".join(words[position : position + length])) if position + length <= len(words) else None
            )
            if colour is not None:
                colours.append(colour)
                position += length
                read = found[position - 1].end()
                break
        else:
            if words[position] not in {
                "and",
                "with",
                "soft",
                "muted",
                "warm",
                "cool",
                "tones",
                "hues",
                "the",
                "a",
                "of",
                "shades",
                "bright",
                "rich",
                "accents",
                "only",
            }:
                break
            position += 1
    return tuple(dict.fromkeys(colours)), read
