"""What is imitated: the examples of a data folder, or what the world's own teacher does, kept in the run's folder."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from genevolve.agent.loop import Rollout
from genevolve.agent.prompts import system_prompt
from genevolve.assembly import WORLD, assemble, open_world
from genevolve.config import Settings, TrainSettings
from genevolve.data.dataset import EXAMPLES_FILE, Dataset, ImportedDataset, open_dataset
from genevolve.data.formats import supervised_example
from genevolve.errors import ConfigError, RunError
from genevolve.generation import Parts
from genevolve.records import DataSplit, Trajectory
from genevolve.records.dataset import SupervisedExample
from genevolve.records.wire import QUERY_KNOWLEDGE
from genevolve.rewards import failure
from genevolve.store import ImageStore, write_whole
from genevolve.world.data.copied import told_facts, used_facts
from genevolve.world.suite import SuiteItem, world_suite
from genevolve.world.suite.seeds import draw
from genevolve.world.teacher import TeacherPolicy

NUM_EXAMPLES = 2000
"""Requests that `world` means where it does not say how many."""

WORST_QUALITY = 0.75
"""The teacher's quality lies between this and 1, another for every request: some answers are better than others."""

_MADE_FILE = "made.json"
_VALIDATION_EVERY = 20

OnExample = Callable[[int, int], None]
"""Told how many requests are done, and of how many."""


def num_in_world(data: str) -> int | None:
    """The number of requests that `world` or `world:NUM` means; None when `data` is a folder.

    Raises:
        ConfigError: it is no number.
    """
    name, colon, number = data.partition(":")
    if name != WORLD:
        return None
    if not colon:
        return NUM_EXAMPLES
    if not number.isdecimal() or not int(number):
        raise ConfigError(f"data is a folder, `world`, or world:NUM with a number from 1, e.g. world:500, not {data!r}")
    return int(number)


async def supervised_data(settings: TrainSettings, out: Path, on_example: OnExample | None = None) -> Dataset:
    """The examples that `settings.data` means; those of the world are made once, in `out/data`.

    Raises:
        ConfigError: `data` means nothing.
        DataError: the data folder holds nothing.
        LibraryError: the embedded world is missing or damaged.
        RunError: the examples in `out` were made otherwise.
        StorageError: they cannot be kept.
    """
    num = num_in_world(settings.data)
    if num is None:
        return open_dataset(Path(settings.data).expanduser())
    folder = out / "data"
    made_from = {"data": settings.data, "seed": settings.seed, "agent": settings.agent.model_dump(mode="json")}
    if not _is_made(folder, made_from):
        examples = await _world_examples(settings, num, folder, on_example)
        write_whole(folder / EXAMPLES_FILE, "".join(f"{example.model_dump_json()}\n" for example in examples))
        write_whole(folder / _MADE_FILE, json.dumps(made_from | {"kept": len(examples)}, indent=1) + "\n")
    return ImportedDataset(folder)


def _is_made(folder: Path, made_from: dict[str, object]) -> bool:
    path = folder / _MADE_FILE
    if not path.is_file():
        return False
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        changed = [
            f"{name} was {told[name]!r}, is {value!r}" for name, value in made_from.items() if told[name] != value
        ]
    except (OSError, ValueError, KeyError) as error:
        raise RunError(f"{path} cannot be read ({error}); choose another --out") from error
    if changed:
        raise RunError(f"{folder.parent} was made otherwise ({'; '.join(changed)}); choose another --out")
    return True


async def _world_examples(
    settings: TrainSettings, num: int, folder: Path, on_example: OnExample | None
) -> list[SupervisedExample]:
    parts = assemble(Settings(seed=settings.seed, agent=settings.agent))
    items = sft_items(settings, num)
    kept = ImageStore(folder / "images", sync=False)
    examples = []
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as passing:
        images = ImageStore(Path(passing), sync=False)  # of all that is found, only thumbnails are kept
        for number, item in enumerate(items):
            trajectory = await worked_out(parts, item, images, quality_for(item), settings.seed)
            example = _example(item, trajectory, number)
            if example is not None:
                for sha256 in example.images:
                    kept.adopt(sha256, images.get(sha256))
                examples.append(example)
            if on_example is not None:
                on_example(number + 1, num)
    return examples


def sft_items(settings: TrainSettings, num: int) -> Sequence[SuiteItem]:
    """Requests of the train split for the teacher."""
    return world_suite(open_world(), split="train", n=num, seed=2 * settings.seed)


def evolve_items(settings: TrainSettings, num: int) -> Sequence[SuiteItem]:
    """Other requests of the train split, to be worked out without a teacher."""
    return world_suite(open_world(), split="train", n=num, seed=2 * settings.seed + 1)


def quality_for(item: SuiteItem) -> float:
    """How good the teacher is at this request."""
    return WORST_QUALITY + (1 - WORST_QUALITY) * draw("teacher quality", item.id) / 2**64


async def worked_out(parts: Parts, item: SuiteItem, images: ImageStore, quality: float, seed: int) -> Trajectory:
    """What the teacher, who writes down what it copies, does on a request."""
    settings = parts.settings.agent
    tools = [tool for tool in parts.tools if tool.name in settings.tools]
    skills = parts.skills if QUERY_KNOWLEDGE in settings.tools else None
    rollout = Rollout(
        item.request,
        policy=TeacherPolicy.of([item], quality=quality, seed=seed, style="copying"),
        tools=tools,
        system_prompt=system_prompt(tools, skills, settings),
        settings=settings,
        images=images,
        cache=parts.cache,
        seed=seed,
    )
    return await rollout.run()


def _example(item: SuiteItem, trajectory: Trajectory, number: int) -> SupervisedExample | None:
    """The trajectory as an example, unless it has no program, or states a fact in it that nobody had told it."""
    if failure(trajectory) is not None or trajectory.program is None:
        return None
    if used_facts(item, trajectory.program) - told_facts(item, trajectory):
        return None
    split = DataSplit.SFT if (number + 1) % _VALIDATION_EVERY else DataSplit.SFT_VALIDATION
    example = supervised_example(trajectory, split)
    return example if isinstance(example, SupervisedExample) else None
