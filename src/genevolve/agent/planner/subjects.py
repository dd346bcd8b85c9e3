"""The visual subjects of a picture: which need a reference, what to ask for, and which of the results to trust."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from genevolve.agent.planner.history import PictureFound, TextFound
from genevolve.agent.planner.matching import closeness, fold, is_stale, terms
from genevolve.agent.planner.wordlists import word_list

_TRUSTED = 0.6
_TRUSTED_NAME = 0.9


@dataclass(frozen=True, slots=True)
class Subject:
    """One distinct thing whose looks matter. `queries` are its names, the best first; `things` are its indices."""

    queries: tuple[str, ...]
    named: bool
    things: tuple[int, ...]

    @property
    def name(self) -> str:
        """Its first name."""
        return self.queries[0]

    @property
    def kinds(self) -> frozenset[str]:
        """The words of its name that say what kind of picture is wanted."""
        return word_list("kinds") & set(terms(self.name))


@dataclass(frozen=True, slots=True)
class Choice:
    """The picture chosen for a subject, and one sentence on what it was preferred to, for the thought."""

    subject: Subject
    query: str
    picture: PictureFound
    passed_over: PictureFound | None = None


def choose(subject: Subject, query: str, pictures: Sequence[PictureFound]) -> Choice | None:
    """The picture that shows the very subject, or None when none does: a wrong reference is worse than none."""
    scored = [(fitness(subject, query, picture) - 0.02 * rank, picture) for rank, picture in enumerate(pictures)]
    trusted = [(score, picture) for score, picture in scored if score >= (_TRUSTED_NAME if subject.named else _TRUSTED)]
    if not trusted:
        return None
    best = max(trusted, key=lambda pair: pair[0])[1]
    look_alikes = [
        picture for score, picture in scored if picture.title != best.title and (score, picture) not in trusted
    ]
    return Choice(subject, query, best, look_alikes[0] if look_alikes else None)


def fitness(subject: Subject, query: str, picture: PictureFound) -> float:
    """How sure the words beside a picture make it that it shows `query` and nothing else."""
    title, about = set(terms(picture.title)), set(terms(picture.about))
    asked = set(terms(query))
    kinds = subject.kinds & asked
    proper = asked - kinds
    if not proper <= (title if subject.named else title | about):
        return 0.0
    score = 0.55 + 0.45 * closeness(query, picture.title)
    if subject.named:
        score += 0.3 if kinds <= title | about else -0.3
    else:
        score += 0.3 if proper <= title else 0.1
    marks = word_list("mark_kinds")
    if marks & (title | about) and not marks & asked:
        score -= 0.45
    if word_list("plain_drawings") & (title | about) and not word_list("plain_drawings") & asked:
        score -= 0.15
    if is_stale(picture.title, asked=query):
        score -= 0.6
    return score


def card_for(subject: Subject, texts: Sequence[TextFound]) -> TextFound | None:
    """The text that describes the subject: its title is the subject's name, and it is not outdated."""
    fitting = [text for text in texts if set(terms(subject.name)) - subject.kinds <= set(terms(text.title))]
    current = [text for text in fitting if not is_stale(text.title)] or fitting
    return max(current, key=lambda text: _fits(subject, text), default=None)


def _fits(subject: Subject, text: TextFound) -> float:
    kinds_said = len(subject.kinds & set(terms(f"{text.title} {text.snippet}")))
    return closeness(subject.name, text.title) + 0.3 * kinds_said


def same_name(one: str, other: str) -> bool:
    """Whether two names mean one subject."""
    return terms(one) == terms(other) or fold(one) == fold(other)
