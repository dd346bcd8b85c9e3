"""What the letters of a picture stand on, and how they look."""

from __future__ import annotations

import re
from functools import cache

from genevolve.language.description import Placement, Style
from genevolve.language.drafts import Scene, TextDraft, ThingDraft
from genevolve.language.lexicons import entries, lexicon, word_set
from genevolve.language.nounphrase import NounPhrase
from genevolve.language.phrases import PhraseTable
from genevolve.language.tokens import tokenise
from genevolve.language.vocabulary import Carrier, FontClass, RelationKind, StyleKind

_BY_ITSELF = {Carrier.MUG, Carrier.SHIRT, Carrier.CARD, Carrier.COVER, Carrier.SCREEN, Carrier.PAGE}
_TOP = 0.15
_OPENING = 30  # characters
_POSTER = re.compile(r"\W*(?:[\w'’-]+\s+){0,4}poster\b", re.IGNORECASE)


@cache
def carrier_kinds() -> dict[str, Carrier]:
    """Nouns that can carry letters, and the kind of carrier each is."""
    return {noun: Carrier(kind) for noun, kind in entries(lexicon("texts")["carriers"]).items()}


@cache
def _fonts() -> PhraseTable[FontClass]:
    return PhraseTable({phrase: FontClass(kind) for phrase, kind in entries(lexicon("texts")["fonts"]).items()})


@cache
def _capitals() -> PhraseTable[bool]:
    return PhraseTable(dict.fromkeys(sorted(word_set("texts", "capitals", "words")), True))


def carrier_of(noun: str) -> Carrier | None:
    """The kind of carrier that a noun or compound is, if it is one."""
    kinds = carrier_kinds()
    return kinds.get(noun) or kinds.get(noun.rpartition(" ")[2])


def dress_text(draft: TextDraft, phrase: NounPhrase, written: str) -> None:
    """Give letters the looks that a phrase tells: "in large bold white sans-serif capitals"."""
    tokens = tokenise(written)
    for position, token in enumerate(tokens):
        font = _fonts().longest(tokens, position)
        if font is not None:
            draft.font = draft.font or font[1]
        if _capitals().longest(tokens, position) is not None:
            draft.capitals = True
        if token.lower in word_set("texts", "capitals", "bold"):
            draft.bold = True
    if phrase.colours:
        draft.colour = draft.colour or phrase.colours[0]
    draft.size = draft.size or phrase.size


def settle_texts(scene: Scene) -> None:
    """Give every text its carrier; a thing that is only there to carry letters is no longer a thing."""
    settled: dict[int, Carrier] = {}
    _whole_poster(scene)
    _on_the_poster(scene)
    for draft in scene.texts:
        if draft.holder is None:
            continue
        thing = scene.things[draft.holder]
        kind = settled.get(draft.holder) or _kind(scene, draft.holder, thing)
        settled[draft.holder] = kind
        if kind is Carrier.THING:
            draft.carrier, draft.on_thing = kind, draft.holder
            continue
        _take_over(scene, draft, thing, kind)
        thing.dropped = True


def _whole_poster(scene: Scene) -> None:
    """A text that begins "A poster with …" asks for a poster, not for a picture of one."""
    if not scene.things or scene.things[0].noun != "poster" or scene.things[0].span[0] > _OPENING:
        return
    poster = scene.things[0]
    targeted = any(0 in targets for thing in scene.things for _, targets in thing.relations)
    if targeted or any(kind is not RelationKind.BEARS for kind, _ in poster.relations):
        return
    scene.style = scene.style or Style(StyleKind.POSTER, phrase=poster.phrase)
    poster.dropped = True


def _on_the_poster(scene: Scene) -> None:
    """Letters of a text that begins "A poster of …" stand on the poster, not on what it shows."""
    if scene.style is None or scene.style.kind is not StyleKind.POSTER or not _POSTER.match(scene.text):
        return
    for draft in scene.texts:
        if draft.holder is not None and carrier_of(scene.things[draft.holder].noun) is None:
            draft.holder, draft.carrier = None, draft.carrier or Carrier.POSTER


def _kind(scene: Scene, index: int, thing: ThingDraft) -> Carrier:
    kind = carrier_kinds().get(" ".join(thing.phrase.lower().split()[-2:])) or carrier_of(thing.noun)
    if kind is None or thing.named or thing.reference is not None or thing.members or thing.count > 1:
        return Carrier.THING
    incoming = [
        relation
        for other in scene.things
        if not other.dropped
        for relation, targets in other.relations
        if index in targets
    ]
    held = {RelationKind.HOLDING, RelationKind.WEARING, RelationKind.BEARS} & set(incoming)
    bears = any(relation is RelationKind.BEARS for relation, _ in thing.relations)
    whole = index == 0 and thing.noun.rpartition(" ")[2] in {"poster", "cover", "flyer"}
    if whole:
        return kind
    if held or bears or (kind in _BY_ITSELF and (thing.relations or incoming)):
        return Carrier.THING
    return kind


def _take_over(scene: Scene, draft: TextDraft, thing: ThingDraft, kind: Carrier) -> None:
    """Let the text keep what was said of its carrier."""
    draft.carrier = (
        Carrier.NEON_SIGN if kind is Carrier.SIGN and "neon" in {*thing.details, *thing.name.split()} else kind
    )
    draft.carrier_colour = thing.colours[0] if thing.colours else None
    draft.carrier_material = next(iter(thing.materials), None)
    draft.placement = draft.placement or thing.placement
    draft.size = draft.size or thing.size
    index = scene.things.index(thing)
    beneath = any(
        kind in {RelationKind.UNDER, RelationKind.BELOW} and index in targets
        for other in scene.things
        for kind, targets in other.relations
    )
    if beneath and draft.placement is None:
        draft.placement = Placement(y=_TOP)
