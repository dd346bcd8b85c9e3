"""`genevolve train config`, and that the command line starts without what only training needs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from genevolve.config import load_train_settings

RECIPES = Path(__file__).parents[2] / "recipes"
HEAVY = ("torch", "transformers", "accelerate", "peft", "trl")


@pytest.mark.parametrize("name", ["tiny", "qwen3vl-8b"])
def test_the_printed_settings_are_a_recipe(genevolve, name):
    recipe = RECIPES / f"{name}.toml"
    ended = genevolve("train", "config", "@", recipe, "grpo.optimiser.lr=5e-6")
    assert ended.code == 0, ended.err
    Path("printed.toml").write_text(ended.out, encoding="utf-8")
    assert load_train_settings([Path("printed.toml")]) == load_train_settings([recipe], ["grpo.optimiser.lr=5e-6"])


def test_every_printed_setting_says_what_it_is(genevolve):
    settings = [line for line in genevolve("train", "config").out.splitlines() if " = " in line]
    assert len(settings) > 80
    assert not [line for line in settings if not line.rpartition("  # ")[2].endswith(".")]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("@", "none.toml"), "cannot read the settings file none.toml"),
        (("@",), "a settings file comes after the @, e.g. @ recipes/tiny.toml"),
        (("tiny.toml",), "'tiny.toml' is neither `@ FILE` nor key=value"),
        (("sft.epoch=2",), "unknown setting 'sft.epoch'; `genevolve train config` lists every setting"),
    ],
)
def test_bad_input_is_one_line(genevolve, words, said):
    ended = genevolve("train", "config", *words)
    assert ended.code == 2
    assert said in ended.line


def test_the_command_line_imports_nothing_heavy():
    told = f"import sys, genevolve.cli, genevolve.api; print([one for one in {HEAVY!r} if one in sys.modules])"
    ended = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, timeout=60, check=True)
    assert ended.stdout.strip() == "[]"
