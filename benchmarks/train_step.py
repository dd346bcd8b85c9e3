"""What learning costs at the size of the shipped policy: a supervised step, a GRPO step, and where its time goes.

The learning halves are measured on trajectories as long as the teacher's in the compact view (952 tokens in the mean,
43 % of them sampled, six thumbnails); their tokens and the weights are random: no time depends on what they are.

With the distillation every row is read behind a guide of 210 tokens, which is what the world's comparator writes, and
the update has a second term: `teacher_s`, `ved_update_s`, and `ved_learning_ratio`, both over `update_s` in
processor time.

With `--from POLICY` whole GRPO steps are made as `genevolve train grpo` makes them, by that policy in the embedded
world: rollouts, pictures, judgements, log-probs, update. The first step starts the processes that draw and judge and
reads the world into them; it is told apart (`first_step_s`), and the others are counted. `split` is in seconds of the
clock: `rollout` lasts until the last reward is there, `render` and `judge` are summed over rollouts that wait side by
side. `ved_step_s` is the same step with a guide for every row: its update takes `ved_learning_ratio` times as long.
Settings are those of `recipes/tiny.toml`.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import anyio
import numpy as np
import psutil
import torch
from transformers import Qwen3VLForConditionalGeneration

from genevolve.assembly_evolving import open_training
from genevolve.config import TrainSettings, load_train_settings
from genevolve.config.optimiser import OptimiserSettings
from genevolve.training.algorithms.sdl import SELECTED, TEACHER, SdlTerm
from genevolve.training.algorithms.terms import ADVANTAGE, OLD, PolicyTerm, SupervisedTerm
from genevolve.training.encode import Encoder
from genevolve.training.grpo_run import run_grpo
from genevolve.training.making.tokenizer import train_tokenizer
from genevolve.training.making.weights import base_config, base_image_processor
from genevolve.training.opening import OpenedPolicy
from genevolve.training.processes import open_accelerator
from genevolve.training.sequences import Picture, Segment, Spoken, TokenSequence, with_prefix
from genevolve.training.trainer import SHARE_EVERY, Trainer

RECIPE = Path(__file__).parents[1] / "recipes" / "tiny.toml"
NUM_TURNS, OPENING_TOKENS, GUIDE_TOKENS = 6, 190, 210
TURN_TOKENS, OBSERVATION_TOKENS = (30, 107), (20, 122)
PICTURE_PATCHES = (1, 4, 4)
PARTS = ("rollout", "render", "judge", "logprobs", "update")


def policy(settings: TrainSettings) -> OpenedPolicy:
    """A model of the shipped sizes with random weights, all of it trained."""
    encoder = Encoder(train_tokenizer(["the size of the vocabulary is set below"], 512), base_image_processor())
    config = base_config(settings.base, encoder.tokenizer)
    config.text_config.vocab_size = settings.base.vocab_size
    return OpenedPolicy(Qwen3VLForConditionalGeneration(config), encoder, None)


def trajectories(encoder: Encoder, number: int) -> list[TokenSequence]:
    """Openings, turns and observations of lengths drawn once; one picture with each observation, two with the first."""
    rng = np.random.default_rng(0)
    ids = encoder.ids
    shown = [ids.vision_start, *[ids.image_pad] * (int(np.prod(PICTURE_PATCHES)) // 4), ids.vision_end]

    def text(length: int) -> list[int]:
        return [int(one) for one in rng.integers(300, 400, length)]

    def observation(num_pictures: int) -> Segment:
        shape = (int(np.prod(PICTURE_PATCHES)), 1536)
        pixels = [rng.standard_normal(shape, dtype=np.float32) for _ in range(num_pictures)]
        pictures = tuple(Picture(torch.from_numpy(one), torch.tensor(PICTURE_PATCHES)) for one in pixels)
        return Segment((*text(int(rng.integers(*OBSERVATION_TOKENS))), *shown * num_pictures, *text(10)), pictures)

    def trajectory() -> TokenSequence:
        parts: list[Spoken | Segment] = []
        for turn in range(NUM_TURNS):
            parts.append(Spoken((*text(int(rng.integers(*TURN_TOKENS))), ids.im_end)))
            if turn < NUM_TURNS - 1:
                parts.append(observation(2 if turn == 0 else 1))
        return TokenSequence.joined(Segment(tuple(text(OPENING_TOKENS))), parts)

    return [trajectory() for _ in range(number)]


def medians(works: Sequence[Callable[[], object]], rounds: int) -> list[tuple[float, float]]:
    """Of each, in rounds of all of them so that a busy minute meets all alike: seconds of the clock and the processor.

    The second tells how much of the first went to other programs.
    """
    taken: list[list[tuple[float, float]]] = [[] for _ in works]
    for _ in range(rounds):
        for work, told in zip(works, taken, strict=True):
            started = time.perf_counter(), time.process_time()
            work()
            told.append((time.perf_counter() - started[0], time.process_time() - started[1]))
    return [
        (statistics.median(clock for clock, _ in told), statistics.median(cpu for _, cpu in told)) for told in taken
    ]


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rollouts", type=int, default=48, help="trajectories of the GRPO step")
    parser.add_argument("--from", dest="policy", default="", help="make whole GRPO steps with this policy as well")
    parser.add_argument("--steps", type=int, default=4, help="of these; the first is not counted")
    options = parser.parse_args()
    settings = load_train_settings([RECIPE], {"threads": options.threads})
    accelerator = open_accelerator(settings)
    opened = policy(settings)
    with tempfile.TemporaryDirectory() as folder:
        constant = OptimiserSettings(schedule="constant", warmup=0.0)
        trainer = Trainer(opened, constant, 10_000, accelerator=accelerator, crash_folder=Path(folder))
        learned = measured(trainer, settings, options.rollouts, options.rounds)
    rss_gb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    figures: dict[str, object] = {**learned}
    figures |= {"rss_gb": round(rss_gb, 2), "threads": torch.get_num_threads(), "rounds": options.rounds}
    if options.policy:
        overrides = {"policy": options.policy, "data": "world", "threads": options.threads, "grpo.steps": options.steps}
        with tempfile.TemporaryDirectory() as folder:
            figures |= grpo_steps(load_train_settings([RECIPE], overrides), Path(folder))
        figures |= with_distillation(figures, learned["ved_learning_ratio"])
    print(f"load {os.getloadavg()[0]:.1f}")
    print(json.dumps(figures))


def grpo_steps(settings: TrainSettings, out: Path) -> dict[str, object]:
    """Medians of whole GRPO steps but the first, and the most memory that all processes held together."""
    steps: list[Mapping[str, float]] = []

    async def work() -> None:
        async with open_training(settings, out) as given:
            await run_grpo(
                settings,
                given.parts,
                given.tasks,
                given.reward,
                None,
                out,
                on_step=lambda _, numbers: steps.append(numbers),
            )

    with most_memory() as held:
        anyio.run(work)
    first, counted = steps[0], steps[1:] or steps

    def median(name: str) -> float:
        return round(statistics.median(step.get(name, 0.0) for step in counted), 2)

    return {
        "grpo_step_s": median("seconds/step"),
        "first_step_s": round(first["seconds/step"], 1),
        "split": {part: median(f"seconds/{part}") for part in PARTS},
        "scored": median("rollout/num_scored"),
        "rss_gb": round(held[0] / 1e9, 2),
    }


def with_distillation(figures: Mapping[str, Any], learning_ratio: float) -> dict[str, float]:
    """The same step with a guide for every row, and how much longer it takes."""
    step_s, update_s = figures["grpo_step_s"], figures["split"]["update"]
    ved_step_s = step_s + (learning_ratio - 1) * update_s
    return {"ved_step_s": round(ved_step_s, 2), "ved_ratio": round(ved_step_s / step_s, 2)}


@contextmanager
def most_memory() -> Iterator[list[float]]:
    """Bytes that this process and its children hold together at most; what they share is counted once (PSS)."""
    held = [0.0]
    over = threading.Event()
    this = psutil.Process()

    def look() -> None:
        while not over.wait(1.0):
            total = 0.0
            for process in [this, *this.children(recursive=True)]:
                try:
                    total += process.memory_full_info().pss
                except psutil.Error:  # it has just ended
                    continue
            held[0] = max(held[0], total)

    watching = threading.Thread(target=look)
    watching.start()
    try:
        yield held
    finally:
        over.set()
        watching.join()


def measured(trainer: Trainer, settings: TrainSettings, num_rollouts: int, rounds: int) -> dict[str, float]:
    """Medians of `rounds`, after a supervised step that warms up."""
    grpo = settings.grpo
    rows = trajectories(trainer.policy.encoder, num_rollouts)
    batch = rows[: settings.sft.sequences_per_batch]
    supervised = SupervisedTerm()
    learned = PolicyTerm(grpo.clip_low, grpo.clip_high, grpo.dual_clip, grpo.aggregation)
    columns = [{ADVANTAGE: torch.ones(len(row)), OLD: row.sampled_T} for row in rows]
    prefix = Segment(tuple(range(300, 300 + OPENING_TOKENS + GUIDE_TOKENS)))
    guided = [with_prefix(row, prefix) for row in rows]
    distilled = SdlTerm(settings.distillation, 2.0, grpo.aggregation)
    teaching = [
        column | {SELECTED: row.trained_T.float(), TEACHER: row.sampled_T}
        for row, column in zip(rows, columns, strict=True)
    ]

    def imitate() -> None:
        trainer.step(batch, [supervised.columns(row) for row in batch], [supervised], settings.sft.micro_tokens)

    def learn() -> None:
        trainer.step(rows, columns, [learned], grpo.micro_tokens)

    def distil() -> None:
        while trainer.steps_done % SHARE_EVERY == 0:  # such steps look at the terms apart as well
            imitate()
        trainer.step(rows, teaching, [learned, distilled], grpo.micro_tokens)

    def score() -> None:
        trainer.score(rows, grpo.micro_tokens)

    def read() -> None:
        trainer.score(guided, grpo.micro_tokens)

    imitate()
    (
        (sft_s, sft_cpu_s),
        (logprobs_s, _),
        (update_s, update_cpu_s),
        (ved_update_s, ved_cpu_s),
        (teacher_s, teacher_cpu_s),
    ) = medians((imitate, score, learn, distil, read), rounds)
    tokens, batch_tokens = sum(map(len, rows)), sum(map(len, batch))
    return {
        "sft_step_s": round(sft_s, 3),
        "sft_tokens_per_s": round(batch_tokens / sft_s),
        "sft_tokens_per_cpu_s": round(batch_tokens / sft_cpu_s),
        "logprobs_s": round(logprobs_s, 2),
        "update_s": round(update_s, 2),
        "ved_update_s": round(ved_update_s, 2),
        "teacher_s": round(teacher_s, 2),
        "ved_learning_ratio": round((ved_cpu_s + teacher_cpu_s) / update_cpu_s, 2),
        "tokens_per_s": round(tokens / update_s),
        "tokens_per_cpu_s": round(tokens / update_cpu_s),
        "step_tokens": tokens,
        "trained_share": round(sum(int(row.trained_T.sum()) for row in rows) / tokens, 2),
        "parameters": sum(one.numel() for one in trainer.model.parameters()),
    }


if __name__ == "__main__":
    main()
