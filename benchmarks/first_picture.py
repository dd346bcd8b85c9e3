"""How long the first pictures take, and how much is installed for them.

    python benchmarks/first_picture.py

Runs the four requests of `genevolve demo` in a new process, as a newcomer would. `seconds_per_request` is the wall time
of that process, start-up included, over the number of requests. `install_mb` is what a runtime-only installation takes
on disk: genevolve's distribution and those it needs, pip, and the embedded world.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from importlib import metadata
from pathlib import Path
from time import perf_counter

from genevolve.assembly import open_world
from genevolve.cli.demo import REQUESTS
from genevolve.config import default_home
from genevolve.world.build import ASSETS, world_root


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        started = perf_counter()
        subprocess.run(
            [sys.executable, "-m", "genevolve", "demo", "--out", f"{folder}/demo"],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        seconds = perf_counter() - started
    sizes = {name: _distribution_bytes(name) for name in _needed("genevolve") | {"pip"}}
    world = sum(_folder_bytes(folder) for folder in (open_world().path, world_root(default_home()) / ASSETS))
    for name, size in sorted(sizes.items(), key=lambda item: -item[1])[:8]:
        print(f"{name:24} {size / 1e6:7.1f} MB")
    print(f"{'embedded world':24} {world / 1e6:7.1f} MB")
    print(f"{len(REQUESTS)} requests in {seconds:.1f} s")
    figures = {
        "seconds_per_request": round(seconds / len(REQUESTS), 2),
        "seconds": round(seconds, 2),
        "install_mb": round((sum(sizes.values()) + world) / 1e6, 1),
        "world_mb": round(world / 1e6, 1),
    }
    print(json.dumps(figures))


def _needed(name: str) -> set[str]:
    """Names of the distributions that `name` needs at run time, itself included."""
    needed: set[str] = set()
    waiting = [name]
    while waiting:
        current = waiting.pop()
        if current in needed:
            continue
        needed.add(current)
        for requirement in metadata.requires(current) or ():
            wanted, _, marker = requirement.partition(";")
            if "extra" not in marker and _installed(dependency := re.split(r"[\s\[<>=!~(]", wanted.strip())[0]):
                waiting.append(dependency.lower())
    return needed


def _installed(name: str) -> bool:
    try:
        metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return False
    return True


def _folder_bytes(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def _distribution_bytes(name: str) -> int:
    files = metadata.distribution(name).files or ()
    return sum(path.stat().st_size for file in files if (path := Path(str(file.locate()))).is_file())


if __name__ == "__main__":
    main()
