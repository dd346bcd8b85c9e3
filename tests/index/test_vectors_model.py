"""The sentence model itself, where it is installed and already fetched: nothing is downloaded here."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("onnxruntime")
pytest.importorskip("tokenizers")

from genevolve.index import Library, build_folder_index, open_folder_index
from genevolve.models.embedding import MiniLMEmbedder, is_fetched, model_folder

if not is_fetched(model_folder()):
    pytest.skip("the sentence model is not fetched", allow_module_level=True)


@pytest.fixture(scope="module")
def embedder() -> MiniLMEmbedder:
    return MiniLMEmbedder.open()


def test_near_meanings_have_near_vectors(embedder: MiniLMEmbedder) -> None:
    dog, puppy, car = embedder.embed(["a dog", "a young puppy", "the engine of a sports car"])
    assert dog @ puppy > 0.6
    assert dog @ car < 0.3


def test_rows_have_norm_one_whatever_the_text(embedder: MiniLMEmbedder) -> None:
    rows = embedder.embed(["", "a", "word " * 50_000, "机の上", "\ud800 lone", "\0"])
    assert rows.shape == (6, embedder.dim)
    assert rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    assert embedder.embed([]).shape == (0, embedder.dim)


def test_a_vector_does_not_depend_on_its_neighbours(embedder: MiniLMEmbedder) -> None:
    alone = embedder.embed(["a lighthouse at dusk"])
    among = embedder.embed(["x", "a lighthouse at dusk", "a much longer text about something else altogether"])
    assert np.array_equal(alone[0], among[1])


def test_a_description_finds_the_thing_that_it_does_not_name(tmp_path: Path, embedder: MiniLMEmbedder) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "1.txt").write_text("Giraffe\n\nThe tallest living land creature, found in Africa, feeding on acacia.")
    (texts / "2.txt").write_text("Mole\n\nA small creature that lives below ground and digs tunnels.")
    (texts / "3.txt").write_text("Bicycle\n\nTwo wheels, one frame, pedals, and a chain.")
    build_folder_index(tmp_path / "index", texts=texts, images=None, vectors=embedder)
    asked = {"towering savanna beast with a long neck": "1.txt", "cycling to work": "3.txt"}
    library = open_folder_index(tmp_path / "index").library
    assert {query: library.search_texts(query, 1)[0].entry.url for query in asked} == asked
    assert not Library.open(tmp_path / "index").search_texts("towering savanna beast with a long neck")
