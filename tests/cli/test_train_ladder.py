"""`genevolve train ladder` around commands that only pretend: its jobs, its parts, going on elsewhere."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from pretended_jobs import NUM, asked, pretend_to_train, write_rows

RECIPE = Path(__file__).parents[2] / "recipes" / "tiny.toml"
WHERE = ("--sft", "world:8", "--steps", 2, "--results", "results")
COMMAND = ("train", "ladder", "@", RECIPE, "--seeds", 2, "--controls", 1, "--n", NUM, *WHERE)
REFERENCES = ("raw", "planner", "base")
TRAINED = ("sft", "grpo", "grpo-ved")
CONTROLS = ("ved-only", "wrong-guide", "all-tokens", "forward-kl")
WORTH = {"raw": 0.0, "planner": 1.0, "base": None, "sft": 0.25, "grpo": 0.5, "grpo-ved": 0.75}

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture
def ladder(genevolve, monkeypatch):
    """The command; what its jobs do is pretended, and each variant's evaluations find what it is worth."""
    pytest.importorskip("torch")
    pytest.importorskip("transformers")
    pretend_to_train(monkeypatch)
    for stage in (*REFERENCES, *TRAINED, *CONTROLS):
        write_rows(stage, WORTH.get(stage, 0.5))
    return lambda *more, out="run": genevolve(*COMMAND, "--out", out, *more)


def parts() -> set[str]:
    return {path.stem for path in Path("results/ladder").glob("*.json")}


def wanted(seeds: int = 2, controls: int = 1) -> set[str]:
    names = {f"{name}-seed-0" for name in REFERENCES}
    names |= {f"{name}-seed-{seed}" for name in TRAINED for seed in range(seeds)}
    return names | {f"{name}-seed-{seed}" for name in CONTROLS for seed in range(controls)}


def result() -> dict:
    return json.loads(Path("results/ladder.json").read_text())


def test_every_variant_is_trained_from_the_same_sft_and_drawn_twice(ladder):
    ended = ladder()
    assert ended.code == 0, ended.err
    jobs = asked()
    by_name = {name: words for name, words in jobs.items() if name.startswith("seed-0/")}
    trained = {name for name, words in jobs.items() if words[0] in ("sft", "grpo")}
    assert trained == {f"seed-{seed}/{name}" for seed in (0, 1) for name in TRAINED} | {
        f"seed-0/{name}" for name in CONTROLS
    }
    shared = ["@", str(RECIPE), "threads=1", "reward.workers=1"]
    begun = ["seed=0", "--data", "world", "--from", "run/seed-0/sft", "--out"]
    switches = {
        "grpo": ["distillation.weight=0"],
        "grpo-ved": ["distillation.weight=2"],
        "ved-only": ["distillation.weight=2", "grpo.weight=0"],
        "wrong-guide": ["distillation.weight=2", 'distillation.whose_guide="another"'],
        "all-tokens": ["distillation.weight=2", "distillation.token_share=1"],
        "forward-kl": ["distillation.weight=2", 'distillation.divergence="forward-kl"'],
    }
    for name, more in switches.items():
        expected = ["grpo", *shared, "grpo.steps=2", *more, *begun, f"run/seed-0/{name}"]
        assert by_name[f"seed-0/{name}"] == expected
    count = ["--n", str(NUM)]
    assert by_name["seed-0/raw-eval"][-6:] == [*count, "--from", "raw", "--out", "run/seed-0/raw-eval"]
    assert "--from" not in by_name["seed-0/base-eval"]
    second = by_name["seed-0/grpo-again"]
    assert 'reward.renderer="second-illustrator"' in second
    assert second[-4:-2] == ["--from", "replay:run/seed-0/grpo-eval"]
    assert parts() == wanted()


def test_the_tables_say_what_each_is_worth_and_what_the_gaps_are(ladder):
    assert ladder().code == 0
    found = result()
    assert found["complete"]
    assert not found["missing"]
    assert (found["renderer_id"], found["second_renderer_id"]) == ("first/1", "second/1")
    means = {line["stage"]: line["reward"]["mean"] for line in found["first"]["variants"] if line["seed"] is None}
    assert means["base"] == 0
    assert means["grpo-ved"] - means["grpo"] == pytest.approx(0.125)
    line = next(one for one in found["first"]["variants"] if (one["stage"], one["seed"]) == ("grpo-ved", 1))
    assert line["dimensions"]["sufficiency"]["mean"] == pytest.approx(0.75)
    assert set(line["tracks"]) <= {"knowledge", "quality"}
    gaps = {(gap["better"], gap["worse"], gap["seed"], gap["score"]): gap for gap in found["first"]["gaps"]}
    assert gaps["grpo-ved", "grpo", None, "reward"]["difference"]["mean"] == pytest.approx(0.125)
    assert gaps["grpo-ved", "grpo", None, "reward"]["holds"]
    assert gaps["grpo-ved", "raw", 1, "reward"]["n"] == NUM  # the one run of what is not trained, for every seed
    assert ("grpo-ved", "forward-kl", 1, "reward") not in gaps
    reach = next(one for one in found["reaches"] if (one["variant"], one["seed"]) == ("grpo-ved", None))
    assert reach["seeds"] == [0, 1]
    assert (reach["steps"], reach["window"]) == (2, 1)
    told = Path("results/ladder.md").read_text()
    assert "Not complete" not in told
    assert "| SFT + GRPO + VED | 1 |" in told
    for name in ("ladder", "ladder-course"):
        assert Path(f"results/{name}.svg").read_text().startswith("<svg")


def test_elsewhere_only_what_no_part_holds_is_done(ladder):
    assert ladder().code == 0
    before = Path("results/ladder/grpo-seed-0.json").read_text()
    shutil.rmtree("run")
    Path("asked.jsonl").unlink()
    assert ladder(out="elsewhere").code == 0
    assert not Path("asked.jsonl").exists()
    Path("results/ladder/wrong-guide-seed-0.json").unlink()
    assert ladder(out="elsewhere").code == 0
    assert set(asked()) == {"seed-0/sft", "seed-0/wrong-guide", "seed-0/wrong-guide-eval", "seed-0/wrong-guide-again"}
    assert parts() == wanted()
    assert Path("results/ladder/grpo-seed-0.json").read_text() == before
    assert result()["complete"]


def test_sft_weights_of_another_machine_are_refused_before_anything_begins_with_them(ladder):
    assert ladder().code == 0
    Path("results/ladder/wrong-guide-seed-0.json").unlink()
    Path("asked.jsonl").unlink()
    Path("weights").write_text("others")
    ended = ladder(out="elsewhere")
    assert ended.code == 2
    assert "the weights in elsewhere/seed-0/sft" in ended.err.splitlines()[-1]
    assert "bring that folder" in ended.err.splitlines()[-1]
    assert set(asked()) == {"seed-0/sft"}
    assert "wrong-guide-seed-0" not in parts()


def test_parts_made_otherwise_are_refused_before_anything_runs(ladder):
    assert ladder().code == 0
    Path("asked.jsonl").unlink()
    ended = ladder("distillation.top_k=5", out="elsewhere")
    assert ended.code == 2
    said = "results/ladder/grpo-ved-seed-0.json was made otherwise (distillation.top_k was 20, is 5); choose another"
    assert said in ended.line
    ended = ladder("--n", NUM - 1, out="elsewhere")
    assert "(n was 4, is 3)" in ended.line
    assert not Path("asked.jsonl").exists()
    assert ladder("threads=2", out="elsewhere").code == 0
    assert not Path("asked.jsonl").exists()


def test_a_failure_leaves_what_is_known_and_what_is_missing(ladder):
    Path("refusals.json").write_text(json.dumps({"seed-0/grpo-ved": [1, "Traceback\nMemoryError"]}))
    ended = ladder()
    assert ended.code == 1
    assert "--- run/seed-0/grpo-ved.log\nTraceback\nMemoryError" in ended.err
    assert parts() == wanted() - {"grpo-ved-seed-0"}
    found = result()
    assert not found["complete"]
    assert found["missing"] == ["grpo-ved seed 0"]
    told = Path("results/ladder.md").read_text()
    assert "**Not complete: 1 of 13 parts are missing, so these figures are not final.**" in told
    assert "Missing: grpo-ved seed 0." in told
    Path("refusals.json").unlink()
    Path("asked.jsonl").unlink()
    assert ladder().code == 0
    assert set(asked()) == {f"seed-0/grpo-ved{end}" for end in ("", "-eval", "-again")}
    assert result()["complete"]


def test_a_damaged_part_is_one_line(ladder):
    Path("results/ladder").mkdir(parents=True)
    Path("results/ladder/sft-seed-0.json").write_text("{")
    ended = ladder()
    assert ended.code == 2
    assert "results/ladder/sft-seed-0.json cannot be read as a part of the ladder" in ended.line


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("seed=3",), "seed is given to every job by the measurement"),
        (("--n", 601), "the frozen suite has 600 requests; --n 601 asks for more"),
        (("--controls", 3), "--controls is at most --seeds (2)"),
        (("grpo.stops=3",), "unknown setting 'grpo.stops'"),
        (("policy=nobody",), "no policy nobody"),
        (("--evolve", "world:none"), "data is a folder, `world`, or world:NUM"),
        (("--sft", "nowhere"), "nowhere holds no data set"),
        (("reward.renderer=crayon",), "no renderer 'crayon'"),
        (("reward.renderer=second-illustrator",), "second-illustrator is who draws again"),
    ],
)
def test_bad_input_is_one_line_before_anything_runs(ladder, words, said):
    ended = ladder(*words)
    assert ended.code == 2
    assert said in ended.line
    assert not Path("asked.jsonl").exists()
