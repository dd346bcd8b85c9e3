"""Materials shown by how they take the light: metals mirror, glass lets through, wood has grain, felt frays."""

from genevolve.world.illustrator.materials.apply import made_of, tinted

__all__ = ["made_of", "tinted"]
