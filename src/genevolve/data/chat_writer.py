"""A chat model that writes requests: told the rules, held to them by code, asked once more where it broke some."""

from __future__ import annotations

import hashlib
import random
from functools import cache
from pathlib import Path

from genevolve.config.data import ScreenSettings
from genevolve.data.drafts import Draft
from genevolve.data.persons import PUBLIC_NAMES
from genevolve.data.rules import faults_of_draft, public_names
from genevolve.data.seeds import item_seed
from genevolve.judges.answers import skeleton
from genevolve.judges.parsing import UnusableAnswerError, read_answer
from genevolve.models import ChatMessage, ChatModel, ChatReply
from genevolve.records import Axes, Reason, Recipe, Role
from genevolve.records.data import Unwritten, Written
from genevolve.tools.front_matter import split_front_matter

MAX_TOKENS = 4096
NUM_ATTEMPTS = 2
TEMPERATURE = 0.9

_PROMPT = Path(__file__).parent / "prompts" / "request.md"
_REFUSED = "refused"
_UNUSABLE = "unusable_answer"


class ChatWriter:
    """A `RequestWriter`. The recipe and the number decide what the model is told, and by which seed it samples."""

    def __init__(self, model: ChatModel, axes: Axes, seed: int = 0, lengths: ScreenSettings | None = None) -> None:
        """`axes` explain the words of the recipes; `lengths` bound the words of a request."""
        self._model, self._axes, self._seed = model, axes, seed
        self._lengths = lengths or ScreenSettings()
        version, text = _prompt()
        self._instructions = f"{text.strip()}\n\n{skeleton(Draft)}\n"
        told = hashlib.sha256(f"{self._instructions}{axes.model_dump_json()}".encode()).hexdigest()
        self._id = f"chat/{model.id}/request-{version}-{told[:12]}"
        self._schema = Draft.model_json_schema()

    @property
    def id(self) -> str:
        """See `RequestWriter.id`."""
        return self._id

    async def write(self, recipe: Recipe, number: int) -> Written | Unwritten:
        """See `RequestWriter.write`."""
        messages = [
            ChatMessage(Role.SYSTEM, (self._instructions,)),
            ChatMessage(Role.USER, (brief(recipe, self._axes, self._chance(number, "hints")),)),
        ]
        usd = 0.0
        reasons: tuple[Reason, ...] = ()
        for attempt in range(NUM_ATTEMPTS):
            reply = await self._model.complete(
                messages,
                max_tokens=MAX_TOKENS,
                temperature=TEMPERATURE,
                seed=item_seed(self._seed, str(number), f"writer {attempt}"),
                json_schema=self._schema,
            )
            usd += reply.usage.usd
            draft, reasons = self._read(reply, recipe)
            if draft is not None:
                return _written(draft, recipe, number, usd)
            messages += [ChatMessage(Role.ASSISTANT, (reply.text or "(nothing)",)), _again(reasons)]
        return Unwritten(reasons=reasons, usd=usd)

    def _read(self, reply: ChatReply, recipe: Recipe) -> tuple[Draft | None, tuple[Reason, ...]]:
        """The draft, or why it cannot be taken."""
        if reply.finish_reason == "filtered":
            return None, (Reason(code=_REFUSED, detail="the model or its filter refused to write"),)
        try:
            draft, _ = read_answer(reply.text, Draft, cut=reply.finish_reason == "length")
        except UnusableAnswerError as error:
            return None, (Reason(code=_UNUSABLE, detail=str(error)),)
        draft = draft.model_copy(update={"request": " ".join(draft.request.split())})
        faults = faults_of_draft(draft, recipe, self._axes, self._lengths)
        return (None, faults) if faults else (draft, ())

    def _chance(self, number: int, purpose: str) -> random.Random:
        return random.Random(item_seed(self._seed, str(number), purpose))


def brief(recipe: Recipe, axes: Axes, chance: random.Random) -> str:
    """The recipe in words, with one hint of each list."""
    family, anchor = axes.families.get(recipe.task_family), axes.anchors.get(recipe.visual_anchor)
    lines = [
        _line("Category", recipe.task_family, family.means if family else ""),
        _line("Kind of thing", recipe.visual_anchor, anchor.means if anchor else ""),
        _line("Factual gap", recipe.factual_gap, axes.gaps.get(recipe.factual_gap, "")),
        _line("Main requirement", recipe.dominant, axes.requirements.get(recipe.dominant, "")),
        *(_line("Further requirement", one, axes.requirements.get(one, "")) for one in recipe.secondaries),
        _line("Difficulty", recipe.difficulty, axes.difficulties.get(recipe.difficulty, "")),
        *(_line(name.capitalize(), chance.choice(hints)) for name, hints in axes.hints.items() if hints),
    ]
    return "\n".join(["The recipe:", *lines])


def _line(name: str, value: str, means: str = "") -> str:
    return f"- {name}: {value.replace('_', ' ')}{f' ({means})' if means else ''}"


def _written(draft: Draft, recipe: Recipe, number: int, usd: float) -> Written:
    meta = {
        "track": recipe.track,
        "recipe": recipe.model_dump(mode="json"),
        "number": number,
        "facts": [fact.model_dump() for fact in draft.facts],
        "checks": draft.checks,
        "subjects": [one.name for one in draft.entities if one.shown],
        PUBLIC_NAMES: list(public_names(draft)),
    }
    return Written(text=draft.request, entities=tuple(one.name for one in draft.entities), meta=meta, usd=usd)


def _again(reasons: tuple[Reason, ...]) -> ChatMessage:
    faults = "\n".join(f"- {reason.code.replace('_', ' ')}: {reason.detail}" for reason in reasons)
    return ChatMessage(
        Role.USER, (f"That cannot be used:\n{faults}\nMend this, and answer again with the whole JSON object.",)
    )


@cache
def _prompt() -> tuple[str, str]:
    fields, text = split_front_matter(_PROMPT.read_text(encoding="utf-8"))
    return str(fields["version"]), text
