"""Teacher trajectories: what is kept, what the teacher is to blame for, and what is owed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from world_kit import trajectory_stage

from chat_server import completion, refusal, served
from genevolve.agent.protocol import format_answer, format_tool_call
from genevolve.assembly import assemble
from genevolve.config import AgentSettings, EndpointSettings, load_settings
from genevolve.data.trajectories import TrajectoryStage
from genevolve.errors import ToolError
from genevolve.limits import Budget
from genevolve.models import ChatPolicy, Completion, Message, OpenAIChat, Policy, Sampling
from genevolve.records import DataItem, ReferenceChoice, Request, StageRow, StopReason, ToolCall, Verdict
from genevolve.store import ImageStore

pytestmark = [pytest.mark.allow_hosts(["127.0.0.1"]), pytest.mark.anyio, pytest.mark.usefixtures("world")]

ITEM = DataItem(id="item_1", request=Request(id="rq_1", prompt="The flag of Chad on a wall."))
LOOK = format_tool_call("I look.", ToolCall(name="image_search", arguments={"query": "flag of Chad"}))
PROMPT = "On a wall in the centre hangs the flag from the first reference image."
ANSWER = format_answer("Done.", PROMPT, [ReferenceChoice(img_id="IMG_001", note="the flag")])


class Saying:
    """A policy that says its lines and then the last one again and again."""

    id = "saying"

    def __init__(self, *lines: str) -> None:
        self.lines = lines

    async def act(self, messages: Any, sampling: Sampling) -> Completion:
        number = sum(message.role == "assistant" for message in messages)
        return Completion(self.lines[min(number, len(self.lines) - 1)])


async def worked(policy: Policy, folder: Path) -> StageRow:
    return await trajectory_stage(lambda _: policy, folder).work(ITEM)


async def test_an_answer_is_kept_with_its_pictures_in_the_folder(tmp_path: Path) -> None:
    row = await worked(Saying(LOOK, ANSWER), tmp_path)
    assert row.verdict is Verdict.KEPT
    assert row.by == "saying"
    assert row.trajectory is not None
    images = ImageStore(tmp_path)
    shown = [image.sha256 for turn in row.trajectory.turns for image in turn.images]
    assert shown
    assert all(images.get(sha256) for sha256 in shown)
    assert row.trajectory.program is not None
    assert images.get(row.trajectory.program.references[0].sha256)


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ((LOOK, format_answer("Done.", "No reference is named.", [ReferenceChoice(img_id="IMG_009")])), "repeated"),
        (tuple(f"<think>{number}</think> I would rather talk." for number in range(12)), "turn_limit"),
    ],
)
async def test_a_teacher_that_fails_is_rejected_with_the_stop_reason(
    tmp_path: Path, lines: tuple[str, ...], code: str
) -> None:
    row = await worked(Saying(*lines), tmp_path)
    assert row.verdict is Verdict.REJECTED
    assert [reason.code for reason in row.reasons] == [code]
    assert row.trajectory is not None


class Broken:
    """A search that is down."""

    name = "image_search"

    def schema(self, settings: AgentSettings) -> dict[str, Any]:
        return {"name": self.name}

    async def run(self, arguments: Any, context: Any) -> Any:
        raise ToolError("the search is down")


async def test_an_outage_of_the_search_is_owed(tmp_path: Path) -> None:
    parts = assemble(load_settings(overrides={}))
    saying = Saying(LOOK, ANSWER)
    stage = TrajectoryStage(lambda _: saying, [Broken()], parts.skills, parts.settings.agent, ImageStore(tmp_path))
    row = await stage.work(ITEM)
    assert row.verdict is Verdict.OWED
    assert row.trajectory is None
    assert [(reason.code, reason.detail) for reason in row.reasons] == [("tool", "the search is down")]


async def test_a_request_beyond_the_prompt_budget_is_rejected(tmp_path: Path) -> None:
    long = DataItem(id="item_2", request=Request(id="rq_2", prompt="a tower by the sea " * 3000))
    row = await trajectory_stage(lambda _: Saying(ANSWER), tmp_path).work(long)
    assert row.verdict is Verdict.REJECTED
    assert [reason.code for reason in row.reasons] == [StopReason.TOKEN_LIMIT]


async def test_the_seed_is_of_the_item_and_not_of_the_order(tmp_path: Path) -> None:
    other = ITEM.model_copy(update={"id": "item_2"})
    stage = trajectory_stage(lambda _: Saying(LOOK, ANSWER), tmp_path)
    first, second = await stage.work(ITEM), await stage.work(other)
    again = await trajectory_stage(lambda _: Saying(LOOK, ANSWER), tmp_path).work(ITEM)
    made = [row.trajectory for row in (first, second, again) if row.trajectory is not None]
    assert made[0].seed != made[1].seed
    assert made[2].seed == made[0].seed
    assert made[2].id == made[0].id


async def chatted(folder: Path, *script: Any, budget: Budget | None = None, **endpoint: Any) -> tuple[StageRow, Any]:
    with served(*script) as server:
        async with OpenAIChat(EndpointSettings(model="m", base_url=server.url, **endpoint), budget=budget) as model:
            return await worked(ChatPolicy(model), folder), server.asked


async def test_a_chat_model_teaches_and_sees_the_thumbnails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    row, asked = await chatted(tmp_path, completion(LOOK), completion(ANSWER), usd_per_million_prompt_tokens=100)
    assert row.verdict is Verdict.KEPT
    assert row.by == "chat/m"
    assert row.usd == pytest.approx(0.2)
    assert asked[0].body["top_p"] == AgentSettings().top_p
    assert [message["role"] for message in asked[1].body["messages"]] == ["system", "user", "assistant", "user"]
    kinds = [part["type"] for part in asked[1].body["messages"][-1]["content"]]
    assert kinds[0] == "text"
    assert set(kinds[1:]) == {"image_url"}
    assert "json_schema" not in json.dumps(asked[0].body)


async def test_a_chat_model_that_is_down_is_owed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    row, _ = await chatted(tmp_path, completion(LOOK), refusal(503), attempts=1)
    assert row.verdict is Verdict.OWED
    assert [reason.code for reason in row.reasons] == ["policy"]


async def test_a_budget_that_is_used_up_is_owed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    budget = Budget({"model_calls": 1})
    row, asked = await chatted(tmp_path, completion(LOOK), completion(ANSWER), budget=budget)
    assert row.verdict is Verdict.OWED
    assert [reason.code for reason in row.reasons] == ["budget"]
    assert len(asked) == 1


async def test_two_user_turns_in_a_row_become_one() -> None:
    class Keeping:
        id = "keeping"
        messages: Any = ()

        async def complete(self, messages: Any, **_: Any) -> Any:
            self.messages = messages
            return Completion("x")

    keeping = Keeping()
    policy = ChatPolicy(keeping)  # type: ignore[arg-type]
    talk = [Message("user", "a", (b"1",)), Message("user", "b")]  # type: ignore[arg-type]
    await policy.act(talk, Sampling())
    assert [message.parts for message in keeping.messages] == [("a", b"1", "b")]
