"""A trajectory printed as it happens: thoughts, tool calls, what came back, the program."""

from __future__ import annotations

import json
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.panel import Panel
from rich.text import Text

from genevolve.records import (
    CorrectionData,
    ImageHit,
    ImageSearchData,
    Observation,
    Program,
    Reference,
    Render,
    Role,
    SearchData,
    SkillData,
    StopReason,
    ToolCall,
    Trajectory,
    Turn,
)


class LivePrinter:
    """Prints turns to a console, numbering the assistant's."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._number = 0

    def turn(self, turn: Turn) -> None:
        """Print one turn; the system prompt is left out."""
        if turn.role is Role.SYSTEM:
            return
        if turn.role is Role.ASSISTANT:
            self._assistant(turn)
        elif turn.observation is not None:
            self._observation(turn.observation)
        elif self._number == 0:
            self._console.print()
            self._console.print(Text("request  ", style="bold cyan") + Text(turn.text))

    def outcome(self, trajectory: Trajectory, render: Render | None, picture: Path | None) -> None:
        """Print the program, or why there is none, and where the picture is."""
        self._number = 0
        if trajectory.program is not None:
            self._console.print(_program_panel(trajectory.program))
        if trajectory.stop_reason is not StopReason.ANSWERED:
            self._console.print(f"   [red]ended: {trajectory.stop_reason}[/] {escape(trajectory.detail)}")
        if picture is not None and render is not None:
            self._console.print(
                f"   [bold green]picture[/] {escape(str(picture))}  "
                f"[dim]{render.width} × {render.height}, agent {trajectory.seconds:.2f} s, "
                f"drawing {render.seconds:.2f} s[/]",
                soft_wrap=True,
            )

    def _assistant(self, turn: Turn) -> None:
        self._number += 1
        thought = Text(turn.thought or "(a turn that could not be read)", style="italic" if turn.thought else "red")
        self._console.print(Text(f"{self._number:>2} ", style="bold") + thought)
        if turn.tool_call is not None:
            self._console.print(Padding(_call_line(turn.tool_call), (0, 0, 0, 3)))

    def _observation(self, observation: Observation) -> None:
        for line in _result_lines(observation):
            self._console.print(Padding(Text(line, style="dim", overflow="ellipsis", no_wrap=True), (0, 0, 0, 5)))


def _call_line(call: ToolCall) -> Text:
    said = call.arguments.get("queries") or call.arguments.get("query") or call.arguments.get("skill_name")
    shown = " · ".join(map(str, said)) if isinstance(said, list) else str(said or json.dumps(call.arguments))
    return Text("→ ", style="cyan") + Text(call.name, style="bold cyan") + Text(f"  {shown}")


def _result_lines(observation: Observation) -> list[str]:
    match observation.data:
        case SearchData(results=results):
            return [
                line
                for result in results
                for line in ([f"{hit.title}: {hit.snippet}" for hit in result.hits[:3]] or [f"{result.query}: nothing"])
            ]
        case ImageSearchData(hits=hits):
            return [f"{hit.img_id}  {hit.title}  {_origin(hit)}".rstrip() for hit in hits] or ["nothing found"]
        case SkillData(guidance=guidance):
            return [f"{len(guidance.split())} words of guidance"]
        case CorrectionData(fault=fault):
            return [f"not accepted: {fault}"]


def _program_panel(program: Program) -> Padding:
    body = Text(program.gen_prompt)
    for number, reference in enumerate(program.references, start=1):
        body.append(f"\n{number}  {reference.title}", style="bold")
        body.append(f"  {_origin(reference)}", style="dim")
    return Padding(Panel(body, title="program", title_align="left", border_style="green"), (0, 0, 0, 3))


def _origin(picture: ImageHit | Reference) -> str:
    parts = ", ".join(part for part in (picture.source, picture.licence) if part)
    return f"({parts})" if parts else ""
