"""The visual subjects of a picture: which need a reference, what to ask for, and which of the results to trust."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from genevolve.agent.planner.history import PictureFound, TextFound
from genevolve.agent.planner.matching import closeness, is_stale, plain_title, terms
from genevolve.agent.planner.wordlists import synonyms, word_list
from genevolve.language.colours import colour_names
from genevolve.language.lexicons import word_set
from genevolve.language.living import animals
from genevolve.language.nouns import singular

_TRUSTED = 0.6
_SIMILAR = re.compile(r"similar to (the [a-z ]{3,20} of [A-Z][\w'’-]+(?: [A-Z][\w'’-]+)*)")
_TRUSTED_NAME = 0.9
_ALIKE = 0.75
_FIRST_WORDS = 220
_FIRST_LOOKS = 60
_NEARLY_THE_SAME = 0.8


@dataclass(frozen=True, slots=True)
class Subject:
    """One distinct thing whose looks matter, by the indices of its things.

    `queries` are what to look for, the best first: its name, its `other_names`, then words for what it is `akin` to.
    """

    queries: tuple[str, ...]
    named: bool
    things: tuple[int, ...]
    other_names: tuple[str, ...] = ()
    akin: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Its first name."""
        return self.queries[0]

    def names_of(self, query: str) -> tuple[str, ...]:
        """The titles that a picture found by `query` may bear: the query's synonyms, and what it is a kind of."""
        if self.named:
            return (self.name,)
        return tuple(dict.fromkeys((query, *synonyms(query), *(word for word in self.akin if word in query))))

    @property
    def kinds(self) -> frozenset[str]:
        """The words of its name that say what kind of picture is wanted."""
        return word_list("kinds") & set(terms(self.name))


@dataclass(frozen=True, slots=True)
class Choice:
    """The picture chosen for a subject by one of its names, and the look-alike that was passed over.

    `exact` is false when the picture shows only something akin: a deer for a mountain deer.
    """

    subject: Subject
    query: str
    picture: PictureFound
    exact: bool = True
    passed_over: PictureFound | None = None


def choose(subject: Subject, query: str, pictures: Sequence[PictureFound]) -> Choice | None:
    """The picture that shows the very subject, by any name that `query` has; None when none does.

    A wrong reference is worse than none: a generator copies it.
    """
    names = subject.names_of(query)
    enough = _TRUSTED_NAME if subject.named else _TRUSTED
    scored = [
        (fitness(subject, name, picture) - 0.02 * rank - 0.1 * (name != names[0]), rank, name)
        for rank, picture in enumerate(pictures)
        for name in names
    ]
    score, rank, name = max(scored, key=lambda entry: (entry[0], -entry[1]), default=(0.0, 0, ""))
    if score < enough:
        return None
    akin = not subject.named and (
        name not in (query, *synonyms(query)) or query not in (subject.name, *subject.other_names)
    )
    return Choice(subject, query, pictures[rank], not akin, _look_alike(subject, pictures))


def _look_alike(subject: Subject, pictures: Sequence[PictureFound]) -> PictureFound | None:
    """Another named thing of the same kind among the results: what a careless eye would take."""
    for picture in pictures:
        title = plain_title(picture.title)
        own, words = set(terms(subject.name)) - subject.kinds, set(terms(title))
        named = any(word[:1].isupper() for word in title.split()[1:])
        alike = subject.kinds & words & word_list("marks") or _ratio(subject.name, title) > _ALIKE
        if subject.named and named and alike and not own <= words:
            return picture
    return None


def _ratio(one: str, other: str) -> float:
    return SequenceMatcher(None, one.casefold(), other.casefold()).ratio()


def fitness(subject: Subject, query: str, picture: PictureFound) -> float:
    """How sure the words beside a picture make it that it shows `query` and nothing else."""
    title, about = set(terms(picture.title)), set(terms(picture.about))
    asked = set(terms(query))
    kinds = subject.kinds & asked
    proper = (asked - kinds) or asked
    if not proper <= title or _is_another_mark(asked, title):
        return 0.0
    score = 0.55 + 0.45 * closeness(query, plain_title(picture.title))
    score += 0.3 if kinds <= title | about else -0.3
    if kinds & word_list("emblems"):
        score += 0.06 * bool(word_list("clean_drawings") & about)
    return score - _drawbacks(query, picture, named=subject.named)


def _is_another_mark(asked: set[str], title: set[str]) -> bool:
    """Whether a mark is asked for and the title is another: the flag, where the arms are wanted."""
    marks = word_list("marks")
    return bool(asked & marks) and bool(title & marks) and not asked & title & marks


def _drawbacks(query: str, picture: PictureFound, *, named: bool) -> float:
    """What speaks against a picture: another kind, a bare pictogram, more than was asked for, an outdated look."""
    asked, against = set(terms(query)), 0.0
    title, about = set(terms(picture.title)), set(terms(picture.about))
    if word_list("mark_kinds") & (title | about) and not word_list("mark_kinds") & asked:
        against += 0.3 if named and title & word_list("plain_drawings") else 1.0
    if not named:
        against += 0.7 * _is_of_another_sort(query, picture.title) + 0.3 * max(
            0, len(_extras(query, picture.title)) - 1
        )
    if word_list("plain_drawings") & title and not word_list("plain_drawings") & asked:
        against += 0.25
    if "and" in picture.title.split() and "and" not in query.split():
        against += 0.75
    if is_stale(picture.title, asked=query):
        against += 0.6
    return against


def _is_of_another_sort(query: str, title: str) -> bool:
    """Whether a noun before the same head makes it another thing: "beer mug" for a mug, but not "red mug"."""
    asked, found = terms(query), terms(plain_title(title))
    return bool(asked and found) and asked[-1] == found[-1] and bool(_extras(query, title))


def _extras(query: str, title: str) -> list[str]:
    """The words of a title that were not asked for, colours and adjectives left aside."""
    plain = word_set("words", "adjectives") | set(colour_names())
    return [word for word in terms(plain_title(title)) if word not in terms(query) and word not in plain]


def card_for(subject: Subject, texts: Sequence[TextFound]) -> TextFound | None:
    """The text that describes the subject: its title is the subject's name, and it is not outdated."""
    proper = set(terms(subject.name)) - subject.kinds or set(terms(subject.name))
    fitting = [text for text in texts if proper <= set(terms(text.title))]
    current = [text for text in fitting if not is_stale(f"{text.title}. {text.snippet[:80]}")] or fitting
    return max(current, key=lambda text: _fits(subject, text), default=None)


def _fits(subject: Subject, text: TextFound) -> float:
    kinds_said = len(subject.kinds & set(terms(f"{text.title} {text.snippet}")))
    return closeness(subject.name, plain_title(text.title)) + 0.3 * kinds_said


def kinds_said(name: str, texts: Sequence[TextFound]) -> tuple[str, ...]:
    """The animals that an article on `name` calls it in its first words: "The yak is a kind of long-haired cattle"."""
    for text in texts:
        if terms(plain_title(text.title)) == terms(name):
            words = [singular(word) for word in re.findall(r"[a-z]+", text.snippet[:_FIRST_WORDS].casefold())]
            return tuple(dict.fromkeys(word for word in words if word in animals() and word not in name.casefold()))
    return ()


def look_alike_said(subject: Subject, texts: Sequence[TextFound]) -> str:
    """Another thing of the kind that a found text calls similar, or describes in nearly the same words."""
    if not subject.kinds:
        return ""
    own = [text for text in texts if set(terms(subject.name)) <= set(terms(f"{text.title} {_head(text)}"))]
    others = [text for text in texts if text not in own and subject.kinds <= set(terms(_head(text)))]
    for text in own:
        found = _SIMILAR.search(text.snippet)
        if found and not set(terms(found[1])) <= set(terms(subject.name)):
            return found[1]
        for other in others:
            if _ratio(_looks(text), _looks(other)) > _NEARLY_THE_SAME:
                return _head(other)[:1].lower() + _head(other)[1:]
    return ""


def _head(text: TextFound) -> str:
    """What a card says it describes: "Flag of Romania" in "Flag of Romania: description: three equal …"."""
    return text.snippet.partition(":")[0].removeprefix("The ") if ":" in text.snippet[:60] else text.title


def _looks(text: TextFound) -> str:
    """The first words of the description itself."""
    return text.snippet.partition(":")[2].strip().removeprefix("description:").strip()[:_FIRST_LOOKS]
