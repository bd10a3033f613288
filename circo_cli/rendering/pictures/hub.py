"""A hub's whole story on one screen: where it stands, its road, partners, goals beside what happened, coming Tracks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from circo_cli.rendering.cells import flat
from circo_cli.rendering.pictures import fitted, paint, wrapped
from circo_cli.rendering.pictures.coverage import SIGNS
from circo_cli.rendering.pictures.goal import aim, beside, period, reached

Track = tuple[str, str, str, str, str | None, str | None, int, int]
"""Key, title, status, quarter, first and last day, seats that are taken, capacity."""

_LABEL = 10
_STAGES, _PARTNERS, _GOALS, _TRACKS, _REASON = 5, 5, 5, 4, 4
"""How many lines a part has at most; the rest of it is counted."""
_TITLE = 8
"""With less room than this the title of a Track is left out."""
_WIDEST = 100  # longer lines are hard to follow, however wide the terminal


def draw_hub(
    hub: Mapping[str, Any],
    *,
    tracks: Sequence[Track],
    following: str,
    today: str,
    present: str,
    width: int,
    color: bool,
) -> str:
    """Return the picture of `hub` (as its JSON has it); `following` is the command to type next.

    `tracks` are those that are not over, `today` is a date and `present` its quarter.
    """
    width = min(width, _WIDEST)
    room = width - _LABEL
    done = sum(step["done"] for step in hub["steps"])
    parts = {
        f"road {done}/{len(hub['steps'])}": _road(hub["steps"], room),
        "stages": _stages(hub["history"], room),
        "partners": _partners(hub, today, room),
        "goals": _goals(hub, present, room),
        "tracks": _tracks(tracks, hub, today, room),
    }
    lines = [*_head(hub, width, color), *_labelled(_facts(hub, room), color)]
    for label, part in parts.items():
        lines += ["", *_labelled({label: part}, color)]
    counts = [
        _count(hub["companies"], "company", "companies"),
        _count(hub["open_questions"], "open question", "open questions"),
        _count(hub["tracks"], "Track", "Tracks"),
    ]
    ending = {"in all": wrapped(", ".join(counts), room), "next": [following]}
    return "\n".join([*lines, "", *_labelled(ending, color), ""])


def _head(hub: Mapping[str, Any], width: int, color: bool) -> list[str]:
    stage = hub["stage"]
    sign, tint = SIGNS[stage]
    since = hub["history"][-1] if hub["history"] else None
    forced = ", forced" if since and since["forced"] else ""
    when = f" since {since['on']}{forced}" if since else ""
    title = wrapped(f"{hub['name']} ({hub['key']}), {hub['kind']} hub", width)
    return [*(paint(line, "bold", color=color) for line in title), paint(f"{sign} {stage}{when}", tint, color=color)]


def _facts(hub: Mapping[str, Any], room: int) -> dict[str, list[str]]:
    served = "; ".join([*hub["regions"], *hub["sectors"]]) or "nothing yet: --region or --sector of circo hub edit"
    lead = hub["lead"] or "nobody yet"
    facts = {
        "serves": wrapped(served, room),
        "lead": wrapped(f"{lead}, {hub['lead_email']}" if hub["lead_email"] else lead, room),
        "launch": wrapped(_launch(hub), room),
    }
    reason = hub["history"][-1]["reason"] if hub["history"] else None
    if reason:
        facts = {"because": _limited(wrapped(reason, room), _REASON, f"circo history {hub['key']}"), **facts}
    if hub["timezone"] != "Europe/Amsterdam":
        facts["clock"] = [flat(f"{hub['timezone']} ({hub['country']})")]
    return facts


def _launch(hub: Mapping[str, Any]) -> str:
    first, planned, official_on = hub["first_launch_quarter"], hub["launch_quarter"], hub["official_on"]
    plan = f"planned for {planned}" if planned else "not planned"
    earlier = f", first for {first}" if first not in (None, planned) else ""
    return f"official on {official_on}; {plan}{earlier}" if official_on else f"{plan}{earlier}"


def _road(steps: Sequence[Mapping[str, Any]], room: int) -> list[str]:
    name = max(len(step["step"]) for step in steps)
    lines = []
    for step in steps:
        told = "  ".join(filter(None, (step["on"], flat(step["note"]))))
        lines.append(_cut(f"[{'x' if step['done'] else ' '}] {step['step']:<{name}}  {told}", room))
    return lines


def _stages(history: Sequence[Mapping[str, Any]], room: int) -> list[str]:
    lines = [
        _cut(
            f"{entry['on']}  {entry['stage']}{' (forced)' if entry['forced'] else ''}"
            f"{': ' + flat(entry['reason']) if entry['reason'] else ''}",
            room,
        )
        for entry in history
    ]
    return lines if len(lines) <= _STAGES else [f"{len(lines) - _STAGES + 1} earlier ones", *lines[1 - _STAGES :]]


def _partners(hub: Mapping[str, Any], today: str, room: int) -> list[str]:
    ended = [each for each in hub["partner_list"] if each["until"] and each["until"] < today]
    current = [each for each in hub["partner_list"] if each not in ended]
    name, role = (max((len(each[field]) for each in current), default=0) for field in ("key", "role"))
    lines = []
    for each in current[:_PARTNERS]:
        line = f"{each['key']:<{name}}  {each['role']:<{role}}  {_period(each, today)}"
        covers = ", ".join(each["covers"])
        fits = len(line) + 2 + len(covers) <= room
        lines += (
            [f"{line}  {covers}"] if fits else [_cut(line, room), *(f"  {part}" for part in wrapped(covers, room - 2))]
        )
    if len(current) > _PARTNERS:
        lines.append(f"{len(current) - _PARTNERS} more: circo partner list --hub {hub['key']}")
    uncovered = f"nobody covers {', '.join(hub['uncovered'])}" if hub["uncovered"] else "every journey stage is covered"
    past = f"; ended: {', '.join(dict.fromkeys(each['key'] for each in ended))}" if ended else ""
    last = uncovered if current else "none yet"
    return [*lines, *wrapped(f"{last}{past}", room)]


def _period(partner: Mapping[str, Any], today: str) -> str:
    start = f"{'since' if partner['from'] <= today else 'from'} {partner['from']}"
    return f"{start} until {partner['until']}" if partner["until"] else start


def _goals(hub: Mapping[str, Any], present: str, room: int) -> list[str]:
    goals = sorted(hub["goals"], key=lambda goal: goal["until"] < present)
    if not goals:
        return ["none yet"]
    rows = [
        (
            aim(goal["metric"], goal["theme"]),
            period(goal["from"], goal["until"]),
            beside(goal["metric"], goal["target"], goal["actual"]),
            reached(goal["metric"], goal["target"], goal["actual"]),
        )
        for goal in goals
    ]
    name, quarters, figures = (max(len(row[place]) for row in rows) for place in range(3))
    name = max(1, min(name, room - quarters - figures - len("  " * 3 + "100%")))  # figures are never cut
    lines = [
        _joined([fitted(row[0], name), f"{row[1]:<{quarters}}", f"{row[2]:>{figures}}", *row[3].split("  ")], room)
        for row in rows
    ]
    return _limited(lines, _GOALS, f"circo goal list --hub {hub['key']}")


def _tracks(tracks: Sequence[Track], hub: Mapping[str, Any], today: str, room: int) -> list[str]:
    if not tracks:
        way = "" if hub["stage"] == "closed" else f': circo track schedule {hub["key"]} "TITLE" --quarter next'
        return wrapped(f"none to come{way}", room)
    name = max(len(track[0]) for track in tracks)
    seats = max(len(f"{track[6]}/{track[7]}") for track in tracks)
    lines = []
    for key, title, status, quarter, starts_on, ends_on, enrolled, capacity in tracks:
        when = "next" if starts_on is None or starts_on > today else "over" if ends_on and ends_on < today else "now"
        taken = f"{enrolled}/{capacity}"
        parts = [f"{when:<4}", f"{key:<{name}}", f"{starts_on or quarter:<10}", f"{taken:>{seats}}", f"{status:<9}"]
        line = _joined(parts, room)
        left = room - len(line) - 2
        lines.append(f"{line}  {fitted(title, left).rstrip()}" if left >= _TITLE else line.rstrip())
    return _limited(lines, _TRACKS, f"circo track list --hub {hub['key']}")


def _limited(lines: Sequence[str], most: int, way: str) -> list[str]:
    return list(lines) if len(lines) <= most else [*lines[: most - 1], f"{len(lines) - most + 1} more: {way}"]


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _joined(parts: Sequence[str], room: int) -> str:
    """Return `parts` beside each other, as many of them as there is room for."""
    line = parts[0]
    for part in parts[1:]:
        if len(line) + 2 + len(part) > room:
            break
        line += f"  {part}"
    return line


def _cut(text: str, room: int) -> str:
    return fitted(text, room).rstrip()


def _labelled(parts: Mapping[str, Iterable[str]], color: bool) -> list[str]:
    """Return the lines of each part beside its label, which stands once."""
    return [
        f"{paint(fitted(label if number == 0 else '', _LABEL), 'bold', color=color)}{line}".rstrip()
        for label, lines in parts.items()
        for number, line in enumerate(lines)
    ]
