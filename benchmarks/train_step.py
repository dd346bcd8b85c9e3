"""What learning costs at the size of the shipped policy: a supervised step, and the learning half of a GRPO step.

Trajectories are as long as the teacher's in the compact view (952 tokens in the mean, 43 % of them sampled, six
thumbnails); their tokens and the weights are random: no time depends on what they are. Settings are those of
`recipes/tiny.toml`. A GRPO step is 48 of them: log-probs of all, then the update; rollouts and rewards are not in it.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from transformers import Qwen3VLForConditionalGeneration

from genevolve.config import TrainSettings, load_train_settings
from genevolve.config.optimiser import OptimiserSettings
from genevolve.training.algorithms.terms import ADVANTAGE, OLD, PolicyTerm, SupervisedTerm
from genevolve.training.encode import Encoder
from genevolve.training.making.tokenizer import train_tokenizer
from genevolve.training.making.weights import base_config, base_image_processor
from genevolve.training.opening import OpenedPolicy
from genevolve.training.processes import open_accelerator
from genevolve.training.sequences import Picture, Segment, Spoken, TokenSequence
from genevolve.training.trainer import Trainer

RECIPE = Path(__file__).parents[1] / "recipes" / "tiny.toml"
NUM_TURNS, OPENING_TOKENS = 6, 190
TURN_TOKENS, OBSERVATION_TOKENS = (30, 107), (20, 122)
PICTURE_PATCHES = (1, 4, 4)


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
        return rng.integers(300, 400, length).tolist()

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


def medians(work: Callable[[], object], rounds: int) -> tuple[float, float]:
    """Seconds by the clock and of the processor: the second tells how much of the first went to other programs."""
    taken = []
    for _ in range(rounds):
        started = time.perf_counter(), time.process_time()
        work()
        taken.append((time.perf_counter() - started[0], time.process_time() - started[1]))
    return statistics.median(clock for clock, _ in taken), statistics.median(cpu for _, cpu in taken)


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rollouts", type=int, default=48, help="trajectories of the GRPO step")
    options = parser.parse_args()
    settings = load_train_settings([RECIPE], {"threads": options.threads})
    accelerator = open_accelerator(settings)
    opened = policy(settings)
    with tempfile.TemporaryDirectory() as folder:
        constant = OptimiserSettings(schedule="constant", warmup=0.0)
        trainer = Trainer(opened, constant, 10_000, accelerator=accelerator, crash_folder=Path(folder))
        figures = measured(trainer, settings, options.rollouts, options.rounds)
    rss_gb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    print(f"load {os.getloadavg()[0]:.1f}")
    figures |= {"rss_gb": round(rss_gb, 2), "threads": torch.get_num_threads(), "rounds": options.rounds}
    print(json.dumps(figures))


def measured(trainer: Trainer, settings: TrainSettings, num_rollouts: int, rounds: int) -> dict[str, float]:
    """Medians of `rounds`, after a supervised step that warms up."""
    grpo = settings.grpo
    rows = trajectories(trainer.policy.encoder, num_rollouts)
    batch = rows[: settings.sft.sequences_per_batch]
    supervised = SupervisedTerm()
    learned = PolicyTerm(grpo.clip_low, grpo.clip_high, grpo.dual_clip, grpo.aggregation)
    columns = [{ADVANTAGE: torch.ones(len(row)), OLD: row.sampled_T} for row in rows]

    def imitate() -> None:
        trainer.step(batch, [supervised.columns(row) for row in batch], [supervised], settings.sft.micro_tokens)

    def learn() -> None:
        trainer.step(rows, columns, [learned], grpo.micro_tokens)

    def score() -> None:
        trainer.score(rows, grpo.micro_tokens)

    imitate()
    (sft_s, sft_cpu_s), (logprobs_s, _), (update_s, update_cpu_s) = (
        medians(work, rounds) for work in (imitate, score, learn)
    )
    tokens, batch_tokens = sum(map(len, rows)), sum(map(len, batch))
    return {
        "sft_step_s": round(sft_s, 3),
        "sft_tokens_per_s": round(batch_tokens / sft_s),
        "sft_tokens_per_cpu_s": round(batch_tokens / sft_cpu_s),
        "logprobs_s": round(logprobs_s, 2),
        "update_s": round(update_s, 2),
        "tokens_per_s": round(tokens / update_s),
        "tokens_per_cpu_s": round(tokens / update_cpu_s),
        "step_tokens": tokens,
        "trained_share": round(sum(int(row.trained_T.sum()) for row in rows) / tokens, 2),
        "parameters": sum(one.numel() for one in trainer.model.parameters()),
    }


if __name__ == "__main__":
    main()
