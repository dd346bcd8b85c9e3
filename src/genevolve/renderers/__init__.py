"""Generators, one file each, behind `Renderer`. Retries and scoring live elsewhere."""

from genevolve.renderers.renderer import Picture, Renderer

__all__ = ["Picture", "Renderer"]
