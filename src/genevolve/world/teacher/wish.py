"""What a request asks for, clause by clause: what a careful reader says before doing anything.

The clauses stand in the order and, as far as may be, in the words of the program that is written in the end. What
nobody can know yet is called as the request calls it: `the flag of the country whose capital is Windhoek`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from genevolve.records.constraint import Light, Position
from genevolve.world.suite import Fact, SuiteItem
from genevolve.world.suite.words import table

_SENTENCE = re.compile(r"(?<=\.) (?=[A-Z])")
_SCENE = re.compile(r"A scene (.*?), (.*)\.$")
_GROUP = re.compile(r"Exactly (\w+ [\w -]+?)(?:, each .*?)? (?:stand|float) in one row in the foreground: (.*)\.$")
_MEMBER = re.compile(r"the (\w+) [\w -]+?, (?:at|in) the [\w ]+?(?:, is (.*))?$")
_THING = re.compile(r"(?:In the \w+ )?(at the (?:far )?(?:left|right)|in the centre) \w+ (.*)\.$", re.IGNORECASE)
_LOOK = re.compile(r"The [\w -]+? is (.*)\.$")
_LETTERS = re.compile(r'(An? [\w -]+?) at the top \w+ carries the text "(.*)" in large')
_STYLE = re.compile(r"(.* style) in the ")
_REFERENCE = re.compile(r" from the \w+ reference image, shown exactly as in the reference")
_NOT_WORD = r"(?<!\w)(?:the )?{}(?!\w)"


def wish(item: SuiteItem) -> str:
    """As `a scene in a park; a bench, red; a poster with its motto. Skills: text_rendering, spatial_layout`."""
    reader = _Reader(item)
    for sentence in _SENTENCE.split(item.ideal.gen_prompt):
        reader.read(sentence)
    return f"{'; '.join(reader.clauses)}. Skills: {', '.join(item.ideal.skills)}"


class _Reader:
    """Turns the sentences of an ideal program back into what was asked."""

    def __init__(self, item: SuiteItem) -> None:
        self.clauses: list[str] = []
        self._facts = item.evidence.facts
        self._open = [fact for fact in _that_lead_on(self._facts) if fact.value not in item.request.prompt]
        self._light_said = any(isinstance(one, Light) for one in item.constraints)
        self._placed = [one.name or one.noun for one in item.constraints if isinstance(one, Position)]

    def read(self, sentence: str) -> None:
        if found := _LETTERS.match(sentence):
            self.clauses.append(f"{found[1].lower()} with {self._letters(found[2])}")
        elif found := _SCENE.match(sentence):
            light = f", {re.split(r' from |,', found[2])[0]}" if self._light_said else ""
            self.clauses.append(f"a scene {found[1]}{light}")
        elif found := _GROUP.match(sentence):
            self.clauses.append(f"exactly {found[1]}{_looks(found[2])}")
        elif found := _THING.match(sentence):
            self.clauses.append(self._thing(found[2], found[1].lower()))
        elif found := _LOOK.match(sentence):
            self.clauses[-1] += f", {self._look(found[1])}"
        elif found := _STYLE.match(sentence):
            self.clauses.append(found[1].lower())

    def _thing(self, phrase: str, place: str) -> str:
        phrase = _REFERENCE.sub("", phrase)
        is_placed = any(called in phrase for called in self._placed)
        for pose in table("things")["poses"].values():
            phrase = phrase.replace(f", {pose}", "")
        for name, made in table("wording")["materials"].items():
            phrase = phrase.replace(made, name)
        for fact in reversed(self._open):
            phrase = _called(phrase, fact)
        return f"{phrase}, {place}" if is_placed else phrase

    def _look(self, look: str) -> str:
        if "(#" not in look:
            return look
        return next((f"in its {fact.attribute}" for fact in self._facts if "colour" in fact.attribute), "in its colour")

    def _letters(self, string: str) -> str:
        fact = next((fact for fact in self._facts if fact.value == string), None)
        return f'the text "{string}"' if fact is None else f"its {fact.attribute}"


def _that_lead_on(facts: Sequence[Fact]) -> list[Fact]:
    """Names of things that are only described, and what further facts are asked with."""
    return [fact for fact in facts if fact.attribute == "name" or any(fact.value in other.query for other in facts)]


def _called(phrase: str, fact: Fact) -> str:
    """The phrase with the query of a fact where its value stood, and no `coat of arms of the coat of arms …`."""
    words = fact.query.split()
    heads = [f"{' '.join(words[:number])} of " for number in range(len(words), 0, -1)]
    for head in (*heads, ""):
        value = re.compile(_NOT_WORD.format(re.escape(f"{head}{fact.value}")))
        if value.search(phrase):
            return value.sub(f"the {fact.query}", phrase)
    return phrase


def _looks(members: str) -> str:
    """Of a row: the look that most have, and the one that is different."""
    looks = [(found[1], found[2]) for one in members.split("; ") if (found := _MEMBER.match(one)) and found[2]]
    if not looks:
        return ""
    named = [look for _, look in looks]
    most = max(dict.fromkeys(named), key=named.count)
    return f", {most}" + "".join(f", the {place} {look}" for place, look in looks if look != most)
