"""The painters of settings, by the kind of place: each fills a canvas and says where things can stand."""

from __future__ import annotations

from collections.abc import Mapping

from genevolve.language.vocabulary import Setting
from genevolve.world.illustrator.settings import land, sky
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
}
