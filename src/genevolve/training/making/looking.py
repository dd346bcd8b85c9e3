"""The vision tower learns to say what it sees in the words of the language model, before the model reads it.

A picture's tokens are taught to lie where the embeddings of its words lie. What copies a word from a page then copies
it from a picture, and what finds a word on a page finds the picture that shows it. Left to the lessons alone, the
tower of so small a model stayed at chance.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn.functional import rms_norm
from transformers import Qwen3VLForConditionalGeneration

from genevolve.config.optimiser import OptimiserSettings
from genevolve.training.encode import Encoder
from genevolve.training.making.seeing import CaptionedPicture
from genevolve.training.optimiser import adamw, set_learning_rate
from genevolve.training.schedule import learning_rate
from genevolve.training.sequences import Picture

_PICTURES = 32
_MAX_GRAD_NORM = 1.0


def learn_to_look(
    model: Qwen3VLForConditionalGeneration,
    encoder: Encoder,
    pictures: Sequence[CaptionedPicture],
    *,
    num_steps: int,
    lr: float,
    seed: int,
) -> None:
    """Train the vision tower alone, `num_steps` steps of 32 pictures; the embeddings of words stay as they are."""
    rng = random.Random(f"looking {seed}")
    embedding_VD = model.get_input_embeddings().weight.detach()
    tower = model.model.visual
    settings = OptimiserSettings(lr=lr, schedule="decay", warmup=0.03, weight_decay=0.01)
    optimiser = adamw(tower, settings)
    for step in range(num_steps):
        chosen = rng.choices(pictures, k=_PICTURES)
        seen_ID = _seen(model, [encoder.picture(picture.png) for picture in chosen])
        logprobs_IV = torch.log_softmax(rms_norm(seen_ID, seen_ID.shape[-1:]) @ embedding_VD.T, dim=-1)
        said = [
            logprobs_V[_words(encoder, picture)].mean() for logprobs_V, picture in zip(logprobs_IV, chosen, strict=True)
        ]
        set_learning_rate(optimiser, learning_rate(settings, step, num_steps))
        (-torch.stack(said).mean()).backward()
        torch.nn.utils.clip_grad_norm_(tower.parameters(), _MAX_GRAD_NORM)
        optimiser.step()
        optimiser.zero_grad()


def _seen(model: Qwen3VLForConditionalGeneration, pictures: Sequence[Picture]) -> Tensor:
    """Of each picture the mean of its tokens (I, D), as the language model gets them."""
    grids_I3 = torch.stack([picture.grid_3 for picture in pictures])
    pixels_PC = torch.cat([picture.pixels_PC for picture in pictures])
    tokens = model.model.get_image_features(pixels_PC, grids_I3).pooler_output
    return torch.stack([tokens_D.mean(0) for tokens_D in tokens])


def _words(encoder: Encoder, picture: CaptionedPicture) -> list[int]:
    """The ids of its words, each once, as they stand within a sentence."""
    words = picture.words.replace(",", "").split()
    return sorted({one for word in words for one in encoder.assistant(f" {word}")[:-1]})
