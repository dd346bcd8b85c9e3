"""What a call to a chat model takes from a budget: one call, its tokens, its price."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

from genevolve.config.endpoint import EndpointSettings
from genevolve.limits import Budget
from genevolve.records import Usage

MODEL_CALLS = "model_calls"
MODEL_TOKENS = "model_tokens"
USD = "usd"


@contextmanager
def billed(
    budget: Budget | None, endpoint: EndpointSettings, *, prompt_tokens: int, max_tokens: int
) -> Iterator[Callable[[Usage], None]]:
    """Reserve the most that one attempt can cost; the function given out settles what it did cost.

    A budget need not limit all three kinds. An attempt that fails is a call spent; its tokens are known to nobody and
    are given back.

    Raises:
        BudgetExceeded: less is left than the attempt may need.
    """
    worst = {
        MODEL_CALLS: 1.0,
        MODEL_TOKENS: float(prompt_tokens + max_tokens),
        USD: endpoint.usd(prompt_tokens, max_tokens),
    }
    with ExitStack() as stack:
        held = {
            kind: stack.enter_context(budget.reserve(kind, amount))
            for kind, amount in worst.items()
            if budget is not None and kind in budget
        }
        if MODEL_CALLS in held:
            held[MODEL_CALLS].settle(1)

        def settle(usage: Usage) -> None:
            if MODEL_TOKENS in held:
                held[MODEL_TOKENS].settle(usage.prompt_tokens + usage.completion_tokens)
            if USD in held:
                held[USD].settle(usage.usd)

        yield settle
