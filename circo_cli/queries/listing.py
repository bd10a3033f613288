"""Lists: one way to filter, sort, limit and complete the rows of a view."""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from heapq import nlargest, nsmallest
from itertools import islice
from operator import itemgetter
from typing import Any, Generic, NamedTuple, TypeVar

from circo_cli.errors import UsageError
from circo_cli.storage.reader import Reader
from circo_cli.values.rows import fields_of

R = TypeVar("R", bound=tuple[Any, ...])

_NUMBERED_KEY = r"([A-Z])(\d+)"
_FEW = 1000
"""Up to so many things, lists inside them are asked for by id; beyond, the whole table is quicker."""

_PORTION = 1000
"""So many rows of a list are held at a time."""


class Paging(NamedTuple):
    """How a list is sorted and where it stops: `sort` is a field, with ``-`` before it descending."""

    sort: str | None = None
    limit: int | None = None
    counted: bool = False
    """Whether the rows beyond `limit` are to be counted."""


class Page(NamedTuple, Generic[R]):
    """The rows of a list; `total` is how many there are in all, where that was asked for."""

    rows: Sequence[R]
    total: int | None = None
    ids: Sequence[int] = ()


class Listing(NamedTuple, Generic[R]):
    """What the list of one noun is made of.

    `source` is the FROM clause, in which the view is called ``v`` and has an ``id``. `columns` maps fields to SQL
    where it is not ``v.FIELD``; `lists` maps fields to a query of (id of the owner, element) with ``{owners}`` for the
    condition on the first; `converted` maps fields to a function of the stored value; `indexed` are fields that are
    never absent and that an index sorts by, besides the key; `counted` maps fields that are dear to count row by row to
    what is joined to the source to sort by them, and the column in it.
    """

    row: type[R]
    source: str
    order: str
    columns: Mapping[str, str] = {}
    lists: Mapping[str, tuple[str, str]] = {}
    converted: Mapping[str, Callable[[Any], Any]] = {}
    indexed: frozenset[str] = frozenset()
    counted: Mapping[str, tuple[str, str]] = {}

    @property
    def fields(self) -> tuple[str, ...]:
        """Return the names of the fields, in their order."""
        return fields_of(self.row)

    def fetch(
        self,
        reader: Reader,
        *,
        where: Iterable[str] = (),
        values: Mapping[str, Any] | None = None,
        paging: Paging = Paging(),  # noqa: B008 - immutable
        converted: Mapping[str, Callable[[Any], Any]] | None = None,
        dear: str | None = None,
    ) -> Page[R]:
        """Return the rows that meet every condition of `where`, and `dear`: one that takes long at each row.

        Raises `UsageError` for a sort field that the noun does not have.
        """
        self._check_sort(paging.sort)
        before = list(where)
        condition = _all_of([*before, dear] if dear else before)
        given = dict(values or {})
        converted = {**self.converted, **(converted or {})}
        if paging.sort is not None and not self._sorts_in_sql(paging.sort):
            ids = self._ids_in_order(reader, condition, given, paging)
            portions = self._rows_of(reader, ids, condition, given, converted)
        elif (paging.sort is not None or dear) and paging.limit is not None and self._is_one_view:
            # Only what is shown is worked out; of all others only what they are sorted by.
            if dear:
                ids = array("q", self._ids_that_meet(reader, _all_of(before), dear, given, paging))
            else:
                ids = array("q", self._ids(reader, condition, given, paging))
            portions = self._rows_of(reader, ids, condition, given, converted)
        else:
            ids = array("q")
            portions = self._all(reader, condition, given, paging, converted, ids)
        rows = held(portions, self.row._make)  # type: ignore[attr-defined]
        total = None
        if paging.counted and paging.limit is not None and len(rows) >= paging.limit:
            total = reader.value(f"SELECT count(*) FROM {self.source} WHERE {condition}", given)
        return Page(rows=rows, total=total, ids=ids)

    @property
    def _is_one_view(self) -> bool:
        return "(" not in self.source

    def _select(self) -> str:
        columns = [self.columns.get(name, f"v.{name}") if name not in self.lists else "NULL" for name in self.fields]
        return f"SELECT v.id, {', '.join(columns)} FROM {self.source}"

    def _all(
        self,
        reader: Reader,
        condition: str,
        values: Mapping[str, Any],
        paging: Paging,
        converted: Mapping[str, Callable[[Any], Any]],
        ids: array[int],
    ) -> Iterator[list[R]]:
        """Yield the rows as SQL sorts and cuts them, and add their ids to `ids`."""
        limit = f" LIMIT {int(paging.limit)}" if paging.limit is not None else ""
        sql = f"{self._select()} WHERE {condition} ORDER BY {self._order(paging.sort)}{limit}"
        for portion in reader.portions(sql, values, size=_PORTION):
            numbers = [row[0] for row in portion]
            ids.extend(numbers)
            yield self._complete(reader, numbers, [list(row[1:]) for row in portion], converted)

    def _ids(self, reader: Reader, condition: str, values: Mapping[str, Any], paging: Paging) -> Iterator[int]:
        name = (paging.sort or "").removeprefix("-")
        join, column = self.counted.get(name, ("", None))
        limit = "" if paging.limit is None else f" LIMIT {int(paging.limit)}"
        order = self._order(paging.sort, column)
        sql = f"SELECT v.id FROM {self.source} {join} WHERE {condition} ORDER BY {order}{limit}"
        return (number for portion in reader.portions(sql, values, size=_PORTION) for (number,) in portion)

    def _ids_that_meet(
        self, reader: Reader, condition: str, dear: str, values: Mapping[str, Any], paging: Paging
    ) -> Iterator[int]:
        """Yield the ids of the first rows that meet the `dear` condition too: it is looked at in their order."""
        ids = self._ids(reader, condition, values, paging._replace(limit=None))
        wanted = int(paging.limit or 0)
        while wanted > 0 and (portion := list(islice(ids, _PORTION))):
            chosen = ", ".join(map(str, portion))
            sql = f"SELECT v.id FROM {self.source} WHERE v.id IN ({chosen}) AND ({dear})"
            met = {number for (number,) in reader.rows(sql, values)}
            for number in portion:
                if number in met and wanted > 0:
                    wanted -= 1
                    yield number

    def _ids_in_order(self, reader: Reader, condition: str, values: Mapping[str, Any], paging: Paging) -> array[int]:
        """Return the ids of all rows, sorted by a field that SQL cannot sort by."""
        sort = paging.sort or ""
        query, owner = self.lists[sort.removeprefix("-")]

        def pairs() -> Iterator[tuple[Any, ...]]:
            for portion in reader.portions(
                f"SELECT v.id FROM {self.source} WHERE {condition} ORDER BY {self.order}", values, size=_PORTION
            ):
                numbers = [number for (number,) in portion]
                elements = collect(reader, query, owner, numbers)
                yield from ((elements.get(number, ()), number) for number in numbers)

        backwards = sort.startswith("-")
        ranked: Iterable[tuple[Any, ...]]
        if paging.limit is None:
            from circo_cli.storage.long_rows import in_order

            ranked = in_order(pairs(), key=itemgetter(0), make=tuple, reverse=backwards)
        else:  # no more than these are held in memory
            ranked = (nlargest if backwards else nsmallest)(paging.limit, pairs(), key=itemgetter(0))
        return array("q", (number for _, number in ranked))

    def _rows_of(
        self,
        reader: Reader,
        ids: Sequence[int],
        condition: str,
        values: Mapping[str, Any],
        converted: Mapping[str, Callable[[Any], Any]],
    ) -> Iterator[list[R]]:
        """Yield the rows with these ids, in their order; the condition may be what joins the source."""
        for start in range(0, len(ids), _PORTION):
            numbers = list(ids[start : start + _PORTION])
            chosen = ", ".join(map(str, numbers))
            sql = f"{self._select()} WHERE v.id IN ({chosen}) AND {condition}"
            found = {row[0]: list(row[1:]) for row in reader.rows(sql, values)}
            yield self._complete(reader, numbers, [found[number] for number in numbers], converted)

    def _complete(
        self,
        reader: Reader,
        ids: list[int],
        rows: list[list[Any]],
        converted: Mapping[str, Callable[[Any], Any]],
    ) -> list[R]:
        for name, (query, owner) in self.lists.items():
            place = self.fields.index(name)
            elements = collect(reader, query, owner, ids) if ids else {}
            for identity, row in zip(ids, rows, strict=True):
                row[place] = elements.get(identity, ())
        for name, convert in converted.items():
            place = self.fields.index(name)
            for row in rows:
                row[place] = convert(row[place])
        make = self.row._make  # type: ignore[attr-defined]
        return [make(row) for row in rows]

    def _check_sort(self, sort: str | None) -> None:
        if sort is not None:
            _check_field(sort, self.fields)

    def _sorts_in_sql(self, sort: str) -> bool:
        return sort.removeprefix("-") not in self.lists

    def _order(self, sort: str | None, counted: str | None = None) -> str:
        if sort is None:
            return self.order
        name = sort.removeprefix("-")
        column = counted or self.columns.get(name, f"v.{name}")
        ordered = f"{column} DESC" if sort.startswith("-") else column
        if name == "key":
            return ordered
        if name in self.indexed:
            return f"{ordered}, {self.order}"
        # The plus keeps SQLite from reading the whole table along an index that would not sort it after all.
        return ", ".join(f"+{term}" for term in (f"{ordered} NULLS LAST", *self.order.split(", ")))


def _all_of(conditions: Iterable[str]) -> str:
    return " AND ".join(f"({each})" for each in conditions) or "1 = 1"


def held(portions: Iterator[list[R]], make: Callable[[Iterable[Any]], R]) -> Sequence[R]:
    """Return all rows, of which no more than a portion is held in memory; `make` makes a row of its values."""
    first = next(portions, [])
    second = next(portions, None)
    if second is None:
        return first
    from circo_cli.storage.long_rows import LongRows

    return LongRows(first, second, portions, make)


def arranged(rows: Sequence[R], fields: Sequence[str], paging: Paging) -> Page[R]:
    """Return the rows of a list that no view holds, sorted and cut as `paging` says.

    Raises `UsageError` for a sort field that is not one of `fields`.
    """
    if paging.sort is not None:
        _check_field(paging.sort, fields)
        rows = _sorted(rows, paging.sort, fields)
    return Page(
        rows=rows if paging.limit is None else rows[: paging.limit], total=len(rows) if paging.counted else None
    )


def _check_field(sort: str, fields: Sequence[str]) -> None:
    name = sort.removeprefix("-")
    if name not in fields:
        raise UsageError(
            f"--sort: there is no field '{name}' here", hint=f"fields: {', '.join(fields)}", code="unknown-field"
        )


def _sorted(rows: Sequence[R], sort: str, fields: Sequence[str]) -> Sequence[R]:
    place, reverse = fields.index(sort.removeprefix("-")), sort.startswith("-")

    def rank(row: R) -> tuple[Any, ...]:
        value = row[place]
        return ((value is None) is not reverse, *(() if value is None else _rank(value)))

    if isinstance(rows, list):
        return sorted(rows, key=rank, reverse=reverse)
    from circo_cli.storage.long_rows import LongRows, in_order

    if isinstance(rows, LongRows):
        return in_order(rows, key=rank, make=rows.make, reverse=reverse)
    return sorted(rows, key=rank, reverse=reverse)


def _rank(value: Any) -> tuple[Any, ...]:
    """Return what `value` is sorted by: numbers before text, keys such as ``Q17`` by their number."""
    if isinstance(value, int | float):
        return (0, value)
    if isinstance(value, str):
        numbered = re.fullmatch(_NUMBERED_KEY, value)
        return (1, numbered[1], int(numbered[2])) if numbered else (1, value, 0)
    return (2, *value)


def collect(reader: Reader, query: str, owner: str, ids: Sequence[int]) -> dict[int, tuple[Any, ...]]:
    """Return, for each id, the elements that `query` finds, in its order.

    `query` holds ``{owners}`` where the condition on the column `owner` belongs.
    """
    condition = f"{owner} IN ({', '.join(str(int(each)) for each in ids)})" if len(ids) <= _FEW else "1 = 1"
    elements: dict[int, list[Any]] = {}
    for identity, element in reader.rows(query.format(owners=condition)):
        elements.setdefault(identity, []).append(element)
    return {identity: tuple(each) for identity, each in elements.items()}


class Filters:
    """Conditions and their values, gathered from the options that were given."""

    def __init__(self) -> None:
        """Start with no condition."""
        self.where: list[str] = []
        self.values: dict[str, Any] = {}

    def add(self, condition: str, **values: Any) -> None:
        """Add `condition` unless one of its values is None (the option was not given)."""
        if all(value is not None for value in values.values()):
            self.where.append(condition)
            self.values.update(values)
