from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest
import stamina
from PIL import Image

sys.path.insert(0, str(Path(__file__).parents[1]))

from chat_server import completion, refusal, served
from genevolve import assembly_bench

pytestmark = [pytest.mark.allow_hosts(["127.0.0.1"]), pytest.mark.usefixtures("world")]

REQUESTS = ("a red apple", "a blue cup on a table", "two yellow kites", "a green bottle", "a white horse", "a drum")


@pytest.fixture(autouse=True)
def _surroundings(monkeypatch):
    monkeypatch.setenv("GENEVOLVE_API_KEY", "sk-canary-0123456789")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    stamina.set_testing(True, attempts=1)
    yield
    stamina.set_testing(False)


def answer(visual=1.0, wrapped=None):
    body = {"constraints": [{"constraint": "a thing", "reason": "there", "met": True}]}
    for name, score in (("faithfulness", 1), ("visual_correctness", visual), ("aesthetics", 0.5)):
        body[name] = {"reason": "so it is", "score": score}
    body["text_accuracy"] = {"required": False, "reason": "none asked", "score": 0.5}
    return completion(json.dumps(body))


def suite_folder(path=Path("suite")) -> str:
    path.mkdir()
    Image.new("RGB", (256, 256), "white").save(path / "gt.png")
    rows = [
        {
            "id": number,
            "question": request,
            "gt_image": "gt.png",
            "eval_type": "Quality-Anchored",
            "category": "counting" if number % 2 else "attributes",
            "difficulty": "easy",
            "meta": {},
            "extra_info": {},
        }
        for number, request in enumerate(REQUESTS)
    ]
    (path / "test.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return f"genevolve-bench:{path}"


def test_run_then_compare(genevolve):
    suite = suite_folder()
    with served(answer(1.0), answer(0.5), answer(0.0), answer(1.0)) as chat:
        judge = f"vlm:m@{chat.url}"
        said = genevolve("bench", "run", suite, "--judge", judge, "--size", 256, "--at-once", 1, "--out", "one")
        assert said.code == 0, said.err
        assert "6 tasks: 6 scored" in said.out
        raw = genevolve("bench", "run", suite, "--judge", judge, "--size", 256, "--policy", "raw", "--out", "two")
        assert raw.code == 0, raw.err
        num_asked = len(chat.asked)
        again = genevolve("bench", "run", suite, "--judge", judge, "--size", 256, "--out", "one", "--json")
        assert len(chat.asked) == num_asked == 12
    for name in ("rows.jsonl", "summary.json", "summary.csv", "report.html", "worst_best.png"):
        assert (Path("one") / name).is_file()
    summary = json.loads(again.out)
    # 1, .5, 0, 1, 1, 1 on V: each row .1 + .4 V + .2 + .05
    assert summary["kscore"]["filler"]["overall"]["success_only"] == pytest.approx(0.35 + 0.4 * 4.5 / 6)
    assert summary["judge_usage"]["prompt_tokens"] == 6_000
    assert "sk-canary" not in "".join(file.read_text(errors="ignore") for file in Path("one").glob("*.*"))
    compared = genevolve("bench", "compare", "one", "two", "--out", "both")
    assert compared.code == 0, compared.err
    assert "0 / 4 / 2" in compared.out
    with Image.open("both/changed.png") as sheet:
        assert sheet.width > 600


def test_an_outage_of_the_judge_is_owed_and_paid_later(genevolve):
    suite = suite_folder()
    with served(answer(), refusal(500), answer()) as chat:
        command = ("bench", "run", suite, "--judge", f"vlm:m@{chat.url}", "--size", 256, "--out", "run", "--at-once", 1)
        first = genevolve(*command, "--limit", 4)
        assert first.code == 1
        assert "1 of 4 tasks are owed; the same command goes on" in first.err
        second = genevolve(*command, "--limit", 6)
        assert second.code == 0, second.err
        assert len(chat.asked) == 7
    assert "6 tasks: 6 scored" in second.out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("run", "moon", "--judge", "measured"), "no suite 'moon'; there is: world, genevolve-bench:FOLDER"),
        (("run", "wise:nowhere"), "there is no folder nowhere"),
        (("run", "genevolve-bench:suite", "--judge", "oracle"), "no judge 'oracle'"),
        (("run", "genevolve-bench:suite", "--judge", "vlm:"), "no judge 'vlm:'"),
        (("run", "genevolve-bench:suite", "--judge", "vlm:m@http://u:p@h/v1"), "must hold no user"),
        (("run", "genevolve-bench:suite", "--judge", "measured"), "knows the suite `world` only"),
        (("run", "genevolve-bench:suite", "--judge", "vlm:m", "--policy", "wizard"), "no policy 'wizard'"),
        (("run", "genevolve-bench:suite", "--judge", "vlm:m", "--size", "big"), "--size reads"),
        (("compare", "here", "there"), "no benchmark run at here"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(genevolve, arguments, says):
    suite_folder()
    said = genevolve("bench", *arguments)
    assert said.code == 2, said.err
    assert says in said.line
    assert not Path("runs").exists()


def test_the_measured_judge_needs_its_extra(monkeypatch):
    monkeypatch.setattr(assembly_bench, "_READER", "no_such_package_anywhere")
    with pytest.raises(assembly_bench.ConfigError, match=r"needs the extra `bench`: pip install 'genevolve\[bench\]'"):
        assembly_bench.measured_judge()


def test_sheets_are_pictures(genevolve):
    suite = suite_folder()
    with served(answer()) as chat:
        genevolve("bench", "run", suite, "--judge", f"vlm:m@{chat.url}", "--size", 256, "--out", "run", "--limit", 2)
    with Image.open(io.BytesIO(Path("run/worst_best.png").read_bytes())) as sheet:
        assert sheet.format == "PNG"
