"""What a command returns: data and messages, without a word about how they are printed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from enum import Enum
from typing import Any, NamedTuple, overload

from circo_cli.values.rows import Nested

Row = Sequence[Any]

Picture = Callable[[int, bool], str]
"""Draws a result as text for a terminal: of so many columns, with colour or without."""


class Form(Enum):
    """What a result is, which decides how each output prints it."""

    LIST = "list"
    """Rows: an array."""

    ONE = "one"
    """One thing: an object."""

    CHANGED = "changed"
    """One changed thing: an object, or in a table one line that starts with its key."""

    CHANGED_MANY = "changed-many"
    """Changed things where several can be named: always an array."""

    TEXT = "text"
    """A document, printed as it is; bytes go to a file."""


class Level(Enum):
    """How much a message on stderr matters: ``--quiet`` keeps warnings only."""

    HINT = "hint"
    NOTE = "note"
    WARNING = "warning"


class Message(NamedTuple):
    """A line for stderr."""

    level: Level
    text: str


class Narrowed(Sequence[Row]):
    """Rows with only the values at some places of each."""

    def __init__(self, rows: Sequence[Row], places: Sequence[int]) -> None:
        """Show of `rows` what stands at `places`."""
        self._rows = rows
        self._places = places

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Row]:
        return map(self._narrowed, self._rows)

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | Sequence[Row]:
        if isinstance(index, slice):
            return [self._narrowed(row) for row in self._rows[index]]
        return self._narrowed(self._rows[index])

    def _narrowed(self, row: Row) -> Row:
        return [row[place] for place in self._places]


class Result(NamedTuple):
    """The answer of a command.

    `rows` hold the values of `fields`, in order; the first field is the key. A value is text, a number, a truth
    value, None, a list of texts, or `Nested`. `columns` are the fields that a terminal shows first when not all
    fit; `lines` (for changed things) say what was done, one a row, without the key; `total` is how many rows there
    are when only some are held; `picture` draws what a terminal shows in place of a table, unless
    fields were chosen, and a document that is as wide as the terminal: that alone where there is `text` too. A
    `private` one goes to a file that nobody else may read.
    """

    form: Form
    fields: tuple[str, ...] = ()
    rows: Sequence[Row] = ()
    columns: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    total: int | None = None
    text: str | bytes | Iterator[str] = ""
    picture: Picture | None = None
    messages: tuple[Message, ...] = ()
    exit_code: int = 0
    name: str = "rows"
    private: bool = False

    def objects(self) -> list[dict[str, Any]]:
        """Return the rows as field → value, nested lists as lists of such objects."""
        return [dict(zip(self.fields, map(_plain, row), strict=True)) for row in self.rows]


def _plain(value: Any) -> Any:
    if isinstance(value, Nested):
        return [dict(zip(value.fields, map(_plain, row), strict=True)) for row in value.rows]
    if isinstance(value, tuple):
        return list(value)
    return value


def hint(text: str) -> Message:
    """Return a message that says what to type next."""
    return Message(Level.HINT, text)


def note(text: str) -> Message:
    """Return a message that says something worth knowing."""
    return Message(Level.NOTE, text)


def warning(text: str) -> Message:
    """Return a message that stays when ``--quiet`` drops the others."""
    return Message(Level.WARNING, text)


class Choice(NamedTuple):
    """How this invocation wants its output: the typed options, resolved."""

    output: str = "table"
    to: str | None = None
    fields: tuple[str, ...] | None = None
    quiet: bool = False
    verbose: bool = False
    color: str = "auto"
    dry_run: bool = False
