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
from typing import TYPE_CHECKING

from circo_cli.context.configuration import COLORS, HOME_ZONE, LANGUAGES, OUTPUTS, ConfiguredKey
from circo_cli.context.directories import Directory, directory_of_user
from circo_cli.context.settings import Options, Settings
from circo_cli.context.typed import clean, output_asked_for, parsed, unknown_term, unknown_value
from circo_cli.errors import CircoError, RefusedError, UsageError
from circo_cli.rendering.result import Choice, Form, Message, Result, Row

if TYPE_CHECKING:
    import typer

    from circo_cli.storage.backup_places import Cause
    from circo_cli.storage.database import Change
    from circo_cli.storage.reader import Reader


class Invocation(Settings):
    """One run of one command."""

    def __init__(self, arguments: Sequence[str], environment: Mapping[str, str] | None = None) -> None:
        """Know the typed `arguments` and the `environment` (default: the process's own)."""
        super().__init__(os.environ if environment is None else environment)
        self.arguments = list(arguments)
        self.command = ""
        self.committed = False
        self.only_reads = False
        self._changes: list[Message] = []

    # What was typed

    def check_text(self, text: str) -> str:
        """Return `text` with one kind of line end, or raise `UsageError` for what no name or sentence holds."""
        return clean(text)

    # Output

    def output_choice(self) -> Choice:
        """Return how results are printed; colour that the environment forbids is not for a file to bring back.

        Raises `UsageError` for an output that does not exist.
        """
        output = self.one_of("output", OUTPUTS, default="table", option="--output")
        to = self.options.get("to")
        if to is not None:
            self.spare_database(str(to))
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

    def spare_database(self, to: str, *, option: str = "--to") -> None:
        """Raise `UsageError` when the file `to` of `option` would replace the database itself."""
        if Path(to).expanduser().absolute().resolve() == self.database.absolute().resolve():
            raise UsageError(f"{option} {to} is the database itself", hint="name another file", code="output-file")

    def error_choice(self) -> Choice:
        """Return how an error is printed, from what is known so far: the line may not have been understood."""
        output = self.options.get("output") or output_asked_for(self.arguments) or self.environment.get("CIRCO_OUTPUT")
        color = self.options.get("color")
        try:
            output = output or self.configured("output")
            color = color or self._color()
        except (CircoError, OSError, RuntimeError):
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
        """Return the path of the database file; of a link, where it leads: that is what is replaced and backed up."""
        named = self.setting("db")
        path = directory_of_user(Directory.DATA) / "circo.db" if named is None else Path(named).expanduser()
        try:
            return path.resolve() if path.is_symlink() and path.exists() else path
        except OSError:  # a directory on the way may not be entered
            return path

    # The two ways through

    @contextmanager
    def reader(self) -> Iterator[Reader]:
        """Give a reader over one consistent state of the database."""
        self._say_where()
        from circo_cli.storage.reader import open_reader

        with open_reader(self.database) as reader:
            yield reader

    def damage(self) -> CircoError | None:
        """Return what is wrong with the database file, where this run has looked for one and it is damaged."""
        if "database" not in self.__dict__:
            return None
        from circo_cli.storage.soundness import find_damage

        return find_damage(self.database)

    def _say_where(self) -> None:
        if self.flag("verbose"):
            self.narrate(f"note: the database is {self.database}\n")

    @contextmanager
    def change(
        self, *, kind: str = "change", command: str | None = None, keeping: Cause | None = None
    ) -> Iterator[Change]:
        """Give a change: committed at the end of the block, rolled back on an error and with ``--dry-run``.

        With `keeping`, a backup of what was there before is made first. Raises `UsageError` in a run that `only_reads`.
        """
        if self.only_reads:
            raise UsageError("this run only reads")
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
            keeping=keeping,
        ) as change:
            yield change
        self.committed = bool(change.written or change.erases) and not choice.dry_run
        if choice.dry_run:
            from circo_cli.context.dry_run import told

            with self.reader() as reader:
                self._changes = told(change, reader)

    def what_else(self) -> list[Message]:
        """Return what is to be said beside the result: defaults that were applied; what a dry run would change."""
        return [*dict.fromkeys(self.notes), *self._changes]

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

    def tell(self, sentence: str) -> None:
        """Say a sentence on stderr as `narrate` does, broken between words where it is too long for a terminal."""
        from circo_cli.rendering.narration import tell

        if not self.flag("quiet"):
            tell(sentence, indent=len(sentence) - len(sentence.lstrip()))

    def confirm(self, question: str) -> None:
        """Ask `question` on a terminal; raise `RefusedError` for a no, `UsageError` where nobody can answer."""
        if self.flag("yes"):
            return
        if not self.may_ask():
            message = f"this asks first, and gets no answer here: {question}"
            raise UsageError(message, hint="add --yes to answer yes", code="needs-yes")
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
    "unknown_term",
    "unknown_value",
]
