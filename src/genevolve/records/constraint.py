"""What a request demands of a picture, as values that can be measured in pixels.

A constraint says *what* must be seen, never how a program should be written. Together they travel in
`Request.meta["constraints"]`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from genevolve.records.base import Record
from genevolve.records.trajectory import Request

CONSTRAINTS = "constraints"
"""The key of `Request.meta` under which constraints travel."""

Hex = Annotated[str, Field(pattern=r"^#[0-9a-f]{6}$")]
Share = Annotated[float, Field(ge=0.0, le=1.0)]
Span = tuple[Share, Share]
"""From and to, in shares of the picture's width (left to right) or height (top to bottom)."""

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


class Count(Record):
    """Exactly `num` of a thing are to be seen."""

    kind: Literal["count"] = "count"
    noun: str
    num: int = Field(ge=1)

    def describe(self) -> str:
        """The constraint in one line of plain English."""
        return f"exactly {self.num} × {self.noun}"


class Colour(Record):
    """A thing has a colour; with `ordinal`, only that one of several alike, in reading order from 1.

    Beside such a singled-out member, a constraint without ordinal is about all the others.
    """

    kind: Literal["colour"] = "colour"
    noun: str
    hex: Hex
    name: str
    ordinal: int | None = Field(default=None, ge=1)

    def describe(self) -> str:
        """The constraint in one line of plain English."""
        which = f"the {ordinal_word(self.ordinal)} {self.noun}" if self.ordinal else f"the {self.noun}"
        return f"{which} is {self.name} ({self.hex})"


class Position(Record):
    """The centre of a thing lies in a part of the picture, or it stands in a relation to another thing."""

    kind: Literal["position"] = "position"
    noun: str
    x: Span | None = None
    y: Span | None = None
    relation: Literal["left_of", "right_of", "above", "below", "on"] | None = None
    other: str = Field(default="", description="The other thing's noun, with a relation.")
    name: str = Field(default="", description="Whose or which it is, for a named thing: there may be two flags.")

    def describe(self) -> str:
        """The constraint in one line of plain English."""
        which = f"{self.noun} ({self.name})" if self.name else self.noun
        if self.relation is not None:
            return f"the {which} is {self.relation.replace('_', ' ')} the {self.other}"
        parts = [f"{span[0]:.0%}–{span[1]:.0%} {way}" for span, way in ((self.x, "across"), (self.y, "down")) if span]
        return f"the {which} is {' and '.join(parts)}"


class WrittenText(Record):
    """These letters stand in the picture."""

    kind: Literal["text"] = "text"
    string: str = Field(min_length=1)

    def describe(self) -> str:
        """The constraint in one line of plain English."""
        return f'the text "{self.string}" can be read'


class Identity(Record):
    """A thing is that very entity of the world, recognisable by its own looks."""

    kind: Literal["identity"] = "identity"
    noun: str = Field(description="What sort of thing it is: flag, logo, coat of arms, lighthouse, giraffe.")
    entity_id: str
    name: str
    where: str = Field(default="", description="What bears it, e.g. `mug`; empty when it stands for itself.")

    def describe(self) -> str:
        """The constraint in one line of plain English."""
        return f"the {self.noun} of {self.name} is shown on the {self.where}" if self.where else f"{self.name} is shown"


class Material(Record):
    """A thing looks as if made of a material."""

    kind: Literal["material"] = "material"
    noun: str
    material: str

    def describe(self) -> str:
        """The constraint in one line of plain English."""
        return f"the {self.noun} is made of {self.material}"


class Setting(Record):
    """Where the scene takes place; a matter of degree."""

    kind: Literal["setting"] = "setting"
    setting: str

    def describe(self) -> str:
        """The constraint in one line of plain English."""
        return f"the setting is: {self.setting.replace('_', ' ')}"


class Style(Record):
    """The manner of drawing; a matter of degree."""

    kind: Literal["style"] = "style"
    style: str

    def describe(self) -> str:
        """The constraint in one line of plain English."""
        return f"the style is: {self.style.replace('_', ' ')}"


class Light(Record):
    """The light; a matter of degree."""

    kind: Literal["light"] = "light"
    light: str

    def describe(self) -> str:
        """The constraint in one line of plain English."""
        return f"the light is: {self.light.replace('_', ' ')}"


Constraint = Annotated[
    Count | Colour | Position | WrittenText | Identity | Material | Setting | Style | Light, Field(discriminator="kind")
]
_CONSTRAINTS: TypeAdapter[tuple[Constraint, ...]] = TypeAdapter(tuple[Constraint, ...])


def ordinal_word(number: int) -> str:
    """1 is "first"; beyond "tenth" it is "11th", "12th" and so on."""
    return _ORDINALS[number - 1] if number <= len(_ORDINALS) else f"{number}th"


def constraints_of(request: Request) -> tuple[Constraint, ...]:
    """The constraints that a request carries; none when it carries none.

    Raises:
        ValidationError: what stands there is no list of constraints.
    """
    return _CONSTRAINTS.validate_python(tuple(request.meta.get(CONSTRAINTS, ())))


def constraints_as_data(constraints: Sequence[Constraint]) -> list[dict[str, Any]]:
    """Constraints as plain JSON values, for `Request.meta`."""
    return [one.model_dump(mode="json", exclude_none=True) for one in constraints]
