"""The rollout engine beside `generate`: 16 trajectories of 4 turns with pictures, at the size of the shipped policy.

The engine, `generate` one trajectory at a time, and `generate` for all of them with the history read again at every
turn run one after the other, round after round in one process, each on the same segments and for the same numbers of
tokens; the ratios are those of the median times by the clock. One thread. The weights are random: no time depends on
what they are. Beside each time stands the processor's, which tells how much of it went to other programs.
"""

from __future__ import annotations

import os

os.environ["OMP_NUM_THREADS"] = "1"

import argparse
import json
import statistics
import time
from collections.abc import Callable, Sequence
from functools import partial

import anyio
import numpy as np
import torch
from transformers import Qwen3VLForConditionalGeneration

from genevolve.config.training import BaseSetup, RolloutSettings
from genevolve.training.encode import Encoder, SpecialIds
from genevolve.training.engine import LocalEngine, TurnRequest
from genevolve.training.engine.baseline import Baseline, Plan, PlannedTurn
from genevolve.training.making.tokenizer import train_tokenizer
from genevolve.training.making.weights import base_config, base_image_processor
from genevolve.training.sequences import Picture, Segment, Spoken, TokenSequence

NUM_ROLLOUTS, NUM_TURNS = 16, 4
OPENING_TOKENS, OBSERVATION_TOKENS, TURN_TOKENS = (120, 260), (60, 240), (40, 84)
NUM_PICTURES, PICTURE_PATCHES = 3, (1, 4, 4)
TEMPERATURE, TOP_P = 0.7, 0.95


def policy() -> tuple[Qwen3VLForConditionalGeneration, SpecialIds]:
    """A model of the shipped sizes, and its special tokens, none of which but `<|im_end|>` may end a turn."""
    encoder = Encoder(train_tokenizer(["the size of the vocabulary is set below"], 512), base_image_processor())
    config = base_config(BaseSetup(), encoder.tokenizer)
    config.text_config.vocab_size = BaseSetup().vocab_size
    torch.manual_seed(0)
    return Qwen3VLForConditionalGeneration(config).eval(), encoder.ids


def plans(ids: SpecialIds) -> list[Plan]:
    """What each trajectory reads and how much it says, drawn once; three pictures come with the second turn."""
    rng = np.random.default_rng(0)

    def segment(least_and_most: tuple[int, int], num_pictures: int) -> Segment:
        text = rng.integers(300, 400, int(rng.integers(*least_and_most))).tolist()
        num_patches = int(np.prod(PICTURE_PATCHES))
        shown = [ids.vision_start, *[ids.image_pad] * (num_patches // 4), ids.vision_end]
        pixels = [rng.standard_normal((num_patches, 1536), dtype=np.float32) for _ in range(num_pictures)]
        pictures = tuple(Picture(torch.from_numpy(one), torch.tensor(PICTURE_PATCHES)) for one in pixels)
        return Segment((*text, *shown * num_pictures, *text[:10]), pictures)

    def planned(turn: int) -> PlannedTurn:
        length = OBSERVATION_TOKENS if turn else OPENING_TOKENS
        return PlannedTurn(segment(length, NUM_PICTURES if turn == 1 else 0), int(rng.integers(*TURN_TOKENS)))

    return [[planned(turn) for turn in range(NUM_TURNS)] for _ in range(NUM_ROLLOUTS)]


async def by_engine(engine: LocalEngine, planned: Sequence[Plan]) -> list[TokenSequence]:
    """All trajectories at once, each asking for its next turn as soon as the last is there."""
    sequences: dict[int, TokenSequence] = {}
    sessions = [engine.session() for _ in planned]

    async def roll_out(number: int) -> None:
        parts: list[Segment | Spoken] = []
        for turn, one in enumerate(planned[number]):
            request = TurnRequest(one.segment, one.num_tokens, TEMPERATURE, TOP_P, seed=1000 * number + turn)
            sampled = await sessions[number].extend(request)
            parts += [one.segment, Spoken(sampled.ids, sampled.logprobs)]
        await sessions[number].close()
        sequences[number] = TokenSequence.joined(planned[number][0].segment, parts[1:])

    async with anyio.create_task_group() as group:
        for number in range(len(planned)):
            group.start_soon(roll_out, number)
    return [sequences[number] for number in range(len(planned))]


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the clock and of the processor."""
    started = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - started[0], time.process_time() - started[1]


def main(num_rounds: int) -> None:
    """Measure, and print."""
    torch.set_num_threads(1)
    model, ids = policy()
    planned = plans(ids)
    without_end = SpecialIds(**{**vars(ids), "banned": (*ids.banned, ids.im_end)})
    engine = LocalEngine(model, without_end, RolloutSettings(repeat_stop=0))
    baseline = Baseline(model, ids, temperature=TEMPERATURE, top_p=TOP_P)
    ways: dict[str, Callable[[], object]] = {
        "engine": partial(anyio.run, by_engine, engine, planned),
        "reprefill": partial(baseline.reprefill, planned),
        "one_by_one": partial(baseline.one_by_one, planned),
    }
    seconds: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
    sequences = anyio.run(by_engine, engine, planned)
    scores = anyio.run(partial(engine.score, sequences, temperature=TEMPERATURE))
    pairs = zip(scores, sequences, strict=True)
    gap = max((score.logprob_N - one.sampled_T[one.trained_T]).abs().max().item() for score, one in pairs)
    for number in range(num_rounds):
        for name, way in ways.items():
            seconds[name].append(timed(way))
        shown = (f"{name} {taken[-1][0]:.1f} s ({taken[-1][1]:.1f})" for name, taken in seconds.items())
        print(f"round {number + 1}: {', '.join(shown)}; load {os.getloadavg()[0]:.1f}", flush=True)
    middle = {name: statistics.median(clock for clock, _ in taken) for name, taken in seconds.items()}
    print(f"the engine in all {num_rounds + 1} runs: {engine.stats}")
    figures = {
        "speedup_one_by_one": round(middle["one_by_one"] / middle["engine"], 2),
        "speedup_reprefill": round(middle["reprefill"] / middle["engine"], 2),
        "trajectories_per_s": round(NUM_ROLLOUTS / middle["engine"], 2),
        "logprob_gap_max": gap,
        "threads": torch.get_num_threads(),
        "rounds": num_rounds,
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    main(parser.parse_args().rounds)
