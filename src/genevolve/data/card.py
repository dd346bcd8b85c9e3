"""The card of an exported data set, written from what the folder's records say, not from what was meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from importlib import resources
from pathlib import Path
from string import Template

from genevolve.config import DataSettings
from genevolve.data.facts import StageFacts, stage_facts
from genevolve.data.folder import CONFIG_FILE, DataFolder
from genevolve.data.imported import read_source
from genevolve.data.layout import PLACES, Format
from genevolve.data.leakage import NEAR_DUPLICATE, counted, find_leaks
from genevolve.data.licences import UNSTATED, Origin, licence_ids, origins
from genevolve.data.probes import probes
from genevolve.errors import DataError
from genevolve.records import DataSplit, Stage

_SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))
_PARQUET_NOTE = "\n  In Parquet `meta` and `extra_info` are JSON texts."
_WORLD = "world"


def dataset_card(
    folder: Path, counts: Mapping[DataSplit, int], formats: Sequence[Format], left_out: Mapping[str, int]
) -> str:
    """The `README.md` of an export.

    Args:
        folder: The data folder.
        counts: Rows of every split.
        formats: What the export is written in; `datasets` is pointed at Parquet where there is some.
        left_out: Items of a split that could not be written, by reason.

    Raises:
        DataError: a line of the records is damaged.
    """
    settings = DataFolder.open(folder).settings if (folder / CONFIG_FILE).is_file() else None
    journal = DataFolder(folder, settings).journal if settings else None
    facts = stage_facts(journal) if journal else ()
    found = origins(journal) if journal else ()
    full = {split: num for split, num in counts.items() if num}
    return _template().substitute(
        name=_name(folder),
        licences="\n".join(f"- {name}" for name in licence_ids(found)),
        size=next((name for bound, name in _SIZES if sum(full.values()) < bound), "n>1M"),
        configs="\n".join(_configs(full, formats)),
        example=next((PLACES[split].folder for split in full), "sft"),
        splits="\n".join(f"| `{PLACES[one].folder}` | `{PLACES[one].table}` | {num:,} |" for one, num in full.items()),
        parquet_note=_PARQUET_NOTE if Format.PARQUET in formats else "",
        left_out=_left_out(left_out),
        making=_making(settings, facts) if settings else _imported(folder),
        leaks="\n".join(_leaks(folder)),
        origins="\n".join(_origins(found)),
        limits="\n".join(f"- {line}" for line in _limits(settings, facts, found)),
    )


def _template() -> Template:
    return Template(resources.files(__package__).joinpath("card.md").read_text(encoding="utf-8"))


def _name(folder: Path) -> str:
    """The folder's name; whatever could end a line of the front matter is left out."""
    kept = "".join(letter if letter.isalnum() or letter in " -_." else " " for letter in folder.resolve().name)
    return " ".join(kept.split()) or "data"


def _configs(counts: Mapping[DataSplit, int], formats: Sequence[Format]) -> Iterator[str]:
    before = ""
    for split in counts:
        place = PLACES[split]
        if place.folder != before:
            yield f"- config_name: {place.folder}"
            yield "  data_files:"
            before = place.folder
        yield f"  - split: {place.table}"
        yield f"    path: {place.shards if Format.PARQUET in formats else place.jsonl}"


def _left_out(reasons: Mapping[str, int]) -> str:
    if not reasons:
        return ""
    listed = ", ".join(f"{num} for `{code}`" for code, num in reasons.items())
    return f"\nLeft out, because they cannot be written in this form: {listed}.\n"


def _making(settings: DataSettings, facts: Sequence[StageFacts]) -> str:
    targets = {Stage.AUDIT: settings.audit.target_pass_rate, Stage.FILTER: settings.filter.target_pass_rate}
    lines = [
        "| stage | kept | rejected | owed | pass rate | of the paper | by |",
        "|---|---|---|---|---|---|---|",
        *(_stage_row(one, targets.get(one.stage)) for one in facts),
        "",
        *_rejections(facts),
        f"- Seed {settings.seed}; {settings.num:,} recipes to begin with; written by `{settings.writer}`, taught by "
        f"`{settings.teacher}`, audited by `{settings.auditor}`, drawn by `{settings.renderer}` at "
        f"{settings.width} × {settings.height} pixels, examined by `{settings.examiner}`; searches in "
        f"`{settings.search}`.",
        f"- Requests of {settings.screen.min_words} to {settings.screen.max_words} words; two are one from a Jaccard "
        f"similarity of {settings.screen.near_duplicate:g} of their word 3-grams on.",
        f"- Audit: every score at least {settings.audit.min_score} of 5, their mean at least "
        f"{settings.audit.min_mean:g}. Visual filter: every score at least {settings.filter.min_score} of 5.",
        "- Only what may become evolve or bench is drawn and examined; supervised data needs no ground truth.",
        f"- Splits by the hash of the request: {settings.split.sft:.1%} of what is no bench is supervised; about "
        f"{settings.bench:.1%} ask for held-out things, which are asked for in the bench only.",
    ]
    cost = sum(one.usd for one in facts)
    return "\n".join([*lines, f"- Models cost ${cost:,.2f}."] if cost else lines)


def _stage_row(one: StageFacts, target: float | None) -> str:
    rate = "" if one.pass_rate is None else f"{one.pass_rate:.1%}"
    by = ", ".join(f"`{name}`" for name in one.by[:4])
    paper = "" if target is None else f"{target:.0%}"
    return f"| {one.stage.value} | {one.kept:,} | {one.rejected:,} | {one.owed:,} | {rate} | {paper} | {by} |"


def _rejections(facts: Sequence[StageFacts]) -> list[str]:
    rows = [
        f"- Rejected at `{one.stage.value}`: " + ", ".join(f"{num} `{code}`" for code, num in one.reasons.items()) + "."
        for one in facts
        if one.reasons
    ]
    return [*rows, ""] if rows else []


def _imported(folder: Path) -> str:
    source = read_source(folder)
    if source is None:
        raise DataError(f"{folder} holds neither settings nor a record of where its rows come from")
    return (
        f"Imported from a folder named `{source.name}`: {source.num_rows:,} rows were read, "
        f"{source.num_bad:,} could not be used. How they were made is for their authors to say."
    )


def _origins(found: Sequence[Origin]) -> Iterator[str]:
    if not found:
        yield "The rows do not say under which licences their pictures are; ask where they come from."
        return
    yield "What the conversations show (pictures, texts), and what ground truths were drawn from (references):"
    yield ""
    yield "| what | source | licence | items |"
    yield "|---|---|---|---|"
    for one in found:
        yield f"| {one.kind} | {_cell(one.source)} | {_cell(one.licence)} | {one.num:,} |"


def _leaks(folder: Path) -> Iterator[str]:
    found = counted(find_leaks(probes(folder)))
    if not found:
        yield (
            f"No two splits share a request, nearly a request (a Jaccard similarity of {NEAR_DUPLICATE:g} of word "
            "3-grams), or a ground truth, and what the bench names is named in no other split."
        )
    for (kind, one, other), num in found.items():
        yield f"- {num:,} of `{one}` and `{other}` share: {kind.value.replace('_', ' ')}."


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")


def _limits(settings: DataSettings | None, facts: Sequence[StageFacts], found: Sequence[Origin]) -> Iterator[str]:
    if settings is None:
        yield "Nothing is known here of how the rows were checked."
        return
    owed = sum(one.owed for one in facts)
    if owed:
        yield f"{owed:,} items are owed: the surroundings failed while they were made, and they are in no split."
    if any(one.licence == UNSTATED for one in found):
        yield "Some sources state no licence; look before you pass their material on."
    if _WORLD in {settings.writer, settings.search}:
        yield (
            "Made in the embedded world: its pictures are illustrations and not photographs, its requests come from a "
            "grammar, and its fictional things exist nowhere else."
        )
    yield f"Scores are those of `{settings.auditor}` and `{settings.examiner}`, not of people."
    yield "Marks and logos stay their owners'; they are shown to be recognised, and nobody endorses this."
    yield "Near-duplicates are found by their words; requests that say the same in other words may remain."
