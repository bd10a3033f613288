"""circo track attendance: who came to a Track, shown, and recorded from the keyboard or a file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from circo_cli.commands.arguments import LimitOption, SortOption, TrackArgument, found_all, key_option, listed, paging
from circo_cli.commands.course import changed_track
from circo_cli.commands.twins import shown_line, twin
from circo_cli.context import Invocation, of
from circo_cli.errors import RefusedError, UsageError
from circo_cli.queries.attendance import AttendanceRow, attendance_of, earlier_keys
from circo_cli.queries.keys import Found, find
from circo_cli.queries.listing import arranged
from circo_cli.queries.roster import next_step, roster_of_track
from circo_cli.rendering.result import Message, Picture, Result, hint, note
from circo_cli.values.roster import Roster
from circo_cli.values.rows import fields_of
from circo_cli.values.text import counted

if TYPE_CHECKING:
    from circo_cli.domain.attendance import Presence, Recorded
    from circo_cli.storage.database import Change
    from circo_cli.storage.reader import Reader

app = typer.Typer()

ALL = "all"
"""Whoever has a seat and is not named by the other option."""


@app.command("attendance")
def attendance(
    ctx: typer.Context,
    track: TrackArgument,
    file: Annotated[
        str | None,
        typer.Argument(metavar="[FILE]", help="CSV, XLSX or JSON with company, session and people; - for stdin."),
    ] = None,
    session: Annotated[int | None, typer.Option("--session", metavar="N", help="Which session.")] = None,
    present: Annotated[
        list[str] | None, key_option("company", "Who came; repeat it. all: whoever is not --absent.", "--present")
    ] = None,
    absent: Annotated[
        list[str] | None, key_option("company", "Who did not; repeat it. all: whoever is not --present.", "--absent")
    ] = None,
    sort: SortOption = None,
    limit: LimitOption = None,
) -> Result:
    """Show who came to a Track, or record it: for one session, or from a file (people: 0 is absent, empty is all).

    Examples:
    circo track attendance noord-holland-2026q1-1
    circo track attendance noord-holland-2026q2-1 --session 1 --present voorbeeldbouw-de-eikel
    circo track attendance noord-holland-2026q2-1 --session 1 --present all --absent voorbeeldbouw-de-eikel
    """
    call = of(ctx)
    typed = session is not None or bool(present) or bool(absent)
    if file is not None:
        if typed:
            raise UsageError(
                f"attendance comes from {file} or from the options, not from both",
                hint="leave out --session, --present and --absent, or the file; each company has its own --present",
                code="usage",
            )
        return _from_file(call, track, file)
    if typed:
        return _from_options(call, track, session, present or [], absent or [])
    fields = fields_of(AttendanceRow)
    with call.reader() as reader:
        roster = roster_of_track(reader, find(reader, "track", track).id)
    page = arranged(attendance_of(roster), fields, paging(call, sort, limit))
    result = listed(page, fields, columns=fields, name="attendance")
    return result if sort or limit is not None else result._replace(total=None, picture=_picture(call, roster))


def _picture(call: Invocation, roster: Roster) -> Picture:
    def draw(width: int, color: bool) -> str:
        from circo_cli.rendering.pictures.attendance import draw_attendance

        return draw_attendance(roster, now=call.moment, width=width, color=color)

    return draw


def _from_options(call: Invocation, track: str, session: int | None, present: list[str], absent: list[str]) -> Result:
    messages: list[Message] = []
    if session is not None and not (present or absent) and call.may_ask() and not call.flag("quiet"):
        present, absent = _asked(call, track, session)
        line = twin("track", "attendance", track, session=str(session), present=present, absent=absent)
        messages.append(note(f"the same in one line: {shown_line(line)}"))
    if session is None or not (present or absent):
        raise UsageError(
            "attendance is recorded for one session: name it, and who came or did not",
            hint=f"circo track attendance {track} --session {session or 1} --present all --absent COMPANY",
            code="usage",
        )
    from circo_cli.domain.attendance import Presence, record_attendance

    with call.change() as change:
        reader = change.reader
        track_id = find(reader, "track", track).id
        came = found_all(reader, "company", (each for each in present if each != ALL))
        missed = found_all(reader, "company", (each for each in absent if each != ALL))
        if ALL in present and ALL in absent:
            raise UsageError("all are both present and absent", hint="leave one of them out", code="usage")
        others = _others(reader, track_id, [*came, *missed]) if ALL in (*present, *absent) else []
        if ALL in present:
            came += others
        else:
            missed += others
        both = {each.key for each in came} & {each.key for each in missed}
        if both:
            raise UsageError(f"{', '.join(sorted(both))} is both present and absent", hint="name it once")
        presences = [
            *(Presence(each.id, session, None) for each in came),
            *(Presence(each.id, session, 0) for each in missed),
        ]
        recorded = record_attendance(change.session, track_id=track_id, presences=presences, now=call.now)
        return _recorded(call, change, recorded, presences, messages)


def _asked(call: Invocation, track: str, session: int) -> tuple[list[str], list[str]]:
    """Return who came to a session, as marked, and who did not; all for a session that there is not, to be refused."""
    with call.reader() as reader:
        roster = roster_of_track(reader, find(reader, "track", track).id)
    workshop = next((each for each in roster.workshops if each.number == session), None)
    if workshop is None or not roster.seated:
        return [ALL], []
    from circo_cli.context.asking import ask_choices

    question = f"Who came to session {session} of {roster.key}, on {workshop.starts_on}?"
    came = ask_choices(question, {place.company: place.name for place in roster.seated}, least=1)
    return ([ALL], []) if len(came) == len(roster.seated) else (came, [ALL])


def _others(reader: Reader, track_id: int, named: Sequence[Found]) -> list[Found]:
    """Return the companies with a seat in a Track that are not `named`; raise `RefusedError` where nobody has one."""
    roster = roster_of_track(reader, track_id)
    if not roster.seated:
        raise RefusedError(
            f"nobody has a seat in {roster.key}", hint=f"circo enrol {roster.key} COMPANY…", code="no-seat"
        )
    keys = {each.key for each in named}
    return [find(reader, "company", place.company) for place in roster.seated if place.company not in keys]


def _from_file(call: Invocation, track: str, file: str) -> Result:
    from circo_cli.domain.attendance import record_attendance
    from circo_cli.intake.attendance import presences_of, read_attendance

    sheet = read_attendance(file)
    with call.change() as change:
        track_id = find(change.reader, "track", track).id
        roster = roster_of_track(change.reader, track_id)
        presences = presences_of(sheet, roster=roster, earlier=earlier_keys(change.reader, roster))
        recorded = record_attendance(change.session, track_id=track_id, presences=presences, now=call.now)
        unread = [note(f"not read: {', '.join(each.header for each in sheet.unread)}")] if sheet.unread else []
        unread += [note(f"not read: the sheet '{each}'") for each in sheet.skipped]
        return _recorded(call, change, recorded, presences, unread)


def _recorded(
    call: Invocation,
    change: Change,
    recorded: Recorded,
    presences: Sequence[Presence],
    messages: Sequence[Message] = (),
) -> Result:
    from circo_cli.domain.track import Scheduled

    numbers = sorted({each.number for each in presences})
    sessions = f"session{'' if len(numbers) == 1 else 's'} {', '.join(map(str, numbers))}"
    came = counted(recorded.present, "company present", "companies present")
    if len(numbers) > 1:
        came = f"{recorded.present} present"
    elif recorded.present:
        came += f" with {counted(recorded.people, 'person', 'people')}"
    outcome = Scheduled(recorded.track, warnings=recorded.warnings)
    left = _what_is_left(call, roster_of_track(change.reader, recorded.track.id or 0))
    return changed_track(call, change, outcome, f"{sessions}: {came}, {recorded.absent} absent", [*messages, *left])


def _what_is_left(call: Invocation, roster: Roster) -> list[Message]:
    """Return what is still to be recorded of the sessions that are past, or that the Track can be completed."""
    if roster.over:
        return []
    step = next_step(roster, now=call.moment)
    return [hint(f"{step.why}: {step.command}")] if step.command else []
