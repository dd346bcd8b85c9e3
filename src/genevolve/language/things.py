"""Making things out of noun phrases: new ones, and more about earlier ones."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from genevolve.language.chunks import Chunker
from genevolve.language.description import Colour
from genevolve.language.drafts import Scene, ThingDraft
from genevolve.language.lexicons import entries, lexicon, word_set
from genevolve.language.living import animals, is_living, people
from genevolve.language.nounphrase import NounPhrase
from genevolve.language.nouns import plural
from genevolve.language.numerals import collectives
from genevolve.language.readings import Unit
from genevolve.language.roles import Role, role_of
from genevolve.language.verbs import VerbForm, verb_forms
from genevolve.language.vocabulary import Material

_METALS = {
    Material.GOLD: "gold",
    Material.SILVER: "silver",
    Material.BRONZE: "bronze",
    Material.COPPER: "copper",
    Material.BRASS: "brass",
    Material.CHROME: "chrome",
}
_REPRESENTS = word_set("rules", "things", "represents")
_VIEWS = {"view", "scene", "vista", "panorama", "landscape", "interior"}
_ABSENT = {"absence", "lack", "backdrop"}
_MANNERS = word_set("rules", "things", "manners")
_OPENING = 40  # characters: "Please create a detailed picture of …"
_CARRIED = {"banner", "city", "house", "name"}
_BARE_PLURAL = 2
_ANYBODY = word_set("rules", "things", "anybody")
_ANY_ANIMAL = word_set("rules", "things", "any_animal")
_SENTENCE_END = re.compile(r"[.!?]\s")


def resolve_of(chunker: Chunker, units: Sequence[Unit], phrase: NounPhrase, end: int) -> tuple[NounPhrase, int]:
    """Follow "of": to the counted things of a collective, the content of a container, the owner of an emblem."""
    for _ in range(4):
        if (
            end >= len(units)
            or units[end].lower
            not in {"of", "made of", "made out of", "made from", "crafted from", "carved from", "cast in"}
            or not phrase.noun
        ):
            return phrase, end
        inner = chunker.noun_phrase(end + 1) if end + 1 < len(units) else None
        if inner is None:
            return phrase, end
        joined = _join(phrase, inner[0], units[end].lower)
        if joined is None:
            return phrase, end
        phrase, more = joined
        end = inner[1]
        if not more:
            return phrase, end
    return phrase, end


def _join(phrase: NounPhrase, inner: NounPhrase, link: str) -> tuple[NounPhrase, bool] | None:
    """The phrase that "X of Y" makes, and whether a further "of" may follow."""
    made = _stuff(inner)
    if made is not None and (inner.is_attribute or inner.noun in lexicon("materials")["nouns"]) and not inner.number:
        phrase.materials.extend(made)
        phrase.adjectives.extend(inner.adjectives)
        phrase.end = inner.end
        return phrase, False
    if link != "of" or inner.is_attribute:
        return None
    if phrase.noun in collectives() and not inner.named:
        return _counted(phrase, inner), True
    opens = phrase.outer_start < _OPENING and phrase.noun in word_set("nouns", "roles", "media")
    if opens and phrase.noun not in _CARRIED:
        inner.viewed = phrase.noun in _VIEWS
        return inner, True
    if inner.named and phrase.noun in _MANNERS:
        phrase.negated = True
        return phrase, True
    role = role_of(phrase)
    if role is Role.SCENE and inner.named:
        phrase.end = inner.end
        return phrase, False
    if inner.named and role is Role.NOTHING and phrase.noun not in _CARRIED | word_set("nouns", "roles", "emblems"):
        inner.outer_start = phrase.outer_start
        return inner, True
    if inner.named or (phrase.noun in word_set("nouns", "roles", "emblems") and inner.noun):
        return _of_name(phrase, inner), inner.named and inner.noun != ""
    if phrase.noun in word_set("nouns", "roles", "portions"):
        inner.name = f"{phrase.noun} of {inner.name}"
        inner.number = phrase.number if phrase.number is not None else inner.number or (None if phrase.plural else 1)
        inner.vague = phrase.vague
        inner.plural = phrase.plural
        inner.determiner, inner.outer_start = phrase.determiner, phrase.outer_start
        inner.start = phrase.start
        return inner, True
    if phrase.noun == "sign" and role_of(inner) is Role.NOTHING and not inner.named:
        phrase.negated = True
        return phrase, False
    if role in {Role.NOTHING, Role.PART, Role.LIGHT_EFFECT} and phrase.noun not in word_set(
        "nouns", "roles", "containers"
    ):
        inner.outer_start = phrase.outer_start
        inner.negated = phrase.noun in _ABSENT
        inner.viewed = phrase.noun in _VIEWS
        return inner, True
    return _absorbed(phrase, inner), False


def _stuff(inner: NounPhrase) -> list[Material] | None:
    if inner.is_attribute:
        return inner.materials or None
    value = lexicon("materials")["nouns"].get(inner.noun)
    return [*inner.materials, Material(value)] if value is not None else None


def _counted(phrase: NounPhrase, inner: NounPhrase) -> NounPhrase:
    """Count what a collective holds: "a row of five lanterns", "a pair of scissors", "two dozen eggs"."""
    size = collectives()[phrase.noun]
    times = phrase.number or 1
    if inner.number is None:
        pairs = phrase.noun == "pair" and inner.noun in word_set("nouns", "roles", "plural_pairs")
        inner.number = times if pairs else size * times
        if phrase.noun in {"pair", "couple", "trio", "dozen", "duo", "quartet", "quintet"} or pairs:
            inner.exact = phrase.exact
        else:
            inner.vague = inner.number
    inner.determiner = "the" if inner.is_definite else phrase.determiner
    inner.outer_start = phrase.outer_start
    inner.exact = inner.exact or phrase.exact
    inner.adjectives = [*inner.adjectives]
    inner.colours = [*phrase.colours, *inner.colours]
    if phrase.noun in {"row", "line", "stack", "circle", "pile", "cluster", "grid"}:
        inner.details.append(f"in a {phrase.noun}")
    return inner


def _of_name(phrase: NounPhrase, inner: NounPhrase) -> NounPhrase:
    article = "the " if inner.determiner == "the" and inner.named and inner.name[:1].islower() else ""
    owner = f"{inner.owner}'s " if inner.owner_named else ""
    phrase.name = f"{phrase.name} of {article}{owner}{inner.name}"
    phrase.named = phrase.named or inner.named or inner.owner_named
    phrase.end = inner.end
    return phrase


def _absorbed(phrase: NounPhrase, inner: NounPhrase) -> NounPhrase:
    """Make one thing of two nouns: "a cup of coffee", "a statue of a lion", "a house of cards"."""
    content = plural(inner.name) if inner.plural and not inner.named else inner.name
    phrase.name = f"{phrase.name} of {content}"
    phrase.end = inner.end
    if phrase.noun in _REPRESENTS:
        phrase.colours = phrase.colours or inner.colours
    return phrase


def find_earlier(scene: Scene, phrase: NounPhrase) -> int | None:
    """The thing already spoken of that a definite phrase means, or that carries the same proper name."""
    if not phrase.noun:
        return None
    candidates = [index for index, thing in enumerate(scene.things) if not thing.dropped]
    if phrase.named:
        same = [index for index in candidates if scene.things[index].name.lower() == phrase.name.lower()]
        return same[-1] if same and phrase.determiner in {"the", ""} else None
    if not phrase.is_definite or (phrase.number is not None and phrase.determiner == ""):
        return None
    same = [index for index in candidates if _same_kind(scene.things[index], phrase)]
    same = same or [index for index in candidates if _goes_by(scene, scene.things[index], phrase)][-1:]
    if not same and phrase.noun in word_set("nouns", "roles", "hypernyms") and not phrase.modifiers:
        return candidates[-1] if candidates else None
    if len(same) > 1 and phrase.colours:
        same = [index for index in same if set(scene.things[index].colours) & set(phrase.colours)] or same
    return same[-1] if same else None


def _goes_by(scene: Scene, thing: ThingDraft, phrase: NounPhrase) -> bool:
    """Whether a later sentence may call a single thing by another noun: a man "the musician", a feline "the cat"."""
    if not _SENTENCE_END.search(scene.text, thing.span[1], phrase.start):
        return False
    if phrase.plural or phrase.modifiers or phrase.adjectives or thing.named or thing.count > 1:
        return False
    if phrase.noun in people():
        return thing.noun in _ANYBODY
    return phrase.noun in animals() and thing.noun in _ANY_ANIMAL


def _same_kind(thing: ThingDraft, phrase: NounPhrase) -> bool:
    noun = phrase.noun
    if lexicon("nouns")["synonyms"].get(noun) == thing.noun or lexicon("nouns")["synonyms"].get(thing.noun) == noun:
        return True
    if thing.noun == noun:
        words = set(phrase.name.lower().split()) - {noun}
        return not words or words <= set(thing.name.lower().split()) or not set(thing.name.lower().split()) - {noun}
    if noun.endswith(f" {thing.noun}") or thing.name.lower().startswith(f"{noun} of "):
        return True
    return (len(noun) > 2 and thing.noun.endswith(noun)) or thing.name.lower().endswith(f" {noun}")


def add_thing(scene: Scene, phrase: NounPhrase, clause: int) -> int:
    """A new thing for the phrase."""
    thing = ThingDraft(
        phrase=scene.text[phrase.start : phrase.end],
        noun=phrase.noun,
        name=_lookup(phrase),
        span=(phrase.start, phrase.end),
        clause=clause,
        named=phrase.named or phrase.owner_named,
        count=_count(phrase),
        exact=phrase.exact,
    )
    scene.things.append(thing)
    enrich(thing, phrase, clause)
    return len(scene.things) - 1


def _lookup(phrase: NounPhrase) -> str:
    """What to look the thing up by: its name without attributes, a genitive turned into "of"."""
    if phrase.owner_named and phrase.owner:
        return f"{phrase.name} of {phrase.owner}"
    return phrase.name


def _count(phrase: NounPhrase) -> int:
    if phrase.number is not None:
        return max(1, phrase.number)
    if phrase.vague is not None and phrase.plural:
        return phrase.vague
    return _BARE_PLURAL if phrase.plural else 1


def enrich(thing: ThingDraft, phrase: NounPhrase, clause: int) -> None:
    """Add what the phrase says to the thing."""
    colours, materials = attributes_of(thing.noun, phrase)
    thing.colours.extend(colours)
    for material in materials:
        thing.materials.setdefault(material, False)
    if (colours or materials) and thing.described_clause is None:
        thing.described_clause = clause
    thing.size = phrase.size or thing.size
    if phrase.exact:
        thing.exact = True
    if phrase.number is not None and thing.count == 1 and not phrase.is_definite and not phrase.is_attribute:
        thing.count = max(1, phrase.number)
    light = word_set("materials", "light", "words")
    if any(word in light for word in phrase.adjectives) and thing.materials:
        thing.materials = dict.fromkeys(thing.materials, True)
    for word in phrase.adjectives:
        _adjective(thing, word)
    thing.details.extend(phrase.details)


def _adjective(thing: ThingDraft, word: str) -> None:
    verb = verb_forms().get(word)
    if (
        verb is not None
        and is_living(thing.noun)
        and verb[0] in word_set("words", "poses", "postures")
        and (verb[1] is VerbForm.ING or word == "seated")
    ):
        thing.pose = thing.pose or word
    elif (
        word not in word_set("words", "not_visual") | _weather_words()
        and word not in lexicon("materials")["adjectives"]
    ):
        thing.details.append(word)


@cache
def _weather_words() -> frozenset[str]:
    return frozenset(entries(lexicon("light")["weather"]))


def attributes_of(noun: str, phrase: NounPhrase) -> tuple[list[Colour], list[Material]]:
    """The colours and materials of a phrase; "gold" and its like are one or the other by what they stand before."""
    colours: list[Colour] = []
    materials = list(phrase.materials)
    metal_things = word_set("materials", "precious", "of_metal")
    head = noun.rpartition(" ")[2]
    for colour in phrase.colours:
        metal = next((material for material, word in _METALS.items() if colour.name in {word, f"{word}en"}), None)
        if metal is not None and head in metal_things:
            materials.append(metal)
        else:
            colours.append(colour)
    return colours, materials
