"""`genevolve train sft`, `grpo`, `eval` and `show`: runs that go on where they stopped, and a look at them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import anyio
import typer

from genevolve.cli.options import AsJson, Debug, Words, files_and_overrides
from genevolve.cli.train_progress import RunBars
from genevolve.config import TrainSettings, load_train_settings, to_toml
from genevolve.errors import ConfigError
from genevolve.records import DataSplit

EXAMPLE = "@ recipes/tiny.toml sft.max_steps=10"

Data = Annotated[
    str | None, typer.Option(help="A data folder, or world:NUM for so many requests of the embedded world.")
]
Out = Annotated[Path | None, typer.Option(help="The run's folder; the same one goes on.")]
From = Annotated[
    str | None, typer.Option("--from", help="The policy to begin with: base, a run's folder, a policy's, or an id.")
]
Actor = Annotated[
    str | None,
    typer.Option("--from", help="Who acts: base, a run's folder, a policy's, raw, planner, or replay:EVALUATION."),
]
DryRun = Annotated[bool, typer.Option(help="Plan the run, and check the architecture, without training.")]
Gpus = Annotated[int, typer.Option(min=1, help="GPUs that a dry run plans for.")]


def sft(
    words: Words = None,
    data: Data = None,
    out: Out = None,
    source: From = None,
    dry_run: DryRun = False,
    gpus: Gpus = 8,
    as_json: AsJson = False,
    debug: Debug = False,  # noqa: ARG001 - read where errors are printed
) -> None:
    """Imitate a teacher. Interrupted, the same command goes on; when all is done, it does nothing."""
    settings = run_settings(words, data=data, out=out, policy=source)
    if dry_run:
        _print_plan(settings, gpus)
        return
    folder = _out(settings)
    from genevolve.assembly_supervised import supervised_data
    from genevolve.training.opening import policy_folder
    from genevolve.training.sft import num_steps, run_sft

    policy_folder(settings.policy)  # a wrong name is told before minutes of work

    with RunBars(quiet=as_json) as bars, until_interrupted(folder):
        examples = anyio.run(supervised_data, settings, folder, bars.example)
        num = num_steps(len(examples.ids(DataSplit.SFT)), settings.sft)
        policy = run_sft(settings, examples, folder, on_step=bars.stepper("sft", num))
    _print_end(folder, policy, as_json=as_json)


def grpo(
    words: Words = None,
    data: Data = None,
    out: Out = None,
    source: From = None,
    steps: Annotated[int | None, typer.Option(min=1, help="Optimiser steps; as grpo.steps.")] = None,
    dry_run: DryRun = False,
    gpus: Gpus = 8,
    as_json: AsJson = False,
    debug: Debug = False,  # noqa: ARG001
) -> None:
    """Evolve by rewards. Interrupted, the same command goes on; when all is done, it does nothing."""
    settings = run_settings(words, data=data, out=out, policy=source, grpo__steps=steps)
    if dry_run:
        _print_plan(settings, gpus)
        return
    folder = _out(settings)
    from genevolve.assembly_evolving import open_training
    from genevolve.training.grpo_run import run_grpo

    async def work(bars: RunBars) -> Path:
        async with open_training(settings, folder, bars.evaluation) as given:
            on_step = bars.stepper("grpo", settings.grpo.steps)
            return await run_grpo(
                settings,
                given.parts,
                given.tasks,
                given.reward,
                given.evaluate,
                folder,
                gatherer=given.gatherer,
                on_step=on_step,
            )

    with RunBars(quiet=as_json) as bars, until_interrupted(folder):
        policy = anyio.run(work, bars)
    _print_end(folder, policy, as_json=as_json)


def evaluate(
    words: Words = None,
    out: Out = None,
    source: Actor = None,
    num: Annotated[int, typer.Option("--n", min=1, help="Requests of the test split, evenly over its families.")] = 50,
    as_json: AsJson = False,
    debug: Debug = False,  # noqa: ARG001
) -> None:
    """Let a policy act on held-out requests of the embedded world, and print what that is worth."""
    settings = run_settings(words, out=out, policy=source)
    folder = _out(settings, needs_data=False)
    from genevolve.assembly_evolving import acting_policy, open_evaluation
    from genevolve.training.processes import use_threads

    use_threads(settings)
    policy = acting_policy(settings)

    async def work(bars: RunBars) -> Mapping[str, float]:
        async with open_evaluation(settings, bars.evaluation) as evaluated:
            return await evaluated(lambda: policy, folder, num)

    with RunBars(quiet=as_json) as bars, until_interrupted(folder):
        numbers = anyio.run(work, bars)
    if as_json:
        typer.echo(json.dumps(dict(numbers)))
    else:
        for name, value in numbers.items():
            typer.echo(f"{name.removeprefix('eval/'):14} {value:.4g}")


def show(
    run: Annotated[Path, typer.Argument(help="The folder of a training run.")],
    last: Annotated[int, typer.Option(min=1, help="Steps to print.")] = 20,
) -> None:
    """Print a run's last steps, its course as a line, and its evaluations."""
    from genevolve.cli.train_progress import print_run

    print_run(run, last)


def run_settings(words: list[str] | None, **given: Any) -> TrainSettings:
    """Settings of `@ FILE` and `key=value`, then of options that were given (None: not given).

    Raises:
        ConfigError: a word is neither, or see `load_train_settings`.
    """
    files, overrides = files_and_overrides(words, EXAMPLE)
    if given.get("policy"):
        given["policy"] = policy_of(given["policy"])
    told = {name.replace("__", "."): str(value) if isinstance(value, Path) else value for name, value in given.items()}
    overrides += [f"{name}={to_toml(value)}" for name, value in told.items() if value is not None]
    return load_train_settings(files, overrides)


def policy_of(name: str) -> str:
    """The policy that a run ended with, where `name` is a run's folder.

    Raises:
        ConfigError: the run has not ended.
    """
    run = Path(name).expanduser()
    if not (run / "settings.toml").is_file():
        return name
    if not (run / "policy" / "STABLE").is_file():
        raise ConfigError(
            f"the run at {name} has not ended; its checkpoints are policies as well: {name}/checkpoints/…"
        )
    return str(run / "policy")


def _out(settings: TrainSettings, *, needs_data: bool = True) -> Path:
    if needs_data and not settings.data:
        raise ConfigError("what is it trained on? --data DIR, of `genevolve data build`, or --data world:NUM")
    if not settings.out:
        raise ConfigError("where does the run go? --out DIR; the same folder goes on")
    return Path(settings.out).expanduser()


@contextmanager
def until_interrupted(folder: Path) -> Iterator[None]:
    """On Ctrl-C say what is kept, and exit with 130."""
    try:
        yield
    except KeyboardInterrupt:
        typer.echo(f"\ngenevolve: interrupted; what is done is kept in {folder}, the same command goes on", err=True)
        raise typer.Exit(130) from None


def _print_plan(settings: TrainSettings, num_gpus: int) -> None:
    from genevolve.training.plan import dry_run

    for line in dry_run(settings, num_gpus).lines():
        typer.echo(line)


def _print_end(folder: Path, policy: Path, *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps({"run": str(folder), "policy": str(policy)}))
    else:
        typer.echo(f"policy: {policy}    figures: genevolve train show {folder}")
