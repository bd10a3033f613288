"""The quarter report as a workbook to work in: figures, Tracks, companies and people, questions, each a sheet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from io import BytesIO

from circo_cli.documents.language import Language
from circo_cli.documents.report import Report, for_people
from circo_cli.documents.report_figures import write_figures
from circo_cli.documents.sheets import Column, Styles, labels_of, set_up_pages, write_list
from circo_cli.queries.report_details import QuestionDetail, SeatDetail, questions_of_quarter, seats_of_quarter
from circo_cli.rendering import workbook
from circo_cli.rendering.cells import cell
from circo_cli.storage.reader import Reader
from circo_cli.values.quarter import Quarter
from circo_cli.values.vocabulary import (
    Category,
    ChainRole,
    CompanyKind,
    EnrolmentStatus,
    Outcome,
    Province,
    QuestionStatus,
    TrackStatus,
)


@dataclass(frozen=True, slots=True)
class Details:
    """What a workbook holds beside the report, and the day of which it is."""

    today: date
    seats: tuple[SeatDetail, ...]
    questions: tuple[QuestionDetail, ...]


def collect_details(reader: Reader, *, quarter: Quarter, hub_id: int | None, today: date) -> Details:
    """Return the seats and questions of `quarter`, of one hub or (without `hub_id`) of the network.

    Raises `UsageError` where there are more than a sheet holds.
    """
    limit = workbook.MOST_ROWS + 1
    seats = seats_of_quarter(reader, quarter=quarter, hub_id=hub_id, today=today, limit=limit)
    workbook.check_rows(len(seats), hint="circo enrolment list -o csv --to FILE holds them all")
    questions = questions_of_quarter(reader, quarter=quarter, hub_id=hub_id, today=today, limit=limit)
    period = f"--from {quarter.first.isoformat()} --until {quarter.last.isoformat()}"
    workbook.check_rows(len(questions), hint=f"circo question list {period} -o csv --to FILE holds them all")
    return Details(today, tuple(seats), tuple(questions))


def as_workbook(report: Report, language: Language, details: Details) -> bytes:
    """Return the report as XLSX: typed cells, native charts, neither macros nor formulas.

    From the same data on the same day come the same bytes. Raises `UsageError` for a text that would be cut.
    """
    report = for_people(report)
    say = language.say
    scope = report.hub_name or say("report_network")
    title = say("report_title", quarter=report.quarter, scope=scope)
    target = BytesIO()
    book = workbook.new_book(target, created=details.today, title=workbook.book_text(title, "title"))
    styles = Styles(book, ruled=True)
    figures, tracks, seats, questions = (
        book.add_worksheet(say(phrase)) for phrase in ("book_figures", "book_tracks", "book_seats", "book_questions")
    )
    write_figures(book, figures, Styles(book), report, language)
    tracks_of = [[*track[:2], cell(track.hubs), *track[3:-1]] for track in report.tracks]
    write_list(tracks, styles, _tracks(language), tracks_of, language, frozen=2)
    write_list(seats, styles, _seats(language), details.seats, language, frozen=1)
    write_list(questions, styles, _questions(language), details.questions, language, frozen=1)
    for sheet in (figures, tracks, seats, questions):
        set_up_pages(sheet, title, language)
    book.close()
    return target.getvalue()


def _tracks(language: Language) -> tuple[Column, ...]:
    return (
        Column("book_key", 24),
        Column("report_track", 48, "wrapped"),
        Column("report_by", 28, "wrapped"),
        Column("report_status", 22, labels=labels_of(TrackStatus, language)),
        Column("report_start", 12, "date"),
        Column("report_seats", 10, "count"),
        Column("book_capacity", 11, "count"),
        Column("report_people", 10, "count"),
        Column("report_score", 9, "quotient"),
    )


def _seats(language: Language) -> tuple[Column, ...]:
    return (
        Column("book_enrolment", 12),
        Column("book_track_key", 22, "wrapped"),
        Column("report_track", 28, "wrapped"),
        Column("book_company_key", 21, "wrapped"),
        Column("book_company", 23, "wrapped"),
        Column("book_kind", 19, "wrapped", labels_of(CompanyKind, language)),
        Column("book_sector", 19, "wrapped"),
        Column("book_chain_role", 17, "wrapped", labels_of(ChainRole, language)),
        Column("book_city", 13, "wrapped"),
        Column("book_region", 14, "wrapped", labels_of(Province, language)),
        Column("book_home_hub", 15, "wrapped"),
        Column("report_status", 14, "wrapped", labels_of(EnrolmentStatus, language)),
        Column("report_people", 11, "count"),
        Column("book_attended", 13, "count"),
        Column("book_sessions", 11, "count"),
        Column("report_score", 9, "count"),
        Column("book_outcome", 13, "wrapped", labels_of(Outcome, language)),
    )


def _questions(language: Language) -> tuple[Column, ...]:
    return (
        Column("book_key", 10),
        Column("book_question", 58, "wrapped"),
        Column("book_hub", 16, "wrapped"),
        Column("book_company_key", 22, "wrapped"),
        Column("book_track_key", 22, "wrapped"),
        Column("book_theme", 19, "wrapped"),
        Column("report_category", 19, "wrapped", labels_of(Category, language)),
        Column("book_status_now", 14, "wrapped", labels_of(QuestionStatus, language)),
        Column("book_asked_on", 12, "date"),
        Column("book_due_on", 12, "date"),
        Column("book_answered_on", 13, "date"),
        Column("book_days", 11, "count"),
    )
