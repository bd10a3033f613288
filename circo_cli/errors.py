"""The error tree: one class per exit code, one code per condition.

Exit codes are those of the contract (``circo help exit-codes`` prints them). Whoever raises says what
happened (`message`) and what to type next (`hint`); the one boundary in `circo_cli.app` prints it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar


class CircoError(Exception):
    """What a user can understand and mend.

    `code` names the condition (``track-full``) and is the same in every output; `details` is a list
    of objects for ``--json`` (bad rows, missing steps).
    """

    exit_code: ClassVar[int] = 70
    level: ClassVar[str] = "error"
    """How a line begins that tells it to people."""
    code: str = "error"

    def __init__(
        self,
        message: str,
        *,
        hint: str | None = None,
        code: str | None = None,
        details: Sequence[Any] = (),
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.details = list(details)
        if code is not None:
            self.code = code


class RefusedError(CircoError):
    """A rule of the field says no, or a confirmation was declined."""

    exit_code = 1
    code = "refused"


class UsageError(CircoError):
    """An option, argument, value or input file that cannot be used."""

    exit_code = 2
    code = "usage"


class UnknownTermError(UsageError):
    """A word that the vocabulary does not have; `hints` are what to type, by language of the user."""

    code = "unknown-value"

    def __init__(self, message: str, *, hints: Mapping[str, str]) -> None:
        super().__init__(message, hint=next(iter(hints.values())))
        self.hints = hints


class MissingValueError(UsageError):
    """A value that the command needs here, though not always: that of `parameter`. On a terminal it is asked for."""

    code = "missing"

    def __init__(self, message: str, *, parameter: str, hint: str, code: str | None = None) -> None:
        super().__init__(message, hint=hint, code=code)
        self.parameter = parameter


class BadRowsError(UsageError):
    """Rows of a file that cannot be taken; `details` are objects with row, column, value, reason and nearest."""

    code = "bad-rows"


class NotFoundError(CircoError):
    """No thing has that key."""

    exit_code = 3
    code = "not-found"


class AmbiguousError(CircoError):
    """Several things could be meant by that key."""

    exit_code = 3
    code = "ambiguous"


class DatabaseError(CircoError):
    """The database file is missing, foreign, damaged, of another version, read-only, or the disk is full."""

    exit_code = 4
    code = "database"


class NothingNewError(CircoError):
    """A digest would be empty and ``--empty fail`` was asked for."""

    exit_code = 6
    code = "nothing-new"


class UnexpectedError(CircoError):
    """A fault in circo itself."""

    exit_code = 70
    code = "fault"


class BusyError(CircoError):
    """Another process holds the database."""

    exit_code = 75
    code = "busy"


class InterruptedByUserError(CircoError):
    """Ctrl-C, or SIGTERM."""

    exit_code = 130
    code = "interrupted"


class LeftError(InterruptedByUserError):
    """A question was left, as whoever is asked may: nothing went wrong."""

    level = "note"


EXIT_CODES: tuple[tuple[int, str], ...] = (
    (0, "done; also: nothing found by a list, nothing new for a digest"),
    (
        1,
        "refused: a rule says no (track full, step missing, already enrolled), or a confirmation was declined",
    ),
    (
        2,
        (
            "wrong use: option, argument or value; a bad or missing input file; "
            "a --to that cannot be written (disk full: 4)"
        ),
    ),
    (3, "not found, or ambiguous"),
    (
        4,
        (
            "database unusable: missing, not a circo database, damaged, older or newer than this program, "
            "read-only, disk full"
        ),
    ),
    (6, "nothing new, with --empty fail"),
    (70, "unexpected fault in circo"),
    (75, "busy: another process holds the database; try again"),
    (130, "interrupted; nothing half done"),
)
"""Every exit code and its meaning, word for word from the contract."""
