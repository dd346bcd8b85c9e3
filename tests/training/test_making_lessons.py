"""Lessons, their marks and probes; the loop that gives them; the whole of `make_base` at a tiny size."""

# ruff: noqa: E402 - what needs the extra `train` is imported after it was looked for
from __future__ import annotations

import json
import random
from itertools import islice, repeat
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("transformers")

from tiny import noise_png, tiny_encoder, tiny_model
from transformers import Qwen3VLForConditionalGeneration

from genevolve.config import TrainSettings
from genevolve.config.training import BaseSetup
from genevolve.errors import TrainingError
from genevolve.models import Message
from genevolve.records import Request, Role, StopReason, Trajectory, Turn
from genevolve.training.encode import Encoder
from genevolve.training.making.copying import AGAIN, FACT, NAME, PICTURE, QUOTE, Wordstock, copying_lesson
from genevolve.training.making.lessons import Lesson, Mark, measure
from genevolve.training.making.make import _side_by_side, make_base
from genevolve.training.making.reading import ReadRequest, reading_lesson
from genevolve.training.making.seeing import CaptionedPicture, seeing_lesson, which_lesson
from genevolve.training.making.warmup import warm_up

SYLLABLES = [
    "zel",
    "go",
    "grod",
    "yar",
    "sis",
    "la",
    "va",
    "clar",
    "celle",
    "ba",
    "ki",
    "weni",
    "so",
    "ra",
    "do",
    "ri",
    "ku",
    "mo",
    "ne",
    "thal",
    "bri",
    "fen",
    "os",
    "ta",
    "lu",
    "pi",
]


def transcripts() -> list[str]:
    rng = random.Random(0)

    def name() -> str:
        return "".join(rng.choice(SYLLABLES) for _ in range(3)).capitalize()

    keys = ("city", "opened", "architect", "height", "motto", "crest")
    pages = [
        f"[1] {name()} Tower: city: {name()}; opened: {1700 + number}; architect: {name()} {name()}; crest: red owl;"
        for number in range(40)
    ]
    words = "the tower stands in a city where an old lantern lights every quiet street and no clock is right"
    return [*pages, words, " ".join(f"{key}: some {key};" for key in keys)]


@pytest.fixture(scope="module")
def stock() -> Wordstock:
    return Wordstock.of(transcripts())


def test_marks_stand_on_exactly_their_tokens() -> None:
    encoder = tiny_encoder()
    lesson = Lesson().told("x").says("<think>the ", Mark("a", "club"), ": ", Mark("b", "Zelgogrod"), "</think>")
    lesson.told("y").says('["', Mark("a", "Zelgogrod"), '"]')
    marked = [(skill, encoder.text(one.ids_T[one.weight_T > 0].tolist())) for skill, one in lesson.marked(encoder)]
    assert [(skill, text.strip()) for skill, text in marked] == [("a", "club"), ("b", "Zelgogrod"), ("a", "Zelgogrod")]


def test_what_is_to_be_copied_was_told_before(stock: Wordstock) -> None:
    rng = random.Random(4)
    for _ in range(60):
        lesson = copying_lesson(stock, rng)
        told = ""
        places = iter(lesson.places)
        spoken = [message.text for message in lesson.messages if message.role is Role.ASSISTANT]
        turn = 0
        for message in lesson.messages:
            if message.role is Role.ASSISTANT:
                for place in (one for one in lesson.places if one.turn == turn):
                    if place.skill in (NAME, FACT, AGAIN, PICTURE, QUOTE):
                        assert spoken[turn][place.start : place.end].strip() in told
                turn += 1
            told += message.text
        assert next(places, None) is not None


def test_lessons_follow_from_the_seed(stock: Wordstock) -> None:
    one, other = (copying_lesson(stock, random.Random(9)).messages for _ in range(2))
    assert one == other
    assert copying_lesson(stock, random.Random(10)).messages != one


def test_too_few_words_make_no_lessons() -> None:
    with pytest.raises(ValueError, match="too few"):
        Wordstock.of(["nothing here"])


def test_a_probe_counts_a_mark_only_when_all_its_tokens_are_right() -> None:
    """The probe on a model that was taught one sentence by heart, and on one that was not."""
    encoder, model = tiny_encoder(), tiny_model(1)
    known = Lesson().told("say").says("<answer>", Mark("known", "Zelgogrod"), "</answer>")
    unknown = Lesson().told("say").says("<answer>", Mark("unknown", "Zelgogrid"), "</answer>")
    assert measure(model, encoder, [known])["known"].share == 0.0

    def again():
        while True:
            yield known.sequence(encoder)

    losses: list[float] = []
    warm_up(model, again(), num_tokens=25 * 2048, lr=3e-3, pad_id=0, on_step=lambda *told: losses.append(told[2]))
    assert losses[-1] < 0.1 < losses[0]
    found = measure(model, encoder, [known, unknown, known])
    assert (found["known"].share, found["known"].n) == (1.0, 2)
    assert found["unknown"].share == 0.0


def pictures(num: int, *, held_out: bool) -> list[CaptionedPicture]:
    return [CaptionedPicture(noise_png(number), f"thing {number}", held_out=held_out) for number in range(num)]


def test_a_lesson_without_a_mark_measures_nothing() -> None:
    encoder = tiny_encoder()
    marked = Lesson().told("a b").says(Mark(NAME, "a"))
    found = measure(tiny_model(1), encoder, [Lesson().told("a b").says("a"), marked])
    assert {skill: share.n for skill, share in found.items()} == {NAME: 1}


def test_which_of_three_shows_three_pictures_and_wants_the_id_of_the_described_one() -> None:
    rng = random.Random(2)
    choices = pictures(8, held_out=False)
    seen = set()
    for _ in range(20):
        lesson = which_lesson(choices, rng)
        asked, said = lesson.messages
        assert len(asked.images) == 3
        described = next(one for one in choices if f"Which is {one.words}?" in asked.text)
        ids = [line for line in asked.text.splitlines() if line.startswith("IMG_")]
        place = asked.images.index(described.png)
        seen.add(place)
        assert said.text == f"<answer>{ids[place]}</answer>"
    assert seen == {0, 1, 2}
    assert all(len(seeing_lesson(choices, rng).messages[0].images) in (1, 2, 3) for _ in range(20))


def trajectories() -> list[Trajectory]:
    request = Request(id="r", prompt="p")
    turns = tuple(Turn(role=Role.USER, text=text) for text in transcripts())
    return [
        Trajectory(
            id="t", request=request, turns=turns, stop_reason=StopReason.ANSWERED, policy_id="p", prompt_sha256="0" * 64
        )
    ]


def requests() -> list[ReadRequest]:
    return [
        ReadRequest(
            f"draw thing {number}", {"Draft": f"A thing {number}.", "Skills": "spatial_layout."}, held_out=number >= 4
        )
        for number in range(8)
    ]


def test_the_whole_of_it_writes_a_policy_that_loads_and_says_what_it_can_do(tmp_path: Path) -> None:
    settings = TrainSettings(
        base=BaseSetup(vocab_size=700, look_steps=2, copy_tokens=2048, vision_tokens=2048, reading_tokens=2048)
    )
    report = make_base(
        settings,
        trajectories(),
        [*pictures(5, held_out=False), *pictures(5, held_out=True)],
        requests(),
        tmp_path / "made",
        num_probes=10,
    )
    made = json.loads((tmp_path / "made" / "made.json").read_text())
    assert made["shipped"].keys() == made["at_start"].keys() == report.shipped.keys()
    assert {NAME, FACT, QUOTE, PICTURE, "which of three", "draft", "skills"} <= report.shipped.keys()
    model = Qwen3VLForConditionalGeneration.from_pretrained(tmp_path / "made", dtype=torch.float32)
    assert sum(parameter.numel() for parameter in model.parameters()) == report.parameters
    assert model.lm_head.weight is model.model.language_model.embed_tokens.weight
    assert len(Encoder.load(tmp_path / "made").tokenizer) <= 700


def test_without_pictures_to_measure_by_it_is_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="held out"):
        make_base(TrainSettings(), trajectories(), pictures(5, held_out=False), requests(), tmp_path)


def test_without_requests_to_measure_by_it_is_refused_at_once(tmp_path: Path) -> None:
    shown = [*pictures(5, held_out=False), *pictures(5, held_out=True)]
    with pytest.raises(TrainingError, match="requests are needed"):
        make_base(TrainSettings(), trajectories(), shown, requests()[:4], tmp_path)


def test_subjects_go_side_by_side_by_their_tokens() -> None:
    encoder = tiny_encoder()
    long, short = (encoder.sequence([Message(Role.USER, "u"), Message(Role.ASSISTANT, "word " * n)]) for n in (40, 10))
    mixed = _side_by_side({"copying": repeat(long), "reading": repeat(short)}, {"copying": 2000, "reading": 1000})
    given = list(islice(mixed, 60))
    tokens = [sum(len(one) for one in given if one is kind) for kind in (long, short)]
    assert tokens[0] / tokens[1] == pytest.approx(2, rel=0.1)
    assert {id(one) for one in given[:3]} == {id(long), id(short)}


def test_what_is_wished_is_said_after_the_request_and_its_skills_are_another_mark() -> None:
    lesson = reading_lesson(requests()[0])
    assert [message.text for message in lesson.messages] == [
        "draw thing 0",
        "<think>Draft: A thing 0. Skills: spatial_layout.</think>",
    ]
    assert [place.skill for place in lesson.places] == ["draft", "skills"]
