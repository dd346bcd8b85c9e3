"""A library as the agent's source of texts and pictures."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from anyio import to_thread

from genevolve.errors import LibraryError, ToolError
from genevolve.index.library import Library
from genevolve.index.snippets import best_passage, brief_passage
from genevolve.records import PictureEntry, TextEntry, TextHit
from genevolve.tools.providers import FoundPicture


class LibraryProvider:
    """Serves `search` and `image_search` from a library. Both `TextProvider` and `PictureProvider`."""

    def __init__(
        self, library: Library, load: Callable[[PictureEntry], bytes], *, id: str, brief: bool = False
    ) -> None:
        """Serve `library`.

        Args:
            library: What is searched.
            load: Makes a picture's PNG bytes from its entry. It may raise `LibraryError` or `OSError`.
            id: Name of this source; the library's fingerprint is added to it.
            brief: Whether of each text no more is told than the facts that were asked for.
        """
        self.library = library
        self._load = load
        self._name = id
        self._brief = brief
        self._id = f"{id}@{library.fingerprint[:12]}{'/brief' if brief else ''}"

    def brief(self) -> LibraryProvider:
        """The same library, telling no more of each text than the facts that were asked for."""
        return LibraryProvider(self.library, self._load, id=self._name, brief=True)

    @property
    def id(self) -> str:
        """Name and content of the library: another content is another id."""
        return self._id

    async def search(self, query: str, top_k: int) -> Sequence[TextHit]:
        """At most `top_k` texts, best first, each with the passage that answers best."""
        found = self.library.search_texts(query, top_k)
        wanted = self.library.telling_stems(query) if found else {}
        return [
            TextHit(
                title=hit.entry.title,
                url=hit.entry.url,
                snippet=self._passage(hit.entry, wanted),
                source=hit.entry.source,
                licence=hit.entry.licence,
            )
            for hit in found
        ]

    def _passage(self, entry: TextEntry, wanted: Mapping[str, float]) -> str:
        return brief_passage(entry.title, entry.text, wanted) if self._brief else best_passage(entry.text, wanted)

    async def search_pictures(self, query: str, top_k: int) -> Sequence[FoundPicture]:
        """At most `top_k` pictures, best first."""
        return [
            FoundPicture(
                key=hit.entry.id,
                title=hit.entry.title,
                caption=hit.entry.caption,
                source=hit.entry.source,
                artist=hit.entry.artist,
                licence=hit.entry.licence,
                url=hit.entry.url,
            )
            for hit in self.library.search_pictures(query, top_k)
        ]

    async def load(self, picture: FoundPicture) -> bytes:
        """The picture's PNG bytes.

        Raises:
            ToolError: the library does not know the picture, or it cannot be loaded.
        """
        entry = self.library.picture(picture.key)
        if entry is None:
            raise ToolError(f"there is no picture {picture.key!r} in {self._id}")
        try:
            return await to_thread.run_sync(self._load, entry)
        except (LibraryError, OSError) as error:
            raise ToolError(f"the picture {picture.key!r} cannot be loaded: {error}") from error
