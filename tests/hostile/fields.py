"""Every text field of the tables: the line that types it, the column of a file that holds it, and where it is read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from circo_cli.values.text import one_line

Path = tuple[str | int, ...]


def as_typed(text: str) -> str:
    """Return what becomes of a text: nothing."""
    return text


def as_topic(text: str) -> str:
    """Return what becomes of a topic."""
    return one_line(text).lower()


class Typed(NamedTuple):
    """The text column `column`: the command `line` fills it ({} is the text), `shown` prints it as JSON at `path`, or somewhere."""

    column: str
    line: str
    shown: str
    path: Path
    form: Callable[[str], str] = as_typed


TRACK = "utrecht-2026q3-1"

BASE = (
    "hub add Utrecht --region utrecht --lead Eva --lead-email eva@example.org",
    "hub add Limburg",
    "trainer add Bo --hub utrecht",
    "company add Aa --postcode 3511AB --country NL",
    "company add Pp --country PT",
    "company contact aa Piet --email piet@example.org",
    "company note aa Gebeld --next 2026-06-16",
    "theme add Mobiliteit",
    "track schedule utrecht Bouw --quarter 2026Q3 --theme bouw --date 2026-09-08 --date 2026-09-09 --trainer bo",
    "track schedule utrecht Zorg --quarter 2026Q3 --date 2026-09-22",
    f"enrol {TRACK} aa pp",
    *("question log Hoe --company aa --theme bouw",) * 4,
    "insight add Een --hub utrecht --theme bouw --body Tekst",
    "insight add Twee --from-circo --kind method --body Tekst",
    "track session add utrecht-2026q3-2 2026-09-23",
)
"""Lines that make what the fields stand in."""

TYPED = (
    Typed("hub.name", "hub edit limburg --name={}", "hub show limburg", ("name",)),
    Typed("hub.lead", "hub edit utrecht --lead={}", "hub show utrecht", ("lead",)),
    Typed("hub_step.note", "hub tick utrecht contact-made --note={}", "hub show utrecht", ("steps", 0, "note")),
    Typed("hub_stage.reason", "hub pause limburg --reason={}", "hub show limburg", ()),
    Typed("hub_stage.actor", "hub close limburg --reason x --as={}", "history limburg", ()),
    Typed("partner.name", "hub partner utrecht --role host -- {}", "partner list", (0, "name")),
    Typed("goal.note", "goal set companies 5 --hub utrecht --from 2026Q2 --until 2026Q2 --note={}", "goal list", (0, "note")),
    Typed("company.name", "company edit aa --name={}", "company show aa", ("name",)),
    Typed("company.sector", "company edit aa --sector={}", "company show aa", ("sector",)),
    Typed("company.city", "company edit aa --city={}", "company show aa", ("city",)),
    Typed("company.postcode", "company edit pp --postcode={}", "company show pp", ("postcode",)),
    Typed("company_contact.name", "company contact pp -- {}", "company show pp", ("contact_list", 0, "name")),
    Typed("company_contact.phone", "company contact aa Piet --phone={}", "company show aa", ("contact_list", 0, "phone")),
    Typed("company_contact.role", "company contact aa Piet --role={}", "company show aa", ("contact_list", 0, "role")),
    Typed("company_note.text", "company note pp -- {}", "company show pp", ("notes", 0, "text")),
    Typed("company_note.author", "company note aa Gesproken --as={}", "note list --company aa", (0, "by")),
    Typed("theme.name_nl", "theme add -- {}", "theme list --sort tracks", ()),
    Typed("theme.name_en", "theme add Nog --en={}", "theme list --sort tracks", ()),
    Typed("trainer.name", "trainer edit bo --name={}", "trainer show bo", ("name",)),
    Typed("track.title", f"track edit {TRACK} --title={{}}", f"track show {TRACK}", ("title",)),
    Typed("track.location", f"track edit {TRACK} --location={{}}", f"track show {TRACK}", ("location",)),
    Typed("track_session.location", f"track session move {TRACK} 1 2026-09-08 --location={{}}", f"track show {TRACK}", ("session_list", 0, "location")),
    Typed("cancelled_session.location", "track session move utrecht-2026q3-2 2 2026-09-23 --location={}", "track show utrecht-2026q3-2", ("session_list", 1, "location")),
    Typed("track.reason", "track cancel utrecht-2026q3-2 --reason={}", "history utrecht-2026q3-2", ()),
    Typed("enrolment.proposition", "enrolment edit E1 --proposition={}", "enrolment show E1", ("proposition",)),
    Typed("enrolment.reason", "enrolment cancel E2 --reason={}", "enrolment show E2", ("reason",)),
    Typed("question.text", "question edit Q1 --text={}", "question show Q1", ("text",)),
    Typed("question.owner", "question edit Q1 --owner={}", "question show Q1", ("owner",)),
    Typed("question.referred_text", "question refer Q2 -- {}", "question show Q2", ("referred_to",)),
    Typed("question.shared_text", "question share Q1 --text={}", "question show Q1", ("shared_text",)),
    Typed("question.reason", "question close Q4 --reason={}", "history Q4", ()),
    Typed("question_answer.text", "question answer Q1 -- {}", "question show Q1", ("answer_list", 0, "text")),
    Typed("question_answer.author", "question answer Q3 Zo --by={}", "question show Q3", ("answer_list", 0, "by")),
    Typed("question_topic.topic", "question edit Q1 --topic={}", "question show Q1", ("topics", 0), as_topic),
    Typed("insight.title", "insight edit K1 --title={}", "insight show K1", ("title",)),
    Typed("insight.body", "insight edit K1 --body={}", "insight show K1", ("body",)),
    Typed("insight_topic.topic", "insight edit K1 --topic={}", "insight show K1", ("topics", 0), as_topic),
    Typed("insight_comment.text", "insight comment K1 -- {}", "insight show K1", ("comment_list", 0, "text")),
    Typed("insight_comment.author", "insight comment K2 Ja --as={}", "history K2", ()),
    Typed("insight_version.author", "insight publish K2 --as={}", "history K2", ()),
    Typed("insight_version.title", "insight edit K2 --title={}", "insight show K2", ("title",)),
    Typed("insight_version.body", "insight edit K2 --body={}", "insight show K2", ("body",)),
    Typed("change.actor", "question edit Q2 --owner x --as={}", "history Q2", (-1, "actor")),
)  # fmt: skip

PARSED = {
    "hub.country": "hub edit utrecht --country={}",
    "hub.timezone": "hub edit utrecht --timezone={}",
    "hub.lead_email": "hub edit utrecht --lead-email={}",
    "hub_region.region": "hub edit utrecht --region={}",
    "partner.website": "partner edit rabo --website={}",
    "company.kvk": "company edit aa --kvk={}",
    "company.region": "company edit aa --region={}",
    "company.country": "company edit aa --country={}",
    "company.website": "company edit aa --website={}",
    "company_contact.email": "company contact aa Piet --email={}",
    "trainer.email": "trainer edit bo --email={}",
    "track.taught_in": f"track edit {TRACK} --taught-in={{}}",
    "hub.launch_quarter": "hub edit utrecht --launch={}",
    "question.asked_on": "question edit Q1 --asked-on={}",
    "track_session.starts_at": f"track session add {TRACK} -- {{}}",
}
"""Text that is of one form: what is not is refused. The line that types it."""

MADE = {
    *(f"{table}.key" for table in ("hub", "partner", "company", "theme", "trainer", "track")),
    "track_session.uid", "cancelled_session.uid", "hub_partner_journey.journey",
    "digest.audience", "digest.language", "digest.label", "digest_file.path", "digest_file.format",
    "digest_item.section", "digest_item.item", "digest_item.fingerprint",
    "change.command", "change.summary", "change.kind",
    "change_row.table_name", "change_row.thing", "change_row.before", "change_row.after",
}  # fmt: skip
"""Text that circo makes; a key may come from a file (`test_files`), the rest from nobody."""


def found(answer: Any, path: Path) -> Any:
    """Return what stands at a `path` of an answer in JSON."""
    for step in path:
        answer = answer[step]
    return answer


def all_texts(answer: Any) -> set[str]:
    """Return every text in an answer in JSON."""
    if isinstance(answer, dict | list):
        return {text for each in (answer.values() if isinstance(answer, dict) else answer) for text in all_texts(each)}
    return {str(answer)}
