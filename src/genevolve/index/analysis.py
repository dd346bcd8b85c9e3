"""From text to the words that are indexed and searched, the same on both sides."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources

from tantivy import Filter, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

ANALYSER_VERSION = "english-2"
"""Written into every library. Change it whenever the words below would come out differently."""

STEMS = "genevolve_stems"
"""The name under which an index knows the stemming analyser."""

MAX_WORD_LETTERS = 60

_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}"
_WORD = rf"[{_UNSPACED}]|[[\p{{L}}\p{{M}}\p{{N}}]--[{_UNSPACED}]]+(?:['’][sS]\b)?"


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a query: as it is spelt (lower case, without accents) and its stem."""

    spelling: str
    stem: str
    weak: bool = False
    """Grammar and asking words: they weigh little."""


@cache
def stemmer() -> TextAnalyzer:
    """Words of any script, folded to plain letters, in lower case, without `'s`, stemmed as English."""
    return _plain_words().filter(Filter.stemmer("english")).build()


@cache
def speller() -> TextAnalyzer:
    """The same words as they are spelt, before the stemmer."""
    return _plain_words().build()


def _plain_words() -> TextAnalyzerBuilder:
    builder = TextAnalyzerBuilder(Tokenizer.regex(_WORD))
    return builder.filter(Filter.remove_long(MAX_WORD_LETTERS)).filter(Filter.lowercase()).filter(Filter.ascii_fold())


def normalise(text: str) -> str:
    """One form for every way of writing the same letters; lone surrogates, which no index can hold, are replaced."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFKC", text).encode("utf-8", "replace").decode("utf-8")


def spellings(text: str) -> list[str]:
    """The words of `text` as they are spelt, without a possessive `'s`."""
    return [word.removesuffix("'s") for word in speller().analyze(normalise(text))]


def stems(text: str) -> list[str]:
    """The stems of `text`, in order: exactly what an index holds of it."""
    return list(stemmer().analyze(normalise(text)))


def words(text: str) -> list[Word]:
    """The words of `text` in order. A short word in capitals ("US", "IT") is never weak."""
    text = normalise(text)
    capitals = set() if text.isupper() else {part for part in text.split() if part.isupper() and 1 < len(part) <= 4}
    capitals = {part.lower() for part in capitals}
    found = []
    for spelling, stem in zip(speller().analyze(text), stemmer().analyze(text), strict=True):
        spelling = spelling.removesuffix("'s")
        found.append(Word(spelling, stem, weak=spelling in function_words() and spelling not in capitals))
    return found


@cache
def function_words() -> frozenset[str]:
    """Words that weigh little, from `function_words.toml`."""
    table = tomllib.loads(resources.files(__package__).joinpath("function_words.toml").read_text(encoding="utf-8"))
    return frozenset(word for group in table.values() for word in group)


def name_key(name: Iterable[str]) -> str:
    """What a name is compared by as a whole: its telling stems in any order ("Chad's flag" is "the flag of Chad")."""
    return " ".join(sorted(name))


def telling(name: list[Word]) -> list[Word]:
    """The words of a name without the weak ones, or all of them when all are weak ("The Who")."""
    return [word for word in name if not word.weak] or name
