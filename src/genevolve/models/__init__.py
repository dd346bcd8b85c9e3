"""Policies and chat models behind small protocols. Prompts live in `agent`, in-process torch policies in `training`."""

from genevolve.models.policy import Completion, Message, Policy, Sampling
from genevolve.models.replay import ReplayPolicy

__all__ = ["Completion", "Message", "Policy", "ReplayPolicy", "Sampling"]
