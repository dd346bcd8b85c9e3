"""Commands. They parse, call and print; whatever fails becomes one line and an exit code here."""

from __future__ import annotations

import os
import sys

from rich.console import Console
from rich.markup import escape

from genevolve.errors import GenEvolveError


def main() -> None:
    """Run the command line; never returns. Exits with 2 when a person can mend it, 1 when not, 130 after Ctrl-C."""
    from genevolve.cli.app import app

    try:
        app()
    except GenEvolveError as error:
        line = " ".join(str(error).split())
        console = Console(stderr=True, highlight=False, soft_wrap=True)
        console.print(f"[bold red]genevolve:[/] {escape(line)}")
        if "--debug" in sys.argv or os.environ.get("GENEVOLVE_DEBUG"):
            raise
        sys.exit(error.exit_code)
