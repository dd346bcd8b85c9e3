"""The rollouts of a step: who is asked when, what is tried again, and as what every failure is counted."""

# ruff: noqa: E402 - what needs the extra `train` is imported after it was looked for
from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import anyio
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("transformers")

from grpo_cases import ModelScorer, scored
from tiny import tiny_encoder, tiny_model

from genevolve.agent.protocol import format_answer, format_tool_call
from genevolve.config import Settings, TrainSettings
from genevolve.errors import InfrastructureError, JudgeError, PolicyError, ToolError
from genevolve.generation import Parts
from genevolve.records import InfrastructureFailure, PolicyFailure, Request, Scored, StopReason, TextHit, ToolCall
from genevolve.records.dataset import Task
from genevolve.store import ImageStore
from genevolve.tools.cache import ToolCache
from genevolve.tools.search import SearchTool
from genevolve.tools.skill_library import SkillLibrary
from genevolve.training.engine.local import LocalEngine
from genevolve.training.engine.protocol import Sampled, TurnRequest
from genevolve.training.policy import TokenPolicy
from genevolve.training.rollouts import PREFIX, RolloutRunner, rollout_seed
from genevolve.training.sequences import scored_tokens

pytestmark = pytest.mark.anyio

SEARCH_CATS = format_tool_call("I look it up.", ToolCall(name="search", arguments={"queries": ["cats"]}))


def answer(prompt: str = "A cat.") -> str:
    return format_answer("I have it.", prompt)


class Shelf:
    """Knows one text; raises what is in `outages` first."""

    id = "shelf/1"

    def __init__(self, outages: Sequence[Exception] = ()) -> None:
        self.outages = list(outages)

    async def search(self, query: str, top_k: int) -> Sequence[TextHit]:
        if self.outages:
            raise self.outages.pop(0)
        return [TextHit(title="Cats", snippet="crest color: amber")]


class ScriptedEngine:
    """Sessions that say their lines: no random model ever writes an answer. An exception in a script is raised."""

    id = "scripted"

    def __init__(self, scripts: Sequence[Sequence[str | Exception | Callable]]) -> None:
        self.scripts = [list(script) for script in scripts]
        self.requests: list[tuple[int, TurnRequest]] = []
        self.opened = self.closed = 0
        self.opened_before_the_first_turn = 0

    def session(self) -> ScriptedSession:
        self.opened += 1
        return ScriptedSession(self, self.opened - 1)


class ScriptedSession:
    def __init__(self, engine: ScriptedEngine, number: int) -> None:
        self.engine, self.number, self.is_open = engine, number, True

    async def extend(self, request: TurnRequest) -> Sampled:
        assert self.is_open
        if not self.engine.requests:
            self.engine.opened_before_the_first_turn = self.engine.opened
        self.engine.requests.append((self.number, request))
        line = self.engine.scripts[self.number].pop(0)
        if callable(line):
            line = await line()
        await anyio.sleep(0)
        if isinstance(line, Exception):
            raise line
        ids = tiny_encoder().assistant(line)
        return Sampled(ids, tuple(-0.01 * (1 + place) for place in range(len(ids))), "stop")

    async def close(self) -> None:
        self.engine.closed += self.is_open
        self.is_open = False


class Source:
    """Rewards a program by what is written in it; raises what is in `outages` first."""

    def __init__(self, outages: Sequence[Exception] = ()) -> None:
        self.outages = list(outages)
        self.asked: list[str] = []

    async def reward(self, task, trajectory, images):
        self.asked.append(f"{task.request.id}: {trajectory.program.gen_prompt}")
        await anyio.sleep(0)
        if self.outages:
            raise self.outages.pop(0)
        return scored(1.0 if "amber" in trajectory.program.gen_prompt else 0.5)


def tasks(*ids: str, prompt: str = "a crest") -> list[Task]:
    return [Task(request=Request(id=name, prompt=prompt), ground_truth="0" * 64, split="evolve") for name in ids]


def runner(folder, source, *, shelf: Shelf | None = None, places: int = 2, **agent) -> RolloutRunner:
    settings = TrainSettings.model_validate(
        {
            "grpo": {"rollouts_per_request": places},
            "agent": {"view": "compact", "tools": ["search"], "max_policy_calls": 3, **agent},
        }
    )
    parts = Parts(
        Settings(agent=settings.agent), None, [SearchTool(shelf or Shelf())], SkillLibrary({}), None, ToolCache()
    )
    return RolloutRunner(parts, tiny_encoder(), source, settings, images=ImageStore(folder, sync=False))


def fatal(kind: type[InfrastructureError], text: str = "out of order") -> InfrastructureError:
    """Not tried again where it arises, so that no test waits."""
    return kind(text, repeatable=False)


async def test_requests_and_places_come_back_in_order_with_their_rewards(tmp_path):
    engine = ScriptedEngine([[SEARCH_CATS, answer("amber")], [answer("red")], ["?", "??", "?"], [answer("amber")]])
    rolled = await runner(tmp_path, Source()).run(engine, tasks("a", "b"), step=3)
    assert [(one.task.request.id, one.place) for one in rolled] == [("a", 0), ("a", 1), ("b", 0), ("b", 1)]
    assert [getattr(one.outcome, "total", one.outcome.status) for one in rolled] == [1.0, 0.5, "policy_failure", 1.0]
    assert rolled[2].outcome.kind is StopReason.TURN_LIMIT
    assert [one.trajectory.seed for one in rolled] == [
        rollout_seed(0, 3, name, place) for name in "ab" for place in range(2)
    ]


async def test_what_is_trained_on_is_what_was_sampled(tmp_path):
    engine = ScriptedEngine([[SEARCH_CATS, answer("amber")], [answer("red")]])
    rolled = await runner(tmp_path, Source()).run(engine, tasks("a"), step=0)
    first = rolled[0].sequence
    ids = [*tiny_encoder().assistant(SEARCH_CATS), *tiny_encoder().assistant(answer("amber"))]
    assert first.ids_T[first.trained_T].tolist() == ids
    turns = [turn for turn in rolled[0].trajectory.turns if turn.token_ids]
    assert first.sampled_T[first.trained_T].tolist() == pytest.approx([p for turn in turns for p in turn.logprobs])
    observation = "crest color: amber"
    assert observation in tiny_encoder().text(first.ids_T[~first.trained_T].tolist())
    requests = [request for number, request in engine.requests if number == 0]
    assert {(request.temperature, request.top_p) for request in requests} == {(0.7, 0.95)}  # those of training
    assert len({request.seed for _, request in engine.requests}) == 3


async def test_every_session_is_opened_before_the_first_turn_and_closed(tmp_path):
    engine = ScriptedEngine([[answer()]] * 4)
    await runner(tmp_path, Source()).run(engine, tasks("a", "b"), step=0)
    assert engine.opened_before_the_first_turn == engine.opened == engine.closed == 4


async def test_rewards_do_not_wait_for_those_who_still_decode(tmp_path):
    judged = anyio.Event()

    async def wait_for_the_judge() -> str:
        await judged.wait()
        return answer("red")

    class Telling(Source):
        async def reward(self, task, trajectory, images):
            judged.set()
            return await super().reward(task, trajectory, images)

    source = Telling()
    with anyio.fail_after(5):
        await runner(tmp_path, source).run(ScriptedEngine([[answer()], [wait_for_the_judge]]), tasks("a"), step=0)
    assert len(source.asked) == 2


async def test_the_same_program_is_judged_once_a_request_and_step(tmp_path):
    source = Source()
    one_runner = runner(tmp_path, source, places=3)
    engine = ScriptedEngine([[answer("red")], [SEARCH_CATS, answer("red")], [answer("amber")], *[[answer("red")]] * 3])
    rolled = await one_runner.run(engine, tasks("a", "b"), step=0)
    assert sorted(source.asked) == ["a: amber", "a: red", "b: red"]
    assert [one.outcome.total for one in rolled] == [0.5, 0.5, 1.0, 0.5, 0.5, 0.5]
    await one_runner.run(ScriptedEngine([[answer("red")]] * 3), tasks("a"), step=1)
    assert len(source.asked) == 4


async def test_who_wrote_no_program_is_not_judged(tmp_path):
    source = Source()
    rolled = await runner(tmp_path, source).run(ScriptedEngine([["?"] * 3, [answer()]]), tasks("a"), step=0)
    assert isinstance(rolled[0].outcome, PolicyFailure)
    assert len(source.asked) == 1
    assert rolled[0].sequence.trained_T.any()  # it is learned from nevertheless


async def test_a_judge_that_is_down_for_a_moment_is_asked_again(tmp_path):
    source = Source([JudgeError("busy", retry_after_s=0.0), JudgeError("busy", retry_after_s=0.0)])
    rolled = await runner(tmp_path, source).run(ScriptedEngine([[answer()]] * 2), tasks("a"), step=0)
    assert [one.outcome.status for one in rolled] == ["scored", "scored"]
    assert len(source.asked) == 3


async def test_a_judge_that_stays_down_is_no_score(tmp_path):
    source = Source([fatal(JudgeError)])
    engine = ScriptedEngine([[answer("amber")], [answer("red")]])
    rolled = await runner(tmp_path, source).run(engine, tasks("a"), step=0)
    assert rolled[0].outcome == InfrastructureFailure(boundary="judge", detail="out of order")
    assert isinstance(rolled[1].outcome, Scored)


async def test_a_rollout_that_lost_its_tool_begins_again(tmp_path):
    engine = ScriptedEngine([[SEARCH_CATS], [answer("red")], [SEARCH_CATS, answer("amber")]])
    rolled = await runner(tmp_path, Source(), shelf=Shelf([fatal(ToolError)])).run(engine, tasks("a"), step=0)
    assert [one.outcome.total for one in rolled] == [1.0, 0.5]
    assert rolled[0].trajectory.stop_reason is StopReason.ANSWERED
    assert [request.seed for number, request in engine.requests if number == 0] == [
        request.seed for number, request in engine.requests if number == 2
    ][:1]
    assert engine.opened == engine.closed == 3


async def test_a_tool_that_stays_down_is_an_outage_after_the_retries(tmp_path):
    engine = ScriptedEngine([[SEARCH_CATS], [answer("red")], [SEARCH_CATS], [SEARCH_CATS]])
    rolled = await runner(tmp_path, Source(), shelf=Shelf([fatal(ToolError)] * 9)).run(engine, tasks("a"), step=0)
    assert rolled[0].outcome == InfrastructureFailure(boundary="tool", detail="out of order")
    assert len(rolled[0].sequence) == 0
    assert isinstance(rolled[1].outcome, Scored)
    assert engine.opened == engine.closed == 4


async def test_an_engine_that_fails_is_an_outage_of_the_policy(tmp_path):
    engine = ScriptedEngine([[PolicyError("gone")], [answer()], [PolicyError("gone")], [PolicyError("gone")]])
    rolled = await runner(tmp_path, Source()).run(engine, tasks("a"), step=0)
    assert rolled[0].outcome == InfrastructureFailure(boundary="policy", detail="gone")


async def test_a_request_that_does_not_fit_leaves_its_group(tmp_path):
    long = tasks("b", prompt="a crest " * 4000)
    engine = ScriptedEngine([[answer()]] * 4)
    rolled = await runner(tmp_path, Source()).run(engine, [*tasks("a"), *long], step=0)
    assert [one.outcome.status for one in rolled] == ["scored", "scored", *["infrastructure_failure"] * 2]
    assert "too long" in rolled[2].outcome.detail
    assert engine.closed == 4


async def test_ids_that_are_not_the_sampled_ones_never_enter_a_group(tmp_path, monkeypatch):
    whole = TokenPolicy.sequence

    def one_short(policy):
        sequence = whole(policy)
        sequence.trained_T[scored_tokens(sequence)[-1]] = False
        return sequence

    source = Source()
    monkeypatch.setattr(TokenPolicy, "sequence", one_short)
    with pytest.raises(InfrastructureError, match=f"no rollout .* {PREFIX}: the ids"):
        await runner(tmp_path, source).run(ScriptedEngine([[answer()]] * 2), tasks("a"), step=0)
    assert not source.asked


async def test_a_step_without_a_single_rollout_stops_the_run(tmp_path):
    with pytest.raises(InfrastructureError, match="no rollout of the step could be finished; the first: judge: out of"):
        await runner(tmp_path, Source([fatal(JudgeError)] * 2)).run(
            ScriptedEngine([[answer("red")], [answer("amber")]]), tasks("a"), step=0
        )


async def test_a_bug_in_the_judge_is_raised_as_it_is_and_all_sessions_are_closed(tmp_path):
    engine = ScriptedEngine([[answer()], [SEARCH_CATS, answer()]])
    with pytest.raises(ZeroDivisionError):
        await runner(tmp_path, Source([ZeroDivisionError()])).run(engine, tasks("a"), step=0)
    assert engine.closed == engine.opened


async def test_the_same_request_twice_would_be_one_group(tmp_path):
    with pytest.raises(ValueError, match="different requests"):
        await runner(tmp_path, Source()).run(ScriptedEngine([]), tasks("a", "a"), step=0)


def test_seeds_are_63_bits_and_far_apart():
    seeds = {
        rollout_seed(seed, step, request, place)
        for seed in range(2)
        for step in range(20)
        for request in ("a", "b", "ab")
        for place in range(6)
    }
    assert len(seeds) == 2 * 20 * 3 * 6
    assert all(0 <= seed < 2**63 for seed in seeds)
    assert min(two - one for one, two in pairwise(sorted(seeds))) > 1000  # a rollout uses the next few for its turns
    assert rollout_seed(0, 1, "a", 2) == 3_776_981_321_461_447_754


async def test_a_real_engine_gives_rollouts_that_score_as_they_were_sampled(tmp_path):
    model = tiny_model(0)

    async def rolled(step):
        engine = LocalEngine(model, tiny_encoder().ids)
        small = runner(tmp_path, Source(), max_turn_tokens=64, max_policy_calls=2)
        return await small.run(engine, tasks("a"), step=step)

    first, again, later = await rolled(1), await rolled(1), await rolled(2)
    assert all(isinstance(one.outcome, PolicyFailure) for one in first)
    for one, two, other in zip(first, again, later, strict=True):
        assert torch.equal(one.sequence.ids_T, two.sequence.ids_T)
        assert torch.equal(one.sequence.sampled_T, two.sequence.sampled_T)
        assert not torch.equal(one.sequence.ids_T[-20:], other.sequence.ids_T[-20:])
    sequences = [one.sequence for one in first]
    scorer = ModelScorer({"policy": model}, temperature=0.7)
    for sequence, score in zip(sequences, scorer.score(sequences, "policy"), strict=True):
        assert sequence.trained_T.sum() > 20
        assert (sequence.sampled_T[scored_tokens(sequence)] - score.logprob_N).abs().max() < 1e-4
