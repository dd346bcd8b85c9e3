"""One index over texts and pictures: for a user's own folders, and for the embedded world."""

from genevolve.index.builder import build_library
from genevolve.index.library import Library, ScoredPicture, ScoredText

__all__ = ["Library", "ScoredPicture", "ScoredText", "build_library"]
