"""How far the measured judge agrees with the known truth of pictures, and how fast it is.

    python benchmarks/judge.py [--n 360] [--no-text]

Needs the extra `bench` for reading text, unless `--no-text` is given. Times are processor time of this process.
"""

from __future__ import annotations

import argparse
import json

from genevolve.assembly import open_world
from genevolve.world.judge.calibration import calibrate


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--n", type=int, default=360, help="pictures of programs; 2.4 times as many in all")
    parser.add_argument("--no-text", action="store_true", help="leave texts out")
    options = parser.parse_args()
    print(json.dumps(calibrate(open_world(), options.n, reading=not options.no_text).figures()))


if __name__ == "__main__":
    main()
