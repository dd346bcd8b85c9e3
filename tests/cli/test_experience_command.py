from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from genevolve.cli.app import app
from genevolve.config.experience import ExperienceSettings
from genevolve.errors import RunError
from genevolve.experience.memory import MEMORY_FILE, ExperienceMemory
from genevolve.models.embedding import WordsEmbedder
from genevolve.records.experience import DecisionGuidance, DecisionGuide, Experience, RetrievalKey

PROMPTS = ("a red lantern on a beach", "the flag of Chad in a stadium", "seven owls in a row")


@pytest.fixture
def run(tmp_path: Path) -> Path:
    memory = ExperienceMemory(WordsEmbedder(), ExperienceSettings(), tmp_path / MEMORY_FILE)
    for number, prompt in enumerate(PROMPTS):
        guide = DecisionGuide(
            retrieval_key=RetrievalKey(trigger="A request.", source_prompt_summary="A scene."),
            decision_guidance=DecisionGuidance(focus=f"Look {number} times.", failure_guards=("Avoid haste.",)),
        )
        memory.add(
            Experience(
                id=f"exp_{number}f",
                request_id=f"rq_{number}",
                prompt=prompt,
                guide=guide,
                gap=0.25 * (number + 1),
                step=number,
                comparator="world-comparator/1",
                best="tr_best",
                worst="tr_worst",
            )
        )
    return tmp_path


def called(*words: str | Path) -> Result:
    result = CliRunner().invoke(app, ["experience", *map(str, words)], env={"COLUMNS": "200"})
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def test_list_shows_the_newest_first(run: Path) -> None:
    lines = called("list", run, "--limit", "2").stdout.splitlines()

    assert [line.split()[0] for line in lines] == ["id", "exp_2f", "exp_1f", "3"]
    assert "seven owls in a row" in lines[1]
    assert "0.750" in lines[1]
    assert lines[-1] == "3 remembered, 2 shown"


def test_show_prints_the_guide_as_the_teacher_reads_it(run: Path) -> None:
    printed = called("show", run, "exp_1").stdout

    assert "request: the flag of Chad in a stadium" in printed
    assert "best:    tr_best" in printed
    assert printed.rstrip().endswith("Look 1 times.\nFailures:\n- Avoid haste.")
    with pytest.raises(RunError, match="3 entries"):
        called("show", run, "exp_")


def test_search_says_whether_the_nearest_would_be_used(run: Path) -> None:
    near, far = called("search", run, "Seven owls in a row!").stdout, called("search", run, "a lighthouse").stdout

    assert near.splitlines()[1].split()[0] == "exp_2f"
    assert "the nearest is used" in near
    assert "the nearest would not be used: min_cosine is 0.84" in far


def test_json_is_one_object(run: Path) -> None:
    listed = json.loads(called("list", run, "--json").stdout)["entries"]
    found = json.loads(called("search", run, PROMPTS[0], "--limit", "1", "--json").stdout)["entries"]

    assert [one["id"] for one in listed] == ["exp_2f", "exp_1f", "exp_0f"]
    assert (found[0]["id"], found[0]["cosine"]) == ("exp_0f", 1.0)
    assert Experience.model_validate({name: value for name, value in found[0].items() if name != "cosine"})
    assert json.loads(called("show", run, "exp_0", "--json").stdout)["entries"][0]["id"] == "exp_0f"


def test_a_run_without_experience_says_so(tmp_path: Path) -> None:
    with pytest.raises(RunError, match=r"holds no experience \(experience.jsonl\)"):
        called("list", tmp_path)
