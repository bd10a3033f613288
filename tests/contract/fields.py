"""The contract's table of fields, word for word, and the commands that print them."""

from __future__ import annotations

TABLE = """
| hub | key name kind stage regions sectors country timezone lead lead_email launch_quarter first_launch_quarter official_on partners' tracks' companies' open_questions' + steps history partner_list goals uncovered |
| partner | key name kind website hubs' |
| goal | key hub metric target from until theme note actual' |
| track | key title hub hubs kind theme quarter' planned_quarter starts_on' ends_on' sessions' status capacity minimum seats_taken' seats_free' waitlisted' location taught_in trainers + session_list enrolments |
| session | track number starts_at ends_at location |
| trainer | key name email hub certified_on tracks' |
| theme | key name_nl name_en tracks' questions' askers' waitlisted' |
| company | key name kvk kind sector chain_role journey city postcode region country hub website contacts' tracks' open_questions' last_note_on next_on' aid_three_years' + contact_list enrolments questions notes |
| contact | company name email phone role |
| note | key company text on next by |
| hub partner_list | key name kind role covers from until |
| answer_list | text by on insight |
| comment_list | text by at |
| track attendance | company session present people |
| report --explain | key title |
| history KEY | key at actor command field before after |
| enrolment | key track company status people contacts waitlisted_at waitlist_position' invited_on registered_on confirmed_on ended_on attended' sessions' score outcome proposition aid reason |
| question | key text company hub track theme sector' category topics status asked_on due_on owner referred_to answered_on' answers' askers' sharing shared_text merged_into age_days' + answer_list asker_list similar |
| insight | key title kind origin theme category topics status version published_on review_on questions comments' + body comment_list |
| digest | key audience language period_from period_until series exported_at items' files + item_list |
| change | key at actor command summary undone_by |
| hub steps | step done on automatic note |
| hub pipeline | quarter hub stage first_launch_quarter launch_quarter official_on slip_quarters |
| hub find | key name kind stage lead lead_email matched |
| hub coverage | region hubs stage gap overlap |
| track calendar | starts_at ends_at track number title hub location trainers |
| track mix | chain_role enrolled missing candidates |
| company duplicates | key other score because command |
| question similar | key text status answer score hub |
| search | kind key title snippet score |
| status | urgency kind key message command |
| privacy export | person names emails phones + records enrolments attendance tracks questions answers notes comments insights stages changes mentions journal |
| privacy retention | kind key name last_on command |
| db info | path size schema revision sqlite tables last_backup |
| db check | check ok detail |
"""


def _read() -> dict[str, tuple[list[str], list[str]]]:
    found = {}
    for line in TABLE.strip().splitlines():
        _, noun, fields, _ = (part.strip() for part in line.split("|"))
        listed, _, shown = fields.replace("'", "").partition(" + ")
        found[noun] = (listed.split(), shown.split())
    return found


FIELDS = _read()
"""Name of a thing → the fields that a list prints, and those that `show` adds."""

LISTS = {
    "hub list": "hub",
    "partner list": "partner",
    "goal list": "goal",
    "note list": "note",
    "note list --hub limburg": "note",
    "track list": "track",
    "track calendar": "track calendar",
    "track mix noord-holland-2026q3-1": "track mix",
    "trainer list": "trainer",
    "theme list": "theme",
    "company list": "company",
    "company duplicates": "company duplicates",
    "contact list": "contact",
    "contact list --track noord-holland-2026q2-1": "contact",
    "enrolment list": "enrolment",
    "question list": "question",
    "insight list": "insight",
    "digest list": "digest",
    "history": "change",
    "history limburg": "history KEY",
    "track attendance noord-holland-2026q1-1": "track attendance",
    "report quarter 2026Q2 --explain companies": "report --explain",
    "report quarter 2026Q2 --hub noord-holland --explain attendance_rate": "report --explain",
    "question similar Q3": "question similar",
    "search gevel": "search",
    "status": "status",
    "hub steps limburg": "hub steps",
    "hub pipeline": "hub pipeline",
    "hub pipeline --from 2026Q1 --until next": "hub pipeline",
    "hub find --postcode 3011": "hub find",
    "hub find --region limburg --sector bouw": "hub find",
    "hub coverage": "hub coverage",
    "db check": "db check",
    "privacy retention --today 2029-01-01": "privacy retention",
}
"""Command → the row of the table that it prints."""

SHOWN = {
    "hub show limburg": "hub",
    "partner show rabobank": "partner",
    "track show noord-holland-2026q2-1": "track",
    "trainer show bram-oudehof": "trainer",
    "company show aannemer-fictiebouw-zuid": "company",
    "enrolment show E1": "enrolment",
    "question show Q3": "question",
    "insight show K1": "insight",
    "note show N8": "note",
    "db info": "db info",
    "privacy export jurre-wilgenroos@aannemer-fictiebouw-zuid.example.org": "privacy export",
}

NESTED = {
    ("hub show limburg", "steps"): "hub steps",
    ("hub show limburg", "partner_list"): "hub partner_list",
    ("hub show limburg", "goals"): "goal",
    ("track show noord-holland-2026q2-1", "session_list"): "session",
    ("track show noord-holland-2026q2-1", "enrolments"): "enrolment",
    ("company show aannemer-fictiebouw-zuid", "contact_list"): "contact",
    ("company show aannemer-fictiebouw-zuid", "enrolments"): "enrolment",
    ("company show aannemer-fictiebouw-zuid", "questions"): "question",
    ("company show voorbeeldbeton-maasvallei", "notes"): "note",
    ("question show Q3", "answer_list"): "answer_list",
    ("question show Q3", "similar"): "question similar",
    ("insight show K1", "comment_list"): "comment_list",
}
"""(command, nested list) → the row of the table that its elements print."""
