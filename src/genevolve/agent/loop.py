"""The agent loop: one coroutine per trajectory, from a request to a program or to a reason why there is none."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from time import perf_counter

from genevolve.agent.program import bind, check_answer
from genevolve.agent.prompts import FINAL_STEP, SAME_AGAIN, TURN_TOO_LONG, prompt_sha256
from genevolve.agent.protocol import Answer, AnswerTurn, MalformedTurn, ToolCallTurn, format_tool_response, parse_turn
from genevolve.agent.tokens import completion_tokens, image_tokens, text_tokens
from genevolve.config import AgentSettings
from genevolve.errors import BudgetExceeded, InfrastructureError, RequestError
from genevolve.limits import Budget
from genevolve.models import Completion, Message, Policy, Sampling
from genevolve.records import (
    Observation,
    Program,
    Request,
    Role,
    StopReason,
    ToolCall,
    Trajectory,
    Turn,
    Usage,
)
from genevolve.store import ImageStore
from genevolve.tools.cache import ToolCache
from genevolve.tools.tool import Tool, ToolContext, correction
from genevolve.tools.untrusted import neutralise, one_line

OnTurn = Callable[[Turn], None]

_LEAST_TURN_TOKENS = 64


class Rollout:
    """One trajectory in the making. `run` it once; `trajectory` may be read at any time, also after an interruption."""

    def __init__(
        self,
        request: Request,
        *,
        policy: Policy,
        tools: Sequence[Tool],
        system_prompt: str,
        settings: AgentSettings,
        images: ImageStore,
        cache: ToolCache,
        seed: int = 0,
        budget: Budget | None = None,
        on_turn: OnTurn | None = None,
    ) -> None:
        self._request = request
        self._policy = policy
        self._tools = {tool.name: tool for tool in tools}
        self._settings = settings
        self._context = ToolContext(settings, images, cache)
        self._seed = seed
        self._run_budget = budget
        self._budget = Budget({"response_tokens": settings.max_response_tokens, "tool_calls": settings.max_tool_calls})
        self._on_turn = on_turn
        self._system_prompt = system_prompt
        self._messages: list[Message] = []
        self._turns: list[Turn] = []
        self._program: Program | None = None
        self._stop = StopReason.CANCELLED
        self._detail = ""
        self._started = perf_counter()

    async def run(self) -> Trajectory:
        """Act until the answer, a limit, or a failure of the surroundings.

        Raises:
            RequestError: system prompt and request are longer than the prompt budget.
        """
        self._open()
        try:
            self._stop, self._detail = await self._act()
        except BudgetExceeded as error:
            self._stop, self._detail = StopReason.BUDGET, str(error)
        except InfrastructureError as error:
            self._stop, self._detail = StopReason.INFRASTRUCTURE_ERROR, f"{error.boundary}: {error}"
        return self.trajectory()

    def trajectory(self) -> Trajectory:
        """What has happened so far; `cancelled` until `run` has ended."""
        return Trajectory(
            id=self._id(),
            request=self._request,
            turns=tuple(self._turns),
            program=self._program,
            stop_reason=self._stop,
            detail=self._detail,
            policy_id=self._policy.id,
            prompt_sha256=prompt_sha256(self._system_prompt),
            seed=self._seed,
            usage=sum((turn.usage for turn in self._turns), Usage()),
            seconds=perf_counter() - self._started,
        )

    def _id(self) -> str:
        key = "\0".join((self._request.id, self._policy.id, str(self._seed), prompt_sha256(self._system_prompt)))
        return "tr_" + hashlib.sha256(key.encode()).hexdigest()[:16]

    def _open(self) -> None:
        request = neutralise(self._request.prompt)
        tokens = text_tokens(self._system_prompt) + text_tokens(request)
        if tokens > self._settings.max_prompt_tokens:
            raise RequestError(
                f"the request is too long: with the instructions it takes about {tokens} tokens, "
                f"{self._settings.max_prompt_tokens} are allowed; shorten it"
            )
        self._say(Turn(role=Role.SYSTEM, text=self._system_prompt))
        self._say(Turn(role=Role.USER, text=request))

    async def _act(self) -> tuple[StopReason, str]:
        identical, overlong, previous = 1, 0, ""
        for call in range(1, self._settings.max_policy_calls + 1):
            is_last = call == self._settings.max_policy_calls or self._budget.left("tool_calls") < 1
            if is_last:
                self._say(Turn(role=Role.USER, text=FINAL_STEP))
            if self._budget.left("response_tokens") < _LEAST_TURN_TOKENS:
                return StopReason.TOKEN_LIMIT, f"{self._settings.max_response_tokens} response tokens are used up"
            completion, seconds = await self._ask_policy()
            if self._budget.left("response_tokens") < 0:
                self._say(_assistant_turn(completion, seconds))
                return StopReason.TOKEN_LIMIT, f"more than {self._settings.max_response_tokens} response tokens"
            if completion.finish_reason == "length":
                self._say(_assistant_turn(completion, seconds))
                overlong += 1
                if overlong == 2:
                    return StopReason.OVERLONG_TURNS, "two turns in a row were cut at their token cap"
                self._answer(correction(TURN_TOO_LONG))
                continue
            overlong = 0
            identical = identical + 1 if completion.text == previous else 1
            previous = completion.text
            parsed = parse_turn(completion.text)
            if identical >= self._settings.max_identical_turns:
                self._say(_assistant_turn(completion, seconds))
                return StopReason.REPEATED, f"the same turn {identical} times in a row"
            if isinstance(parsed, AnswerTurn):
                self._say(_assistant_turn(completion, seconds, thought=parsed.thought))
                faults = self._accept(parsed.answer)
                if not faults:
                    return StopReason.ANSWERED, ""
                if is_last:
                    return StopReason.INVALID_ANSWER, faults
                self._answer(correction(f"the answer breaks a rule: {faults}"))
            elif isinstance(parsed, ToolCallTurn):
                self._say(_assistant_turn(completion, seconds, thought=parsed.thought, call=parsed.call))
                if is_last:
                    break
                self._answer(correction(SAME_AGAIN) if identical > 1 else await self._call_tool(parsed.call))
            else:
                self._say(_assistant_turn(completion, seconds))
                self._answer(_malformed(parsed, again=identical > 1))
            if is_last:
                break
        return StopReason.TURN_LIMIT, "no valid answer on the final step"

    async def _ask_policy(self) -> tuple[Completion, float]:
        """One policy call, its tokens reserved before and settled after."""
        max_tokens = int(min(self._settings.max_turn_tokens, self._budget.left("response_tokens")))
        sampling = Sampling(
            temperature=self._settings.temperature,
            top_p=self._settings.top_p,
            max_tokens=max_tokens,
            seed=self._seed + len(self._turns),
        )
        started = perf_counter()
        with self._budget.reserve("response_tokens", max_tokens) as reservation:
            if self._run_budget is None:
                completion = await self._policy.act(tuple(self._messages), sampling)
            else:
                with self._run_budget.reserve("policy_calls"):
                    completion = await self._policy.act(tuple(self._messages), sampling)
            reservation.settle(completion_tokens(completion))
        return completion, perf_counter() - started

    async def _call_tool(self, call: ToolCall) -> Observation:
        tool = self._tools.get(call.name)
        if tool is None:
            return correction(f"no tool {one_line(call.name, 60)!r}; the tools are {', '.join(self._tools)}")
        with self._budget.reserve("tool_calls"):
            if self._run_budget is None:
                return await tool.run(call.arguments, self._context)
            with self._run_budget.reserve("tool_calls"):
                return await tool.run(call.arguments, self._context)

    def _accept(self, answer: Answer) -> str:
        """Take the program of a valid answer; else the broken rules in one line."""
        faults = check_answer(answer, self._context.found, max_references=self._settings.max_references)
        if not faults:
            self._program = bind(answer, self._context.found)
        return "; ".join(str(fault) for fault in faults)

    def _answer(self, observation: Observation) -> None:
        """Show an observation to the policy. Its tokens count as response tokens although nobody sampled them."""
        turn = Turn(
            role=Role.USER,
            text=format_tool_response(observation.text),
            images=observation.images,
            observation=observation,
            seconds=observation.seconds,
        )
        tokens = text_tokens(turn.text) + sum(
            image_tokens(*self._thumbnail_size(image.img_id)) for image in observation.images
        )
        self._budget.spend("response_tokens", tokens)
        self._say(turn)

    def _thumbnail_size(self, img_id: str) -> tuple[int, int]:
        hit = self._context.found[img_id]
        scale = min(1.0, (self._settings.max_thumbnail_pixels / (hit.width * hit.height)) ** 0.5)
        return int(hit.width * scale), int(hit.height * scale)

    def _say(self, turn: Turn) -> None:
        images = tuple(self._context.images.get(image.sha256) for image in turn.images)
        self._messages.append(Message(turn.role, turn.text, images))
        self._turns.append(turn)
        if self._on_turn is not None:
            self._on_turn(turn)


def _assistant_turn(completion: Completion, seconds: float, *, thought: str = "", call: ToolCall | None = None) -> Turn:
    return Turn(
        role=Role.ASSISTANT,
        text=completion.text,
        thought=thought,
        tool_call=call,
        token_ids=completion.token_ids,
        logprobs=completion.logprobs,
        finish_reason=completion.finish_reason,
        usage=completion.usage,
        seconds=seconds,
    )


def _malformed(turn: MalformedTurn, *, again: bool) -> Observation:
    return correction(f"{turn.fault.value}. {SAME_AGAIN}" if again else turn.fault.value)
