"""Recipe axes as TOML that a person can read and extend: our own for the real web, or those of a file."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from genevolve.errors import ConfigError
from genevolve.records import Axes

WEB_AXES = Path(__file__).parent / "axes" / "web.toml"


def web_axes() -> Axes:
    """Our own axes for requests whose facts and pictures are on the real web."""
    return read_axes(WEB_AXES)


def read_axes(path: Path) -> Axes:
    """Read axes from TOML; `axes/web.toml` explains its tables and is the example.

    Raises:
        ConfigError: the file cannot be read, or a name in it is not explained; one line says which.
    """
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"the axes {path} cannot be read: {error.strerror or error}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"the axes {path} are no TOML: {error}") from error
    try:
        axes = Axes.model_validate(values)
    except ValidationError as error:
        raise ConfigError(f"the axes {path}: {_first_fault(error)}") from error
    if fault := next(faults_of(axes), ""):
        raise ConfigError(f"the axes {path}: {fault}")
    return axes


def faults_of(axes: Axes) -> Iterator[str]:
    """What keeps axes from being used: a name that is not explained, or things that never go together."""
    if not axes.families:
        yield "there is no family"
    for name, family in axes.families.items():
        known: tuple[tuple[str, tuple[str, ...], Collection[str]], ...] = (
            ("anchor", family.anchors, axes.anchors.keys() or ("",)),
            ("gap", family.gaps, axes.gaps.keys()),
            ("requirement", (*family.dominants, *family.secondaries), axes.requirements.keys()),
        )
        for sort, used, explained in known:
            for one in used:
                if explained and one not in explained:
                    yield f"the family {name!r} names the {sort} {one!r}, which has no entry in [{sort}s]"
        if set(family.anchors) <= axes.anchors.keys() and not axes.pairs(name):
            yield f"the family {name!r} has no gap that any of its anchors allows"
    for name, kind in axes.anchors.items():
        for gap in kind.gaps:
            if axes.gaps and gap not in axes.gaps:
                yield f"the anchor {name!r} names the gap {gap!r}, which has no entry in [gaps]"


def _first_fault(error: ValidationError) -> str:
    fault: dict[str, Any] = dict(error.errors(include_url=False, include_input=False)[0])
    where = ".".join(str(part) for part in fault["loc"])
    return f"{where}: {fault['msg']}"
