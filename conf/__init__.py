"""Settings: read once at an entry point, frozen, passed down. Knows no Spark."""

from conf.secret import Secret
from conf.sections import Settings
from conf.settings import ROOT, VARIABLES, SettingsError, environment_of_services, load

__all__ = ["ROOT", "VARIABLES", "Secret", "Settings", "SettingsError", "environment_of_services", "load"]
