"""`genevolve index`: a library over your own documents and pictures."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.status import Status

from genevolve.errors import ConfigError
from genevolve.index import EmbeddingWork, FolderReport, build_folder_index, open_library, refuse_many
from genevolve.models.embedding import MiniLMEmbedder

app = typer.Typer(help="A searchable library over your own documents and pictures.", no_args_is_help=True)


@app.command()
def build(
    out: Annotated[Path, typer.Option(help="Where the library is made, or brought up to date.")],
    texts: Annotated[Path | None, typer.Option(help="Folder of documents: txt, md, html, pdf.")] = None,
    images: Annotated[Path | None, typer.Option(help="Folder of pictures: png, jpg, webp.")] = None,
    vectors: Annotated[bool, typer.Option("--vectors", help="Search by meaning, too (extra `vectors`; slow).")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Embed more than 5,000 passages without asking.")] = False,
) -> None:
    """Index a folder of documents, a folder of pictures, or both; only what changed is read again."""
    if texts is None and images is None:
        raise ConfigError("name a folder to index: --texts DIR, --images DIR, or both")
    try:
        report = _build(out, texts, images, vectors=vectors, yes=yes)
    except KeyboardInterrupt:
        typer.echo("\ngenevolve: interrupted; the index is as it was, and the same command goes on from here", err=True)
        raise typer.Exit(130) from None
    for reason in report.skipped:
        typer.echo(f"skipped {reason}", err=True)
    typer.echo(f'{report}\nuse it with: genevolve generate --search index:{out} "…"')


def _build(out: Path, texts: Path | None, images: Path | None, *, vectors: bool, yes: bool) -> FolderReport:
    console = Console(stderr=True, highlight=False)
    with console.status("reading files") as status:

        def approve(work: EmbeddingWork) -> None:
            if not yes:
                refuse_many(work)
            console.print(str(work), soft_wrap=True)

        return build_folder_index(
            out,
            texts=texts,
            images=images,
            on_progress=lambda stage, done: status.update(f"{stage}: {done:,}"),
            vectors=_sentence_model(status) if vectors else None,
            approve=approve,
        )


def _sentence_model(status: Status) -> MiniLMEmbedder:
    return MiniLMEmbedder.open(
        on_progress=lambda _what, done, total: status.update(f"fetching the sentence model: {done:,} of {total:,} B")
    )


@app.command()
def search(
    path: Annotated[Path, typer.Argument(help="The library.")],
    query: Annotated[str, typer.Argument(help="What to look for.")],
    top_k: Annotated[int, typer.Option(min=1, max=50, help="Results of each kind.")] = 5,
) -> None:
    """Print the texts and pictures that a query finds."""
    library = open_library(path)
    console = Console(highlight=False)
    for text in library.search_texts(query, top_k):
        console.print(f"{text.score:7.2f}  {text.entry.title}  ({text.entry.id})", markup=False)
    for picture in library.search_pictures(query, top_k):
        console.print(f"{picture.score:7.2f}  {picture.entry.title}  ({picture.entry.locator})", markup=False)
