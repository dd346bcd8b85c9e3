"""What bounds the work: budgets, rates and retries. No global state."""

from genevolve.limits.budget import Budget, Reservation
from genevolve.limits.pace import Pace
from genevolve.limits.retry import retried

__all__ = ["Budget", "Pace", "Reservation", "retried"]
