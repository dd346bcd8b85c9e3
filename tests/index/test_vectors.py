"""Searching by meaning, with a small model whose meanings are known."""

from __future__ import annotations

import hashlib
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from filelock import FileLock
from numpy.typing import NDArray
from PIL import Image

from genevolve.cli import main
from genevolve.errors import LibraryError
from genevolve.index import EmbeddingWork, FolderReport, Library, build_folder_index, embedding, open_folder_index
from genevolve.index.fusion import fuse, open_library
from genevolve.models.embedding import MINILM_ID

SAME = {"automobile": "car", "vehicle": "car", "feline": "cat", "kitten": "cat", "vessel": "boat", "ship": "boat"}


class WordEmbedder:
    """Each word is a direction of its own; words of one meaning share it."""

    def __init__(self, embedder_id: str = "words/1", stop_after: int | None = None) -> None:
        self.id = embedder_id
        self.dim = 512
        self.read: list[str] = []
        self._stop_after = stop_after

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows = np.empty((len(texts), self.dim), np.float32)
        for row, text in zip(rows, texts, strict=True):
            if len(self.read) == self._stop_after:
                raise KeyboardInterrupt
            self.read.append(text)
            row[:] = np.sum([self._direction(word.strip(".,:").lower()) for word in text.split()], axis=0)
            row /= np.linalg.norm(row)
        return rows

    def _direction(self, word: str) -> NDArray[np.float32]:
        seed = int.from_bytes(hashlib.sha256(SAME.get(word, word).encode()).digest()[:8], "big")
        return np.random.default_rng(seed).standard_normal(self.dim, np.float32)


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    for name, text in {
        "wheels": "A car has four tyres.",
        "purrs": "The cat sleeps on warm stones.",
        "sails": "Every boat needs wind.",
        "bread": "Flour, water, salt, time.",
    }.items():
        (folder / f"{name}.txt").write_text(f"{name}\n\n{text}\n")
    return folder


@pytest.fixture
def many_texts(tmp_path: Path) -> Path:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(60):
        (folder / f"{number:02}.txt").write_text(f"note {number}\n\nnumber {number * 7919} stands here\n")
    return folder


def build(tmp_path: Path, texts: Path, embedder: WordEmbedder | None, **options: object) -> FolderReport:
    return build_folder_index(tmp_path / "index", texts=texts, images=None, vectors=embedder, **options)  # type: ignore[arg-type]


def found(library: Library, query: str) -> list[str]:
    return [hit.entry.url for hit in library.search_texts(query)]


def test_meaning_is_found_where_words_are_not(tmp_path: Path, texts: Path) -> None:
    build(tmp_path, texts, WordEmbedder())
    library = open_folder_index(tmp_path / "index", WordEmbedder()).library
    assert found(library, "automobile")[0] == "wheels.txt"
    assert found(library, "kitten")[0] == "purrs.txt"
    assert found(Library.open(tmp_path / "index"), "automobile") == []


def test_words_alone_answer_as_without_vectors(tmp_path: Path, texts: Path) -> None:
    build(tmp_path, texts, WordEmbedder())
    build_folder_index(tmp_path / "plain", texts=texts, images=None)
    with_vectors, plain = Library.open(tmp_path / "index"), open_library(tmp_path / "plain")
    for query in ("cat", "warm stoens", "boat wind", "xyzzy"):
        assert with_vectors.search_texts(query) == plain.search_texts(query)
    assert not list(plain.folder.glob("vectors*"))


def test_a_name_stays_first_and_nonsense_finds_nothing(tmp_path: Path, texts: Path) -> None:
    (texts / "other.txt").write_text("stones\n\nA feline kitten cat.\n")
    build(tmp_path, texts, WordEmbedder())
    library = open_library(tmp_path / "index", WordEmbedder())
    assert found(library, "purrs")[0] == "purrs.txt"
    for nothing in ("", " ", "xyzzy plugh"):
        assert found(library, nothing) == []
    assert library.search_texts("cat", 0) == []


def test_pictures_are_found_by_the_meaning_of_their_captions(tmp_path: Path) -> None:
    images = tmp_path / "images"
    images.mkdir()
    for name, caption in (("a", "A ship at anchor"), ("b", "A loaf of bread")):
        Image.new("RGB", (8, 8)).save(images / f"{name}.png")
        (images / f"{name}.txt").write_text(caption)
    build_folder_index(tmp_path / "index", texts=None, images=images, vectors=WordEmbedder())
    library = open_folder_index(tmp_path / "index", WordEmbedder()).library
    assert [hit.entry.locator for hit in library.search_pictures("vessel")] == ["a.png"]
    assert library.search_texts("vessel") == []


def test_only_what_is_new_or_changed_is_embedded(tmp_path: Path, texts: Path) -> None:
    embedder = WordEmbedder()
    build(tmp_path, texts, embedder)
    assert len(embedder.read) == 4
    before = (tmp_path / "index" / "meta.json").stat().st_mtime_ns
    build(tmp_path, texts, embedder)
    assert (tmp_path / "index" / "meta.json").stat().st_mtime_ns == before
    (texts / "wheels.txt").write_text("wheels\n\nA car has three tyres.\n")
    (texts / "bread.txt").unlink()
    (texts / "sails.txt").rename(texts / "sailing.txt")
    build(tmp_path, texts, embedder)
    assert embedder.read[4:] == ["wheels. A car has three tyres."]
    library = open_library(tmp_path / "index", embedder)
    assert found(library, "vessel") == ["sailing.txt"]
    assert found(library, "automobile three")[0] == "wheels.txt"


def test_incremental_gives_what_a_fresh_build_gives(tmp_path: Path, texts: Path) -> None:
    build(tmp_path, texts, WordEmbedder())
    (texts / "purrs.txt").write_text("purrs\n\nThe dog sleeps.\n")
    build(tmp_path, texts, WordEmbedder())
    build_folder_index(tmp_path / "fresh", texts=texts, images=None, vectors=WordEmbedder())
    assert Library.open(tmp_path / "index").fingerprint == Library.open(tmp_path / "fresh").fingerprint


def test_the_same_passage_twice_is_embedded_once(tmp_path: Path, texts: Path) -> None:
    (texts / "deep").mkdir()
    shutil.copy(texts / "wheels.txt", texts / "deep" / "wheels.txt")
    embedder = WordEmbedder()
    build(tmp_path, texts, embedder)
    assert len(embedder.read) == 4
    assert sorted(found(open_library(tmp_path / "index", embedder), "automobile")) == ["deep/wheels.txt", "wheels.txt"]


@pytest.mark.parametrize("torn", [b"", b"half a record"])
def test_an_interrupted_build_goes_on_where_it_stopped(tmp_path: Path, many_texts: Path, torn: bytes) -> None:
    with pytest.raises(KeyboardInterrupt):
        build(tmp_path, many_texts, WordEmbedder(stop_after=45))
    (journal,) = (tmp_path / "index").glob(".vectors-*.journal")
    with journal.open("ab") as file:
        file.write(torn)
    embedder = WordEmbedder()
    build(tmp_path, many_texts, embedder)
    kept = 8 + 2 * 16
    assert len(embedder.read) == 60 - kept
    assert not list((tmp_path / "index").glob("*.journal"))
    build_folder_index(tmp_path / "fresh", texts=many_texts, images=None, vectors=WordEmbedder())
    assert Library.open(tmp_path / "index").fingerprint == Library.open(tmp_path / "fresh").fingerprint


def test_a_large_corpus_is_refused_before_the_work_and_nothing_is_lost(
    tmp_path: Path, many_texts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedding, "MANY", 50)
    embedder = WordEmbedder()
    with pytest.raises(LibraryError, match=r"^52 passages and captions to embed, about \d+ s .* only with --yes$"):
        build(tmp_path, many_texts, embedder)
    assert len(embedder.read) == 8
    told: list[EmbeddingWork] = []
    build(tmp_path, many_texts, embedder, approve=told.append)
    assert [work.num_entries for work in told] == [44]
    assert len(embedder.read) == len(set(embedder.read)) == 60


def test_few_entries_need_no_estimate(tmp_path: Path, texts: Path) -> None:
    told: list[EmbeddingWork] = []
    build(tmp_path, texts, WordEmbedder(), approve=told.append)
    assert told == []


def test_another_model_embeds_anew_and_no_model_drops_the_vectors(tmp_path: Path, texts: Path) -> None:
    build(tmp_path, texts, WordEmbedder())
    other = WordEmbedder("words/2")
    build(tmp_path, texts, other)
    assert len(other.read) == 4
    with pytest.raises(LibraryError, match=r"vectors of words/2, not of words/1"):
        open_library(tmp_path / "index", WordEmbedder())
    report = build(tmp_path, texts, None)
    assert "left out" in report.notes[0]
    assert found(open_library(tmp_path / "index"), "automobile") == []


def test_an_index_whose_model_is_unknown_or_not_installed_says_what_to_do(
    tmp_path: Path, texts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(tmp_path, texts, WordEmbedder())
    with pytest.raises(LibraryError, match=r"unknown model, words/1: build it again"):
        open_folder_index(tmp_path / "index")
    build(tmp_path, texts, WordEmbedder(MINILM_ID))
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(LibraryError, match=r"was built with vectors: .* pip install 'genevolve\[vectors\]'$"):
        open_folder_index(tmp_path / "index")


def test_altered_vectors_are_damage(tmp_path: Path, texts: Path) -> None:
    build(tmp_path, texts, WordEmbedder())
    rows = next((tmp_path / "index").rglob("vectors.texts.npy"))
    rows.write_bytes(rows.read_bytes()[:-1] + b"\0")
    with pytest.raises(LibraryError, match=r"damaged \(vectors\.texts\.npy"):
        open_library(tmp_path / "index", WordEmbedder())
    embedder = WordEmbedder()
    build(tmp_path, texts, embedder)
    assert found(open_library(tmp_path / "index", embedder), "kitten") == ["purrs.txt"]


def test_other_files_and_other_builds_are_left_alone(tmp_path: Path, texts: Path) -> None:
    (tmp_path / "index").mkdir()
    (tmp_path / "index" / "diary.txt").write_text("mine")
    embedder = WordEmbedder()
    with pytest.raises(LibraryError, match="holds other files"):
        build(tmp_path, texts, embedder)
    assert [path.name for path in (tmp_path / "index").iterdir()] == ["diary.txt"]
    (tmp_path / "index" / "diary.txt").unlink()
    with FileLock(tmp_path / "index" / ".vectors.lock"), pytest.raises(LibraryError, match="another process"):
        build(tmp_path, texts, embedder)
    assert embedder.read == []


def test_fusion_prefers_what_both_rankings_find() -> None:
    fused = fuse(["a", "b", "c"], ["d", "b", "e"])
    assert [key for key, _ in fused] == ["b", "a", "d", "c", "e"]
    assert fuse(["a"], ["a"]) == [("a", 100.0)]
    assert fuse([], []) == []
    assert [key for key, _ in fuse(["x", "y"], [])] == ["x", "y"]


def test_without_the_extra_the_command_is_one_line(
    tmp_path: Path, texts: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GENEVOLVE_HOME", str(tmp_path / "home"))
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    out = tmp_path / "index"
    monkeypatch.setattr(
        sys, "argv", ["genevolve", "index", "build", "--vectors", "--texts", str(texts), "--out", str(out)]
    )
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    said = capsys.readouterr().err.strip().splitlines()
    assert len(said) == 1
    assert "genevolve[vectors]" in said[0]
    assert not out.exists()
