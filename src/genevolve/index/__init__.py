"""One index over texts and pictures: for a user's own folders, and for the embedded world."""

from genevolve.index.builder import build_library
from genevolve.index.embedding import EmbeddingWork, refuse_many
from genevolve.index.folder import FolderReport, build_folder_index, open_folder_index
from genevolve.index.fusion import open_library
from genevolve.index.library import Library, ScoredPicture, ScoredText
from genevolve.index.provider import LibraryProvider
from genevolve.index.scan import Skipped

__all__ = [
    "EmbeddingWork",
    "FolderReport",
    "Library",
    "LibraryProvider",
    "ScoredPicture",
    "ScoredText",
    "Skipped",
    "build_folder_index",
    "build_library",
    "open_folder_index",
    "open_library",
    "refuse_many",
]
