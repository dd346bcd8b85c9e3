"""`train eval` of what was never trained: the request as it is, the planner, and an evaluation that is drawn again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

RECIPE = Path(__file__).parents[2] / "recipes" / "tiny.toml"
SMALL = ("threads=1", "reward.workers=1", "reward.image_pixels=256")

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture
def evaluated(genevolve):
    pytest.importorskip("torch")
    pytest.importorskip("transformers")
    return lambda *words: genevolve("train", "eval", "@", RECIPE, *SMALL, *words, "--n", 2, "--json")


def programs(folder: str) -> list[object]:
    lines = (Path(folder) / "trajectories.jsonl").read_text().splitlines()
    return sorted((json.loads(line)["program"] for line in lines), key=json.dumps)


@pytest.mark.timeout(120)
def test_an_evaluation_is_drawn_again_by_another_generator(evaluated):
    first = evaluated("--from", "planner", "--out", "first")
    assert first.code == 0, first.err
    assert json.loads(first.out)["eval/valid"] == 1
    other = evaluated("--from", "replay:first", "reward.renderer=second-illustrator", "--out", "other")
    assert other.code == 0, other.err
    assert json.loads(Path("first/bench.json").read_text())["renderer_id"].startswith("illustrator/")
    assert json.loads(Path("other/bench.json").read_text())["renderer_id"].startswith("second-illustrator/")
    assert programs("first") == programs("other")
    drawn = {path: {one.name for one in (Path(path) / "images").rglob("*.png")} for path in ("first", "other")}
    assert drawn["first"] - drawn["other"]
    assert drawn["other"] - drawn["first"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--from", "replay:nowhere"), "no run at nowhere"),
        (("--from", "base", "reward.renderer=crayon"), "no renderer 'crayon'; there is: illustrator, second"),
    ],
)
def test_bad_input_is_one_line(evaluated, words, said):
    ended = evaluated(*words, "--out", "eval")
    assert ended.code == 2
    assert said in ended.line
