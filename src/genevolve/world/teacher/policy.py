"""The teacher as a policy: it knows the items by their request, and works through the same tools as everybody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from genevolve.agent.ordinals import rebind
from genevolve.agent.planner.history import History, PictureFound, read_history
from genevolve.agent.protocol import format_answer, format_tool_call
from genevolve.errors import PolicyError
from genevolve.models.policy import Completion, Message, Sampling
from genevolve.records import ReferenceChoice, Role, ToolCall
from genevolve.records.wire import IMAGE_SEARCH, QUERIES, QUERY, QUERY_KNOWLEDGE, SEARCH, SKILL_NAME
from genevolve.world.suite import Fact, SuiteItem, Target
from genevolve.world.teacher.chains import called, in_the_letters_of_the_request
from genevolve.world.teacher.lapses import Lapse, lapses_of
from genevolve.world.teacher.plan import known_facts, picture_query, plan, planned, program_prompt, queries_for
from genevolve.world.teacher.thoughts import CopyingThoughts, PlainThoughts, Style, Thoughts

MAX_TOOL_TURNS = 10


class TeacherPolicy:
    """An oracle with a quality dial: at 1 it makes every sensible call and answers with the ideal program.

    It never peeks at picture ids: it finds them by title in what `image_search` returned, as anybody would.
    """

    def __init__(
        self, items: Mapping[str, SuiteItem], *, quality: float = 1.0, seed: int = 0, style: Style = "plain"
    ) -> None:
        """Know `items` by the text of their request; `style` is how it thinks aloud, and changes nothing else."""
        if not 0.0 <= quality <= 1.0:
            raise ValueError("quality is a number from 0 to 1")
        self._items = items
        self._quality = quality
        self._seed = seed
        self._style = style

    @classmethod
    def of(
        cls, items: Sequence[SuiteItem], *, quality: float = 1.0, seed: int = 0, style: Style = "plain"
    ) -> TeacherPolicy:
        """A teacher of these items."""
        return cls({item.request.prompt: item for item in items}, quality=quality, seed=seed, style=style)

    @property
    def id(self) -> str:
        """See `Policy.id`."""
        return f"teacher/1@{self._quality:g}{'' if self._style == 'plain' else f':{self._style}'}"

    async def act(self, messages: Sequence[Message], sampling: Sampling) -> Completion:  # noqa: ARG002 - nothing is sampled
        """See `Policy.act`."""
        history = read_history(messages)
        item = self._items.get(history.request)
        if item is None:
            raise PolicyError("the teacher does not know this request: it knows the items of its suite only")
        item = in_the_letters_of_the_request(item)
        lesson = _Lesson(item, history, lapses_of(item, self._quality, self._seed))
        if self._style == "copying":
            latest = read_history([Message(Role.USER, ""), messages[-1]])
            opening = "" if history.num_turns else planned(plan(item, lesson.lapses))
            lesson.thoughts = CopyingThoughts(
                history, latest, item.evidence.facts, lesson.right_pictures(), opening=opening
            )
        return Completion(lesson.turn())


class _Lesson:
    """One turn on one item."""

    def __init__(self, item: SuiteItem, history: History, lapses: frozenset[Lapse]) -> None:
        self.item, self.history, self.lapses = item, history, lapses
        self.thoughts: Thoughts = PlainThoughts()

    def turn(self) -> str:
        if not self.history.final_step and self.history.num_turns < MAX_TOOL_TURNS:
            for step in (self._search, self._pictures, self._skill):
                if (turn := step()) is not None:
                    return turn
        return self._answer()

    def _search(self) -> str | None:
        """Everything that can be asked for with what is known by now: a thing's name before what is said of it."""
        asked = self._asked()
        queries = queries_for(known_facts(self.item, self.lapses), asked)
        if not queries:
            return None
        facts = [fact for fact in self.item.evidence.facts if fact.query in queries]
        thought = self.thoughts.search(asked, facts, queries)
        return format_tool_call(thought, ToolCall(name=SEARCH, arguments={QUERIES: queries}))

    def _pictures(self) -> str | None:
        for target in self.item.evidence.targets:
            for query in self._queries(target):
                if not self.history.has_pictured(query) and self._found(target) is None:
                    thought = self.thoughts.picture(target, query)
                    return format_tool_call(thought, ToolCall(name=IMAGE_SEARCH, arguments={QUERY: query}))
        return None

    def _queries(self, target: Target) -> tuple[str, ...]:
        if Lapse.VAGUE_QUERY in self.lapses:
            return (picture_query(target, self.lapses),)
        unknown = next((fact for fact in self.item.evidence.facts if fact.value == target.name), None)
        if unknown is not None and Lapse.NO_SEARCH in self.lapses:
            return (called(unknown, self.item.evidence.facts),)
        return (picture_query(target, self.lapses), f"{target.name} picture reference")

    def _skill(self) -> str | None:
        for skill in self.item.ideal.skills:
            if skill not in self.history.opened and Lapse(skill) not in self.lapses:
                thought = self.thoughts.skill(skill)
                return format_tool_call(thought, ToolCall(name=QUERY_KNOWLEDGE, arguments={SKILL_NAME: skill}))
        return None

    def _answer(self) -> str:
        prompt = program_prompt(self.item, self.lapses)
        found = [
            (number, picture)
            for number, target in enumerate(self.item.evidence.targets, 1)
            if (picture := self._found(target))
        ]
        found = list({picture.img_id: (number, picture) for number, picture in found}.values())
        found.sort(key=lambda pair: int(pair[1].img_id.rpartition("_")[2]))
        prompt = rebind(prompt, [number for number, _ in found])
        choices = [
            ReferenceChoice(img_id=picture.img_id, note=self.item.ideal.notes[number - 1]) for number, picture in found
        ]
        pictures, notes = [picture for _, picture in found], [choice.note for choice in choices]
        thought = self.thoughts.answer(self._asked(), prompt, pictures, notes)
        return format_answer(thought, prompt, choices)

    def right_pictures(self) -> list[PictureFound]:
        """The pictures that the answer would choose by now."""
        return [picture for target in self.item.evidence.targets if (picture := self._found(target))]

    def _asked(self) -> list[Fact]:
        """The facts that were looked up already."""
        return [fact for fact in self.item.evidence.facts if self.history.has_searched(fact.query)]

    def _found(self, target: Target) -> PictureFound | None:
        """The right picture among all that was shown, by its title; with a lapse, one that is easily taken for it."""
        shown = [picture for pictures in self.history.pictures.values() for picture in pictures]
        if Lapse.LOOK_ALIKE in self.lapses:
            taken = next((picture for picture in shown if picture.title in target.wrong), None)
            if taken is not None:
                return taken
        right = next((picture for picture in shown if picture.title in target.titles), None)
        if right is None and Lapse.VAGUE_QUERY in self.lapses:
            return next(iter(self.history.pictures_for(self._queries(target)[0])), None)
        return right
