"""From a person's words to a tantivy query. No word of the query is ever read as query syntax."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from tantivy import Occur, Query, Schema, Searcher

from genevolve.index.analysis import Word, name_key, stems, words
from genevolve.index.shelf import ALIAS, BODY, KEYWORDS, NAME, SPELT, TITLE
from genevolve.index.spelling import Spellings

MAX_CHARACTERS = 4000
MAX_WORDS = 24
"""Of a longer query the rarest known words count."""
MAX_CORRECTED = 8
"""How many unknown words of one query are looked up as misspelt ones."""

FIELD_BOOSTS = {TITLE: 1.75, KEYWORDS: 1.5, BODY: 1.0}
FIELD_TIE_BREAKER = 0.25
NAME_BOOSTS = {NAME: 1.75, ALIAS: 1.65}
SPELT_NAME = 0.8
SHORT_NAME = 0.1
"""What is left of a name's boost when it is next to nothing of the query."""
COVERAGES = ((FIELD_BOOSTS, 0.75, 0.6), (FIELD_BOOSTS, 1.0, 0.6), ({TITLE: 1.0}, 1.0, 1.0))
"""Fields, the share of the query's words that stand in them, and what that adds."""
TITLE_PHRASE_BOOST = 0.6
BODY_PHRASE_BOOST = 0.3
WEAK_WORD = 0.2
COMMON_SHARE, COMMON_AT_LEAST = 0.2, 1000
"""A word of so large a share of the entries, and so many, is weak whatever it means."""
JOINED_WORDS = 0.9
SPLIT_WORD = 0.8
SLIP_COST = 1.6
"""A slip costs this share of a letter: the shorter the word, the less likely it is a slip."""
OTHER_START = 0.8
KNOWN_ELSEWHERE = 0.3
"""A word that stands in the library's other half is no slip, most likely: there just is nothing by that word here."""
RARE, LIKELIER, RARE_FORM = 2, 4, 0.7
"""A word of at most so many entries is also read as a word that is so many times likelier, at this weight."""

MAX_CORRECTIONS = 6
MAX_NAME_WORDS = 5
SKIPPED = 0.8
MAX_SKIPPING = 8
"""In longer queries, names are looked for in neighbouring words only."""
MAX_PHRASES = 8
MIN_PART_LETTERS = 3


@dataclass(frozen=True, slots=True)
class Sought:
    """A word that is looked for, in every form in which it may stand in the library."""

    spelling: str
    forms: tuple[tuple[str, float], ...]
    """Stems and how much each counts; the first is the likeliest."""
    parts: tuple[str, ...]
    """The two words of which this one may be made up."""
    weight: float
    rarity: float
    names: bool = True
    """Whether it may be part of a name. Weak words and far-fetched corrections are not."""


class QueryBuilder:
    """Builds queries for one index."""

    def __init__(
        self,
        schema: Schema,
        searcher: Searcher,
        load_spellings: Callable[[], Spellings],
        known_elsewhere: Callable[[str], bool],
    ) -> None:
        self._schema = schema
        self._searcher = searcher
        self._load_spellings = load_spellings
        self._known_elsewhere = known_elsewhere
        self._common = max(COMMON_AT_LEAST, int(COMMON_SHARE * searcher.num_docs))
        self.frequency = lru_cache(maxsize=4096)(self._count)

    def build(self, query: str) -> Query | None:
        """The query for `query`, or None when nothing in the library can match it."""
        asked = words(query[:MAX_CHARACTERS])
        sought = self._sought(asked)
        if not sought:
            return None
        naming = [word for one in asked if (word := sought.get(one.stem)) and word.names and word.forms]
        joined = self._joined(asked)
        clauses = [self._word(word, FIELD_BOOSTS) for word in (*sought.values(), *joined)]
        clauses += self._coverage([word for word in sought.values() if word.names])
        clauses += self._names(naming[: 2 * MAX_WORDS]) + self._names(joined) + self._phrases(naming)
        return Query.boolean_query([(Occur.Should, clause) for clause in clauses])

    def telling_stems(self, query: str) -> dict[str, float]:
        """Every stem that the query looks for and how much it tells."""
        told: dict[str, float] = {}
        for word in self._sought(words(query[:MAX_CHARACTERS])).values():
            told |= {stem: weight * word.weight * word.rarity for stem, weight in word.forms}
            told |= dict.fromkeys(word.parts, SPLIT_WORD * word.weight * word.rarity / 2)
        return told

    def _count(self, stem: str) -> int:
        """In how many entries a stem stands, in the field where it stands most."""
        return max(self._searcher.doc_freq(field, stem) for field in FIELD_BOOSTS)

    def _sought(self, asked: list[Word]) -> dict[str, Sought]:
        """What to look for, by the stem of the word that asked for it."""
        by_stem = {word.stem: word for word in asked}
        unique = [
            replace(word, weak=word.weak or self.frequency(stem) > self._common) for stem, word in by_stem.items()
        ]
        only_weak = all(word.weak for word in unique)
        if len(unique) > MAX_WORDS:
            kept = {word.stem for word in sorted(unique, key=self._dispensable)[:MAX_WORDS]}
            unique = [word for word in unique if word.stem in kept]
        unknown = [word.stem for word in unique if not self.frequency(word.stem)]
        unique = [word for word in unique if word.stem not in unknown[MAX_CORRECTED:]]
        found = {word.stem: self._one(word, word.weak and not only_weak) for word in unique}
        return {stem: word for stem, word in found.items() if word.forms or word.parts}

    def _dispensable(self, word: Word) -> tuple[bool, bool, float]:
        return word.weak, not self.frequency(word.stem), -self._rarity(word.stem)

    def _one(self, word: Word, weak: bool) -> Sought:
        weight = WEAK_WORD if weak else 1.0
        if frequency := self.frequency(word.stem):
            forms = ((word.stem, 1.0), *self._meant(word, frequency))
            return Sought(word.spelling, forms, (), weight, self._rarity(word.stem), not weak)
        far_fetched = self._known_elsewhere(word.stem)
        forms = self._corrected(word.spelling)
        parts = self._split(word.spelling)
        rarity = max((self._rarity(stem) for stem, _ in forms), default=sum(map(self._rarity, parts)))
        weight *= KNOWN_ELSEWHERE if far_fetched else 1
        return Sought(word.spelling, forms, parts, weight, rarity, not weak and not far_fetched)

    def _meant(self, word: Word, frequency: int) -> tuple[tuple[str, float], ...]:
        """A word that stands in hardly any entry, and in no title, may still be a slip for a common one."""
        if (
            frequency > RARE
            or self._searcher.doc_freq(TITLE, word.stem)
            or self._searcher.doc_freq(KEYWORDS, word.stem)
        ):
            return ()
        forms = self._corrected(word.spelling, at_least=frequency * LIKELIER)
        return tuple((stem, weight * RARE_FORM) for stem, weight in forms if stem != word.stem)

    def _corrected(self, spelling: str, at_least: int = 1) -> tuple[tuple[str, float], ...]:
        forms: dict[str, float] = {}
        for correction in self._load_spellings().corrections(spelling, MAX_CORRECTIONS):
            if correction.count < at_least:
                continue
            weight = 1 - SLIP_COST * correction.slips / len(spelling)
            weight *= 1 if correction.same_start else OTHER_START
            for stem in stems(correction.word):
                forms[stem] = max(weight, forms.get(stem, 0))
        return tuple(forms.items())

    def _split(self, spelling: str) -> tuple[str, ...]:
        best: tuple[str, ...] = ()
        best_frequency = 0
        for cut in range(MIN_PART_LETTERS, len(spelling) - MIN_PART_LETTERS + 1):
            parts = (*stems(spelling[:cut]), *stems(spelling[cut:]))
            frequency = min(self.frequency(part) for part in parts)
            if frequency > best_frequency:
                best, best_frequency = parts, frequency
        return best

    def _joined(self, asked: list[Word]) -> list[Sought]:
        """Neighbours that stand in the library as one word."""
        pairs = [left.spelling + right.spelling for left, right in pairwise(asked) if not (left.weak or right.weak)]
        found = [(pair, stem) for pair in dict.fromkeys(pairs[:MAX_WORDS]) for stem in stems(pair)]
        return [
            Sought(pair, ((stem, 1.0),), (), JOINED_WORDS, self._rarity(stem))
            for pair, stem in found
            if self.frequency(stem)
        ]

    def _word(self, word: Sought, fields: Mapping[str, float]) -> Query:
        if word.weight <= WEAK_WORD:
            fields = {field: boost for field, boost in fields.items() if field != BODY}
        ways = [self._stem(stem, weight * word.weight, fields) for stem, weight in word.forms]
        if word.parts:
            parts = [(Occur.Must, self._stem(part, SPLIT_WORD * word.weight, fields)) for part in word.parts]
            ways.append(Query.boolean_query(parts))
        return ways[0] if len(ways) == 1 else Query.disjunction_max_query(ways)

    def _stem(self, stem: str, weight: float, fields: Mapping[str, float]) -> Query:
        ways = [Query.boost_query(self._term(field, stem), weight * boost) for field, boost in fields.items()]
        return Query.disjunction_max_query(ways, FIELD_TIE_BREAKER)

    def _coverage(self, telling: Sequence[Sought]) -> list[Query]:
        """An entry that has nearly all of the words is worth more than one that has a few of them often."""
        if len(telling) < 2:
            return []
        worth = sum(word.rarity for word in telling)
        clauses = []
        for fields, share, boost in COVERAGES:
            found = [(Occur.Should, self._word(word, fields)) for word in telling]
            covering = Query.boolean_query(found, math.ceil(share * len(telling)))
            clauses.append(Query.const_score_query(covering, boost * worth))
        return clauses

    def _names(self, naming: Sequence[Sought]) -> list[Query]:
        """Whole names within the query: a title that the query spells out in full is likely what it is about."""
        total = sum(word.rarity for word in naming)
        by_stems, by_spelling = [], []
        for start in range(len(naming)):
            for end in range(start + 1, min(start + MAX_NAME_WORDS, len(naming)) + 1):
                span = naming[start:end]
                rarity = sum(word.rarity for word in span)
                worth = rarity * (SHORT_NAME + (1 - SHORT_NAME) * rarity / total)
                for key, weight in _span_keys(span, skip=len(naming) <= MAX_SKIPPING):
                    by_stems += [self._name(field, key, worth * weight * boost) for field, boost in NAME_BOOSTS.items()]
                spelt = name_key(word.spelling for word in span)
                by_spelling.append(self._name(SPELT, spelt, worth * SPELT_NAME))
        found = [[way for way in ways if way is not None] for ways in (by_stems, by_spelling)]
        return [Query.disjunction_max_query(ways) for ways in found if ways]

    def _name(self, field: str, key: str, score: float) -> Query | None:
        return Query.const_score_query(self._term(field, key), score) if self._searcher.doc_freq(field, key) else None

    def _phrases(self, naming: Sequence[Sought]) -> list[Query]:
        clauses = []
        for left, right in list(pairwise(naming))[:MAX_PHRASES]:
            pair: list[str | tuple[int, str]] = [left.forms[0][0], right.forms[0][0]]
            for field, boost in ((TITLE, TITLE_PHRASE_BOOST), (BODY, BODY_PHRASE_BOOST)):
                if all(self._searcher.doc_freq(field, stem) for stem in pair):
                    phrase = Query.phrase_query(self._schema, field, pair, slop=1)
                    clauses.append(Query.boost_query(phrase, boost))
        return clauses

    def _term(self, field: str, stem: str) -> Query:
        return Query.term_query(self._schema, field, stem, index_option="freq")

    def _rarity(self, stem: str) -> float:
        """Inverse document frequency, as BM25 has it."""
        frequency = self.frequency(stem)
        return math.log(1 + (self._searcher.num_docs - frequency + 0.5) / (frequency + 0.5))


def _span_keys(span: Sequence[Sought], skip: bool) -> list[tuple[str, float]]:
    """Name keys of consecutive words: with the likeliest form of each, with each other form of one, and without one."""
    first = [word.forms[0] for word in span]
    choices = [(first, 1.0)]
    for place, word in enumerate(span):
        choices += [([*first[:place], form, *first[place + 1 :]], form[1]) for form in word.forms[1:]]
    if skip:
        rarity = sum(word.rarity for word in span)
        for place in range(1, len(span) - 1):
            kept = 1 - span[place].rarity / rarity
            choices.append(([*first[:place], *first[place + 1 :]], SKIPPED * kept))
    weakest = min(weight for _, weight in first)
    return [(name_key(stem for stem, _ in forms), min(weight, weakest)) for forms, weight in choices]
