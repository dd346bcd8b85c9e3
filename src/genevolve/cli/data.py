"""`genevolve data`: build a data set, look at it, move its bars, export it, import another."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import anyio
import typer

from genevolve.assembly_data import FolderStages
from genevolve.cli.bench_options import at_least
from genevolve.cli.data_print import print_built, print_exported, print_imported, print_stats, print_thresholds
from genevolve.cli.data_progress import ExportBar, ImportBar, StageBars
from genevolve.cli.options import AsJson, Debug, files_and_overrides
from genevolve.config import DataSettings, dump_data_settings, load_data_settings
from genevolve.data.browse import write_browser
from genevolve.data.build import build
from genevolve.data.export import export as export_folder
from genevolve.data.folder import DataFolder
from genevolve.data.funnel import write_funnel
from genevolve.data.importing import import_folder
from genevolve.data.layout import Format
from genevolve.data.stats import stats_of
from genevolve.data.thresholds import ThresholdTable, threshold_table
from genevolve.records.data import Stage

app = typer.Typer(help="Make training and benchmark data: recipes, requests, trajectories, pictures, splits.")
app.info.no_args_is_help = True

_EXAMPLE = "@ recipes/world-data.toml num=300"
Words = Annotated[
    list[str] | None, typer.Argument(help="`@ FILE.toml`, then settings as key=value, e.g. num=300 audit.min_mean=4.2.")
]
Folder = Annotated[Path, typer.Argument(help="A data folder.")]


class EngineName(StrEnum):
    """Where the stages run."""

    LOCAL = "local"
    RAY = "ray"


@app.command("build")
def build_data(
    words: Words = None,
    out: Annotated[Path, typer.Option(help="The data folder; the same one continues.")] = Path("data/world"),
    stage: Annotated[list[Stage] | None, typer.Option(help="Only this stage; may be repeated.")] = None,
    engine: Annotated[EngineName | None, typer.Option(help="Here, or on a Ray cluster (RAY_ADDRESS).")] = None,
    workers: Annotated[
        int | None,
        typer.Option(
            callback=at_least(1, option="--workers"),
            help="Processes that work: else 1, on Ray one a core.",
        ),
    ] = None,
    leave_owed: Annotated[bool, typer.Option(help="Go on although a stage still owes items.")] = False,
    as_json: AsJson = False,
    debug: Debug = False,  # noqa: ARG001 - read where errors are printed
) -> None:
    """Run all stages, each going on where it was. Interrupted, the same command goes on."""
    settings = settings_of(words, engine)
    with DataFolder.write(out, settings) as folder:

        async def work(bars: StageBars) -> None:
            stages = FolderStages(folder, workers)
            await build(folder, stages, only=stage or (), leave_owed=leave_owed, on_progress=bars.tell)

        try:
            with StageBars(quiet=as_json) as bars:
                anyio.run(work, bars)
        except KeyboardInterrupt:
            typer.echo(f"\ngenevolve: interrupted; what is done is kept in {out}, the same command goes on", err=True)
            raise typer.Exit(130) from None
        finally:
            stats = write_funnel(folder)
    if as_json:
        typer.echo(stats.model_dump_json())
    else:
        print_built(stats, out)


@app.command("config")
def config(words: Words = None) -> None:
    """Print every setting of a data folder as TOML."""
    typer.echo(dump_data_settings(settings_of(words, None)), nl=False)


@app.command("stats")
def stats(
    folder: Folder,
    leaks: Annotated[bool, typer.Option(help="Look for leaks between the splits.")] = True,
    as_json: AsJson = False,
) -> None:
    """Print the funnel, why items were rejected, balance, diversity, and what splits share."""
    found = stats_of(DataFolder.open(folder))
    if as_json:
        typer.echo(found.model_dump_json())
    else:
        print_stats(found, folder, leaks=leaks)


@app.command("thresholds")
def thresholds(folder: Folder) -> None:
    """Print how many items other bars would keep, from the stored scores; nobody is asked again."""
    data = DataFolder.open(folder)
    for name, table in _tables(data):
        print_thresholds(name, table)
    typer.echo(f"to move a bar: genevolve data build @ {folder}/config.toml audit.min_mean=… --out {folder}")


@app.command("browse")
def browse(folder: Folder) -> None:
    """Write a page to look at every item with; it needs no server and no network."""
    typer.echo(f"page: {write_browser(DataFolder.open(folder), on_item=None)}")


@app.command("export")
def export(
    folder: Folder,
    format: Annotated[
        list[Format] | None, typer.Option(help="jsonl or parquet; may be repeated; both when not given.")
    ] = None,
) -> None:
    """Write the splits in the released formats, with a dataset card, to FOLDER/export."""
    with ExportBar() as bar:
        done = export_folder(folder, format or tuple(Format), on_file=bar.tell)
    print_exported(done)


@app.command("import")
def import_data(
    source: Annotated[Path, typer.Argument(help="A folder of released data: JSON, JSONL or Parquet.")],
    out: Annotated[Path, typer.Option(help="The data folder to write.")] = Path("data/imported"),
) -> None:
    """Read somebody's released data into a data folder that training and export can read."""
    with ImportBar() as bar:
        done = import_folder(source, out, on_rows=bar.tell)
    print_imported(done, out)


def settings_of(words: list[str] | None, engine: EngineName | None) -> DataSettings:
    """Settings of `@ FILE` and `key=value`, in the order in which they were given.

    Raises:
        ConfigError: a word is neither, or see `load_data_settings`.
    """
    files, overrides = files_and_overrides(words, _EXAMPLE)
    if engine is not None:
        overrides.append(f"engine={engine.value}")
    return load_data_settings(files, overrides)


def _tables(data: DataFolder) -> list[tuple[str, ThresholdTable]]:
    rows = data.journal.rows
    return [
        ("audit", threshold_table(rows(Stage.AUDIT).values(), data.settings.audit)),
        ("visual filter", threshold_table(rows(Stage.FILTER).values(), data.settings.filter)),
    ]
