"""What is set for one run, and by what: an option, the environment, the configuration file, in this order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from circo_cli.context.configuration import ConfiguredKey, Value, configuration_path, read_configuration
from circo_cli.context.typed import unknown_value
from circo_cli.rendering.result import Message, note

_VARIABLES = {
    "actor": "CIRCO_USER",
    "db": "CIRCO_DB",
    "lang": "CIRCO_LANG",
    "output": "CIRCO_OUTPUT",
    "today": "CIRCO_TODAY",
}
_IN_FILE = {"actor": "user"}
"""Settings that the configuration file calls otherwise."""


class Options:
    """The shared options that were typed, wherever on the line. Later and inner win."""

    def __init__(self) -> None:
        """Start with nothing typed."""
        self._values: dict[str, Any] = {}

    def keep(self, name: str, value: Any) -> None:
        """Remember that `name` was typed with `value`; ``--json`` is ``-o json``."""
        if name == "json":
            name, value = "output", "json"
        self._values[name] = value

    def get(self, name: str) -> Any:
        """Return what was typed for `name`, or None."""
        return self._values.get(name)


class Settings:
    """Settings that are looked up when they are first asked for; `notes` are what using them has to say."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        """Know the `environment`; options are kept as they are met."""
        self.environment = environment
        self.options = Options()
        self.notes: list[Message] = []

    def setting(self, name: str) -> str | None:
        """Return the option `name`, or what the environment says of it, or the configuration file, or None."""
        given = self.given(name)
        return given[0] if given else self.configured(_IN_FILE.get(name, name))

    def given(self, name: str) -> tuple[str, str] | None:
        """Return the setting `name` with what gave it, if that was an option or the environment."""
        typed = self.options.get(name)
        if typed is not None:
            return str(typed), "option"
        variable = _VARIABLES.get(name, "")
        value = self.environment.get(variable)
        return (value, variable) if value else None

    def configured(self, key: str) -> str | None:
        """Return what the configuration file says of `key`, or None."""
        value = self.configuration.get(key)
        return None if value is None else str(value)

    @cached_property
    def configuration(self) -> Mapping[str, Value]:
        """Return the configuration file, read once. Raises `UsageError` for what is wrong in it."""
        return read_configuration(self.configuration_path)

    @cached_property
    def configuration_path(self) -> Path:
        """Return where the configuration file is, or would be."""
        return configuration_path(self.environment)

    def without_configuration(self) -> None:
        """Go on as if there were no configuration file: a command that mends it has to run."""
        self.__dict__["configuration"] = {}

    def configured_hub(self, advice: str) -> ConfiguredKey | None:
        """Return the `usual_hub` for use as a default that is told; `advice` says what to type otherwise."""
        key = self.usual_hub()
        if key is not None:
            self.notes.append(note(f"hub {key}, as configured; {advice}"))
        return key

    def usual_hub(self) -> ConfiguredKey | None:
        """Return the configured hub, if there is one."""
        value = self.configured("hub")
        if value is None or value.lower() == "all":
            return None
        key = ConfiguredKey(value)
        key.path = self.configuration_path
        return key

    def source(self, name: str, option: str) -> str:
        """Return what an error about the setting `name` is to name: the `option`, or the variable that set it."""
        return option if self.options.get(name) is not None else _VARIABLES.get(name, option)

    def flag(self, name: str) -> bool:
        """Return whether the flag `name` was typed, or is set in the environment where that counts."""
        if self.options.get(name):
            return True
        return name == "no_input" and self.environment.get("CIRCO_NO_INPUT", "") not in (
            "",
            "0",
            "false",
            "no",
        )

    def one_of(self, name: str, known: Sequence[str], *, default: str, option: str) -> str:
        """Return the setting `name`, which must be one of `known`."""
        value = self.setting(name)
        if value is None:
            return default
        if value not in known:
            raise unknown_value(value, known, option=self.source(name, option))
        return value
