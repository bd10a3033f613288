"""circo track calendar: when Tracks are held, as a list, as months on a terminal, or for a calendar program."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated

import typer

from circo_cli.commands.arguments import HubFilter, LimitOption, SortOption, hub_filter, quarter
from circo_cli.context import HOME_ZONE, Invocation, of
from circo_cli.documents.language import Language, language_of
from circo_cli.errors import UsageError
from circo_cli.queries.calendar import FIELDS, CalendarSession, calendar_sessions, hub_name
from circo_cli.queries.listing import Paging, arranged
from circo_cli.rendering.result import Form, Picture, Result, hint
from circo_cli.values.quarter import Quarter

app = typer.Typer()


@app.command("calendar")
def calendar(
    ctx: typer.Context,
    quarter_: Annotated[
        str | None,
        typer.Option("--quarter", metavar="QUARTER", help="Sessions in this quarter; default the present one."),
    ] = None,
    hub: HubFilter = None,
    ics: Annotated[
        bool,
        typer.Option(
            "--ics",
            help="For a calendar program (iCalendar): the whole Tracks of --quarter, or all from this quarter on.",
        ),
    ] = False,
    sort: SortOption = None,
    limit: LimitOption = None,
) -> Result:
    """Show when sessions of Tracks are held: months on a terminal, a list elsewhere, or a file for a calendar program.

    Examples:
    circo track calendar
    circo track calendar --quarter next --hub noord-holland --json
    circo track calendar --hub limburg --ics --to limburg.ics
    """
    call = of(ctx)
    typed = quarter(call, quarter_, option="--quarter")
    if ics:
        return _for_programs(call, typed, hub, sorted_or_cut=sort is not None or limit is not None)
    shown = Quarter.parse(typed) if typed else Quarter.containing(call.today)
    language = language_of(call.language)
    with call.reader() as reader:
        found = calendar_sessions(reader, quarter=str(shown), hub_id=hub_filter(reader, hub))
    page = arranged(found, FIELDS, Paging(sort, limit))
    return Result(
        form=Form.LIST,
        fields=FIELDS,
        rows=[each.row for each in page.rows],
        columns=("starts_at", "track", "number", "title", "location", "hub", "ends_at", "trainers"),
        picture=_picture(page.rows, quarter=shown, today=call.today, language=language),
        messages=() if found else (hint(f"nothing is held in {shown}; name another quarter: --quarter Q"),),
        name="calendar",
    )


def _for_programs(call: Invocation, typed: str | None, hub: str | None, *, sorted_or_cut: bool) -> Result:
    """Return the iCalendar document; cancelled sessions are in it, so that programs take them off.

    For the same reason a quarter brings whole Tracks: a session that moved out of it is no event that never was.
    """
    if call.options.get("output") is not None or call.fields is not None or sorted_or_cut:
        raise UsageError(
            "--ics makes a document of its own, which takes no -o, --json, --fields, --sort or --limit",
            hint="leave them out, or leave --ics out for data",
            code="output",
        )
    call.options.keep("output", "table")  # CIRCO_OUTPUT may name one that a document does not have
    from circo_cli.documents.calendar import as_icalendar

    with call.reader() as reader:
        hub_id = hub_filter(reader, hub)
        name = None if hub_id is None else hub_name(reader, hub_id)
        since = None if typed else str(Quarter.containing(call.today))
        sessions = calendar_sessions(reader, about=typed, since=since, hub_id=hub_id, cancelled=True)
    text = as_icalendar(sessions, hub=name, language=language_of(call.language), today=call.today)
    return Result(form=Form.TEXT, text=text)


def _picture(sessions: Sequence[CalendarSession], *, quarter: Quarter, today: date, language: Language) -> Picture:
    def draw(width: int, color: bool) -> str:
        from zoneinfo import ZoneInfo

        from circo_cli.rendering.pictures.calendar import Meeting, Words, draw_calendar
        from circo_cli.values.dates import parse_moment

        meetings = [
            Meeting(
                start=parse_moment(each.starts_at).astimezone(ZoneInfo(each.timezone)),
                end=parse_moment(each.ends_at).astimezone(ZoneInfo(each.timezone)),
                zone=None if each.timezone == HOME_ZONE else each.timezone,
                title=each.title,
                part=f"({each.number}/{each.sessions})" if (each.sessions or 0) > 1 else "",
                track=each.track,
                location=each.location,
            )
            for each in sessions
        ]
        words = Words(
            months=language.say("digest_months").split(),
            days=language.say("calendar_weekdays").split(),
            week=language.say("calendar_week"),
            none=language.say("calendar_none"),
        )
        first = quarter.first
        months = [first.replace(month=first.month + after) for after in range(3)]
        return draw_calendar(meetings, months=months, today=today, words=words, width=width, color=color)

    return draw
