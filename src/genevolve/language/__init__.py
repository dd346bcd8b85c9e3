"""Reading English picture requests and prompts into a `Description`: things, counts, places, texts, light, style."""

from genevolve.language.reader import read

__all__ = ["read"]
