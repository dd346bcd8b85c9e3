"""`genevolve train`: make the tiny policy, teach it, reinforce it. Torch is imported by the commands that train."""

from __future__ import annotations

import typer

from genevolve.cli.configure import print_settings
from genevolve.cli.options import Words, files_and_overrides
from genevolve.config import TrainSettings, load_train_settings

app = typer.Typer(help="Train the policy.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """One command alone would otherwise take the place of its group."""


@app.command("config")
def config(words: Words = None) -> None:
    """Print every setting of training as TOML, each with a line on what it is."""
    print_settings(settings_of(words))


def settings_of(words: list[str] | None) -> TrainSettings:
    """Settings of `@ FILE` and `key=value`.

    Raises:
        ConfigError: a word is neither, or see `load_train_settings`.
    """
    return load_train_settings(*files_and_overrides(words, "@ recipes/tiny.toml sft.max_steps=10"))
