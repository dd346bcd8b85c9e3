"""The Python façade: requests to pictures in three lines.

>>> from genevolve import GenEvolve
>>> result = GenEvolve().generate("a felt pennant with the flag of Chad")
>>> result.save("pennant.png")
"""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import anyio
from PIL import Image

from genevolve.assembly import assemble
from genevolve.config import Settings, load_settings
from genevolve.errors import RunError
from genevolve.generation import Generated, Parts, generate, new_request, new_run_path
from genevolve.records import Program, Render, Request, Trajectory, Turn
from genevolve.store import Run


class Result:
    """A finished generation: its picture, program and trajectory, kept in the run's folder at `run`."""

    def __init__(self, generated: Generated, run: Path) -> None:
        self._generated = generated
        self.run = run

    @property
    def trajectory(self) -> Trajectory:
        """Every turn, and why the agent stopped."""
        return self._generated.trajectory

    @property
    def program(self) -> Program | None:
        """The prompt-reference program; None when the policy ended without a valid one."""
        return self.trajectory.program

    @property
    def path(self) -> Path | None:
        """The picture's file in the run's folder; None without a program."""
        return self._generated.picture

    @property
    def render(self) -> Render | None:
        """The record of the drawing; None without a program."""
        return self._generated.render

    @property
    def seconds(self) -> float:
        """Wall time of the agent and the drawing."""
        return self.trajectory.seconds + (self.render.seconds if self.render else 0.0)

    @property
    def image(self) -> Image.Image:
        """The picture as a PIL image.

        Raises:
            RunError: there is none.
        """
        with Image.open(io.BytesIO(self._picture().read_bytes())) as image:
            return image.convert("RGB")

    def save(self, path: str | Path) -> Path:
        """Copy the picture to `path`.

        Raises:
            RunError: there is none.
        """
        target = Path(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(self._picture(), target)
        return target

    def _picture(self) -> Path:
        if self.path is None:
            stop = self.trajectory.stop_reason
            raise RunError(f"there is no picture: the trajectory ended as {stop} ({self.trajectory.detail})")
        return self.path


class GenEvolve:
    """The agent with its back ends, to be used for any number of requests.

    Args:
        settings: settings, or dotted overrides of the defaults, e.g. `{"picture.width": 768, "seed": 3}`.
        runs: folder in which each generation gets a run folder of its own.
    """

    def __init__(self, settings: Settings | Mapping[str, Any] | None = None, *, runs: str | Path = "runs") -> None:
        self.settings = settings if isinstance(settings, Settings) else load_settings(overrides=settings or {})
        self.runs = Path(runs)

    @cached_property
    def parts(self) -> Parts:
        """The assembled back ends; made on first use."""
        return assemble(self.settings)

    def generate(
        self, prompt: str, *, out: str | Path | None = None, on_turn: Callable[[Turn], None] | None = None
    ) -> Result:
        """Take one request to a picture. `out` names the run's folder; the same folder again continues it.

        Raises:
            UserError: the request, a setting or a folder cannot be used.
            InfrastructureError: the surroundings failed.
        """
        return self.generate_all([prompt], out=out, on_turn=on_turn)[0]

    def generate_all(
        self,
        prompts: Sequence[str],
        *,
        out: str | Path | None = None,
        on_turn: Callable[[Turn], None] | None = None,
        on_result: Callable[[Result], None] | None = None,
    ) -> list[Result]:
        """Take several requests to pictures, one after the other, in one run folder."""
        requests = [self.request(prompt) for prompt in prompts]
        path = Path(out) if out is not None else new_run_path(self.runs, prompts[0])
        return anyio.run(self._generate, requests, path, on_turn, on_result)

    def request(self, prompt: str) -> Request:
        """The checked request of `prompt`.

        Raises:
            RequestError: it is empty, too long, or holds control characters.
        """
        return new_request(prompt, self.settings.agent.max_request_chars)

    async def _generate(
        self,
        requests: Sequence[Request],
        path: Path,
        on_turn: Callable[[Turn], None] | None,
        on_result: Callable[[Result], None] | None,
    ) -> list[Result]:
        results: list[Result] = []
        parts = self.parts
        with Run.write(path, self.settings) as run:
            for request in requests:
                results.append(Result(await generate(parts, request, run, on_turn=on_turn), path))
                if on_result is not None:
                    on_result(results[-1])
        return results
