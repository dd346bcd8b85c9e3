"""Brands: a mark on a badge in two official colours, with or without lettering."""

from genevolve.world.atlas.brands.logo import draw_logo

__all__ = ["draw_logo"]
