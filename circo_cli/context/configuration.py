"""The configuration file: what somebody sets once, in TOML, in the user's configuration directory.

It is read when a setting is first asked for that neither an option nor the environment gives; where there is no file,
that costs one look. Whatever is in it is checked: an error names the file, the key and the nearest valid one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from circo_cli.context.directories import Directory, directory_of_user
from circo_cli.context.typed import clean, nearest, unknown_value
from circo_cli.errors import UsageError

OUTPUTS = ("table", "json", "jsonl", "csv", "tsv", "markdown", "xlsx")
LANGUAGES = ("nl", "en")
COLORS = ("auto", "always", "never")
HOME_ZONE = "Europe/Amsterdam"

Value = str | int


class Key(NamedTuple):
    """A key of the file: what it is about, which values it has (none: free), and what it takes text for.

    `parse` raises `ValueError` for what it does not take.
    """

    about: str
    known: tuple[str, ...] = ()
    parse: Callable[[str], Value] = str


def _text(text: str) -> str:
    trimmed = text.strip()
    if not trimmed or "\n" in trimmed:
        raise ValueError("it has to be one line of text")
    return trimmed


def _path(text: str) -> str:
    return str(Path(_text(text)).expanduser().absolute())


def _zone(text: str) -> str:
    from circo_cli.values.zones import parse_zone

    try:
        return parse_zone(text)
    except ValueError as error:
        from zoneinfo import available_timezones

        raise ValueError(f"{error}{nearest(text, sorted(available_timezones()), before='; did you mean ')}") from error


def _address(text: str) -> str:
    from circo_cli.values.email import parse_mailboxes

    if len(parse_mailboxes(text)) != 1:
        raise ValueError(f"'{text}' has to be one address")
    return text.strip()


def _addresses(text: str) -> str:
    from circo_cli.values.email import parse_mailboxes

    parse_mailboxes(text)
    return text.strip()


_MOST_MONTHS = 1200


def _months(text: str) -> int:
    if not text.strip().isdecimal() or not 1 <= int(text) <= _MOST_MONTHS:
        raise ValueError(f"'{text}' is not a whole number of months from 1 to {_MOST_MONTHS}")
    return int(text)


KEYS: dict[str, Key] = {
    "db": Key("the database file", parse=_path),
    "output": Key("how data is printed", known=OUTPUTS),
    "lang": Key("language of documents", known=LANGUAGES),
    "user": Key("who does this, for the journal", parse=_text),
    "color": Key("colour", known=COLORS),
    "timezone": Key("where a day begins and ends", parse=_zone),
    "hub": Key("the hub of --hub and of a digest's --for", parse=_text),
    "mail.from": Key("from whom a digest is mailed", parse=_address),
    "mail.circo": Key("to whom CIRCO's digest is mailed", parse=_addresses),
    "mail.network": Key("to whom the network's digest is mailed", parse=_addresses),
    "retention.months": Key("how long personal data is kept", parse=_months),
}
"""Every key, in the order of the contract."""


class ConfiguredKey(str):
    """The key of a thing as it stands in the file at `path`: an error about it is to name that file."""

    __slots__ = ("path",)
    path: Path


def configuration_path(environment: Mapping[str, str]) -> Path:
    """Return where the file is, or would be: what ``CIRCO_CONFIG`` names, else where configuration belongs."""
    named = environment.get("CIRCO_CONFIG")
    if named:
        return Path(named).expanduser().absolute()
    return directory_of_user(Directory.CONFIGURATION) / "config.toml"


def read_configuration(path: Path) -> dict[str, Value]:
    """Return key → value of the file at `path`, nothing where there is none.

    Raises `UsageError` for a file that is not TOML, an unknown key or a value that its key does not take.
    """
    try:
        content = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return {}
    import tomllib

    try:
        tables = tomllib.loads(content.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(
            f"{path} is not valid TOML: {error}", hint="mend that line, or remove the file", code="configuration"
        ) from error
    return {name: _checked(path, name, value) for name, value in _flat(tables).items()}


def _flat(tables: Mapping[str, Any], before: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in tables.items():
        found |= _flat(value, f"{before}{name}.") if isinstance(value, dict) else {f"{before}{name}": value}
    return found


def _checked(path: Path, name: str, value: Any) -> Value:
    if name not in KEYS:
        from shlex import quote

        guess = nearest(name, tuple(KEYS), after=" ")
        raise UsageError(
            f"{path}: there is no key '{name}'",
            hint=f"{guess}circo config unset {quote(name)} removes it; keys: {', '.join(KEYS)}",
            code="configuration",
        )
    number = name == "retention.months"
    if isinstance(value, bool) or not isinstance(value, int if number else str):
        kind = "a whole number" if number else "text between quotes"
        raise UsageError(f"{path}: {name}: the value has to be {kind}", hint=_set(name), code="configuration")
    return parse_value(name, str(value), where=f"{path}: ")


def parse_value(name: str, text: str, *, where: str = "") -> Value:
    """Return the value that `text` is for the key `name`; raise `UsageError` for one that it does not take."""
    key = KEYS[name]
    if key.known:
        if text not in key.known:
            error = unknown_value(text, key.known, option=f"{where}{name}")
            error.code = "configuration" if where else error.code
            raise error
        return text
    try:
        return key.parse(clean(text))
    except ValueError as error:
        code = "configuration" if where else "bad-value"
        raise UsageError(f"{where}{name}: {error}", hint=_set(name), code=code) from error


def _set(name: str) -> str:
    return f"circo config set {name} VALUE, or circo config unset {name}"


# Changing the file: its comments and its order stay


def with_value(content: str, name: str, value: Value) -> str:
    """Return the TOML `content` with the key `name` set to `value`."""
    import tomlkit

    document = tomlkit.parse(content)
    table: Any = document
    *parents, last = name.split(".")
    for parent in parents:
        if not isinstance(table.get(parent), dict):
            table[parent] = tomlkit.table()
        table = table[parent]
    table[last] = value
    return tomlkit.dumps(document)


def without_value(content: str, name: str) -> str | None:
    """Return the TOML `content` without the key `name`, and without a table that is empty then; None if it lacks it."""
    import tomlkit

    document = tomlkit.parse(content)
    tables: list[Any] = [document]
    *parents, last = name.split(".")
    if name in document:  # a key between quotes may hold points
        parents, last = [], name
    for parent in parents:
        inner = tables[-1].get(parent)
        if not isinstance(inner, dict):
            return None
        tables.append(inner)
    if last not in tables[-1]:
        return None
    del tables[-1][last]
    for parent, outer in reversed(list(zip(parents, tables, strict=False))):
        if not outer[parent]:
            del outer[parent]
    return tomlkit.dumps(document).lstrip("\n")
