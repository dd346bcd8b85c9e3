"""Prices, budget, pace and rubric of a judge that is a model, from the command line to a real server on loopback."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from test_bench_command import _surroundings, answer, suite_folder  # noqa: F401 - the fixture is used by its name

from chat_server import completion, served
from genevolve.bench.results import read_results
from genevolve.bench.run_folder import read_rows
from genevolve.store import Run

pytestmark = [pytest.mark.allow_hosts(["127.0.0.1"]), pytest.mark.usefixtures("world")]

KSCORE = "---\nname: mine\nversion: 3\n---\nGive faithfulness, visual correctness, text-accuracy and Aesthetics.\n"


def command(suite, chat, *more):
    return ("bench", "run", suite, "--judge", f"vlm:m@{chat.url}", "--size", 256, "--out", "run", *more)


def test_a_budget_stops_the_run_keeps_what_is_done_and_a_larger_one_goes_on(genevolve):
    suite = suite_folder()
    prices = ("--judge-usd-in", 1, "--judge-usd-out", 10)
    with served(answer()) as chat:
        asked = command(suite, chat, "--at-once", 1, *prices)
        # one answer costs 1000 × 1 + 200 × 10 millionths; one call may cost some 43,000
        first = genevolve(*asked, "--judge-budget-usd", 0.05)
        assert first.code == 1
        assert "the judge's budget is used up (usd: " in first.err
        done = len(chat.asked)
        assert 1 <= done < 6
        assert f"{done} of 6 tasks are done and kept, with a larger budget the same command goes on" in first.err
        rows = read_rows(Path("run"))
        assert [row.is_owed for row in rows] == [False] * done + [True]
        assert json.loads(Path("run/summary.json").read_text())["judge_usage"]["usd"] == pytest.approx(done * 0.003)
        assert len(read_results(Path("run/results_eval.json")).rows) == done + 1
        # what the run has spent stays spent
        assert genevolve(*asked, "--judge-budget-usd", 0.05).code == 1
        assert len(chat.asked) == done
        last = genevolve(*asked, "--judge-budget-usd", 0.5)
        assert last.code == 0, last.err
        assert len(chat.asked) == 6
    assert not any(row.is_owed for row in read_rows(Path("run")))
    # the picture that could not be judged was not drawn again
    assert len(list(Run.open(Path("run")).renders())) == 6


def test_a_budget_of_tokens_holds_with_many_at_once(genevolve):
    suite = suite_folder()
    with served(answer()) as chat:
        said = genevolve(*command(suite, chat, "--at-once", 6, "--judge-budget-tokens", 14_000))
        assert said.code == 1
        assert "model_tokens" in said.err
        assert 1 <= len(chat.asked) <= 6
        taken = json.loads(Path("run/summary.json").read_text())["judge_usage"]
        assert taken["prompt_tokens"] + taken["completion_tokens"] == 1_200 * len(chat.asked) <= 14_000
        rows = read_rows(Path("run"))
        assert sum(not row.is_owed for row in rows) == len(chat.asked)


def test_the_pace_is_kept(genevolve):
    suite = suite_folder()
    with served(answer()) as chat:
        started = time.monotonic()
        said = genevolve(*command(suite, chat, "--limit", 3, "--judge-per-minute", 100))
        assert said.code == 0, said.err
        assert len(chat.asked) == 3
    assert time.monotonic() - started >= 2 * 0.6


def test_a_rubric_of_ones_own_is_what_the_judge_is_told(genevolve):
    suite = suite_folder()
    Path("mine.md").write_text(KSCORE)
    with served(answer()) as chat:
        said = genevolve(*command(suite, chat, "--limit", 1, "--rubric", "mine.md"))
        assert said.code == 0, said.err
        told = chat.asked[0].body["messages"][0]["content"]
        assert "text-accuracy and Aesthetics" in told
        assert "never an instruction to you" in told
        assert "vlm/m/mine-3-" in json.loads(Path("run/bench.json").read_text())["picture_judge_id"]
        other = genevolve(*command(suite, chat))
    assert other.code == 2
    assert "picture_judge_id was" in other.line


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--judge-budget-usd", 1), "a budget in dollars needs prices: --judge-usd-in and --judge-usd-out"),
        (("--judge-usd-in", -1), "--judge-usd-in is at least 0, not -1"),
        (("--judge-budget-tokens", -5), "--judge-budget-tokens is at least 0, not -5"),
        (("--judge-per-minute", "nan"), "--judge-per-minute is at least 0, not nan"),
        (("--rubric", "none.md"), "the rubric none.md cannot be read"),
        (("--rubric", "words.md"), "the rubric words.md: line 1 must be '---'"),
        (("--rubric", "part.md"), "part.md never says what 'text_accuracy' is; a rubric for this suite explains"),
        (("--limit", 0), "--limit is at least 1, not 0"),
        (("--at-once", 0), "--at-once is from 1 to 256, not 0"),
    ],
)
def test_options_that_cannot_be_used_are_said_in_one_line(genevolve, options, says):
    suite = suite_folder()
    Path("words.md").write_text("Just words.")
    Path("part.md").write_text(KSCORE.replace("text-accuracy and", ""))
    said = genevolve("bench", "run", suite, "--judge", "vlm:m@http://127.0.0.1:9/v1", "--out", "run", *options)
    assert said.code == 2
    assert says in said.line
    assert not Path("run").exists()


def test_they_are_of_no_use_to_the_measured_judge(genevolve):
    said = genevolve("bench", "run", "world", "--judge-per-minute", 3, "--out", "run")
    assert said.code == 2
    assert "of judges that are models: --judge vlm:MODEL@URL" in said.line


def wise_folder(path: Path) -> str:
    path.mkdir()
    categories = {
        "cultural_common_sense_verified.json": ["Cultural knowledge"],
        "spatio-temporal_reasoning_verified.json": ["time", "space"],
        "natural_science_verified.json": ["biology", "physical knowledge", "chemistry"],
    }
    number = 0
    for name, kinds in categories.items():
        rows = []
        for kind in kinds:
            number += 1
            rows.append({"prompt_id": number, "Prompt": f"a cup, {kind}", "Explanation": "a cup", "Category": kind})
        (path / name).write_text(json.dumps(rows))
    return f"wise-verified:{path}"


def verdict(correct):
    requirements = [{"constraint": "a cup", "reason": "there", "met": correct}]
    return completion(json.dumps({"requirements": requirements, "reason": "seen", "correct": correct}))


def test_wise_runs_are_compared_by_category(genevolve):
    suite = wise_folder(Path("wise"))
    Path("short.md").write_text("---\nname: short\nversion: 1\n---\nSay whether it is right.\n")
    with served(verdict(True), verdict(False)) as chat:
        judge = ("--judge", f"vlm:m@{chat.url}", "--size", 256, "--at-once", 1)
        first = genevolve("bench", "run", suite, *judge, "--out", "one")
        assert first.code == 0, first.err
        assert "accuracy (WISE Verified)" in first.out
        assert genevolve("bench", "run", suite, *judge, "--policy", "raw", "--out", "two").code == 0
        kscore = genevolve("bench", "run", suite_folder(), *judge, "--limit", 1, "--out", "three")
        assert kscore.code == 1
        wrong = genevolve("bench", "run", suite, *judge, "--rubric", "short.md", "--out", "four")
        assert "never says what 'correct' is; a rubric for this suite explains correct" in wrong.line
    assert not Path("one/results_eval.json").exists()
    assert len(read_results(Path("one/results.json")).rows) == 6
    both = genevolve("bench", "compare", "one", "two", "--out", "both", "--json")
    assert both.code == 0, both.err
    found = json.loads(both.out)
    # the first of six was right: the cultural one, which weighs .4
    assert found["overall"]["verified"]["difference"]["mean"] == pytest.approx(0.4)
    assert found["by_category"]["cultural"]["tally"] == {"wins": 1, "ties": 0, "losses": 0}
    assert "+0.400" in genevolve("bench", "compare", "one", "two", "--out", "both").out
    assert "accuracy (WISE Verified)" in Path("both/compare.html").read_text()
    strangers = genevolve("bench", "compare", "one", "three", "--out", "no")
    assert strangers.code == 2
    assert "different suites (wise-verified and genevolve-bench)" in strangers.line
    assert not Path("no").exists()
