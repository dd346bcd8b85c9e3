"""What the ladder measures: which variants with which seeds, by which settings, and which of these decide."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from genevolve.assembly import open_renderer
from genevolve.assembly_jobs import Commands, check_num
from genevolve.assembly_supervised import num_in_world
from genevolve.bench.ladder import BY_NAME, CONTROLS, GRPO, PAPER_WEIGHT, SFT, VARIANTS, VED, Variant
from genevolve.bench.ladder_files import PARTS_FOLDER
from genevolve.bench.ladder_parts import Key
from genevolve.data.dataset import open_dataset
from genevolve.errors import ConfigError
from genevolve.records import DataSplit

SECOND_RENDERER = "second-illustrator"
"""Draws what was learned with another one again."""

_REFERENCES = tuple(one for one in VARIANTS if one.is_reference)
_FREE: dict[str, Any] = {
    **dict.fromkeys(("policy", "data", "out", "seed", "threads", "log_to", "base"), True),
    "reward": {"workers", "retries"},
    "sft": {"save_every", "keep_checkpoints"},
    "grpo": {"save_every", "keep_checkpoints"},
}
"""Settings that do not decide an outcome, or are told apart from them."""


@dataclass(frozen=True)
class LadderPlan:
    """What is measured."""

    commands: Commands
    seeds: int
    controls: int
    num: int
    sft_data: str
    evolve_data: str
    steps: int | None
    results: Path

    def __post_init__(self) -> None:
        """Refuse what cannot be measured.

        Raises:
            ConfigError: there are not so many requests, the controls have more seeds than what they are set against,
                or there is no such data, generator or policy.
            DataError: a data folder holds nothing.
            TrainingError: there is no such policy.
        """
        check_num(self.num)
        if self.controls > self.seeds:
            raise ConfigError(f"--controls is at most --seeds ({self.seeds}): a control is set against the same seeds")
        renderer = self.commands.settings(0).reward.renderer
        if renderer == SECOND_RENDERER:
            raise ConfigError(f"{renderer} is who draws again what was learned with another generator")
        open_renderer(renderer)
        self.deciding((VED.name, 0))

    @property
    def parts_folder(self) -> Path:
        """Where parts are kept."""
        return self.results / PARTS_FOLDER

    @cached_property
    def wanted(self) -> tuple[Key, ...]:
        """All parts, in the order in which they are to come in."""
        by_seed = [
            (one.name, seed)
            for seed in range(self.seeds)
            for one in (SFT, GRPO, VED, *(CONTROLS if seed < self.controls else ()))
        ]
        return (*by_seed, *((one.name, 0) for one in _REFERENCES))

    @cached_property
    def weight(self) -> float:
        """Of the distillation, wherever there is one: the recipe's, else the paper's."""
        return self.commands.settings(0).distillation.weight or PAPER_WEIGHT

    def overrides(self, variant: Variant) -> list[str]:
        """Settings of a variant's training, beside the recipe's; nothing for SFT and for what is not trained."""
        if not variant.is_rewarded:
            return []
        paced = [] if self.steps is None else [f"grpo.steps={self.steps}"]
        return [*paced, f"distillation.weight={self.weight if variant.is_guided else 0:g}", *variant.overrides]

    def deciding(self, key: Key) -> dict[str, Any]:
        """Whatever decides the outcome of a part beside its seed and its number of requests, by dotted name.

        Raises:
            DataError: a data folder holds nothing.
        """
        variant = BY_NAME[key[0]]
        settings = self.commands.settings(key[1], self.overrides(variant))
        told = _flat(settings.model_dump(mode="json", exclude=_free(variant)))
        told["start"] = hashlib.sha256(self.commands.start.encode()).hexdigest()
        if not variant.is_reference:
            told["sft_data"] = _data_key(self.sft_data, DataSplit.SFT)
        if variant.is_rewarded:
            told["evolve_data"] = _data_key(self.evolve_data, DataSplit.EVOLVE)
        return told


def _free(variant: Variant) -> dict[str, Any]:
    """What does not decide: of what is not trained all of training, and of GRPO all of the distillation."""
    unused = [] if variant.is_guided else ["experience", "distillation"]
    if not variant.is_rewarded:
        unused += ["grpo"]
    if variant.is_reference:
        unused += ["sft", "model"]
    return _FREE | dict.fromkeys(unused, True)


def _data_key(data: str, split: DataSplit) -> str:
    """`world:NUM`, or the content of a folder: the same data may lie elsewhere on another machine."""
    num = num_in_world(data)
    if num is not None:
        return f"world:{num}"
    ids = open_dataset(Path(data).expanduser()).ids(split)
    return hashlib.sha256("\n".join(ids).encode()).hexdigest()


def _flat(values: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in values.items():
        found |= _flat(value, f"{prefix}{key}.") if isinstance(value, dict) else {f"{prefix}{key}": value}
    return found
