"""The pages in a real browser: nothing is wider than a phone, and the dark page is dark. Skipped without Chromium."""

from __future__ import annotations

import html
import re
import shutil
import subprocess

import pytest
from test_report import PLAN, png, rows

from genevolve.bench.comparison import compare_by
from genevolve.bench.report import report_html
from genevolve.bench.report_compare import comparison_html
from genevolve.bench.report_pictures import worst_and_best_cards
from genevolve.bench.run_comparison import RunComparison
from genevolve.bench.run_summary import bench_rows, summarise
from genevolve.store import ImageStore

BROWSER = shutil.which("chromium") or shutil.which("google-chrome") or ""
WIDTH = 390
LONG = "vlm/some-vendor/a-model-with-a-very-long-name-8B-Instruct/kscore-1-0123456789ab"
MEASURE = """<script>addEventListener('load', () => {
  const page = document.querySelector('iframe').contentDocument, root = page.documentElement;
  const wide = [...page.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > root.clientWidth + 1);
  const said = {over: root.scrollWidth - root.clientWidth, wide: wide.map(e => e.tagName + '.' + e.className),
    paper: getComputedStyle(page.body).backgroundColor, ink: getComputedStyle(page.body).color};
  document.title = JSON.stringify(said);
});</script>"""


def measured(page, folder, *options):
    file = folder / "frame.html"
    frame = f'<iframe style="width:{WIDTH}px;height:800px;border:0" srcdoc="{html.escape(page)}"></iframe>'
    file.write_text(f"<!doctype html><title></title>{frame}{MEASURE}", encoding="utf-8")
    command = [BROWSER, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'profile'}"]
    command += [*options, "--virtual-time-budget=4000", "--dump-dom", file.as_uri()]
    dom = subprocess.run(command, capture_output=True, text=True, timeout=100, check=True).stdout
    title = re.search(r"<title>(\{.*?\})</title>", dom)
    assert title, dom[:500]
    return html.unescape(title[1])


@pytest.mark.skipif(not BROWSER, reason="needs Chromium")
@pytest.mark.parametrize("kind", ["report", "comparison"])
def test_a_page_fits_a_phone(tmp_path, kind):
    plan = PLAN.model_copy(update={"picture_judge_id": LONG, "policy_id": "openai-some-vendor-a-very-long-name"})
    made = rows(ImageStore(tmp_path / "images"))
    cards = worst_and_best_cards(made, tmp_path, lambda _: png("white"))
    if kind == "report":
        page = report_html(summarise(made, plan, seed=0), *cards)
    else:
        scored = bench_rows(made)
        by = compare_by(scored, scored, lambda row: row.category)
        found = RunComparison(
            first=plan, second=plan, overall={"filler": by["products"]}, by_track={}, by_category=by, by_difficulty={}
        )
        page = comparison_html(found, ("a" * 40, "b-" * 30), cards[0])
    said = measured(page, tmp_path)
    assert '"over":0,"wide":[]' in said
    assert '"paper":"rgb(250, 248, 243)","ink":"rgb(35, 34, 31)"' in said


@pytest.mark.skipif(not BROWSER, reason="needs Chromium")
def test_the_dark_page_is_dark(tmp_path):
    said = measured(report_html(summarise(rows(), PLAN, seed=0)), tmp_path, "--blink-settings=preferredColorScheme=0")
    assert '"paper":"rgb(23, 24, 26)","ink":"rgb(233, 230, 223)"' in said
