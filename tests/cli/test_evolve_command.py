"""The whole loop from the command line: from random weights to a report, again, elsewise, and wrongly."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

RECIPE = Path(__file__).parents[2] / "recipes" / "tiny.toml"
SMALL = (
    "threads=1",
    "agent.max_turn_tokens=64",
    "agent.max_policy_calls=2",
    "sft.max_steps=4",
    "sft.cutoff_tokens=8192",
    "grpo.steps=2",
    "grpo.requests_per_step=2",
    "grpo.rollouts_per_request=2",
    "grpo.eval_every=1",
    "reward.image_pixels=256",
    "reward.workers=1",
)

pytestmark = [
    pytest.mark.usefixtures("world"),
    pytest.mark.filterwarnings("ignore:.*is_gradient_checkpointing:FutureWarning"),
]


@pytest.fixture(scope="module")
def policy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Random weights."""
    pytest.importorskip("torch")
    pytest.importorskip("transformers")
    sys.path.append(str(Path(__file__).parents[1] / "training"))
    from tiny import tiny_encoder, tiny_model

    folder = tmp_path_factory.mktemp("policy") / "tiny"
    tiny_model().save_pretrained(folder)
    tiny_encoder().save(folder)
    return folder


def state_of(folder: str) -> dict[str, tuple[int, int]]:
    files = (path for path in Path(folder).rglob("*") if path.is_file() and path.suffix != ".lock")
    return {str(path): (path.stat().st_size, path.stat().st_mtime_ns) for path in files}


@pytest.mark.timeout(240)
def test_from_a_policy_to_a_report_and_the_same_command_does_nothing(genevolve, policy):
    command = ("evolve", "@", RECIPE, *SMALL, f"policy={policy}", "--data", "world:12", "--n", 2, "--out", "loop")
    ended = genevolve(*command)
    assert ended.code == 0, ended.err
    assert "held out (n = 2): reward 0.000 → 0.000" in ended.out
    assert "--policy local:loop/policy" in ended.out
    begun = [line.split("  ")[0] for line in ended.err.splitlines() if "/" in line]
    stages = ["data", "imitate", "evaluate the start", "evolve", "evaluate", "held out, before", "held out, after"]
    assert sorted(dict.fromkeys(begun), key=stages.index) == stages

    report = json.loads(Path("loop/report.json").read_text())
    assert [step for step, _ in report["curves"]["eval/reward"]] == [0, 1, 2]
    assert report["best_step"] == 1
    assert report["before"]["n"] == report["after"]["n"] == 2
    assert json.loads(Path("loop/policy/best.json").read_text())["num_requests"] == 2
    page = Path("loop/report.html").read_text()
    assert 'src="data:image/svg+xml' in page
    assert "http://" not in page.replace("http://www.w3.org", "")

    before = state_of("loop")
    again = genevolve(*command, "--json")
    assert again.code == 0
    assert json.loads(again.out)["best_step"] == 1
    assert state_of("loop") == before
    refused = genevolve(*command, "grpo.steps=3", "--n", 3)
    assert refused.code == 2
    assert "loop was made otherwise (grpo.steps was 2, is 3; sources.n was '2', is '3')" in refused.line

    drawn = genevolve("generate", "a red apple", "--policy", "local:loop/policy", "--json", "--out", "run")
    assert drawn.code in (0, 2), drawn.err
    assert 'view = "compact"' in Path("run/settings.toml").read_text()
    assert "max_turn_tokens = 64" in Path("run/settings.toml").read_text()


class Interrupts:
    """Presses Ctrl-C at one moment: the first time that a stage has done so much."""

    def __init__(self, stage: str = "", num_done: int = 0) -> None:
        self._at = (stage, num_done)
        self.told: list[tuple[str, int, int]] = []

    def tell(self, stage, num_done, num, said=""):
        self.told.append((stage.value, num_done, num))
        if (stage.value, num_done) == self._at:
            raise KeyboardInterrupt


@pytest.mark.timeout(400)
def test_interrupted_anywhere_it_comes_to_the_same(working_folder, policy):
    """In the middle of every stage once; what is done is not done again."""
    import torch
    from safetensors.torch import load_file

    from genevolve.assembly_loop import evolve
    from genevolve.assembly_loop_plan import EvolvePlan, evolve_settings

    def plan(out: str) -> EvolvePlan:
        said = (*SMALL, f'policy="{policy}"', f'out="{out}"', 'data="world:12"')
        return EvolvePlan(evolve_settings([RECIPE], said), 2)

    torch.set_num_threads(1)
    whole = evolve(plan("whole"), Interrupts())
    moments = [
        ("data", 5),
        ("imitate", 3),
        ("evaluate the start", 1),
        ("evolve", 1),
        ("evaluate", 1),
        ("held out, before", 1),
        ("held out, after", 1),
    ]
    for moment in moments:
        interrupts = Interrupts(*moment)
        with pytest.raises(KeyboardInterrupt):
            evolve(plan("parts"), interrupts)
    last = Interrupts()
    parts = evolve(plan("parts"), last)
    assert last.told[:4] == [("data", 1, 1), ("imitate", 1, 1), ("evaluate the start", 2, 2), ("evolve", 2, 2)]
    one, other = (load_file(f"{name}/policy/model.safetensors") for name in ("whole", "parts"))
    assert all(torch.equal(one[name], other[name]) for name in one)
    ignored = {"name", "start", "made_with"}
    assert parts.model_dump(exclude=ignored) == whole.model_dump(exclude=ignored)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("policy=nobody",), "no policy nobody"),
        (("--from", "nobody"), "no policy nobody"),
        (("--from", "base", "--data", "world:12"), "--from evolves a policy as it is, and --data is for imitating"),
        (("--n", 100_000), "the frozen suite has"),
        (("--data", "world:none"), "world:NUM with a number from 1"),
        (("--data", "nowhere"), "nowhere holds no data set"),
        (("reward.judge=somebody",), "no judge 'somebody'"),
        (("experience.comparator=somebody",), "`world` or `chat:MODEL[@URL]`"),
        (("grpo.stepz=3",), "unknown setting 'grpo.stepz'"),
        (("quickly",), "'quickly' is neither `@ FILE` nor key=value"),
    ],
)
def test_bad_input_is_one_line_and_makes_no_folder(genevolve, words, said):
    pytest.importorskip("torch")
    pytest.importorskip("transformers")
    ended = genevolve("evolve", "@", RECIPE, *SMALL, *words, "--out", "loop")
    assert ended.code == 2
    assert said in ended.line
    assert not Path("loop").exists()


def test_ctrl_c_says_what_is_kept(genevolve, policy, monkeypatch):
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("genevolve.assembly_loop._imitate", interrupted)
    ended = genevolve("evolve", "@", RECIPE, *SMALL, f"policy={policy}", "--n", 2, "--out", "loop")
    assert ended.code == 130
    assert "interrupted; what is done is kept in loop, the same command goes on" in ended.line


def test_settings_of_the_loop():
    from genevolve.assembly_loop_plan import enough_data, evolve_settings

    quick = evolve_settings([RECIPE], ["grpo.steps=4"], quick=True)
    assert (quick.sft.max_steps, quick.grpo.steps, quick.grpo.rollouts_per_request) == (120, 4, 4)
    assert quick.distillation.weight == 2
    assert evolve_settings([RECIPE], ["distillation.weight=0"]).distillation.weight == 0
    for every, save_every, expected in ((8, 10, 2), (20, 10, 10), (3, 10, 1)):
        said = [f"grpo.eval_every={every}", f"grpo.save_every={save_every}"]
        assert evolve_settings([RECIPE], said).grpo.save_every == expected
    assert enough_data(quick.sft) == "world:264"
    assert enough_data(quick.sft.model_copy(update={"max_steps": 0})) == "world"


def test_a_policy_says_how_it_is_to_act_and_a_person_overrules_it(genevolve):
    Path("mine").mkdir()
    Path("mine/agent.toml").write_text('[agent]\nview = "compact"\ntop_k = 3\n')
    Path("own.toml").write_text("[agent]\ntop_k = 4\n")
    said = genevolve("config", "--set", "policy=local:mine").out
    assert ('view = "compact"' in said, "top_k = 3" in said) == (True, True)
    said = genevolve("config", "--set", "policy=local:mine", "--set", "agent.view=full", "--config", "own.toml").out
    assert ('view = "full"' in said, "top_k = 4" in said) == (True, True)
    assert 'view = "full"' in genevolve("config", "--set", "policy=local:other").out
