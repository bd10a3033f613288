"""What each missing parameter is asked with: a sentence, what can be chosen, and the check that its option has.

A parameter is looked up by command and name, then by name, then by the noun whose key it takes; any other is asked
for by what its help says.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from circo_cli.commands.arguments import found_metric, term
from circo_cli.commands.checks import Checks
from circo_cli.context import Invocation
from circo_cli.context.configuration import KEYS
from circo_cli.queries.keys import find, find_any
from circo_cli.queries.offering import NOUNS, contacts_of, offered
from circo_cli.values.text import fold
from circo_cli.values.vocabulary import (
    UNANSWERED,
    Category,
    ChainRole,
    EnrolmentStatus,
    HubKind,
    Metric,
    PartnerRole,
    Province,
    Stage,
    Step,
    Term,
    TrackStatus,
)

Offers = Sequence[tuple[str, str]]


class Guide(Checks):
    """A guided flow: the command it is for, and what is known of its parameters until now."""

    def __init__(self, call: Invocation, command: str, values: dict[str, list[str]]) -> None:
        """Ask within `call` for `command`, of which `values` were typed."""
        super().__init__(call)
        self.command = command
        self.values = values

    def first(self, name: str) -> str:
        """Return the first value of a parameter, or nothing."""
        return next(iter(self.values.get(name, ())), "")


class Question(NamedTuple):
    """How a value is asked for; `otherwise` is what pressing Enter means where none is needed."""

    text: str
    check: Callable[[Guide, str], object] | None = None
    """Raises as a `Check`; may return the value that was meant."""
    offer: Callable[[Guide, str], Offers] | None = None
    otherwise: str = "none"
    again: str = ""
    when: Callable[[Guide], bool] | None = None
    """Says whether it is to be asked, by what was answered before."""
    noun: str = ""
    """Whose keys are offered: where there are none, nothing can be asked."""
    text_only: bool = False
    """A single hyphen stands for standard input, and can be no answer."""


EXTRA: Mapping[str, tuple[str, ...]] = {
    "hub add": ("name", "kind", "region", "sector", "launch", "lead", "lead_email"),
    "track schedule": ("hub", "title", "quarter_", "theme", "date", "capacity"),
    "company add": ("name", "kvk", "postcode", "sector", "chain_role", "hub"),
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

_STATUSES: Mapping[str, tuple[str, ...]] = {
    "question answer question": UNANSWERED,
    "question refer question": UNANSWERED,
    "question reopen question": ("closed",),
    "question unanswer question": ("answered",),
    "question close question": ("open", "referred", "answered"),
    "enrol track": (TrackStatus.OPEN, TrackStatus.PLANNED, TrackStatus.CONFIRMED),
    "track open track": (TrackStatus.PLANNED,),
    "enrolment register keys": (EnrolmentStatus.INVITED,),
    "enrolment confirm keys": (EnrolmentStatus.REGISTERED,),
    "enrolment promote enrolment": (EnrolmentStatus.WAITLISTED,),
}
"""Which things of a noun a command is for; the others are not offered."""


def _key(noun: str, text: str = "", *, otherwise: str = "none", when: Any = None, check: Any = None) -> Question:
    def offer(guide: Guide, typed: str) -> Offers:
        return _things(guide, noun, typed)

    return Question(
        text or f"Which {noun}?",
        check=check or (lambda guide, typed: _found(guide, noun, typed)),
        offer=offer,
        otherwise=otherwise,
        again=f"Another {noun}?",
        when=when,
        noun=noun,
    )


def _things(guide: Guide, noun: str, typed: str, *, statuses: tuple[str, ...] = ()) -> Offers:
    with guide.call.reader() as reader:
        return offered(reader, noun, typed, statuses=statuses)


def _found(guide: Guide, noun: str, typed: str) -> str:
    with guide.call.reader() as reader:
        return find(reader, noun, typed).key


def _term(kind: type[Term], text: str, option: str, *, otherwise: str = "none", **more: Any) -> Question:
    return Question(
        text,
        check=lambda _, typed: term(kind, typed, option=option),
        offer=lambda _, typed: _members(kind, typed),
        otherwise=otherwise,
        **more,
    )


def _members(kind: type[Term], typed: str) -> Offers:
    wanted = fold(typed)
    return [
        (member.value, _label(member))
        for member in kind
        if any(wanted in fold(name) for name in (member.value, member.nl, member.en))
    ]


def _label(member: Term) -> str:
    """Return the labels of a member that say more than its code, English first."""
    names = [name for name in (member.en, member.nl) if name.lower().replace(" ", "-") != member.value]
    return " / ".join(dict.fromkeys(names))


def _places(_: Guide, typed: str) -> Offers:
    return _members(Province, typed)


def _names_at(guide: Guide, typed: str) -> Offers:
    with guide.call.reader() as reader:
        people = contacts_of(reader, find(reader, "company", guide.first("company")).id)
    return [(name, role) for name, role in people if fold(typed) in fold(name)]


def _contact(guide: Guide, typed: str) -> str:
    fitting = [name for name, _ in _names_at(guide, "") if fold(name) == fold(typed)]
    if not fitting:
        raise ValueError(f"{guide.first('company')} has no contact '{typed}'")
    return fitting[0]


def _settings(_: Guide, typed: str) -> Offers:
    return [(name, key.about) for name, key in KEYS.items() if typed.lower() in name]


def _setting(_: Guide, typed: str) -> None:
    if typed not in KEYS:
        raise ValueError(f"there is no key '{typed}'")


def _any_key(guide: Guide, typed: str) -> None:
    with guide.call.reader() as reader:
        find_any(reader, typed)


def _anything(guide: Guide, typed: str) -> Offers:
    nouns = ("hub", "track", "company", "partner", "trainer", "theme")
    most = 40 if typed else 5  # the start of each, until it is known what is meant
    return [each for noun in nouns for each in _things(guide, noun, typed)[:most]]


def _hub_or_all(guide: Guide, typed: str) -> str:
    return "all" if typed.lower() == "all" else _found(guide, "hub", typed)


def _with_all(guide: Guide, typed: str) -> Offers:
    network = [("all", "the whole network")] if typed.lower() in "all" else []
    return [*network, *_things(guide, "hub", typed)]


def _audiences(guide: Guide, typed: str) -> Offers:
    fixed = [("circo", "CIRCO itself"), ("network", "all hubs"), ("hubs", "each hub its own")]
    hubs = [(f"hub:{key}", name) for key, name in _things(guide, "hub", typed.lower().removeprefix("hub:"))]
    return [*(each for each in fixed if typed.lower() in each[0]), *hubs]


def _audience(guide: Guide, typed: str) -> str:
    from circo_cli.queries.digest import find_audiences

    with guide.call.reader() as reader:
        find_audiences(reader, [typed])
    return typed


def _target(guide: Guide, typed: str) -> None:
    from circo_cli.domain.goal import parse_target

    parse_target(typed, metric=found_metric(guide.first("metric"), option="METRIC"))


def _partners(guide: Guide, typed: str) -> Offers:
    """Return the partners, first those that fit the question."""
    from circo_cli.queries.question import partners_to_refer_to

    with guide.call.reader() as reader:
        number = find(reader, "question", guide.first("question")).id
        fitting = partners_to_refer_to(reader, number, today=guide.call.today)
        partners = offered(reader, "partner", typed)
    return sorted(partners, key=lambda each: each[0] not in fitting)


def _has_no_home(guide: Guide) -> bool:
    """Tell whether no hub, or more than one, is at home where the company is; source: the contract, home hubs."""
    from circo_cli.queries.coverage import find_hubs
    from circo_cli.queries.theme import names_of_themes, sector_names
    from circo_cli.values.places import parse_postcode_area

    sector, postcode = guide.first("sector"), guide.first("postcode")
    if guide.first("country") or not (sector or postcode):
        return True
    with guide.call.reader() as reader:
        theme = sector_names(names_of_themes(reader), sector)[0] if sector else None
        found = find_hubs(reader, place=parse_postcode_area(postcode) if postcode else None, sector=theme).hubs
    here = [hub for hub in found if hub.kind != HubKind.SECTORAL] if postcode else []
    return len(here or [hub for hub in found if hub.kind == HubKind.SECTORAL]) != 1


def _is_kind(*kinds: HubKind) -> Callable[[Guide], bool]:
    return lambda guide: (term(HubKind, guide.first("kind") or "regional", option="--kind")) in kinds


_THEME = _key("theme", "About which theme?", otherwise="none")
_QUARTER = Question("In which quarter? Such as 2026Q2 or next", check=Guide.check_quarter, otherwise="not known yet")
_SPAN = Question(
    "On which day? Such as 8-9-2026 or 8-9-2026T09:30-12:30",
    check=Guide.check_span,
    otherwise="not known yet",
    again="Another day?",
)
_CONTACT = Question("Which contact?", check=_contact, offer=_names_at)
_SETTING = Question("Which key?", check=_setting, offer=_settings)
_SECTOR = Question(
    "In which sector? A theme, or in your own words", offer=lambda guide, typed: _things(guide, "theme", typed)
)

QUESTIONS: Mapping[str, Question] = {
    # By command and name
    "hub add name": Question("What is the hub called?"),
    "hub add region": Question(
        "Which region? A province, postcodes 3000-3199 or a country code",
        check=Guide.check_region,
        offer=_places,
        again="Another region?",
        when=_is_kind(HubKind.REGIONAL, HubKind.INTERNATIONAL),
    ),
    "hub add sector": _key("theme", "Which theme is its sector?", when=_is_kind(HubKind.SECTORAL)),
    "hub add kind": _term(HubKind, "What do its companies have in common?", "--kind", otherwise="a region: regional"),
    "hub partner name": Question(
        "What is the partner called?", offer=lambda guide, typed: _things(guide, "partner", typed)
    ),
    "hub partner role": _term(PartnerRole, "What does it do in the hub?", "--role", again="And what else?"),
    "hub forget name": Question("What is the lead's name, in full?"),
    "track schedule hub": _key("hub", "Which hub organises it?"),
    "track schedule title": Question("What is the Track called?"),
    "track schedule theme": _THEME,
    "company add name": Question("What is the company called?"),
    "company add sector": _SECTOR,
    "company add hub": _key("hub", "Its home hub does not follow from its place. Which is it?", when=_has_no_home),
    "company contact name": Question("What is the person's name?"),
    "company uncontact name": _CONTACT,
    "contact forget name": _CONTACT,
    "company note text": Question("What was said?"),
    "company merge company": _key("company", "Which company is to go?"),
    "company merge into": _key("company", "Into which company, that stays?"),
    "question merge into": _key("question", "Into which question, that stays?"),
    "question log text": Question("What is the question?", text_only=True),
    "question log company": _key("company", "Which company asks?"),
    "question log hub": _key(
        "hub",
        "Which hub looks after it?",
        check=_hub_or_all,
        when=lambda guide: not guide.first("company") and guide.call.configured("hub") is None,
    ),
    "question log theme": _key("theme", "About which theme?", otherwise="that of the company's Track"),
    "question log category": _term(Category, "Of which category?", "--category", otherwise="other"),
    "question answer text": Question("What is the answer?", text_only=True),
    "question refer target": Question("To whom? A partner, or in your own words", offer=_partners),
    "question similar text": Question("What is the question?"),
    "insight add title": Question("What is its title?"),
    "insight comment text": Question("What is the comment?", text_only=True),
    "trainer add name": Question("What is the trainer called?"),
    "theme add name_nl": Question("What is the theme called in Dutch?"),
    "config get key": _SETTING,
    "config set key": _SETTING,
    "config unset key": _SETTING,
    "config set value": Question("Which value?"),
    "goal set hub": Question("For which hub?", check=_hub_or_all, offer=_with_all),
    "show key": Question("What? A hub, Track, company … or a key such as Q12", check=_any_key, offer=_anything),
    # By name
    "step": _term(Step, "Which step?", "STEP"),
    "stage": _term(Stage, "Which stage?", "STAGE"),
    "metric": Question(
        "A goal for what?",
        check=lambda _, typed: found_metric(typed, option="METRIC"),
        offer=lambda _, typed: _members(Metric, typed),
    ),
    "target": Question("How many?", check=_target),
    "first": _QUARTER._replace(text="From which quarter? Such as 2026Q2 or this"),
    "last": _QUARTER._replace(text="Until which quarter?"),
    "quarter_": _QUARTER,
    "launch": _QUARTER._replace(text="In which quarter is it to start? Such as 2026Q2 or next"),
    "date": _SPAN,
    "dates": _SPAN,
    "number": Question("Which number? 1 is the first", check=Guide.check_number),
    "capacity": Question("For how many companies?", check=Guide.check_seats, otherwise="12"),
    "lead": Question("Who is the hub lead?", otherwise="not known yet"),
    "lead_email": Question(
        "The lead's e-mail address?", check=Guide.check_email, when=lambda guide: bool(guide.first("lead"))
    ),
    "kvk": Question("Its KvK number? Eight digits", check=Guide.check_kvk, otherwise="not known"),
    "postcode": Question("Its postcode? Such as 1234 AB", check=Guide.check_postcode, otherwise="not known"),
    "chain_role": _term(ChainRole, "Which role has it in the value chain?", "--chain-role", otherwise="not known"),
    "reason": Question("Why? It is kept in the history"),
    "words": Question("What do you look for?"),
    "audience": Question("For whom?", check=_audience, offer=_audiences, again="And for whom else?"),
    "file": Question("Which file?"),
    "directory": Question("Which directory?"),
    "person": Question("Whose? A name or an e-mail address"),
}


def question_of(guide: Guide, param: Any) -> Question:
    """Return what to ask for the parameter `param` of the command."""
    metavar = str(param.metavar or param.name).rstrip(".")
    place = f"{guide.command} {param.name}"
    question = QUESTIONS.get(place)
    if question is None and metavar.lower() in NOUNS:
        question = _key(metavar.lower())
    if question is None:
        question = QUESTIONS.get(param.name) or Question(f"{metavar}: {param.help or ''}".rstrip(": "))
    statuses = tuple(map(str, _STATUSES.get(place, ())))
    if statuses:
        noun = question.noun
        return question._replace(offer=lambda guide, typed: _things(guide, noun, typed, statuses=statuses))
    return question
