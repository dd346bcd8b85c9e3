"""Landmarks: building types, each drawn from the words of its attributes."""

from genevolve.world.atlas.landmarks.register import LANDMARKS, draw_landmark

__all__ = ["LANDMARKS", "draw_landmark"]
