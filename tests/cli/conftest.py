"""Running the command line in process, sockets blocked like everywhere."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from genevolve.cli import main


@dataclass(frozen=True)
class Said:
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str

    @property
    def line(self) -> str:
        """Its one line on stderr."""
        lines = self.err.strip().splitlines()
        assert len(lines) == 1, f"not one line: {self.err!r}"
        return lines[0]


@pytest.fixture
def genevolve(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], working_folder: object
) -> Callable[..., Said]:
    """Call a command in an empty current folder."""

    def call(*arguments: object) -> Said:
        monkeypatch.setattr(sys, "argv", ["genevolve", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        captured = capsys.readouterr()
        code = ended.value.code
        return Said(code if isinstance(code, int) else 1, captured.out, captured.err)

    return call
