"""Every knob in one place, and the loader that fills it."""

from genevolve.config.data import DataSettings
from genevolve.config.endpoint import KEY_VARIABLE, OPENAI_KEY_VARIABLE, EndpointSettings, api_key
from genevolve.config.loader import (
    HOME_VARIABLE,
    default_home,
    dump_data_settings,
    dump_settings,
    dump_train_settings,
    load_data_settings,
    load_settings,
    load_train_settings,
    to_toml,
)
from genevolve.config.settings import AgentSettings, PictureSettings, Settings
from genevolve.config.training import RewardSettings, TrainSettings

__all__ = [
    "HOME_VARIABLE",
    "KEY_VARIABLE",
    "OPENAI_KEY_VARIABLE",
    "AgentSettings",
    "DataSettings",
    "EndpointSettings",
    "PictureSettings",
    "RewardSettings",
    "Settings",
    "TrainSettings",
    "api_key",
    "default_home",
    "dump_data_settings",
    "dump_settings",
    "dump_train_settings",
    "load_data_settings",
    "load_settings",
    "load_train_settings",
    "to_toml",
]
