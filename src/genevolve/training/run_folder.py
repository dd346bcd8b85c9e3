"""The folder of a training run: its settings, what it was made from, and who may write to it.

RUN/settings.toml · manifest.json · metrics.jsonl · evals.jsonl · checkpoints/ · steps/ · images/ · crash/ · policy/
"""

from __future__ import annotations

import hashlib
import json
import platform
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import metadata
from importlib.resources import files
from pathlib import Path
from typing import Any

from genevolve.config import TrainSettings, dump_train_settings, load_train_settings
from genevolve.errors import ConfigError, RunError
from genevolve.store import SETTINGS_FILE, write_whole
from genevolve.store.run import MANIFEST_FILE
from genevolve.store.seal import file_sha256
from genevolve.store.writing import only_writer
from genevolve.training.checkpoint import is_stable

_PACKAGES = ("genevolve", "torch", "transformers", "tokenizers", "accelerate", "peft", "safetensors", "numpy")
_FREE = frozenset({"out", "log_to"})
"""Settings that may change when a run goes on: they do not touch what it computes."""


def final_policy(run: Path) -> Path | None:
    """The policy of a run that has ended."""
    folder = run / "policy"
    return folder if is_stable(folder) else None


@contextmanager
def writing_run(out: Path, settings: TrainSettings, phase: str, sources: Mapping[str, str]) -> Iterator[None]:
    """Hold the run at `out` against other writers: made when it is not there, continued when it is the same.

    Args:
        out: the folder.
        settings: all of them; only `out` and `log_to` may differ from those it was made with.
        phase: `sft`, `grpo`, or `evolve` for both in one folder.
        sources: hashes of the data and of the policy that it starts from; they have to be the same.

    Raises:
        RunError: another process is writing to it, or it was made with other settings, data or policy.
        StorageError: the folder cannot be written.
    """
    with only_writer(out, RunError):
        made_from = {"phase": phase, "sources": dict(sources)}
        if (out / SETTINGS_FILE).exists():
            _refuse_another(out, settings, made_from)
        else:
            write_whole(out / MANIFEST_FILE, json.dumps(made_from | _surroundings(), indent=1) + "\n")
            write_whole(out / SETTINGS_FILE, dump_train_settings(settings))
        yield


def policy_hashes(folder: Path) -> dict[str, str]:
    """The content of the files that decide what a policy is, by name."""
    return file_hashes(sorted([*folder.glob("*.safetensors"), *folder.glob("tokenizer.json"), folder / "config.json"]))


def file_hashes(paths: Sequence[Path]) -> dict[str, str]:
    """The content of files by name."""
    return {path.name: file_sha256(path) for path in paths}


def _refuse_another(out: Path, settings: TrainSettings, made_from: Mapping[str, Any]) -> None:
    try:
        before = _flat(load_train_settings([out / SETTINGS_FILE]).model_dump())
        told = json.loads((out / MANIFEST_FILE).read_text(encoding="utf-8"))
        before |= _flat({key: told[key] for key in made_from})
    except (ConfigError, OSError, ValueError, KeyError) as error:
        raise RunError(f"the run at {out} cannot be read ({error}); choose another --out") from error
    after = _flat(settings.model_dump()) | _flat(made_from)
    changed = [
        f"{key} was {before.get(key)!r}, is {after.get(key)!r}"
        for key in sorted(before.keys() | after.keys())
        if key not in _FREE and before.get(key) != after.get(key)
    ]
    if changed:
        raise RunError(f"{out} was made otherwise ({'; '.join(changed)}); choose another --out")


def _surroundings() -> dict[str, Any]:
    prompts = files("genevolve.agent.prompts")
    texts = sorted((one.name, one.read_bytes()) for one in prompts.iterdir() if one.name.endswith(".md"))
    return {
        "python": platform.python_version(),
        "platform": platform.platform(),
        "packages": {name: metadata.version(name) for name in _PACKAGES},
        "git": _git_state(),
        "prompts": {name: hashlib.sha256(text).hexdigest() for name, text in texts},
    }


def _git_state() -> dict[str, object]:
    """The commit of the source, and whether it was changed since; nothing where it is no checkout."""
    source = Path(__file__).parent
    try:
        commit, changes = (
            subprocess.run(  # noqa: S603
                ["git", "-C", str(source), *words],  # noqa: S607
                capture_output=True,
                text=True,
                check=True,
                timeout=20,
            ).stdout.strip()
            for words in (["rev-parse", "HEAD"], ["status", "--porcelain", "--untracked-files=no", "."])
        )
    except (OSError, subprocess.SubprocessError):
        return {}
    return {"commit": commit, "changed": bool(changes)}


def _flat(values: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for key, value in values.items():
        flat |= _flat(value, f"{prefix}{key}.") if isinstance(value, Mapping) else {f"{prefix}{key}": value}
    return flat
