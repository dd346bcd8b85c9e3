"""The main road: request → trajectory → program → picture, each step a record in the run's folder."""

from __future__ import annotations

import hashlib
import re
import secrets
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from time import perf_counter

from genevolve.agent.loop import OnTurn, Rollout
from genevolve.agent.program import capped
from genevolve.agent.prompts import system_prompt
from genevolve.config import PictureSettings, Settings
from genevolve.errors import RequestError
from genevolve.language import read
from genevolve.models import Policy
from genevolve.png import stamp
from genevolve.records import Program, Render, Request, Trajectory
from genevolve.renderers import Renderer
from genevolve.store import Run, write_whole
from genevolve.tools.cache import ToolCache
from genevolve.tools.skill_library import SkillLibrary
from genevolve.tools.tool import Tool


@dataclass(frozen=True)
class Parts:
    """Everything that a generation is done with, put together by `assembly`."""

    settings: Settings
    policy: Policy
    tools: Sequence[Tool]
    skills: SkillLibrary
    renderer: Renderer
    cache: ToolCache = field(default_factory=ToolCache)


@dataclass(frozen=True)
class Generated:
    """What a request became. Without a program there is no picture; `trajectory.stop_reason` says why."""

    trajectory: Trajectory
    render: Render | None
    picture: Path | None


def new_request(prompt: str, max_chars: int) -> Request:
    """A request from what a person typed.

    Raises:
        RequestError: it is empty, too long, or holds control characters.
    """
    text = prompt.strip()
    if not text:
        raise RequestError("the request is empty; say what the picture should show")
    if len(text) > max_chars:
        raise RequestError(f"the request has {len(text):,} characters, {max_chars:,} are allowed; shorten it")
    for position, character in enumerate(text):
        if unicodedata.category(character) in {"Cc", "Cs"} and character not in "\n\t\r":
            raise RequestError(
                f"the request holds the control character U+{ord(character):04X} at position {position + 1}; remove it"
            )
    return Request(id="rq_" + hashlib.sha256(text.encode()).hexdigest()[:16], prompt=text)


def new_run_path(root: Path, prompt: str) -> Path:
    """A folder name that sorts by time and tells what it holds: `20261123-141502-3f9c-five-lanterns`."""
    words = re.findall(r"[a-z0-9]+", prompt.lower())[:5]
    stamp_now = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S")
    return root / "-".join([stamp_now, secrets.token_hex(2), *words])


async def generate(parts: Parts, request: Request, run: Run, *, on_turn: OnTurn | None = None) -> Generated:
    """Take `request` to a picture, continuing where an interrupted run of the same folder stopped.

    Raises:
        InfrastructureError: the renderer or the disk failed; what was done until then is in the run.
    """
    run.add_request(request)
    trajectory = run.finished_trajectory(request.id)
    if trajectory is None:
        trajectory = await roll_out(parts, request, run, on_turn)
    elif on_turn is not None:
        for turn in trajectory.turns:
            on_turn(turn)
    if trajectory.program is None:
        return Generated(trajectory, None, None)
    render = await draw(parts, trajectory, trajectory.program, run)
    return Generated(trajectory, render, place_picture(run, render, run.path / f"{request.id}.png"))


async def draw(parts: Parts, trajectory: Trajectory, program: Program, run: Run) -> Render:
    """Draw `program` once, or return the render that the run already has."""
    program = capped(program, parts.settings.agent.max_references)
    known = run.render_of(trajectory.id, program.sha256)
    return known if known is not None else await draw_anew(parts, trajectory, program, run)


async def draw_anew(parts: Parts, trajectory: Trajectory, program: Program, run: Run) -> Render:
    """Draw `program` and record the picture, whatever the run already has.

    Raises:
        RenderError: the generator failed.
        StorageError: the picture could not be kept.
    """
    program = capped(program, parts.settings.agent.max_references)
    width, height = canvas(parts.settings.picture, trajectory.request.prompt)
    references = [run.images.get(reference.sha256) for reference in program.references]
    started = perf_counter()
    picture = await parts.renderer.render(
        program.gen_prompt,
        references,
        width=width,
        height=height,
        seed=parts.settings.seed,
    )
    render = Render(
        trajectory_id=trajectory.id,
        program_sha256=program.sha256,
        renderer_id=parts.renderer.id,
        sha256=run.images.put(picture.png),
        width=picture.width,
        height=picture.height,
        seed=parts.settings.seed,
        seconds=perf_counter() - started,
        usage=picture.usage,
    )
    run.add_render(render)
    return render


def canvas(picture: PictureSettings, prompt: str) -> tuple[int, int]:
    """Width and height in pixels as set; where a square is set and the request asks for a format, in that format.

    The set side stays the long one; the short one is a multiple of 16 and at least 256.
    """
    aspect = read(prompt).aspect
    if aspect is None or aspect == 1 or picture.width != picture.height:
        return picture.width, picture.height
    long = picture.width
    short = max(256, round(long * min(aspect, 1 / aspect) / 16) * 16)
    return (long, short) if aspect > 1 else (short, long)


def place_picture(run: Run, render: Render, path: Path) -> Path:
    """Write the picture to `path`, carrying the run's id and the program's hash and nothing else."""
    write_whole(path, stamp(run.images.get(render.sha256), run_id=run.id, program_sha256=render.program_sha256))
    return path


async def roll_out(parts: Parts, request: Request, run: Run, on_turn: OnTurn | None = None) -> Trajectory:
    """Let the policy act on `request` and record the trajectory, also when it is interrupted."""
    settings = parts.settings.agent
    tools = [tool for tool in parts.tools if tool.name in settings.tools]
    rollout = Rollout(
        request,
        policy=parts.policy,
        tools=tools,
        system_prompt=system_prompt(tools, parts.skills if "query_knowledge" in settings.tools else None, settings),
        settings=settings,
        images=run.images,
        cache=parts.cache,
        seed=parts.settings.seed,
        on_turn=on_turn,
    )
    try:
        return await rollout.run()
    finally:
        run.add_trajectory(rollout.trajectory())
