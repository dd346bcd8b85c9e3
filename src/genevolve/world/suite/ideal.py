"""The ideal program of a scene: the prompt that follows every skill, and which skills those are."""

from __future__ import annotations

from collections.abc import Iterator

from genevolve.language.numerals import number_word, ordinal_word
from genevolve.records.wire import REFERENCE_ORDINALS
from genevolve.world.suite.item import IdealProgram
from genevolve.world.suite.scene import Anchor, Lettering, Paint, Scene, Thing
from genevolve.world.suite.words import capital, table, with_article

ROW = {
    3: ("left", "centre", "right"),
    4: ("far_left", "left", "right", "far_right"),
    5: ("far_left", "left", "centre", "right", "far_right"),
}
_KEEPS = ", shown exactly as in the reference"
_NUM_ABREAST = 2
_FLYING = frozenset({"kite", "balloon"})


def ideal_program(scene: Scene) -> IdealProgram:
    """The prompt, a note for each reference, and the skills that it follows."""
    notes = tuple(f"the looks of {anchor.called}" for anchor in scene.anchors)
    return IdealProgram(gen_prompt=ideal_prompt(scene), notes=notes, skills=needed_skills(scene))


def ideal_prompt(scene: Scene) -> str:
    """What a generator that follows documented wordings draws exactly as meant."""
    wording = table("wording")
    opening = f"A scene {wording['ideal_settings'][scene.setting]}, {wording['ideal_lights'][scene.light]}."
    sentences = [opening, *(sentence for thing in scene.things for sentence in _thing(thing, scene))]
    sentences += [_text(text, len(scene.texts)) for text in scene.texts]
    if scene.style:
        sentences.append(
            f"{wording['ideal_styles'][scene.style]}, while every object keeps its exact shape and colours."
        )
    return " ".join(sentences)


def needed_skills(scene: Scene) -> tuple[str, ...]:
    """The skills whose triggers the scene meets, the most needed first."""
    looks = {(thing.colour.hex if thing.colour else "", thing.material) for thing in scene.things} - {("", "")}
    met = (
        ("quantity_counting", any(thing.count >= 3 for thing in scene.things)),
        ("text_rendering", bool(scene.texts)),
        ("spatial_layout", len(scene.things) >= 2),
        ("attribute_binding", len(looks) >= 2),
        ("creative_drawing", bool(scene.style)),
        ("physical_material_consistency", any(thing.material for thing in scene.things)),
        ("anatomy_body_coherence", any(thing.pose or (thing.anchor and thing.anchor.living) for thing in scene.things)),
        ("aesthetic_drawing", True),
    )
    return tuple(skill for skill, needed in met if needed)


def colour_words(paint: Paint) -> str:
    """A plain colour by its name; a looked-up one with its hex."""
    return f"{paint.name} ({paint.hex})" if paint.is_open else paint.name


def _thing(thing: Thing, scene: Scene) -> Iterator[str]:
    if thing.count > 1:
        yield _group(thing)
        return
    yield f"{capital(_place(thing, scene))} {_verb(thing)} {_phrase(thing, scene)}."
    if thing.colour is not None:
        yield f"The {thing.noun} is {colour_words(thing.colour)}."


def _place(thing: Thing, scene: Scene) -> str:
    """A side, and a depth; three on one ground are left to be staggered, which gives each of them more room."""
    where = str(table("wording")["ideal_places"][thing.slot])
    if len(scene.things) > _NUM_ABREAST and not any(one.background or one.count > 1 for one in scene.things):
        return where
    return f"in the {'background' if thing.background else 'foreground'} {where}"


def _verb(thing: Thing) -> str:
    if thing.noun in ("banner", "pennant"):
        return "hangs"
    return "floats" if thing.noun in _FLYING else "stands"


def _phrase(thing: Thing, scene: Scene) -> str:
    if thing.anchor is not None:
        pose = f", {_anchor_pose(thing.anchor)}" if thing.anchor.living else ""
        return f"{_bound(thing.anchor, scene)}{pose}"
    made = f" of {table('wording')['materials'][thing.material]}" if thing.material else ""
    borne = f" bearing {_bound(thing.bears, scene)}" if thing.bears else ""
    pose = f", {thing.pose}" if thing.pose else ""
    return f"{with_article(thing.noun)}{made}{borne}{pose}"


def _bound(anchor: Anchor, scene: Scene) -> str:
    number = [one.entity.id for one in scene.anchors].index(anchor.entity.id)
    return f"{anchor.called} from the {REFERENCE_ORDINALS[number]} reference image{_KEEPS}"


def _anchor_pose(anchor: Anchor) -> str:
    poses = table("things")["poses"]
    if anchor.kind == "animal":
        plans = table("things")["plans"]
        return str(next((poses[plan] for plan, nouns in plans.items() if anchor.noun in nouns), poses["other"]))
    kind = anchor.entity.facts.get("type", "")
    if kind == "serpent":
        return str(poses["serpent"])
    return str(poses["quadruped"] if kind in ("fox-like", "stag-like", "bear-like", "lizard-like") else poses["other"])


def _group(thing: Thing) -> str:
    places = table("wording")["ideal_places"]
    members = []
    for number, slot in enumerate(ROW[thing.count], start=1):
        paint = thing.odd_colour if number == thing.odd else thing.colour
        look = f", is {colour_words(paint)}" if paint else ""
        members.append(f"the {ordinal_word(number)} {thing.noun}, {places[slot]}{look}")
    pose = f", each {thing.pose}" if thing.pose else ""
    verb = "float" if thing.noun in _FLYING else "stand"
    group = f"Exactly {number_word(thing.count)} {thing.many}{pose}"
    return f"{group} {verb} in one row in the foreground: {'; '.join(members)}."


def _text(text: Lettering, num: int) -> str:
    where = "at the top centre" if num == 1 else "at the top right" if text.second else "at the top left"
    case = " capitals" if text.string.isupper() else " letters"
    carrier = capital(with_article(text.carrier))
    return f'{carrier} {where} carries the text "{text.string}" in large bold {text.colour} {text.font}{case}.'
