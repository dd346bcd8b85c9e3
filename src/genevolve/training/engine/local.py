"""The engine in this process: all live trajectories in one batch, their keys and values kept between turns.

Time is counted in decode steps, not by the clock. Every `admit_every` steps, or when nobody is decoding, the engine
waits until each open session has either asked for its next turn or closed, and admits all of them. So tools run while
others decode, and yet what is in a batch, and in which order, is decided by the seeds alone: rollouts repeat bit for
bit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import count
from time import perf_counter

import anyio
from anyio import to_thread
from anyio.lowlevel import checkpoint
from torch import nn

from genevolve.config.training import RolloutSettings
from genevolve.errors import PolicyError
from genevolve.training.encode import SpecialIds
from genevolve.training.engine.batch import DecodeBatch, EngineStats, Turn
from genevolve.training.engine.decoding import Decoder, Row
from genevolve.training.engine.protocol import Sampled, TurnRequest
from genevolve.training.engine.sampling import LoopCheck, Noise
from genevolve.training.engine.scored import score_sequences
from genevolve.training.engine.slots import Slot
from genevolve.training.packing import inner_model
from genevolve.training.scoring import TokenScores
from genevolve.training.sequences import TokenSequence


class LocalSession:
    """See `Session`. It has a place in the batch from its first turn until it is closed."""

    def __init__(self, engine: LocalEngine, order: int) -> None:
        self.order = order
        self.row: Row | None = None
        self._engine = engine
        self._turn: Turn | None = None
        self._is_usable = True

    @property
    def is_away(self) -> bool:
        """Whether it is at its tools: neither decoding nor waiting for a place."""
        return self._turn is None or self._turn.is_over

    async def extend(self, request: TurnRequest) -> Sampled:
        """See `Session.extend`."""
        if self._turn is not None:
            raise ValueError("a session samples one turn at a time")
        if not self._is_usable:
            raise PolicyError("the session is closed, or a turn of it was broken off", repeatable=False)
        self._turn = self._engine.turn(self, request)
        try:
            return await self._engine.sample(self._turn)
        except BaseException:
            self._is_usable = False
            raise
        finally:
            self._turn = None

    async def close(self) -> None:
        """See `Session.close`."""
        self._is_usable = False
        self.row = None
        self._engine.forget(self)


class LocalEngine:
    """See `Engine`. Sessions may outnumber the places: they wait in the order in which they were made."""

    def __init__(
        self,
        model: nn.Module,
        ids: SpecialIds,
        settings: RolloutSettings | None = None,
        *,
        id: str = "local",
        in_step: bool = True,
        score_tokens: int = 4096,
    ) -> None:
        """Sample from `model`, which may go on being trained between rollouts.

        Args:
            model: a Qwen3-VL, or what wraps one.
            ids: its special tokens.
            settings: places, admissions, and when a turn counts as a loop.
            id: name of the policy.
            in_step: admissions wait for all open sessions. Without it they take whom they find: for sessions that
                nobody closes in time, at the price that the last digits depend on the clock.
            score_tokens: most tokens in one forward of `score`.
        """
        self.stats = EngineStats()
        self._id = id
        self._ids = ids
        self._settings = settings or RolloutSettings()
        self._in_step = in_step
        self._score_tokens = score_tokens
        self._serve(model)
        self._model_lock = anyio.Lock()
        self._orders = count()
        self._sessions: dict[int, LocalSession] = {}
        self._waiting: list[Turn] = []
        self._steps = 0
        self._is_driven = False
        self._news = anyio.Event()

    @property
    def id(self) -> str:
        """See `Engine.id`."""
        return self._id

    def session(self) -> LocalSession:
        """See `Engine.session`. In step, whoever has one has to use it or to close it: the others wait."""
        session = LocalSession(self, next(self._orders))
        self._sessions[session.order] = session
        return session

    async def score(
        self, sequences: Sequence[TokenSequence], *, temperature: float, top_k: int = 0
    ) -> list[TokenScores]:
        """See `Engine.score`."""
        work = partial(
            score_sequences,
            self._model,
            sequences,
            pad_id=self._ids.endoftext,
            micro_tokens=self._score_tokens,
            temperature=temperature,
            top_k=top_k,
        )
        async with self._model_lock:
            return await to_thread.run_sync(work)

    async def update_weights(self, model: nn.Module) -> None:
        """See `Engine.update_weights`. A model that was trained in place needs no more than that.

        Raises:
            ValueError: a session is open: its keys and values are of the old weights.
        """
        if self._sessions:
            raise ValueError(f"{len(self._sessions)} sessions are open; close them before the weights change")
        self._serve(model)

    def turn(self, session: LocalSession, request: TurnRequest) -> Turn:
        """A turn of `session`, to be sampled."""
        noise = Noise(request.seed, int(self._model.config.text_config.vocab_size))
        return Turn(session.order, session.row, request, noise, LoopCheck(self._settings.repeat_stop))

    def forget(self, session: LocalSession) -> None:
        """The session has closed."""
        if self._sessions.pop(session.order, None) is not None:
            self._news.set()

    async def sample(self, turn: Turn) -> Sampled:
        """Sample `turn` beside all others. One of those who wait for theirs drives the batch for everybody."""
        self._waiting.append(turn)
        self._news.set()
        try:
            while not turn.is_over:
                if self._is_driven:
                    await turn.awake.wait()
                    turn.awake = anyio.Event()
                else:
                    await self._drive(turn)
        except BaseException as error:
            turn.error = error
            self._waiting = [one for one in self._waiting if one is not turn]
            raise
        finally:
            self._hand_over()
        if turn.sampled is None:
            raise PolicyError(f"the engine failed: {turn.error}", repeatable=False) from turn.error
        return turn.sampled

    def _serve(self, model: nn.Module) -> None:
        self._model = inner_model(model)
        self._batch = DecodeBatch(Decoder(self._model), self._ids, self.stats)

    async def _drive(self, turn: Turn) -> None:
        """Admit and step until `turn` is over."""
        self._is_driven = True
        try:
            while not turn.is_over:
                await checkpoint()
                if self._batch.turns and self._steps < self._settings.admit_every:
                    self._steps += 1
                    await self._run(self._batch.step, self._batch.turns)
                else:
                    await self._gathered()
                    self._steps = 0
                    admitted = self._seated()
                    await self._run(partial(self._batch.admit, admitted), [*self._batch.turns, *admitted])
        finally:
            self._is_driven = False

    def _hand_over(self) -> None:
        """Whoever leaves wakes another to drive, unless somebody does: also one that was woken for it and cancelled."""
        following = next((one for one in (*self._batch.turns, *self._waiting) if not one.is_over), None)
        if following is not None and not self._is_driven:
            following.awake.set()

    async def _run(self, work: Callable[[], None], turns: Sequence[Turn]) -> None:
        """Do `work` for `turns` in a thread, and wake those that are over. What breaks in it breaks all of them."""
        with anyio.CancelScope(shield=True):
            async with self._model_lock:
                try:
                    await to_thread.run_sync(work)
                except Exception as error:  # noqa: BLE001 - each of them raises it as the cause of a `PolicyError`
                    self._batch.clear()
                    for turn in turns:
                        turn.error = error
        for turn in turns:
            if turn.is_over:
                turn.awake.set()

    async def _gathered(self) -> None:
        """Wait for the open sessions that are at their tools, and until there is somebody to decode."""
        started = perf_counter()
        while (self._in_step and any(session.is_away for session in self._sessions.values())) or not (
            self._batch.turns or self._admissible()
        ):
            self._news = anyio.Event()
            await self._news.wait()
        self.stats.waiting_s += perf_counter() - started

    def _admissible(self) -> list[Turn]:
        """The turns that wait and have a place, or can be given one, in the order of their sessions."""
        self._waiting = sorted((one for one in self._waiting if not one.is_over), key=lambda one: one.order)
        free = self._settings.max_rows - sum(session.row is not None for session in self._sessions.values())
        first = [one for one in self._waiting if one.row is None][: max(free, 0)]
        return [one for one in self._waiting if one.row is not None or one in first]

    def _seated(self) -> list[Turn]:
        """Take the admissible turns from those that wait, and give each a place."""
        seated = self._admissible()
        self._waiting = [one for one in self._waiting if one not in seated]
        for one in seated:
            if one.row is None:
                one.row = self._sessions[one.order].row = Row(Slot(self._settings.cache_block))
        return seated
