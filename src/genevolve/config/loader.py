"""Settings from files and overrides: defaults < TOML files < dotted overrides."""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from platformdirs import user_cache_path
from pydantic import BaseModel, ValidationError

from genevolve.config.data import DataSettings
from genevolve.config.settings import Settings
from genevolve.config.training import TrainSettings
from genevolve.errors import ConfigError

HOME_VARIABLE = "GENEVOLVE_HOME"
AGENT_FILE = "agent.toml"
"""In a policy's folder: `[agent]` as it was trained, the settings that it acts with unless a person says else."""

S = TypeVar("S", bound=BaseModel)
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")


def default_home() -> Path:
    """Where the embedded world and caches live: `$GENEVOLVE_HOME`, else the user's cache folder."""
    home = os.environ.get(HOME_VARIABLE)
    return Path(home).expanduser() if home else user_cache_path("genevolve")


def load_settings(files: Sequence[Path] = (), overrides: Mapping[str, Any] | Sequence[str] = ()) -> Settings:
    """Read `files` in order, then apply `overrides`, either a mapping of dotted keys or `key=value` strings.

    Raises:
        ConfigError: a file cannot be read, or a key or value does not fit, naming it.
    """
    return _load(Settings, files, overrides, "`genevolve config` lists every setting")


def load_data_settings(files: Sequence[Path] = (), overrides: Mapping[str, Any] | Sequence[str] = ()) -> DataSettings:
    """The settings of a data folder, read as those of a run.

    Raises:
        ConfigError: a file cannot be read, or a key or value does not fit, naming it.
    """
    return _load(DataSettings, files, overrides, "`genevolve data config` lists every setting")


def load_train_settings(files: Sequence[Path] = (), overrides: Mapping[str, Any] | Sequence[str] = ()) -> TrainSettings:
    """The settings of a training run, read as those of a run.

    Raises:
        ConfigError: a file cannot be read, or a key or value does not fit, naming it.
    """
    return _load(TrainSettings, files, overrides, "`genevolve train config` lists every setting")


def dump_settings(settings: Settings) -> str:
    """The resolved settings as TOML that `load_settings` reads back."""
    return _dump(settings)


def dump_data_settings(settings: DataSettings) -> str:
    """The resolved settings as TOML that `load_data_settings` reads back; what is not set is left out."""
    return _dump(settings)


def dump_train_settings(settings: TrainSettings) -> str:
    """The resolved settings as TOML that `load_train_settings` reads back."""
    return _dump(settings)


def _load(kind: type[S], files: Sequence[Path], overrides: Mapping[str, Any] | Sequence[str], where_listed: str) -> S:
    merged: dict[str, Any] = {}
    for file in files:
        _merge(merged, _read(file))
    pairs = overrides.items() if isinstance(overrides, Mapping) else [_split(override) for override in overrides]
    for key, value in pairs:
        _merge(merged, _nest(key, value))
    try:
        return kind.model_validate(merged)
    except ValidationError as error:
        raise ConfigError(_first_fault(error, where_listed)) from error


def _dump(settings: BaseModel) -> str:
    return "\n".join(_toml_lines(settings.model_dump(mode="json", exclude_none=True), ())).lstrip("\n") + "\n"


def _toml_lines(table: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[str]:
    """A table's own values, then the tables inside it, each under its whole name."""
    inner = {key: value for key, value in table.items() if isinstance(value, dict)}
    if path and (len(inner) < len(table) or not table):
        yield ""
        yield f"[{'.'.join(_toml_key(part) for part in path)}]"
    for key, value in table.items():
        if key not in inner:
            yield f"{_toml_key(key)} = {to_toml(value)}"
    for key, value in inner.items():
        yield from _toml_lines(value, (*path, key))


def _toml_key(key: str) -> str:
    return key if _BARE_KEY.fullmatch(key) else json.dumps(key, ensure_ascii=False)


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


def _first_fault(error: ValidationError, where_listed: str) -> str:
    fault = error.errors(include_url=False)[0]
    where = ".".join(str(part) for part in fault["loc"]) or "settings"
    if fault["type"] == "extra_forbidden":
        return f"unknown setting {where!r}; {where_listed}"
    return f"setting {where!r}: {fault['msg'].removeprefix('Value error, ')}"
