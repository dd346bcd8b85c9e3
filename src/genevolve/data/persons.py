"""Private persons in a request, told by its words.

What is found: an e-mail address, a telephone number, a street address; an honorific with a name; a word of kinship or
acquaintance with a name; a given name with a surname. What a writer has declared as public (the entities of the row and
the names in `Request.meta["public_names"]`) is let pass, but for friends and relations.

It is precise where a word before announces the name. A given name with a surname that nobody has declared may be a
painter or a queen, and is refused: a recipe is cheap, a private person in a data set is not. A lone given name is not
seen, nor a name whose first part is not in the list.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

PRIVATE_PERSON = "private_person"
PUBLIC_NAMES = "public_names"
"""Key of a request's `meta` with names in it that are no private persons'."""

_LISTS = Path(__file__).parent / "lists" / "persons.toml"
_NAME = r"[A-ZÀ-Þ][a-zà-þ'’]+(?:-[A-ZÀ-Þ][a-zà-þ'’]+)?"
_EMAIL = re.compile(r"\b[\w.+-]+@[\w-]+\.[\w.-]*\w")
_PHONE = re.compile(
    r"(?<![\w.,])(?:\+\d{1,3}[\s.-]?)?(?:\(\d{1,4}\)[\s.-]?)?\d{2,4}(?:[\s.-]\d{2,4}){2,4}(?![\w,]|\.\d)"
)
_NO_PHONE = re.compile(r".*555[\s.-]?01\d\d|\d{1,3}(?:[ .]\d{3})+|\d{4}([-. ])\d\d\1\d\d|\d\d([-. ])\d\d\2\d{4}")
"""Numbers kept for fiction, thousands, dates."""

_NUM_PHONE_DIGITS = range(8, 16)


def private_persons(text: str, public: Collection[str] = ()) -> Iterator[str]:
    """What in `text` looks like a private person or leads to one; `public` are names that do not."""
    yield from (match[0] for match in _EMAIL.finditer(text))
    yield from (match[0] for match in _PHONE.finditer(text) if _is_phone(match[0]))
    words = _words()
    sights = {one.casefold() for one in words["addresses"]}
    yield from (match[0] for match in _patterns()["address"].finditer(text) if match[0].casefold() not in sights)
    yield from (match[0] for match in _patterns()["kin"].finditer(text))
    known = [_plain(one) for one in (*public, *words["public"])]
    for match in _patterns()["titled"].finditer(text):
        if not _is_known(match[0], known):
            yield match[0]
    for match in _patterns()["full"].finditer(text):
        if match["last"] not in _no_surnames() and not _is_known(match[0], known):
            yield match[0]


def _is_phone(found: str) -> bool:
    digits = sum(char.isdigit() for char in found)
    return digits in _NUM_PHONE_DIGITS and not _NO_PHONE.match(found)


def _is_known(name: str, known: list[str]) -> bool:
    plain = f" {_plain(name)} "
    return any(f" {one} " in plain or plain in f" {one} " for one in known if one)


@lru_cache(maxsize=4096)
def _plain(name: str) -> str:
    return re.sub(r"\W+", " ", name.replace("'s", "").replace("’s", "")).casefold().strip()


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(_LISTS.read_text(encoding="utf-8"))


@cache
def _no_surnames() -> frozenset[str]:
    return frozenset(_words()["no_surnames"].split())


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words = _words()
    titles = rf"(?:{_either(words['honorifics'])})\.?"
    kin = rf"\b(?i:{_either(words['owners'])})\s+(?i:{_either(words['relations'])})"
    given = _either(words["given_names"].split())
    no_saint = "".join(rf"(?<!{one} )" for one in ("San", "Santa", "São", "Saint", "St", r"St\."))
    return {
        "kin": re.compile(rf"{kin},?\s+(?:{titles}\s+)?{_NAME}(?:\s+{_NAME})?"),
        "titled": re.compile(rf"\b{titles}\s+{_NAME}(?:\s+{_NAME})?"),
        "full": re.compile(rf"{no_saint}\b(?:{given})\s+(?:[A-Z]\.\s+)?(?P<last>{_NAME})"),
        "address": re.compile(
            rf"\b(?!(?:1[5-9]|20)\d\d\s)\d{{1,5}}[A-Za-z]?\s+(?:{_NAME}\s+){{1,3}}(?:{_either(words['streets'])})\b"
        ),
    }


def _either(words: Collection[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
