from __future__ import annotations

import json
import math
from typing import Any

import numpy as np
import pytest

from chat_server import Say, refusal, served
from genevolve.config import EndpointSettings
from genevolve.config.experience import ExperienceSettings
from genevolve.errors import ModelError
from genevolve.models.embedding import EndpointEmbedder, WordsEmbedder


def test_words_compare_by_what_two_texts_share_and_not_by_their_neighbours() -> None:
    embedder = WordsEmbedder()
    texts = ["a red flag on a beach", "A red flag on the beach!", "two owls", "", "!"]

    rows = embedder.embed(texts)

    assert rows.shape == (5, embedder.dim)
    assert np.linalg.norm(rows, axis=1) == pytest.approx(np.ones(5), abs=1e-6)
    assert rows[0] @ rows[1] > 0.7 > 0.2 > rows[0] @ rows[2]
    assert rows[3] @ rows[4] == pytest.approx(1)
    assert (embedder.embed(texts[:1])[0] == rows[0]).all()
    assert embedder.embed([]).shape == (0, embedder.dim)


def test_the_hash_is_the_same_on_every_machine() -> None:
    assert np.flatnonzero(WordsEmbedder().embed(["owl"])).tolist() == [1869]


def vectors(*rows: list[float]) -> Say:
    data: list[dict[str, Any]] = [{"object": "embedding", "index": n, "embedding": row} for n, row in enumerate(rows)]
    return Say(json.dumps({"object": "list", "model": "m", "data": data[::-1]}).encode())


@pytest.mark.allow_hosts(["127.0.0.1"])
def test_an_endpoint_embeds_in_the_order_asked_and_gives_unit_vectors() -> None:
    with served(vectors([3.0, 4.0], [0.0, 2.0])) as server:
        rows = EndpointEmbedder(EndpointSettings(model="m", base_url=server.url)).embed(["a", "b"])

    assert rows == pytest.approx(np.array([[0.6, 0.8], [0.0, 1.0]]))
    assert server.asked[0].path == "/v1/embeddings"
    assert server.asked[0].body["input"] == ["a", "b"]


@pytest.mark.allow_hosts(["127.0.0.1"])
@pytest.mark.parametrize(
    "say", [refusal(503), vectors([1.0]), vectors([0.0], [0.0]), Say(b"{}"), vectors([math.nan], [1.0])]
)
def test_an_endpoint_that_fails_gives_no_vectors(say: Say) -> None:
    with served(say) as server, pytest.raises(ModelError):
        EndpointEmbedder(EndpointSettings(model="m", base_url=server.url, attempts=1)).embed(["a", "b"])


@pytest.mark.parametrize(
    "changes",
    [{"comparator": "chat:"}, {"comparator": "worldly"}, {"embedder": "endpoint:"}, {"embedder": "tfidf"}, {"x": 1}],
)
def test_a_setting_that_means_nothing_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"comparator|embedder|x"):
        ExperienceSettings(**changes)
