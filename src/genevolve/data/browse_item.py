"""What the page shows of one item: an entry of its list, and the details."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Self

from genevolve.data.stage import ORDER, PICTURE_STAGES, Journal
from genevolve.records import Program, Role, Trajectory, Turn
from genevolve.records.data import Stage, StageRow, Verdict

_LIST_CHARS = 220


@dataclass(frozen=True, slots=True)
class BrowsedItem:
    """An item with its rows, up to the one that decided on it."""

    id: str
    rows: tuple[StageRow, ...]

    @classmethod
    def of(cls, journal: Journal, item_id: str) -> Self:
        """The item as its journal tells of it."""
        return cls(item_id, tuple(_way(journal, item_id)))

    @property
    def last(self) -> StageRow:
        """The row that decided on it."""
        return self.rows[-1]

    def made(self, name: str) -> Any:
        """What some stage made of it: recipe, request, trajectory, render, split."""
        return next((value for row in reversed(self.rows) if (value := getattr(row, name))), None)

    @property
    def program(self) -> Program | None:
        """The teacher's program."""
        trajectory: Trajectory | None = self.made("trajectory")
        return trajectory.program if trajectory else None

    @property
    def picture(self) -> str:
        """The SHA-256 of its ground truth, else of its first reference; empty without either."""
        render = self.made("render")
        if render is not None:
            return str(render.sha256)
        return self.program.references[0].sha256 if self.program and self.program.references else ""


def entry(item: BrowsedItem) -> dict[str, Any]:
    """What the list holds of an item."""
    recipe, request, split = item.made("recipe"), item.made("request"), item.made("split")
    prompt = request.prompt if request else ""
    return {
        "id": item.id,
        "prompt": prompt if len(prompt) <= _LIST_CHARS else prompt[:_LIST_CHARS].rstrip() + "…",
        "category": recipe.task_family if recipe else "",
        "track": recipe.track if recipe else "",
        "difficulty": recipe.difficulty if recipe else "",
        "stage": item.last.stage.value,
        "verdict": item.last.verdict.value,
        "reasons": [reason.code for reason in item.last.reasons],
        "split": split.value if split else "",
        "drawn": item.made("render") is not None,
    }


def details(item: BrowsedItem) -> dict[str, Any]:
    """What is shown of an item that somebody opened."""
    recipe, request, render = item.made("recipe"), item.made("request"), item.made("render")
    trajectory: Trajectory | None = item.made("trajectory")
    return {
        "id": item.id,
        "prompt": request.prompt if request else "",
        "entities": list(item.made("entities") or ()),
        "recipe": recipe.model_dump(mode="json") if recipe else {},
        "picture": _file(render.sha256) if render else "",
        "program": _program(item.program) if item.program else None,
        "turns": [_turn(turn) for turn in trajectory.turns if turn.role is not Role.SYSTEM] if trajectory else [],
        "stop": f"{trajectory.stop_reason.value} {trajectory.detail}".strip() if trajectory else "",
        "stages": [_stage(row) for row in item.rows],
    }


def _way(journal: Journal, item_id: str) -> Iterator[StageRow]:
    for stage in ORDER:
        row = journal.row(stage, item_id)
        if row is None and stage in PICTURE_STAGES:
            continue
        if row is None:
            return
        yield row
        if row.verdict is not Verdict.KEPT:
            return


def _stage(row: StageRow) -> dict[str, Any]:
    return {
        "stage": row.stage.value,
        "verdict": row.verdict.value,
        "by": row.by,
        "usd": row.usd,
        "scores": [[name, score, row.notes.get(name, "")] for name, score in row.scores.items()],
        "reasons": [[reason.code, reason.detail] for reason in row.reasons],
        "split": row.split.value if row.split and row.stage is Stage.SPLIT else "",
    }


def _turn(turn: Turn) -> dict[str, Any]:
    call = turn.tool_call
    return {
        "role": turn.role.value,
        "thought": turn.thought,
        "call": [call.name, call.arguments] if call else None,
        "text": turn.text if turn.role is Role.USER or not call else "",
        "images": [[image.img_id, _file(image.sha256)] for image in turn.images],
    }


def _program(program: Program) -> dict[str, Any]:
    return {
        "prompt": program.gen_prompt,
        "references": [
            {
                "id": one.img_id,
                "note": one.note,
                "title": one.title,
                "said": " · ".join(part for part in (one.source, one.artist, one.licence) if part),
                "file": _file(one.sha256),
            }
            for one in program.references
        ],
    }


def _file(sha256: str) -> str:
    """A picture of the data folder, as the page names it."""
    return f"../images/{sha256[:2]}/{sha256}.png"
