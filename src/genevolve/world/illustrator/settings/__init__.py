"""The painters of settings, by the kind of place: each fills a canvas and says where things can stand."""

from __future__ import annotations

from collections.abc import Mapping

from genevolve.language.vocabulary import Setting
from genevolve.world.illustrator.settings import green, land, sky, town, water
from genevolve.world.illustrator.settings.place import Painter
from genevolve.world.illustrator.settings.simple import outdoors, studio

_INDOORS = {Setting.STUDIO, Setting.PLAIN, Setting.KITCHEN, Setting.PAPER, Setting.FABRIC}

PAINTERS: Mapping[Setting, Painter] = {setting: studio if setting in _INDOORS else outdoors for setting in Setting} | {
    Setting.SKY: sky.sky,
    Setting.SPACE: sky.space,
    Setting.MOUNTAINS: land.mountains,
    Setting.DESERT: land.desert,
    Setting.SNOW: land.snow,
    Setting.ARCTIC: land.arctic,
    Setting.CAVE: land.cave,
    Setting.SEA: water.sea,
    Setting.BEACH: water.beach,
    Setting.LAKE: water.lake,
    Setting.HARBOUR: water.harbour,
    Setting.UNDERWATER: water.underwater,
    Setting.FOREST: green.forest,
    Setting.JUNGLE: green.jungle,
    Setting.MEADOW: green.meadow,
    Setting.GARDEN: green.garden,
    Setting.PARK: green.park,
    Setting.FARM: green.farm,
    Setting.CITY_DAY: town.city_day,
    Setting.CITY_NIGHT: town.city_night,
    Setting.STREET: town.street,
    Setting.VILLAGE: town.village,
    Setting.ROAD: town.road,
    Setting.RUINS: town.ruins,
}
