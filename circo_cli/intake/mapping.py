"""What an import knows of one noun: its columns, its identity, and how a checked row is stored.

The engine (`circo_cli.intake.importing`) is the same for all; each noun's module holds an `Importer`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from circo_cli.intake.known import Known


class BadValueError(ValueError):
    """What is wrong with a row: the field, why, and the nearest value that would do.

    `value` is what is told of; without it, the cell as the file has it.
    """

    def __init__(
        self, reason: str, *, field: str | None = None, nearest: str | None = None, value: str | None = None
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.field = field
        self.nearest = nearest
        self.value = value


Read = Callable[[str], Any]
"""Makes the value of a field, as a list of the noun prints it, of the text of a cell; raises ValueError."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column that can be imported: the field, other headers for it, and how a cell is read.

    `many` columns hold several values in a cell, with semicolons between them. `required` is what a new row needs.
    """

    name: str
    read: Callable[[Known], Read]
    headers: Sequence[str] = ()
    many: bool = False
    required: bool = False


@dataclass(slots=True)
class Row:
    """A row whose cells could be read: only fields with something in them, as lists of the noun print them.

    `number` is that of the row in the file, `id` that of the thing which it is, where there is one.
    """

    number: int
    values: dict[str, Any]
    id: int | None = None
    blank: Collection[str] = ()
    """The fields of the file of which the row says nothing."""
    changed: dict[str, Any] = field(default_factory=dict)
    """Of a row that differs from what is stored: the fields in which it does, with their new values."""

    def lacks(self, name: str) -> bool:
        """Tell whether what the row is has no `name`, so that no default may be given: as lists print a thing, with
        its key, and with an empty cell in that column."""
        return "key" in self.values and name in self.blank


class Importer(ABC):
    """One noun as an import knows it; made anew for every import, inside its transaction."""

    noun: ClassVar[str]
    columns: ClassVar[Sequence[Column]]
    derived: ClassVar[Collection[str]] = ()
    """What lists of the noun print and nobody sets: such columns are passed over."""

    def __init__(self, known: Known) -> None:
        """Prepare for an import into the state that `known` reads."""
        self.known = known

    @abstractmethod
    def find(self, row: Row) -> int | None:
        """Return the id of the thing that `row` is, or None for a new one; raise `BadValueError` if ambiguous."""

    @abstractmethod
    def names(self, row: Row) -> Iterable[Hashable]:
        """Return everything by which another row of the file would be the same thing."""

    def meets(self, row: Row) -> Iterable[Hashable]:
        """Return by which names an earlier row would be the same thing; by default all that `names` returns."""
        return self.names(row)

    @abstractmethod
    def stored(self, rows: Sequence[Row]) -> Mapping[int, Mapping[str, Any]]:
        """Return, for the things that `rows` are, their fields by id, as lists of the noun print them."""

    def complete(self, row: Row) -> None:  # noqa: B027 - few nouns have such rules
        """Give a new `row` what follows from its values; raise `BadValueError` where the rules of the field say no."""

    def revise(self, row: Row, stored: Mapping[str, Any]) -> None:  # noqa: B027 - few nouns have such rules
        """Check what would change of a thing; raise `BadValueError` where the rules of the field say no."""

    @abstractmethod
    def add(self, rows: Sequence[Row]) -> None:
        """Store new rows, in their order."""

    @abstractmethod
    def update(self, row: Row) -> None:
        """Store what changed of a row."""

    def finish(self) -> Sequence[tuple[Row, BadValueError]]:
        """Do, and tell, what only the rows of the whole file together show; called once, behind the last of them.

        Returns those of the rows that were given to `add` and turn out to be bad: nothing of them is stored.
        """
        return ()
