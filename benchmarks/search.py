"""How fast, how small and how good search is: 100,000 synthetic documents, and the world's labelled queries.

    python benchmarks/search.py [--documents 100000] [--queries 400]

Building and searching run in child processes of their own, so that each one's memory peak is its own. The last line is one
JSON object; the two recalls are null where the world has not been built.
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
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any

from genevolve.errors import LibraryError
from genevolve.index import Library, build_library
from genevolve.records import TextEntry

SEED = 20260
VOCABULARY = 60_000
BODY_WORDS = 35
ONSETS = "b bl br c ch cl cr d dr f fl fr g gl gr h j k l m n p pl pr qu r s sh sl sp st str t th tr v w wh".split()
VOWELS = "a a e e i i o o u ai ea ee ie oa oo ou".split()
CODAS = ["", "", "", "", *"ck d ft l ld ll m n nd ng nt p r rd rk rn s sh ss st t tch x".split()]
ENDINGS = ["", "", "", "", *"s ed er ing ly ment ness tion able al ful ist".split()]
LETTERS = "abcdefghijklmnopqrstuvwxyz"


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
    """Kind, query and the document that it was made from."""
    rng = random.Random(SEED + 2)
    wanted = dict.fromkeys(rng.sample(range(count), num_queries))
    kinds = ("title", "title and body", "body", "misspelt", "question", "common words", "long request")
    chosen = (entry for number, entry in enumerate(documents(language, count)) if number in wanted)
    for number, entry in enumerate(chosen):
        kind = kinds[number % len(kinds)]
        title, body = entry.title.lower().split(), entry.text.rstrip(".").split()
        asked = {
            "title": lambda t=title, b=body: t,
            "title and body": lambda t=title, b=body: t[:2] + rng.sample(b, 3),
            "body": lambda t=title, b=body: sorted(set(b), key=language.words.index)[-4:],
            "misspelt": lambda t=title, b=body: [misspell(rng, word) for word in t],
            "question": lambda t=title, b=body: ["what", "does", "the", *t, "look", "like"],
            "common words": lambda t=title, b=body: rng.sample(language.words[:200], 5),
            "long request": lambda t=title, b=body: language.draw(rng, 50) + t,
        }[kind]()
        yield kind, " ".join(asked), entry.id


def misspell(rng: random.Random, word: str) -> str:
    """One slip of the keyboard, after the first letter."""
    if len(word) < 4:
        return word
    place = rng.randrange(1, len(word) - 1)
    head, letter, tail = word[:place], word[place], word[place + 1 :]
    return rng.choice(
        (head + tail, head + letter * 2 + tail, head + rng.choice(LETTERS) + tail, head + tail[0] + letter + tail[1:])
    )


def peak_mb() -> float:
    """The highest memory that this process ever held."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found[1]) / 1024 if found else float("nan")


def build(folder: Path, num_documents: int) -> dict[str, Any]:
    """Child: build the library, making the documents not counted."""
    entries = list(documents(Language(), num_documents))
    before = peak_mb()
    started = time.perf_counter()
    build_library(folder, entries, [])
    seconds = time.perf_counter() - started
    disk = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    return {"build_s": seconds, "documents_mb": before, "build_rss_mb": peak_mb(), "disk_mb": disk / 2**20}


def search(folder: Path, queries_file: Path) -> dict[str, Any]:
    """Child: open the library and answer every query once, each for the first time."""
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
    kinds = {
        kind: {
            "p50_ms": percentile([ms for ms, _ in rows], 50),
            "max_ms": max(ms for ms, _ in rows),
            "hit_at_5": mean(rows),
        }
        for kind, rows in by_kind.items()
    }
    return {
        "open_s": opened,
        "p50_ms": percentile(times, 50),
        "p99_ms": percentile(times, 99),
        "rss_mb": peak_mb(),
        "kinds": kinds,
    }


def mean(rows: list[tuple[float, bool]]) -> float:
    """Share of the rows that found what they were made from."""
    return sum(hit for _, hit in rows) / len(rows)


def percentile(values: list[float], share: int) -> float:
    """The value below which `share` percent of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * share // 100)]


def child(task: str, *arguments: str) -> dict[str, Any]:
    """Run one task of this script in its own process."""
    run = subprocess.run(
        [sys.executable, __file__, "--child", task, *arguments], check=True, capture_output=True, text=True
    )
    return dict(json.loads(run.stdout.splitlines()[-1]))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=420)
    parser.add_argument("--child", nargs="+", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        task, folder, argument = options.child
        print(
            json.dumps(build(Path(folder), int(argument)) if task == "build" else search(Path(folder), Path(argument)))
        )
        return
    with tempfile.TemporaryDirectory(prefix="genevolve-search-") as place:
        figures = measure(Path(place), options.documents, options.queries)
    print(json.dumps(figures))


def measure(place: Path, num_documents: int, num_queries: int) -> dict[str, float | None]:
    """Build, search, and print what was seen on the way."""
    asked = list(queries(Language(), num_documents, num_queries))
    (place / "queries.json").write_text(json.dumps(asked), encoding="utf-8")
    built = child("build", str(place / "library"), str(num_documents))
    print(
        f"built {num_documents:,} documents in {built['build_s']:.1f} s, {built['disk_mb']:.0f} MB on disk; peak memory "
        f"{built['build_rss_mb']:.0f} MB, of which {built['documents_mb']:.0f} MB the documents themselves"
    )
    found = child("search", str(place / "library"), str(place / "queries.json"))
    print(f"opened in {found['open_s']:.3f} s, peak memory of the searching process {found['rss_mb']:.0f} MB")
    for kind, row in found["kinds"].items():
        print(
            f"  {kind:<15} p50 {row['p50_ms']:6.2f} ms   max {row['max_ms']:6.2f} ms   found in the first 5: {row['hit_at_5']:.0%}"
        )
    print(f"all {len(asked)} queries: p50 {found['p50_ms']:.2f} ms, p99 {found['p99_ms']:.2f} ms")
    recall = None, None
    return {
        "recall_text": recall[0],
        "recall_pictures": recall[1],
        "p50_ms": round(found["p50_ms"], 3),
        "p99_ms": round(found["p99_ms"], 3),
        "build_s": round(built["build_s"], 2),
        "rss_mb": round(found["rss_mb"], 1),
    }


if __name__ == "__main__":
    main()
