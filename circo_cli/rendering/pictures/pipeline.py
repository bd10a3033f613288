"""The launches of hubs under the quarters in which they fell, were missed, or are planned."""

from __future__ import annotations

from collections.abc import Sequence

from circo_cli.rendering.pictures import fitted, paint, unbroken, wrapped

Row = tuple[str | None, str, str, str | None, str | None, str | None, int | None]
"""Quarter, hub, stage, first planned and planned quarter, official date, slip in quarters."""

_STARTED, _PLANNED, _LATE, _MOVED, _STOPPED = "●", "○", "!", "→", "×"
_WORDS = {
    _STARTED: ("started", "green"),
    _PLANNED: ("planned", "blue"),
    _LATE: ("planned, and late", "red"),
    _MOVED: ("moved to another quarter", "yellow"),
    _STOPPED: ("closed before it started", "dim"),
}
_QUARTER, _SLIP, _WIDEST = 11, 4, 32


def draw_pipeline(launches: Sequence[Row], *, moved: Sequence[Row], present: str, width: int, color: bool) -> str:
    """Return, for each quarter, who started there, who is planned there and who was, each with its slip.

    `moved` are the launches that were first planned in another quarter than that in which they stand.
    """
    if not launches and not moved:
        return "no hub is planned to launch in these quarters\n"
    name = min(_WIDEST, max(len(row[1]) for row in [*launches, *moved]), max(12, width - _QUARTER - _SLIP - 20))
    quarters = sorted({row[0] or "~" for row in launches} | {row[3] or "~" for row in moved})
    lines: list[str] = []
    signs: set[str] = set()
    for quarter in quarters:
        here = [(row, _sign(row, present)) for row in launches if (row[0] or "~") == quarter]
        here += [(row, _MOVED) for row in moved if row[3] == quarter]
        signs.update(sign for _, sign in here)
        lines += _block(quarter, here, present=present, name=name, width=width, color=color)
    legend = [f"{sign} {words}" for sign, (words, _) in _WORDS.items() if sign in signs]
    legend.append("+1 a quarter later than first planned")
    return "\n".join([*lines, "", *unbroken(legend, width), *wrapped(_summary(launches), width), ""])


def _block(
    quarter: str, rows: Sequence[tuple[Row, str]], *, present: str, name: int, width: int, color: bool
) -> list[str]:
    head = "no plan" if quarter == "~" else f"{quarter} now" if quarter == present else quarter
    lines = []
    for number, (row, sign) in enumerate(rows):
        label = paint(f"{head if number == 0 else '':<{_QUARTER}}", "bold", color=color)
        slip = "" if not row[6] or sign is _MOVED else f"{row[6]:+}"
        told = _told(row, sign, room=width - _QUARTER - name - _SLIP - 4)
        mark = paint(sign, _WORDS[sign][1], color=color)
        lines.append(f"{label}{mark} {fitted(row[1], name)} {slip:>{_SLIP - 1}}  {told}".rstrip())
    return lines


def _sign(row: Row, present: str) -> str:
    if row[5] is not None:
        return _STARTED
    if row[2] == "closed":
        return _STOPPED
    return _LATE if row[4] is not None and row[4] < present else _PLANNED


def _told(row: Row, sign: str, *, room: int) -> str:
    """Return in words what became of the plan, as much of it as there is room for."""
    quarter, _, stage, first, _, official_on, _ = row
    if sign is _MOVED:
        return fitted(f"moved to {quarter or 'no quarter'}", room).rstrip()
    words = stage if official_on is None else f"started {official_on}"
    more = [f"{stage} now"] if official_on is not None and stage != "operational" else []
    more += [f"first planned {first}"] if first not in (None, quarter) else []
    for each in more:
        if len(words) + len(each) + 2 <= room:
            words += f", {each}"
    return fitted(words, room).rstrip()


def _summary(launches: Sequence[Row]) -> str:
    """Return in numbers how many started and how many are to come, and how many of either slipped."""

    def slipped(rows: Sequence[Row]) -> str:
        late = sum((row[6] or 0) > 0 for row in rows)
        return f", {late} of them late" if late else ""

    started = [row for row in launches if row[5] is not None]
    coming = [row for row in launches if row[5] is None and row[2] != "closed"]
    return f"{len(started)} started{slipped(started)}; {len(coming)} to come{slipped(coming)}"
