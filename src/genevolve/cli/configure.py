"""`genevolve config`: every setting, its value and what it is."""

from __future__ import annotations

import typer
from pydantic import BaseModel

from genevolve.cli.options import ConfigFiles, Overrides, settings_from
from genevolve.config import to_toml


def config(config: ConfigFiles = None, overrides: Overrides = None) -> None:
    """Print the resolved settings as TOML, each with a line on what it is."""
    print_settings(settings_from(config, overrides))


def print_settings(section: BaseModel, name: str = "") -> None:
    """Print a section and those inside it as TOML, each setting with its description as a comment."""
    fields = type(section).model_fields
    nested = [key for key in fields if isinstance(getattr(section, key), BaseModel)]
    if name:
        typer.echo(f"\n[{name}]")
    for key, field in fields.items():
        if key not in nested:
            typer.echo(f"{key} = {to_toml(getattr(section, key))}  # {field.description}")
    for key in nested:
        print_settings(getattr(section, key), f"{name}.{key}" if name else key)
