"""A small data folder as the engine leaves it: real rows, real pictures, every split."""

from __future__ import annotations

import atexit
import io
import json
import shutil
import tempfile
from functools import cache
from pathlib import Path

from PIL import Image

from genevolve.agent.protocol import format_answer, format_tool_call, format_tool_response
from genevolve.config import DataSettings, dump_data_settings
from genevolve.data.split import SplitRule, SplitStage, needs_ground_truth
from genevolve.data.stage import Journal
from genevolve.records import (
    DataItem,
    ImageHit,
    ImageSearchData,
    Observation,
    Program,
    QueryResult,
    Recipe,
    Reference,
    ReferenceChoice,
    Render,
    Request,
    Role,
    SearchData,
    ShownImage,
    Stage,
    StageRow,
    StopReason,
    TextHit,
    ToolCall,
    Trajectory,
    Turn,
    Verdict,
)
from genevolve.store import ImageStore

SETTINGS = DataSettings(num=24, writer="test-writer", teacher="test-teacher")
RULE = SplitRule(SETTINGS.split, lambda entity: entity.startswith("held"))


def png(number: int, size=(24, 16)) -> bytes:
    buffer = io.BytesIO()
    image = Image.new("RGB", size, (number * 37 % 256, number * 91 % 256, number * 53 % 256))
    image.putpixel((0, 0), (number % 256, number // 256, 7))
    image.save(buffer, "PNG")
    return buffer.getvalue()


def prompt_of(number: int) -> str:
    things = ("tower", "lantern", "kettle", "harp", "bridge", "mask", "clock")
    return f"Please draw the {things[number % 7]} of town number {number}, with {number % 5 + 2} crows and rain"


def trajectory(number: int, images: ImageStore, *, said: str = "") -> Trajectory:
    """Two searches, five thumbnails, an answer with two references."""
    hits = tuple(
        ImageHit(
            img_id=f"IMG_{place:03}", title=f"thing {place}", sha256=images.put(png(number * 10 + place, (48, 32))),
            width=48, height=32, source="OpenMoji", licence="CC BY-SA 4.0",
        )
        for place in range(1, 6)
    )  # fmt: skip
    shown = tuple(
        ShownImage(img_id=hit.img_id, sha256=images.put(png(number * 10 + place)))
        for place, hit in enumerate(hits, start=1)
    )
    found = TextHit(title="Town", snippet="Its tower is red.", source="Wikipedia", licence="CC BY-SA 4.0")
    texts = SearchData(results=(QueryResult(query="q", hits=(found,)),))
    gen_prompt = f"SECRETPROGRAM {number}: the first reference image beside the second reference image"
    chosen = [ReferenceChoice(img_id=hit.img_id, note="copy the outline") for hit in hits[:2]]
    look, ask = ToolCall(name="search", arguments={"queries": ["q"]}), ToolCall(name="image_search", arguments={})
    request = Request(id=f"rq_{number}", prompt=prompt_of(number))
    turns = (
        Turn(role=Role.SYSTEM, text="You prepare pictures."),
        Turn(role=Role.USER, text=request.prompt),
        Turn(role=Role.ASSISTANT, text=format_tool_call("I look it up.", look), tool_call=look),
        Turn(role=Role.USER, text=format_tool_response("Town: Its tower is red."),
             observation=Observation(data=texts, text="Town")),
        Turn(role=Role.ASSISTANT, text=format_tool_call(f"Now pictures.{said}", ask), tool_call=ask),
        Turn(role=Role.USER, text=format_tool_response("IMG_001: thing 1"), images=shown,
             observation=Observation(data=ImageSearchData(query="q", hits=hits), text="x", images=shown)),
        Turn(role=Role.ASSISTANT, text="  " + format_answer("Done.", gen_prompt, chosen) + "\n"),
    )  # fmt: skip
    references = tuple(
        Reference(img_id=hit.img_id, sha256=hit.sha256, source=hit.source, licence=hit.licence) for hit in hits[:2]
    )
    return Trajectory(
        id=f"tr_{number}", request=request, turns=turns, program=Program(gen_prompt=gen_prompt, references=references),
        stop_reason=StopReason.ANSWERED, policy_id="test-teacher/1", prompt_sha256="0" * 64,
    )  # fmt: skip


def build(folder: Path) -> Journal:
    """A folder with 24 items, every sixth of them about something held out, the third rejected by the audit."""
    shutil.copytree(_template(), folder, dirs_exist_ok=True)
    return Journal(folder)


@cache
def _template() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="genevolve-data-kit-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    build_anew(folder, 24)
    return folder


def build_anew(folder: Path, num: int, *, said_by: dict[int, str] | None = None) -> Journal:
    """The same from the beginning; `said_by` has the teacher say more in some items."""
    journal, images = Journal(folder), ImageStore(folder / "images")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.toml").write_text(dump_data_settings(SETTINGS))
    recipe = Recipe(
        task_family="landmarks", track="knowledge", factual_gap="looks", visual_anchor="landmark",
        dominant="placing", secondaries=("count",), difficulty="hard",
    )  # fmt: skip
    table: dict[Stage, list[StageRow]] = {}
    for number in range(num):
        item_id = f"item-{number:03}"
        entities = (f"held {number}",) if number % 6 == 0 else (f"free {number}",)
        request = Request(
            id=f"rq_{number}", prompt=prompt_of(number), category="landmarks", difficulty="hard",
            meta={"constraints": [{"kind": "count", "number": number}], "track": "knowledge"},
        )  # fmt: skip
        item = DataItem(id=item_id, request=request, entities=entities)
        said = (said_by or {}).get(number, "")
        audited = Verdict.REJECTED if number == 3 else Verdict.KEPT
        rows = [
            StageRow(id=item_id, stage=Stage.RECIPES, recipe=recipe),
            StageRow(id=item_id, stage=Stage.REQUESTS, request=request, entities=entities, by="test-writer/1"),
            StageRow(id=item_id, stage=Stage.SCREEN),
            StageRow(id=item_id, stage=Stage.TRAJECTORIES, trajectory=trajectory(number, images, said=said), usd=0.25),
            StageRow(id=item_id, stage=Stage.CHECK),
            StageRow(
                id=item_id, stage=Stage.AUDIT, verdict=audited, by="test-auditor/1",
                reasons=[] if audited is Verdict.KEPT else [{"code": "process_quality", "detail": "2 of 5"}],
            ),
        ]  # fmt: skip
        if audited is Verdict.KEPT and needs_ground_truth(item, RULE):
            render = Render(
                trajectory_id=f"tr_{number}", program_sha256="p", renderer_id="test-renderer/1",
                sha256=images.put(png(5000 + number, (64, 64))), width=64, height=64, seed=0,
            )  # fmt: skip
            rows += [
                StageRow(id=item_id, stage=Stage.GROUND_TRUTH, render=render, by="test-renderer/1"),
                StageRow(id=item_id, stage=Stage.FILTER),
            ]
        for row in rows:
            table.setdefault(row.stage, []).append(row)
    for stage, found in table.items():
        journal.add(stage, found)
    journal.add(Stage.SPLIT, SplitStage(RULE).work(list(journal.items(Stage.SPLIT))))
    return journal


def lines(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
