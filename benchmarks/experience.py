"""Pairs of the teacher's rollouts, good and bad at the same requests, and the guides that come of them.

    python benchmarks/experience.py [--requests 40] [--show 3] [--out runs/experience-pairs]

Every program is drawn and judged; the two pictures of each pair are laid side by side in `--out`. Prints the guides of
the widest gaps, then one JSON line: pairs, bullets and tokens of a guide, guides that broke a rule, and how near the
nearest other request is by each embedder, which decides how often the guide of another request can be used.
"""

from __future__ import annotations

import argparse
import io
import json
from collections import Counter
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from statistics import mean

import anyio
import numpy as np
from PIL import Image
from tokenizers import Tokenizer

from genevolve.assembly import assemble, open_world
from genevolve.assembly_rewards import Workbench
from genevolve.assembly_supervised import worked_out
from genevolve.config import Settings
from genevolve.config.experience import ExperienceSettings
from genevolve.errors import ComparisonError
from genevolve.experience.guides import guide_block
from genevolve.experience.pairs import pairs_of
from genevolve.models.embedding import MiniLMEmbedder, WordsEmbedder
from genevolve.records.experience import Contender, Contrast, DecisionGuide
from genevolve.rewards import scored
from genevolve.store import ImageStore
from genevolve.world.comparing import WorldComparator
from genevolve.world.sufficiency import sufficiency
from genevolve.world.suite import SuiteItem, world_suite

QUALITIES = (0.2, 0.95)
SEED = 91
SIDE = 512
NUM_PROMPTS = 200


async def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--requests", type=int, default=40)
    parser.add_argument("--show", type=int, default=3)
    parser.add_argument("--out", type=Path, default=Path("runs/experience-pairs"))
    options = parser.parse_args()
    images = ImageStore(options.out / "images", sync=False)
    parts, bench = assemble(Settings.model_validate({"agent": {"view": "compact", "top_k": 3}})), Workbench()
    items = world_suite(open_world(), split="train", n=options.requests, seed=SEED)

    async def contender(number: int, item: SuiteItem, quality: float) -> Contender:
        trajectory = await worked_out(parts, item, images, quality, number)
        program = trajectory.program
        if program is None:
            raise SystemExit(f"the teacher gave up on {item.request.prompt!r}")
        references = [images.get(reference.sha256) for reference in program.references]
        picture = await anyio.to_thread.run_sync(bench.draw, program.gen_prompt, references, SIDE, SIDE, 0)
        truth = bench.truth(item)
        scores = await anyio.to_thread.run_sync(bench.judge, item.request, picture.png, truth)
        judged = sufficiency(item, program)
        outcome, render = scored(scores, judged), images.put(picture.png)
        return Contender(trajectory=trajectory, outcome=outcome, picture=scores, sufficiency=judged, render=render)

    groups = [[await contender(number, item, quality) for quality in QUALITIES] for number, item in enumerate(items)]
    pairs, without = pairs_of(groups, ExperienceSettings(max_pairs=len(groups)))
    guides: list[tuple[Contrast, DecisionGuide]] = []
    refused: Counter[str] = Counter()
    for pair in pairs:
        try:
            guides.append((pair, await WorldComparator().compare(pair)))
        except ComparisonError as error:
            refused[str(error)] += 1
    for number, (pair, guide) in enumerate(guides):
        side_by_side(pair, images).save(options.out / f"pair-{number:02}.png")
        if number < options.show:
            print(f"{pair.gap:.3f}  {pair.request.prompt}\n{guide_block(guide)}\n")
    print(
        json.dumps(
            {"requests": len(groups), "pairs": len(pairs), "without": without, "refused": refused} | told(guides)
        )
    )


def side_by_side(pair: Contrast, images: ImageStore) -> Image.Image:
    """The best one's picture at the left, the worst one's at the right."""
    sheet = Image.new("RGB", (2 * 400 + 8, 400), "white")
    for place, one in enumerate((pair.best, pair.worst)):
        picture = Image.open(io.BytesIO(images.get(one.render))).convert("RGB").resize((400, 400))
        sheet.paste(picture, (408 * place, 0))
    return sheet


def told(guides: Sequence[tuple[Contrast, DecisionGuide]]) -> dict[str, object]:
    """How long guides are, how many different bullets there are, and how near requests are to each other."""
    tokenizer = Tokenizer.from_str(files("genevolve.training.base").joinpath("tokenizer.json").read_text("utf-8"))
    bullets = [[bullet for _, slot in guide.decision_guidance.slots() for bullet in slot] for _, guide in guides]
    tokens = [len(tokenizer.encode(guide_block(guide), add_special_tokens=False).ids) for _, guide in guides]
    prompts = [item.request.prompt for item in world_suite(open_world(), split="train", n=NUM_PROMPTS, seed=SEED + 1)]
    near = {}
    for embedder in (WordsEmbedder(), MiniLMEmbedder.open()):
        rows = embedder.embed(prompts)
        cosines = rows @ rows.T - 2 * np.eye(len(rows), dtype=np.float32)
        nearest = cosines.max(axis=1)
        least = ExperienceSettings().min_cosine
        near[embedder.id] = {
            "median": round(float(np.median(nearest)), 3),
            "share_near_enough": round(float((nearest >= least).mean()), 3),
        }
    return {
        "bullets_each": round(mean(map(len, bullets)), 2),
        "different_bullets": len({bullet for one in bullets for bullet in one}),
        "tokens_each": [min(tokens), round(mean(tokens)), max(tokens)],
        "nearest_other_request": near,
    }


if __name__ == "__main__":
    anyio.run(main)
