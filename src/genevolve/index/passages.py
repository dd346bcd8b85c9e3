"""Long documents cut into passages that a reader can take in at once, each with the document's title."""

from __future__ import annotations

import re
from collections.abc import Iterator

from genevolve.index.documents import Document, Section

MAX_WORDS = 180
ENOUGH_WORDS = 120

_SENTENCE = re.compile(r"(?<=[.!?])\s+")


def passages(document: Document) -> list[Section]:
    """The document as sections of about 120 to 180 words, cut between sentences where there are any."""
    found = [passage for section in _joined(document.sections) for passage in _cut(section)]
    return [passage for passage in found if passage.text]


def _joined(sections: tuple[Section, ...]) -> Iterator[Section]:
    """Short sections put together with the ones that follow; their headings stay in the text."""
    heading, text = "", ""
    for section in sections:
        if text and len(text.split()) + len(section.text.split()) > ENOUGH_WORDS:
            yield Section(heading, text)
            heading, text = "", ""
        if not text:
            heading, text = section.heading, section.text
        else:
            text = "\n".join(filter(None, (text, section.heading, section.text)))
    yield Section(heading, text)


def _cut(section: Section) -> Iterator[Section]:
    words: list[str] = []
    for sentence in _pieces(section.text):
        if words and (len(words) >= ENOUGH_WORDS or len(words) + len(sentence) > MAX_WORDS):
            yield Section(section.heading, " ".join(words))
            words = []
        words += sentence
    yield Section(section.heading, " ".join(words))


def _pieces(text: str) -> Iterator[list[str]]:
    """Sentences as lists of words; one without an end in sight is cut."""
    for sentence in _SENTENCE.split(text):
        words = sentence.split()
        for start in range(0, len(words), MAX_WORDS):
            yield words[start : start + MAX_WORDS]
