"""Rows of JSON files, read so that every complaint names the file and the row."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from genevolve.errors import SuiteError


@dataclass(frozen=True)
class JsonRow:
    """One JSON object and where it stands."""

    path: Path
    number: int
    fields: dict[str, Any]

    @property
    def where(self) -> str:
        """The file and the row, for a message."""
        return f"{self.path}, row {self.number}"

    def text(self, *names: str) -> str:
        """The first of `names` that the row has, as a text that is not empty.

        Raises:
            SuiteError: the row has none of them, or it is empty or no text.
        """
        value = self.optional_text(*names)
        if not value.strip():
            raise SuiteError(f"{self.where} has no {' or '.join(map(repr, names))}")
        return value

    def optional_text(self, *names: str) -> str:
        """The first of `names` that the row has, or an empty text.

        Raises:
            SuiteError: it is neither a text nor null.
        """
        for name in names:
            value = self.fields.get(name)
            if value is None:
                continue
            if not isinstance(value, str):
                raise SuiteError(f"{self.where}: {name!r} is not a text")
            return value
        return ""

    def identifier(self, name: str) -> str:
        """An id, which may be written as a text or as a whole number.

        Raises:
            SuiteError: it is missing, empty, or something else.
        """
        value = self.fields.get(name)
        if isinstance(value, bool) or not isinstance(value, str | int) or value == "":
            raise SuiteError(f"{self.where} has no {name!r} that is a text or a whole number")
        return str(value)

    def mapping(self, name: str) -> dict[str, Any]:
        """An object, or one written as JSON inside a text; empty when the row has none.

        Raises:
            SuiteError: it is something else.
        """
        value = self.fields.get(name)
        if isinstance(value, str) and value.strip():
            try:
                value = json.loads(value)
            except ValueError:
                raise SuiteError(f"{self.where}: {name!r} is a text that is not JSON") from None
        if value is None or value == "":
            return {}
        if not isinstance(value, dict):
            raise SuiteError(f"{self.where}: {name!r} is not an object")
        return value


def read_rows(path: Path) -> list[JsonRow]:
    """The rows of a JSON file that holds one array, or of a JSONL file; rows are counted from 1.

    Raises:
        SuiteError: the file is missing, is not JSON, or a row is not an object.
    """
    rows = []
    for row in scan_rows(path):
        if isinstance(row, SuiteError):
            raise row
        rows.append(row)
    return rows


def scan_rows(path: Path) -> Iterator[JsonRow | SuiteError]:
    """The same, one row after the other; a row that is damaged is an error in its place.

    Raises:
        SuiteError: the file as a whole cannot be read.
    """
    try:
        with path.open(encoding="utf-8-sig") as file:
            yield from _array(path, file) if _begins_array(file) else _lines(path, file)
    except FileNotFoundError:
        raise SuiteError(f"there is no file {path}") from None
    except UnicodeDecodeError:
        raise SuiteError(f"{path} is not UTF-8 text") from None
    except OSError as error:
        raise SuiteError(f"{path} cannot be read: {error.strerror or error}") from error


def refuse_twins(rows: Iterable[tuple[str, str]]) -> None:
    """Take pairs of an id and where it stands, and insist that every id is there once.

    Raises:
        SuiteError: an id is there twice.
    """
    seen: dict[str, str] = {}
    for identifier, where in rows:
        if identifier in seen:
            raise SuiteError(f"{where} has the id {identifier!r}, which is already that of {seen[identifier]}")
        seen[identifier] = where


def _begins_array(file: TextIO) -> bool:
    """Whether the first letter is a bracket; the file is read from its beginning afterwards."""
    start = file.tell()
    try:
        return next((line.lstrip()[0] for line in file if line.strip()), "") == "["
    finally:
        file.seek(start)


def _array(path: Path, file: TextIO) -> Iterator[JsonRow | SuiteError]:
    try:
        values = json.load(file)
    except ValueError as error:
        raise SuiteError(f"{path} is not JSON: {error}") from error
    for number, value in enumerate(values, start=1):
        yield _checked(path, number, value)


def _lines(path: Path, file: TextIO) -> Iterator[JsonRow | SuiteError]:
    number = 0
    for line_number, line in enumerate(file, start=1):
        if not line.strip():
            continue
        number += 1
        try:
            value = json.loads(line)
        except ValueError as error:
            yield SuiteError(f"{path}, line {line_number} is not JSON: {error}")
        else:
            yield _checked(path, number, value)


def _checked(path: Path, number: int, value: Any) -> JsonRow | SuiteError:
    if isinstance(value, dict):
        return JsonRow(path, number, value)
    return SuiteError(f"{path}, row {number} is not a JSON object")
