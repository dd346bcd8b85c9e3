"""Suites and judges by name, for the benchmark; beside `assembly`, the only module that knows them all."""

from __future__ import annotations

import importlib.util
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from pathlib import Path

from genevolve.assembly import open_world, world_tasks
from genevolve.bench.run_judging import Examination, KScoreExamination, WiseExamination
from genevolve.bench.suites import Suite, read_genevolve_bench, read_wise
from genevolve.bench.wise import Edition
from genevolve.config import default_home
from genevolve.errors import ConfigError
from genevolve.judges import (
    Exchange,
    JudgeOptions,
    KScoreJudge,
    PictureJudge,
    SufficiencyJudge,
    WiseJudge,
    WiseVerifiedJudge,
)
from genevolve.judges.answers import KScoreAnswer, WiseAnswer, WiseVerifiedAnswer
from genevolve.judges.options import PLAIN
from genevolve.models import OpenAIChat
from genevolve.world.judge import MeasuredJudge
from genevolve.world.judge.calibration import calibrate
from genevolve.world.sufficiency import WorldProgramJudge

WORLD = "world"
MEASURED = "measured"
VLM_PREFIX = "vlm:"
JUDGEMENTS = "judgements"
_READER = "rapidocr"

_FOLDER_SUITES: dict[str, Callable[[Path], Suite]] = {
    "genevolve-bench": read_genevolve_bench,
    "wise": lambda folder: read_wise(folder, Edition.LEGACY),
    "wise-verified": lambda folder: read_wise(folder, Edition.VERIFIED),
}


def open_suite(name: str) -> Suite:
    """The suite that `name` means: `world`, or a format and a folder, e.g. `wise:FOLDER`.

    Raises:
        ConfigError: there is no such suite.
        SuiteError: its folder cannot be read.
    """
    if name == WORLD:
        return world_tasks()
    kind, colon, folder = name.partition(":")
    if colon and folder and kind in _FOLDER_SUITES:
        return _FOLDER_SUITES[kind](Path(folder).expanduser())
    raise ConfigError(f"no suite {name!r}; there is: world, genevolve-bench:FOLDER, wise:FOLDER, wise-verified:FOLDER")


@asynccontextmanager
async def open_judges(
    name: str,
    suite: Suite,
    *,
    sufficiency: bool = False,
    keep: Callable[[Exchange], None] | None = None,
    picture_of: Callable[[str], bytes] | None = None,
    options: JudgeOptions = PLAIN,
    earlier: Iterable[Exchange] = (),
) -> AsyncIterator[Examination]:
    """The judges that `name` means for `suite`: `measured`, `vlm:MODEL`, or `vlm:MODEL@URL`.

    With `sufficiency`, a vision-language model is also asked of every program; in the embedded world that costs nothing
    and is always done. `keep` is given every exchange with a model; `picture_of` gives a program's reference by its
    SHA-256. The budget of `options` holds for the whole run: what `earlier` exchanges took is spent already.

    Raises:
        ConfigError: there is no such judge, it is not installed, it cannot judge this suite, or an option is of no use.
    """
    programs = WorldProgramJudge(world_tasks().items) if suite.name == WORLD else None
    if name == MEASURED:
        if programs is None:
            raise ConfigError(f"the measured judge knows the suite `world` only; judge {suite.name} by vlm:MODEL@URL")
        if not options.is_plain:
            raise ConfigError("prices, budget, pace and rubric are of judges that are models: --judge vlm:MODEL@URL")
        yield KScoreExamination(measured_judge(), programs)
        return
    if not name.startswith(VLM_PREFIX) or name == VLM_PREFIX:
        raise ConfigError(f"no judge {name!r}; there is: measured, vlm:MODEL (at OpenAI), vlm:MODEL@URL")
    endpoint = options.endpoint(name.removeprefix(VLM_PREFIX))
    async with OpenAIChat(endpoint, budget=options.budget(earlier)) as model:
        if suite.name == f"wise-{Edition.LEGACY}":
            yield WiseExamination(WiseJudge(model, rubric=options.rubric_for(WiseAnswer), keep=keep))
        elif suite.name == f"wise-{Edition.VERIFIED}":
            yield WiseExamination(WiseVerifiedJudge(model, rubric=options.rubric_for(WiseVerifiedAnswer), keep=keep))
        else:
            pictures = KScoreJudge(model, rubric=options.rubric_for(KScoreAnswer), keep=keep)
            if sufficiency and programs is None:
                yield KScoreExamination(pictures, SufficiencyJudge(model, picture_of=picture_of, keep=keep))
            else:
                yield KScoreExamination(pictures, programs)


def measured_judge() -> PictureJudge:
    """The judge that measures pixels; what it has measured once is kept by content.

    Raises:
        ConfigError: the extra `bench` is not installed.
        LibraryError: the embedded world is not built.
    """
    check_reader()
    return MeasuredJudge(open_world(), default_home() / JUDGEMENTS)


def calibrated(num_pictures: int, on_progress: Callable[[int, int], None] | None = None) -> dict[str, object]:
    """How well the measured judge agrees with the truth, over at least `num_pictures` of the suite `world`.

    `on_progress` is told how many are done, and of how many.

    Raises:
        ConfigError: the extra `bench` is not installed.
        LibraryError: the embedded world is not built.
    """
    check_reader()
    return calibrate(open_world(), num_pictures, on_progress=on_progress).figures()


def check_reader() -> None:
    """Find out before anything is drawn whether letters can be read.

    Raises:
        ConfigError: the extra `bench` is not installed.
    """
    if importlib.util.find_spec(_READER) is None:
        raise ConfigError("the measured judge needs the extra `bench`: pip install 'genevolve[bench]'")
