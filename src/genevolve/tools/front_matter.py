"""A strict reader for the flat front matter of a `SKILL.md`.

Between two lines `---` stand lines `key: text`, or `key:` followed by lines `  - text`. That is all of YAML that a
skill needs, so that is all that is read: anything else is refused with the number of its line, never guessed at.
"""

from __future__ import annotations

import re

FENCE = "---"
_KEY = re.compile(r"^([a-z][a-z0-9_-]*):(?:[ \t]+(.*))?$")
_ITEM = re.compile(r"^\s*-\s+(.*)$")

FrontMatter = dict[str, str | tuple[str, ...]]


class FrontMatterError(ValueError):
    """The text does not begin with front matter of the form above."""


def split_front_matter(text: str) -> tuple[FrontMatter, str]:
    """The fields, and the body that follows them.

    Raises:
        FrontMatterError: the fences are missing, a line is of another form, or a key stands twice.
    """
    lines = text.removeprefix("\ufeff").splitlines()
    if not lines or lines[0].rstrip() != FENCE:
        raise FrontMatterError(f"line 1 must be '{FENCE}'")
    end = next((number for number, line in enumerate(lines[1:], start=1) if line.rstrip() == FENCE), None)
    if end is None:
        raise FrontMatterError(f"the front matter is not closed by a line '{FENCE}'")
    return _read_fields(lines[1:end]), "\n".join(lines[end + 1 :]).strip() + "\n"


def _read_fields(lines: list[str]) -> FrontMatter:
    fields: FrontMatter = {}
    key = ""
    for number, line in enumerate(lines, start=2):
        if not line.strip():
            continue
        if item := _ITEM.match(line):
            fields[key] = (*_open_list(fields, key, number), _unquote(item[1]))
        elif pair := _KEY.match(line):
            key = pair[1]
            if key in fields:
                raise FrontMatterError(f"line {number}: '{key}' stands twice")
            fields[key] = _unquote(pair[2] or "") or ()
        else:
            raise FrontMatterError(f"line {number}: expected 'key: text' or '- text'")
    return fields


def _open_list(fields: FrontMatter, key: str, number: int) -> tuple[str, ...]:
    items = fields.get(key)
    if not isinstance(items, tuple):
        raise FrontMatterError(f"line {number}: a list item without its 'key:' line")
    return items


def _unquote(value: str) -> str:
    value = value.strip()
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    return value
