"""What one invocation knows: its options, database, clock, actor, language and output.

Everything is worked out when it is first asked for, so that a command pays for nothing it does not use.
Precedence: option, environment, configuration file, default.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, tzinfo
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from circo_cli.context.configuration import (
    COLORS,
    HOME_ZONE,
    LANGUAGES,
    OUTPUTS,
    ConfiguredKey,
    Value,
    configuration_path,
    read_configuration,
)
from circo_cli.context.typed import clean, output_asked_for, parsed, unknown_value
from circo_cli.errors import CircoError, RefusedError, UsageError
from circo_cli.rendering.result import Choice, Form, Message, Result, Row, note

if TYPE_CHECKING:
    import typer

    from circo_cli.storage.database import Change
    from circo_cli.storage.reader import Reader

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


class Invocation:
    """One run of one command."""

    def __init__(self, arguments: Sequence[str], environment: Mapping[str, str] | None = None) -> None:
        """Know the typed `arguments` and the `environment` (default: the process's own)."""
        self.arguments = list(arguments)
        self.environment = os.environ if environment is None else environment
        self.options = Options()
        self.command = ""
        self.committed = False
        self._changes: list[Message] = []
        self._notes: list[Message] = []

    # What was typed

    def check_text(self, text: str) -> str:
        """Return `text` with one kind of line end, or raise `UsageError` for what no name or sentence holds."""
        return clean(text)

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
        """Return the configured hub, if there is one, for use as a default; `advice` says what to type otherwise."""
        value = self.configured("hub")
        if value is None or value.lower() == "all":
            return None
        key = ConfiguredKey(value)
        key.path = self.configuration_path
        self._notes.append(note(f"hub {value}, as configured; {advice}"))
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

    # Output

    def output_choice(self) -> Choice:
        """Return how results are printed; colour that the environment forbids is not for a file to bring back.

        Raises `UsageError` for an output that does not exist.
        """
        output = self.one_of("output", OUTPUTS, default="table", option="--output")
        to = self.options.get("to")
        if to is not None:
            self._spare_database(str(to))
        if output == "xlsx" and to in (None, "-"):
            raise UsageError("xlsx is a file", hint="add --to FILE.xlsx", code="output")
        return Choice(
            output=output,
            to=None if to == "-" else to,
            fields=self.fields,
            quiet=self.flag("quiet"),
            verbose=self.flag("verbose"),
            color=self._color(),
            dry_run=self.flag("dry_run"),
        )

    def _color(self) -> str:
        forbidden = bool(self.environment.get("NO_COLOR")) or self.environment.get("TERM") == "dumb"
        if forbidden and self.options.get("color") is None:
            return "auto"
        return self.one_of("color", COLORS, default="auto", option="--color")

    def _spare_database(self, to: str) -> None:
        """Raise `UsageError` when the output would replace the database itself."""
        if Path(to).expanduser().absolute().resolve() == self.database.absolute().resolve():
            raise UsageError(f"--to {to} is the database itself", hint="name another file", code="output-file")

    def error_choice(self) -> Choice:
        """Return how an error is printed, from what is known so far: the line may not have been understood."""
        output = self.options.get("output") or output_asked_for(self.arguments) or self.environment.get("CIRCO_OUTPUT")
        color = self.options.get("color")
        try:
            output = output or self.configured("output")
            color = color or self._color()
        except (CircoError, OSError):
            pass  # it may be the file that the error is about
        return Choice(
            output=output if output in OUTPUTS else "table",
            color=color if color in ("always", "never") else "auto",
            quiet=self.flag("quiet"),
        )

    @property
    def fields(self) -> tuple[str, ...] | None:
        """Return the fields of ``--fields``, or None for all."""
        typed = self.options.get("fields")
        if typed is None:
            return None
        names = tuple(name.strip() for name in str(typed).split(",") if name.strip())
        if not names:
            raise UsageError("--fields names no field", hint="for example --fields key,name")
        return names

    def one_of(self, name: str, known: Sequence[str], *, default: str, option: str) -> str:
        """Return the setting `name`, which must be one of `known`."""
        value = self.setting(name)
        if value is None:
            return default
        if value not in known:
            raise unknown_value(value, known, option=self.source(name, option))
        return value

    # Who, when, where

    @property
    def actor(self) -> str:
        """Return who does this, for the journal."""
        named = self.setting("actor")
        if named is not None and named.strip():
            return named.strip()
        import getpass

        try:
            return getpass.getuser()
        except (KeyError, OSError):
            return "unknown"

    @property
    def language(self) -> str:
        """Return the language of documents."""
        return self.one_of("lang", LANGUAGES, default="nl", option="--lang")

    @cached_property
    def zone(self) -> tzinfo:
        """Return the zone in which a day begins and ends here: the configured one, else that of the programme."""
        from zoneinfo import ZoneInfo

        return ZoneInfo(self.configured("timezone") or HOME_ZONE)

    @cached_property
    def now(self) -> datetime:
        """Return the present moment (UTC); with ``--today`` the same time of that day."""
        moment = datetime.now(UTC).replace(microsecond=0)
        if self.setting("today") is None:
            return moment
        local = moment.astimezone(self.zone)
        return datetime.combine(self.today, local.time(), tzinfo=self.zone).astimezone(UTC)

    @cached_property
    def today(self) -> date:
        """Return the date in the home zone, or the one that ``--today`` names."""
        typed = self.setting("today")
        real = datetime.now(UTC).astimezone(self.zone).date()
        if typed is None:
            return real
        from circo_cli.values.dates import parse_date

        named: date = parsed(parse_date, typed, option=self.source("today", "--today"), today=real)
        return named

    @property
    def moment(self) -> str:
        """Return the present moment as it is stored."""
        from circo_cli.values.dates import format_moment

        return format_moment(self.now)

    @cached_property
    def database(self) -> Path:
        """Return the path of the database file."""
        named = self.setting("db")
        if named is not None:
            return Path(named).expanduser()
        from platformdirs import user_data_dir

        return Path(user_data_dir("circo", appauthor=False)) / "circo.db"

    # The two ways through

    @contextmanager
    def reader(self) -> Iterator[Reader]:
        """Give a reader over one consistent state of the database."""
        self._say_where()
        from circo_cli.storage.reader import open_reader

        with open_reader(self.database) as reader:
            yield reader

    def _say_where(self) -> None:
        if self.flag("verbose"):
            self.narrate(f"note: the database is {self.database}\n")

    @contextmanager
    def change(self, *, kind: str = "change", command: str | None = None) -> Iterator[Change]:
        """Give a change: committed at the end of the block, rolled back on an error and with ``--dry-run``."""
        from circo_cli.storage.database import open_change

        choice = self.output_choice()
        if choice.to is not None:
            from circo_cli.rendering.streams import check_writable

            check_writable(choice.to)
        self._say_where()
        with open_change(
            self.database,
            at=self.moment,
            actor=clean(self.actor),
            command=command or self.command,
            kind=kind,
            dry_run=choice.dry_run,
        ) as change:
            yield change
        self.committed = bool(change.written) and not choice.dry_run
        if choice.dry_run:
            from circo_cli.context.dry_run import told

            self._changes = told(change)

    def what_else(self) -> list[Message]:
        """Return what is to be said beside the result: defaults that were applied; what a dry run would change."""
        return [*dict.fromkeys(self._notes), *self._changes]

    # Answers

    def changed(
        self,
        fields: tuple[str, ...],
        rows: Sequence[Row],
        lines: Sequence[str],
        *,
        many: bool = False,
        messages: Sequence[Message] = (),
        exit_code: int = 0,
    ) -> Result:
        """Return the result of a command that changed things, having checked that it can be printed.

        Call it inside the block of `change`, so that nothing is written when ``--fields`` names what is not there.
        """
        if self.fields is not None:
            from circo_cli.rendering.render import check_fields

            check_fields(self.fields, fields)
        return Result(
            form=Form.CHANGED_MANY if many else Form.CHANGED,
            fields=fields,
            rows=rows,
            lines=tuple(lines),
            messages=tuple(messages),
            exit_code=exit_code,
        )

    def narrate(self, text: str) -> None:
        """Say on stderr what is going on; ``--quiet`` keeps silent."""
        from circo_cli.rendering.streams import write_err

        if not self.flag("quiet"):
            write_err(text)

    def confirm(self, question: str) -> None:
        """Ask `question` on a terminal; raise `RefusedError` for a no, `UsageError` where nobody can answer."""
        if self.flag("yes"):
            return
        if not self.may_ask():
            raise UsageError(f"{question} This needs an answer", hint="add --yes to answer yes", code="needs-yes")
        from circo_cli.context.asking import ask_yes

        if not ask_yes(question):
            raise RefusedError("declined; nothing was changed", code="declined")

    def may_ask(self) -> bool:
        """Tell whether questions may be asked: somebody sits at a terminal, and ``--no-input`` was not typed."""
        from circo_cli.context.asking import can_ask

        return not self.flag("no_input") and can_ask()


def of(ctx: typer.Context) -> Invocation:
    """Return the invocation that `ctx` belongs to, told which command it runs."""
    call: Invocation = ctx.obj
    call.command = ctx.command_path.partition(" ")[2]
    return call


__all__ = [
    "HOME_ZONE",
    "LANGUAGES",
    "OUTPUTS",
    "ConfiguredKey",
    "Invocation",
    "Options",
    "clean",
    "of",
    "parsed",
    "unknown_value",
]
