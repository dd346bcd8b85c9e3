"""How the agent fares on requests that nobody of this project wrote.

    python benchmarks/foreign_requests.py FILE.jsonl [--policy planner] [--limit N] [--draw/--no-draw]

Every row of FILE needs a `prompt`. Where rows name their objects (`include`, as GenEval's do), `objects_found` is the
share of rows of which every object was found: some picture that `image_search` returned to the agent bears the object's
name, or a synonym of it, in its title or caption.
"""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Annotated, Any

import anyio
import typer

from genevolve.agent.loop import Rollout
from genevolve.agent.planner.matching import terms
from genevolve.agent.planner.wordlists import synonyms
from genevolve.agent.prompts import system_prompt
from genevolve.assembly import assemble
from genevolve.config import load_settings
from genevolve.errors import GenEvolveError
from genevolve.generation import Parts, new_request
from genevolve.records import ImageSearchData, Trajectory
from genevolve.store import ImageStore
from genevolve.tools.query_knowledge import QueryKnowledgeTool

MIN_PICTURE_BYTES = 1_000


@dataclass
class Tally:
    """What is counted over the rows."""

    n: int = 0
    valid_programs: int = 0
    pictures: int = 0
    crashes: int = 0
    rows_with_objects: int = 0
    rows_found: int = 0
    missing: dict[str, int] = field(default_factory=dict)


def main(
    file: Path,
    policy: Annotated[str, typer.Option(help="Who decides.")] = "planner",
    limit: Annotated[int, typer.Option(help="Only the first rows; 0 takes all.")] = 0,
    draw: Annotated[bool, typer.Option(help="Draw each program.")] = True,
    size: Annotated[int, typer.Option(help="Width and height of the pictures.")] = 512,
) -> None:
    """Run every row and print what became of them."""
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    rows = rows[:limit] if limit else rows
    overrides = {"policy": policy, "picture.width": size, "picture.height": size}
    parts, tally = assemble(load_settings(overrides=overrides)), Tally()
    started = perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        for row in rows:
            anyio.run(_run_row, row, parts, ImageStore(Path(folder)), tally, draw)
    _report(file, tally, perf_counter() - started, draw=draw)


async def _run_row(row: dict[str, Any], parts: Parts, images: ImageStore, tally: Tally, draw: bool) -> None:
    tally.n += 1
    try:
        trajectory = await _roll_out(row["prompt"], parts, images)
        tally.valid_programs += trajectory.program is not None
        if trajectory.program is None:
            print(f"no program ({trajectory.stop_reason}): {row['prompt'][:100]}")
        if draw and trajectory.program is not None:
            references = [images.get(reference.sha256) for reference in trajectory.program.references]
            picture = await parts.renderer.render(
                trajectory.program.gen_prompt,
                references,
                width=parts.settings.picture.width,
                height=parts.settings.picture.height,
                seed=parts.settings.seed,
            )
            tally.pictures += len(picture.png) > MIN_PICTURE_BYTES
        _count_objects(row, trajectory, tally)
    except GenEvolveError as error:
        tally.crashes += 1
        print(f"refused ({error}): {row['prompt'][:100]}")
    except Exception as error:  # noqa: BLE001 - a crash is what this script counts
        tally.crashes += 1
        print(f"crashed ({type(error).__name__}: {error}): {row['prompt'][:100]}")


async def _roll_out(prompt: str, parts: Parts, images: ImageStore) -> Trajectory:
    settings = parts.settings.agent
    tools = [tool for tool in parts.tools if tool.name in settings.tools]
    skills = parts.skills if any(isinstance(tool, QueryKnowledgeTool) for tool in tools) else None
    rollout = Rollout(
        new_request(prompt, settings.max_request_chars),
        policy=parts.policy,
        tools=tools,
        system_prompt=system_prompt(tools, skills, settings),
        settings=settings,
        images=images,
        cache=parts.cache,
        seed=parts.settings.seed,
    )
    return await rollout.run()


def _count_objects(row: dict[str, Any], trajectory: Trajectory, tally: Tally) -> None:
    names = [entry["class"] for entry in row.get("include", []) if "class" in entry]
    if not names:
        return
    shown = [
        set(terms(f"{hit.title} {hit.caption}"))
        for turn in trajectory.turns
        if turn.observation is not None and isinstance(turn.observation.data, ImageSearchData)
        for hit in turn.observation.data.hits
    ]
    missing = [name for name in names if not _is_shown(name, shown)]
    tally.rows_with_objects += 1
    tally.rows_found += not missing
    for name in missing:
        tally.missing[name] = tally.missing.get(name, 0) + 1


def _is_shown(name: str, shown: list[set[str]]) -> bool:
    return any(set(terms(other)) <= words for other in (name, *synonyms(name)) for words in shown)


def _report(file: Path, tally: Tally, seconds: float, *, draw: bool) -> None:
    print(f"{file.name}: {tally.n} requests in {seconds:.1f} s")
    print(f"{tally.valid_programs} valid programs, {tally.crashes} crashes")
    if draw:
        print(f"{tally.pictures} pictures")
    figures: dict[str, Any] = {
        "n": tally.n,
        "valid_programs": tally.valid_programs,
        "pictures": tally.pictures,
        "crashes": tally.crashes,
        "seconds": round(seconds, 1),
    }
    if tally.rows_with_objects:
        figures["objects_found"] = round(tally.rows_found / tally.rows_with_objects, 4)
        often = sorted(tally.missing.items(), key=lambda item: -item[1])[:15]
        print("objects not found, with the number of rows: " + (", ".join(f"{k} {v}" for k, v in often) or "none"))
    print(json.dumps(figures))


if __name__ == "__main__":
    typer.run(main)
