"""Which command was meant by a word that is none: another order, a plural, another English or a Dutch word for it.

What is suggested is always a command that exists, and none is ever run: the table here is only asked when a word is
unknown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from circo_cli.app.words import Command, Group
from circo_cli.context import Invocation
from circo_cli.errors import CircoError
from circo_cli.values.text import fold, plural
from circo_cli.values.typos import nearest

Table = Mapping[str, Command | Group]

_FEW = 3
"""More commands than these are no suggestion: then it is asked what is meant."""


class _Family(NamedTuple):
    """Verbs that mean the same of different nouns, what else people call them, and what serves a noun without one."""

    verbs: tuple[str, ...]
    words: str
    otherwise: str | None = None


_NOUNS = {
    "hub": "regio regios region regions",
    "partner": "partnership partnerships organisatie organisaties",
    "goal": "doel doelen target targets",
    "track": "training trainingen course courses workshop workshops traject trajecten programma",
    "trainer": "docent docenten",
    "theme": "thema themas thema's subject subjects",
    "company": "bedrijf bedrijven onderneming ondernemingen participant participants deelnemer organisation "
    "organisations customer customers klant klanten",
    "note": "notitie notities aantekening aantekeningen",
    "contact": "contacten contactpersoon contactpersonen person persons people personen",
    "enrolment": "inschrijving inschrijvingen aanmelding aanmeldingen deelnemers enrollment enrollments registration "
    "registrations deelname deelnames",
    "question": "vraag vragen answer answers antwoord antwoorden faq",
    "insight": "inzicht inzichten knowledge kennis lesson lessons",
    "digest": "nieuwsbrief nieuwsbrieven newsletter newsletters kennisdigest",
    "report": "rapport rapporten rapportage rapportages verslag verslagen kwartaalrapport kwartaalrapportage",
    "db": "database backups",
    "privacy": "avg gdpr",
    "config": "configuration settings setting instelling instellingen configuratie",
}
"""What else the nouns are called, beside their plural."""

_FAMILIES = {
    "add": _Family(
        ("add", "schedule", "log", "set", "export", "quarter", "init"),
        "add new create make insert plan schedule log set ask register nieuw nieuwe toevoegen voegtoe maak maken "
        "aanmaken invoeren plannen inplannen stel stellen",
    ),
    "list": _Family(
        ("list", "quarter", "info"), "list ls all overview index dir lijst lijsten overzicht alle toonalle"
    ),
    "show": _Family(("show", "quarter", "info"), "show view get display info read details detail toon bekijk", "show"),
    "edit": _Family(
        ("edit", "set"), "edit update change modify rename correct wijzig wijzigen bewerk bewerken aanpassen"
    ),
    "remove": _Family(
        ("remove", "forget", "unset"),
        "remove delete del rm erase destroy drop verwijder verwijderen wis wissen",
        "undo",
    ),
    "find": _Family(("find",), "find search lookup query grep zoek zoeken vind vinden", "search"),
    "export": _Family(
        ("export", "list -o xlsx --to list.xlsx"), "export download save exporteer exporteren downloaden excel"
    ),
    "import": _Family(("import",), "import load upload importeer importeren inlezen"),
    "cancel": _Family(("cancel",), "cancel annuleer annuleren afgelasten afmelden"),
    "complete": _Family(("complete",), "complete finish done afronden voltooi voltooien"),
    "confirm": _Family(("confirm",), "confirm bevestig bevestigen"),
    "answer": _Family(("answer",), "answer reply respond beantwoord beantwoorden antwoord"),
    "share": _Family(("share",), "share deel delen"),
    "publish": _Family(("publish",), "publish publiceer publiceren"),
    "merge": _Family(("merge",), "merge join combine samenvoegen"),
    "enrol": _Family((), "enrol enroll invite inschrijven aanmelden uitnodigen", "enrol"),
    "forget": _Family(("forget",), "forget vergeet vergeten", "privacy forget"),
    "calendar": _Family(("calendar",), "calendar agenda kalender planning", "track calendar"),
}

_ELSEWHERE = {
    "config show": "config list",
    "contact show": "contact list",
    "partner add": "hub partner",
    "contact add": "company contact",
    "contact edit": "company contact",
    "contact remove": "company uncontact",
    "note add": "company note",
    "enrolment add": "enrol",
    "digest remove": "undo",
    "privacy show": "privacy export",
    "privacy list": "privacy retention",
}
"""What a noun's own verb for it is not, by noun and family."""

_WHOLE = {
    "wachtlijst": "enrolment list --status waitlisted",
    "geschiedenis": "history",
    "journal": "history",
    "log": "history",
    "ongedaan": "undo",
    "hulp": "help",
    "todo": "status",
    "dashboard": "status",
    "start": "demo",
    "duplicaten": "company duplicates",
    "export-all": "export",
}
"""Words that mean a command by themselves."""


def commands_meant(root: Table, path: tuple[str, ...], typed: list[str]) -> list[str]:
    """Return the commands, without ``circo``, that may be meant by `typed`, whose first word `path` does not know."""
    word, *rest = typed
    if path:
        return _of_noun(root, " ".join(path), word)
    noun = noun_meant(root, word)
    following = rest[0] if rest and not rest[0].startswith("-") else None
    if noun is not None:
        verb = verb_meant(root, noun, following) if following else None
        return [verb or verb_meant(root, noun, "show" if following else "list") or noun]
    if fold(word) in _WHOLE:
        return [_WHOLE[fold(word)]]
    swapped = noun_meant(root, following) if following else None
    verb = verb_meant(root, swapped, word) if swapped else None
    found = [verb] if verb else _of_any_noun(root, word)
    slip = None if found else nearest(word, root) or nearest(word, {**_WHOLE, **_nouns(root)})
    if slip is None:
        return found
    if slip in root and not (following and _is_noun(root, slip)):
        return [slip]
    return commands_meant(root, path, [slip, *rest])


def noun_meant(root: Table, word: str) -> str | None:
    """Return the noun that `word` is or means, or None."""
    return _nouns(root).get(fold(word))


def verb_meant(root: Table, noun: str, word: str) -> str | None:
    """Return the command that does with a `noun` what `word` says, or None."""
    words = _words(root, noun)
    if word in words:
        return f"{noun} {word}"
    family = _family(word)
    if family is None:
        return None
    known = _FAMILIES[family]
    own = next((verb for verb in known.verbs if verb.partition(" ")[0] in words), None)
    return _ELSEWHERE.get(f"{noun} {family}") or (f"{noun} {own}" if own else known.otherwise)


def _of_noun(root: Table, noun: str, word: str) -> list[str]:
    """Return what may be meant by a `word` that the noun does not have."""
    if noun == "config" and _is_setting(word):
        return ["config set"]
    words = _words(root, noun)
    slip = nearest(word, words)
    verb = None if slip in words and _family(word) is None else verb_meant(root, noun, word)
    other = noun_meant(root, word)
    if verb:
        return [verb]
    if slip:
        return [f"{noun} {slip}"]
    if word in root and not isinstance(root[word], Group):
        return [word]
    if other:
        return [verb_meant(root, other, "list") or other]
    return [f"{noun} {only}" for only in words] if len(words) == 1 else []


def _is_setting(word: str) -> bool:
    from circo_cli.context.configuration import KEYS

    return word in KEYS


def _of_any_noun(root: Table, word: str) -> list[str]:
    """Return the commands of all nouns that are called `word`, or mean it."""
    own = [f"{noun} {word}" for noun, entry in root.items() if isinstance(entry, Group) and word in entry.words]
    family = _family(word)
    if own or family is None:
        return own
    known = _FAMILIES[family]
    if known.otherwise:
        return [known.otherwise]
    first = known.verbs[0]
    return [f"{noun} {first}" for noun, entry in root.items() if isinstance(entry, Group) and first in entry.words]


def _is_noun(root: Table, word: str) -> bool:
    return isinstance(root.get(word), Group)


def _family(word: str) -> str | None:
    wanted = fold(word).replace("-", "")
    return next((name for name, family in _FAMILIES.items() if wanted in family.words.split()), None)


def _words(root: Table, noun: str) -> Table:
    """Return the words that may follow a noun, or a noun within another."""
    table = root
    for each in noun.split():
        entry = table[each]
        table = entry.words if isinstance(entry, Group) else {}
    return table


def _nouns(root: Table) -> dict[str, str]:
    return dict(_named(root))


def _named(root: Table) -> Iterator[tuple[str, str]]:
    for noun, entry in root.items():
        if isinstance(entry, Group):
            for word in (noun, plural(noun), *_NOUNS.get(noun, "").split()):
                yield word, noun


def key_meant(call: Invocation, path: tuple[str, ...], word: str) -> list[str]:
    """Return the command that shows what `word` is a key of, of the noun that was typed or of any; else nothing."""
    from circo_cli.queries.keys import find, find_any

    try:
        with call.reader() as reader:
            found = find(reader, path[0], word) if path else find_any(reader, word)
    except (CircoError, OSError, RuntimeError):
        return []  # what is wrong there is not what was asked
    return [f"{path[0]} show {found.key}" if path else f"show {found.noun}:{found.key}"]


def suggestion(commands: list[str], *, otherwise: str) -> str:
    """Return the hint that names the `commands`, or asks of what, or says `otherwise`."""
    named = [f"circo {command}" for command in commands]
    if not named:
        return otherwise
    if len(named) > _FEW:
        return f"of what? For example: {named[0]}; circo --help lists what there is"
    return f"did you mean {' or '.join(named)}?"
