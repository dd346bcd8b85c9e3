from __future__ import annotations

import csv
import io
import json
import re
from html.parser import HTMLParser

import numpy as np
import pytest
from PIL import Image

from genevolve.bench.report import report_html
from genevolve.bench.report_compare import write_comparison
from genevolve.bench.report_files import write_report
from genevolve.bench.report_pictures import worst_and_best_cards
from genevolve.bench.rows import RowScores
from genevolve.bench.run_csv import summary_csv
from genevolve.bench.run_folder import PLAN_FILE, ROWS_FILE, BenchPlan
from genevolve.bench.run_rows import AgentWork, new_row
from genevolve.bench.run_summary import summarise
from genevolve.bench.variants import Variant
from genevolve.bench.wise import LegacyScores
from genevolve.config import load_settings
from genevolve.errors import RunError, SuiteError
from genevolve.records import (
    Dimension,
    InfrastructureFailure,
    Judgement,
    PictureScores,
    PolicyFailure,
    Render,
    StopReason,
    Sufficiency,
    SuiteRow,
    Usage,
)
from genevolve.store import ImageStore, Run, append_records, write_whole

LINK_IN_REASON = "https://elsewhere.example"
PLAN = BenchPlan(
    suite="tiny <b>", suite_sha256="a" * 64, policy_id="p", renderer_id="r", picture_judge_id="j", program_judge_id="s"
)
TASKS = {
    name: SuiteRow(id=name, prompt=f"a <{name}> & so on", category=category, track=track, difficulty="hard")
    for name, category, track in (
        ("a", "products", "knowledge"),
        ("b", "products", "knowledge"),
        ("c", "counting", "quality"),
        ("d", "counting", "quality"),
        ("e", "counting", "quality"),
    )
}


def png(colour) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(buffer, "PNG")
    return buffer.getvalue()


def drawn(name, f, v, t, a, sufficiency, *, images=None, colour="red", tools=None, seconds=1.0):
    sha256 = images.put(png(colour)) if images else "0" * 64
    scores = PictureScores(
        faithfulness=f,
        visual_correctness=v,
        text_accuracy=0.5 if t is None else t,
        aesthetics=a,
        text_required=t is not None,
        reasons={Dimension.VISUAL_CORRECTNESS: "<script>alert(1)</script> see https://elsewhere.example"},
    )
    judgement = Judgement(
        request_id=name,
        trajectory_id=f"t{name}",
        render_sha256=sha256,
        judge_id="j",
        scores=scores,
        sufficiency=Sufficiency(score=sufficiency),
    )
    render = Render(
        trajectory_id=f"t{name}",
        program_sha256="1" * 64,
        renderer_id="r",
        sha256=sha256,
        width=64,
        height=48,
        seed=0,
        seconds=0.5,
        usage=Usage(images=1, usd=0.25),
    )
    work = AgentWork(
        trajectory_id=f"t{name}",
        stop_reason=StopReason.ANSWERED,
        tool_calls=tools or {},
        num_references=1,
        usage=Usage(prompt_tokens=100),
        seconds=seconds,
    )
    result = RowScores(faithfulness=f, visual_correctness=v, text_accuracy=t, aesthetics=a)
    return new_row(TASKS[name], result, agent=work, render=render, judgement=judgement, judge_seconds=0.1)


def failed(name, kind=StopReason.REPEATED):
    work = AgentWork(trajectory_id="t", stop_reason=kind, tool_calls={"search": 2}, seconds=3.0)
    return new_row(TASKS[name], PolicyFailure(kind=kind), agent=work)


def outage(name):
    return new_row(TASKS[name], InfrastructureFailure(boundary="judge", detail="down"))


def rows(images=None):
    return [
        drawn("a", 1, 1, 1, 1, 1.0, images=images, tools={"search": 1, "image_search": 2}),
        drawn("b", 1, 0, 0.5, 1, 0.5, images=images, colour="blue", tools={"image_search": 1}),
        drawn("c", 1, 0.5, None, 0, 0.25, images=images, colour="green"),
        failed("d"),
        outage("e"),
    ]


def test_the_summary_is_what_a_hand_computes():
    summary = summarise(rows(), PLAN, seed=3, judge_usage=Usage(usd=0.5))
    assert (summary.num_rows, summary.num_scored, summary.num_policy_failures, summary.num_owed) == (5, 3, 1, 1)
    # a: .1 + .4 + .4 + .1 = 1;  b: .1 + 0 + .2 + .1 = .4;  c: .1 + .2 + .2 + 0 = .5;  d: 0;  e: left out
    filler = summary.kscore[Variant.FILLER]
    assert filler.overall.success_only == pytest.approx(1.9 / 3)
    assert filler.overall.failures_as_zero == pytest.approx(1.9 / 4)
    assert filler.overall.missing_as_zero == pytest.approx(1.9 / 5)
    assert filler.overall.attainable == pytest.approx((1 + 1 + 0.8) / 3)
    assert filler.by_category["counting"].failures_as_zero == pytest.approx(0.25)
    assert summary.groups.by_category["products"].mean == pytest.approx(0.7)
    assert summary.intervals[Variant.FILLER].mean == pytest.approx(1.9 / 4)
    # R: a (1 + 1) / 2, b (.4 + .5) / 2, c (.5 + .25) / 2, d 0
    assert summary.reward.mean == pytest.approx((1 + 0.45 + 0.375) / 4)
    assert summary.sufficiency.mean == pytest.approx(1.75 / 3)
    assert summary.stop_reasons == {"answered": 3, "repeated": 1}
    assert summary.outages == {"judge": 1}
    assert {name: (use.num_calls, use.num_trajectories) for name, use in summary.tools.items()} == {
        "image_search": (3, 2),
        "search": (3, 2),
    }
    assert summary.references == {1: 3}
    assert summary.seconds["agent"].total == pytest.approx(6)
    assert summary.seconds["agent"].median == pytest.approx(1)
    assert (summary.usage.usd, summary.usage.prompt_tokens, summary.judge_usage.usd) == (0.75, 300, 0.5)


def test_the_table_says_the_same():
    lines = list(csv.DictReader(io.StringIO(summary_csv(summarise(rows(), PLAN, seed=0)))))
    overall = {line["variant"]: line for line in lines if line["kind"] == "overall"}
    assert overall["filler"]["failures_as_zero"] == "0.4750"
    assert overall["filler"]["attainable"] == "0.9333"
    assert (overall["filler"]["rows"], overall["filler"]["scored"]) == ("5", "3")
    names = {(line["kind"], line["name"]) for line in lines if line["variant"] == "excluded"}
    assert {("track", "quality"), ("category", "counting"), ("difficulty", "hard")} <= names


class Page(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tags, self.links, self.open = [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.links += [value for name, value in attributes if name in {"src", "href", "action", "data"}]
        if tag not in {"meta", "img", "line", "circle", "rect", "br"}:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.tags.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def check_stands_alone(text):
    page = Page(text)
    assert page.open == []
    assert "script" not in page.tags
    assert all(link.startswith("data:image/") for link in page.links)
    assert not re.search(
        r"https?:|url\(|@import|//[a-z]", re.sub(r"base64,[^\"]*", "", text).replace(LINK_IN_REASON, "")
    )
    assert "prefers-color-scheme: dark" in text
    return page


def test_the_page_stands_alone(tmp_path):
    images = ImageStore(tmp_path / "images")
    made = rows(images)
    cards = worst_and_best_cards(made, tmp_path, lambda _: png("white"))
    text = report_html(summarise(made, PLAN, seed=0), *cards)
    page = check_stands_alone(text)
    # three drawn rows, each beside its ground truth, none both among the worst and among the best
    assert page.tags.count("img") == 6
    assert text.index("a &lt;b&gt; &amp; so on") < text.index("a &lt;c&gt; &amp; so on") < text.index("a &lt;a&gt;")
    assert "tiny &lt;b&gt;" in text
    assert "0.475" in text
    # each plotted line says its figure: all tasks, two tracks, one difficulty, two categories
    assert text.count('class="dot"') == 6


def test_a_run_without_any_score_has_a_page_as_well():
    text = report_html(summarise([outage("a"), outage("b")], PLAN, seed=0))
    assert Page(text).open == []
    nothing = summarise([], PLAN, seed=0)
    assert Page(report_html(nothing)).open == []
    assert summary_csv(nothing).count("\n") == 1


def test_a_run_of_wise():
    tasks = [SuiteRow(id=str(n), prompt="p", category=name) for n, name in enumerate(("time", "time", "space"))]
    results = [LegacyScores(consistency=2, realism=1, aesthetic_quality=0), PolicyFailure(kind="repeated"), None]
    results[2] = InfrastructureFailure(boundary="judge")
    done = [new_row(task, result) for task, result in zip(tasks, results, strict=True)]
    summary = summarise(done, PLAN.model_copy(update={"suite": "wise-legacy"}), seed=0)
    # (.7 × 2 + .2 × 1) / 2 = .8; with the failure .4
    assert summary.wise.by_category["time"].failures_as_zero == pytest.approx(0.4)
    assert summary.kscore == {}
    assert summary.wise_categories["time"].mean == pytest.approx(0.4)
    text = report_html(summary)
    assert "WiScore (WISE legacy)" in text
    assert "no overall score before all six categories" in text
    assert text.count('class="dot"') == 1
    assert "0.4000" in summary_csv(summary)


class Truths:
    name, rows = "tiny", tuple(TASKS.values())

    def ground_truth(self, row):
        return png("white")


def folder(path, made, plan=PLAN):
    write_whole(path / PLAN_FILE, plan.model_dump_json())
    append_records(path / ROWS_FILE, made)
    return path


def test_files_of_a_run(tmp_path):
    run = folder(tmp_path / "run", rows(ImageStore(tmp_path / "run" / "images")))
    with Run.write(run, load_settings()):
        pass
    write_report(rows(ImageStore(run / "images")), Truths(), run, seed=0)
    assert json.loads((run / "summary.json").read_text())["num_rows"] == 5
    with Image.open(run / "worst_best.png") as sheet:
        colours = {tuple(int(v) for v in pixel) for pixel in np.asarray(sheet.convert("RGB")).reshape(-1, 3)[::7]}
    assert {(255, 0, 0), (0, 0, 255), (0, 128, 0)} <= colours
    assert "data:image/jpeg" in (run / "report.html").read_text()


def test_two_runs_side_by_side(tmp_path):
    first = folder(tmp_path / "first", rows(ImageStore(tmp_path / "first" / "images")))
    images = ImageStore(tmp_path / "second" / "images")
    worse = [drawn("a", 1, 0, 1, 1, 1.0, images=images, colour="black"), *rows(images)[1:]]
    second = folder(tmp_path / "second", worse)
    found, sheet = write_comparison(first, second, tmp_path / "out")
    # a: 1 − .6, the others alike, e left out
    overall = found.overall[Variant.FILLER]
    assert overall.difference.mean == pytest.approx(0.1)
    assert (overall.tally.wins, overall.tally.ties, overall.tally.losses, overall.num_pairs) == (1, 3, 0, 4)
    assert found.by_category["products"].difference.mean == pytest.approx(0.2)
    with Image.open(sheet) as picture:
        pixels = np.asarray(picture.convert("RGB")).reshape(-1, 3)
    assert (pixels == (255, 0, 0)).all(axis=1).any()
    assert (pixels == (0, 0, 0)).all(axis=1).any()
    assert not (pixels == (0, 0, 255)).all(axis=1).any()
    text = (tmp_path / "out" / "compare.html").read_text()
    assert check_stands_alone(text).tags.count("img") == 2
    assert "1 / 3 / 0" in text
    assert "+0.100" in text
    assert write_comparison(first, first, tmp_path / "same")[1] is None
    assert not (tmp_path / "same" / "changed.png").exists()
    assert write_comparison(first, first, tmp_path / "out")[1] is None
    assert not (tmp_path / "out" / "changed.png").exists()


def test_runs_that_cannot_be_compared(tmp_path):
    first = folder(tmp_path / "first", rows())
    with pytest.raises(RunError, match="no benchmark run"):
        write_comparison(first, tmp_path / "nowhere", tmp_path / "out")
    other = folder(tmp_path / "other", rows(), PLAN.model_copy(update={"suite_sha256": "b" * 64}))
    with pytest.raises(SuiteError, match=r"runs of different suites \(tiny <b>, in two versions\)"):
        write_comparison(first, other, tmp_path / "out")
    wise = PLAN.model_copy(update={"suite": "wise-legacy", "suite_sha256": "b" * 64})
    with pytest.raises(SuiteError, match=r"different suites \(tiny <b> and wise-legacy\)"):
        write_comparison(first, folder(tmp_path / "wise", [], wise), tmp_path / "out")
    stern = folder(tmp_path / "stern", rows(), PLAN.model_copy(update={"picture_judge_id": "k"}))
    with pytest.raises(SuiteError, match=r"first was judged by j, .*stern by k; scores of different judges cannot"):
        write_comparison(first, stern, tmp_path / "out")
    part = folder(tmp_path / "part", rows()[:1])
    rest = folder(tmp_path / "rest", rows()[1:])
    with pytest.raises(SuiteError, match="no task in common"):
        write_comparison(part, rest, tmp_path / "out")
    assert not (tmp_path / "out").exists()
