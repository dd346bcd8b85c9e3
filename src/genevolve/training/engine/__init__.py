"""Rollout engines: in this process, or behind vLLM's HTTP API."""

from genevolve.training.engine.protocol import Engine, Sampled, Session, TurnRequest

__all__ = ["Engine", "Sampled", "Session", "TurnRequest"]
