"""`genevolve config`: every setting, its value and what it is."""

from __future__ import annotations

import typer
from pydantic import BaseModel

from genevolve.cli.options import ConfigFiles, Overrides, settings_from
from genevolve.config import to_toml


def config(config: ConfigFiles = None, overrides: Overrides = None) -> None:
    """Print the resolved settings as TOML, each with a line on what it is."""
    _print(settings_from(config, overrides), "")


def _print(section: BaseModel, name: str) -> None:
    fields = type(section).model_fields
    nested = {key for key in fields if isinstance(getattr(section, key), BaseModel)}
    if name:
        typer.echo(f"\n[{name}]")
    for key, field in fields.items():
        if key not in nested:
            typer.echo(f"{key} = {to_toml(getattr(section, key))}  # {field.description}")
    for key in sorted(nested):
        _print(getattr(section, key), key)
