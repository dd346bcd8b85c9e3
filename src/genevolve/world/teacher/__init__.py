"""The teacher of the embedded world: a policy that knows the recipes, and may be told to be less than perfect."""

from genevolve.world.teacher.policy import TeacherPolicy
from genevolve.world.teacher.thoughts import Style

__all__ = ["Style", "TeacherPolicy"]
