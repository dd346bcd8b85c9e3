"""The chat writer against a real server: what it is told, what is refused, what is asked again, what is owed."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import SecretStr

from chat_server import ChatServer, Say, completion, refusal, served
from genevolve.config.endpoint import EndpointSettings
from genevolve.data.axes import web_axes
from genevolve.data.chat_writer import ChatWriter
from genevolve.data.recipes import item_id
from genevolve.data.requests import RequestStage, request_id
from genevolve.models import OpenAIChat
from genevolve.records import DataItem, Recipe, StageRow, Verdict
from genevolve.records.data import Unwritten, Written

pytestmark = [pytest.mark.anyio, pytest.mark.enable_socket]

RECIPE = Recipe(
    task_family="architecture", track="knowledge", factual_gap="date", visual_anchor="bridge", dominant="identity",
    secondaries=("count", "light"), difficulty="medium",
)  # fmt: skip
GOOD: dict[str, Any] = {
    "entities": [{"name": "Dragon Bridge (Ljubljana)", "kind": "bridge", "shown": True, "private_person": False}],
    "facts": [{"question": "When was the Dragon Bridge in Ljubljana opened?", "answer": "1901"}],
    "request": "For our walking-tour card, show the Dragon Bridge in Ljubljana from the river bank with three empty "
    "rowing boats moored below it, in low winter light, and put the year it opened on a small plaque at the front.",
    "checks": ["One of the green dragons stands on a pedestal.", "There are three boats.", "The light comes from low."],
}


def draft(**changes: Any) -> Say:
    return completion(json.dumps({**GOOD, **changes}))


def request(text: str) -> Say:
    return draft(request=text)


async def written(chat: ChatServer, recipe: Recipe = RECIPE, number: int = 7) -> Written | Unwritten:
    async with OpenAIChat(endpoint(chat), key=SecretStr("k")) as model:
        return await ChatWriter(model, web_axes()).write(recipe, number)


def endpoint(chat: ChatServer) -> EndpointSettings:
    return EndpointSettings(
        model="m", base_url=chat.url, timeout_s=5, deadline_s=5,
        usd_per_million_prompt_tokens=1, usd_per_million_completion_tokens=10,
    )  # fmt: skip


def codes(made: Written | Unwritten) -> set[str]:
    assert isinstance(made, Unwritten)
    return {reason.code for reason in made.reasons}


async def test_a_request_that_keeps_the_rules_is_taken_at_once() -> None:
    with served(draft()) as chat:
        made = await written(chat)
    assert isinstance(made, Written)
    assert made.text == GOOD["request"]
    assert made.entities == ("Dragon Bridge (Ljubljana)",)
    assert made.meta["facts"][0]["answer"] == "1901"
    assert made.meta["number"] == 7
    assert made.usd == pytest.approx((1000 + 2000) / 1e6)
    assert len(chat.asked) == 1


async def test_the_model_is_told_the_recipe_in_words_and_the_shape_of_its_answer() -> None:
    with served(draft()) as chat:
        await written(chat)
    body = chat.asked[0].body
    told = json.dumps(body["messages"], ensure_ascii=False)
    for words in (
        "a bridge or viaduct",
        "that is to be read in the picture",
        "an exact number between 2 and 9",
        "Region",
    ):
        assert words in told
    assert "fact_given_away" not in told
    assert "checks" in json.dumps(body.get("response_format"))


async def test_hints_and_seeds_differ_by_number_and_are_the_same_for_one() -> None:
    with served(draft()) as chat:
        for number in (1, 2, 1):
            await written(chat, number=number)
    first, second, again = (json.dumps(asked.body, sort_keys=True) for asked in chat.asked)
    assert first == again
    assert first != second


async def test_a_broken_rule_is_told_and_the_second_answer_is_taken() -> None:
    with served(request(GOOD["request"].replace("the year it opened", "the year 1901")), draft()) as chat:
        made = await written(chat)
    assert isinstance(made, Written)
    assert made.usd == pytest.approx(2 * 3000 / 1e6)
    assert "1901" in chat.asked[1].body["messages"][-1]["content"]
    assert "fact given away" in chat.asked[1].body["messages"][-1]["content"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"request": GOOD["request"] + " Use a web search for it."}, "names_tool"),
        ({"request": GOOD["request"] + " Apply quantity_counting to the boats."}, "names_skill"),
        ({"request": GOOD["request"] + " See https://example.org/x."}, "holds_link"),
        ({"request": "the Dragon Bridge with three boats"}, "too_short"),
        ({"request": GOOD["request"] + " and boats" * 80}, "too_long"),
        ({"entities": [{**GOOD["entities"][0], "shown": False}]}, "needs_no_picture"),
        ({"facts": []}, "needs_no_search"),
        ({"request": GOOD["request"].replace("Dragon Bridge", "old crossing")}, "thing_not_named"),
        ({"checks": ["It looks beautiful.", "Two.", "Three."]}, "not_checkable"),
        ({"checks": ["There are three boats."]}, "too_few_checks"),
        ({"request": GOOD["request"].replace("three empty", "some empty")}, "count_not_said"),
        ({"entities": [*GOOD["entities"], {**GOOD["entities"][0], "name": "Eiffel Tower"}]}, "too_famous"),
        ({"entities": [*GOOD["entities"], {**GOOD["entities"][0], "private_person": True}]}, "private_person"),
        ({"request": GOOD["request"] + " My neighbour Ellen Baker leans on the rail."}, "private_person"),
        ({"request": GOOD["request"] + " A decapitated knight lies in front."}, "unsafe_gore"),
    ],
)
async def test_what_breaks_a_rule_twice_is_not_written_and_says_why(changes: dict[str, Any], code: str) -> None:
    with served(draft(**changes)) as chat:
        made = await written(chat)
    assert code in codes(made)
    assert len(chat.asked) == 2
    assert made.usd == pytest.approx(2 * 3000 / 1e6)


async def test_a_thing_that_is_to_be_described_is_not_named() -> None:
    described = RECIPE.model_copy(update={"factual_gap": "described"})
    with served(draft()) as chat:
        assert codes(await written(chat, described)) == {"thing_named"}
    text = GOOD["request"].replace("the Dragon Bridge in Ljubljana", "the bridge whose corners four green beasts guard")
    with served(request(text)) as chat:
        assert isinstance(await written(chat, described), Written)


async def test_words_to_be_read_are_quoted_where_nothing_is_looked_up() -> None:
    looks = RECIPE.model_copy(update={"factual_gap": "looks", "track": "quality", "secondaries": ("text",)})
    with served(draft(facts=[])) as chat:
        assert codes(await written(chat, looks)) == {"text_not_said"}


async def test_what_is_no_json_or_refused_is_asked_again_and_then_rejected() -> None:
    with served(completion("Sure! Here is a request about a bridge.")) as chat:
        assert codes(await written(chat)) == {"unusable_answer"}
    with served(completion(None, "content_filter"), draft()) as chat:
        assert isinstance(await written(chat), Written)
    with served(completion(None, "content_filter")) as chat:
        assert codes(await written(chat)) == {"refused"}


async def row_of(chat: ChatServer) -> StageRow:
    async with OpenAIChat(endpoint(chat), key=SecretStr("k")) as model:
        stage = RequestStage(ChatWriter(model, web_axes()))
        return await stage.work(DataItem(id=item_id(7), recipe=RECIPE))


async def test_the_stage_gives_a_request_by_its_hash_with_its_costs() -> None:
    with served(draft()) as chat:
        row = await row_of(chat)
    assert row.verdict is Verdict.KEPT
    assert row.request is not None
    assert row.request.id == request_id(GOOD["request"])
    assert (row.request.category, row.request.difficulty) == ("architecture", "medium")
    assert row.usd > 0
    assert row.by.startswith("chat/m/request-1-")


async def test_an_endpoint_that_is_down_owes_the_item_and_rejects_nothing() -> None:
    with served(refusal(401, "no such key sk-secret")) as chat, pytest.raises(Exception, match="key"):
        await row_of(chat)
    with served(refusal(400, "bad request")) as chat:
        row = await row_of(chat)
    assert row.verdict is Verdict.OWED
    assert row.reasons[0].code == "model"
    assert row.request is None
