"""`genevolve data`: a small real build up to the audit, and one clear line on what cannot be done."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

RECIPE_FILE = Path(__file__).parents[2] / "recipes" / "world-data.toml"
TO_AUDIT = [
    word for one in ("recipes", "requests", "screen", "trajectories", "check", "audit") for word in ("--stage", one)
]
FILES = ("01-recipes", "02-requests", "03-screen", "04-trajectories", "05-check", "06-audit")


@pytest.mark.usefixtures("world")
def test_two_builds_write_the_same_and_a_changed_bar_asks_nobody(genevolve):
    one = genevolve("data", "build", "@", RECIPE_FILE, "num=8", "--out", "one", "--json", *TO_AUDIT)
    assert one.code == 0, one.err
    told = json.loads(one.out)
    assert [stage["stage"] for stage in told["stages"]] == [
        "recipes",
        "requests",
        "screen",
        "trajectories",
        "check",
        "audit",
    ]
    two = genevolve("data", "build", f"@{RECIPE_FILE}", "num=8", "num_at_once=1", "--out", "two", *TO_AUDIT)
    assert two.code == 0, two.err
    for name in FILES:
        assert Path(f"one/{name}.jsonl").read_bytes() == Path(f"two/{name}.jsonl").read_bytes()
    timings = Path("one/timings.jsonl").read_bytes()
    moved = genevolve(
        "data", "build", "@", RECIPE_FILE, "num=8", "audit.min_score=5", "--out", "one", "--json", *TO_AUDIT
    )
    assert moved.code == 0, moved.err
    assert json.loads(moved.out)["stages"][-1]["kept"] < told["stages"][-1]["kept"]
    assert Path("one/timings.jsonl").read_bytes() == timings
    assert genevolve("data", "stats", "one").code == 0
    shown = genevolve("data", "thresholds", "two").out
    assert "the paper kept 69%" in shown
    assert genevolve("data", "browse", "one").out.strip().endswith("index.html")
    refused = genevolve("data", "build", "@", RECIPE_FILE, "num=9", "--out", "one")
    assert (refused.code, refused.line.count("num was 8, is 9")) == (2, 1)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("build", "@", "none.toml"), "cannot read the settings file none.toml"),
        (("build", "@"), "a settings file comes after the @"),
        (("build", "world-data.toml"), "'world-data.toml' is neither `@ FILE` nor key=value"),
        (("build", "num=none", "--out", "x"), "setting 'num'"),
        (("build", "teacher=world:2", "num=2", "--out", "x"), "write world:QUALITY"),
        (("build", "auditor=me", "num=2", "--out", "x"), "no auditor 'me'; there is: world, vlm:MODEL"),
        (("stats", "nowhere"), "no data folder at nowhere"),
        (("browse", "nowhere"), "no data folder at nowhere"),
        (("thresholds", "nowhere"), "no data folder at nowhere"),
        (("export", "nowhere"), "nowhere"),
        (("import", "nowhere"), "nowhere"),
        (("build", "--workers", "0"), "--workers is at least 1, not 0"),
    ],
)
@pytest.mark.usefixtures("world")
def test_bad_input_is_one_line(genevolve, words, said):
    ended = genevolve("data", *words)
    last = [line for line in ended.err.splitlines() if line.startswith("genevolve:")]
    assert ended.code == 2
    assert len(last) == 1
    assert said in last[0]
    assert not Path("x/01-recipes.jsonl").exists()


def test_every_setting_is_printed_and_read_back(genevolve):
    printed = genevolve("data", "config", "num=7").out
    Path("all.toml").write_text(printed)
    assert genevolve("data", "config", "@all.toml").out == printed


def test_an_export_and_an_import_tell_how_far_they_are(genevolve):
    released = Path("released")
    released.mkdir()
    rows = [
        {
            "id": f"row {number}",
            "messages": [
                {"role": "user", "content": f"A poster of {number} boats"},
                {"role": "assistant", "content": f"<think>Easy.</think><answer>{number} boats</answer>"},
            ],
            "images": [],
        }
        for number in range(3)
    ]
    (released / "train.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    read = genevolve("data", "import", released, "--out", "mine")
    assert read.code == 0, read.err
    assert "3/?" in read.err
    assert "train.jsonl" in read.err
    written = genevolve("data", "export", "mine", "--format", "jsonl")
    assert written.code == 0, written.err
    assert "1/1" in written.err
    (released / "train.jsonl").write_text("[]")
    refused = genevolve("data", "import", released, "--out", "none")
    assert (refused.code, refused.line.count("holds no JSON")) == (2, 1)
