"""The value chain of a Track: which roles are there, which are missing, and whom to invite for those."""

from __future__ import annotations

from collections.abc import Sequence

from circo_cli.rendering.pictures import fitted, paint, wrapped
from circo_cli.values.mix import ChainPlace
from circo_cli.values.roster import Place, Roster
from circo_cli.values.vocabulary import ChainRole, EnrolmentStatus

_SHOWN = 3
_INDENT = 4


def draw_mix(roster: Roster, roles: Sequence[ChainPlace], *, width: int, color: bool) -> str:
    """Return a line for each role with the companies that have it, and under a missing one those that would fill it."""
    lines = [
        *(paint(line, "bold", color=color) for line in wrapped(roster.title, width)),
        *wrapped(f"{roster.key}  {roster.status}  {roster.filling()}", width),
        "",
    ]
    label = max(len(each.role) for each in roles)
    for each in roles:
        lines += _role(each, label=label, width=width, color=color)
    lines += ["", *wrapped("● has a seat   ○ missing   + could be invited", width)]
    if not roster.over:
        lines += _commands(roster, roles, width=width, color=color)
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _role(each: ChainPlace, *, label: int, width: int, color: bool) -> list[str]:
    names = ", ".join(place.name for place in each.seated) if each.seated else "missing"
    others = [
        f"{word}: {', '.join(map(_called, places))}"
        for word, status in (("on the waiting list", EnrolmentStatus.WAITLISTED), ("invited", EnrolmentStatus.INVITED))
        if (places := each.with_status(status))
    ]
    first = f"{'○' if each.missing else '●'} {fitted(each.role, label)}  "
    text = wrapped("; ".join([names, *others]), max(width - len(first), 20))
    style = "yellow" if each.missing else "green"
    lines = [paint(first, style, color=color) + text[0], *(" " * len(first) + line for line in text[1:])]
    if each.missing:
        room = width - _INDENT - 2
        shown = each.candidates[:_SHOWN]
        lines += [
            f"{' ' * _INDENT}+ {line}" for candidate in shown for line in _fit(candidate.name, candidate.company, room)
        ]
        if len(each.candidates) > len(shown):
            lines.append(f"{' ' * _INDENT}  and {len(each.candidates) - len(shown)} more")
    return lines


def _fit(name: str, key: str, room: int) -> list[str]:
    """Return name and key on one line; the key is there to be typed, so the name gives way."""
    rest = room - len(key) - 2
    return [f"{fitted(name, min(rest, 34))}  {key}"] if rest >= 12 else [key]


def _called(place: Place) -> str:
    return f"{place.name} ({place.enrolment})"


def _commands(roster: Roster, roles: Sequence[ChainPlace], *, width: int, color: bool) -> list[str]:
    """Return what to type for the missing roles, from those that wait or were invited to those who were not asked."""
    missing = [each for each in roles if each.missing and each.role != ChainRole.OTHER]
    waiting = [place for each in missing for place in each.with_status(EnrolmentStatus.WAITLISTED)]
    invited = [place for each in missing for place in each.with_status(EnrolmentStatus.INVITED)]
    asked = (EnrolmentStatus.WAITLISTED, EnrolmentStatus.INVITED)
    unasked = [each for each in missing if not any(each.with_status(status) for status in asked)]
    best = [each.candidates[0].company for each in unasked if each.candidates]
    todo = []
    if waiting:
        todo.append(("a missing role waits", f'circo enrolment promote {waiting[0].enrolment} --reason "mix"'))
    if invited:
        keys = " ".join(place.enrolment for place in invited)
        todo.append(("a missing role was invited; when they say yes", f"circo enrolment register {keys}"))
    if best:
        todo.append(("invite the best for each missing role", f"circo enrol {roster.key} {' '.join(best)} --invite"))
    lines = []
    for why, command in todo:
        lines += ["", *wrapped(f"{why}:", width), f"  {paint(command, 'cyan', color=color)}"]
    return lines
