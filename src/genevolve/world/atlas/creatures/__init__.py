"""Creatures: body plans in side view, each drawn from the words of its attributes."""

from genevolve.world.atlas.creatures.register import CREATURES, draw_creature

__all__ = ["CREATURES", "draw_creature"]
