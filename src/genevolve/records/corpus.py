"""What a library of texts and pictures is made of: the entries that an index holds."""

from __future__ import annotations

from pydantic import Field

from genevolve.records.base import Record


class TextEntry(Record):
    """One document: an article, a fact card, a page of a user's own folder."""

    id: str = Field(description="Stable id, unique in its library, e.g. `factbook:td/flag`.")
    title: str
    text: str
    url: str = Field(default="", description="Where a person would look it up; empty when there is no such place.")
    source: str = Field(default="", description="Who published it, e.g. `CIA World Factbook`.")
    licence: str = ""
    keywords: tuple[str, ...] = Field(default=(), description="Aliases and other words a searcher might use.")


class PictureEntry(Record):
    """One picture that can be found by its words and loaded by its locator."""

    id: str = Field(description="Stable id, unique in its library, e.g. `openmoji:1F992`.")
    title: str
    locator: str = Field(description="What the library's picture loader needs to produce the pixels.")
    keywords: tuple[str, ...] = ()
    caption: str = Field(default="", description="A sentence on what the picture shows.")
    artist: str = ""
    url: str = ""
    source: str = Field(default="", description="Who published it, e.g. `OpenMoji`.")
    licence: str = ""
