"""The teacher reads the policy's own row behind a guide, and what it says of the tokens is learned from."""

# ruff: noqa: E402 - what needs the extra `train` is imported after it was looked for
from __future__ import annotations

from dataclasses import replace

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("transformers")
pytest.importorskip("accelerate")

from grpo_cases import ModelScorer, step_gradient
from tiny import VOCABULARY, noise_png, tiny_encoder, tiny_model
from training_kit import trainer
from ved_cases import LONG, SHORT, conversation, guided_rows, prepared, rollouts, told

from genevolve.errors import TrainingError
from genevolve.training.algorithms.sdl import SdlTerm
from genevolve.training.losses_distillation import bucket_divergence
from genevolve.training.packing import padded
from genevolve.training.scoring import logprobs
from genevolve.training.sequences import scored_tokens
from genevolve.training.token_kinds import TokenKind, token_kinds, turn_kinds

DIVERGENCES = ["k3", "forward-kl", "reverse-kl", "jsd"]


@pytest.fixture(scope="module")
def model():
    return tiny_model()


def sdl_alone(step):
    return replace(step, terms=tuple(term for term in step.terms if isinstance(term, SdlTerm)))


def everything(step):
    return [list(range(len(step.sequences)))]


def alone(model, ids_T, pictures):
    """Log-probs of each token of one sequence, 0 for the first, without any of our layout code."""
    with torch.no_grad():
        logits_1SV = model(
            input_ids=ids_T[None],
            pixel_values=torch.cat([one.pixels_PC for one in pictures]) if pictures else None,
            image_grid_thw=torch.stack([one.grid_3 for one in pictures]) if pictures else None,
            mm_token_type_ids=(ids_T[None] == model.config.image_token_id).long(),
        ).logits
    logprobs_TV = logits_1SV[0].log_softmax(-1)
    return torch.cat([torch.zeros(1), logprobs_TV[:-1].gather(-1, ids_T[1:, None])[:, 0]])


# the teacher's pass


@pytest.mark.parametrize("divergence", DIVERGENCES)
def test_an_empty_guide_is_no_guide_the_teacher_is_the_student_and_nothing_is_learned(model, divergence):
    step = prepared(model, told(rollouts(model), {"a": "", "b": ""}), divergence=divergence, token_share=1.0)
    for sequence, columns in zip(step.sequences, step.columns, strict=True):
        assert (columns["teacher"] - sequence.sampled_T)[sequence.trained_T].abs().max() < 1e-5
    loss, gradient = step_gradient(sdl_alone(step), model, everything(step))
    assert loss == pytest.approx(0.0, abs=1e-6)
    assert gradient.abs().max() < 1e-3 * step_gradient(step, model, everything(step))[1].abs().max()


@pytest.mark.parametrize("guide", [SHORT, LONG])
def test_the_prefix_moves_and_every_token_keeps_its_own_log_prob(model, guide):
    """Each row's ids put together by hand: the guided opening, then what the row has behind its own."""
    rows = told(rollouts(model), {"a": guide, "b": guide})
    step = prepared(model, rows)
    lengths = set()
    for one, sequence, columns in zip(rows, step.sequences, step.columns, strict=True):
        opening = conversation("a cat", "", ())[:2]
        text = opening[0].text
        opening[0] = replace(
            opening[0], text=text.replace("# Tools", f"# Current-Task Decision Guide\n{guide}\n\n# Tools")
        )
        assert opening[0].text != text
        prefix = tiny_encoder().opening(opening).ids
        shift = len(prefix) - sequence.prefix_tokens
        ids_T = torch.cat([torch.tensor(prefix), sequence.ids_T[sequence.prefix_tokens :]])
        read = guided_rows().of(one, guide)
        assert torch.equal(read.ids_T, ids_T)
        assert torch.equal(read.ids_T[scored_tokens(read)], sequence.ids_T[scored_tokens(sequence)])
        assert read.pictures == sequence.pictures
        expected_T = alone(model, ids_T, sequence.pictures)[shift:]
        spoken_T = sequence.trained_T
        assert (columns["teacher"] - expected_T)[spoken_T].abs().max() < 1e-5
        assert (columns["teacher"] - sequence.sampled_T)[spoken_T].abs().max() > 1e-3
        assert not columns["teacher"][~spoken_T].any()
        lengths.add(shift)
    assert len(lengths) == 1
    assert lengths.pop() > (100 if guide == LONG else 5)


def test_the_pixels_reach_the_teacher(model):
    one = told(rollouts(model), {"a": LONG})[1]
    seen = guided_rows().of(one, LONG)
    other = tiny_encoder().picture(noise_png(999))
    changed = replace(seen, pictures=(other, *seen.pictures[1:]))
    first, second = (ModelScorer({"teacher": model}).score([row], "teacher")[0].logprob_N for row in (seen, changed))
    is_before_N = seen.turn_T[scored_tokens(seen)] == 0
    assert torch.allclose(first[is_before_N], second[is_before_N], atol=1e-5)
    assert ((first - second)[~is_before_N].abs() > 1e-4).float().mean() > 0.8


def test_a_row_that_began_otherwise_is_not_read(model):
    one = told(rollouts(model), {"a": SHORT})[0]
    ids_T = one.sequence.ids_T.clone()
    ids_T[3] += 1
    with pytest.raises(TrainingError, match="another system prompt or request"):
        guided_rows().of(replace(one, sequence=replace(one.sequence, ids_T=ids_T)), SHORT)


class Refuses:
    """Nobody may be asked for a teacher."""

    def __init__(self, model) -> None:
        self.inner = ModelScorer({"policy": model})

    def score(self, sequences, model, *, top_k=0):
        assert model != "teacher"
        return self.inner.score(sequences, model)


def test_without_a_guide_it_is_grpo_and_no_teacher_is_asked(model):
    rows = rollouts(model)
    plain = prepared(model, rows, scorer=Refuses(model))
    assert [term.name for term in plain.terms] == ["policy"]
    assert plain.columns == tuple({name: column[name] for name in ("advantage", "old")} for column in plain.columns)
    assert plain.metrics["ved/rows"] == 0


def test_the_weight_follows_its_schedule(model):
    rows = told(rollouts(model), {"a": SHORT})
    weights = [prepared(model, rows, schedule="linear", step=step).terms[-1].weight for step in range(4)]
    assert weights == [2.0, 1.5, 1.0, 0.5]


# what is learned


@pytest.mark.parametrize("divergence", DIVERGENCES)
def test_rows_without_a_guide_are_not_in_the_distillation(model, divergence):
    both = rollouts(model)
    step = prepared(model, told(both, {"a": LONG}), divergence=divergence)
    lone = prepared(model, told(both[:2], {"a": LONG}), divergence=divergence)
    assert [bool(columns["selected"].any()) for columns in step.columns] == [True, True, False, False]
    loss, gradient = step_gradient(sdl_alone(step), model, everything(step))
    lone_loss, lone_gradient = step_gradient(sdl_alone(lone), model, everything(lone))
    assert loss == pytest.approx(lone_loss, rel=1e-4)
    assert loss > 1e-3
    assert (gradient - lone_gradient).norm() / lone_gradient.norm() < 1e-4


def test_a_tenth_of_each_rows_tokens_counts_where_the_teacher_differs_most(model):
    step = prepared(model, told(rollouts(model), {"a": LONG, "b": SHORT}))
    total = 0
    for sequence, columns in zip(step.sequences, step.columns, strict=True):
        gap_T = (columns["teacher"] - sequence.sampled_T).abs()
        selected_T = columns["selected"] > 0
        number = round(0.1 * int(sequence.trained_T.sum()))
        assert int(selected_T.sum()) == number > 0
        assert gap_T[selected_T].min() >= gap_T[sequence.trained_T & ~selected_T].max()
        total += number
    metrics = step.metrics
    assert metrics["ved/selected_tokens"] == total
    assert metrics["ved/gap_selected"] > metrics["ved/gap"] > 0
    assert sum(metrics[f"ved/selected_{kind}"] for kind in TokenKind) == pytest.approx(1.0)
    shifts = [
        (columns["teacher"] - row.sampled_T)[row.trained_T]
        for row, columns in zip(step.sequences, step.columns, strict=True)
    ]
    good = [shift for shift, columns in zip(shifts, step.columns, strict=True) if columns["advantage"][0] > 0]
    assert len(good) == 2
    assert metrics["ved/shift_good"] == pytest.approx(torch.cat(good).mean().item(), abs=1e-6)


@pytest.mark.parametrize("divergence", DIVERGENCES)
@pytest.mark.parametrize("aggregation", ["policy", "token-mean"])
def test_neither_padding_nor_micro_batches_change_loss_or_gradient(model, divergence, aggregation):
    rows = told(rollouts(model, noise=0.3), {"a": LONG, "b": SHORT})
    step = prepared(model, rows, divergence=divergence, aggregation=aggregation, teacher=tiny_model(5))
    loss, gradient = step_gradient(step, model, everything(step))
    for batches, layout in [([[0], [1], [2], [3]], "right"), ([[3, 1], [0, 2]], "left"), ([[2, 0, 1, 3]], "packed")]:
        other_loss, other_gradient = step_gradient(step, model, batches, layout)
        assert other_loss == pytest.approx(loss, rel=1e-5)
        assert (other_gradient - gradient).norm() / gradient.norm() < 1e-4


def test_over_all_tokens_but_one_a_divergence_is_the_whole_one(model):
    """The columns of a row by another way: both whole distributions, and the divergence between them."""
    teacher = tiny_model(5)
    one = told(rollouts(model), {"a": LONG})[1]
    settings = {"top_k": VOCABULARY - 1, "token_share": 1.0, "teacher": teacher, "aggregation": "token-mean"}
    for kind in ("forward-kl", "reverse-kl", "jsd"):
        step = prepared(model, told(rollouts(model)[:2], {"a": LONG}), divergence=kind, loss_cap=1000.0, **settings)
        loss, _ = step_gradient(sdl_alone(step), model, [[1]])
        rows = [(model, one.sequence), (teacher, guided_rows().of(one, LONG))]
        new_NV, teacher_NV = (whole_distribution(asked, row) for asked, row in rows)
        number = sum(int(sequence.trained_T.sum()) for sequence in step.sequences)
        expected = bucket_divergence(new_NV, teacher_NV, kind).sum() / number
        assert loss == pytest.approx(2.0 * expected.item(), rel=1e-4)


def whole_distribution(model, row):
    with torch.no_grad():
        scores = logprobs(model, padded([row], model, 0), top_k=VOCABULARY)
    return torch.zeros_like(scores.top_logprobs_NK).scatter(-1, scores.top_ids_NK, scores.top_logprobs_NK)


@pytest.mark.parametrize("divergence", DIVERGENCES)
def test_a_step_brings_the_policy_nearer_to_what_the_guided_one_says(tmp_path, divergence):
    learner, teacher = tiny_model(), tiny_model(5)
    rows = told(rollouts(learner), {"a": LONG, "b": SHORT})
    step = sdl_alone(prepared(learner, rows, divergence=divergence, teacher=teacher, token_share=1.0))
    one = trainer(tmp_path, learner, lr=1e-3)
    losses = [one.step(step.sequences, step.columns, step.terms, 5000) for _ in range(6)]
    assert losses[-1]["loss/sdl"] < losses[0]["loss/sdl"]
    assert losses[0]["tokens/sdl"] == step.metrics["ved/selected_tokens"]
    assert 0 <= losses[0]["ved/capped"] <= 1


def test_the_trainer_tells_how_much_of_the_gradient_is_the_distillations(tmp_path):
    learner = tiny_model()
    step = prepared(learner, told(rollouts(learner), {"a": LONG}))
    numbers = trainer(tmp_path, learner).step(step.sequences, step.columns, step.terms, 5000)
    assert 0 < numbers["grad_share/sdl"] < 1
    assert numbers["grad_share/sdl"] + numbers["grad_share/policy"] == pytest.approx(1.0)


# what the tokens are


def test_each_token_of_a_turn_is_what_it_stands_in():
    words = ["<think>", "I", " see", "</think>", "\n", "<tool_call>", '{"name": "', "search", '", "arguments": {"', "queries", '": ["the', ' crest"]', "}}", "</tool_call>"]  # fmt: skip  # noqa: E501
    kinds = ["markup", "thought", "thought", "markup", "markup", "markup", "markup", "tool_name", "markup", "markup", "query", "query", "markup", "markup"]  # fmt: skip  # noqa: E501
    assert turn_kinds([word.encode() for word in words]) == kinds


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        (
            '<tool_call>{"name": "query_knowledge", "arguments": {"skill_name": "text_rendering"}}',
            "skill",
            "text_rendering",
        ),
        ('<tool_call>{"name": "image_search", "arguments": {"query": "a \\"crest\\""}}', "query", 'a \\"crest\\"'),
        ('<answer>{"gen_prompt": "Ein Wappen, schön", "reference_images": []}', "prompt", "Ein Wappen, schön"),
        ('<answer>{"gen_prompt": "", "reference_images": [{"img_id": "IMG_001"}]}', "reference", "IMG_001"),
        ("<think>cut sho", "thought", "cut sho"),
        ("no protocol at all", "markup", "no protocol at all"),
    ],
)
def test_values_are_found_byte_by_byte_in_turns_cut_short_too(text, kind, value):
    letters = [bytes([byte]) for byte in text.encode()]
    found = b"".join(letter for letter, one in zip(letters, turn_kinds(letters), strict=True) if one == kind)
    assert found.decode() == value


def test_kinds_of_a_row_lie_beside_its_ids(model):
    one = rollouts(model)[1]
    kinds = token_kinds(one.sequence, tiny_encoder())
    assert [kind is not None for kind in kinds] == one.sequence.trained_T.tolist()
    ids = one.sequence.ids_T.tolist()
    said = tiny_encoder().text([token for token, kind in zip(ids, kinds, strict=True) if kind is TokenKind.PROMPT])
    assert "A crest of amber anchor founded 1745." in said
    assert len(said) < 50
