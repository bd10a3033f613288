"""What can be chosen for a value that is asked for, and what its option takes: offers and checks."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any, NamedTuple

from circo_cli.commands.arguments import found_metric, term
from circo_cli.commands.checks import Checks
from circo_cli.context import Invocation
from circo_cli.context.configuration import KEYS
from circo_cli.queries.keys import find, find_any
from circo_cli.queries.offering import AUDIENCES, contacts_of, offered
from circo_cli.values.text import fold
from circo_cli.values.vocabulary import HubKind, Province, Term

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
    about: Callable[[Guide], str] | None = None
    """Says what it is about, before it is asked."""
    needed: bool = False
    """Whether the flow cannot do without, though the command can in another way."""
    text_only: bool = False
    """A single hyphen stands for standard input, and can be no answer."""
    listed: bool = False
    """Several values may be one answer, with commas between them."""
    usual: Callable[[Guide], str] | None = None
    """Gives what pressing Enter means where one is needed."""


def key_of(noun: str, text: str = "", *, otherwise: str = "none", when: Any = None, check: Any = None) -> Question:
    """Return the question for a key of `noun`: its things are offered, and by default it has to be found."""

    def offer(guide: Guide, typed: str) -> Offers:
        return things(guide, noun, typed)

    return Question(
        text or f"Which {called(noun)}?",
        check=check or (lambda guide, typed: found_key(guide, noun, typed)),
        offer=offer,
        otherwise=otherwise,
        again=f"Another {called(noun)}?",
        when=when,
        noun=noun,
    )


def called(noun: str) -> str:
    """Return a noun as it is written in a sentence: a Track is a name."""
    return "Track" if noun == "track" else noun


def things(guide: Guide, noun: str, typed: str, *, statuses: tuple[str, ...] = ()) -> Offers:
    """Return the first things of `noun` that fit what has been typed, of these `statuses`."""
    with guide.call.reader() as reader:
        return offered(reader, noun, typed, statuses=statuses)


def found_key(guide: Guide, noun: str, typed: str) -> str:
    """Return the key of the thing that was typed, as the command finds it."""
    with guide.call.reader() as reader:
        return find(reader, noun, typed).key


def enrolment_key(guide: Guide, typed: str, statuses: Collection[str] | None) -> str:
    """Return the key of the enrolment that was typed, by its key or by its company, as the command finds it."""
    from circo_cli.queries.enrolled import find_enrolment

    with guide.call.reader() as reader:
        return find_enrolment(reader, typed, statuses=statuses).key


def term_of(kind: type[Term], text: str, option: str, *, otherwise: str = "none", **more: Any) -> Question:
    """Return the question for a word of the vocabulary, which is taken as code and as Dutch or English label."""
    return Question(
        text,
        check=lambda _, typed: term(kind, typed, option=option),
        offer=lambda _, typed: members(kind, typed),
        otherwise=otherwise,
        **more,
    )


def members(kind: type[Term], typed: str) -> Offers:
    """Return the words of `kind` that have what was typed in code or label."""
    wanted = fold(typed)
    return [
        (member.value, label_of(member))
        for member in kind
        if any(wanted in fold(name) for name in (member.value, member.nl, member.en))
    ]


def label_of(member: Term) -> str:
    """Return the labels of a member that say more than its code, English first."""
    names = [name for name in (member.en, member.nl) if name.lower().replace(" ", "-") != member.value]
    return " / ".join(dict.fromkeys(names))


def provinces(_: Guide, typed: str) -> Offers:
    """Return the provinces that fit."""
    return members(Province, typed)


def contact_names(guide: Guide, typed: str) -> Offers:
    """Return the contacts of the company that was named before."""
    with guide.call.reader() as reader:
        people = contacts_of(reader, find(reader, "company", guide.first("company")).id)
    return [(name, role) for name, role in people if fold(typed) in fold(name)]


def contact(guide: Guide, typed: str) -> str:
    """Return the name of a contact of the company; raise ValueError where it has none of that name."""
    fitting = [name for name, _ in contact_names(guide, "") if fold(name) == fold(typed)]
    if not fitting:
        raise ValueError(f"{guide.first('company')} has no contact '{typed}'")
    return fitting[0]


def settings(_: Guide, typed: str) -> Offers:
    """Return the keys of the configuration file that fit."""
    return [(name, key.about) for name, key in KEYS.items() if typed.lower() in name]


def setting(_: Guide, typed: str) -> None:
    """Raise ValueError unless this is a key of the configuration file."""
    if typed not in KEYS:
        raise ValueError(f"there is no key '{typed}': circo config list shows them")


def any_key(guide: Guide, typed: str) -> None:
    """Raise as `find_any` does unless this names a thing of some noun."""
    with guide.call.reader() as reader:
        find_any(reader, typed)


def anything(guide: Guide, typed: str) -> Offers:
    """Return things of every noun that has names."""
    nouns = ("hub", "track", "company", "partner", "trainer", "theme")
    most = 40 if typed else 5  # the start of each, until it is known what is meant
    return [each for noun in nouns for each in things(guide, noun, typed)[:most]]


def hub_or_all(guide: Guide, typed: str) -> str:
    """Return the key of a hub, or all."""
    return "all" if typed.lower() == "all" else found_key(guide, "hub", typed)


def hubs_and_all(guide: Guide, typed: str) -> Offers:
    """Return the whole network, and the hubs that fit."""
    network = [("all", "the whole network")] if typed.lower() in "all" else []
    return [*network, *things(guide, "hub", typed)]


def audiences(guide: Guide, typed: str) -> Offers:
    """Return for whom a digest can be."""
    hubs = [(f"hub:{key}", name) for key, name in things(guide, "hub", typed.lower().removeprefix("hub:"))]
    return [*(each for each in AUDIENCES if typed.lower() in each[0]), *hubs]


def audience(guide: Guide, typed: str) -> str:
    """Return the audience that was typed; raise what the command raises for one that is none."""
    from circo_cli.queries.digest import find_audiences

    with guide.call.reader() as reader:
        find_audiences(reader, [typed])
    return typed


def target(guide: Guide, typed: str) -> None:
    """Raise ValueError unless this can be a goal for the metric that was named before."""
    from circo_cli.domain.goal import parse_target

    parse_target(typed, metric=found_metric(guide.first("metric"), option="METRIC"))


def partners(guide: Guide, typed: str) -> Offers:
    """Return the partners, first those that fit the question."""
    from circo_cli.queries.question import partners_to_refer_to

    with guide.call.reader() as reader:
        number = find(reader, "question", guide.first("question")).id
        fitting = partners_to_refer_to(reader, number, today=guide.call.today)
        partners = offered(reader, "partner", typed)
    return sorted(partners, key=lambda each: each[0] not in fitting)


def asked_question(guide: Guide) -> str:
    """Return the question that is answered, with its key."""
    from circo_cli.queries.question import question_text

    with guide.call.reader() as reader:
        found = find(reader, "question", guide.first("question"))
        return f"{found.key}: {question_text(reader, found.id)}"


def is_from_nowhere(guide: Guide) -> bool:
    """Tell whether neither the line nor the configuration says which hub, or that CIRCO, learnt an insight."""
    said = any(guide.first(name) for name in ("from_circo", "from_question"))
    return not said and (guide.call.configured("hub") or "all").lower() == "all"


def has_no_home(guide: Guide) -> bool:
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


def sector(guide: Guide, typed: str) -> str:
    """Return the only theme that begins as typed, else what was typed: in one's own words."""
    themes = [key for key, name in things(guide, "theme", typed) if fold(name).startswith(fold(typed))]
    return themes[0] if len(themes) == 1 else typed


def is_of_kind(*kinds: HubKind) -> Callable[[Guide], bool]:
    """Return what tells whether the hub is of one of these kinds."""
    return lambda guide: (term(HubKind, guide.first("kind") or "regional", option="--kind")) in kinds
