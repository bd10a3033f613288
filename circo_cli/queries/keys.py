"""How a thing is named: by key, a unique beginning of it, its number, its name, a company also by KvK number."""

from __future__ import annotations

from typing import NamedTuple

from circo_cli.errors import AmbiguousError, CircoError, NotFoundError
from circo_cli.storage.reader import Reader
from circo_cli.storage.things import TABLES
from circo_cli.values.keys import LONGEST_SOUGHT, NUMBERED, number_key, parse_number, slugify
from circo_cli.values.text import fold, plural

SLUGGED = ("hub", "track", "company", "partner", "trainer", "theme")
"""Nouns whose key is a slug or a code, in the order in which an ambiguous one is listed."""

_NEAREST = 3
_NEAR = 15  # a guess much worse than the best one only distracts
_LIKE = 65.0
"""From here on a key is like what was typed, on a scale to 100."""
_WITHIN = 85.0
"""From here on what was typed stands within a longer key, such as ``nepwol`` in ``isolatie-nepwol``."""
_PART = 3  # letters that a part has to have, to mean anything
_NAMED = 90.0
"""How alike a thing is whose name holds every word that was typed."""
_NAMES = {
    "hub": ("name",),
    "track": ("title",),
    "company": ("name",),
    "partner": ("name",),
    "trainer": ("name",),
    "theme": ("name_nl", "name_en"),
}
"""What things are called, beside their key."""
_SAID = ("question", "insight")
"""Numbered things that people remember by what they say."""
_END = "~"  # sorts after every character of a slug


class Found(NamedTuple):
    """A thing that a typed key leads to."""

    noun: str
    id: int
    key: str


def find(reader: Reader, noun: str, typed: str) -> Found:
    """Return the `noun` that `typed` names.

    Raises `NotFoundError` with the nearest keys, or `AmbiguousError` with the keys that begin so.
    """
    prefix, separator, rest = typed.partition(":")
    if separator and prefix.lower() == noun:
        typed = rest
    found = _find_number(reader, noun, typed) if noun in NUMBERED else _find_slug(reader, noun, typed)
    if isinstance(found, CircoError):
        raise found
    return found


def find_any(reader: Reader, typed: str) -> Found:
    """Return the thing of whatever noun that `typed` names; ``hub:nrk`` says which noun is meant.

    Raises `NotFoundError`, or `AmbiguousError` with such forms when several nouns know the key.
    """
    prefix, separator, rest = typed.partition(":")
    if separator and prefix.lower() in (*SLUGGED, *NUMBERED):
        return find(reader, prefix.lower(), rest)
    numbered = parse_number(typed)
    if numbered is not None:
        return find(reader, numbered[0], typed)
    answers = [_find_slug(reader, noun, typed, suggest=False) for noun in SLUGGED]
    found = [answer for answer in answers if isinstance(answer, Found)]
    exact = [each for each in found if each.key == typed.strip().lower()]
    beginnings = {
        noun: [str(key) for key in answer.details]
        for noun, answer in zip(SLUGGED, answers, strict=True)
        if isinstance(answer, AmbiguousError)
    }
    if len(exact) == 1 or (len(found) == 1 and not beginnings):
        return (exact or found)[0]
    if found:
        forms = [f"{each.noun}:{each.key}" for each in exact or found]
        forms += [f"{noun}:{key}" for noun, keys in beginnings.items() for key in keys[:3] if not exact]
        raise AmbiguousError(f"'{typed}' can mean several things", hint=" or ".join(forms), details=forms)
    ambiguous = [answer for answer in answers if isinstance(answer, AmbiguousError)]
    if ambiguous:
        raise ambiguous[0]
    scored = sorted((-score, noun, key) for noun in SLUGGED for score, key in _scored(reader, noun, typed)[:1])
    near = [f"{noun}:{key}" for score, noun, key in scored[:_NEAREST] if score <= scored[0][0] + _NEAR]
    raise NotFoundError(
        f"nothing has the key '{typed}'",
        hint=_did_you_mean(near, "circo search WORD looks everywhere; circo hub list, circo company list show keys"),
        details=near,
    )


def _find_number(reader: Reader, noun: str, typed: str) -> Found | CircoError:
    parsed = parse_number(typed, noun=noun)
    letter = NUMBERED[noun]
    if parsed is None or parsed[0] != noun:
        by_words = ", circo search WORDS finds one" if noun in _SAID else ""
        return NotFoundError(
            f"'{typed}' is no key of {article(noun)}",
            hint=f"such a key is {letter}17; {_list_of(noun)}{_of_whom(reader, noun, typed)} shows them{by_words}",
        )
    table = TABLES.get(noun, noun)
    number = reader.value(f'SELECT id FROM "{table}" WHERE id = :id', {"id": parsed[1]})
    if number is None:
        return NotFoundError(
            f"there is no {noun} {number_key(noun, parsed[1])}", hint=f"{_list_of(noun)} shows what there is"
        )
    target = _merged_into(reader, noun, number)
    return Found(noun, target, number_key(noun, target))


def _find_slug(reader: Reader, noun: str, typed: str, *, suggest: bool = True) -> Found | CircoError:
    wanted = typed.strip().lower()
    for candidate in dict.fromkeys((wanted, slugify(typed) if wanted else "")):
        exact = _row(reader, noun, "key = :key", key=candidate)
        if exact:
            return _follow(reader, noun, *exact[0])
    by_name = _by_name(reader, noun, typed)
    if by_name:
        return _follow(reader, noun, *by_name)
    beginning = _row(reader, noun, "key >= :key AND key < :end", key=wanted, end=wanted + _END) if wanted else []
    targets = list(dict.fromkeys(_follow(reader, noun, *row) for row in beginning))
    if len(targets) == 1:
        return targets[0]
    if targets:
        keys = [target.key for target in targets]
        shown = ", ".join(keys[:5]) + (f" and {len(keys) - 5} more" if len(keys) > 5 else "")
        return AmbiguousError(
            f"'{typed}' is the beginning of {len(keys)} {plural(noun)}",
            hint=f"type more of one: {shown}",
            details=keys,
        )
    titled = _titled(reader, typed) if noun == "track" and suggest else []
    if len(titled) == 1:
        return Found(noun, *titled[0])
    other = _noun_of(reader, wanted, but=noun) if suggest else None
    near = _nearest(reader, noun, typed) if suggest and not other else []
    shows = f"circo {noun} list shows what there is"
    return NotFoundError(
        f"there is no {noun} '{typed}'",
        hint=f"that is {_with_article(other)}, and here stands {_with_article(noun)}: {shows}"
        if other
        else _did_you_mean(_told(reader, noun, near), shows),
        details=near,
    )


def _titled(reader: Reader, typed: str) -> list[tuple[int, str]]:
    """Return the Tracks with that title, else those whose title begins so."""
    beginning = fold(typed)
    if len(beginning) < _PART:
        return []
    rows = [
        (identity, key, fold(title))
        for identity, key, title in reader.rows("SELECT id, key, title FROM track ORDER BY key")
    ]
    exact = [(identity, key) for identity, key, title in rows if title == beginning]
    return exact or [(identity, key) for identity, key, title in rows if title.startswith(beginning)]


def _noun_of(reader: Reader, key: str, *, but: str) -> str | None:
    """Return the noun of which something has this very key, the first but the one that was asked for."""
    found = (noun for noun in SLUGGED if noun != but and _row(reader, noun, "key = :key", key=key))
    return next(found, None)


def _of_whom(reader: Reader, noun: str, typed: str) -> str:
    """Return the filter that lists the enrolments or questions of what was typed in place of one of their keys."""
    if noun not in ("enrolment", "question"):
        return ""
    owners = [_find_slug(reader, each, typed, suggest=False) for each in ("company", "track")]
    return next((f" --{each.noun} {each.key}" for each in owners if isinstance(each, Found)), "")


def _with_article(noun: str) -> str:
    return "a Track" if noun == "track" else article(noun)


def _row(reader: Reader, noun: str, condition: str, **values: str) -> list[tuple[int, str]]:
    rows = reader.rows(f"SELECT id, key FROM {noun} WHERE {condition} ORDER BY key", values)
    return [(identity, key) for identity, key in rows]


def _by_name(reader: Reader, noun: str, typed: str) -> tuple[int, str] | None:
    """Return what `typed` names otherwise: a theme by label, a company by KvK number."""
    if noun == "theme":
        wanted = fold(typed)
        for identity, key, *names in reader.rows("SELECT id, key, name_nl, name_en FROM theme ORDER BY id"):
            if wanted in (fold(name) for name in names if name):
                return identity, key
    digits = typed.strip().replace(" ", "")
    if noun == "company" and digits.isdecimal() and len(digits) in (7, 8):
        found = _row(reader, noun, "kvk = :kvk", kvk=digits.zfill(8))
        return found[0] if found else None
    return None


def _follow(reader: Reader, noun: str, identity: int, key: str) -> Found:
    """Return the thing itself, or what it was merged into."""
    target = _merged_into(reader, noun, identity)
    if target != identity:
        key = reader.value(f"SELECT key FROM {noun} WHERE id = :id", {"id": target})
    return Found(noun, target, key)


def _merged_into(reader: Reader, noun: str, identity: int) -> int:
    """Return the id of what a company or a question was merged into in the end, or its own."""
    if noun not in ("company", "question"):
        return identity
    passed = {identity}  # a file that was made elsewhere may lead in a circle
    merged = f"SELECT merged_into_id FROM {noun} WHERE id = :id"
    while (target := reader.value(merged, {"id": identity})) is not None and target not in passed:
        passed.add(target)
        identity = target
    return identity


def _nearest(reader: Reader, noun: str, typed: str) -> list[str]:
    matches = _scored(reader, noun, typed)
    return [key for score, key in matches if score >= matches[0][0] - _NEAR]


def _scored(reader: Reader, noun: str, typed: str) -> list[tuple[float, str]]:
    """Return the few keys that are like `typed`, the likest first, each with how alike they are (to 100)."""
    from rapidfuzz import fuzz, process

    wanted = typed.strip().lower()
    keys = [row[0] for row in reader.rows(f"SELECT key FROM {noun}")]
    matches = process.extract(wanted, keys, scorer=fuzz.ratio, limit=_NEAREST, score_cutoff=_LIKE)
    scores = dict.fromkeys(_named_so(reader, noun, typed), _NAMED)
    scores.update({key: max(score, scores.get(key, 0)) for key, score, _ in matches})
    if not scores and len(wanted) >= _PART:
        longer = [key for key in keys if len(key) > len(wanted)]
        parts = process.extract(wanted, longer, scorer=fuzz.partial_ratio, limit=_NEAREST, score_cutoff=_WITHIN)
        return [(score * _LIKE / 100, key) for key, score, _ in parts]
    return sorted(((score, key) for key, score in scores.items()), key=lambda each: -each[0])[:_NEAREST]


def _named_so(reader: Reader, noun: str, typed: str) -> list[str]:
    """Return the first keys of the `noun`s whose name holds every word of `typed`; hubs also by a place they know."""
    words = typed.split()
    if not words or max(map(len, words)) < _PART or len(typed) > LONGEST_SOUGHT:
        return []
    escaped = [word.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_") for word in words]
    values = {f"word{place}": f"%{word}%" for place, word in enumerate(escaped)}
    has_all = [" AND ".join(rf"{column} LIKE :{name} ESCAPE '\'" for name in values) for column in _NAMES[noun]]
    found = reader.rows(
        f"SELECT key FROM {noun} WHERE {' OR '.join(f'({each})' for each in has_all)} ORDER BY key LIMIT {_NEAREST}",
        values,
    )
    if noun == "hub" and not found:
        found = reader.rows(
            """SELECT h.key FROM company c JOIN hub h ON h.id = c.hub_id WHERE lower(c.city) = :place
               GROUP BY h.key ORDER BY count(*) DESC, h.key LIMIT 1""",
            {"place": typed.strip().lower()},
        )
    return [key for (key,) in found]


def _told(reader: Reader, noun: str, keys: list[str]) -> list[str]:
    """Return `keys` as a suggestion shows them: that of a Track says nothing without its title."""
    if noun != "track":
        return keys
    return [f"{key} ({reader.value('SELECT title FROM track WHERE key = :key', {'key': key})})" for key in keys]


def _did_you_mean(near: list[str], otherwise: str) -> str:
    return f"did you mean {' or '.join(near)}?" if near else otherwise


def _list_of(noun: str) -> str:
    return "circo history" if noun == "change" else f"circo {noun} list"


def article(noun: str) -> str:
    """Return the `noun` with its article: ``an enrolment``."""
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"
