"""How fast the data engine builds a data set of the embedded world, from recipes to final splits.

    python benchmarks/data_build.py [RECIPES] [WORKERS] [FOLDER]

Without a folder it builds in one that is taken away afterwards. `requests_distinct` counts different requests among
20,000 recipes, written and thrown away; `distinct_n` and `nearest` tell how varied they are (`data/diversity.py`). The
machine keeps drawings and measurements of earlier builds under the home of genevolve; what a build takes on a machine
that has none shows with a home of its own (GENEVOLVE_HOME).
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from functools import partial
from pathlib import Path
from time import perf_counter

import anyio

from genevolve.assembly import open_world
from genevolve.assembly_data import FolderStages
from genevolve.config import load_data_settings
from genevolve.config.data import BalanceSettings
from genevolve.data.build import build
from genevolve.data.diversity import diversity
from genevolve.data.folder import DataFolder
from genevolve.data.funnel import write_funnel
from genevolve.data.recipes import make_recipes
from genevolve.data.stage import ORDER
from genevolve.data.stats import DataStats
from genevolve.records import Recipe
from genevolve.records.data import Written
from genevolve.world.data.axes import is_held_out, world_axes
from genevolve.world.data.writer import WorldWriter

RECIPE_FILE = Path(__file__).parent.parent / "recipes" / "world-data.toml"
NUM_REQUESTS = 20_000


def main() -> None:
    """Measure and print."""
    num = int(sys.argv[1]) if len(sys.argv) > 1 else 3000
    workers = int(sys.argv[2]) if len(sys.argv) > 2 else 2
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(sys.argv[3]) if len(sys.argv) > 3 else Path(scratch)
        stats, minutes, cpu = _built(folder, num, workers)
    recipes_s, texts = _written()
    varied = diversity(texts)
    figures = {
        "recipes": num,
        "workers": workers,
        "build_minutes": round(sum(minutes.values()), 2),
        "stage_minutes": minutes,
        "stage_cpu_minutes": cpu,
        "recipes_per_s": round(NUM_REQUESTS / recipes_s),
        "recipes_per_s_built": round(num / 60 / max(sum(minutes.values()), 1e-9), 2),
        "requests_distinct": varied.num_distinct,
        "requests_of": NUM_REQUESTS,
        "distinct_n": {n: round(share, 4) for n, share in varied.distinct_n.items()},
        "distinct_n_of_1000_words": {n: round(share, 3) for n, share in varied.in_a_row.items()},
        "nearest": {at: round(value, 3) for at, value in varied.nearest.items()},
        "pass_rates": {name: round(rate, 4) for name, rate in stats.pass_rates.items()},
        "splits": stats.splits,
    }
    print(json.dumps(figures))


def _built(path: Path, num: int, workers: int) -> tuple[DataStats, dict[str, float], dict[str, float]]:
    """The numbers of the folder, and by stage the minutes by the clock and of processors."""
    settings = load_data_settings([RECIPE_FILE], {"num": num})
    minutes: dict[str, float] = {}
    cpu: dict[str, float] = {}
    with DataFolder.write(path, settings) as folder:
        stages = FolderStages(folder, workers)
        for stage in ORDER:
            started, cpu_before = perf_counter(), sum(os.times()[:4])
            standing = anyio.run(partial(build, folder, stages, only=[stage]))[0]
            minutes[stage.value] = round((perf_counter() - started) / 60, 3)
            cpu[stage.value] = round((sum(os.times()[:4]) - cpu_before) / 60, 3)
            print(f"{stage.value:13} {standing.num_kept:6} kept {standing.num_rejected:6} rejected", flush=True)
        return write_funnel(folder), minutes, cpu


def _written() -> tuple[float, list[str]]:
    """Seconds for so many recipes, and the requests that they become."""
    started = perf_counter()
    recipes = make_recipes(world_axes(), BalanceSettings(), NUM_REQUESTS, 0, held_out=is_held_out, held_out_share=0.18)
    seconds = perf_counter() - started
    return seconds, anyio.run(_texts, WorldWriter(open_world()), recipes)


async def _texts(writer: WorldWriter, recipes: list[Recipe]) -> list[str]:
    made = [await writer.write(recipe, number) for number, recipe in enumerate(recipes)]
    return [one.text for one in made if isinstance(one, Written)]


if __name__ == "__main__":
    main()
