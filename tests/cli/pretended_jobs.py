"""Commands that only pretend to train and to evaluate: what is asked of them is written down."""

from __future__ import annotations

import json
import sys
import textwrap
from pathlib import Path

import pytest

from genevolve.assembly import world_tasks
from genevolve.bench.rows import row_scores
from genevolve.bench.run_rows import RunRow, new_row
from genevolve.bench.run_tasks import chosen_tasks
from genevolve.records import Judgement, PictureScores, PolicyFailure, StopReason, Sufficiency

NUM = 4

FAKE = """\
    #!{python}
    import json, sys
    from pathlib import Path

    words = sys.argv[1:]
    assert words[:3] == ["-m", "genevolve", "train"], words
    folder = Path(words[words.index("--out") + 1])
    name = "/".join(folder.parts[-2:])
    with Path("asked.jsonl").open("a") as file:
        file.write(json.dumps([name, words[3:]]) + "\\n")
    said = Path("refusals.json")
    if said.exists() and name in (refusals := json.loads(said.read_text())):
        print(refusals[name][1])
        sys.exit(refusals[name][0])
    folder.mkdir(parents=True, exist_ok=True)
    if words[3] == "eval":
        stage = folder.name.rpartition("-")[0]
        (folder / "rows.jsonl").write_text(Path(f"{{stage}}.jsonl").read_text())
        renderer = "second/1" if "second" in " ".join(words) else "first/1"
        plan = {{"suite": "world", "suite_sha256": "5", "policy_id": name, "renderer_id": renderer}}
        (folder / "bench.json").write_text(json.dumps(plan | {{"picture_judge_id": Path("judge").read_text()}}))
        sys.exit()
    if words[3] == "grpo":
        assert words[words.index("--from") + 1] == str(folder.parent / "sft")
    figure = {{"sft": "loss/sft", "grpo": "reward/mean"}}[words[3]]
    rows = [{{"step": step, "phase": words[3], figure: 1 / step, "tokens/seen": 100 * step}} for step in (1, 2)]
    (folder / "metrics.jsonl").write_text("".join(json.dumps(row) + "\\n" for row in rows))
    weights = Path("weights").read_text() if Path("weights").exists() else ""
    (folder / "policy").mkdir(exist_ok=True)
    (folder / "policy" / "config.json").write_text(name + weights)
    (folder / "policy" / "STABLE").touch()
    made = {{"python": "3", "platform": "here", "packages": {{"torch": "2"}}, "git": {{}}}}
    (folder / "manifest.json").write_text(json.dumps(made))
"""


def pretend_to_train(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on every command that a measurement begins only pretends; evaluations find what `write_rows` wrote."""
    fake = Path("python").absolute()
    fake.write_text(textwrap.dedent(FAKE).format(python=sys.executable))
    fake.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(fake))
    Path("judge").write_text("measured/1")


def write_rows(stage: str, sufficiency: float | None, num: int = NUM) -> None:
    rows = [judged(task, sufficiency) for task in chosen_tasks(world_tasks().rows, num)]
    Path(f"{stage}.jsonl").write_text("".join(f"{row.model_dump_json()}\n" for row in rows))


def judged(task, sufficiency: float | None) -> RunRow:
    if sufficiency is None:
        return new_row(task, PolicyFailure(kind=StopReason.TURN_LIMIT))
    scores = PictureScores(
        faithfulness=1.0, visual_correctness=0.5, text_accuracy=0.5, aesthetics=1.0, text_required=False
    )
    judgement = Judgement(
        request_id=task.id,
        trajectory_id="t",
        render_sha256="0" * 64,
        judge_id="j",
        scores=scores,
        sufficiency=Sufficiency(score=sufficiency),
    )
    return new_row(task, row_scores(scores), judgement=judgement)


def asked() -> dict[str, list[str]]:
    return dict(json.loads(line) for line in Path("asked.jsonl").read_text().splitlines())
