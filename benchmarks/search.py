"""How fast, how small and how good search is: 100,000 synthetic documents, and the world's labelled queries.

    python benchmarks/search.py [--documents 100000] [--queries 420] [--vectors]

Building and searching run in child processes of their own, so that each one's memory peak is its own. Each query is
asked once. Recall is the share of the world's labelled queries that have a relevant entry among the first five; it is
null where the world has not been built. `--vectors` adds what vectors bring and cost (see `paraphrases.py`); it needs
the extra `vectors`, and a minute more. The last line is one JSON object.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any

from genevolve.config import default_home
from genevolve.errors import LibraryError
from genevolve.index import Library, ScoredPicture, ScoredText, build_library
from genevolve.records import TextEntry
from genevolve.world.queries import LabelledQuery, labelled_queries
from genevolve.world.world import World

Search = Callable[[str, int], list[ScoredText]] | Callable[[str, int], list[ScoredPicture]]

SEED = 20260
VOCABULARY = 60_000
BODY_WORDS = 35
LETTERS = "abcdefghijklmnopqrstuvwxyz"
ONSETS = re.findall(
    r"\w+", "b bl br c ch cl cr d dr f fl fr g gl gr h j k l m n p pl pr qu r s sh sl sp st t th tr v w"
)
VOWELS = re.findall(r"\w+", "a a e e i i o o u ai ea ee ie oa oo ou")
CODAS = ["", "", "", "", *re.findall(r"\w+", "ck d ft l ld ll m n nd ng nt p r rd rk rn s sh ss st t tch x")]
ENDINGS = ["", "", "", "", *re.findall(r"\w+", "s ed er ing ly ment ness tion able al ful ist")]
KINDS = ("title", "title and body", "body", "misspelt", "question", "common words", "long request")


class Language:
    """Made-up words that read like English, used as often as Zipf's law says."""

    def __init__(self) -> None:
        rng = random.Random(SEED)
        words: dict[str, None] = {}
        while len(words) < VOCABULARY:
            syllables = rng.choices((1, 2, 3), weights=(2, 5, 2))[0]
            stem = "".join(rng.choice(ONSETS) + rng.choice(VOWELS) + rng.choice(CODAS) for _ in range(syllables))
            words[stem + rng.choice(ENDINGS)] = None
        self.words = list(words)
        self.weights = list(accumulate(1 / (rank + 2.7) ** 1.07 for rank in range(VOCABULARY)))

    def draw(self, rng: random.Random, num: int) -> list[str]:
        """Words of running text."""
        return rng.choices(self.words, cum_weights=self.weights, k=num)

    def draw_title(self, rng: random.Random) -> list[str]:
        """Words of a title: two to four, none of the most common."""
        return [self.words[rng.randrange(200, VOCABULARY)] for _ in range(rng.choice((2, 3, 3, 4)))]


def documents(language: Language, count: int) -> Iterator[TextEntry]:
    """The synthetic documents, the same ones at every call."""
    rng = random.Random(SEED + 1)
    for number in range(count):
        title = " ".join(language.draw_title(rng))
        yield TextEntry(
            id=f"doc:{number:06d}", title=title.title(), text=" ".join(language.draw(rng, BODY_WORDS)) + "."
        )


def queries(language: Language, count: int, num_queries: int) -> Iterator[tuple[str, str, str]]:
    """Kind, query, and the document that it was made from."""
    rng = random.Random(SEED + 2)
    wanted = set(rng.sample(range(count), num_queries))
    chosen = (entry for number, entry in enumerate(documents(language, count)) if number in wanted)
    for number, entry in enumerate(chosen):
        kind = KINDS[number % len(KINDS)]
        yield kind, " ".join(asked_for(kind, entry, language, rng)), entry.id


def asked_for(kind: str, entry: TextEntry, language: Language, rng: random.Random) -> list[str]:
    """The words of a query of this kind for this document."""
    title, body = entry.title.lower().split(), entry.text.rstrip(".").split()
    match kind:
        case "title and body":
            return title[:2] + rng.sample(body, 3)
        case "body":
            return sorted(set(body), key=language.words.index)[-4:]
        case "misspelt":
            return [misspell(rng, word) for word in title]
        case "question":
            return ["what", "does", "the", *title, "look", "like"]
        case "common words":
            return rng.sample(language.words[:200], 5)
        case "long request":
            return language.draw(rng, 50) + title
        case _:
            return title


def misspell(rng: random.Random, word: str) -> str:
    """One slip of the keyboard, after the first letter."""
    if len(word) < 4:
        return word
    place = rng.randrange(1, len(word) - 1)
    head, letter, tail = word[:place], word[place], word[place + 1 :]
    return rng.choice(
        (head + tail, head + letter * 2 + tail, head + rng.choice(LETTERS) + tail, head + tail[0] + letter + tail[1:])
    )


def build(folder: Path, num_documents: int) -> dict[str, Any]:
    """Child: build the library. Making the documents is not counted."""
    entries = list(documents(Language(), num_documents))
    before = peak_mb()
    started = time.perf_counter()
    build_library(folder, entries, [])
    seconds = time.perf_counter() - started
    disk = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    return {"build_s": seconds, "documents_mb": before, "build_rss_mb": peak_mb(), "disk_mb": disk / 2**20}


def search(folder: Path, queries_file: Path) -> dict[str, Any]:
    """Child: open the library and answer every query, each for the first time."""
    asked = json.loads(queries_file.read_text(encoding="utf-8"))
    started = time.perf_counter()
    library = Library.open(folder)
    opened = time.perf_counter() - started
    times: list[float] = []
    by_kind: dict[str, list[tuple[float, bool]]] = {}
    for kind, query, wanted in asked:
        started = time.perf_counter()
        found = library.search_texts(query, 5)
        times.append((time.perf_counter() - started) * 1000)
        by_kind.setdefault(kind, []).append((times[-1], any(hit.entry.id == wanted for hit in found)))
    return {
        "open_s": opened,
        "p50_ms": percentile(times, 50),
        "p99_ms": percentile(times, 99),
        "rss_mb": peak_mb(),
        "kinds": {kind: summary(rows) for kind, rows in by_kind.items()},
    }


def summary(rows: list[tuple[float, bool]]) -> dict[str, float]:
    """Of the queries of one kind."""
    times = [ms for ms, _ in rows]
    return {"p50_ms": percentile(times, 50), "max_ms": max(times), "found": sum(hit for _, hit in rows) / len(rows)}


def percentile(values: list[float], share: int) -> float:
    """The value below which `share` percent of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * share // 100)]


def peak_mb() -> float:
    """The highest memory that this process ever held."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found[1]) / 1024 if found else float("nan")


def recall() -> tuple[float | None, float | None]:
    """Recall in the first five of the world's labelled queries, for texts and for pictures; misses are printed."""
    try:
        world = World.open(default_home())
    except LibraryError as error:
        print(f"no recall: {error}")
        return None, None
    for_texts, for_pictures = labelled_queries(world)
    return (
        answered("texts", for_texts, world.library.search_texts),
        answered("pictures", for_pictures, world.library.search_pictures),
    )


def answered(name: str, asked: Sequence[LabelledQuery], find: Search) -> float:
    """The share of the queries that are answered in the first five."""
    missed = [query for query in asked if not any(hit.entry.id in query.relevant for hit in find(query.query, 5))]
    print(f"world, {name}: {len(asked) - len(missed)} of {len(asked)} labelled queries answered in the first five")
    for query in missed:
        print(f"  missed ({query.kind}): {query.query}")
    return round(1 - len(missed) / len(asked), 4)


def measure(place: Path, num_documents: int, num_queries: int) -> dict[str, float | None]:
    """Build, search, and print what was seen on the way."""
    asked = list(queries(Language(), num_documents, num_queries))
    (place / "queries.json").write_text(json.dumps(asked), encoding="utf-8")
    built = child("build", str(place / "library"), str(num_documents))
    print(
        f"built {num_documents:,} documents in {built['build_s']:.1f} s, {built['disk_mb']:.0f} MB on disk; "
        f"peak memory of the build {built['build_rss_mb']:.0f} MB, {built['documents_mb']:.0f} MB of it the documents"
    )
    found = child("search", str(place / "library"), str(place / "queries.json"))
    print(f"opened in {found['open_s']:.3f} s, peak memory of the searching process {found['rss_mb']:.0f} MB")
    for kind, row in found["kinds"].items():
        times = f"p50 {row['p50_ms']:6.2f} ms   max {row['max_ms']:6.2f} ms"
        print(f"  {kind:<15} {times}   its document among the first five: {row['found']:.0%}")
    print(f"all {len(asked)} queries: p50 {found['p50_ms']:.2f} ms, p99 {found['p99_ms']:.2f} ms")
    recall_text, recall_pictures = recall()
    return {
        "recall_text": recall_text,
        "recall_pictures": recall_pictures,
        "p50_ms": round(found["p50_ms"], 3),
        "p99_ms": round(found["p99_ms"], 3),
        "build_s": round(built["build_s"], 2),
        "rss_mb": round(found["rss_mb"], 1),
        "build_rss_mb": round(built["build_rss_mb"], 1),
    }


def child(task: str, *arguments: str) -> dict[str, Any]:
    """Run one task of this script in its own process."""
    command = [sys.executable, __file__, "--child", task, *arguments]
    run = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return dict(json.loads(run.stdout.splitlines()[-1]))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure search.")
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=420)
    parser.add_argument("--vectors", action="store_true", help="measure vectors, too")
    parser.add_argument("--child", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        task, folder, argument = options.child
        done = build(Path(folder), int(argument)) if task == "build" else search(Path(folder), Path(argument))
        print(json.dumps(done))
        return
    with tempfile.TemporaryDirectory(prefix="genevolve-search-") as place:
        figures = measure(Path(place), options.documents, options.queries)
    if options.vectors:
        from paraphrases import measure_vectors

        figures |= measure_vectors()
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
