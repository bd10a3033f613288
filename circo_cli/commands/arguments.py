"""Arguments and options that many commands share, and how what is typed becomes a value."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, TypeVar

import typer

from circo_cli.context import ConfiguredKey, Invocation, clean, parsed, unknown_term
from circo_cli.errors import AmbiguousError, MissingValueError, NotFoundError, UsageError
from circo_cli.queries.keys import Found, article, find
from circo_cli.queries.listing import Page, Paging
from circo_cli.rendering.result import Form, Message, Result, note
from circo_cli.storage.reader import Reader
from circo_cli.values.keys import NUMBERED, parse_number
from circo_cli.values.rows import fields_of

if TYPE_CHECKING:
    from circo_cli.values.periods import Days
    from circo_cli.values.vocabulary import Metric, Term

T = TypeVar("T", bound="Term")

TERMINAL_ROWS = 50
SPAN = "DATE[THH:MM[-HH:MM]]"
_SPOKEN = "--{0} 2026-11, --{0} november, --{0} 'last month', --{0} -4w"


_SAMPLES = {
    "hub": "limburg",
    "partner": "liof",
    "track": "noord-holland-2026q2-1",
    "trainer": "bram-oudehof",
    "theme": "bouw",
    "company": "isolatie-nepwol",
}
"""A key of each noun that is called after its name."""


def key_help(noun: str, more: str = "") -> str:
    """Return what may be typed for the key of a `noun`, and `more` that is taken too."""
    name = "a Track" if noun == "track" else article(noun)
    if noun in NUMBERED:
        return f"Key of {name}: {NUMBERED[noun]}12, or 12{more}."
    return f"Key of {name}: {_SAMPLES[noun]}, or a beginning of it{more}."


def key_argument(noun: str, help: str = "") -> Any:
    """Return the argument that names one `noun`."""
    return typer.Argument(
        metavar=noun.upper(),
        help=help or key_help(noun),
    )


def key_option(noun: str, help: str, *names: str) -> Any:
    """Return the option that names one `noun`."""
    return typer.Option(*(names or (f"--{noun}",)), metavar=noun.upper(), help=help)


def configured_filter(ctx: typer.Context, value: str | None) -> str | None:
    """Return the hub of a filter: what was typed, else the configured one."""
    if value is not None or ctx.resilient_parsing:
        return value
    call = ctx.find_object(Invocation)
    return None if call is None else call.configured_hub("--hub all takes the whole network")


def _bounded(value: int | None) -> int | None:
    """Return the limit, no larger than a database can count."""
    return None if value is None else min(value, 10**12)


HubArgument = Annotated[str, key_argument("hub")]
HubOrConfigured = Annotated[
    str | None, typer.Argument(metavar="[HUB]", help=key_help("hub", "; else the configured one"))
]
TrackArgument = Annotated[str, key_argument("track")]
CompanyArgument = Annotated[str, key_argument("company", key_help("company", ", or its KvK number"))]
EnrolmentArgument = Annotated[
    str, key_argument("enrolment", key_help("enrolment", ", or of a company that has only one"))
]
QuestionArgument = Annotated[str, key_argument("question")]
InsightArgument = Annotated[str, key_argument("insight")]
HubFilter = Annotated[
    str | None,
    typer.Option(
        "--hub",
        metavar="HUB",
        help="Only of this hub; all for the whole network.",
        callback=configured_filter,
    ),
]
SortOption = Annotated[str | None, typer.Option("--sort", metavar="FIELD", help="Sort by FIELD; -FIELD descending.")]
LimitOption = Annotated[
    int | None, typer.Option("--limit", metavar="N", min=0, help="At most N rows.", callback=_bounded)
]
QuarterFilter = Annotated[
    str | None, typer.Option("--quarter", metavar="QUARTER", help="Only in this quarter, such as 2026Q2.")
]
ForceOption = Annotated[bool, typer.Option("--force", help="Do it although a rule says no; needs --reason.")]
ReasonOption = Annotated[str | None, typer.Option("--reason", metavar="TEXT", help="Why; kept in the history.")]
OnOption = Annotated[str | None, typer.Option("--on", metavar="DATE", help="The date it happened; default today.")]


def term(kind: type[T], typed: str | None, *, option: str) -> T | None:
    """Return the member of `kind` that was typed as code or label, or a word of one begins with; None stays None.

    Raises `UsageError` with the nearest code.
    """
    if typed is None:
        return None
    from circo_cli.values.terms import find_term

    found = find_term(kind, typed)
    if found is None:
        raise unknown_term(typed, kind, option=option)
    return found


def found_metric(typed: str, *, option: str) -> Metric:
    """Return the metric that was typed as code, with ``-`` for ``_`` too, or as label.

    Raises `UsageError` with the nearest code.
    """
    from circo_cli.values.terms import find_term
    from circo_cli.values.vocabulary import Metric

    found = find_term(Metric, typed.replace("-", "_")) or term(Metric, typed, option=option)
    if found is None:
        raise AssertionError("what was typed is never None")
    return found


def day(call: Invocation, typed: str | None, *, option: str) -> date | None:
    """Return the date that was typed; None stays None."""
    if typed is None:
        return None
    from circo_cli.values.dates import parse_date

    found: date = parsed(parse_date, typed, option=option, today=call.today)
    return found


def first_day(call: Invocation, typed: str | None, *, option: str = "--from") -> date | None:
    """Return the day of ``--from``, of a period its first; None stays None."""
    return None if typed is None else _days(call, typed, option=option).first


def last_day(call: Invocation, typed: str | None, *, option: str = "--until") -> date | None:
    """Return the day of ``--until``, of a period its last; None stays None."""
    return None if typed is None else _days(call, typed, option=option).last


def days_between(
    call: Invocation, *, quarter: str | None, first: str | None, last: str | None
) -> tuple[date | None, date | None]:
    """Return the first and the last day that were typed: those of the quarter, or one or both by themselves.

    Raises `UsageError` for both.
    """
    if quarter is None:
        return first_day(call, first), last_day(call, last)
    if first is not None or last is not None:
        raise UsageError("--quarter excludes --from and --until", hint="leave one of them out")
    from circo_cli.values.quarter import parse_quarter

    found = parsed(parse_quarter, quarter, option="--quarter", today=call.today)
    return found.first, found.last


def _days(call: Invocation, typed: str, *, option: str) -> Days:
    from circo_cli.values.periods import parse_days

    try:
        days: Days = parsed(parse_days, typed, option=option, today=call.today)
    except UsageError as error:
        error.hint = error.hint or f"for example {_SPOKEN.format(option[2:])}"
        raise
    return days


def quarter(call: Invocation, typed: str | None, *, option: str) -> str | None:
    """Return the quarter that was typed as ``2026Q2``; None stays None."""
    if typed is None:
        return None
    from circo_cli.values.quarter import parse_quarter

    return str(parsed(parse_quarter, typed, option=option, today=call.today))


def found_id(reader: Reader, noun: str, typed: str | None) -> int | None:
    """Return the id of the `noun` that was typed; None stays None."""
    return None if typed is None else find(reader, noun, typed).id


def enrolment_named(call: Invocation, reader: Reader, typed: str, statuses: Collection[str] | None = None) -> Found:
    """Return the enrolment that was typed by its key, or by a company that has one in these `statuses`, which is told.

    Raises as `find_enrolment` does.
    """
    from circo_cli.queries.enrolled import enrolment_in_words, find_enrolment

    found = find_enrolment(reader, typed, statuses=statuses)
    if parse_number(typed.rpartition(":")[2], noun="enrolment") is None:
        call.notes.append(note(f"'{typed}' is taken as {found.key}: {enrolment_in_words(reader, found.id)}"))
    return found


def hub_filter(reader: Reader, typed: str | None) -> int | None:
    """Return the id of the hub of a ``--hub`` filter; ``all`` and nothing mean the whole network."""
    return None if typed is None or typed.lower() == "all" else found_hub(reader, typed).id


def found_hub(reader: Reader, typed: str) -> Found:
    """Return the hub that was typed or configured; an error about the latter names the file."""
    try:
        return find(reader, "hub", typed)
    except (NotFoundError, AmbiguousError) as error:
        if not isinstance(typed, ConfiguredKey):
            raise
        raise UsageError(f"{typed.path}: hub: {error.message}", hint=error.hint, code="configuration") from error


def hub_or_configured(call: Invocation, reader: Reader, typed: str | None) -> Found:
    """Return the hub that was typed, else the configured one, which is told on stderr.

    Raises `MissingValueError` without either.
    """
    key = typed if typed is not None else call.configured_hub(f"circo {call.command} HUB says otherwise")
    if key is None:
        raise MissingValueError(
            "which hub? HUB is missing",
            parameter="hub",
            hint=f"circo {call.command} HUB, such as {_SAMPLES['hub']}; circo config set hub HUB makes one the usual",
            code="usage",
        )
    return found_hub(reader, key)


def configured_hub(
    call: Invocation, reader: Reader, advice: str = "--hub HUB or --hub all says otherwise"
) -> int | None:
    """Return the id of the configured hub, as a default that is told on stderr with `advice`; None without one."""
    key = call.configured_hub(advice)
    return None if key is None else found_hub(reader, key).id


def found_all(reader: Reader, noun: str, typed: Iterable[str]) -> list[Found]:
    """Return the `noun`s that were typed, each once, in their order."""
    return list(dict.fromkeys(find(reader, noun, each) for each in typed))


def filled(text: str, *, what: str) -> str:
    """Return `text` trimmed; raise `UsageError` when nothing is left."""
    trimmed = clean(text).strip()
    if not trimmed:
        raise UsageError(f"{what} is empty", hint=f"type the {what} between quotes", code="empty")
    return trimmed


def optional(text: str | None) -> str | None:
    """Return `text` trimmed, or None for nothing."""
    return (clean(text).strip() or None) if text is not None else None


def text_or_stdin(text: str, *, what: str) -> str:
    """Return `text`, or what stands on standard input for ``-``."""
    if text != "-":
        return filled(text, what=what)
    import sys

    return filled(sys.stdin.read() if sys.stdin is not None else "", what=what)


def paging(call: Invocation, sort: str | None, limit: int | None) -> Paging:
    """Return how a list is cut: on a terminal at most 50 rows, with a count of the others."""
    return ranking(call, sort, limit, on_terminal=TERMINAL_ROWS)


def ranking(call: Invocation, sort: str | None, limit: int | None, *, on_terminal: int) -> Paging:
    """Return how a list is cut of which a terminal shows the first `on_terminal` rows, with a count of the others."""
    choice = call.output_choice()
    if limit is None and choice.output == "table" and choice.to is None:
        import sys

        from circo_cli.rendering.streams import is_terminal

        if is_terminal(sys.stdout):
            return Paging(sort, on_terminal, counted=True)
    return Paging(sort, limit)


def listed(
    page: Page[Any],
    fields: tuple[str, ...],
    *,
    columns: tuple[str, ...],
    name: str,
    messages: tuple[Message, ...] = (),
) -> Result:
    """Return the result of a list; `columns` are what a terminal shows first."""
    return Result(
        form=Form.LIST,
        fields=fields,
        rows=page.rows,
        total=page.total,
        columns=columns,
        name=name,
        messages=messages,
    )


def shown(row: NamedTuple | tuple[Any, ...], nested: dict[str, Any]) -> tuple[tuple[str, ...], tuple[Any, ...]]:
    """Return fields and values of one thing: those of its list row, then the `nested` ones."""
    return (*fields_of(row), *nested), (*row, *nested.values())
