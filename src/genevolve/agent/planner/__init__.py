"""The planner policy: no model, only the messages; a general workflow from a request to a program."""

from genevolve.agent.planner.policy import PlannerPolicy

__all__ = ["PlannerPolicy"]
