"""Facts: which are missing, how to ask for them, and how to take their value out of what was found."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from genevolve.agent.planner.history import History, TextFound
from genevolve.agent.planner.matching import closeness, is_stale, plain_title, stem, terms
from genevolve.agent.planner.wordlists import other_attributes, word_list
from genevolve.language.description import OpenFact

_HEX = re.compile(r"#[0-9a-fA-F]{6}\b")
_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+(?=[A-Z0-9“\"'])|\n")
_YEAR = re.compile(r"\b(?:1[0-9]{3}|20[0-9]{2})\b")
_TELLING = re.compile(r"[A-ZÀ-Þ][\w'’-]*|[0-9]+|[\"“][^\"”]+[\"”]")
_NUMBERED = re.compile(r"\bnumber\s+[0-9]+")
_NAME_END = re.compile(r",|\s\(|\s+-?[\d,.]+\s*(?:m|ft|km)?\b|\s+(?:at|with|in|on|which|that)\s")
_MAX_VALUE_WORDS = 12
_WANTED_AS = re.compile(r"\s+(?:as|on|in the form of)\s+(?:an?|the)\s+.*$")
_SENTENCE_SUBJECT = re.compile(
    r"(?:The\s+)?([A-Z][\w'’-]*(?:\s+[\w'’-]+){0,4}?)(?:\s+\([^)]*\))?,?\s+(?:was|is|were|are|has)\b"
)
_ABOUT = re.compile(
    r"^(?:the\s+)?(?:discovery|history|capital|symbols?|facts?|story|origin|founding)\s+(?:of|on|about)\s+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Found:
    """The value of an open fact: its first reading, other readings of it, and the card it stands on."""

    fact: OpenFact
    value: str
    hex: str | None = None
    others: tuple[str, ...] = ()
    card: str = ""


def query_for(fact: OpenFact) -> str:
    """What to ask `search`: attribute and subject, in plain words."""
    if is_description(fact):
        return f"{fact.attribute} {_bare(fact.subject)}"
    if fact.attribute and fact.subject:
        return f"{fact.attribute} of {fact.subject}"
    return fact.phrase or fact.attribute or fact.subject


def second_query_for(fact: OpenFact) -> str:
    """What to ask when the first query brought no answer: the facts on the subject."""
    if is_description(fact):
        return " ".join(word for word in _bare(fact.subject).split() if stem(word.casefold()) not in word_list("idle"))
    others = other_attributes(fact.attribute)
    return f"{fact.subject} facts: {others[0] if others else fact.attribute}" if fact.subject else fact.phrase


def is_description(fact: OpenFact) -> bool:
    """Whether the subject is no name but says what is true of the thing: "the element discovered in Spain in 1783"."""
    follows = fact.phrase.casefold().endswith(f"{fact.attribute} {fact.subject}".casefold())
    return bool(fact.attribute and fact.subject[:1].islower()) and follows


def is_asked_name(fact: OpenFact) -> bool:
    """Whether a name is sought as letters, and not the thing of that name: "the name of its highest mountain"."""
    return fact.phrase.casefold().startswith("the name of ")


def _bare(subject: str) -> str:
    """A description without what is wanted of the thing: "… as a tile"."""
    return _WANTED_AS.sub("", subject)


def is_colour(fact: OpenFact) -> bool:
    """Whether a colour is sought."""
    return bool(word_list("colour_attributes") & set(terms(fact.attribute)))


def is_visual(fact: OpenFact) -> bool:
    """Whether something that can be drawn is sought."""
    if is_colour(fact) or is_asked_name(fact):
        return False
    return is_description(fact) or bool(word_list("visual_attributes") & set(terms(fact.attribute)))


def resolve(fact: OpenFact, history: History) -> Found | None:
    """The value of `fact` in what was found so far, or None."""
    if is_description(fact):
        return _described(fact, history.all_texts)
    for hit in ranked(fact, history.all_texts):
        found = _colour_in(fact, hit) if is_colour(fact) else _value_in(fact, hit)
        if found is not None:
            return found
    return None


def _described(fact: OpenFact, hits: Sequence[TextFound]) -> Found | None:
    """The thing of which some text says all that the description asks."""
    asked = {word for word in terms(_bare(fact.subject)) if stem(word) not in word_list("idle")}
    wanted_as = _WANTED_AS.search(fact.subject)
    form = f" {wanted_as[0].split()[-1]}" if wanted_as else ""
    current = [hit for hit in dict.fromkeys(hits) if not is_stale(hit.title, asked=fact.phrase)]
    telling = {word for word in terms(" ".join(_TELLING.findall(fact.subject))) if stem(word) not in word_list("idle")}
    tries = [(asked, _by_title), (asked, _by_sentence)] + [(telling, _by_title)] * (len(telling) > 1)
    for wanted, answers in tries:
        for hit in sorted(current, key=lambda hit: not _says_number(fact, hit)):
            value = answers(wanted, hit)
            if value and not set(terms(value)) <= asked | set(terms(fact.attribute)):
                return Found(fact=fact, value=_as_kind(fact, value) + form, card=hit.title)
    return None


def _says_number(fact: OpenFact, hit: TextFound) -> bool:
    """Whether a number stands behind the same word as asked: "atomic number 106", not an atomic weight of 106."""
    found = _NUMBERED.search(fact.subject)
    return found is None or re.search(rf"\b{found[0]}\b(?![.,]\d)", hit.snippet) is not None


def _as_kind(fact: OpenFact, value: str) -> str:
    """What was found, as what was asked for: "coat of arms of House Tarn"."""
    return f"{fact.attribute} of {value}" if set(terms(fact.attribute)) & word_list("emblems") else value


def _by_title(asked: set[str], hit: TextFound) -> str:
    """What a text is about, when it says all that is asked."""
    if not asked <= set(terms(f"{hit.title} {hit.snippet}")):
        return ""
    return _ABOUT.sub("", plain_title(hit.title).partition(":")[0]).strip()


def _by_sentence(asked: set[str], hit: TextFound) -> str:
    """Of whom a sentence of a text says all that is asked."""
    for sentence in _sentences(hit.snippet):
        named = _SENTENCE_SUBJECT.match(sentence)
        if named and asked <= set(terms(sentence)):
            return named[1].strip()
    return ""


def ranked(fact: OpenFact, hits: Sequence[TextFound]) -> list[TextFound]:
    """The hits that speak of the fact's subject, the best first; outdated cards come last."""
    subject = set(terms(fact.subject))
    speaking = [hit for hit in dict.fromkeys(hits) if subject <= set(terms(f"{hit.title} {hit.snippet}"))]
    return sorted(speaking, key=lambda hit: _rank(fact, hit))


def _rank(fact: OpenFact, hit: TextFound) -> tuple[bool, bool, float]:
    """Outdated last; then cards whose title holds the subject; then those that speak of the attribute."""
    titled = set(terms(fact.subject)) <= set(terms(hit.title))
    spoken = closeness(fact.attribute, f"{hit.title} {hit.snippet}".replace("\n", " ")) if fact.attribute else 0.0
    overlap = len(set(terms(fact.attribute)) & set(terms(f"{hit.title} {hit.snippet}")))
    stale = is_stale(hit.title, asked=fact.phrase) or is_stale(_first_sentence(hit.snippet), asked=fact.phrase)
    return stale, not titled, -(overlap + closeness(fact.subject, hit.title) + 0.1 * spoken)


def _colour_in(fact: OpenFact, hit: TextFound) -> Found | None:
    wanted = set(terms(fact.attribute))
    sentences = [sentence for sentence in _sentences(hit.snippet) if _HEX.search(sentence)]
    if not sentences:
        return None
    stated = re.search(rf"{_attribute_pattern(fact)}\s*[:=]\s*[^;.#]{{0,60}}?(#[0-9a-fA-F]{{6}})\b", hit.snippet, re.I)
    if stated and not is_stale(hit.snippet[: stated.start()].rpartition(".")[2], asked=fact.phrase):
        return Found(fact=fact, value="", hex=stated[1].lower(), card=hit.title)
    best = max(sentences, key=lambda sentence: (not is_stale(sentence), len(wanted & set(terms(sentence)))))
    code = _HEX.findall(best)[0].lower()
    return Found(fact=fact, value=_colour_name(best, code), hex=code, card=hit.title)


def _colour_name(sentence: str, code: str) -> str:
    """A name that the card itself gives: 'is Spotify Green (#1DB954)'."""
    named = re.search(
        rf"\b(?:is|called|known as)\s+(?:the\s+)?([^\d#,;:.()]{{3,40}}?)\s*[,(]?\s*(?:hex\s*)?{code}", sentence, re.I
    )
    return named[1].strip() if named else ""


def _value_in(fact: OpenFact, hit: TextFound) -> Found | None:
    for named in (fact, *(replace(fact, attribute=other) for other in other_attributes(fact.attribute))):
        for reading in (_labelled, _stated, _possessive, _done_by, _following, _dated, _titled):
            value = reading(named, hit)
            if value and is_asked_name(fact):
                value = _NAME_END.split(value)[0]
            if value:
                values = _alternatives(value) if is_visual(fact) else [value]
                return Found(fact=fact, value=values[0], others=tuple(values[1:]), card=hit.title)
    return None


def _attribute_pattern(fact: OpenFact) -> str:
    words = [re.escape(word) for word in re.findall(r"[\w'’-]+", fact.attribute)]
    return r"[\s-]+".join(f"{word}(?:s|es)?" for word in words)


def _done_by(fact: OpenFact, hit: TextFound) -> str:
    """Who did it: "was discovered by William Gregor in 1791"."""
    if not fact.attribute.endswith(" by"):
        return ""
    found = re.search(rf"\b{re.escape(fact.attribute)}\s+([A-Z][^,.;()]{{2,60}})", hit.snippet)
    return _clean(re.split(r"\s+(?:in|at|on|between|around)\s", found[1])[0]) if found else ""


def _following(fact: OpenFact, hit: TextFound) -> str:
    """A sign or a number right behind its name: "has symbol Ti and atomic number 22"."""
    if not {"symbol", "number"} & set(terms(fact.attribute)):
        return ""
    found = re.search(rf"\b{_attribute_pattern(fact)}\s+([A-Z][a-z]?|[0-9]+)\b", hit.snippet)
    return found[1] if found else ""


def _labelled(fact: OpenFact, hit: TextFound) -> str:
    """A line "National animal: huemul"; also "Flag / national animal: …" and a label that the attribute ends."""
    if not fact.attribute:
        return ""
    labels = [_attribute_pattern(fact)]
    if len(fact.attribute.split()) > 1 and not is_colour(fact):
        labels.append(rf"{re.escape(fact.attribute.split()[0])}\s+symbols?(?:\(s\))?[^:.]{{0,80}}")
    for label in labels:
        found = re.search(
            rf"(?:^|[\s(;,.]){label}(?:\(s\))?(?:\s+of\s+[^:;.,]{{1,40}})?\s*[:=]\s*([^;.\n]+)",
            hit.snippet,
            re.IGNORECASE,
        )
        if found:
            return _clean(found[1], fact)
    return ""


def _stated(fact: OpenFact, hit: TextFound) -> str:
    """A sentence "The national animal of Chile is the huemul."."""
    if not fact.attribute:
        return ""
    pattern = rf"{_attribute_pattern(fact)}(?:\s+(?:of|for|in)\s+[^.;:]{{1,60}}?)?\s+(?:is|are|was|were)\s+([^.;]+)"
    found = re.search(pattern, hit.snippet, re.IGNORECASE)
    return _clean(found[1], fact) if found else ""


def _possessive(fact: OpenFact, hit: TextFound) -> str:
    """A sentence "The huemul is the national animal of Chile."."""
    if not fact.attribute:
        return ""
    found = re.search(
        rf"(?:^|[.;]\s+)([^.;]{{2,60}}?)\s+(?:is|are)\s+(?:the\s+|its\s+)?{_attribute_pattern(fact)}\b",
        hit.snippet,
        re.IGNORECASE,
    )
    return _clean(found[1]) if found else ""


def _dated(fact: OpenFact, hit: TextFound) -> str:
    """A year in the sentence that speaks of the attribute: "was discovered in 1783"."""
    if not {"year", "date"} & set(terms(fact.attribute)):
        return ""
    wanted = {_root(word) for word in terms(fact.attribute)} - {"year", "date"}
    for sentence in _sentences(hit.snippet):
        if wanted <= {_root(word) for word in terms(sentence)} and (year := _YEAR.search(sentence)):
            return year[0]
    return ""


def _titled(fact: OpenFact, hit: TextFound) -> str:
    """A description that only one card answers: "the element isolated in Spain in 1783" is the card's own title."""
    if fact.subject and fact.subject.casefold() not in fact.phrase.casefold():
        return ""
    asked = set(terms(fact.phrase))
    title = plain_title(hit.title)
    described = len(asked) >= 3 and asked <= set(terms(f"{hit.title} {hit.snippet}"))
    return title if described and not set(terms(title)) & set(terms(fact.subject)) else ""


def _root(word: str) -> str:
    """A crude root, so that "discovery" meets "discovered"."""
    return stem(word)[:5]


def _sentences(text: str) -> list[str]:
    return [sentence for sentence in _SENTENCE_END.split(text) if sentence.strip()]


def _first_sentence(text: str) -> str:
    return next(iter(_sentences(text)), "")


def _clean(value: str, fact: OpenFact | None = None) -> str:
    """A value without marks around it; a motto or a name keeps its article, a thing to be drawn does not."""
    value = value.strip(" ,:;.\"'“”")
    if fact is None or is_visual(fact):
        value = re.sub(r"^(?:the|an?)\s+", "", value, flags=re.IGNORECASE)
    return " ".join(value.split()[:_MAX_VALUE_WORDS])


def _alternatives(value: str) -> list[str]:
    """The names in a value: "huemul (mountain deer), Andean condor" holds three."""
    parts: list[str] = []
    for piece in re.split(r",\s*|\s+and\s+|\s*/\s*", value):
        outside, *inside = re.split(r"[()]", piece)
        parts += [_clean(part) for part in (outside, *inside)]
    return [part for part in dict.fromkeys(parts) if part] or [value]
