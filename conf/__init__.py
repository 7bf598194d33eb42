"""Settings: read once at an entry point, frozen, passed down. Knows no Spark."""

from conf.secret import Secret
from conf.settings import Settings, SettingsError, load

__all__ = ["Secret", "Settings", "SettingsError", "load"]
