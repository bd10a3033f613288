"""What a text is about: the stems of its words, the parts of its compounds, and the groups of like words."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from circo_cli.storage.search.lexicon import groups_of, is_listed, phrases_from
from circo_cli.values.stems import stem, stems_of, words_of

GROUP = "§"
"""What a group of the word list begins with, among stems."""

_EMPTY_WORDS = """
    aan al alle als alsof altijd andere ben bent bij blijkt dan dat de deze die dit doe doen doet door dus een eens en
    er ergens ga gaan gaat gauw geen ging had hadden heb hebben hebt heeft heel hem hen het hier hij hoe hun iets ik in
    is ja je jij jou jouw jullie kan kon konden krijg krijgen krijgt kun kunnen kunt laat laten maar me men met mijn
    moest na naar nee niet niets nog nou nu o of om omdat ook onder ons onze op over s straks t te tegen ten ter terwijl
    toch toe toen tot tussen u uit uw van vanaf via voor vooral waar waarom wanneer want waren was wat we weer wel welk
    welke welken werd werden wie wij wil willen word worden wordt zal ze zelf zelfs zich zij zijn zit zitten zo zodat
    zonder zou zouden zoals echt gewoon eigenlijk even bijvoorbeeld zien elk elke ieder
    iedere daar daarvan daarvoor ervoor ervan erin waarvan waarvoor waarmee daarmee mogelijk zeer
    a about after again all also am an and any are as at be because been before being but by can could did do does doing
    down during each few for from further get gets getting got had has have having he her here hers him his how i if
    into it its itself just let me more most my no nor not of off on once one only or other our ours out over own please
    same she should so some such than that the their theirs them then there these they this those through to too under
    until up very we were what when where which while who whom why will with would you your yours
    der das den dem des ein eine einer eines einem einen und oder nicht ist sind war wir ihr sie es wie wer was wann wo
    unser unsere unserer mit von zu zum zur aus auf fur im mehr
"""
_EMPTY = frozenset(_EMPTY_WORDS.split())
"""Words that say nothing of what a text is about."""

_LIGHT_WORDS = """
    aantal bedrijf beginnen bepalen beter brengen brengt bepaal daarna deel eerst eerste eigen elkaar gebruiken gebruik
    gebruikt geeft geef geven goed goede groot grote haal haalt halen hoeveel houd houden houdt jaar jaren klein kleine
    komen komt krijg later legt maak maakt maken manier mag meer mensen mogen moet moeten nadat neem neemt nemen nieuw
    nieuwe nodig onszelf partij past per probleem samen snel staan staat steeds stellen stelt toch twee vaak vallen valt
    veel verschillende vinden vindt vraag vraagt vragen week weten willen werken werkt zeggen zetten zeker zoek zoeken
    company different first find give gives good great keep keeps kind know like lot lots made make makes many much need
    needs new own people per put take takes thing things think use used using want wants way well work works
"""
_LIGHT = frozenset(_LIGHT_WORDS.split())
"""Words that say little of what a text is about."""

_PARTICLE_WORDS = "aan af bij door in los mee na om op over terug toe uit vast voor weg"
_PARTICLES = frozenset(_PARTICLE_WORDS.split())
_AWAY = 8
_LINKS = ("", "s", "en", "n", "e")
_SHORTEST = 3
_COMPOUND = 7
_SURE = 5


class Term(NamedTuple):
    """A word of a text: its stems, the groups in which it is listed, and the parts of it where it is a compound."""

    word: str
    stems: tuple[str, ...]
    groups: tuple[str, ...]
    parts: tuple[Term, ...] = ()
    tokens: tuple[str, ...] = ()
    """Everything by which the word can be found."""

    @property
    def light(self) -> bool:
        """Tell whether the word says little by itself."""
        return self.word in _LIGHT


def terms_of(text: str) -> list[Term]:
    """Return the words of `text` that say what it is about, each once, in their order."""
    words = words_of(text)
    found: dict[str, Term] = {}
    for place, word in enumerate(words):
        if word not in _EMPTY:
            found.setdefault(word, _term(word))
        if word in _PARTICLES:
            for verb in words[max(0, place - _AWAY) : place]:
                whole = word + verb
                if whole not in found and verb not in _EMPTY and len(verb) > _SHORTEST and groups_of(whole):
                    found[whole] = _term(whole)
        for rest, groups in phrases_from(word):
            after = words[place + 1 : place + 1 + len(rest)]
            if len(after) == len(rest) and all(stem(each) == known for each, known in zip(after, rest, strict=True)):
                name = "_".join((word, *after))
                found.setdefault(name, _made(name, (), groups))
    return list(found.values())


@lru_cache(maxsize=20_000)
def _term(word: str) -> Term:
    return _made(word, stems_of(word), groups_of(word), _parts(word))


def _made(word: str, stems: tuple[str, ...], groups: tuple[str, ...], parts: tuple[Term, ...] = ()) -> Term:
    tokens = dict.fromkeys((*stems, *(GROUP + group for group in groups)))
    tokens.update(dict.fromkeys(token for part in parts for token in part.tokens))
    return Term(word, stems, groups, parts, tuple(tokens))


def _parts(word: str) -> tuple[Term, ...]:
    """Return the two parts of a Dutch compound, at least one of which is listed; nothing for other words."""
    if len(word) < _COMPOUND or not word.isalpha():
        return ()
    best: tuple[int, str, str] | None = None
    for place in range(_SHORTEST, len(word) - _SHORTEST + 1):
        left, right = word[:place], word[place:]
        if not _is_part(right):
            continue
        for link in _LINKS:
            bare = left.removesuffix(link) if link else left
            if (link and bare == left) or len(bare) < _SHORTEST:
                continue
            if _is_part(bare):
                rank = len(bare) + len(right) * 2
                if best is None or rank > best[0]:
                    best = (rank, bare, right)
    if best is None:
        return ()
    return tuple(_made(part, (stem(part),), groups_of(part)) for part in best[1:])


def _is_part(letters: str) -> bool:
    """Tell whether a stretch of a word is a word: as it is listed, or in another form if its stem is long enough."""
    return is_listed(letters) or (len(stem(letters)) >= _SURE and bool(groups_of(letters)))


def names_in(text: str) -> list[Term]:
    """Return the words of `text`, which are names: each once, in their order, and meaning nothing but themselves."""
    return [_made(word, (stem(word),), ()) for word in dict.fromkeys(words_of(text))]


def tokens_of(text: str) -> list[str]:
    """Return everything by which `text` can be found, each once."""
    return list(dict.fromkeys(token for term in terms_of(text) for token in term.tokens))


def stems_in(text: str) -> list[str]:
    """Return the stems by which `text` can be found, each once, without the groups of like words.

    A longer text says so much that the groups of its words would find it for anything.
    """
    return [token for token in tokens_of(text) if token[0] != GROUP]
