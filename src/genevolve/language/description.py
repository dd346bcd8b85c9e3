"""What a piece of English asks a picture to show, with *how* it was said.

The same reader serves two sides: the planner reads requests with it, the illustrator reads `gen_prompt` with it.
How something was said matters (was the count bare or was every member given its place? was the text quoted?), because a
generator fails on vague wording: see `docs/prompt-language.md` for each fault and the wording that avoids it.
"""

from __future__ import annotations

from dataclasses import dataclass

from genevolve.language.vocabulary import (
    Carrier,
    Depth,
    FontClass,
    LightDirection,
    LightKind,
    Material,
    RelationKind,
    Setting,
    Size,
    StyleKind,
    Weather,
)


@dataclass(frozen=True, slots=True)
class Colour:
    """A colour as written, and its sRGB hex (`#rrggbb`, lower case)."""

    name: str
    hex: str


@dataclass(frozen=True, slots=True)
class MaterialUse:
    """A material named for a thing.

    `described` is true when the wording says how it takes the light ("polished brass with bright highlights",
    "clear glass, the light passing through it"), not only its name.
    """

    material: Material
    described: bool = False


@dataclass(frozen=True, slots=True)
class Placement:
    """Where in the frame. x runs 0 (left edge) to 1 (right edge), y runs 0 (top) to 1 (bottom); None is unsaid."""

    x: float | None = None
    y: float | None = None
    depth: Depth | None = None


@dataclass(frozen=True, slots=True)
class Relation:
    """This thing stands in `kind` to `targets`, indices into `Description.things` (two for BETWEEN)."""

    kind: RelationKind
    targets: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Member:
    """One of several alike, singled out: "the third lantern, in the centre, is blue". `ordinal` counts from 1."""

    ordinal: int
    colours: tuple[Colour, ...] = ()
    materials: tuple[MaterialUse, ...] = ()
    placement: Placement | None = None
    size: Size | None = None


@dataclass(frozen=True, slots=True)
class Thing:
    """One kind of object that the picture is to show, `count` times."""

    index: int
    phrase: str  # the noun phrase as written, without its determiner: "small red paper lanterns"
    noun: str  # singular head, lower case, compounds kept: "lantern", "traffic light", "flag", "person"
    name: str  # what to look it up by, attributes left out: "paper lantern", "flag of Chad", "Vorrenholm Lighthouse"
    named: bool  # it carries a proper name, so that its looks are a matter of fact
    count: int = 1
    exact: bool = False  # "exactly five"
    colours: tuple[Colour, ...] = ()
    materials: tuple[MaterialUse, ...] = ()
    size: Size = Size.NORMAL
    pose: str = ""  # "running to the left", "sitting upright with all four legs visible"
    placement: Placement | None = None
    relations: tuple[Relation, ...] = ()
    reference: int | None = None  # 1 for "the first reference image", 2 for the second
    keeps_identity: bool = False  # "its shape and colours kept exactly as in the reference"
    members: tuple[Member, ...] = ()  # those of its `count` that are singled out
    details: tuple[str, ...] = ()  # visible attributes that fit no field: "striped", "with a green roof", "open"
    clause: int = 0  # which clause first describes it; things sharing a clause share their risk of leaking attributes
    span: tuple[int, int] = (0, 0)  # where `phrase` stands in the text

    @property
    def fully_enumerated(self) -> bool:
        """Whether each of the `count` members is singled out with its own place."""
        placed = {member.ordinal for member in self.members if member.placement is not None}
        return placed >= set(range(1, self.count + 1))


@dataclass(frozen=True, slots=True)
class WrittenText:
    """Letters to be shown in the picture."""

    string: str
    quoted: bool  # it stood between quotation marks
    carrier: Carrier | None = None  # what it is written on, None when unsaid
    on_thing: int | None = None  # index of the thing that carries it, with `Carrier.THING`
    font: FontClass | None = None
    capitals: bool = False
    bold: bool = False
    colour: Colour | None = None
    carrier_colour: Colour | None = None
    carrier_material: Material | None = None
    size: Size = Size.NORMAL
    placement: Placement | None = None
    span: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Place:
    """The setting, with the colour of a plain backdrop or the tint that was asked for."""

    setting: Setting
    colour: Colour | None = None
    phrase: str = ""


@dataclass(frozen=True, slots=True)
class Light:
    """The light. It is *directed* only when the wording says where it comes from."""

    kind: LightKind
    direction: LightDirection | None = None
    phrase: str = ""


@dataclass(frozen=True, slots=True)
class Style:
    """The manner of drawing.

    `keeps_identity` is true when the wording confines the style and keeps the things themselves literal
    ("in watercolour, while every object keeps its exact shape and colours").
    """

    kind: StyleKind
    keeps_identity: bool = False
    phrase: str = ""


@dataclass(frozen=True, slots=True)
class OpenFact:
    """Something the text leaves to knowledge: "its official colour", "the national animal of Chile".

    A generator cannot know it; a planner has to find it out and write the found value instead.
    `about` is the index of the thing it belongs to when it belongs to one.
    """

    phrase: str  # "its official colour"
    attribute: str  # "official colour", "national animal", "year of discovery", "symbol"
    subject: str  # "Spotify", "Chile": the name the fact is about, pronouns resolved
    about: int | None = None


@dataclass(frozen=True, slots=True)
class Description:
    """Everything that a text asks for. Empty where it says nothing; never None as a whole."""

    text: str
    things: tuple[Thing, ...] = ()
    texts: tuple[WrittenText, ...] = ()
    place: Place | None = None
    light: Light | None = None
    weather: Weather | None = None
    atmosphere: tuple[str, ...] = ()  # what fills the air and is no object: "aurora", "colourful fireworks"
    style: Style | None = None
    palette: tuple[Colour, ...] = ()  # colours asked for the picture as a whole
    aspect: float | None = None  # width / height, when the text asks for one
    open_facts: tuple[OpenFact, ...] = ()
