"""From a recipe to a scene: which things, which facts, which places."""

from __future__ import annotations

import random
from dataclasses import replace

from genevolve.language.colours import colour_named
from genevolve.records import Recipe
from genevolve.world.suite.anchors import AnchorPool
from genevolve.world.suite.item import Fact, Split
from genevolve.world.suite.recipes import families
from genevolve.world.suite.scene import Anchor, Lettering, Paint, Scene, Thing
from genevolve.world.suite.words import table

_SLOTS = {1: ("centre",), 2: ("left", "right"), 3: ("left", "centre", "right")}
_SECOND_ANCHORS = {
    "events_and_sports": "flag",
    "city_streets": "brand",
    "public_figures": "flag",
    "spatial_composition": "landmark",
    "aesthetic_lighting": "landmark",
    "vehicles": "flag",
}
_ON_VEHICLES = frozenset({"vehicles", "city_streets"})
_ON_CLOTH = frozenset({"counting", "materials", "text_layout"})
_STANDS_FOR_ITSELF = frozenset({"landmark", "creature", "animal", "element"})
_LIVING = {"public_figures": "person", "anatomy_and_pose": "animal"}
_MAX_GROUND = 3
_LOOK_ALIKES = 0.6
_NESTED = 0.5
_DARK = frozenset({"moonlight", "candlelight", "spotlight", "neon"})
_DYED_ANYWHERE = ("umbrella", "kite", "balloon", "backpack", "tent", "suitcase")
_NUM_SIDES = {"easy": 1, "medium": 1, "hard": 2}
_MANY_SIDES = frozenset({"position", "colour", "material"})


def stage(recipe: Recipe, pool: AnchorPool, split: Split, rng: random.Random) -> Scene:
    """A scene that meets every requirement of the recipe."""
    return _Stage(recipe, pool, split, rng).scene()


class _Stage:
    """The making of one scene."""

    def __init__(self, recipe: Recipe, pool: AnchorPool, split: Split, rng: random.Random) -> None:
        self.recipe, self.pool, self.split, self.rng = recipe, pool, split, rng
        self.row = families()[recipe.task_family]
        self.wanted = {recipe.dominant, *recipe.secondaries}
        self.facts: list[Fact] = []
        self.colours = rng.sample(table("wording")["colours"]["names"], 8)
        self.nouns: set[str] = set()
        self.unpainted = False
        self.chained = recipe.track == "knowledge" and recipe.difficulty == "hard"

    def scene(self) -> Scene:
        setting = self.rng.choice(self.row["settings"])
        anchors = self._anchors()
        self.nouns.update(anchor.noun for anchor in anchors)
        things = [self._showing(anchor) for anchor in anchors]
        if self.recipe.factual_gap == "coloured":
            things = self._openly_coloured(things, anchors[0])
        things += self._sides(len(things))
        light, said = self._light(setting)
        return Scene(
            things=tuple(self._placed(things)),
            texts=self._texts(anchors[0], setting),
            setting=setting,
            light=light,
            light_said=said,
            style=self.rng.choice(sorted(table("wording")["styles"])) if "style" in self.wanted else "",
            facts=tuple(self.facts),
            purpose=self.rng.choice(self.row["purposes"]),
        )

    def _anchors(self) -> list[Anchor]:
        recipe = self.recipe
        described = recipe.factual_gap == "described" or (self.chained and self.pool.has_clues(recipe.visual_anchor))
        alike = recipe.difficulty == "hard" and self.rng.random() < _LOOK_ALIKES
        nested = self.chained and self.rng.random() < _NESTED
        first = self.pool.choose(
            recipe.visual_anchor, self.split, self.rng, described=described, alike=alike, nested=nested
        )
        if described:
            self.facts.extend(self.pool.described_facts(first))
        second = _SECOND_ANCHORS.get(recipe.task_family, "")
        match = recipe.task_family == "events_and_sports"
        wanted = recipe.difficulty != "easy" if match else recipe.difficulty == "hard" and second != first.kind
        if not second or not wanted:
            return [first]
        other = self.pool.choose(second, self.split, self.rng)
        return [first, other] if other.entity.id != first.entity.id else [first]

    def _showing(self, anchor: Anchor) -> Thing:
        """How a named thing appears: as itself, or borne by something."""
        if anchor.kind in _STANDS_FOR_ITSELF:
            return Thing(anchor.noun, anchor=anchor, background=anchor.kind == "landmark")
        if anchor.kind == "flag" and self.recipe.task_family not in (*_ON_CLOTH, "vehicles"):
            return Thing("flag", anchor=anchor)
        bearers = table("things")["bearers"]
        if self.recipe.task_family in _ON_CLOTH:
            options = ["banner"]
        elif self.recipe.task_family in _ON_VEHICLES:
            options = bearers["vehicle"]
        else:
            options = bearers[anchor.kind]
        noun = self.rng.choice([one for one in options if one not in self.nouns])
        self.nouns.add(noun)
        paint = self._paint() if "colour" in self.wanted else None
        return Thing(noun, bears=anchor, colour=paint)

    def _openly_coloured(self, things: list[Thing], anchor: Anchor) -> list[Thing]:
        """Something has the colour that has to be looked up: what bears the mark, or something beside it."""
        found = self.pool.coloured(anchor, self.rng)
        if found is None:
            self.unpainted = True
            return things
        fact, paint = found
        self.facts.append(fact)
        if things[0].bears is not None:
            return [replace(things[0], colour=paint), *things[1:]]
        return [*things, Thing(self._prop(dyed=True), colour=paint)]

    def _sides(self, taken: int) -> list[Thing]:
        """The common things beside the named ones."""
        if "count" in self.wanted:
            return [self._group()] if taken <= 2 else []
        extra = len(self.wanted & _MANY_SIDES)
        more = extra > 0 and self.recipe.difficulty != "easy"
        num = min(_NUM_SIDES[self.recipe.difficulty] + more, _MAX_GROUND - taken)
        return [self._side(number) for number in range(max(num, 0))]

    def _side(self, number: int) -> Thing:
        if number == 0 and self.recipe.task_family in _LIVING:
            noun = self._prop(among=_LIVING[self.recipe.task_family])
            return Thing(noun, pose=pose_of(noun))
        made = "material" in self.wanted
        dyed = "colour" in self.wanted
        if made and (not dyed or number % 2 == 0):
            noun = self._prop(made=True)
            return Thing(noun, material=self.rng.choice(table("things")["materials"][noun]))
        if dyed:
            return Thing(self._prop(dyed=True), colour=self._paint())
        noun = self._prop()
        return Thing(noun, pose=pose_of(noun))

    def _group(self) -> Thing:
        """Several alike, mostly with an odd one out."""
        options = [noun for name in self.row["props"] for noun in table("things")["counted"].get(name, [])]
        noun = self.rng.choice([one for one in options if one not in self.nouns])
        low, high = {"easy": (3, 4), "medium": (3, 5), "hard": (4, 5)}[self.recipe.difficulty]
        num = self.rng.randint(low, high)
        if noun not in table("things")["colourable"]["names"]:
            return Thing(noun, count=num, pose=pose_of(noun))
        odd = self.rng.randint(1, num) if self.recipe.difficulty != "easy" or "colour" in self.wanted else 0
        return Thing(noun, count=num, colour=self._paint(), odd=odd, odd_colour=self._paint() if odd else None)

    def _prop(self, *, dyed: bool = False, made: bool = False, among: str = "") -> str:
        things = table("things")
        groups = [among] if among else self.row["props"]
        options = list(dict.fromkeys(noun for name in groups for noun in things["groups"][name]))
        if dyed:
            options = [noun for noun in options if noun in things["colourable"]["names"]]
        if made:
            options = [noun for noun in options if noun in things["materials"]] or ["vase", "bell", "bench"]
        free = [one for one in options if one not in self.nouns]
        noun = self.rng.choice(free or [one for one in _DYED_ANYWHERE if one not in self.nouns])
        self.nouns.add(noun)
        return str(noun)

    def _paint(self) -> Paint:
        name = self.colours.pop()
        found = colour_named(name)
        return Paint(name, found.hex if found else "#808080")

    def _placed(self, things: list[Thing]) -> list[Thing]:
        """Everything in its place: no two things share one."""
        said = "position" in self.wanted
        groups = [thing for thing in things if thing.count > 1]
        single = [thing for thing in things if thing.count == 1]
        if groups:
            slots = list(_SLOTS[len(single)])
            behind = [
                replace(one, slot=slot, background=True, place_said=said)
                for one, slot in zip(single, slots, strict=True)
            ]
            return [*behind, *groups]
        slots = list(_SLOTS[len(single)])
        self.rng.shuffle(slots)
        if len(single) == _MAX_GROUND and single[slots.index("centre")].background:
            slots.insert(0, slots.pop())
        return [replace(one, slot=slot, place_said=said) for one, slot in zip(single, slots, strict=True)]

    def _light(self, setting: str) -> tuple[str, bool]:
        wording = table("wording")
        if "light" in self.wanted:
            suiting = wording["lights_of"][_surroundings(setting)]
            lights = [one for one in suiting if one not in _DARK or self._may_be_dark(setting)]
            return self.rng.choice(lights or suiting), True
        usual = wording["usual_lights"]
        return str(usual.get(setting, usual["other"])), False

    def _may_be_dark(self, setting: str) -> bool:
        """Styles and thick woods swallow what little light there is, and nobody can tell brown from purple in it."""
        return not self.wanted & {"style", "colour", "count"} and setting not in ("forest", "jungle")

    def _texts(self, anchor: Anchor, setting: str) -> tuple[Lettering, ...]:
        asked = self.recipe.factual_gap == "written" or self.unpainted or (self.chained and anchor.kind != "brand")
        if "text" not in self.wanted and not asked:
            return ()
        if asked and (found := self.pool.written(anchor, self.rng)) is not None:
            fact, said = found
            self.facts.append(fact)
            return (self._lettering(fact.value, setting, said),)
        letters = table("wording")["letters"]
        first = self._lettering(self.rng.choice(letters["literals"]), setting)
        if self.recipe.dominant == "text" and self.recipe.difficulty != "easy":
            second = self._lettering(self.rng.choice(letters["second_literals"]), setting, other_than=first.carrier)
            return (first, replace(second, second=True))
        return (first,)

    def _lettering(self, string: str, setting: str, said: str = "", other_than: str = "") -> Lettering:
        wording = table("wording")
        sort = "indoor" if _surroundings(setting) == "indoor" else "outdoor"
        carrier = self.rng.choice([one for one in wording["carriers"][sort] if one != other_than])
        font = self.rng.choice(wording["letters"]["fonts"])
        return Lettering(string, carrier, wording["carrier_letters"][carrier], font, said)


def _surroundings(setting: str) -> str:
    if setting == "city_night":
        return "night"
    return "indoor" if setting in table("wording")["lights_of"]["indoors"] else "outdoor"


def pose_of(noun: str) -> str:
    """How a living thing stands, by its body plan; empty for what does not live."""
    things = table("things")
    if noun in things["groups"]["person"]:
        return str(things["poses"]["person"])
    for plan, nouns in things["plans"].items():
        if noun in nouns:
            return str(things["poses"][plan])
    return ""
