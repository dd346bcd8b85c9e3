"""Requests over the embedded world whose answers are known, from the recipe to the ground-truth picture."""

from genevolve.records import Recipe
from genevolve.world.suite.item import Evidence, Fact, IdealProgram, SuiteItem, Target
from genevolve.world.suite.suite import frozen_sha256, suite_sha256, world_suite
from genevolve.world.suite.truth import GroundTruths

__all__ = [
    "Evidence",
    "Fact",
    "GroundTruths",
    "IdealProgram",
    "Recipe",
    "SuiteItem",
    "Target",
    "frozen_sha256",
    "suite_sha256",
    "world_suite",
]
