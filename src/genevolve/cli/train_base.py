"""How far the making of the tiny policy is, and what it can do in the end."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from genevolve.training.making.make import BaseReport

_EVERY = 10


class StepLines:
    """A line on stderr every ten steps."""

    def __init__(self, *, quiet: bool = False) -> None:
        self._console = Console(stderr=True, highlight=False, quiet=quiet)
        self._started = perf_counter()

    def step(self, step: int, tokens: int, loss: float) -> None:
        """See `make_base`."""
        if step % _EVERY == 0:
            speed = tokens / (perf_counter() - self._started)
            self._console.print(f"step {step:5}  {tokens:9,} tokens  loss {loss:6.3f}  {speed:6,.0f} tokens/s")


def print_made(report: BaseReport, out: Path) -> None:
    """By skill, the share of probes that come out right before and after the lessons."""
    table = Table("skill", "probes", "at the start", "as shipped", box=None)
    for skill, share in report.shipped.items():
        table.add_row(skill, str(share.n), f"{report.at_start[skill].share:.3f}", f"{share.share:.3f}")
    console = Console(highlight=False)
    console.print(table)
    millions = report.parameters / 1e6
    console.print(f"{out}: {millions:.1f} M parameters, {report.tokens:,} tokens in {report.seconds / 60:.1f} minutes")
