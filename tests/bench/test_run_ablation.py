from __future__ import annotations

import sys
from pathlib import Path

import anyio
import pytest

sys.path.insert(0, str(Path(__file__).parent))

from run_kit import examination, parts, six_tasks

from genevolve.bench.ablation import AblationResult, design, run_ablation
from genevolve.bench.ablation_table import write_tables
from genevolve.bench.run_folder import ROWS_FILE, read_rows
from genevolve.records.wire import TOOL_NAMES


def test_the_design_takes_away_one_tool_at_a_time():
    variants = design().variants
    taken = {name: set(TOOL_NAMES) - set(one.tools) for name, one in variants.items() if one.policy == "planner"}
    assert taken == {
        "no-search": {"search"},
        "no-image-search": {"image_search"},
        "no-skills": {"query_knowledge"},
        "full": set(),
    }
    for gap in design().gaps:
        assert {gap.better, gap.worse} <= variants.keys()
        assert not gap.where or gap.where in design().where


@pytest.mark.usefixtures("world")
def test_a_table_with_one_line_a_variant_and_one_a_gap(tmp_path, monkeypatch):
    suite = six_tasks(tmp_path)
    # the teacher knows the tasks of `world`; here it is told these six
    from genevolve import assembly

    monkeypatch.setattr(assembly, "world_tasks", lambda: suite)

    def parts_of(variant):
        tools = {} if variant.tools is None else {"agent.tools": list(variant.tools)}
        return parts(policy=variant.policy, **tools)

    def go(limit):
        return anyio.run(
            lambda: run_ablation(parts_of, suite, examination(), tmp_path / "runs", limit=limit, num_at_once=1)
        )

    go(1)
    before = {name: (tmp_path / "runs" / name / ROWS_FILE).read_text() for name in design().variants}
    result = go(2)
    for name, text in before.items():
        assert (tmp_path / "runs" / name / ROWS_FILE).read_text().startswith(text)
        assert len(read_rows(tmp_path / "runs" / name)) == 2
    assert [line.variant for line in result.variants] == list(design().variants)
    assert all(line.n == 2 and line.low <= line.mean <= line.high <= 1 for line in result.variants)
    means = {line.variant: line.mean for line in result.variants}
    for gap in result.gaps:
        if not gap.where:
            assert gap.difference.mean == pytest.approx(means[gap.better] - means[gap.worse])
    json_path, table = write_tables(result, tmp_path / "results")
    assert AblationResult.model_validate_json(json_path.read_text()) == result
    lines = table.read_text().splitlines()
    assert sum(line.startswith("| ") for line in lines) == 2 + len(result.variants) + len(result.gaps)
    tools = {
        name: {call for row in read_rows(tmp_path / "runs" / name) for call in row.agent.tool_calls}
        for name in design().variants
    }
    assert tools["raw"] == set()
    assert "search" not in tools["no-search"]
    assert "image_search" not in tools["no-image-search"]
    assert "query_knowledge" not in tools["no-skills"]
