"""circo config: the configuration file of whoever types."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from circo_cli.commands.arguments import LimitOption, SortOption, listed, paging
from circo_cli.context import HOME_ZONE, Invocation, of
from circo_cli.context.configuration import (
    KEYS,
    Value,
    parse_value,
    with_value,
    without_value,
)
from circo_cli.context.typed import nearest
from circo_cli.errors import CircoError, UsageError
from circo_cli.queries.listing import arranged
from circo_cli.rendering.result import Form, Message, Result, hint, note

app = typer.Typer()


class Setting(NamedTuple):
    """A key: its `value` in the file, the one in use, and whence that comes (option, variable, file or default)."""

    key: str
    value: Value | None
    used: Value | None
    source: str | None
    about: str


_DEFAULTS = {"output": "table", "lang": "nl", "color": "auto", "timezone": HOME_ZONE}
_ELSEWHERE = {"user": "actor"}
"""Keys that an invocation calls otherwise."""

KeyArgument = Annotated[
    str,
    typer.Argument(metavar="KEY", help="For example lang or mail.from."),
]


@app.command("list")
def list_(ctx: typer.Context, sort: SortOption = None, limit: LimitOption = None) -> Result:
    """List every setting: what the file says, what is in use, and whence that comes.

    Examples:
    circo config list
    circo config list --fields key,value
    """
    call = of(ctx)
    rows = [_setting(call, call.configuration, name) for name in KEYS]
    page = arranged(rows, Setting._fields, paging(call, sort, limit))
    messages = () if call.configuration_path.exists() else (hint("there is no file yet: circo config set KEY VALUE"),)
    return listed(page, Setting._fields, columns=Setting._fields, name="settings", messages=messages)


@app.command("get")
def get(ctx: typer.Context, key: KeyArgument) -> Result:
    """Print what the file says of one setting.

    Examples:
    circo config get lang --json
    circo config get mail.from -o csv
    """
    call = of(ctx)
    setting = _setting(call, call.configuration, _known(key))
    messages: tuple[Message, ...] = ()
    if setting.value is None:
        used = "" if setting.used is None else f"; in use is {setting.used} ({setting.source})"
        messages = (note(f"{key} is not set{used}"), hint(f"circo config set {key} VALUE"))
    if call.output_choice().output == "table" and call.fields is None:
        text = "" if setting.value is None else f"{setting.value}\n"
        return Result(form=Form.TEXT, text=text, messages=messages)
    return Result(form=Form.ONE, fields=Setting._fields, rows=[setting], messages=messages)


@app.command("set")
def set_(
    ctx: typer.Context,
    key: KeyArgument,
    value: Annotated[str, typer.Argument(metavar="VALUE", help="The value, as you would type it for the option.")],
) -> Result:
    """Set one setting in the file; its comments and order stay.

    Examples:
    circo config set lang en
    circo config set mail.from "CIRCO <kennis@example.org>"
    """
    call = of(ctx)
    wanted = parse_value(_known(key), value)
    if key == "hub":
        wanted = _hub(call, value)
    before = call.configuration
    path = call.configuration_path
    result = _changed(call, {**before, key: wanted}, key, f"set to {wanted} in {path}")
    if before.get(key) != wanted and not call.flag("dry_run"):
        _write(path, with_value(_content(path), key, wanted))
    return result


@app.command("unset")
def unset(ctx: typer.Context, key: KeyArgument) -> Result:
    """Take one setting out of the file, an unknown one too.

    Examples:
    circo config unset hub
    circo config unset mail.from
    """
    call = of(ctx)
    path = call.configuration_path
    content = _content(path)
    try:
        before = call.configuration
    except CircoError:
        if not _is_toml(content):
            raise
        call.without_configuration()  # this may be the very command that mends it
        before = {}
    without = without_value(content, key)
    if without is None:
        if key in KEYS:
            return _changed(call, before, key, f"was not set in {path}")
        _known(key)
    result = _changed(call, {name: value for name, value in before.items() if name != key}, key, f"not set in {path}")
    if without is not None and not call.flag("dry_run"):
        _write(path, without)
    return result


@app.command("path")
def path_(ctx: typer.Context) -> Result:
    """Say where the file is, or would be.

    Examples:
    circo config path
    """
    call = of(ctx)
    call.without_configuration()
    path = call.configuration_path
    messages = () if path.exists() else (hint("there is no file yet: circo config set KEY VALUE"),)
    if call.output_choice().output == "table" and call.fields is None:
        return Result(form=Form.TEXT, text=f"{path}\n", messages=messages)
    return Result(form=Form.ONE, fields=("path",), rows=[(str(path),)], messages=messages)


def _known(key: str) -> str:
    if key not in KEYS:
        raise UsageError(
            f"there is no key '{key}'",
            hint=f"{nearest(key, tuple(KEYS), after=' ')}One of: {', '.join(KEYS)}",
            code="unknown-value",
        )
    return key


def _hub(call: Invocation, typed: str) -> str:
    """Return the key of the hub that was typed, where there is a database to look in."""
    from circo_cli.commands.arguments import found_hub

    if typed.lower() == "all" or not call.database.exists():
        return typed.strip()
    with call.reader() as reader:
        return found_hub(reader, typed).key


def _setting(call: Invocation, values: Mapping[str, Value], key: str) -> Setting:
    value = values.get(key)
    given = call.given(_ELSEWHERE.get(key, key))
    if given is not None:
        used: tuple[Value | None, str | None] = given
    elif value is not None:
        used = value, "file"
    elif key in _DEFAULTS:
        used = _DEFAULTS[key], "default"
    elif key in ("db", "user"):
        used = str(call.database) if key == "db" else call.actor, "default"
    else:
        used = None, None
    return Setting(key, value, *used, KEYS[key].about)


def _changed(call: Invocation, values: Mapping[str, Value], key: str, line: str) -> Result:
    about = _setting(call, values, key) if key in KEYS else Setting(key, None, None, None, "")
    messages = [note("dry run: nothing was written")] if call.flag("dry_run") else []
    if about.source not in (None, "file", "default") and about.value is not None:
        messages.append(note(f"here and now {about.used} is in use ({about.source})"))
    return call.changed(Setting._fields, [about], [line], messages=messages)


def _content(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


def _is_toml(content: str) -> bool:
    import tomllib

    try:
        tomllib.loads(content)
    except tomllib.TOMLDecodeError:
        return False
    return True


def _write(path: Path, content: str) -> None:
    from circo_cli.rendering.streams import write_file

    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_file(path, content.encode(), mode=0o600)
