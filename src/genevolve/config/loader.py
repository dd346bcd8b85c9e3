"""Settings from files and overrides: defaults < TOML files < dotted overrides."""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from platformdirs import user_cache_path
from pydantic import ValidationError

from genevolve.config.settings import Settings
from genevolve.errors import ConfigError

HOME_VARIABLE = "GENEVOLVE_HOME"


def default_home() -> Path:
    """Where the embedded world and caches live: `$GENEVOLVE_HOME`, else the user's cache folder."""
    home = os.environ.get(HOME_VARIABLE)
    return Path(home).expanduser() if home else user_cache_path("genevolve")


def load_settings(files: Sequence[Path] = (), overrides: Mapping[str, Any] | Sequence[str] = ()) -> Settings:
    """Read `files` in order, then apply `overrides`, either a mapping of dotted keys or `key=value` strings.

    Raises:
        ConfigError: a file cannot be read, or a key or value does not fit, naming it.
    """
    merged: dict[str, Any] = {}
    for file in files:
        _merge(merged, _read(file))
    pairs = overrides.items() if isinstance(overrides, Mapping) else [_split(override) for override in overrides]
    for key, value in pairs:
        _merge(merged, _nest(key, value))
    try:
        return Settings.model_validate(merged)
    except ValidationError as error:
        raise ConfigError(_first_fault(error)) from error


def dump_settings(settings: Settings) -> str:
    """The resolved settings as TOML that `load_settings` reads back."""
    lines: list[str] = []
    tables: list[str] = []
    for key, value in settings.model_dump(mode="json").items():
        if isinstance(value, dict):
            tables += ["", f"[{key}]", *(f"{inner} = {to_toml(item)}" for inner, item in value.items())]
        else:
            lines.append(f"{key} = {to_toml(value)}")
    return "\n".join([*lines, *tables]) + "\n"


def to_toml(value: Any) -> str:
    """A setting's value as TOML: strings, numbers, booleans and lists of them are written as in JSON."""
    return json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"cannot read the settings file {file}: {error.strerror or error}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"the settings file {file} is not valid TOML: {error}") from error


def _split(override: str) -> tuple[str, Any]:
    key, separator, text = override.partition("=")
    if not separator or not key.strip():
        raise ConfigError(f"an override reads key=value, e.g. agent.max_policy_calls=5, not {override!r}")
    try:
        return key.strip(), tomllib.loads(f"value = {text.strip()}")["value"]
    except tomllib.TOMLDecodeError:
        return key.strip(), text.strip()


def _nest(dotted: str, value: Any) -> dict[str, Any]:
    for part in reversed(dotted.split(".")):
        value = {part: value}
    return dict(value)


def _merge(into: dict[str, Any], new: Mapping[str, Any]) -> None:
    for key, value in new.items():
        if isinstance(value, Mapping) and isinstance(into.get(key), dict):
            _merge(into[key], value)
        else:
            into[key] = dict(value) if isinstance(value, Mapping) else value


def _first_fault(error: ValidationError) -> str:
    fault = error.errors(include_url=False)[0]
    where = ".".join(str(part) for part in fault["loc"]) or "settings"
    if fault["type"] == "extra_forbidden":
        return f"unknown setting {where!r}; `genevolve config` lists every setting"
    return f"setting {where!r}: {fault['msg']}"
