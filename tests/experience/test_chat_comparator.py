"""The comparator that asks a model, over a real server on loopback."""

from __future__ import annotations

import io
import json
from typing import Any

import anyio
import pytest
from experience_kit import contender
from PIL import Image
from pydantic import SecretStr

from chat_server import ChatServer, Say, completion, refusal, served
from genevolve.config import EndpointSettings
from genevolve.errors import ComparisonError, ModelError
from genevolve.experience.chat import ChatComparator
from genevolve.experience.rules import guide_faults
from genevolve.models import OpenAIChat
from genevolve.records import Dimension, PictureScores, Role, Sufficiency, Turn
from genevolve.records.experience import Contender, Contrast, DecisionGuide

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

GOOD = "Search the exact name in the request before you write, and copy what the page says of it."


def answer(*bullets: str, **changes: Any) -> dict[str, Any]:
    guidance: dict[str, Any] = {
        "focus": "Look it up before you write.",
        "recommended_tool_plan": [],
        "search_query_guidance": list(bullets),
        "skill_routing_guidance": [],
        "reference_selection_guidance": [],
        "prompt_program_guidance": [],
        "failure_guards": [],
    }
    key = {"trigger": "A request with a named thing.", "source_prompt_summary": "Two things on the ground."}
    return {"retrieval_key": key, "decision_guidance": guidance | changes}


def says(*answers: dict[str, Any] | str) -> list[Say]:
    return [completion(one if isinstance(one, str) else json.dumps(one)) for one in answers]


def png(colour: str) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8), colour).save(buffer, "PNG")
    return buffer.getvalue()


PICTURES = {"a" * 64: png("red"), "b" * 64: png("blue")}


def judged(total: float, reason: str, render: str) -> Contender:
    one = contender(total, prompt="A poster for Ember Works beside a heron")
    page = Turn(role=Role.USER, text=f"<tool_response>{'long page ' * 2000}</tool_response>")
    turns = (
        Turn(role=Role.SYSTEM, text="system"),
        Turn(role=Role.USER, text="request"),
        Turn(role=Role.ASSISTANT, text="I search."),
        page,
    )
    return one.model_copy(
        update={
            "trajectory": one.trajectory.model_copy(update={"turns": turns}),
            "picture": PictureScores(
                faithfulness=1.0,
                visual_correctness=0.5,
                text_accuracy=0.5,
                aesthetics=1.0,
                text_required=False,
                reasons={Dimension.VISUAL_CORRECTNESS: reason},
            ),
            "sufficiency": Sufficiency(score=0.5, reason="no reference shows it"),
            "render": render,
        }
    )


BEST, WORST = judged(0.9, "it looks like itself", "a" * 64), judged(0.4, "it does not look like itself", "b" * 64)
PAIR = Contrast(request=BEST.trajectory.request, best=BEST, worst=WORST, gap=0.5)


def compare(server: ChatServer, *, pictures: bool = False) -> DecisionGuide:
    async def asked() -> DecisionGuide:
        endpoint = EndpointSettings(model="m", base_url=server.url, attempts=1, timeout_s=5)
        async with OpenAIChat(endpoint, key=SecretStr("k")) as model:
            return await ChatComparator(model, picture_of=PICTURES.__getitem__ if pictures else None).compare(PAIR)

    return anyio.run(asked)


def test_a_guide_is_asked_for_by_schema_and_both_rollouts_are_told_with_their_reasons() -> None:
    with served(*says(answer(GOOD, f"Standard: {GOOD}"))) as server:
        guide = compare(server)

    assert guide.decision_guidance.search_query_guidance == (GOOD, f"Standard: {GOOD}")
    assert guide_faults(guide, PAIR) == []
    (asked,) = server.asked
    schema = asked.body["response_format"]["json_schema"]["schema"]
    assert set(schema["required"]) == {"retrieval_key", "decision_guidance"}
    told = json.dumps(asked.body["messages"])
    for part in ("A poster for Ember Works", "it does not look like itself", "no reference shows it", "0.50 below"):
        assert part in told
    assert told.count("characters left out") == 2
    assert len(told) < 20_000
    assert "image_url" not in told


def test_with_pictures_the_model_sees_the_better_one_before_the_worse_one() -> None:
    with served(*says(answer(GOOD))) as server:
        compare(server, pictures=True)

    content = server.asked[0].body["messages"][1]["content"]
    kinds = [part["type"] for part in content]
    assert kinds == ["text", "text", "text", "image_url", "text", "text", "image_url"]
    assert content[3]["image_url"]["url"] != content[6]["image_url"]["url"]


@pytest.mark.parametrize(
    ("bad", "complaint"),
    [
        ("no JSON at all", "no whole JSON object"),
        (answer("Search first."), "has 2 words"),
        (answer(GOOD.replace("it.", "the heron.")), "'heron' comes from this request"),
        (answer(GOOD, focus="Ember"), "'ember' comes from this request"),
        (answer(GOOD, failure_guards="none"), "'decision_guidance.failure_guards'"),
    ],
)
def test_what_breaks_a_rule_is_sent_back_once_with_what_is_wrong(bad: dict[str, Any] | str, complaint: str) -> None:
    with served(*says(bad, answer(GOOD))) as server:
        assert compare(server).decision_guidance.search_query_guidance == (GOOD,)

    again = server.asked[1].body["messages"]
    assert [message["role"] for message in again] == ["system", "user", "assistant", "user"]
    assert complaint in again[3]["content"]


def test_after_two_unusable_answers_the_pair_is_given_up() -> None:
    with served(*says(answer("Search first."))) as server, pytest.raises(ComparisonError, match="has 2 words"):
        compare(server)

    assert len(server.asked) == 2


def test_a_filter_and_a_cut_answer_are_no_guide() -> None:
    cut = json.dumps(answer(GOOD))[:-1]
    with (
        served(completion(cut, "length"), completion(None, "content_filter")) as server,
        pytest.raises(ComparisonError, match="refused"),
    ):
        compare(server)


def test_an_outage_is_an_outage_and_never_a_guide() -> None:
    with served(refusal(503)) as server, pytest.raises(ModelError):
        compare(server)
