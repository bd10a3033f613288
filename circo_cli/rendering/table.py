"""A result for people: rich tables that fit a terminal, plain ones when piped."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from typing import Any

from circo_cli.rendering.cells import flat
from circo_cli.rendering.console import drawn
from circo_cli.rendering.result import Form, Message, Result, note
from circo_cli.rendering.streams import is_terminal
from circo_cli.values.rows import Nested
from circo_cli.values.text import counted, shortened

TERMINAL_ROWS = 50
"""How many rows of a list a terminal shows; the rest is counted on stderr."""

_NARROW = 12
_SENTENCE = 34  # a longer cell is prose, which wants room more than a column beside it
_LONGEST_CODE = 40
_GAP = 2
_WORTH = 3  # columns that are worth a head of two lines
_LONGEST_VALUE = 30
_FAULTS = 20


def plain(result: Result) -> Iterator[str]:
    """Yield the result as a table without colour: every row, nothing cut."""
    from circo_cli.rendering.long_table import tabulated

    if result.form is Form.LIST:
        yield from tabulated(result.fields, result.rows, form="simple", cell=flat)
        return
    from tabulate import tabulate

    between = ""
    for row in result.rows:
        pairs = list(zip(result.fields, row, strict=True))
        single = [(name, flat(value)) for name, value in pairs if not isinstance(value, Nested)]
        yield f"{between}{tabulate(single, tablefmt='plain', disable_numparse=True)}\n"
        for name, value in pairs:
            if isinstance(value, Nested) and value.rows:
                yield f"\n{name}\n"
                yield from tabulated(value.fields, value.rows, form="simple", cell=flat)
        between = "\n"


def on_terminal(result: Result, *, color: bool) -> tuple[str, list[Message]]:
    """Return the result as text that fits the terminal's width, and what must be said of what was left out."""
    width = terminal_width()
    messages: list[Message] = []
    if result.picture is not None:
        if result.total is not None and result.total > len(result.rows):
            messages.append(note(f"{result.total - len(result.rows)} more: --limit {result.total}"))
        return result.picture(width, color), messages
    if result.form is Form.LIST and not result.rows:
        return "", [note("nothing to show")]
    if result.form is Form.LIST:
        rows = result.rows[:TERMINAL_ROWS]
        total = result.total if result.total is not None else len(result.rows)
        if total > len(rows):
            messages.append(note(f"{total - len(rows)} more; all of them: --limit {total} -o csv, or pipe it"))
        text, left_out = _grid(result.fields, rows, width=width, color=color, first=result.columns)
        if left_out:
            fields = counted(len(left_out), "field is", "fields are")
            messages.append(note(f"{fields} not shown for lack of width: --fields A,B or --json"))
        return text, messages
    blocks = []
    for row in result.rows:
        pairs = list(zip(result.fields, row, strict=True))
        blocks.append(card([(name, value) for name, value in pairs if not isinstance(value, Nested)], width, color))
        for name, value in pairs:
            if isinstance(value, Nested) and value.rows:
                text, _ = _grid(value.fields, value.rows, width=width, color=color, first=(), title=name)
                blocks.append(text)
    return "\n".join(blocks), messages


def bad_rows(details: Sequence[dict[str, Any]]) -> str:
    """Return what is wrong with the rows of a file: the first twenty faults, and how many more.

    It is a table, or sentences where the terminal is too narrow for one.
    """
    from tabulate import tabulate

    shown = [[flat(value) for value in each.values()] for each in details[:_FAULTS]]
    columns = list(zip(*shown, strict=True))
    kept = [place for place, cells in enumerate(columns) if any(cells)]
    names = [list(details[0])[place] for place in kept]
    widths = {name: max(len(name) + _GAP, *map(len, columns[place])) for name, place in zip(names, kept, strict=True)}
    value = min(widths.get("value", 0), _LONGEST_VALUE)
    rest = sum(widths[name] for name in names if name not in ("value", "reason")) + value + _GAP * len(names)
    if terminal_width() - rest < _SENTENCE and is_terminal(sys.stderr):
        return f"{_faults(details)}{_unshown(details)}"
    wide = {"value": _LONGEST_VALUE, "reason": max(_SENTENCE, terminal_width() - rest)}
    text = tabulate(
        [[row[place] for place in kept] for row in shown],
        headers=names,
        tablefmt="simple",
        disable_numparse=True,
        maxcolwidths=[wide.get(name) for name in names],
    )
    return f"{text}\n{_unshown(details)}"


def _faults(details: Sequence[dict[str, Any]]) -> str:
    """Return each fault as a paragraph that fits the terminal: place and value, what is wrong, what is near."""
    import textwrap

    said = []
    for each in details[:_FAULTS]:
        place = ", ".join(f"{name} {flat(each[name])}" for name in ("row", "column") if each.get(name))
        near = f" (nearest: {flat(each['nearest'])})" if each.get("nearest") else ""
        value = f" '{shortened(flat(each['value']), _LONGEST_VALUE)}'" if each.get("value") else ""
        said.append(f"{place}{value}: {flat(each['reason'])}{near}")
    return "".join(
        f"{textwrap.fill(each, terminal_width(), subsequent_indent='  ', break_on_hyphens=False)}\n" for each in said
    )


def _unshown(details: Sequence[dict[str, Any]]) -> str:
    more = len(details) - _FAULTS
    return f"and {more} more; --json shows all\n" if more > 0 else ""


def terminal_width(stream: Any = None) -> int:
    """Return how many columns the terminal has: what COLUMNS says, else what it says itself, else 80.

    It is that of standard output where no other `stream` is given.
    """
    columns = os.environ.get("COLUMNS", "")
    if columns.isdigit() and int(columns) > 0:
        return int(columns)
    try:
        return os.get_terminal_size((stream or sys.stdout).fileno()).columns or 80
    except (OSError, ValueError):
        return 80


def terminal_height() -> int:
    """Return how many lines the terminal shows."""
    lines = os.environ.get("LINES", "")
    if lines.isdigit() and int(lines) > 0:
        return int(lines)
    try:
        return os.get_terminal_size(sys.stdout.fileno()).lines or 24
    except (OSError, ValueError):
        return 24


def _grid(
    fields: Sequence[str],
    rows: Sequence[Sequence[Any]],
    *,
    width: int,
    color: bool,
    first: Sequence[str],
    title: str | None = None,
) -> tuple[str, list[str]]:
    """Return a rich table of the fields that fit, and the names of those that do not."""
    from rich.cells import cell_len

    texts = [[flat(value) for value in row] for row in rows]
    order = [fields.index(name) for name in first if name in fields] or list(range(len(fields)))
    heads = list(fields)
    cells = [max((cell_len(row[index]) for row in texts), default=0) for index in range(len(fields))]
    if sum(max(cells[index], len(heads[index])) + _GAP for index in order) > width + _GAP:
        heads = [_folded(name, cells[index]) for index, name in enumerate(fields)]
        order = [index for index in order if cells[index]] or order[:1]
    wanted = [max(cells[index], *map(len, name.split("\n"))) for index, name in enumerate(heads)]
    least = [_least(heads[index], [row[index] for row in texts], wanted[index], width) for index in range(len(fields))]
    least[order[0]] = min(wanted[order[0]], width - 1)
    kept: list[int] = []
    room = width + _GAP
    for index in order:
        if kept and room < least[index] + _GAP:
            continue  # a narrower one after it may fit
        kept.append(index)
        room -= least[index] + _GAP
    widths = _share(kept, least, wanted, room)
    left_out = [name for index, name in enumerate(fields) if index not in kept]
    return _draw(heads, texts, kept, widths, width=width, color=color, title=title), left_out


def _folded(name: str, width: int) -> str:
    """Return a field's name on several lines, no wider than `width` where its words allow it.

    Where that saves a column or two only, it stays on its one line.
    """
    lines = [""]
    for word in name.replace("_", "_\n").split("\n"):
        if lines[-1] and len(lines[-1] + word) > width:
            lines.append("")
        lines[-1] += word
    saved = len(name) - max(width, *map(len, lines))
    return "\n".join(lines) if saved >= _WORTH else name


def _least(name: str, cells: list[str], wanted: int, width: int) -> int:
    """Return how many columns a field takes at the least: what is no prose cannot be used when it is cut.

    That is a key, a code, a date, an address, a telephone number.
    """
    if wanted <= _LONGEST_CODE and not any(" " in cell and any(map(str.isalpha, cell)) for cell in cells):
        return wanted
    return min(wanted, max(*map(len, name.split("\n")), width // 3 if wanted > _SENTENCE else _NARROW))


def _share(kept: list[int], least: list[int], wanted: list[int], room: int) -> dict[int, int]:
    """Return a width for each column: its least, and what is left over shared among those that want more."""
    widths = {index: least[index] for index in kept}
    while room > 0:
        hungry = [index for index in kept if widths[index] < wanted[index]]
        if not hungry:
            break
        for index in hungry[:room]:
            widths[index] += 1
            room -= 1
    return widths


def _draw(
    fields: Sequence[str],
    texts: list[list[str]],
    kept: list[int],
    widths: dict[int, int],
    *,
    width: int,
    color: bool,
    title: str | None,
) -> str:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, padding=(0, _GAP, 0, 0), header_style="bold")
    for index in kept:
        table.add_column(Text(fields[index]), width=widths[index], no_wrap=True, overflow="ellipsis")
    for row in texts:
        table.add_row(*(Text(row[index], style="cyan" if index == 0 else "") for index in kept))
    head = f"{title}\n" if title else ""
    return head + _print(table, width=width, color=color)


def card(pairs: list[tuple[str, Any]], width: int, color: bool) -> str:
    """Return one thing as names and values below each other; absent values are left out."""
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, padding=(0, _GAP, 0, 0), show_header=False)
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold", ratio=1)
    for name, value in pairs:
        if value is not None and value != ():
            multiline = isinstance(value, str) and "\n" in value
            lines = [flat(line) for line in value.split("\n")] if multiline else [flat(value)]
            table.add_row(Text(name), Text("\n".join(lines)))
    return _print(table, width=width, color=color)


def _print(table: Any, *, width: int, color: bool) -> str:
    return "".join(line.rstrip() + "\n" for line in drawn(table, width=width, color=color).splitlines())
