"""Read the settings for a command; a wrong one ends it with one sentence."""

import os

import click

from server.settings import Settings, SettingsError


def settings_or_exit() -> Settings:
    """Return the settings of this environment; ends the command when they contradict."""
    try:
        return Settings.from_environment(os.environ)
    except SettingsError as error:
        raise click.ClickException(str(error)) from None
