"""A trajectory as a judge reads it: every step with its result, nothing of which can pass for an instruction."""

from __future__ import annotations

from collections.abc import Iterator

from genevolve.judges.vlm import quoted
from genevolve.records import Role, Trajectory, Turn
from genevolve.records.wire import TOOL_RESPONSE_CLOSE, TOOL_RESPONSE_OPEN

MAX_RESULT_CHARS = 4_000
MAX_TURN_CHARS = 6_000
MAX_CHARS = 60_000


def transcript(trajectory: Trajectory, *, max_result_chars: int = MAX_RESULT_CHARS) -> str:
    """Turns and results in order, each a JSON string; long ones, and a long whole, are cut in the middle."""
    return _cut("\n".join(_lines(trajectory, max_result_chars)), MAX_CHARS)


def _lines(trajectory: Trajectory, max_result_chars: int) -> Iterator[str]:
    step = 0
    for turn in trajectory.turns[2:]:
        if turn.role is Role.ASSISTANT:
            step += 1
            yield f"Step {step}, the agent writes: {quoted(_cut(turn.text, MAX_TURN_CHARS))}"
        else:
            yield f"Step {step}, what came back: {quoted(_cut(_result(turn), max_result_chars))}"


def _result(turn: Turn) -> str:
    return turn.text.strip().removeprefix(TOOL_RESPONSE_OPEN).removesuffix(TOOL_RESPONSE_CLOSE).strip()


def _cut(text: str, max_chars: int) -> str:
    if len(text) <= max_chars:
        return text
    half = (max_chars - 40) // 2
    return f"{text[:half]} […{len(text) - 2 * half} characters left out…] {text[-half:]}"
