"""`genevolve evolve`: from a base to an evolved policy with a report, by one command that goes on where it stopped."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from genevolve.assembly_loop_plan import QUICK_REQUESTS, REQUESTS, EvolvePlan, enough_data, evolve_settings
from genevolve.bench.evolution import Evolution
from genevolve.bench.evolution_report import REPORT_FILE
from genevolve.bench.report_plots import ends
from genevolve.cli.evolve_table import StageTable
from genevolve.cli.options import AsJson, Debug, Words, files_and_overrides
from genevolve.cli.train_run import policy_of, until_interrupted
from genevolve.config import to_toml
from genevolve.errors import ConfigError

EXAMPLE = "@ recipes/tiny.toml grpo.steps=24"


def evolve(
    words: Words = None,
    out: Annotated[Path, typer.Option(help="The folder of all; the same one goes on.")] = Path("runs/evolve"),
    source: Annotated[
        str | None,
        typer.Option("--from", help="Evolve this policy as it is: a run's folder, a policy's, or an id. Else imitate."),
    ] = None,
    data: Annotated[
        str | None,
        typer.Option(help="What is imitated, as --data of `train sft`; else as much as sft.max_steps takes."),
    ] = None,
    num: Annotated[
        int | None, typer.Option("--n", min=1, help="Requests of every evaluation; 96, or 16 with --quick.")
    ] = None,
    quick: Annotated[bool, typer.Option(help="Everything small: to see the whole loop in under 10 minutes.")] = False,
    as_json: AsJson = False,
    debug: Debug = False,  # noqa: ARG001 - read where errors are printed
) -> None:
    """Imitate, evolve, keep the best policy, measure it on held-out requests, report. The same command goes on."""
    _check_torch()
    from genevolve.assembly_loop import evolve as carry_out

    if source is not None and data is not None:
        raise ConfigError("--from evolves a policy as it is, and --data is for imitating first: one of the two")
    files, overrides = files_and_overrides(words, EXAMPLE)
    overrides += [f"out={to_toml(str(out))}"]
    overrides += [f"policy={to_toml(policy_of(source))}"] if source is not None else []
    settings = evolve_settings(files, overrides, quick=quick)
    imitated = "" if source is not None else data or enough_data(settings.sft)
    plan = EvolvePlan(settings.model_copy(update={"data": imitated}), num or (QUICK_REQUESTS if quick else REQUESTS))
    with until_interrupted(out), StageTable(plan.stages, quiet=as_json) as table:
        found = carry_out(plan, table)
    policy, report = out / "policy", out / REPORT_FILE
    if as_json:
        typer.echo(json.dumps({"run": str(out), "policy": str(policy), "report": str(report), **_numbers(found)}))
    else:
        _print(found, policy, report)


def _check_torch() -> None:
    try:
        import genevolve.training.opening  # noqa: F401
    except ModuleNotFoundError as error:
        raise ConfigError(f"{error.name} is missing: to evolve needs pip install 'genevolve[train]'") from error


def _numbers(found: Evolution) -> dict[str, object]:
    return {
        "n": found.n,
        "before": found.before.reward.mean,
        "after": found.after.reward.mean,
        "difference": found.difference.model_dump(mode="json"),
        "best_step": found.best_step,
        "steps": found.steps,
        "guides": found.learned.num_guides,
    }


def _print(found: Evolution, policy: Path, report: Path) -> None:
    change = found.difference
    typer.echo(
        f"held out (n = {found.n}): reward {found.before.reward.mean:.3f} → {found.after.reward.mean:.3f}, "
        f"difference {change.mean:+.3f} {ends(change, '+')}"
    )
    if not change.excludes_zero:
        typer.echo("the interval of the difference holds 0: before and after cannot be told apart on these requests")
    if found.num_owed:
        typer.echo(f"{found.num_owed} requests are owed: the same command tries them again")
    typer.echo(f"policy: {policy}, after step {found.best_step} of {found.steps}    report: {report}")
    typer.echo(f'use it: genevolve generate "a red apple on a table" --policy local:{policy}')
