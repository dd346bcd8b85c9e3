"""The messages of a trajectory read back into what is known: calls made, texts and pictures found, skills read.

The planner keeps nothing between calls. Like a language model it has only the messages, so everything that it knows is
rebuilt here from their text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from genevolve.models.policy import Message
from genevolve.records import Role, wire
from genevolve.tools.duplicates import content_words

_TOOL_CALL = re.compile(f"{wire.TOOL_CALL_OPEN}(.*?){wire.TOOL_CALL_CLOSE}", re.DOTALL)
_RESPONSE = re.compile(f"{wire.TOOL_RESPONSE_OPEN}(.*){wire.TOOL_RESPONSE_CLOSE}", re.DOTALL)
_TEXT_HIT = re.compile(r"\[(\d+)\] (.*)")
_PICTURE_HIT = re.compile(rf"({wire.IMAGE_ID_PATTERN}): (.*)")
_QUERY_LINE = "Query: "
_SKILL_LINE = "Skill: "
_AFTER_SKILL_NAME = re.compile(r"\n|\. ")
_ERROR_LINE = "Error: "
_FINAL_STEP = "final step"


@dataclass(frozen=True, slots=True)
class TextFound:
    """One ranked text, as it was shown."""

    title: str
    snippet: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class PictureFound:
    """One ranked picture, as it was shown: its id, its title, and whatever was said beside it."""

    img_id: str
    title: str
    about: str = ""


@dataclass(slots=True)
class History:
    """What one trajectory has come to know."""

    request: str = ""
    num_turns: int = 0
    num_answers: int = 0
    final_step: bool = False
    searched: set[frozenset[str]] = field(default_factory=set)
    pictured: set[frozenset[str]] = field(default_factory=set)
    opened: set[str] = field(default_factory=set)
    texts: dict[str, tuple[TextFound, ...]] = field(default_factory=dict)
    pictures: dict[str, tuple[PictureFound, ...]] = field(default_factory=dict)
    skills: set[str] = field(default_factory=set)
    errors: list[str] = field(default_factory=list)

    def has_searched(self, query: str) -> bool:
        """Whether `search` was already asked this, or nearly this."""
        return content_words(query) in self.searched

    def has_pictured(self, query: str) -> bool:
        """Whether `image_search` was already asked this, or nearly this."""
        return content_words(query) in self.pictured

    def pictures_for(self, query: str) -> tuple[PictureFound, ...]:
        """What `image_search` returned for `query`."""
        return self.pictures.get(_key(query), ())

    def texts_for(self, query: str) -> tuple[TextFound, ...]:
        """What `search` returned for `query`."""
        return self.texts.get(_key(query), ())

    @property
    def all_texts(self) -> tuple[TextFound, ...]:
        """Every text found, in the order of finding."""
        return tuple(hit for hits in self.texts.values() for hit in hits)

    @property
    def titles(self) -> tuple[str, ...]:
        """The titles of every text and picture found."""
        pictures = (picture.title for hits in self.pictures.values() for picture in hits)
        return (*(text.title for text in self.all_texts), *pictures)


def read_history(messages: Sequence[Message]) -> History:
    """Read `messages`, the whole conversation from the system prompt on."""
    history = History()
    spoken = [message for message in messages if message.role is not Role.SYSTEM]
    if spoken and spoken[0].role is Role.USER:
        history.request = spoken[0].text
        spoken = spoken[1:]
    for message in spoken:
        if message.role is Role.ASSISTANT:
            history.num_turns += 1
            history.num_answers += wire.ANSWER_OPEN in message.text
            _read_call(history, message.text)
        else:
            _read_answer(history, message.text)
    history.final_step = (
        bool(spoken) and spoken[-1].role is Role.USER and _FINAL_STEP in _outside_responses(spoken[-1].text)
    )
    return history


def _outside_responses(text: str) -> str:
    return _RESPONSE.sub("", text).casefold() if not _error_of(text) else text.casefold()


def _error_of(text: str) -> str:
    body = _response_body(text)
    return body.removeprefix(_ERROR_LINE) if body.startswith(_ERROR_LINE) else ""


def _response_body(text: str) -> str:
    found = _RESPONSE.search(text)
    return found[1].strip() if found else text.strip()


def _read_call(history: History, text: str) -> None:
    """Note what was asked, whatever comes back: what was refused once is not asked again."""
    found = _TOOL_CALL.search(text)
    if not found:
        return
    try:
        call = json.loads(found[1])
        name, arguments = call["name"], call["arguments"]
        if name == wire.SEARCH:
            history.searched |= {content_words(query) for query in arguments[wire.QUERIES]}
        elif name == wire.IMAGE_SEARCH:
            history.pictured.add(content_words(arguments[wire.QUERY]))
        elif name == wire.QUERY_KNOWLEDGE:
            history.opened.add(arguments[wire.SKILL_NAME])
    except (ValueError, KeyError, TypeError):
        return


def _read_answer(history: History, text: str) -> None:
    body = _response_body(text)
    if body.startswith(_ERROR_LINE):
        history.errors.append(body.removeprefix(_ERROR_LINE))
    elif body.startswith(_SKILL_LINE):
        name, *guidance = _AFTER_SKILL_NAME.split(body.removeprefix(_SKILL_LINE), maxsplit=1)
        if "".join(guidance).strip():
            history.skills.add(name.strip())
    else:
        for query, lines in _by_query(body):
            _read_results(history, query, lines)


def _by_query(body: str) -> Iterator[tuple[str, list[str]]]:
    query: str | None = None
    lines: list[str] = []
    for line in body.splitlines():
        if line.startswith(_QUERY_LINE):
            if query is not None:
                yield query, lines
            query, lines = line.removeprefix(_QUERY_LINE), []
        elif query is not None:
            lines.append(line)
    if query is not None:
        yield query, lines


def _read_results(history: History, query: str, lines: list[str]) -> None:
    if pictures := tuple(_pictures(lines)):
        history.pictures[_key(query)] = pictures
    elif texts := tuple(_texts(lines)):
        history.texts[_key(query)] = texts


def _pictures(lines: list[str]) -> Iterator[PictureFound]:
    for line in lines:
        if found := _PICTURE_HIT.fullmatch(line.strip()):
            title, _, about = found[2].partition(" | ")
            yield PictureFound(img_id=found[1], title=title.strip(), about=about.strip())


def _texts(lines: list[str]) -> Iterator[TextFound]:
    title: str | None = None
    url, body = "", list[str]()
    for line in [*lines, "[0] "]:
        if found := _TEXT_HIT.match(line):
            if title is not None:
                yield _text_found(title, " ".join(body).strip(), url)
            title, url, body = found[2].strip(), "", []
        elif line.startswith("url: ") and not url and not body:
            url = line.removeprefix("url: ")
        elif title is not None:
            body.append(line.strip())


def _text_found(title: str, snippet: str, url: str) -> TextFound:
    """A hit; in the compact view all of it stands on the title's line."""
    if not snippet and not url:
        title, _, snippet = title.partition(": ")
    return TextFound(title=title, snippet=snippet, url=url)


def _key(query: str) -> str:
    return " ".join(query.casefold().split())
