"""The ablation's result as files: JSON for programs, Markdown for people."""

from __future__ import annotations

from pathlib import Path

from genevolve.bench.ablation import AblationResult, GapLine, VariantLine, design
from genevolve.bench.statistics import Interval
from genevolve.store import write_whole


def write_tables(result: AblationResult, folder: Path, name: str = "tools") -> tuple[Path, Path]:
    """Write `name.json` and `name.md` into `folder` and return their paths.

    Raises:
        StorageError: a file cannot be written.
    """
    json_path, markdown_path = folder / f"{name}.json", folder / f"{name}.md"
    write_whole(json_path, result.model_dump_json(indent=1) + "\n")
    write_whole(markdown_path, markdown(result))
    return json_path, markdown_path


def markdown(result: AblationResult) -> str:
    """Both tables, and how to read them."""
    lines = [
        "# What every tool is worth in the embedded world",
        "",
        f"Suite `{result.suite}` ({result.suite_sha256[:12]}), renderer `{result.renderer_id}`, judge "
        f"`{result.judge_id}`, seed {result.seed}.",
        "KScore, variant `filler`, failures of the policy as 0; 95 % bootstrap intervals over tasks.",
        "Made by `genevolve bench ablate`; [how to read it](../reading-the-numbers.md).",
        "",
        "| variant | KScore | 95 % | n | attainable | hard split | of its attainable | failures |",
        "|---|---|---|---|---|---|---|---|",
        *(_variant_row(line) for line in result.variants),
        "",
        "A gap is the mean difference, task by task. It counts when its interval lies above 0.",
        "",
        "| gap | on | mean | 95 % | n | wins / ties / losses | above 0 |",
        "|---|---|---|---|---|---|---|",
        *(_gap_row(line) for line in result.gaps),
        "",
        *_legend(result),
    ]
    return "\n".join(lines)


def _variant_row(line: VariantLine) -> str:
    interval = f"[{line.low:.3f}, {line.high:.3f}]" if line.low is not None and line.high is not None else "–"
    hard = f"{_number(line.hard)} (n {line.hard_n}, attainable {_number(line.hard_attainable)})"
    share = f"{line.hard_share:.0%}" if line.hard_share is not None else "–"
    failures = f"{line.num_policy_failures}" + (f" (+ {line.num_owed} owed)" if line.num_owed else "")
    cells = (line.title, _number(line.mean), interval, line.n, _number(line.attainable), hard, share, failures)
    return "| " + " | ".join(map(str, cells)) + " |"


def _gap_row(line: GapLine) -> str:
    titles = {name: variant.title for name, variant in design().variants.items()}
    where = line.where or "all"
    interval: Interval | None = line.difference
    mean = f"{interval.mean:+.3f}" if interval else "–"
    ends = f"[{interval.low:+.3f}, {interval.high:+.3f}]" if interval else "–"
    tally = f"{line.tally.wins} / {line.tally.ties} / {line.tally.losses}"
    cells = (
        f"{titles[line.better]} − {titles[line.worse]}",
        where,
        mean,
        ends,
        interval.num_rows if interval else 0,
        tally,
        "yes" if line.holds else "no",
    )
    return "| " + " | ".join(map(str, cells)) + " |"


def _legend(result: AblationResult) -> list[str]:
    used = dict.fromkeys(line.where for line in result.gaps if line.where)
    return [
        f"- `{name}`: {design().where[name].title} ({', '.join(design().where[name].categories)})" for name in used
    ] + [""]


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
