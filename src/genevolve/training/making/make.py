"""Makes the small base policy from transcripts, captioned pictures and requests, and says what it can do."""

from __future__ import annotations

import importlib.metadata
import json
import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.resources import files
from itertools import count
from pathlib import Path
from time import perf_counter
from typing import Literal

import torch
from safetensors.torch import save_file
from transformers import PreTrainedTokenizerFast, Qwen3VLForConditionalGeneration

from genevolve.config import TrainSettings
from genevolve.errors import TrainingError
from genevolve.records import Trajectory
from genevolve.store.files import storage_error, write_whole
from genevolve.training.encode import Encoder
from genevolve.training.making.copying import Wordstock, copying_lesson
from genevolve.training.making.lessons import Lesson, Share, measure
from genevolve.training.making.looking import learn_to_look
from genevolve.training.making.reading import ReadRequest, reading_lesson
from genevolve.training.making.seeing import NUM_CHOICES, CaptionedPicture, seeing_lesson, which_lesson
from genevolve.training.making.tokenizer import train_tokenizer
from genevolve.training.making.warmup import warm_up
from genevolve.training.making.weights import base_config, base_image_processor, start_model
from genevolve.training.sequences import TokenSequence

WEIGHTS, MADE, LOG, TEMPLATE = "model.safetensors", "made.json", "log.jsonl", "chat_template.jinja"

NUM_PROBES = 250
"""Conversations with probes, of each subject."""

_LOG_EVERY = 10
_PACKAGES = ("torch", "transformers", "tokenizers", "safetensors")

OnStep = Callable[[int, int, float], None]

Subject = Literal["copying", "seeing", "reading"]
SUBJECTS: tuple[Subject, ...] = ("copying", "seeing", "reading")


@dataclass(frozen=True)
class BaseReport:
    """What was made, as `made.json` keeps it; by skill the share of probes that come out right."""

    command: str
    seed: int
    parameters: int
    tokens: int
    seconds: float
    at_start: dict[str, Share]
    """The weights as they were laid out, before any training."""
    shipped: dict[str, Share]
    """The weights as they are in the file, rounded to 16 bits."""
    packages: dict[str, str]


def make_base(
    settings: TrainSettings,
    trajectories: Iterable[Trajectory],
    pictures: Sequence[CaptionedPicture],
    requests: Sequence[ReadRequest],
    out: Path,
    *,
    num_probes: int = NUM_PROBES,
    command: str = "genevolve train base",
    on_step: OnStep | None = None,
) -> BaseReport:
    """Tokenizer, weights that copy, a tower that looks, lessons in three subjects, probes of the weights as kept.

    Args:
        settings: `base` and `seed`.
        trajectories: a teacher's, of the train split.
        pictures: thumbnails with words; the held-out ones only measure.
        requests: with what is wished in them; the held-out ones only measure.
        out: where the policy, `made.json` and `log.jsonl` go.
        num_probes: conversations of each subject to measure with.
        command: what this can be repeated with, for `made.json`.
        on_step: told after each step: its number, tokens so far, loss.

    Raises:
        TrainingError: there are too few trajectories, pictures or requests to make lessons of.
        StorageError: `out` cannot be written.
    """
    started = perf_counter()
    school = School.of(trajectories, pictures, requests)
    encoder = Encoder(_tokenizer(school.stock.passages, settings.base.vocab_size), base_image_processor())
    model = start_model(base_config(settings.base, encoder.tokenizer), settings.seed).eval()
    at_start = school.probe(model, encoder, num_probes)
    learn_to_look(
        model, encoder, school.pictures, num_steps=settings.base.look_steps, lr=settings.base.lr, seed=settings.seed
    )
    tokens, lines = _teach(model, encoder, school, settings, on_step)
    save_policy(model, encoder, out)
    rounded = Qwen3VLForConditionalGeneration.from_pretrained(out, dtype=torch.float32, local_files_only=True).eval()
    report = BaseReport(
        command=command,
        seed=settings.seed,
        parameters=sum(parameter.numel() for parameter in model.parameters()),
        tokens=tokens,
        seconds=round(perf_counter() - started),
        at_start=at_start,
        shipped=school.probe(rounded, encoder, num_probes),
        packages={name: importlib.metadata.version(name) for name in _PACKAGES},
    )
    write_whole(out / LOG, "".join(json.dumps(line) + "\n" for line in lines))
    write_whole(out / MADE, json.dumps(asdict(report), indent=1) + "\n")
    return report


@dataclass(frozen=True)
class School:
    """What the small policy is taught and examined with."""

    stock: Wordstock
    pictures: tuple[CaptionedPicture, ...]
    held_out: tuple[CaptionedPicture, ...]
    requests: tuple[ReadRequest, ...]
    requests_held_out: tuple[ReadRequest, ...]

    @classmethod
    def of(
        cls, trajectories: Iterable[Trajectory], pictures: Sequence[CaptionedPicture], requests: Sequence[ReadRequest]
    ) -> School:
        """Sort what was given into what is learned from and what only measures.

        Raises:
            TrainingError: see `make_base`.
        """
        texts = [turn.text for trajectory in trajectories for turn in trajectory.turns]
        learned = tuple(picture for picture in pictures if not picture.held_out)
        held_out = tuple(picture for picture in pictures if picture.held_out)
        for group in (learned, held_out):
            if len({picture.words for picture in group}) < NUM_CHOICES:
                raise TrainingError(f"{NUM_CHOICES} pictures are needed to learn from, and {NUM_CHOICES} held out")
        read = tuple(request for request in requests if not request.held_out)
        unread = tuple(request for request in requests if request.held_out)
        if not read or not unread:
            raise TrainingError("requests are needed to learn from, and others that are held out")
        try:
            return cls(Wordstock.of(texts), learned, held_out, read, unread)
        except ValueError as error:
            raise TrainingError(f"the trajectories are too few: {error}") from error

    def lessons(self, seed: int) -> dict[Subject, Iterator[Lesson]]:
        """Of each subject without an end."""
        rngs = {subject: random.Random(f"{subject} {seed}") for subject in SUBJECTS}
        return {
            "copying": (copying_lesson(self.stock, rngs["copying"]) for _ in count()),
            "seeing": (seeing_lesson(self.pictures, rngs["seeing"]) for _ in count()),
            "reading": (reading_lesson(rngs["reading"].choice(self.requests)) for _ in count()),
        }

    def probe(self, model: Qwen3VLForConditionalGeneration, encoder: Encoder, num: int) -> dict[str, Share]:
        """Examine on lessons that were never given: other names and values, things of the test split."""
        rng = random.Random("probes")
        copying = [copying_lesson(self.stock, rng) for _ in range(num)]
        seeing = [which_lesson(self.held_out, rng) for _ in range(num)]
        reading = [reading_lesson(request) for request in self.requests_held_out[:num]]
        return measure(model, encoder, [*copying, *seeing, *reading])


def save_policy(model: Qwen3VLForConditionalGeneration, encoder: Encoder, folder: Path) -> None:
    """Write a policy that loads offline, its weights rounded to 16 bits. The head is tied: it has no tensor.

    Raises:
        StorageError: the folder cannot be written.
    """
    weights = {name: parameter.detach().half().contiguous() for name, parameter in model.named_parameters()}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        save_file(weights, folder / WEIGHTS, metadata={"format": "pt"})
        model.config.save_pretrained(folder)
        model.generation_config.save_pretrained(folder)
        encoder.save(folder)
    except OSError as error:
        raise storage_error(folder, error) from error


def _tokenizer(texts: Sequence[str], vocab_size: int) -> PreTrainedTokenizerFast:
    tokenizer = train_tokenizer(texts, vocab_size)
    tokenizer.chat_template = (files("genevolve.training") / "base" / TEMPLATE).read_text(encoding="utf-8")
    return tokenizer


def _teach(
    model: Qwen3VLForConditionalGeneration,
    encoder: Encoder,
    school: School,
    settings: TrainSettings,
    on_step: OnStep | None,
) -> tuple[int, list[dict[str, float]]]:
    """Tokens that were seen, and lines of the log."""
    base = settings.base
    wanted: dict[Subject, int] = {
        "copying": base.copy_tokens,
        "seeing": base.vision_tokens,
        "reading": base.reading_tokens,
    }
    lines: list[dict[str, float]] = []
    seen = 0

    def note(step: int, tokens: int, loss: float) -> None:
        nonlocal seen
        seen = tokens
        if step % _LOG_EVERY == 0:
            lines.append({"step": step, "tokens": tokens, "loss": round(loss, 4)})
        if on_step:
            on_step(step, tokens, loss)

    num_tokens = sum(wanted.values())
    if num_tokens:
        lessons = school.lessons(settings.seed)
        sequences = _side_by_side(
            {subject: (lesson.sequence(encoder) for lesson in lessons[subject]) for subject in SUBJECTS}, wanted
        )
        warm_up(model, sequences, num_tokens=num_tokens, lr=base.lr, pad_id=encoder.ids.endoftext, on_step=note)
    return seen, lines


def _side_by_side(
    streams: Mapping[Subject, Iterator[TokenSequence]], wanted: Mapping[Subject, int]
) -> Iterator[TokenSequence]:
    """All subjects from beginning to end: the next lesson is of the one that is furthest behind its tokens."""
    given: dict[Subject, int] = {subject: 0 for subject, tokens in wanted.items() if tokens}
    while True:
        subject = min(given, key=lambda one: given[one] / wanted[one])
        sequence = next(streams[subject])
        given[subject] += len(sequence)
        yield sequence
