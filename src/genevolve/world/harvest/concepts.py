"""Common things: what emoji artists have drawn, with their everyday names, and the landmarks among them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from genevolve.records import TextEntry
from genevolve.world.entities import Entity, EntityKind
from genevolve.world.harvest import Harvest
from genevolve.world.harvest.articles import Article
from genevolve.world.harvest.emoji import COUNTRY_FLAGS, Emoji, EmojiDrawings, emoji_pictures
from genevolve.world.harvest.wording import listed, slug, unique

_DATA = Path(__file__).parents[1] / "data"
SYNONYMS_PATH = _DATA / "synonyms.toml"
_OTHER_TOPICS = frozenset({"People", "Geography", "History", "Uncategorized", "Mathematics"})
_CATEGORY_WORDS = {
    "Animals & Nature": "animal or plant",
    "Food & Drink": "food or drink",
    "Objects": "object",
    "Activities": "activity",
    "Travel & Places": "place or vehicle",
    "People & Body": "person",
    "Smileys & Emotion": "face or feeling",
    "Symbols": "symbol",
    "Flags": "flag",
}


def read_synonyms() -> dict[str, Any]:
    """The hand-made file of other words for things."""
    return tomllib.loads(SYNONYMS_PATH.read_text(encoding="utf-8"))


def harvest_concepts(emoji: list[Emoji], drawings: EmojiDrawings, articles: list[Article]) -> Harvest:
    """Every emoji but the countries' flags."""
    synonyms = {title.casefold(): words for title, words in read_synonyms()["synonyms"].items()}
    landmarks = {row["emoji"]: row for row in _landmarks() if row["emoji"]}
    by_title = {article.title.casefold(): article for article in articles}
    result = Harvest()
    titles: set[str] = set()
    for one in emoji:
        if one.subcategory in COUNTRY_FLAGS:
            continue
        if one.code in landmarks:
            _add_landmark(result, landmarks[one.code], _draw(result, one, drawings, landmarks[one.code]["aliases"]))
            continue
        title = next((name for name in (one.title, *one.names) if name not in titles), f"{one.title} ({one.code})")
        titles.add(title)
        aliases = unique(word for word in (*synonyms.get(title.casefold(), ()), *one.names) if word != title)
        _add_concept(result, one, title, aliases, _draw(result, one, drawings, aliases), by_title)
    for row in _landmarks():
        if not row["emoji"]:
            _add_landmark(result, row, ())
    return result


def _landmarks() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = tomllib.loads((_DATA / "landmarks.toml").read_text(encoding="utf-8"))["landmark"]
    return rows


def _draw(result: Harvest, emoji: Emoji, drawings: EmojiDrawings, aliases: Iterable[str]) -> tuple[str, ...]:
    group = emoji.subcategory.replace("-", " ").replace(" & ", " and ")
    keywords = unique([*aliases, group, _CATEGORY_WORDS[emoji.category]])
    caption = f"{emoji.title[0].upper()}{emoji.title[1:]}"
    ids = []
    for entry, svg in emoji_pictures(emoji, drawings, title=emoji.title, caption=caption, keywords=keywords):
        result.pictures.append(entry)
        result.drawings[entry.locator] = svg
        ids.append(entry.id)
    return tuple(ids)


def _add_concept(
    result: Harvest,
    emoji: Emoji,
    title: str,
    aliases: tuple[str, ...],
    pictures: tuple[str, ...],
    by_title: Mapping[str, Article],
) -> None:
    article = _article(title, aliases, by_title)
    documents = [article.id] if article else []
    if emoji.category not in ("Symbols", "Smileys & Emotion"):
        card = _card(emoji, title, aliases, article)
        result.texts.append(card)
        documents.append(card.id)
    result.entities.append(
        Entity(
            id=f"concept/{slug(title) or emoji.code.lower()}",
            kind=EntityKind.CONCEPT,
            name=title,
            category=f"{emoji.category}/{emoji.subcategory}",
            aliases=aliases,
            facts={"description": article.description} if article and article.description else {},
            pictures=pictures,
            documents=tuple(documents),
        )
    )


def _article(title: str, aliases: tuple[str, ...], by_title: Mapping[str, Article]) -> Article | None:
    for name in (title, *(f"{title} ({kind})" for kind in ("fruit", "animal", "bird", "insect")), *aliases[-2:]):
        article = by_title.get(name.casefold())
        if article and article.topic not in _OTHER_TOPICS:
            return article
    return None


def _card(emoji: Emoji, title: str, aliases: tuple[str, ...], article: Article | None) -> TextEntry:
    text = f"{title[0].upper()}{title[1:]}: {_CATEGORY_WORDS[emoji.category]} ({emoji.subcategory.replace('-', ' ')})."
    text += f" Also called {listed(aliases[:6])}." if aliases else ""
    text += f" {article.first_sentence}" if article else ""
    text += " The picture library shows it as drawn by several artists."
    return TextEntry(
        id=f"concept:{emoji.code}",
        title=f"{title} — what it is",
        text=text,
        source="GenEvolve; emoji-data; Wikipedia" if article else "GenEvolve; emoji-data",
        licence="CC BY-SA 4.0" if article else "MIT",
        keywords=aliases,
    )


def _add_landmark(result: Harvest, row: dict[str, Any], pictures: tuple[str, ...]) -> None:
    key = slug(row["name"])
    card = TextEntry(
        id=f"landmark:{key}",
        title=f"{row['name']} — landmark card",
        text=row["text"],
        source="GenEvolve",
        licence="Apache-2.0",
        keywords=tuple(row["aliases"]),
    )
    result.texts.append(card)
    result.entities.append(
        Entity(
            id=f"landmark/{key}",
            kind=EntityKind.LANDMARK,
            name=row["name"],
            aliases=tuple(row["aliases"]),
            facts=row["facts"],
            pictures=(*pictures, *row["icons"]),
            documents=(card.id,),
        )
    )
