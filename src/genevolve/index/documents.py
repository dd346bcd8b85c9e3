"""A person's text files: their title and their running text, by headings."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from html.parser import HTMLParser
from io import BytesIO
from pathlib import PurePosixPath

from genevolve.index.filenames import name_words
from genevolve.index.pictures import UnusableFile

MAX_BYTES = 16 * 2**20
MAX_TITLE = 100
PDF_HINT = "pip install genevolve[pdf]"


@dataclass(frozen=True, slots=True)
class Section:
    """Text below one heading; the heading is empty before the first one."""

    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """What was read from one file."""

    title: str
    sections: tuple[Section, ...]


class PdfReaderMissing(UnusableFile):
    """The optional reader of PDF files is not installed."""


def read_document(name: PurePosixPath, content: bytes) -> Document:
    """The document in `content`, read as the ending of its file name says.

    Raises:
        UnusableFile: it has no readable text.
    """
    document = READERS[name.suffix.lower()](content)
    if not any(section.text.strip() for section in document.sections):
        raise UnusableFile("no text in it")
    return Document(document.title[:MAX_TITLE].strip() or name_words(name.name), document.sections)


def decode(content: bytes, declared: str = "") -> str:
    """Text from bytes: UTF-8, UTF-16 with its mark, or the encoding that the file itself declares.

    Raises:
        UnusableFile: the bytes are something else.
    """
    encoding = "utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    for attempt in filter(None, (encoding, declared)):
        try:
            text = content.decode(attempt)
        except (UnicodeDecodeError, LookupError):
            continue
        if "\0" not in text:
            return text
    raise UnusableFile("not UTF-8 text: save it as UTF-8")


def _read_plain(content: bytes) -> Document:
    text = decode(content).replace("\r\n", "\n")
    first, _, rest = text.lstrip().partition("\n")
    if len(first) <= MAX_TITLE and not first.rstrip().endswith((".", ",", ";", ":")) and rest.startswith("\n"):
        return Document(first.strip(), (Section("", rest.strip()),))
    return Document("", (Section("", text),))


_FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_FRONT_TITLE = re.compile(r"^title:\s*[\"']?(.*?)[\"']?\s*$", re.MULTILINE)
_HEADING = re.compile(r"^ {0,3}#{1,6}\s+(.*?)\s*#*\s*$", re.MULTILINE)
_MARKS = (
    (re.compile(r"!?\[([^\]\n]*)\]\([^)\n]*\)"), r"\1"),
    (re.compile(r"<[^>\n]{1,200}>"), " "),
    (re.compile(r"^\s*(?:[-*+]|\d+\.|>)\s+", re.MULTILINE), ""),
    (re.compile(r"^\s*(?:```|~~~).*$", re.MULTILINE), ""),
    (re.compile(r"^[\s|:=-]+$", re.MULTILINE), ""),
    (re.compile(r"(\*\*|__|\*|`)(?=\S)(.+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"\|"), " "),
)


def _read_markdown(content: bytes) -> Document:
    text = decode(content).replace("\r\n", "\n")
    title = ""
    if front := _FRONT_MATTER.match(text):
        text = text[front.end() :]
        title = found[1] if (found := _FRONT_TITLE.search(front[1])) else ""
    parts = _HEADING.split(text)
    sections = [Section("", _plain(parts[0]))]
    sections += [Section(_plain(head), _plain(body)) for head, body in zip(parts[1::2], parts[2::2], strict=True)]
    title = title or next((section.heading for section in sections if section.heading), "")
    return Document(title, tuple(sections))


def _plain(markdown: str) -> str:
    for mark, plain in _MARKS:
        markdown = mark.sub(plain, markdown)
    return markdown.strip()


_CHARSET = re.compile(rb"<meta[^>]{0,200}charset=[\"']?([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)
_SILENT_TAGS = frozenset({"script", "style", "noscript", "template", "svg"})
_BLOCK_TAGS = frozenset(
    {"address", "article", "blockquote", "br", "dd", "div", "dt", "figcaption", "footer", "h5", "h6", "header", "hr"}
)
_BLOCK_TAGS |= {"li", "main", "nav", "ol", "option", "p", "pre", "section", "table", "td", "th", "tr", "ul"}
_HEADING_TAGS = frozenset({"h1", "h2", "h3", "h4"})


def _read_html(content: bytes) -> Document:
    declared = _CHARSET.search(content[:4096])
    page = _Page()
    page.feed(decode(content, declared[1].decode("ascii") if declared else ""))
    page.close()
    sections = [Section(_squeeze(heading), _lines(body)) for heading, body in page.sections]
    title = _squeeze(page.title) or next((section.heading for section in sections if section.heading), "")
    return Document(title, tuple(sections))


class _Page(HTMLParser):
    """Collects the title, and text by headings; scripts and styles are not text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.title = ""
        self.sections: list[tuple[str, str]] = [("", "")]
        self._silent = 0
        self._in: str = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT_TAGS:
            self._silent += 1
        elif tag == "title" or tag in _HEADING_TAGS:
            self._in = tag
            if tag != "title":
                self.sections.append(("", ""))
        elif tag == "img":
            self._add(f" {dict(attrs).get('alt') or ''} ")
        elif tag in _BLOCK_TAGS:
            self._add("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT_TAGS:
            self._silent = max(0, self._silent - 1)
        elif tag == self._in:
            self._in = ""
        elif tag in _BLOCK_TAGS:
            self._add("\n")

    def handle_data(self, data: str) -> None:
        self._add(data)

    def _add(self, text: str) -> None:
        if self._silent:
            return
        if self._in == "title":
            self.title += text
            return
        heading, body = self.sections[-1]
        self.sections[-1] = (heading + text, body) if self._in else (heading, body + text)


def _squeeze(text: str) -> str:
    return " ".join(text.split())


def _lines(text: str) -> str:
    return "\n".join(line for line in map(_squeeze, text.split("\n")) if line)


def _read_pdf(content: bytes) -> Document:
    try:
        pypdf = importlib.import_module("pypdf")
    except ImportError:
        raise PdfReaderMissing(PDF_HINT) from None
    try:
        reader = pypdf.PdfReader(BytesIO(content))
        title = str((reader.metadata and reader.metadata.title) or "")
        pages = tuple(Section("", page.extract_text()) for page in reader.pages)
    except Exception as error:
        raise UnusableFile("a PDF that cannot be read") from error
    return Document(title, pages)


READERS: dict[str, Callable[[bytes], Document]] = {
    ".txt": _read_plain,
    ".md": _read_markdown,
    ".markdown": _read_markdown,
    ".html": _read_html,
    ".htm": _read_html,
    ".pdf": _read_pdf,
}
"""How each kind of file is read, by the ending of its name."""
