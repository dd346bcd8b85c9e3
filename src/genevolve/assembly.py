"""From settings to objects: the only module that knows every back end."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from genevolve.agent.planner import PlannerPolicy
from genevolve.agent.raw import RawPolicy
from genevolve.config import Settings, default_home
from genevolve.errors import ConfigError
from genevolve.generation import Parts
from genevolve.index import LibraryProvider, open_folder_index
from genevolve.models import Policy, ReplayPolicy
from genevolve.renderers import Renderer
from genevolve.store import Run
from genevolve.tools.image_search import ImageSearchTool
from genevolve.tools.query_knowledge import QueryKnowledgeTool
from genevolve.tools.search import SearchTool
from genevolve.tools.skill_library import SkillLibrary
from genevolve.world.illustrator.embedded import embedded_illustrator, second_illustrator
from genevolve.world.suite import GroundTruths, world_suite
from genevolve.world.suite.tasks import WorldTasks
from genevolve.world.teacher import TeacherPolicy
from genevolve.world.world import World

WORLD = "world"
INDEX_PREFIX = "index:"
REPLAY_PREFIX = "replay:"
LOCAL_PREFIX = "local:"
GROUND_TRUTHS = "ground-truths"

_ILLUSTRATORS = {"illustrator": embedded_illustrator, "second-illustrator": second_illustrator}


def assemble(settings: Settings) -> Parts:
    """Everything that `settings` name, ready to use.

    Raises:
        ConfigError: a back end that does not exist.
        LibraryError: the embedded world or an index is missing or damaged.
    """
    skills = SkillLibrary.load(Path(settings.skills).expanduser() if settings.skills else None)
    provider = _provider(settings.search)
    texts = provider.brief() if settings.agent.view == "compact" else provider
    kept = open_world().kept if settings.search == WORLD else None
    return Parts(
        settings=settings,
        policy=_policy(settings),
        tools=(SearchTool(texts), ImageSearchTool(provider, kept), QueryKnowledgeTool(skills)),
        skills=skills,
        renderer=open_renderer(settings.renderer),
    )


@cache
def open_world(home: Path | None = None) -> World:
    """The embedded world of this machine, opened once a process."""
    return World.open(home or default_home())


@cache
def world_tasks() -> WorldTasks:
    """The frozen test suite of the embedded world, made once a process."""
    world = open_world()
    return WorldTasks(world_suite(world), GroundTruths(world, default_home() / GROUND_TRUTHS))


def open_renderer(name: str) -> Renderer:
    """The generator of that name.

    Raises:
        ConfigError: there is none.
        LibraryError: the embedded world is missing or damaged.
    """
    if name not in _ILLUSTRATORS:
        raise ConfigError(f"no renderer {name!r}; there is: {', '.join(_ILLUSTRATORS)}")
    return _illustrator(open_world(), name)


@cache
def _illustrator(world: World, name: str) -> Renderer:
    """Made once a process, so that several sets of parts share the drawings that it keeps at hand."""
    return _ILLUSTRATORS[name](world)


def _policy(settings: Settings) -> Policy:
    if settings.policy == "planner":
        return PlannerPolicy(tools=frozenset(settings.agent.tools))
    if settings.policy == "raw":
        return RawPolicy()
    if settings.policy == "teacher":
        return TeacherPolicy.of(world_tasks().items)
    if settings.policy.startswith(REPLAY_PREFIX):
        path = Path(settings.policy.removeprefix(REPLAY_PREFIX)).expanduser()
        return ReplayPolicy.of(Run.open(path).trajectories())
    if settings.policy.startswith(LOCAL_PREFIX):
        return _local_policy(settings.policy.removeprefix(LOCAL_PREFIX))
    raise ConfigError(
        f"no policy {settings.policy!r}; there is: planner, raw (the request as it is), teacher (knows "
        "the answers of the suite `world`), local:PATH or local:base (a trained checkpoint), or replay:RUN to repeat "
        "a recorded run"
    )


def _local_policy(name: str) -> Policy:
    """A checkpoint in this process. Only here is torch needed to act."""
    try:
        from genevolve.training.policy import LocalPolicy
    except ModuleNotFoundError as error:
        raise ConfigError(f"{error.name} is missing: a local policy needs pip install 'genevolve[train]'") from error
    return LocalPolicy.load(name)


def _provider(search: str) -> LibraryProvider:
    if search == WORLD:
        world = open_world()
        return LibraryProvider(world.library, world.load_picture, id="world")
    if search.startswith(INDEX_PREFIX):
        return open_folder_index(Path(search.removeprefix(INDEX_PREFIX)).expanduser())
    raise ConfigError(f"no search {search!r}; there is: world, or index:PATH for a library made by `genevolve index`")
