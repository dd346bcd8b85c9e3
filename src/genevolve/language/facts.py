"""What a text leaves to knowledge: "its official colour", "the national animal of Chile"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from genevolve.language.asked import FactFound, find_asked_letters, find_descriptions
from genevolve.language.colours import colour_named
from genevolve.language.lexicons import lexicon, word_set
from genevolve.language.phrases import PhraseTable
from genevolve.language.readings import Claim
from genevolve.language.tokens import Token, TokenKind
from genevolve.language.words import known_nouns

_PRONOUNS = word_set("rules", "facts", "pronouns")
_LINKS = {"of", "the", "de", "la", "and"}
_YEAR = re.compile(
    r"\b[Tt]he\s+(?P<head>year|date|city|country|place)(?:\s+(?:in|on|at)\s+which|\s+that|\s+when|\s+where)?\s+"
    r"(?P<subject>it|they|he|she|(?:the\s+)?[A-Z][\w'’-]*(?:\s+(?:of\s+)?(?:the\s+)?[A-Z][\w'’-]*)*|the\s+\w+)\s+"
    r"(?:(?:was|were|got)\s+)?(?:first\s+)?(?P<verb>\w+)"
)
_OTHER_VERB = re.compile(
    r"\s+(?:stands?|sits?|rests?|hangs?|flies|floats?|lies|beside|next to|in front of|on a"
    r"|(?:under|behind|above|below|with|holding|wearing|riding) an?"
    r"|(?:on|at) the (?:far )?(?:left|right)|in the (?:centre|center|middle|foreground|background))\b"
)
_AFTER_NAME = re.compile(
    r"(?:^|\s)[A-ZÀ-Þ]\S*(?P<tail>\s+(?:on\s+it\b|together\b|along\b|goes\b|should\b|to\s+the\s+(?:left|right)\b"
    r"|(?:in|on|at|among|and|beside)\s+(?:an?|the|deep|one|two|three|four|five|six|exactly)\s+[a-z]).*)$"
)
_OWNERS = frozenset(
    {"company", "brand", "firm", "maker", "club", "team", "country", "nation", "city", "house", "guild"}
)
_TELLING = frozenset({"give", "gives", "giving", "write", "states", "stating", "spells", "spelling"})
_MAX_SUBJECT_WORDS = 5


@cache
def _attributes() -> PhraseTable[str]:
    return PhraseTable({name: name for name in sorted(word_set("facts", "attributes", "words"))})


@cache
def _described() -> re.Pattern[str]:
    kinds = "|".join(sorted(word_set("facts", "described", "kinds"), key=len, reverse=True))
    openers = "|".join(
        sorted((re.escape(opener) for opener in word_set("facts", "described", "openers")), key=len, reverse=True)
    )
    return re.compile(rf"\b[Tt]he\s+(?P<kind>{kinds})\s+(?P<rest>(?:{openers})\b[^,.;:]{{3,90}})")


def find_facts(text: str, tokens: Sequence[Token], taken: set[int]) -> list[Claim]:
    """Every open fact, as claims on its tokens."""
    claims: list[Claim] = []
    covered = set(taken)
    for start, end, fact in [
        *find_asked_letters(text),
        *_clauses(text),
        *find_descriptions(text),
        *_descriptions(text),
    ]:
        inside = [index for index, token in enumerate(tokens) if start <= token.start < end]
        if inside and covered.isdisjoint(inside):
            claims.append(Claim(inside[0], inside[-1] + 1, fact))
            covered.update(inside)
    position = 0
    while position < len(tokens):
        claim = (
            None
            if position in covered
            else _brand_colour(text, tokens, position) or _attribute_at(text, tokens, position, covered)
        )
        if claim is not None:
            claims.append(claim)
        position = claim.end if claim is not None else position + 1
    return claims


def _clauses(text: str) -> list[tuple[int, int, FactFound]]:
    found = []
    nominal = lexicon("facts")["clauses"]["nominal"]
    for match in _YEAR.finditer(text):
        verb = match.group("verb").lower()
        if verb in nominal:
            subject = match.group("subject")
            subject = "" if subject.lower() in _PRONOUNS else subject
            attribute = f"{lexicon('facts')['clauses'][match.group('head')]} {nominal[verb]}"
            found.append(
                (
                    match.start(),
                    match.end(),
                    FactFound(match.group(), attribute, subject, False, True, match.span(), letters=True),
                )
            )
    return found


def _descriptions(text: str) -> list[tuple[int, int, FactFound]]:
    found = []
    for match in _described().finditer(text):
        kind, rest = match.group("kind"), match.group("rest").strip()
        rest = _OTHER_VERB.split(rest)[0]
        ended = _AFTER_NAME.search(rest)
        rest = rest[: ended.start("tail")] if ended else rest
        if not rest.startswith(("whose", "that", "which")):
            rest = re.split(r"\s+(?:is|are)\b", rest)[0]
        end = match.start("rest") + len(rest)
        phrase = text[match.start() : end]
        found.append((match.start(), end, FactFound(phrase, kind, rest, True, False, (match.start(), end), kind)))
    return found


def _attribute_at(text: str, tokens: Sequence[Token], position: int, covered: set[int]) -> Claim | None:
    found = _attributes().longest(tokens, position)
    if found is None:
        return None
    end, attribute = found
    first, subject = _owner(text, tokens, position)
    if subject is None:
        after = _subject_after(text, tokens, end)
        if after is not None:
            end, subject = after
            first = position - 1 if position and tokens[position - 1].lower == "the" else position
    if subject is None:
        if (
            attribute in word_set("facts", "attributes", "needs_name")
            or " " not in attribute
            or tokens[position - 1].lower not in {"the", "in"}
        ):
            return None
        first, subject = (position - 1 if tokens[position - 1].lower == "the" else position), ""
    if not _is_fact(attribute, subject, tokens, position):
        return None
    if not covered.isdisjoint(range(first, end)):
        return None
    span = (tokens[first].start, tokens[end - 1].end)
    visual = attribute in word_set("facts", "attributes", "visual") and " " in attribute
    written = attribute in word_set("facts", "attributes", "texts")
    told = tokens[first - 1].lower if first else ""
    return Claim(
        first,
        end,
        FactFound(
            text[span[0] : span[1]],
            attribute,
            subject,
            visual,
            written,
            span,
            attribute.rpartition(" ")[2],
            letters=written and not visual and told in _TELLING,
        ),
    )


def _is_fact(attribute: str, subject: str, tokens: Sequence[Token], position: int) -> bool:
    """Whether the words ask for knowledge and are not mere description: "its age", "a symbol of love" are."""
    if " " in attribute or subject[:1].isupper():
        return True
    asking = attribute in word_set("facts", "attributes", "asking")
    if not subject:
        return asking
    before = tokens[position - 1].lower if position else ""
    return asking and before in {"the", "chemical"} and subject.lower() not in word_set("nouns", "roles", "abstract")


def _brand_colour(text: str, tokens: Sequence[Token], position: int) -> Claim | None:
    """The colour of a name, without its value: "in Spotify green"."""
    if tokens[position].lower not in {"in", "of"} or position + 2 >= len(tokens):
        return None
    end = position + 1
    while end < len(tokens) and tokens[end].kind is TokenKind.WORD and tokens[end].is_capitalised:
        end += 1
    if end == position + 1 or end >= len(tokens) or colour_named(tokens[end].lower) is None:
        return None
    following = tokens[end + 1] if end + 1 < len(tokens) else None
    if following is not None and (
        following.kind in {TokenKind.HEX} or following.text == "(" or following.lower in known_nouns()
    ):
        return None
    span = (tokens[position + 1].start, tokens[end].end)
    subject = text[span[0] : tokens[end - 1].end]
    return Claim(
        position + 1, end + 1, FactFound(text[span[0] : span[1]], "official colour", subject, False, False, span)
    )


def _owner(text: str, tokens: Sequence[Token], position: int) -> tuple[int, str | None]:
    """Who stands before the attribute: "its", "Spotify's", "Spotify"."""
    before = position - 1
    if before < 0:
        return position, None
    if tokens[before].lower in {"its", "their"}:
        return before, ""
    if before > 1 and tokens[before].kind is TokenKind.GENITIVE and tokens[before - 1].lower in _OWNERS:
        return before - 2, ""
    end = before
    if tokens[before].kind is TokenKind.GENITIVE or tokens[before].text in {"'", "’"}:
        end = before - 1
    elif not tokens[before].is_capitalised or tokens[before].kind is not TokenKind.WORD or before == 0:
        return position, None
    first = end
    while (
        first >= 0
        and tokens[first].kind is TokenKind.WORD
        and tokens[first].is_capitalised
        and end - first < _MAX_SUBJECT_WORDS
    ):
        first -= 1
    first += 1
    if first > end:
        return position, None
    if first < end and tokens[first].lower in {"the", "in", "a", "an"}:
        first += 1
    subject = text[tokens[first].start : tokens[end].end]
    return (first - 1 if first and tokens[first - 1].lower == "the" else first), subject


def _subject_after(text: str, tokens: Sequence[Token], end: int) -> tuple[int, str] | None:
    """Who stands after "of": "of Chile", "of the Faroe Islands", "of tungsten", "of that country"."""
    if end >= len(tokens) or tokens[end].lower not in {"of", "for"}:
        return None
    first = end + 1
    if first < len(tokens) and tokens[first].lower == "the":
        first += 1
    if first >= len(tokens) or tokens[first].kind is not TokenKind.WORD:
        return None
    if tokens[first].lower in {"it", "them"}:
        return first + 1, ""
    if tokens[first].lower in {"that", "this", "these", "those", "each"}:
        return min(first + 2, len(tokens)), ""
    last = first
    while last + 1 < len(tokens) and last - first < _MAX_SUBJECT_WORDS and _continues_name(tokens, last + 1):
        last += 1
    return last + 1, text[tokens[first].start : tokens[last].end]


def _continues_name(tokens: Sequence[Token], position: int) -> bool:
    token = tokens[position]
    if token.kind is not TokenKind.WORD:
        return False
    if token.is_capitalised:
        return tokens[position - 1].is_capitalised or tokens[position - 1].lower in _LINKS
    following = tokens[position + 1] if position + 1 < len(tokens) else None
    return (
        token.lower in {"of", "the", "de", "la"}
        and following is not None
        and following.is_capitalised
        and tokens[position - 1].is_capitalised
    )
