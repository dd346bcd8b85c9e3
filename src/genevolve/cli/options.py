"""Options that several commands share, and the settings that they make."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any

import typer

from genevolve.assembly_acting import agent_file
from genevolve.config import Settings, load_settings, to_toml
from genevolve.errors import ConfigError

ConfigFiles = Annotated[
    list[Path] | None, typer.Option("--config", "-c", help="Settings file (TOML); may be repeated.")
]
Overrides = Annotated[
    list[str] | None, typer.Option("--set", help="One setting, e.g. agent.max_policy_calls=5; may be repeated.")
]
Words = Annotated[list[str] | None, typer.Argument(help="`@ FILE.toml`, then settings as key=value; later ones win.")]
Debug = Annotated[bool, typer.Option("--debug", help="Show the traceback of a failure.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]

_AT = "@"
_SIZE = re.compile(r"(\d{2,5})(?:\s*[xX×]\s*(\d{2,5}))?")


def settings_from(files: list[Path] | None, overrides: list[str] | None, **named: Any) -> Settings:
    """Settings of files, then `--set`, then named options that were given (None: not given).

    A local policy that says how it is to act is asked first, and overruled by all of these.

    Raises:
        ConfigError: see `load_settings`.
    """
    pairs = list(overrides or [])
    pairs += [f"{key.replace('__', '.')}={to_toml(value)}" for key, value in named.items() if value is not None]
    settings = load_settings(files or [], pairs)
    own = agent_file(settings.policy)
    return load_settings([own, *(files or [])], pairs) if own is not None else settings


def files_and_overrides(words: list[str] | None, example: str) -> tuple[list[Path], list[str]]:
    """What `@ FILE` and `key=value` name, each in the order in which it was given.

    Raises:
        ConfigError: a word is neither; the message shows `example`.
    """
    files: list[Path] = []
    overrides: list[str] = []
    waiting = list(words or [])
    while waiting:
        word = waiting.pop(0)
        if word.startswith(_AT):
            name = word.removeprefix(_AT) or (waiting.pop(0) if waiting else "")
            if not name:
                raise ConfigError(f"a settings file comes after the @, e.g. {example}")
            files.append(Path(name).expanduser())
        elif "=" in word:
            overrides.append(word)
        else:
            raise ConfigError(f"{word!r} is neither `@ FILE` nor key=value, e.g. {example}")
    return files, overrides


def picture_size(text: str | None) -> tuple[int | None, int | None]:
    """Width and height of `1024` or `1024x768`; Nones when not given.

    Raises:
        ConfigError: it is neither.
    """
    if text is None:
        return None, None
    match = _SIZE.fullmatch(text.strip())
    if match is None:
        raise ConfigError(f"--size reads 1024 or 1024x768, not {text!r}")
    return int(match[1]), int(match[2] or match[1])
