"""What is known in words about a picture file: from a file beside it, from inside it, or from its name."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path, PurePosixPath
from typing import Any

from PIL import ExifTags, Image, ImageFile, IptcImagePlugin

from genevolve.index.documents import decode
from genevolve.index.filenames import folder_words, name_words
from genevolve.index.pictures import UnusableFile
from genevolve.records import PictureEntry

SIDECARS = (".json", ".txt", ".md")
"""Endings of a caption file beside a picture, in the order in which they are looked for."""

MAX_CAPTION = 1000
MAX_TITLE = 100
MAX_SIDECAR_BYTES = 2**20


@dataclass(frozen=True, slots=True)
class Words:
    """Words about a picture; empty where a place does not tell."""

    title: str = ""
    caption: str = ""
    keywords: tuple[str, ...] = ()
    artist: str = ""
    licence: str = ""
    source: str = ""
    url: str = ""

    def or_else(self, other: Words) -> Words:
        """These words, and the other's where these are silent."""
        return Words(*(getattr(self, field.name) or getattr(other, field.name) for field in fields(Words)))


def sidecar_of(picture: Path) -> Path | None:
    """The caption file beside a picture: the same name with another ending, and no link."""
    beside = (picture.with_suffix(ending) for ending in SIDECARS)
    return next((path for path in beside if path.is_file() and not path.is_symlink()), None)


def describe(name: PurePosixPath, image: Image.Image, sidecar: Path | None, collection: str) -> PictureEntry:
    """The entry of a picture file.

    Args:
        name: The file's path relative to the folder of pictures.
        image: The picture, opened.
        sidecar: The caption file beside it.
        collection: What to call the source when nothing tells it.

    Raises:
        UnusableFile: the caption file cannot be read.
    """
    told = (read_sidecar(sidecar) if sidecar else Words()).or_else(embedded_words(image))
    from_name = name_words(name.name)
    keywords = dict.fromkeys((*told.keywords, from_name if told.title else "", *folder_words(name)))
    return PictureEntry(
        id=f"images/{name}",
        title=told.title[:MAX_TITLE] or from_name,
        locator=str(name),
        keywords=tuple(filter(None, keywords)),
        caption=told.caption[:MAX_CAPTION] or _place(name),
        artist=told.artist,
        url=told.url or str(name),
        source=told.source or collection,
        licence=told.licence,
    )


def _place(name: PurePosixPath) -> str:
    """Without a caption, the folders that a picture was sorted into are all that is said of it."""
    return f"In the folder {name.parent}." if name.parent.parts else ""


def read_sidecar(path: Path) -> Words:
    """Words from a caption file: all of a text file, known keys of a JSON object.

    Raises:
        UnusableFile: it is too large, not text, or not a JSON object.
    """
    if path.stat().st_size > MAX_SIDECAR_BYTES:
        raise UnusableFile(f"its caption file {path.name} is too large")
    try:
        text = decode(path.read_bytes())
    except UnusableFile as error:
        raise UnusableFile(f"its caption file {path.name} is {error}") from error
    if path.suffix != ".json":
        return Words(caption=_clean(text.replace("#", " ")))
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnusableFile(f"its caption file {path.name} is not valid JSON") from error
    if not isinstance(content, dict):
        raise UnusableFile(f"its caption file {path.name} is not a JSON object")
    return Words(
        title=_first(content, "title", "name"),
        caption=_first(content, "caption", "description", "alt", "text"),
        keywords=_listed(content, "keywords", "tags", "aliases"),
        artist=_first(content, "artist", "author", "creator", "credit"),
        licence=_first(content, "licence", "license", "rights"),
        source=_first(content, "source", "publisher"),
        url=_first(content, "url", "link"),
    )


def embedded_words(image: Image.Image) -> Words:
    """Words that the picture file itself carries: EXIF, then IPTC, then XMP, then PNG text."""
    return _exif(image).or_else(_iptc(image)).or_else(_xmp(image)).or_else(_png_text(image))


def _exif(image: Image.Image) -> Words:
    exif = image.getexif()
    return Words(
        caption=_text(exif.get(ExifTags.Base.ImageDescription)),
        artist=_text(exif.get(ExifTags.Base.Artist)),
        licence=_text(exif.get(ExifTags.Base.Copyright)),
    )


def _iptc(image: Image.Image) -> Words:
    try:
        info = (isinstance(image, ImageFile.ImageFile) and IptcImagePlugin.getiptcinfo(image)) or {}
    except (OSError, ValueError, SyntaxError, IndexError, KeyError, AttributeError):
        return Words()
    keywords = info.get((2, 25), [])
    return Words(
        title=_text(info.get((2, 5))) or _text(info.get((2, 105))),
        caption=_text(info.get((2, 120))),
        keywords=tuple(filter(None, map(_text, keywords if isinstance(keywords, list) else [keywords]))),
        artist=_text(info.get((2, 80))),
        licence=_text(info.get((2, 116))),
    )


def _xmp(image: Image.Image) -> Words:
    packet = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b""
    text = packet.decode("utf-8", "replace") if isinstance(packet, bytes) else str(packet)
    text = text[:MAX_SIDECAR_BYTES]
    return Words(
        title=" ".join(_xmp_items(text, "title")[:1]),
        caption=" ".join(_xmp_items(text, "description")[:1]),
        keywords=tuple(_xmp_items(text, "subject")),
        artist=", ".join(_xmp_items(text, "creator")),
        licence=" ".join(_xmp_items(text, "rights")[:1]),
    )


def _xmp_items(packet: str, name: str) -> list[str]:
    """The list items of a Dublin Core property. The packet is never parsed as XML, so it can declare nothing."""
    found = re.search(rf"<dc:{name}\b[^>]*>(.*?)</dc:{name}>", packet, re.DOTALL)
    items = re.findall(r"<rdf:li\b[^>]*>(.*?)</rdf:li>", found[1], re.DOTALL) if found else []
    return [text for item in items if (text := _clean(html.unescape(item)))]


def _png_text(image: Image.Image) -> Words:
    told = image.info
    return Words(
        title=_text(told.get("Title")),
        caption=_text(told.get("Description")),
        artist=_text(told.get("Author")),
        licence=_text(told.get("Copyright")),
    )


def _text(value: object) -> str:
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    return _clean(value) if isinstance(value, str) else ""


def _clean(text: str) -> str:
    """One line without control characters; text that is not valid Unicode is made so."""
    text = text.encode("utf-8", "replace").decode("utf-8")
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def _first(content: dict[str, Any], *keys: str) -> str:
    return next((_text(content[key]) for key in keys if _text(content.get(key))), "")


def _listed(content: dict[str, Any], *keys: str) -> tuple[str, ...]:
    for key in keys:
        value = content.get(key)
        items: Iterable[object] = (
            re.split(r"[,;]", value) if isinstance(value, str) else value if isinstance(value, list) else ()
        )
        if found := tuple(filter(None, map(_text, items))):
            return found
    return ()
