"""The closed vocabularies of a described picture. Synonyms that people write map to these keys in `lexicon/`."""

from __future__ import annotations

from enum import StrEnum


class Setting(StrEnum):
    """Where the scene takes place: the backdrop, or the surface that things stand on."""

    STUDIO = "studio"  # seamless studio gradient
    PLAIN = "plain"  # one flat colour, "on a white background"
    SKY = "sky"
    SEA = "sea"
    BEACH = "beach"
    UNDERWATER = "underwater"
    DESERT = "desert"
    MOUNTAINS = "mountains"
    FOREST = "forest"
    JUNGLE = "jungle"
    MEADOW = "meadow"
    SNOW = "snow"
    ARCTIC = "arctic"
    LAKE = "lake"
    GARDEN = "garden"
    PARK = "park"
    FARM = "farm"
    VILLAGE = "village"
    CITY_DAY = "city_day"
    CITY_NIGHT = "city_night"
    STREET = "street"
    HARBOUR = "harbour"
    SPACE = "space"
    CAVE = "cave"
    STADIUM = "stadium"
    STAGE = "stage"
    MUSEUM = "museum"
    LIBRARY = "library"
    KITCHEN = "kitchen"
    LIVING_ROOM = "living_room"
    BEDROOM = "bedroom"
    BATHROOM = "bathroom"
    OFFICE = "office"
    CLASSROOM = "classroom"
    WORKSHOP = "workshop"
    CAFE = "cafe"
    SHOP = "shop"
    ROAD = "road"
    RUINS = "ruins"
    WOOD_TABLE = "wood_table"
    MARBLE_TABLE = "marble_table"
    STONE_FLOOR = "stone_floor"
    BRICK_WALL = "brick_wall"
    CONCRETE_WALL = "concrete_wall"
    TILED_WALL = "tiled_wall"
    FABRIC = "fabric"  # cloth, felt, linen, velvet
    PAPER = "paper"


class LightKind(StrEnum):
    """The dominant light."""

    DAYLIGHT = "daylight"
    MORNING = "morning"
    GOLDEN_HOUR = "golden_hour"
    SUNSET = "sunset"
    OVERCAST = "overcast"
    MOONLIGHT = "moonlight"
    NIGHT = "night"
    STUDIO_SOFT = "studio_soft"
    SPOTLIGHT = "spotlight"
    CANDLELIGHT = "candlelight"
    LANTERN = "lantern"
    NEON = "neon"
    BACKLIGHT = "backlight"
    DRAMATIC = "dramatic"  # chiaroscuro, low key


class LightDirection(StrEnum):
    """Where the light comes from, as the viewer sees it."""

    LEFT = "left"
    RIGHT = "right"
    ABOVE = "above"
    BELOW = "below"
    BEHIND = "behind"
    FRONT = "front"


class Weather(StrEnum):
    """What is in the air."""

    CLEAR = "clear"
    CLOUDS = "clouds"
    RAIN = "rain"
    SNOWFALL = "snowfall"
    FOG = "fog"
    STORM = "storm"
    WIND = "wind"
    RAINBOW = "rainbow"


class StyleKind(StrEnum):
    """The manner of drawing."""

    FLAT = "flat"
    WATERCOLOUR = "watercolour"
    INK = "ink"
    BLUEPRINT = "blueprint"
    PIXEL = "pixel"
    NEON = "neon"
    RISOGRAPH = "risograph"
    POSTER = "poster"
    OIL = "oil"
    SKETCH = "sketch"  # pencil, charcoal
    PHOTO = "photo"  # "a photo of": as realistic as the generator can
    STAINED_GLASS = "stained_glass"
    PAPERCUT = "papercut"
    CARTOON = "cartoon"  # comic, anime, storybook
    VINTAGE = "vintage"


class Material(StrEnum):
    """What a thing is made of, shown by how it takes the light."""

    GOLD = "gold"
    SILVER = "silver"
    BRASS = "brass"
    BRONZE = "bronze"
    COPPER = "copper"
    STEEL = "steel"
    CHROME = "chrome"
    IRON = "iron"
    WOOD = "wood"
    GLASS = "glass"
    CRYSTAL = "crystal"
    ICE = "ice"
    MARBLE = "marble"
    STONE = "stone"
    CONCRETE = "concrete"
    CERAMIC = "ceramic"
    CLAY = "clay"
    PLASTIC = "plastic"
    RUBBER = "rubber"
    LEATHER = "leather"
    FELT = "felt"
    WOOL = "wool"
    SILK = "silk"
    VELVET = "velvet"
    PAPER = "paper"
    WAX = "wax"
    JADE = "jade"
    BAMBOO = "bamboo"


class Carrier(StrEnum):
    """What a written text stands on."""

    SIGN = "sign"
    BANNER = "banner"
    PLAQUE = "plaque"
    NEON_SIGN = "neon_sign"
    SCREEN = "screen"
    COVER = "cover"  # book cover, album cover, poster title
    LABEL = "label"
    POSTER = "poster"
    CHALKBOARD = "chalkboard"
    BILLBOARD = "billboard"
    SHIRT = "shirt"
    MUG = "mug"
    CARD = "card"
    PAGE = "page"
    STONE_CARVING = "stone_carving"
    THING = "thing"  # written on one of the things of the scene: see WrittenText.on_thing


class FontClass(StrEnum):
    """The kind of lettering."""

    SANS = "sans"
    SERIF = "serif"
    SLAB = "slab"
    SCRIPT = "script"
    HANDWRITTEN = "handwritten"
    MONO = "mono"
    DISPLAY = "display"
    CONDENSED = "condensed"


class Size(StrEnum):
    """How large a thing, or a text, is against its usual size in the picture."""

    TINY = "tiny"
    SMALL = "small"
    NORMAL = "normal"
    LARGE = "large"
    HUGE = "huge"


class Depth(StrEnum):
    """How far from the viewer."""

    FOREGROUND = "foreground"
    MIDDLE = "middle"
    BACKGROUND = "background"


class RelationKind(StrEnum):
    """Where one thing is against another."""

    LEFT_OF = "left_of"
    RIGHT_OF = "right_of"
    ABOVE = "above"
    BELOW = "below"
    ON = "on"
    UNDER = "under"
    INSIDE = "inside"
    BESIDE = "beside"
    IN_FRONT_OF = "in_front_of"
    BEHIND = "behind"
    BETWEEN = "between"
    AROUND = "around"
    HOLDING = "holding"
    WEARING = "wearing"
    BEARS = "bears"  # carries as a picture or emblem: "a mug bearing the logo of …", "a banner with the flag of …"
