"""What the embedded generator can draw by itself: common nouns, and the pictures that show them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from genevolve.records import PictureEntry
from genevolve.world.entities import Entity, EntityKind
from genevolve.world.nouns import noun_keys

_ICON_ORDER = ("mdi:", "fa:solid/")
_NAMED_PLACES = frozenset({"map of Japan", "ringed planet Saturn"})
_LATE_CATEGORIES = ("Symbols", "Smileys & Emotion")


def hands(
    entities: Sequence[Entity], pictures: Iterable[PictureEntry], synonyms: Mapping[str, Any]
) -> dict[str, tuple[str, ...]]:
    """Noun → picture ids, for common things only: no flags of countries, brands, landmarks or invented things.

    The first claim on a noun wins: titles, then the hand-made synonyms, then names in the emoji standard, then icons.
    """
    concepts = [one for one in entities if one.kind is EntityKind.CONCEPT and one.name not in _NAMED_PLACES]
    concepts.sort(key=lambda one: one.category.split("/")[0] in _LATE_CATEGORIES)
    icons = _icons(entities, pictures, synonyms)
    drawn_by_title = {one.name: one.pictures for one in concepts}
    concepts = [_whole(one, drawn_by_title, synonyms["whole_body"]) for one in concepts]
    by_title = {one.name.casefold(): one.pictures for one in concepts}
    by_title |= {f"icon:{name}": (picture,) for name, picture in icons.items()}
    claims: dict[str, tuple[str, ...]] = {}
    for names, drawn in (
        *(([one.name], one.pictures) for one in concepts),
        *_synonym_claims(synonyms, by_title),
        *((one.aliases, one.pictures) for one in concepts),
        *(([name], (picture,)) for name, picture in icons.items()),
    ):
        for name in names:
            if exact := noun_keys(name)[0]:
                claims.setdefault(exact, drawn)
    for noun, drawn in list(claims.items()):
        claims.setdefault(noun_keys(noun)[1], drawn)
    return claims


def _whole(one: Entity, drawn: Mapping[str, tuple[str, ...]], whole_body: Mapping[str, str]) -> Entity:
    """The concept with only those pictures that show all of it, where the hand-made list says which they are."""
    choice = whole_body.get(one.name, "")
    pictures = drawn.get(choice) or tuple(picture for picture in one.pictures if picture.startswith(f"{choice}:"))
    return one.model_copy(update={"pictures": pictures}) if choice and pictures else one


def _synonym_claims(
    synonyms: Mapping[str, Any], by_title: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[list[str], tuple[str, ...]]]:
    for title, words in synonyms["synonyms"].items():
        drawn = by_title.get(title.casefold())
        if drawn:
            yield [title.removeprefix("icon:"), *words], drawn


def _icons(entities: Sequence[Entity], pictures: Iterable[PictureEntry], synonyms: Mapping[str, Any]) -> dict[str, str]:
    """Icon name → picture id, without the marks of brands and the landmarks."""
    wanted = {title.removeprefix("icon:") for title in synonyms["synonyms"] if title.startswith("icon:")}
    brands = {one.name.casefold() for one in entities if one.kind is EntityKind.BRAND} - wanted
    landmarks = {picture for one in entities if one.kind is EntityKind.LANDMARK for picture in one.pictures}
    found: dict[str, str] = {}
    listed = list(pictures)
    for scheme in _ICON_ORDER:
        for picture in listed:
            name = picture.locator.removeprefix(scheme).replace("-", " ")
            if picture.locator.startswith(scheme) and name not in brands and picture.id not in landmarks:
                found.setdefault(name, picture.id)
    return found
