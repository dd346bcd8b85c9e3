"""Requests as people write them, each judged by the fields that it is about."""

from __future__ import annotations

import pytest

from genevolve.language import read
from genevolve.language.description import Description, Placement, Thing
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


def _thing(description: Description, name: str) -> Thing:
    return next(thing for thing in description.things if thing.name == name)


def _colours(thing: Thing) -> list[str]:
    return [colour.name for colour in thing.colours]


def _relations(description: Description, name: str) -> list[tuple[RelationKind, list[str]]]:
    return [
        (relation.kind, [description.things[target].name for target in relation.targets])
        for relation in _thing(description, name).relations
    ]


def _members(thing: Thing) -> dict[int, list[str]]:
    return {member.ordinal: [colour.name for colour in member.colours] for member in thing.members}


def test_lanterns_under_a_sign() -> None:
    found = read(
        "Exactly five paper lanterns in a row on a snowy street, the third one blue, under a wooden sign that reads "
        "OPEN LATE, golden hour, watercolour"
    )
    (lantern,) = found.things
    assert (lantern.noun, lantern.count, lantern.exact) == ("paper lantern", 5, True)
    assert lantern.phrase == "paper lanterns"
    assert _members(lantern) == {3: ["blue"]}
    assert not lantern.fully_enumerated
    (text,) = found.texts
    assert (text.string, text.quoted, text.carrier, text.carrier_material) == (
        "OPEN LATE",
        False,
        Carrier.SIGN,
        Material.WOOD,
    )
    assert found.place is not None
    assert found.place.setting is Setting.STREET
    assert found.weather is Weather.SNOWFALL
    assert found.light is not None
    assert (found.light.kind, found.light.direction) == (LightKind.GOLDEN_HOUR, None)
    assert found.style is not None
    assert (found.style.kind, found.style.keeps_identity) == (StyleKind.WATERCOLOUR, False)


@pytest.mark.parametrize(
    ("text", "name", "noun", "named"),
    [
        ("The flag of Chad over a castle", "flag of Chad", "flag", True),
        ("Chad's flag over a castle", "flag of Chad", "flag", True),
        ("a wall with the Tesla logo", "Tesla logo", "logo", True),
        ("Vorrenholm Lighthouse at sunset", "Vorrenholm Lighthouse", "lighthouse", True),
        ("the lighthouse Vorrenholm in fog", "lighthouse Vorrenholm", "lighthouse", True),
        ("the coat of arms of House Aldermoor", "coat of arms of House Aldermoor", "coat of arms", True),
        ("a cat beside the Eiffel Tower", "Eiffel Tower", "tower", True),
        ("the Statue of Liberty at night", "Statue of Liberty", "statue", True),
        ("Mount Fuji behind a lake", "Mount Fuji", "mountain", True),
        ("the element tungsten on a tile", "element tungsten", "element", True),
        ("Lanterns hang over a river", "lantern", "lantern", False),
        ("A French bulldog in a park", "french bulldog", "french bulldog", False),
        ("A Christmas tree in a living room", "christmas tree", "christmas tree", False),
        ("A Small Blue Bird On A Green Branch", "bird", "bird", False),
        ("A COAT OF ARMS ON A SHIELD", "coat of arms", "coat of arms", False),
    ],
)
def test_names_are_told_from_nouns(text: str, name: str, noun: str, named: bool) -> None:
    thing = _thing(read(text), name)
    assert (thing.noun, thing.named) == (noun, named)


@pytest.mark.parametrize(
    ("text", "members"),
    [
        ("Five lanterns in a row, the third one blue", {3: ["blue"]}),
        ("Five balloons: four red ones and one blue one", {n: ["red"] for n in (1, 2, 3, 4)} | {5: ["blue"]}),
        ("Six cups, with the second from the left in gold", {2: ["gold"]}),
        ("Six cups, the second from the right is green", {5: ["green"]}),
        ("Three cats, one of them is orange", {1: ["orange"]}),
        ("Seven candles, all white except the third, which is red", {3: ["red"]}),
        ("Four vases stand in a line; the first is red, the others are white",
         {1: ["red"], 2: ["white"], 3: ["white"], 4: ["white"]}),
        ("Three bottles: the left one green, the middle one brown and the right one black",
         {1: ["green"], 2: ["brown"], 3: ["black"]}),
        ("Three chairs, the last one yellow", {3: ["yellow"]}),
        ("Two doors, the one on the right is purple", {2: ["purple"]}),
    ],
)  # fmt: skip
def test_members_are_singled_out(text: str, members: dict[int, list[str]]) -> None:
    (thing,) = read(text).things
    assert _members(thing) == members


@pytest.mark.parametrize(
    ("text", "count", "noun"),
    [
        ("a dozen eggs", 12, "egg"),
        ("a pair of scissors", 1, "scissors"),
        ("a pair of dogs", 2, "dog"),
        ("two pairs of shoes", 4, "shoe"),
        ("a row of seven penguins", 7, "penguin"),
        ("exactly 11 sheep", 11, "sheep"),
        ("twenty-one balloons", 21, "balloon"),
        ("three strips of bacon", 3, "bacon"),
        ("a cup of coffee", 1, "cup"),
        ("several geese", 4, "goose"),
    ],
)
def test_counts(text: str, count: int, noun: str) -> None:
    (thing,) = read(text).things
    assert (thing.count, thing.noun) == (count, noun)


def test_a_mug_bears_a_logo_in_a_colour_to_be_found() -> None:
    found = read("A mug bearing the logo of Spotify in its official colour, with its slogan on a banner")
    assert [thing.name for thing in found.things] == ["mug", "logo of Spotify"]
    assert _relations(found, "mug") == [(RelationKind.BEARS, ["logo of Spotify"])]
    assert [(fact.phrase, fact.attribute, fact.subject) for fact in found.open_facts] == [
        ("its official colour", "official colour", "Spotify"),
        ("its slogan", "slogan", "Spotify"),
    ]
    assert found.open_facts[0].about == 1
    assert [(text.string, text.quoted, text.carrier) for text in found.texts] == [("its slogan", False, Carrier.BANNER)]


def test_a_found_value_is_no_open_fact() -> None:
    found = read("A mug bearing the logo of Spotify in Spotify green (#1db954)")
    (colour,) = _thing(found, "logo of Spotify").colours
    assert (colour.name, colour.hex) == ("Spotify green (#1db954)", "#1db954")
    assert not found.open_facts


@pytest.mark.parametrize(
    ("text", "attribute", "subject", "thing"),
    [
        ("The national animal of Chile in a meadow", "national animal", "Chile", "national animal of Chile"),
        ("Chile's national bird on a branch", "national bird", "Chile", "national bird of Chile"),
        ("A mug in the official colour of Spotify", "official colour", "Spotify", "mug"),
        ("A tile of the element isolated in Spain in 1783", "element", "isolated in Spain in 1783",
         "tile of the element isolated in Spain in 1783"),
        ("The flag whose dragon holds jewels, over a castle", "flag", "whose dragon holds jewels",
         "flag whose dragon holds jewels"),
        ("A plaque with the year Vorrenholm Lighthouse was built, and a bell", "year of construction",
         "Vorrenholm Lighthouse", "bell"),
    ],
)  # fmt: skip
def test_open_facts(text: str, attribute: str, subject: str, thing: str) -> None:
    found = read(text)
    assert [(fact.attribute, fact.subject) for fact in found.open_facts] == [(attribute, subject)]
    assert thing in [entry.name for entry in found.things]


@pytest.mark.parametrize(
    ("text", "string", "quoted", "carrier"),
    [
        ('A neon "OPEN" sign above a door', "OPEN", True, Carrier.NEON_SIGN),
        ("A neon sign saying ‘RAMEN’ in a city", "RAMEN", True, Carrier.NEON_SIGN),
        ("A postcard with the text “Greetings from Ersk” in script", "Greetings from Ersk", True, Carrier.CARD),
        ("A chalkboard with the words SOUP OF THE DAY", "SOUP OF THE DAY", False, Carrier.CHALKBOARD),
        ("A poster titled The Last Train showing a locomotive", "The Last Train", False, Carrier.POSTER),
        ('The words "Happy Birthday" in pink on a white banner', "Happy Birthday", True, Carrier.BANNER),
        ('A boy holding a sign that says "FREE HUGS"', "FREE HUGS", True, Carrier.THING),
        ('A billboard that reads "BIG", at night', "BIG", True, Carrier.BILLBOARD),
        ('The word "PEACE"', "PEACE", True, None),
    ],
)
def test_texts_and_their_carriers(text: str, string: str, quoted: bool, carrier: Carrier | None) -> None:
    (written,) = read(text).texts
    assert (written.string, written.quoted, written.carrier) == (string, quoted, carrier)


def test_lettering_is_dressed() -> None:
    found = read('A red mug with the word "HELLO" in bold blue handwritten letters, next to a laptop')
    (text,) = found.texts
    assert (text.carrier, text.on_thing) == (Carrier.THING, 0)
    assert (text.font, text.bold) == (FontClass.HANDWRITTEN, True)
    assert text.colour is not None
    assert text.colour.name == "blue"
    assert _colours(found.things[0]) == ["red"]


@pytest.mark.parametrize(
    ("text", "source", "kind", "targets"),
    [
        ("a dog to the left of a cat", "dog", RelationKind.LEFT_OF, ["cat"]),
        ("a dog on the right side of a cat", "dog", RelationKind.RIGHT_OF, ["cat"]),
        ("a clock over a bed", "clock", RelationKind.ABOVE, ["bed"]),
        ("a ball underneath a chair", "ball", RelationKind.UNDER, ["chair"]),
        ("a book on top of a suitcase", "book", RelationKind.ON, ["suitcase"]),
        ("a fish in a bowl", "fish", RelationKind.INSIDE, ["bowl"]),
        ("a boat in front of the Eiffel Tower", "boat", RelationKind.IN_FRONT_OF, ["Eiffel Tower"]),
        ("a bottle between a candle and a pair of scissors", "bottle", RelationKind.BETWEEN, ["candle", "scissors"]),
        ("a wreath around a candle", "wreath", RelationKind.AROUND, ["candle"]),
        ("a man holding an umbrella", "man", RelationKind.HOLDING, ["umbrella"]),
        ("a man in a yellow raincoat", "man", RelationKind.WEARING, ["raincoat"]),
        ("a banner with the flag of Chad", "banner", RelationKind.BEARS, ["flag of Chad"]),
        ("On the suitcase sits a cat", "cat", RelationKind.ON, ["suitcase"]),
        ("Next to the car is a bicycle", "bicycle", RelationKind.BESIDE, ["car"]),
        ("a teapot and a cup. The cup is behind the teapot.", "cup", RelationKind.BEHIND, ["teapot"]),
        ("a person wearing a hat and holding a kite", "person", RelationKind.HOLDING, ["kite"]),
    ],
)
def test_relations(text: str, source: str, kind: RelationKind, targets: list[str]) -> None:
    assert (kind, targets) in _relations(read(text), source)


@pytest.mark.parametrize(
    ("words", "placement"),
    [
        ("at the far left", Placement(x=0.1)),
        ("on the left side", Placement(x=0.3)),
        ("to the right", Placement(x=0.7)),
        ("at the far right of the picture", Placement(x=0.9)),
        ("centred", Placement(x=0.5)),
        ("in the top left corner", Placement(x=0.3, y=0.15)),
        ("at the bottom", Placement(y=0.85)),
        ("in the lower right", Placement(x=0.7, y=0.7)),
        ("in the middle", Placement(x=0.5, y=0.5)),
        ("in the background", Placement(depth=Depth.BACKGROUND)),
        ("in the middle ground", Placement(depth=Depth.MIDDLE)),
        ("in the foreground at the left", Placement(x=0.3, depth=Depth.FOREGROUND)),
    ],
)
def test_placements(words: str, placement: Placement) -> None:
    found = read(f"a red bell {words}, and a tree")
    assert _thing(found, "bell").placement == placement
    assert _thing(found, "tree").placement is None


def test_placements_before_their_things() -> None:
    found = read("On the left, a small black dog; on the right, a large white cat; between them, a red ball.")
    dog, cat, ball = found.things
    assert dog.placement == Placement(x=0.3)
    assert cat.placement == Placement(x=0.7)
    assert (dog.size, cat.size) == (Size.SMALL, Size.LARGE)
    assert [(relation.kind, relation.targets) for relation in ball.relations] == [(RelationKind.BETWEEN, (0, 1))]


def test_things_of_one_clause_share_it_and_sentences_part_them() -> None:
    together = read("a red car and a blue dog")
    assert len({thing.clause for thing in together.things}) == 1
    apart = read("A car and a dog. The car is red. The dog is blue.")
    assert [_colours(thing) for thing in apart.things] == [["red"], ["blue"]]
    assert len({thing.clause for thing in apart.things}) == 2


def test_later_sentences_enrich_earlier_things() -> None:
    found = read("A bell stands on a table. The bell is made of polished brass with bright highlights.")
    (bell,) = [thing for thing in found.things if thing.noun == "bell"]
    assert [(use.material, use.described) for use in bell.materials] == [(Material.BRASS, True)]


def test_gold_is_stuff_for_a_bell_and_colour_for_a_car() -> None:
    bell, car = read("a gold bell and a gold car").things
    assert [use.material for use in bell.materials] == [Material.GOLD]
    assert (_colours(bell), _colours(car), car.materials) == ([], ["gold"], ())


@pytest.mark.parametrize(
    ("text", "described"),
    [
        ("a glass bottle", False),
        ("a bottle of clear glass, the light passing through it", True),
        ("a polished copper pot", False),
        ("a steel kettle catching the light", True),
        ("a bowl of carved jade with a soft sheen", True),
    ],
)
def test_materials_are_described_by_light(text: str, described: bool) -> None:
    (thing,) = read(text).things
    assert [use.described for use in thing.materials] == [described]


def test_parts_are_details_and_keep_their_colours() -> None:
    house, tree = read("a white house with a green roof and two chimneys, and a tree").things
    assert (_colours(house), house.details) == (["white"], ("with a green roof and two chimneys",))
    assert tree.name == "tree"


def test_poses_belong_to_the_living() -> None:
    found = read("A dog running to the left on a beach and a bicycle leaning against a wall")
    assert _thing(found, "dog").pose == "running to the left"
    assert _thing(found, "bicycle").pose == ""


@pytest.mark.parametrize(
    ("text", "setting"),
    [
        ("a cup on a marble table", Setting.MARBLE_TABLE),
        ("a cup on a wooden table", Setting.WOOD_TABLE),
        ("three foxes in a snowy forest", Setting.FOREST),
        ("a taxi in a city at night", Setting.CITY_NIGHT),
        ("a boat on the sea", Setting.SEA),
        ("a cat on a white background", Setting.PLAIN),
        ("a bicycle against a brick wall", Setting.BRICK_WALL),
        ("an astronaut on the moon", Setting.SPACE),
        ("a kitchen with a red kettle", Setting.KITCHEN),
    ],
)
def test_places(text: str, setting: Setting) -> None:
    found = read(text)
    assert found.place is not None
    assert found.place.setting is setting
    assert len(found.things) == 1


def test_a_plain_background_has_its_colour() -> None:
    place = read("a rose on a pale blue background").place
    assert place is not None
    assert place.colour is not None
    assert place.colour.name == "pale blue"


@pytest.mark.parametrize(
    ("text", "kind", "direction"),
    [
        ("a rose, warm golden-hour light from the left, long soft shadows", LightKind.GOLDEN_HOUR, LightDirection.LEFT),
        ("a rose by candlelight", LightKind.CANDLELIGHT, None),
        ("a rose, backlit", LightKind.BACKLIGHT, LightDirection.BEHIND),
        ("a rose lit from above", LightKind.STUDIO_SOFT, LightDirection.ABOVE),
        ("a rose, sunlight streaming from the right", LightKind.DAYLIGHT, LightDirection.RIGHT),
    ],
)
def test_light(text: str, kind: LightKind, direction: LightDirection | None) -> None:
    found = read(text)
    assert found.light is not None
    assert (found.light.kind, found.light.direction) == (kind, direction)
    assert [thing.name for thing in found.things] == ["rose"]


@pytest.mark.parametrize(
    ("text", "aspect"),
    [
        ("a wide banner with three boats", 3.0),
        ("a fox, 16:9", 1.7778),
        ("a fox, square", 1.0),
        ("a fox in portrait format", 0.6667),
        ("a fox, 1024x1024", 1.0),
        ("a fox on a square table", None),
    ],
)
def test_aspect(text: str, aspect: float | None) -> None:
    assert read(text).aspect == aspect


def test_palette() -> None:
    found = read("three sailboats, in a palette of teal and orange")
    assert [colour.name for colour in found.palette] == ["teal", "orange"]
    assert [_colours(thing) for thing in found.things] == [[]]


def test_references() -> None:
    found = read(
        "The giraffe from the first reference image stands to the left of the flag, as in the second reference image. "
        "The giraffe is shown exactly as in the reference."
    )
    giraffe, flag = found.things
    assert (giraffe.reference, giraffe.keeps_identity) == (1, True)
    assert (flag.reference, flag.keeps_identity) == (2, False)
    assert [relation.kind for relation in giraffe.relations] == [RelationKind.LEFT_OF]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("A serene scene with a sense of calm and an air of mystery, a boat on a lake", ["boat"]),
        ("a kitchen with a red kettle and no people", ["kettle"]),
        ("a street without cars, a bicycle on the sidewalk", ["bicycle"]),
        ("a sofa that looks like a whale", ["sofa"]),
        ("a fox in the style of Hokusai", ["fox"]),
        ("A detailed photograph captures a cat against a backdrop of trees", ["cat"]),
        ("Please draw me a picture of my dog", ["dog"]),
        ("A sedan is parked under a tree. The vehicle is red.", ["sedan", "tree"]),
    ],
)
def test_what_is_not_to_be_drawn_is_no_thing(text: str, names: list[str]) -> None:
    assert [thing.name for thing in read(text).things] == names
