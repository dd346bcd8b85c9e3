"""The client against a real server on loopback."""

from __future__ import annotations

import base64
import builtins
import io
import logging
import time
import traceback

import anyio
import pytest
import stamina
from PIL import Image
from pydantic import SecretStr

from chat_server import ChatServer, Say, completion, refusal, served
from genevolve.config import EndpointSettings
from genevolve.errors import BudgetExceeded, ConfigError, GenEvolveError, ModelError, UserError
from genevolve.limits import Budget
from genevolve.models import ChatMessage, ChatReply, OpenAIChat
from genevolve.records import Role

pytestmark = [pytest.mark.allow_hosts(["127.0.0.1"]), pytest.mark.anyio]

CANARY = "sk-canary-0123456789"
HELLO = [ChatMessage(Role.USER, ("hello",))]


@pytest.fixture(autouse=True)
def _surroundings(monkeypatch):
    monkeypatch.setenv("GENEVOLVE_API_KEY", CANARY)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    stamina.set_testing(True, attempts=4)
    yield
    stamina.set_testing(False)


async def ask(
    server: ChatServer, messages=HELLO, *, budget: Budget | None = None, schema=None, **settings
) -> ChatReply:
    async with OpenAIChat(EndpointSettings(model="m", base_url=server.url, **settings), budget=budget) as model:
        return await model.complete(messages, max_tokens=100, json_schema=schema)


async def failure(server: ChatServer, **settings) -> GenEvolveError:
    with pytest.raises(GenEvolveError) as caught:
        await ask(server, **settings)
    assert "\n" not in str(caught.value)
    return caught.value


def picture(colour: str, kind: str = "PNG") -> bytes:
    buffer = io.BytesIO()
    image = Image.linear_gradient("L").resize((40, 30)).convert("RGB")
    image.paste(colour, (0, 0, 20, 15))
    image.save(buffer, kind)
    return buffer.getvalue()


async def test_a_reply_with_its_usage_and_price():
    with served(completion("hi")) as server:
        reply = await ask(server, usd_per_million_prompt_tokens=2, usd_per_million_completion_tokens=10)
    assert (reply.text, reply.finish_reason) == ("hi", "stop")
    assert (reply.usage.prompt_tokens, reply.usage.completion_tokens) == (1000, 200)
    assert reply.usage.usd == pytest.approx(0.004)
    assert server.asked[0].path == "/v1/chat/completions"
    assert server.asked[0].headers["authorization"] == f"Bearer {CANARY}"
    assert server.asked[0].body["max_tokens"] == 100


async def test_pictures_arrive_whole_and_in_their_places():
    red, blue = picture("red"), picture("blue")
    with served(completion("ok")) as server:
        await ask(server, [ChatMessage(Role.USER, ("one", red, "two", blue, picture("red", "WEBP")))])
    parts = server.asked[0].body["messages"][0]["content"]
    assert [part["type"] for part in parts] == ["text", "image_url", "text", "image_url", "image_url"]
    for part, sent in ((parts[1], red), (parts[3], blue)):
        head, _, data = part["image_url"]["url"].partition(",")
        assert head == "data:image/png;base64"
        with Image.open(io.BytesIO(base64.b64decode(data))) as got, Image.open(io.BytesIO(sent)) as want:
            assert got.tobytes() == want.tobytes()
    assert parts[4]["image_url"]["url"].startswith("data:image/webp;base64,")


async def test_what_is_no_picture_is_not_sent():
    with served(completion("ok")) as server:
        with pytest.raises(ModelError, match="not a PNG"):
            await ask(server, [ChatMessage(Role.USER, (b"GIF89a not really",))])
        assert server.asked == []


@pytest.mark.parametrize(
    ("answer_format", "sent"),
    [("json_schema", "json_schema"), ("json_object", "json_object"), ("text", None)],
)
async def test_a_schema_is_sent_as_far_as_the_endpoint_can(answer_format, sent):
    with served(completion("{}")) as server:
        await ask(server, schema={"type": "object"}, answer_format=answer_format, omit=("seed",))
    body = server.asked[0].body
    assert body.get("response_format", {}).get("type") == sent
    assert "seed" not in body
    assert body["temperature"] == 0


@pytest.mark.parametrize("fault", [refusal(500), refusal(503), refusal(408), refusal(409), Say(b"busy", 502)])
async def test_a_failure_that_passes_is_not_seen(fault):
    with served(fault, fault, completion("up")) as server:
        assert (await ask(server)).text == "up"
    assert len(server.asked) == 3


async def test_the_pause_that_a_server_asks_for_is_kept():
    stamina.set_testing(False)
    started = time.monotonic()
    with served(refusal(429, retry_after="0.4"), completion("up")) as server:
        assert (await ask(server)).text == "up"
    assert 0.4 <= time.monotonic() - started < 3
    assert len(server.asked) == 2


async def test_a_busy_server_is_left_alone_by_all_calls():
    stamina.set_testing(False)
    with served(refusal(429, retry_after="0.5"), completion("up")) as server:
        async with (
            OpenAIChat(EndpointSettings(model="m", base_url=server.url)) as model,
            anyio.create_task_group() as group,
        ):
            started = time.monotonic()
            group.start_soon(lambda: model.complete(HELLO, max_tokens=9))
            await anyio.sleep(0.2)
            assert len(server.asked) == 1
            await model.complete(HELLO, max_tokens=9)
            assert time.monotonic() - started >= 0.5
    assert len(server.asked) == 3


async def test_a_pause_longer_than_the_deadline_is_given_up_at_once():
    stamina.set_testing(False)
    started = time.monotonic()
    with served(refusal(429, "slow down", retry_after="3600")) as server:
        error = await failure(server)
    assert isinstance(error, ModelError)
    assert "(429): slow down" in str(error)
    assert time.monotonic() - started < 2


async def test_an_outage_that_stays_is_an_infrastructure_error():
    with served(refusal(500, "melted")) as server:
        error = await failure(server)
    assert isinstance(error, ModelError)
    assert "failed (500): melted" in str(error)
    assert len(server.asked) == 4


async def test_nobody_listens():
    with served(completion("hi")) as server:
        pass
    error = await failure(server)
    assert isinstance(error, ModelError)
    assert "cannot be reached" in str(error)


@pytest.mark.parametrize(
    ("fault", "kind", "says"),
    [
        (refusal(401), ConfigError, "set GENEVOLVE_API_KEY"),
        (refusal(403), ConfigError, "set GENEVOLVE_API_KEY"),
        (refusal(404), ConfigError, "check base_url and model"),
        (refusal(402), UserError, "no quota left"),
        (refusal(429, code="insufficient_quota"), UserError, "no quota left"),
        (refusal(400, "context\nlength"), ModelError, "refused the call (400): context length"),
        (refusal(422), ModelError, "refused the call (422)"),
        (refusal(307, location="http://127.0.0.1:9/v1"), ConfigError, "set base_url to the final address"),
    ],
)
async def test_what_waiting_does_not_mend_is_asked_once(fault, kind, says):
    with served(fault) as server:
        error = await failure(server)
    assert type(error) is kind
    assert says in str(error)
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    "body",
    [
        Say(b"<html>Welcome to the hotel network</html>", content_type="text/html"),
        Say(completion("hello").body[:60]),
        Say(completion("hello").body[:60], announced=5000),
        Say(b'{"choices": []}'),
        Say(b"\xff\xfe\x00"),
        Say(b"[" * 5000),
    ],
    ids=["page", "half a JSON", "cut connection", "no choices", "not text", "nested"],
)
async def test_what_is_not_an_answer_is_asked_for_again(body):
    with served(body, completion("whole")) as server:
        assert (await ask(server)).text == "whole"
    with served(body) as server:
        assert isinstance(await failure(server), ModelError)
        assert len(server.asked) == 4


async def test_a_hang_is_cut_and_repeated():
    with served(completion("late", hang_s=20), completion("up")) as server:
        assert (await ask(server, timeout_s=0.2)).text == "up"


async def test_no_call_lasts_beyond_its_deadline():
    started = time.monotonic()
    with served(refusal(500, "melted"), completion("late", hang_s=20)) as server:
        error = await failure(server, timeout_s=10, deadline_s=0.4)
    assert time.monotonic() - started < 5
    assert "no answer in 0.4 s; before that" in str(error)
    assert "melted" in str(error)


@pytest.mark.parametrize(
    ("say", "reason"),
    [
        (completion("half", "length"), "length"),
        (completion(None, "content_filter"), "filtered"),
        (completion("x", "tool_calls"), "other"),
    ],
)
async def test_why_it_stopped_is_told(say, reason):
    with served(say) as server:
        assert (await ask(server)).finish_reason == reason


async def test_no_more_calls_at_once_than_allowed():
    with served(completion("hi", hang_s=0.05)) as server:
        settings = EndpointSettings(model="m", base_url=server.url, max_concurrent=2)
        async with OpenAIChat(settings) as model, anyio.create_task_group() as group:
            for _ in range(6):
                group.start_soon(lambda: model.complete(HELLO, max_tokens=9))
    assert server.most_at_once == 2
    assert len(server.asked) == 6


async def test_a_budget_is_reserved_before_and_settled_after():
    budget = Budget({"model_calls": 10, "model_tokens": 5000, "usd": 0.01})
    with served(completion("hi")) as server:
        await ask(server, budget=budget, usd_per_million_prompt_tokens=2, usd_per_million_completion_tokens=10)
    assert budget.spent("model_calls") == 1
    assert budget.spent("model_tokens") == 1200
    assert budget.spent("usd") == pytest.approx(0.004)


async def test_a_call_that_could_cost_too_much_is_not_made():
    budget = Budget({"usd": 0.0001})
    with served(completion("hi")) as server:
        with pytest.raises(BudgetExceeded):
            await ask(server, budget=budget, usd_per_million_completion_tokens=10)
        assert server.asked == []


async def test_parallel_calls_cannot_overshoot():
    budget, outcomes = Budget({"model_calls": 3}), []

    async def call(model: OpenAIChat) -> None:
        try:
            outcomes.append((await model.complete(HELLO, max_tokens=9)).text)
        except BudgetExceeded:
            outcomes.append("refused")

    with served(completion("hi", hang_s=0.05)) as server:
        settings = EndpointSettings(model="m", base_url=server.url, max_concurrent=20)
        async with OpenAIChat(settings, budget=budget) as model, anyio.create_task_group() as group:
            for _ in range(10):
                group.start_soon(call, model)
    assert sorted(outcomes) == ["hi"] * 3 + ["refused"] * 7
    assert len(server.asked) == 3


async def test_repeats_are_calls_too():
    budget = Budget({"model_calls": 2, "model_tokens": 10_000})
    with served(refusal(500)) as server:
        with pytest.raises(BudgetExceeded):
            await ask(server, budget=budget)
        assert len(server.asked) == 2
    assert budget.left("model_tokens") == 10_000


async def test_unreported_usage_is_estimated():
    budget = Budget({"model_tokens": 5000})
    with served(completion("x" * 300, usage=False)) as server:
        reply = await ask(server, budget=budget)
    assert reply.usage.completion_tokens == 100
    assert budget.spent("model_tokens") == reply.usage.prompt_tokens + 100


@pytest.mark.parametrize(
    "fault",
    [
        refusal(401, f"Incorrect API key: {CANARY}"),
        refusal(400, f"bad header 'Bearer {CANARY}'"),
        Say(f"<h1>{CANARY}</h1>".encode(), 500, content_type="text/html"),
        Say(CANARY.encode()),
        completion("late", hang_s=20),
    ],
)
async def test_the_key_is_seen_nowhere(fault, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    with served(fault) as server:
        settings = EndpointSettings(model="m", base_url=server.url, timeout_s=0.1)
        async with OpenAIChat(settings) as model:
            with pytest.raises(GenEvolveError) as caught:
                await model.complete(HELLO, max_tokens=9)
            seen = [repr(model), str(vars(model)), repr(settings), settings.model_dump_json()]
    assert server.asked[0].headers["authorization"].endswith(CANARY)
    seen += [caplog.text, *capfd.readouterr(), repr(caught.value), *traceback.format_exception(caught.value)]
    assert not any(CANARY in text for text in seen)


async def test_openais_key_goes_to_openai_only(monkeypatch):
    monkeypatch.delenv("GENEVOLVE_API_KEY")
    monkeypatch.setenv("OPENAI_API_KEY", CANARY)
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/")
    with served(completion("hi")) as server:
        await ask(server)
    assert not any(CANARY in value for value in server.asked[0].headers.values())
    async with OpenAIChat(EndpointSettings(model="m")) as model:
        assert model._key == SecretStr(CANARY)
        assert str(model._client.base_url) == "https://api.openai.com/v1/"


async def test_without_the_extra_one_line_says_what_to_install(monkeypatch):
    real = builtins.__import__

    def without(name: str, *args: object, **kwargs: object) -> object:
        if name == "openai":
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(ConfigError, match=r"pip install 'genevolve\[openai\]'"):
        OpenAIChat(EndpointSettings(model="m"))


@pytest.mark.parametrize(
    "url", ["api.example.com/v1", "ftp://x/v1", "https://user:secret@x/v1", "https://x/v1?key=secret", "http://[x/v1"]
)
async def test_an_address_that_is_none_or_holds_a_secret_is_refused(url):
    with pytest.raises(ValueError, match="base_url") as caught:
        EndpointSettings(model="m", base_url=url)
    assert "secret" not in str(caught.value)
