"""From texts to vectors whose angles tell how near their meanings are."""

from genevolve.models.embedding.embedder import Embedder
from genevolve.models.embedding.endpoint import EndpointEmbedder
from genevolve.models.embedding.minilm import MINILM_ID, MiniLMEmbedder, is_fetched, model_folder
from genevolve.models.embedding.words import WordsEmbedder

__all__ = [
    "MINILM_ID",
    "Embedder",
    "EndpointEmbedder",
    "MiniLMEmbedder",
    "WordsEmbedder",
    "is_fetched",
    "model_folder",
]
