"""From a plan to one English prompt: one module an aspect, each applying the guidance of its skill."""

from genevolve.agent.planner.compose.prompt import compose

__all__ = ["compose"]
