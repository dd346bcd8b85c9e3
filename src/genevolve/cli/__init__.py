"""Commands. They parse, call and print; whatever fails becomes one line and an exit code here."""

from __future__ import annotations

import os
import sys

import click
from rich.console import Console

from genevolve.errors import GenEvolveError

INTERRUPTED = 130


def main() -> None:
    """Run the command line; never returns."""
    from genevolve.cli.app import app

    try:
        sys.exit(app(standalone_mode=False) or 0)
    except click.exceptions.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.exceptions.Abort:
        _say("interrupted")
        sys.exit(INTERRUPTED)
    except GenEvolveError as error:
        _say(str(error))
        if "--debug" in sys.argv or os.environ.get("GENEVOLVE_DEBUG"):
            raise
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)


def _say(line: str) -> None:
    Console(stderr=True, highlight=False, soft_wrap=True).print(f"[bold red]genevolve:[/] {_escape(line)}")


def _escape(text: str) -> str:
    return " ".join(text.split()).replace("[", "\\[")
