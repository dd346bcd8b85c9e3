"""`genevolve experience`: what a training run has learned from its own rollouts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from genevolve.cli.options import AsJson
from genevolve.config import load_train_settings
from genevolve.config.experience import ExperienceSettings
from genevolve.errors import RunError
from genevolve.experience.guides import guide_block
from genevolve.experience.memory import MEMORY_FILE, ExperienceMemory, Recalled
from genevolve.records.experience import Experience
from genevolve.store import SETTINGS_FILE

app = typer.Typer(help="The experience memory of a training run.", no_args_is_help=True)

RunFolder = Annotated[Path, typer.Argument(help="The run's folder.")]


@app.command("list")
def list_entries(
    run: RunFolder,
    limit: Annotated[int, typer.Option(min=1, help="Entries at most, the newest first.")] = 20,
    as_json: AsJson = False,
) -> None:
    """Print what is remembered: step, gap, request and focus."""
    memory = _opened(run)
    newest = memory.entries[::-1][:limit]
    if as_json:
        _print_json(newest)
        return
    _print_table([Recalled(one, 1.0) for one in newest], with_cosine=False)
    typer.echo(f"{len(memory)} remembered" + (f", {len(newest)} shown" if len(newest) < len(memory) else ""))


@app.command()
def show(
    run: RunFolder,
    entry: Annotated[str, typer.Argument(help="The entry's id, or its beginning.")],
    as_json: AsJson = False,
) -> None:
    """Print one entry: its request, its two trajectories, its guide."""
    found = [one for one in _opened(run).entries if one.id.startswith(entry)]
    if len(found) != 1:
        raise RunError(f"{len(found)} entries of {run} begin with {entry!r}; `genevolve experience list` has their ids")
    (one,) = found
    if as_json:
        _print_json(found)
        return
    key = one.guide.retrieval_key
    typer.echo(
        f"{one.id} · step {one.step} · gap {one.gap:.3f} · by {one.comparator}\n"
        f"request: {one.prompt}\nbest:    {one.best}\nworst:   {one.worst}\n"
        f"for:     {key.trigger}\nfrom:    {key.source_prompt_summary}\n\n{guide_block(one.guide)}"
    )


@app.command()
def search(
    run: RunFolder,
    request: Annotated[str, typer.Argument(help="A request.")],
    limit: Annotated[int, typer.Option(min=1, help="Entries at most.")] = 5,
    as_json: AsJson = False,
) -> None:
    """Print the entries whose requests are nearest, and whether the nearest is near enough to be used."""
    settings = _settings(run)
    found = _opened(run).search_each([request], limit)[0]
    if as_json:
        _print_json(found)
        return
    _print_table(found, with_cosine=True)
    near = bool(found) and found[0].cosine >= settings.min_cosine
    typer.echo(f"the nearest {'is' if near else 'would not be'} used: min_cosine is {settings.min_cosine:g}")


def _settings(run: Path) -> ExperienceSettings:
    file = run / SETTINGS_FILE
    return load_train_settings([file]).experience if file.exists() else ExperienceSettings()


def _opened(run: Path) -> ExperienceMemory:
    from genevolve.assembly_experience import open_memory

    if not (run / MEMORY_FILE).exists():
        raise RunError(f"{run} holds no experience ({MEMORY_FILE}): it is made by a run that learns from pairs")
    return open_memory(_settings(run), run)


def _print_json(found: Sequence[Experience | Recalled]) -> None:
    """One JSON object: the entries, those that were searched for with their cosines."""
    rows = [
        one.experience.model_dump(mode="json") | {"cosine": one.cosine}
        if isinstance(one, Recalled)
        else one.model_dump(mode="json")
        for one in found
    ]
    typer.echo(json.dumps({"entries": rows}, ensure_ascii=False))


def _print_table(found: Sequence[Recalled], *, with_cosine: bool) -> None:
    table = Table("id", "step", "gap", *(["cosine"] if with_cosine else []), "request", "focus", box=None)
    for one, cosine in found:
        numbers = [str(one.step), f"{one.gap:.3f}", *([f"{cosine:.3f}"] if with_cosine else [])]
        table.add_row(one.id, *numbers, one.prompt, one.guide.decision_guidance.focus)
    Console(highlight=False).print(table)
