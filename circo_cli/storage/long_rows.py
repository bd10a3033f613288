"""Rows that are too many to hold: they wait in a file that nobody sees, until somebody prints them."""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import Enum
from heapq import merge
from itertools import chain, islice
from typing import IO, Any, Generic, TypeVar, overload

R = TypeVar("R", bound=tuple[Any, ...])

_SORTED = 10_000
"""So many rows are sorted at a time."""

_PORTION = 200
"""So many of each sorted run are held while runs become one."""


class LongRows(Sequence[R], Generic[R]):
    """Rows in a temporary file, which goes with them; they are read from the first to the last.

    Values are text, numbers, truth values, members of enumerations of these, None and tuples of these.
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
        self.make = make
        self._length = len(first)
        self._file: IO[bytes] = TemporaryFile()  # noqa: SIM115 - it is open for as long as the rows are wanted
        for portion in chain((second,), others):
            self._file.write(_dumped(portion))
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
            yield from map(self.make, portion)
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


def _dumped(portion: Iterable[tuple[Any, ...]]) -> bytes:
    rows = [tuple(row) for row in portion]
    try:
        return marshal.dumps(rows)
    except ValueError:  # a member of an enumeration, which `make` makes of its value again
        return marshal.dumps([tuple(each.value if isinstance(each, Enum) else each for each in row) for row in rows])


def in_order(
    rows: Iterable[R],
    *,
    key: Callable[[R], Any],
    make: Callable[[Iterable[Any]], R],
    reverse: bool = False,
) -> Sequence[R]:
    """Return `rows` sorted by `key`, as `sorted` does; where they are many, no more than a part is held in memory.

    `make` makes a row of its values.
    """
    following = iter(rows)
    runs: list[Sequence[R]] = []
    while run := sorted(islice(following, _SORTED), key=key, reverse=reverse):
        if not runs and len(run) < _SORTED:
            return run
        runs.append(_kept(iter(run), make, size=_PORTION))
    return _kept(merge(*runs, key=key, reverse=reverse), make, size=_SORTED)


def _kept(rows: Iterator[R], make: Callable[[Iterable[Any]], R], *, size: int) -> LongRows[R]:
    portions = iter(lambda: list(islice(rows, size)), [])
    return LongRows([], next(portions, []), portions, make)
