"""Who came to a Track: companies below each other, sessions side by side."""

from __future__ import annotations

from circo_cli.rendering.pictures import fitted, paint
from circo_cli.values.roster import Roster

_LEAST = 12
_CELL = 5


def draw_attendance(roster: Roster, *, now: str, width: int, color: bool) -> str:
    """Return a grid of seats × sessions: how many people came, ``-`` for absent, ``?`` not on record, ``.`` to come."""
    from rich.cells import cell_len

    if not roster.seated:
        return f"{fitted(f'{roster.key}: nobody has a seat', width).rstrip()}\n"
    keys = [place.company for place in roster.seated]
    # A grid wider than the terminal goes on below itself, the companies again before it.
    first = max(_LEAST, min(max(cell_len(key) for key in keys), width - 3 * _CELL - 1))
    fits = max(1, (width - first - 1) // _CELL)
    blocks = [f"{paint(fitted(f'{roster.key}  {roster.title}', width).rstrip(), 'bold', color=color)}\n"]
    for start in range(0, max(1, len(roster.workshops)), fits):
        blocks.append(_grid(roster, start, fits, first=first, now=now, color=color))
    blocks.append(f"{fitted('marks: people who came, - absent, ? not on record, . to come', width).rstrip()}\n")
    return "\n".join(blocks)


def _grid(roster: Roster, start: int, fits: int, *, first: int, now: str, color: bool) -> str:
    workshops = roster.workshops[start : start + fits]
    dates = "".join(f"{f'{int(each.starts_on[8:])}-{int(each.starts_on[5:7])}':>{_CELL}}" for each in workshops)
    lines = [
        paint(" " * first + "".join(f"{each.number:>{_CELL}}" for each in workshops), "bold", color=color),
        " " * first + dates,
    ]
    for place in roster.seated:
        marks = zip(place.came[start : start + fits], workshops, strict=True)
        cells = (_mark(people, to_come=each.ends_at > now, color=color) for people, each in marks)
        lines.append(fitted(place.company, first) + "".join(cells))
    totals = [_total([place.came[start + offset] for place in roster.seated]) for offset in range(len(workshops))]
    people = [sum(place.came[start + offset] or 0 for place in roster.seated) for offset in range(len(workshops))]
    lines.append(fitted("companies", first) + "".join(f"{total:>{_CELL}}" for total in totals))
    lines.append(fitted("people", first) + "".join(f"{number:>{_CELL}}" for number in people))
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _mark(people: int | None, *, to_come: bool, color: bool) -> str:
    if people is None:
        return f"{'.':>{_CELL}}" if to_come else paint(f"{'?':>{_CELL}}", "yellow", color=color)
    return paint(f"{'-':>{_CELL}}", "red", color=color) if people == 0 else f"{people:>{_CELL}}"


def _total(came: list[int | None]) -> int:
    return sum(1 for people in came if people)
