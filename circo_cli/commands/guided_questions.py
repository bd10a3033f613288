"""What each missing parameter is asked with: a sentence, what can be chosen, and the check that its option has.

A parameter is looked up by command and name, then by name, then by the noun whose key it takes; any other is asked
for by what its help says.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from circo_cli.commands.arguments import found_metric
from circo_cli.commands.guided_choices import (
    Guide,
    Question,
    any_key,
    anything,
    asked_question,
    audience,
    audiences,
    contact,
    contact_names,
    enrolment_key,
    has_no_home,
    hub_or_all,
    hubs_and_all,
    is_from_nowhere,
    is_of_kind,
    key_of,
    members,
    partners,
    provinces,
    sector,
    setting,
    settings,
    target,
    term_of,
    things,
)
from circo_cli.queries.offering import NOUNS
from circo_cli.values.enrolment import ALLOWED, VERBS
from circo_cli.values.vocabulary import (
    UNANSWERED,
    Category,
    ChainRole,
    EnrolmentStatus,
    HubKind,
    Metric,
    PartnerRole,
    Stage,
    Step,
    TrackStatus,
)

EXTRA: Mapping[str, tuple[str, ...]] = {
    "hub add": ("name", "kind", "region", "sector", "launch", "lead", "lead_email"),
    "track schedule": ("hub", "title", "quarter_", "theme", "date", "capacity"),
    "company add": ("name", "kvk", "postcode", "sector", "chain_role", "hub"),
    "insight add": ("title", "body", "hub"),
    "question log": ("text", "company", "hub", "theme", "category"),
    "question answer": ("question", "text"),
    "question refer": ("question", "target"),
}
"""The flow of a command that asks for more than it needs, in its order."""

HOW_TO_ADD: Mapping[str, str] = {
    "hub": "circo hub add",
    "track": "circo track schedule",
    "company": "circo company add",
    "partner": "circo hub partner",
    "trainer": "circo trainer add",
    "theme": "circo theme add",
    "question": "circo question log",
    "insight": "circo insight add",
    "enrolment": "circo enrol",
    "note": "circo company note",
    "digest": "circo digest export",
    "goal": "circo goal set",
}

ENDS_A_HUB = ("hub pause", "hub close", "hub forget", "hub remove")
"""Commands for which the hub is asked for though one is configured: a slip would cost too much."""

_STATUSES: Mapping[str, tuple[str, ...]] = {
    "question answer question": UNANSWERED,
    "question refer question": UNANSWERED,
    "question reopen question": ("closed",),
    "question unanswer question": ("answered",),
    "question close question": ("open", "referred", "answered"),
    "enrol track": (TrackStatus.OPEN, TrackStatus.PLANNED, TrackStatus.CONFIRMED),
    "track open track": (TrackStatus.PLANNED,),
    **{f"enrolment {verb} keys": ALLOWED[status] for status, verb in VERBS.items()},
    "enrolment promote enrolment": (EnrolmentStatus.WAITLISTED,),
}
"""Which things of a noun a command is for; the others are not offered."""


_THEME = key_of("theme", "About which theme?", otherwise="none")
_QUARTER = Question("In which quarter? Such as 2026Q2 or next", check=Guide.check_quarter, otherwise="not known yet")
_SPAN = Question("On which day? Such as 8-9-2026 or 8-9-2026T09:30-12:30", check=Guide.check_span)
_SPANS = Question(
    "On which days? With commas between them, such as 8-9-2026, 22-9-2026T09:30-12:30",
    check=Guide.check_spans,
    otherwise="not known yet",
    again="Another day?",
    listed=True,
)
_CONTACT = Question("Which contact?", check=contact, offer=contact_names)
_SETTING = Question("Which key?", check=setting, offer=settings)
_SECTOR = Question(
    "In which sector? A theme, or in your own words",
    check=sector,
    offer=lambda guide, typed: things(guide, "theme", typed),
)

QUESTIONS: Mapping[str, Question] = {
    # By command and name
    "track session move date": _SPAN,
    "hub add name": Question("What is the hub called?"),
    "hub add region": Question(
        "Which region? A province, postcodes 3000-3199 or a country code",
        check=Guide.check_region,
        offer=provinces,
        again="Another region?",
        when=is_of_kind(HubKind.REGIONAL, HubKind.INTERNATIONAL),
    ),
    "hub add sector": key_of("theme", "Which theme is its sector?", when=is_of_kind(HubKind.SECTORAL)),
    "hub add kind": term_of(HubKind, "What do its companies have in common?", "--kind", otherwise="a region"),
    "hub partner name": Question(
        "What is the partner called?", offer=lambda guide, typed: things(guide, "partner", typed)
    ),
    "hub partner role": term_of(PartnerRole, "What does it do in the hub?", "--role", again="And what else?"),
    "hub forget name": Question("What is the lead's name, in full?"),
    "track schedule hub": key_of("hub", "Which hub organises it?"),
    "track schedule title": Question("What is the Track called?"),
    "track schedule theme": _THEME,
    "track schedule date": _SPANS,
    "company add name": Question("What is the company called?"),
    "company add sector": _SECTOR,
    "company add hub": key_of("hub", "Its home hub does not follow from its place. Which is it?", when=has_no_home),
    "company contact name": Question("What is the person's name?"),
    "company uncontact name": _CONTACT,
    "contact forget name": _CONTACT,
    "company note text": Question("What was said?"),
    "company merge company": key_of("company", "Which company is to go?"),
    "company merge into": key_of("company", "Into which company, that stays?"),
    "question merge into": key_of("question", "Into which question, that stays?"),
    "question log text": Question("What is the question?", text_only=True),
    "question log company": key_of("company", "Which company asks?"),
    "question log hub": key_of(
        "hub",
        "Which hub looks after it?",
        check=hub_or_all,
        when=lambda guide: not guide.first("company") and guide.call.configured("hub") is None,
    ),
    "question log theme": key_of("theme", "About which theme?", otherwise="that of the company's Track"),
    "question log category": term_of(Category, "Of which category?", "--category", otherwise="other"),
    "question answer text": Question(
        "What is the answer?",
        about=asked_question,
        when=lambda guide: not (guide.first("from_insight") or guide.first("replace")),
        needed=True,
        text_only=True,
    ),
    "question refer target": Question("To whom? A partner, or in your own words", offer=partners, needed=True),
    "question similar text": Question("What is the question?"),
    "insight add title": Question("What is its title?"),
    "insight add body": Question("What was learnt?", text_only=True, otherwise="not yet"),
    "insight add hub": key_of("hub", "Which hub learnt it?", otherwise="CIRCO itself", when=is_from_nowhere),
    "insight comment text": Question("What is the comment?", text_only=True),
    "trainer add name": Question("What is the trainer called?"),
    "theme add name_nl": Question("What is the theme called in Dutch?"),
    "config get key": _SETTING,
    "config set key": _SETTING,
    "config unset key": _SETTING,
    "config set value": Question("Which value?"),
    "goal set hub": Question("For which hub?", check=hub_or_all, offer=hubs_and_all),
    "show key": Question("What? A hub, Track, company … or a key such as Q12", check=any_key, offer=anything),
    # By name
    "step": term_of(Step, "Which step?", "STEP"),
    "stage": term_of(Stage, "Which stage?", "STAGE"),
    "metric": Question(
        "A goal for what?",
        check=lambda _, typed: found_metric(typed, option="METRIC"),
        offer=lambda _, typed: members(Metric, typed),
    ),
    "target": Question("How many?", check=target),
    "first": _QUARTER._replace(text="From which quarter? Such as 2026Q2 or next", usual=lambda _: "this"),
    "last": _QUARTER._replace(text="Until which quarter?", usual=lambda guide: guide.first("first")),
    "quarter_": _QUARTER,
    "launch": _QUARTER._replace(text="In which quarter is it to start? Such as 2026Q2 or next"),
    "date": _SPAN,
    "dates": _SPANS,
    "number": Question("Which number? 1 is the first", check=Guide.check_number),
    "capacity": Question("For how many companies?", check=Guide.check_seats, otherwise="12"),
    "lead": Question("Who is the hub lead?", otherwise="not known yet"),
    "lead_email": Question(
        "The lead's e-mail address?", check=Guide.check_email, when=lambda guide: bool(guide.first("lead"))
    ),
    "kvk": Question("Its KvK number? Eight digits", check=Guide.check_kvk, otherwise="not known"),
    "postcode": Question("Its postcode? Such as 1234 AB", check=Guide.check_postcode, otherwise="not known"),
    "chain_role": term_of(ChainRole, "Which role has it in the value chain?", "--chain-role", otherwise="not known"),
    "reason": Question("Why? It is kept in the history"),
    "words": Question("What do you look for?", again="Another word?"),
    "audience": Question("For whom?", check=audience, offer=audiences, again="And for whom else?"),
    "file": Question("Which file?"),
    "directory": Question("Which directory?"),
    "person": Question("Whose? A name or an e-mail address"),
}


def question_of(guide: Guide, param: Any) -> Question:
    """Return what to ask for the parameter `param` of the command."""
    metavar = str(param.metavar or param.name).rstrip(".")
    place = f"{guide.command} {param.name}"
    question = QUESTIONS.get(place)
    noun = metavar.strip("[]").lower()
    if question is None and noun in NOUNS:
        question = key_of(noun)
    if question is None:
        question = QUESTIONS.get(param.name) or Question(f"{metavar}: {param.help or ''}".rstrip(": "))
    statuses = tuple(map(str, _STATUSES.get(place, ())))
    if statuses:
        noun = question.noun
        question = question._replace(offer=lambda guide, typed: things(guide, noun, typed, statuses=statuses))
    if question.noun == "enrolment" and guide.command.startswith("enrolment "):
        return question._replace(check=lambda guide, typed: enrolment_key(guide, typed, statuses or None))
    return question
