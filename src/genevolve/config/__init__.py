"""Every knob in one place, and the loader that fills it."""

from genevolve.config.loader import HOME_VARIABLE, default_home, dump_settings, load_settings, to_toml
from genevolve.config.settings import AgentSettings, PictureSettings, Settings

__all__ = [
    "HOME_VARIABLE",
    "AgentSettings",
    "PictureSettings",
    "Settings",
    "default_home",
    "dump_settings",
    "load_settings",
    "to_toml",
]
