"""The stages of the data engine by their settings; beside `assembly`, the only module that knows all who work there."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path

from genevolve.agent.planner import PlannerPolicy
from genevolve.assembly import WORLD, assemble, open_world
from genevolve.assembly_bench import measured_judge
from genevolve.assembly_models import ChatModels
from genevolve.config import DataSettings, Settings
from genevolve.config.settings import PictureSettings
from genevolve.data.audit import AuditStage
from genevolve.data.axes import read_axes, web_axes
from genevolve.data.chat_writer import ChatWriter
from genevolve.data.engine import Engine, LocalEngine
from genevolve.data.folder import DataFolder
from genevolve.data.ground_truth import GroundTruthStage
from genevolve.data.program_check import CheckStage
from genevolve.data.recipes import RecipeStage
from genevolve.data.requests import RequestStage
from genevolve.data.runner import Wanted
from genevolve.data.screen import ScreenStage
from genevolve.data.split import SplitRule, SplitStage, UnmixedScreen, needs_ground_truth, rule_by_name
from genevolve.data.stage import PICTURE_STAGES, ItemStage, WholeStage
from genevolve.data.trajectories import PolicyFor, TrajectoryStage
from genevolve.data.visual_filter import FilterStage
from genevolve.data.writer import RequestWriter
from genevolve.errors import ConfigError
from genevolve.generation import Parts
from genevolve.judges.answers import Answer, AuditAnswer, FilterAnswer
from genevolve.judges.audit import PictureExaminer, TrajectoryAuditor
from genevolve.judges.rubric import Rubric, rubric_for
from genevolve.judges.vlm_audit import VlmAuditor, VlmExaminer
from genevolve.models import ChatPolicy
from genevolve.records import Axes
from genevolve.records.data import Stage
from genevolve.scale.process_engine import ProcessEngine
from genevolve.scale.ray_engine import RayEngine
from genevolve.scale.stage_worker import StageFactory
from genevolve.world.data.auditor import WorldAuditor
from genevolve.world.data.axes import is_held_out, names_not_here, world_axes
from genevolve.world.data.examiner import WorldExaminer
from genevolve.world.data.teacher import WorldTeacher, quality_of, style_of
from genevolve.world.data.writer import WorldWriter
from genevolve.world.suite import GroundTruths
from genevolve.world.suite.splits import split_of_entity

CHAT_PREFIX = "chat:"
VLM_PREFIX = "vlm:"
PLANNER = "planner"
RAY = "ray"

_TEACHERS = "world:QUALITY, planner"


class FolderStages:
    """The `Stages` of one data folder."""

    def __init__(self, folder: DataFolder, num_workers: int | None = None) -> None:
        """`num_workers` processes do the work; None is one here, or as many as a Ray cluster has processors."""
        check_names(folder.settings)
        self._folder = folder
        self._num_workers = num_workers

    def whole(self, stage: Stage) -> WholeStage:
        """See `Stages.whole`."""
        settings = self._folder.settings
        match stage:
            case Stage.RECIPES:
                return _recipe_stage(settings)
            case Stage.SCREEN:
                return UnmixedScreen(ScreenStage(settings.screen), split_rule(settings))
            case _:
                return SplitStage(split_rule(settings))

    @asynccontextmanager
    async def engine(self, stage: Stage) -> AsyncIterator[Engine]:
        """See `Stages.engine`."""
        settings, left, num = self._folder.settings, self._usd_left(), self._num_workers
        if settings.engine == RAY:
            factory = self._factory(stage, left, num or settings.num_at_once)
            yield RayEngine(stage, factory, settings.num_at_once, num)
        elif num is not None and num > 1 and stage is not Stage.CHECK:
            yield ProcessEngine(stage, self._factory(stage, left, num), num)
        else:
            async with ChatModels(settings, left) as models:
                yield LocalEngine(item_stage(self._folder, stage, models), settings.num_at_once)

    def wanted(self, stage: Stage) -> Wanted | None:
        """See `Stages.wanted`."""
        if stage not in PICTURE_STAGES:
            return None
        rule = split_rule(self._folder.settings)
        return lambda item: needs_ground_truth(item, rule)

    def _factory(self, stage: Stage, usd_left: float | None, num_workers: int) -> StageFactory:
        place = {"path": str(self._folder.path.resolve()), "stage": stage.value}
        bounds = {"usd_left": usd_left, "num_workers": num_workers}
        return StageFactory(f"{__name__}:{stage_in_folder.__name__}", {**place, **bounds})

    def _usd_left(self) -> float | None:
        bound = self._folder.settings.usd
        return None if bound is None else max(bound - self._folder.journal.usd(), 0.0)


def stage_in_folder(path: str, stage: str, usd_left: float | None, num_workers: int) -> ItemStage:
    """A stage of the data folder at `path` for one of several workers: a process that was started for it."""
    folder = DataFolder.open(Path(path))
    return item_stage(folder, Stage(stage), ChatModels(folder.settings, usd_left, num_workers))


def item_stage(folder: DataFolder, stage: Stage, models: ChatModels) -> ItemStage:
    """A stage that works on one item at a time.

    Raises:
        ConfigError: the settings name somebody who does not exist.
        LibraryError: the embedded world or an index is missing or damaged.
    """
    settings = folder.settings
    match stage:
        case Stage.REQUESTS:
            return RequestStage(writer(settings, models))
        case Stage.TRAJECTORIES:
            parts = _parts(settings)
            return TrajectoryStage(
                teacher(settings, models), parts.tools, parts.skills, settings.agent, folder.images, settings.seed
            )
        case Stage.CHECK:
            return CheckStage(frozenset(_parts(settings).skills.names), settings.agent.max_references)
        case Stage.AUDIT:
            return AuditStage(auditor(folder, models), settings.audit)
        case Stage.GROUND_TRUTH:
            return GroundTruthStage(
                _parts(settings).renderer,
                folder.images,
                settings.width,
                settings.height,
                settings.seed,
                settings.agent.max_references,
            )
        case Stage.FILTER:
            return FilterStage(
                examiner(settings, models), folder.images, settings.filter, settings.agent.max_references
            )
        case _:
            raise ValueError(f"{stage} needs all items")


def check_names(settings: DataSettings) -> None:
    """Find out before hours of work, not after them, that a name means nobody.

    Raises:
        ConfigError: see the functions below.
    """
    axes_of(settings)
    if settings.writer != WORLD:
        _model("writer", settings.writer, CHAT_PREFIX)
    if settings.teacher.partition(":")[0] == WORLD:
        quality_of(settings.teacher)
    elif settings.teacher != PLANNER:
        _model("teacher", settings.teacher, CHAT_PREFIX, _TEACHERS)
    _check_judge("auditor", settings.auditor, settings.rubrics.audit, AuditAnswer)
    _check_judge("examiner", settings.examiner, settings.rubrics.filter, FilterAnswer)


def split_rule(settings: DataSettings) -> SplitRule:
    """What is held out: in the world what its suite holds out, elsewhere what the hash of a name says."""
    if settings.writer != WORLD:
        return rule_by_name(settings)
    entities = open_world().entities
    return SplitRule(settings.split, lambda name: split_of_entity(entities[name]) == "test", settings.bench)


def axes_of(settings: DataSettings) -> Axes:
    """The axes of a file, else those of the writer.

    Raises:
        ConfigError: the file cannot be used, or names what the world's writer cannot ask for.
    """
    if not settings.axes:
        return world_axes() if settings.writer == WORLD else web_axes()
    axes = read_axes(Path(settings.axes).expanduser())
    if settings.writer == WORLD and (strange := names_not_here(axes)):
        raise ConfigError(f"the axes {settings.axes} name {strange[0]!r}, of which the embedded world knows nothing")
    return axes


def writer(settings: DataSettings, models: ChatModels) -> RequestWriter:
    """Who writes requests."""
    if settings.writer == WORLD:
        return _world_writer(settings.seed)
    model = models.get(_model("writer", settings.writer, CHAT_PREFIX))
    return ChatWriter(model, axes_of(settings), settings.seed, settings.screen)


def teacher(settings: DataSettings, models: ChatModels) -> PolicyFor:
    """Who works requests out."""
    if settings.teacher == PLANNER:
        planner = PlannerPolicy(tools=frozenset(settings.agent.tools))
        return lambda _request: planner
    if settings.teacher.partition(":")[0] == WORLD:
        quality, style = quality_of(settings.teacher), style_of(settings.teacher)
        return WorldTeacher(_world_writer(settings.seed), quality=quality, seed=settings.seed, style=style).policy_for
    model = ChatPolicy(models.get(_model("teacher", settings.teacher, CHAT_PREFIX, _TEACHERS)))
    return lambda _request: model


def auditor(folder: DataFolder, models: ChatModels) -> TrajectoryAuditor:
    """Who audits trajectories."""
    settings = folder.settings
    if settings.auditor == WORLD:
        return WorldAuditor(open_world(), _world_writer(settings.seed))
    model = models.get(_model("auditor", settings.auditor, VLM_PREFIX))
    return VlmAuditor(model, picture_of=folder.images.get, rubric=_rubric(settings.rubrics.audit, AuditAnswer))


def examiner(settings: DataSettings, models: ChatModels) -> PictureExaminer:
    """Who examines ground truths."""
    if settings.examiner == WORLD:
        truths = GroundTruths(open_world(), size_px=settings.width)
        return WorldExaminer(_world_writer(settings.seed), measured_judge(), truths.picture)
    model = models.get(_model("examiner", settings.examiner, VLM_PREFIX))
    return VlmExaminer(model, rubric=_rubric(settings.rubrics.filter, FilterAnswer))


def _check_judge(role: str, name: str, rubric: str, shape: type[Answer]) -> None:
    if name != WORLD:
        _model(role, name, VLM_PREFIX)
        _rubric(rubric, shape)
    elif rubric:
        raise ConfigError(f"a rubric is for an {role} {VLM_PREFIX}MODEL; the {role} {WORLD!r} measures and reads none")


def _rubric(path: str, shape: type[Answer]) -> Rubric | None:
    return rubric_for(Path(path).expanduser(), shape) if path else None


def _recipe_stage(settings: DataSettings) -> RecipeStage:
    held_out = is_held_out if settings.writer == WORLD else None
    return RecipeStage(axes_of(settings), settings.balance, settings.num, settings.seed, held_out, settings.bench)


@cache
def _world_writer(seed: int) -> WorldWriter:
    """Made once a process, so that writer, teacher, auditor and examiner share what it knows."""
    return WorldWriter(open_world(), seed)


@cache
def _parts_of(settings: Settings) -> Parts:
    return assemble(settings)


def _parts(settings: DataSettings) -> Parts:
    """Tools, skills and renderer, as every run gets them."""
    return _parts_of(
        Settings(
            search=settings.search,
            renderer=settings.renderer,
            skills=settings.skills,
            seed=settings.seed,
            agent=settings.agent,
            picture=PictureSettings(width=settings.width, height=settings.height),
        )
    )


def _model(role: str, name: str, prefix: str, others: str = WORLD) -> str:
    if not name.startswith(prefix) or name == prefix:
        raise ConfigError(f"no {role} {name!r}; there is: {others}, {prefix}MODEL (at OpenAI), {prefix}MODEL@URL")
    return name.removeprefix(prefix)
