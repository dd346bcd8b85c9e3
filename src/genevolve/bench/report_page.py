"""The one page that all reports share: it needs nothing beside it, and nothing on it moves or loads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from importlib import resources
from string import Template


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that is set large, with what it is."""

    number: str
    said: str


def page_html(title: str, agreed: dict[str, str], figures: Sequence[Figure], sections: Sequence[str]) -> str:
    """The page; `agreed` is what has to be the same for its numbers to be compared with others."""
    page = Template(resources.files(__package__).joinpath("templates", "page.html").read_text(encoding="utf-8"))
    return page.substitute(
        title=escape(title),
        agreed="".join(f"<div><dt>{escape(name)}</dt><dd>{escape(said)}</dd></div>" for name, said in agreed.items()),
        figures="".join(f"<div><b>{escape(one.number)}</b><span>{escape(one.said)}</span></div>" for one in figures),
        body="\n".join(section for section in sections if section),
    )


def section(title: str, body: str, note: str = "") -> str:
    """A part of the page under its heading; nothing when there is nothing to show."""
    said = f'<p class="faint">{escape(note)}</p>' if note else ""
    return f"<section><h2>{escape(title)}</h2>{said}{body}</section>" if body else ""


def table(head: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    """A table whose first column names the line; the columns give way to the width of the page."""
    top = "".join(f"<th>{escape(name)}</th>" for name in head)
    body = "".join(
        "<tr>"
        + "".join(f'<td data-of="{escape(name)}">{escape(cell)}</td>' for name, cell in zip(head, line, strict=True))
        + "</tr>"
        for line in lines
    )
    return f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"


def shown(value: float | None) -> str:
    """A score, or a dash where there is none."""
    return "–" if value is None else f"{value:.3f}"
