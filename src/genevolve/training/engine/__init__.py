"""Rollout engines: in this process, or behind vLLM's HTTP API."""

from genevolve.training.engine.batch import EngineStats
from genevolve.training.engine.local import LocalEngine
from genevolve.training.engine.protocol import Engine, Sampled, Session, TurnRequest
from genevolve.training.engine.vllm import VllmEngine

__all__ = ["Engine", "EngineStats", "LocalEngine", "Sampled", "Session", "TurnRequest", "VllmEngine"]
