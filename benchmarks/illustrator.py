"""How fast the embedded illustrator draws: twelve realistic prompts at 512 px, one core, after one round to warm up.

    python benchmarks/illustrator.py [ROUNDS]

Times the whole of `draw`: reading the prompt, the backdrop, things, texts, light, style and weather. References are
handed over as PNG bytes as the agent does. `pictures_per_s` counts the processor time of this process, which is what
one core can do when nobody else uses it; `wall_pictures_per_s` is what the clock said here and now.
"""

from __future__ import annotations

import json
import statistics
import sys
from time import perf_counter, process_time

from genevolve.assembly import open_world
from genevolve.world.illustrator.embedded import embedded_illustrator
from genevolve.world.world import World

SIDE = 512
PROMPTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "A wide view of a marble table in a bright kitchen, soft morning light from the left with gentle shadows. "
        "Exactly three lanterns stand in one row: the first lantern, at the left, is red; the second lantern, in the "
        "centre, is blue; the third lantern, at the right, is red. At the top centre, a wooden sign carries the text "
        '"OPEN LATE" in large bold white sans-serif capitals.',
        (),
    ),
    (
        "In the centre of a green meadow stands the flag from the first reference image, shown exactly as in the "
        "reference. Warm golden-hour light from the left, long soft shadows.",
        ("flag of Chad",),
    ),
    (
        "On a wooden table, in the centre, a white mug bears the logo from the first reference image, shown exactly as "
        "in the reference. Soft morning light from the left.",
        ("Spotify logo",),
    ),
    (
        "A marble table at golden hour, warm light from the left. At the left, a bell of polished brass with bright "
        "highlights. At the right, a vase of clear glass, the light passing through it, with bright edges.",
        (),
    ),
    (
        "In the foreground at the left stands the giraffe from the first reference image, standing upright in side "
        "view. In the background at the right rises the castle from the second reference image. Desert, daylight from "
        "the right.",
        ("giraffe", "castle"),
    ),
    ("a photo of a red car and a blue dog", ()),
    ("a photo of four handbags", ()),
    (
        "A city street at night, neon light from the left. At the top centre, a neon sign carries the text "
        '"JAZZ CLUB" in pink capitals. In the foreground at the left stands a yellow taxi.',
        (),
    ),
    ("Three elephants in the fog of a savannah, overcast light from above, painted in watercolour", ()),
    ("an oil painting of a lighthouse above the sea in a storm", ()),
    ("seven apples on a wooden table", ()),
    (
        "A felt pennant in the centre of a brick wall bears the flag from the first reference image. Daylight from the "
        "left.",
        ("flag of Romania",),
    ),
)


def main() -> None:
    """Measure and print."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    world = open_world()
    illustrator = embedded_illustrator(world)
    jobs = [(prompt, [_reference(world, query) for query in queries]) for prompt, queries in PROMPTS]
    for prompt, references in jobs:
        illustrator.draw(prompt, references, width=SIDE, height=SIDE, seed=0)
    costs: list[float] = []
    begun = perf_counter()
    for prompt, references in jobs:
        times = []
        for seed in range(1, rounds + 1):
            started = process_time()
            illustrator.draw(prompt, references, width=SIDE, height=SIDE, seed=seed)
            times.append(process_time() - started)
        costs.append(statistics.median(times))
        print(f"{costs[-1] * 1e3:6.1f} ms  {prompt[:90]}")
    wall = (perf_counter() - begun) / (len(jobs) * rounds)
    mean = statistics.mean(costs)
    print(
        f"mean {mean * 1e3:.1f} ms, median {statistics.median(costs) * 1e3:.1f} ms a picture: {1 / mean:.1f} pictures/s"
    )
    figures = {
        "pictures_per_s": round(1 / mean, 2),
        "wall_pictures_per_s": round(1 / wall, 2),
        "mean_ms": round(mean * 1e3, 1),
        "median_ms": round(statistics.median(costs) * 1e3, 1),
        "slowest_ms": round(max(costs) * 1e3, 1),
        "prompts": len(jobs),
    }
    print(json.dumps(figures))


def _reference(world: World, query: str) -> bytes:
    return world.load_picture(world.library.search_pictures(query, 1)[0].entry)


if __name__ == "__main__":
    main()
