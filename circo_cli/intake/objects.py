"""JSON: an array of objects, one object, or an object a line."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from circo_cli.errors import UsageError
from circo_cli.intake.columns import Columns, Wanted, bare, find_columns
from circo_cli.intake.decoding import encoding_of
from circo_cli.intake.flat import Row
from circo_cli.intake.scalars import number_text, text_of
from circo_cli.intake.sheet import REASON, BadRow, Cell, Cells, Format, Layout, Line, Sheet, Unread, shown

_BLANK = re.compile(r"[ \t\r\n]*")
_HALF = re.compile("[\ud800-\udfff]")
_TRIES = 100
"""So many times an object is read on behind its line in vain."""

_NOTHING: Sequence[Any] = (None, "", [], {})


class Number(str):
    """A number as it is written in JSON."""

    __slots__ = ()


class _NotJsonError(ValueError):
    """What Python reads as JSON and others do not."""


def read_objects(content: bytes, wanted: Wanted, *, name: str, one_a_line: bool = False) -> Sheet:
    """Return the lines of a JSON file called `name`: an object is a row, and a list of values a cell.

    `one_a_line` tells that it is an object a line. A key under which there are only objects is passed over. Raises
    `UsageError` for what is not JSON, and as `find_columns` does.
    """
    encoding = encoding_of(content, name)
    text = content.decode(encoding).removeprefix("\ufeff")
    if text[_skip(text, 0) :].startswith("["):
        rows, kind, single = _unlike(list(_array(text, name))), Format.JSON, False
    else:
        single = not one_a_line and _is_one(text, name)
        rows = list(_sequence(text))
        kind = Format.JSON if single else Format.JSONL
    objects = [row.raw for row in rows if not row.fault]
    header = list(dict.fromkeys(key for each in objects for key in each))
    nested = {key for each in objects for key, value in each.items() if _is_nested(value)}
    nested -= {
        key for each in objects for key, value in each.items() if not _is_nested(value) and value not in _NOTHING
    }
    flat = [key for key in header if key not in nested]
    found = find_columns(flat, wanted, name=name) if header else Columns({}, [])
    columns = {field: flat[place] for field, place in found.places.items()}
    silent = {bare(each) for each in (*wanted.derived, REASON)}
    lines, broken = _lines(rows, columns)
    faulty = {each.row for each in broken}
    return Sheet(
        name=name,
        format=kind,
        columns=columns,
        lines=lines,
        unread=[*found.unread, *(Unread(key, None) for key in header if key in nested and bare(key) not in silent)],
        broken=broken,
        spoilt={row.number: row.raw for row in rows if row.number in faulty},
        header=header,
        layout=Layout(encoding=encoding, single=single),
    )


def _lines(rows: Sequence[Row], columns: Mapping[str, str]) -> tuple[list[Line], list[BadRow]]:
    lines: list[Line] = []
    broken: list[BadRow] = []
    places = {field: place for place, field in enumerate(columns)}
    for number, raw, fault in rows:
        if fault is not None:
            broken.append(BadRow(number, None, shown(raw.strip()) if isinstance(raw, str) else None, fault))
            continue
        if all(value in _NOTHING for value in raw.values()):
            continue
        values = [raw.get(key) for key in columns.values()]
        faults = [
            BadRow(number, key, None, reason)
            for key, value in zip(columns.values(), values, strict=True)
            if (reason := _fault(value))
        ]
        if faults:
            broken += faults
        else:
            lines.append(Line(number, Cells(places, list(map(_cell, values))), raw))
    return lines, broken


def _is_nested(value: Any) -> bool:
    return isinstance(value, dict) or (isinstance(value, list) and any(isinstance(each, dict | list) for each in value))


def _fault(value: Any) -> str | None:
    """Return why `value` is no cell."""
    if _is_nested(value):
        return "holds an object, where a text belongs"
    texts = value if isinstance(value, list) else [value]
    if any(isinstance(each, str) and not each.isascii() and _HALF.search(each) for each in texts):
        return "holds half a character"
    return "holds a NUL character" if any(isinstance(each, str) and "\0" in each for each in texts) else None


def _cell(value: Any) -> Cell:
    if isinstance(value, list):
        return tuple(text for text in map(_scalar, value) if text)
    return _scalar(value)


def _scalar(value: Any) -> str:
    return number_text(value) if isinstance(value, Number) else text_of(value)


def _array(text: str, name: str) -> Iterator[Row]:
    """Give every element of an array, numbered by the line at which it begins."""
    decoder = _decoder()
    place = _skip(text, _skip(text, 0) + 1)
    number, counted = 1, 0
    while not text.startswith("]", place):
        number, counted = number + text.count("\n", counted, place), place
        value, place = _decoded(decoder, text, place, name)
        yield Row(number, value, None if isinstance(value, dict) else "is no object")
        place = _skip(text, place)
        if text.startswith(",", place):
            place = _skip(text, place + 1)
            if text.startswith("]", place):
                raise _no_json(name, "there is a comma behind the last element", text, place)
        elif not text.startswith("]", place):
            raise _no_json(name, "Expecting ',' or ']'", text, place)
    if _skip(text, place + 1) < len(text):
        raise _no_json(name, "there is more behind the array", text, _skip(text, place + 1))


def _sequence(text: str) -> Iterator[Row]:
    """Give every object of JSON lines, which may take several; what is none spoils its line alone."""
    decoder = _decoder()
    place = _skip(text, 0)
    number, counted = 1, 0
    tries = _TRIES
    while place < len(text):
        number, counted = number + text.count("\n", counted, place), place
        line_end = _line_end(text, place)
        line = text[place:line_end]
        value, length, fault = _one(decoder, line, 0)
        end = place + length
        if fault and tries and length >= len(line.rstrip()):  # it is not over, and may go on
            value, end, fault = _one(decoder, text, place)
            tries -= bool(fault)
        if not fault and text[end : _line_end(text, end)].strip():
            fault = "there is more behind the object"
        if fault:
            value, end = line, line_end
        yield Row(number, value, fault)
        place = _skip(text, end)


def _one(decoder: json.JSONDecoder, text: str, place: int) -> tuple[Any, int, str | None]:
    """Return what stands at a place in `text` and where that ends; or where it goes wrong, and why."""
    try:
        value, end = decoder.raw_decode(text, place)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, " if error.lineno > 1 else ""
        return None, error.pos, f"is not JSON: {error.msg} ({where}column {error.colno})"
    except _NotJsonError as error:
        return None, place, f"is not JSON: {error}"
    except RecursionError:
        return None, place, "is nested too deep"
    return value, end, None if isinstance(value, dict) else "is no object"


def _is_one(text: str, name: str) -> bool:
    """Tell whether a text that begins with an object is that object alone; raise `UsageError` if it is none."""
    start = _skip(text, 0)
    _, end = _decoded(_decoder(), text, start, name)
    return _skip(text, end) == len(text)


def _decoded(decoder: json.JSONDecoder, text: str, place: int, name: str) -> tuple[Any, int]:
    try:
        return decoder.raw_decode(text, place)
    except json.JSONDecodeError as error:
        raise _no_json(name, error.msg, text, error.pos) from error
    except _NotJsonError as error:
        raise _no_json(name, str(error), text, place) from error
    except RecursionError as error:
        raise _no_json(name, "it is nested too deep", text, place) from error


def _no_json(name: str, what: str, text: str, place: int) -> UsageError:
    line = text.count("\n", 0, place) + 1
    column = place - text.rfind("\n", 0, place)
    return UsageError(
        f"{name} is not JSON: {what} (line {line}, column {column})",
        hint="an array of objects, or an object a line",
        code="input-format",
    )


def _decoder() -> json.JSONDecoder:
    return json.JSONDecoder(object_pairs_hook=_object, parse_float=Number, parse_int=Number, parse_constant=_no_number)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = {sys.intern(key): value for key, value in pairs}  # a key stands in every object: hold it once
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise _NotJsonError(f"an object has the key '{twice}' twice")
    return found


def _no_number(constant: str) -> Any:
    raise _NotJsonError(f"{constant} is no number")


def _unlike(rows: list[Row]) -> list[Row]:
    """Return `rows` with numbers that tell them apart: where several are on one line, their order counts."""
    if len({row.number for row in rows}) == len(rows):
        return rows
    return [row._replace(number=number) for number, row in enumerate(rows, start=1)]


def _skip(text: str, place: int) -> int:
    """Return the next place in `text` that is not blank."""
    match = _BLANK.match(text, place)
    return match.end() if match else place


def _line_end(text: str, place: int) -> int:
    found = text.find("\n", place)
    return len(text) if found < 0 else found + 1
