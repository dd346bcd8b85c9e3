"""Search providers, one file each, behind `TextProvider` and `PictureProvider`."""

from genevolve.tools.providers.provider import MAX_BRIEF, FoundPicture, PictureProvider, TextProvider

__all__ = ["MAX_BRIEF", "FoundPicture", "PictureProvider", "TextProvider"]
