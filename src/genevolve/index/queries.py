"""From a person's words to a tantivy query. No word of the query is ever read as query syntax."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tantivy import Occur, Query, Schema, Searcher

from genevolve.index.analysis import Word, stems, words
from genevolve.index.shelf import ALIAS, BODY, KEYWORDS, NAME, TITLE
from genevolve.index.spelling import Spellings

MAX_CHARACTERS = 4000
MAX_WORDS = 32
"""Of a longer query the rarest known words count."""
MAX_CORRECTED = 8
"""How many unknown words of one query are looked up as misspelt ones."""

FIELD_BOOSTS = {TITLE: 3.0, KEYWORDS: 1.8, BODY: 1.0}
NAME_BOOSTS = {NAME: 3.0, ALIAS: 2.4}
TITLE_PHRASE_BOOST = 0.6
BODY_PHRASE_BOOST = 0.3
WEAK_WORD = 0.15
JOINED_WORDS = 0.9
SPLIT_WORD = 0.8
ONE_SLIP, TWO_SLIPS, OTHER_START = 0.8, 0.55, 0.8
FIELD_TIE_BREAKER = 0.25

MAX_CORRECTIONS = 6
MAX_NAME_WORDS = 6
MAX_PHRASES = 8
MIN_PART_LETTERS = 3


@dataclass(frozen=True, slots=True)
class Sought:
    """A word that is looked for, in every form in which it may stand in the library."""

    forms: tuple[tuple[str, float], ...]
    """Stems and how much each counts; the first is the likeliest."""
    parts: tuple[str, ...]
    """The two words of which this one may be made up."""
    weight: float
    rarity: float
    weak: bool = False


class QueryBuilder:
    """Builds queries for one index."""

    def __init__(self, schema: Schema, searcher: Searcher, load_spellings: Callable[[], Spellings]) -> None:
        self._schema = schema
        self._searcher = searcher
        self._load_spellings = load_spellings

    def build(self, query: str) -> Query | None:
        """The query for `query`, or None when nothing in the library can match it."""
        sought = self._sought(words(query[:MAX_CHARACTERS]))
        if not sought:
            return None
        clauses = [self._word(word) for word in sought]
        clauses += self._names([word for word in sought if not word.weak and word.forms]) + self._phrases(sought)
        return Query.boolean_query([(Occur.Should, clause) for clause in clauses])

    def telling_stems(self, query: str) -> dict[str, float]:
        """Every stem that the query looks for and how much it tells."""
        told: dict[str, float] = {}
        for word in self._sought(words(query[:MAX_CHARACTERS])):
            told |= {stem: weight * word.weight * word.rarity for stem, weight in word.forms}
            told |= dict.fromkeys(word.parts, SPLIT_WORD * word.weight * word.rarity / 2)
        return told

    def _sought(self, asked: list[Word]) -> list[Sought]:
        unique = list({word.stem: word for word in asked}.values())
        only_weak = all(word.weak for word in unique)
        if len(unique) > MAX_WORDS:
            kept = sorted(unique, key=self._dispensable)[:MAX_WORDS]
            unique = [word for word in unique if word in kept]
        unknown = [word for word in unique if not self._frequency(word.stem)]
        unique = [word for word in unique if word not in unknown[MAX_CORRECTED:]]
        found = [self._one(word, word.weak and not only_weak) for word in unique]
        found += self._joined(unique)
        return [word for word in found if word.forms or word.parts]

    def _dispensable(self, word: Word) -> tuple[bool, bool, float]:
        return word.weak, not self._frequency(word.stem), -self._rarity(word.stem)

    def _one(self, word: Word, weak: bool) -> Sought:
        weight = WEAK_WORD if weak else 1.0
        if self._frequency(word.stem):
            return Sought(((word.stem, 1.0),), (), weight, self._rarity(word.stem), weak)
        forms = self._corrected(word.spelling)
        parts = self._split(word.spelling)
        rarity = max((self._rarity(stem) for stem, _ in forms), default=sum(map(self._rarity, parts)))
        return Sought(forms, parts, weight, rarity, weak)

    def _corrected(self, spelling: str) -> tuple[tuple[str, float], ...]:
        forms: dict[str, float] = {}
        for correction in self._load_spellings().corrections(spelling, MAX_CORRECTIONS):
            weight = (ONE_SLIP if correction.slips == 1 else TWO_SLIPS) * (1 if correction.same_start else OTHER_START)
            for stem in stems(correction.word):
                forms[stem] = max(weight, forms.get(stem, 0))
        return tuple(forms.items())

    def _split(self, spelling: str) -> tuple[str, ...]:
        best: tuple[str, ...] = ()
        best_frequency = 0
        for cut in range(MIN_PART_LETTERS, len(spelling) - MIN_PART_LETTERS + 1):
            parts = (*stems(spelling[:cut]), *stems(spelling[cut:]))
            frequency = min(self._frequency(part) for part in parts)
            if frequency > best_frequency:
                best, best_frequency = parts, frequency
        return best

    def _joined(self, asked: Sequence[Word]) -> list[Sought]:
        found = []
        for left, right in pairwise(asked):
            for stem in stems(left.spelling + right.spelling):
                if not (left.weak or right.weak) and self._frequency(stem):
                    found.append(Sought(((stem, 1.0),), (), JOINED_WORDS, self._rarity(stem)))
        return found

    def _word(self, word: Sought) -> Query:
        fields = {TITLE: FIELD_BOOSTS[TITLE], KEYWORDS: FIELD_BOOSTS[KEYWORDS]} if word.weak else FIELD_BOOSTS
        ways = [self._stem(stem, weight * word.weight, fields) for stem, weight in word.forms]
        if word.parts:
            parts = [(Occur.Must, self._stem(part, SPLIT_WORD * word.weight, fields)) for part in word.parts]
            ways.append(Query.boolean_query(parts))
        return ways[0] if len(ways) == 1 else Query.disjunction_max_query(ways)

    def _stem(self, stem: str, weight: float, fields: dict[str, float]) -> Query:
        ways = [Query.boost_query(self._term(field, stem), weight * boost) for field, boost in fields.items()]
        return Query.disjunction_max_query(ways, FIELD_TIE_BREAKER)

    def _names(self, telling: Sequence[Sought]) -> list[Query]:
        """Whole names within the query: a title that the query spells out in full is likely what it is about."""
        total = sum(word.rarity for word in telling)
        ways = []
        for start in range(len(telling)):
            for end in range(start + 1, min(start + MAX_NAME_WORDS, len(telling)) + 1):
                span = telling[start:end]
                share = sum(word.rarity for word in span)
                for key, weight in _span_keys(span):
                    for field, boost in NAME_BOOSTS.items():
                        if self._searcher.doc_freq(field, key):
                            score = boost * weight * share * (0.5 + 0.5 * share / total)
                            ways.append(Query.const_score_query(self._term(field, key), score))
        return [Query.disjunction_max_query(ways)] if ways else []

    def _phrases(self, sought: Sequence[Sought]) -> list[Query]:
        telling = [word for word in sought if not word.weak and word.forms]
        clauses = []
        for left, right in list(pairwise(telling))[:MAX_PHRASES]:
            pair: list[str | tuple[int, str]] = [left.forms[0][0], right.forms[0][0]]
            for field, boost in ((TITLE, TITLE_PHRASE_BOOST), (BODY, BODY_PHRASE_BOOST)):
                if all(self._searcher.doc_freq(field, stem) for stem in pair):
                    phrase = Query.phrase_query(self._schema, field, pair, slop=1)
                    clauses.append(Query.boost_query(phrase, boost))
        return clauses

    def _term(self, field: str, stem: str) -> Query:
        return Query.term_query(self._schema, field, stem, index_option="freq")

    def _frequency(self, stem: str) -> int:
        return max(self._searcher.doc_freq(field, stem) for field in FIELD_BOOSTS)

    def _rarity(self, stem: str) -> float:
        """Inverse document frequency, as BM25 has it."""
        frequency = self._frequency(stem)
        return math.log(1 + (self._searcher.num_docs - frequency + 0.5) / (frequency + 0.5))


def _span_keys(span: Sequence[Sought]) -> list[tuple[str, float]]:
    """Name keys of consecutive words: with the likeliest form of each, and with each other form of one."""
    first = [word.forms[0] for word in span]
    choices = [first]
    for place, word in enumerate(span):
        choices += [[*first[:place], form, *first[place + 1 :]] for form in word.forms[1:]]
    return [(" ".join(sorted({stem for stem, _ in forms})), min(weight for _, weight in forms)) for forms in choices]
