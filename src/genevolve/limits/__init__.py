"""What bounds the work: budgets and retries. No global state."""

from genevolve.limits.budget import Budget, Reservation
from genevolve.limits.retry import retried

__all__ = ["Budget", "Reservation", "retried"]
