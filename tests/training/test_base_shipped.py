"""The tiny policy that comes with the package: it is there, small, loads offline, and can do what its file says."""

# ruff: noqa: E402 - what needs the extra `train` is imported after it was looked for
from __future__ import annotations

import json
import tomllib
from importlib.resources import files
from pathlib import Path

import anyio
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("transformers")

import genevolve
from genevolve.assembly_training import captioned_pictures, read_requests, teacher_trajectories
from genevolve.config import load_train_settings
from genevolve.training.making.make import School
from genevolve.training.making.tokenizer import SPECIALS, TAGS
from genevolve.training.opening import OpenedPolicy, open_policy, policy_folder

ROOT = Path(genevolve.__file__).parents[2]
BASE = Path(str(files("genevolve.training") / "base"))
COPYING = ("name", "fact", "fact again", "picture id", "quotation")


@pytest.fixture(scope="module")
def settings():
    return load_train_settings([ROOT / "recipes" / "tiny.toml"])


@pytest.fixture(scope="module")
def policy(settings) -> OpenedPolicy:
    return open_policy(policy_folder("base"), settings.model)


@pytest.fixture(scope="module")
def made() -> dict:
    return json.loads((BASE / "made.json").read_text(encoding="utf-8"))


def test_it_is_small_and_comes_with_how_it_was_made(made: dict) -> None:
    assert sum(path.stat().st_size for path in BASE.iterdir()) <= 20_000_000
    assert made["command"].startswith("genevolve train base @ recipes/tiny.toml")
    losses = [json.loads(line)["loss"] for line in (BASE / "log.jsonl").read_text(encoding="utf-8").splitlines()]
    assert losses[-1] < losses[0] / 2


def test_the_wheel_takes_all_of_the_package() -> None:
    build = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]
    assert build["targets"]["wheel"]["packages"] == ["src/genevolve"]
    assert not {"exclude", "only-include"} & (build.keys() | build["targets"]["wheel"].keys())
    assert "safetensors" not in (ROOT / ".gitignore").read_text(encoding="utf-8")  # hatch leaves out what git ignores


def test_it_loads_in_fp32_with_its_head_tied(policy: OpenedPolicy, made: dict) -> None:
    model = policy.model
    assert model.dtype is torch.float32
    assert model.lm_head.weight is model.model.language_model.embed_tokens.weight
    assert sum(parameter.numel() for parameter in model.parameters()) == made["parameters"]
    assert all(torch.equal(one, one.half().float()) for one in model.parameters())


def test_its_tokenizer_has_the_markers_and_the_tags(policy: OpenedPolicy) -> None:
    tokenizer = policy.encoder.tokenizer
    assert [tokenizer.convert_tokens_to_ids(name) for name in SPECIALS] == list(range(8))
    assert all(len(tokenizer.encode(tag, add_special_tokens=False)) == 1 for tag in TAGS)
    assert policy.model.config.text_config.vocab_size == len(tokenizer) <= 4096


def test_no_held_out_name_has_a_token_of_its_own(policy: OpenedPolicy, world) -> None:
    from genevolve.world.suite.splits import split_of_entity

    vocabulary = set(policy.encoder.tokenizer.get_vocab())
    small = {one.strip("Ġ") for one in vocabulary}
    words = {"train": set(), "test": set()}
    for entity in world.entities.values():
        words[split_of_entity(entity)].update(entity.name.split() if entity.fictional else ())
    invented = {word for word in words["test"] - words["train"] if len(word) > 4 and word.lower() not in small}
    assert len(invented) > 100
    assert not invented & vocabulary


def test_it_copies_as_its_file_says(policy: OpenedPolicy, made: dict, settings, world) -> None:
    """Probes made of other transcripts than those in `made.json`."""
    school = School.of(
        anyio.run(teacher_trajectories, settings, 40),
        captioned_pictures(settings, every=20),
        read_requests(settings, 10),
    )
    found = school.probe(policy.model.eval(), policy.encoder, 40)
    for skill in COPYING:
        assert found[skill].share >= made["shipped"][skill]["share"] - 0.15, (skill, found[skill])
