"""The painters of settings, by the kind of place: each fills a canvas and says where things can stand."""

from __future__ import annotations

from collections.abc import Mapping

from genevolve.language.vocabulary import Setting
from genevolve.world.illustrator.settings import green, land, rooms, sky, surfaces, town, venues, water
from genevolve.world.illustrator.settings.place import Painter

PAINTERS: Mapping[Setting, Painter] = {
    Setting.STUDIO: surfaces.studio,
    Setting.PLAIN: surfaces.plain,
    Setting.SKY: sky.sky,
    Setting.SEA: water.sea,
    Setting.BEACH: water.beach,
    Setting.UNDERWATER: water.underwater,
    Setting.DESERT: land.desert,
    Setting.MOUNTAINS: land.mountains,
    Setting.FOREST: green.forest,
    Setting.JUNGLE: green.jungle,
    Setting.MEADOW: green.meadow,
    Setting.SNOW: land.snow,
    Setting.ARCTIC: land.arctic,
    Setting.LAKE: water.lake,
    Setting.GARDEN: green.garden,
    Setting.PARK: green.park,
    Setting.FARM: green.farm,
    Setting.VILLAGE: town.village,
    Setting.CITY_DAY: town.city_day,
    Setting.CITY_NIGHT: town.city_night,
    Setting.STREET: town.street,
    Setting.HARBOUR: water.harbour,
    Setting.SPACE: sky.space,
    Setting.CAVE: land.cave,
    Setting.STADIUM: venues.stadium,
    Setting.STAGE: venues.stage,
    Setting.MUSEUM: venues.museum,
    Setting.LIBRARY: venues.library,
    Setting.KITCHEN: rooms.kitchen,
    Setting.LIVING_ROOM: rooms.living_room,
    Setting.BEDROOM: rooms.bedroom,
    Setting.BATHROOM: rooms.bathroom,
    Setting.OFFICE: rooms.office,
    Setting.CLASSROOM: rooms.classroom,
    Setting.WORKSHOP: rooms.workshop,
    Setting.CAFE: rooms.cafe,
    Setting.SHOP: rooms.shop,
    Setting.ROAD: town.road,
    Setting.RUINS: town.ruins,
    Setting.WOOD_TABLE: surfaces.wood_table,
    Setting.MARBLE_TABLE: surfaces.marble_table,
    Setting.STONE_FLOOR: surfaces.stone_floor,
    Setting.BRICK_WALL: surfaces.brick_wall,
    Setting.CONCRETE_WALL: surfaces.concrete_wall,
    Setting.TILED_WALL: surfaces.tiled_wall,
    Setting.FABRIC: surfaces.fabric,
    Setting.PAPER: surfaces.paper,
}
