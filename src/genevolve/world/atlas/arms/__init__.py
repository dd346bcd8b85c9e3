"""Coats of arms: composed by the rules of heraldry, drawn from the words of their attributes."""

from genevolve.world.atlas.arms.achievement import draw_arms
from genevolve.world.atlas.arms.heraldry import blazon, compose_arms, vary_arms

__all__ = ["blazon", "compose_arms", "draw_arms", "vary_arms"]
