"""The teacher of the embedded world: a policy that knows the recipes, and may be told to be less than perfect."""

from genevolve.world.teacher.policy import TeacherPolicy

__all__ = ["TeacherPolicy"]
