"""What vectors add: queries that describe a thing without naming it, asked by words alone and by words and meaning.

The documents are 1,500 opening passages of Wikipedia's articles from the embedded world, without their short
descriptions. The paraphrases are 120 of those descriptions, by rule: at least three telling words, none of them in the
title, at most half of them in the passage, and no other article described alike. The names are titles of the same
articles with a slip of the keyboard, to see that nothing is lost where words are enough.
"""

from __future__ import annotations

import random
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from genevolve.config import default_home
from genevolve.errors import LibraryError
from genevolve.index import EmbeddingWork, Library, build_folder_index, open_library
from genevolve.index.analysis import telling, words
from genevolve.models.embedding import MiniLMEmbedder
from genevolve.world.build import ASSETS, world_root
from genevolve.world.harvest.articles import Article, read_articles
from genevolve.world.queries import misspell

SEED = 20261
NUM_DOCUMENTS = 1_500
NUM_QUERIES = 120
MIN_WORDS = 3
MAX_SHARED = 0.5
LIVES_AND_PLACES = frozenset({"People", "Geography", "History", "Uncategorized"})
"""Their descriptions tell when and where rather than what: "English painter (1775-1851)"."""

Asked = Sequence[tuple[str, int]]
"""Queries, each with the number of its article."""


def measure_vectors() -> dict[str, float | None]:
    """Build an index over the passages with vectors, and ask it with and without them."""
    articles = sample_articles()
    with tempfile.TemporaryDirectory(prefix="genevolve-vectors-") as place:
        texts, index = Path(place) / "texts", Path(place) / "index"
        write_documents(texts, articles)
        embedder = MiniLMEmbedder.open()
        started = time.perf_counter()
        work: list[EmbeddingWork] = []
        report = build_folder_index(index, texts=texts, images=None, vectors=embedder, approve=work.append)
        seconds = time.perf_counter() - started
        print(f"vectors: {work[0]}; in fact {seconds:.0f} s with everything else")
        by_words, fused = Library.open(index), open_library(index, embedder)
        figures: dict[str, float | None] = {"vectors_ms_per_document": round(1000 * seconds / report.num_texts, 1)}
        for name, asked in (("paraphrases", paraphrases(articles)), ("names", names(articles))):
            alone, _ = recall(by_words, asked)
            both, ms = recall(fused, asked)
            print(f"{len(asked)} {name}, recall in the first five: {alone:.3f} by words, {both:.3f} with vectors")
            figures |= {f"{name}_recall_words": alone, f"{name}_recall_fused": both, f"{name}_fused_ms_per_query": ms}
    return figures


def sample_articles() -> list[Article]:
    """The articles whose passages are the documents.

    Raises:
        LibraryError: the world's assets are not there.
    """
    assets = world_root(default_home()) / ASSETS
    if not assets.is_dir():
        raise LibraryError("the embedded world is not built: run `genevolve world build`")
    articles = [article for article in read_articles(assets) if article.topic not in LIVES_AND_PLACES]
    articles.sort(key=lambda article: article.id)
    return random.Random(SEED).sample(articles, NUM_DOCUMENTS)


def write_documents(folder: Path, articles: Sequence[Article]) -> None:
    """One file an article, named by a number: the title and the opening passage."""
    folder.mkdir()
    for number, article in enumerate(articles):
        (folder / f"{number}.md").write_text(f"# {article.title}\n\n{article.opening}\n", encoding="utf-8")


def paraphrases(articles: Sequence[Article]) -> Asked:
    """Descriptions that do not name what they describe, the first of them that keep the rule."""
    times = Counter(article.description for article in articles)
    kept = [
        (article.description, number)
        for number, article in enumerate(articles)
        if times[article.description] == 1 and is_paraphrase(article)
    ]
    return kept[:NUM_QUERIES]


def is_paraphrase(article: Article) -> bool:
    """Whether the description says in other words what the article is about."""
    told = telling_stems(article.description)
    shared = len(told & telling_stems(article.opening))
    return len(told) >= MIN_WORDS and not told & telling_stems(article.title) and shared <= MAX_SHARED * len(told)


def telling_stems(text: str) -> set[str]:
    """The stems of a text without the words of grammar."""
    return {word.stem for word in telling(words(text))}


def names(articles: Sequence[Article]) -> Asked:
    """Titles, misspelt where they are long enough."""
    rng = random.Random(SEED + 1)
    return [(misspell(article.title, rng), number) for number, article in enumerate(articles[:NUM_QUERIES])]


def recall(library: Library, asked: Asked) -> tuple[float, float]:
    """The share of the queries whose article is among the first five, and the milliseconds of a query."""
    found, started = 0, time.perf_counter()
    for query, number in asked:
        found += any(hit.entry.url == f"{number}.md" for hit in library.search_texts(query, 5))
    ms = 1000 * (time.perf_counter() - started) / len(asked)
    return round(found / len(asked), 4), round(ms, 2)
