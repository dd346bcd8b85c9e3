"""Search providers, one file each, behind `TextProvider` and `PictureProvider`."""

from genevolve.tools.providers.provider import FoundPicture, PictureProvider, TextProvider

__all__ = ["FoundPicture", "PictureProvider", "TextProvider"]
