"""Rows that are too many to hold: they wait in a file that nobody sees, until somebody prints them."""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import IO, Any, Generic, TypeVar, overload

R = TypeVar("R", bound=tuple[Any, ...])


class LongRows(Sequence[R], Generic[R]):
    """Rows in a temporary file, which goes with them; they are read from the first to the last.

    Values are text, numbers, truth values, None and tuples of these.
    """

    def __init__(
        self,
        first: list[R],
        second: list[R],
        others: Iterable[list[R]],
        make: Callable[[Iterable[Any]], R],
    ) -> None:
        """Keep the `first` portion here, and put all others away; `make` makes a row of its values."""
        from tempfile import TemporaryFile

        self._first = first
        self._make = make
        self._length = len(first)
        self._file: IO[bytes] = TemporaryFile()  # noqa: SIM115 - it is open for as long as the rows are wanted
        for portion in chain((second,), others):
            marshal.dump([tuple(row) for row in portion], self._file)
            self._length += len(portion)

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[R]:
        yield from self._first
        self._file.seek(0)
        passed = len(self._first)
        while passed < self._length:
            portion = marshal.load(self._file)  # noqa: S302 # nosec B302 # nobody else can have written it
            passed += len(portion)
            place = self._file.tell()
            yield from map(self._make, portion)
            self._file.seek(place)  # somebody else may have read meanwhile

    @overload
    def __getitem__(self, index: int) -> R: ...
    @overload
    def __getitem__(self, index: slice) -> list[R]: ...
    def __getitem__(self, index: int | slice) -> R | list[R]:
        if isinstance(index, slice):
            start, stop, step = index.indices(self._length)
            if step < 1:
                return list(self)[index]
            return list(islice(self, start, stop, step))
        place = index + self._length if index < 0 else index
        if place >= 0:
            for row in islice(self, place, place + 1):
                return row
        raise IndexError(index)
