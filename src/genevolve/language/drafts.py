"""What the reader has understood so far: changeable counterparts of the frozen `Description`."""

from __future__ import annotations

from dataclasses import dataclass, field

from genevolve.language.description import (
    Colour,
    Light,
    MaterialUse,
    Member,
    OpenFact,
    Place,
    Placement,
    Relation,
    Style,
    Thing,
    WrittenText,
)
from genevolve.language.vocabulary import Carrier, FontClass, Material, RelationKind, Size, Weather


def merged(first: Placement | None, second: Placement | None) -> Placement | None:
    """Both placements as one; where they differ the first one holds."""
    if first is None or second is None:
        return first or second
    return Placement(
        first.x if first.x is not None else second.x,
        first.y if first.y is not None else second.y,
        first.depth or second.depth,
    )


@dataclass(slots=True)
class MemberDraft:
    """One of several alike, as understood so far."""

    ordinal: int
    colours: list[Colour] = field(default_factory=list)
    materials: dict[Material, bool] = field(default_factory=dict)
    placement: Placement | None = None
    size: Size | None = None

    def freeze(self) -> Member:
        """The member as the description holds it."""
        uses = tuple(MaterialUse(material, described) for material, described in self.materials.items())
        return Member(self.ordinal, tuple(dict.fromkeys(self.colours)), uses, self.placement, self.size)


@dataclass(slots=True)
class ThingDraft:
    """A thing as understood so far."""

    phrase: str
    noun: str
    name: str
    span: tuple[int, int]
    clause: int
    named: bool = False
    count: int = 1
    exact: bool = False
    colours: list[Colour] = field(default_factory=list)
    materials: dict[Material, bool] = field(default_factory=dict)
    size: Size | None = None
    pose: str = ""
    placement: Placement | None = None
    relations: list[tuple[RelationKind, tuple[int, ...]]] = field(default_factory=list)
    reference: int | None = None
    keeps_identity: bool = False
    members: dict[int, MemberDraft] = field(default_factory=dict)
    details: list[str] = field(default_factory=list)
    described_clause: int | None = None
    dropped: bool = False

    def member(self, ordinal: int) -> MemberDraft:
        """The member with that ordinal, made when it is first spoken of."""
        return self.members.setdefault(ordinal, MemberDraft(ordinal))

    def relate(self, kind: RelationKind, targets: tuple[int, ...]) -> None:
        """Note a relation once."""
        if (kind, targets) not in self.relations:
            self.relations.append((kind, targets))

    def freeze(self, index: int, places: dict[int, int]) -> Thing:
        """The thing as the description holds it; `places` maps draft indices to those of the kept things."""
        relations = tuple(
            Relation(kind, tuple(places[target] for target in targets))
            for kind, targets in self.relations
            if all(target in places and places[target] != index for target in targets)
        )
        return Thing(
            index=index,
            phrase=self.phrase,
            noun=self.noun,
            name=self.name,
            named=self.named,
            count=self.count,
            exact=self.exact,
            colours=tuple(dict.fromkeys(self.colours)),
            materials=tuple(MaterialUse(material, described) for material, described in self.materials.items()),
            size=self.size or Size.NORMAL,
            pose=self.pose,
            placement=self.placement,
            relations=relations,
            reference=self.reference,
            keeps_identity=self.keeps_identity,
            members=tuple(self.members[ordinal].freeze() for ordinal in sorted(self.members)),
            details=tuple(dict.fromkeys(self.details)),
            clause=self.clause if self.described_clause is None else self.described_clause,
            span=self.span,
        )


@dataclass(slots=True)
class TextDraft:
    """Letters as understood so far."""

    string: str
    quoted: bool
    span: tuple[int, int]
    carrier: Carrier | None = None
    on_thing: int | None = None
    neon: bool = False
    holder: int | None = None  # the thing that carries it, before it is settled whether that is a mere carrier
    font: FontClass | None = None
    capitals: bool = False
    bold: bool = False
    colour: Colour | None = None
    carrier_colour: Colour | None = None
    carrier_material: Material | None = None
    size: Size | None = None
    placement: Placement | None = None

    def freeze(self, places: dict[int, int]) -> WrittenText:
        """The text as the description holds it."""
        return WrittenText(
            string=self.string,
            quoted=self.quoted,
            carrier=self.carrier,
            on_thing=None if self.on_thing is None else places.get(self.on_thing),
            font=self.font,
            capitals=self.capitals,
            bold=self.bold,
            colour=self.colour,
            carrier_colour=self.carrier_colour,
            carrier_material=self.carrier_material,
            size=self.size or Size.NORMAL,
            placement=self.placement,
            span=self.span,
        )


@dataclass(slots=True)
class Scene:
    """Everything understood so far."""

    text: str
    things: list[ThingDraft] = field(default_factory=list)
    texts: list[TextDraft] = field(default_factory=list)
    place: Place | None = None
    place_nouns: set[str] = field(default_factory=set)
    light: Light | None = None
    weather: Weather | None = None
    atmosphere: list[str] = field(default_factory=list)
    style: Style | None = None
    palette: tuple[Colour, ...] = ()
    aspect: float | None = None
    facts: list[OpenFact] = field(default_factory=list)
