"""What shell completion offers for a key: a bounded number of things whose key begins so, by index."""

from __future__ import annotations

from circo_cli.queries.keys import SLUGGED
from circo_cli.storage.reader import Reader
from circo_cli.storage.things import TABLES
from circo_cli.values.keys import NUMBERED, number_key
from circo_cli.values.text import one_line, shortened, visible

Offer = tuple[str, str]
"""What may be typed, and a few words on it."""

MOST = 200
"""So many are offered: more is no help, and a table can be large."""

_LONGEST = 60
_END = "~"  # sorts after every character of a slug
_DIGITS = 10  # more digits than that no number has

_WORDS = {
    "track": "title",
    "theme": "name_nl",
    "question": "text",
    "insight": "title",
    "enrolment": """(SELECT c.key || ' in ' || t.key FROM company c, track t
                      WHERE c.id = x.company_id AND t.id = x.track_id) || ', ' || status""",
    "change": "summary",
    "note": "text",
    "digest": "audience || ' ' || label",
    "goal": "metric || ' ' || target || ', ' || from_quarter",
}
"""Noun → what says in a few words which one it is, where that is not its name."""

_FIRST = {"question": "status IN ('open', 'referred')", "change": "undone_by_id IS NULL"}
"""Noun → what is offered first; the others after it."""


def keys_beginning(reader: Reader, noun: str, beginning: str) -> list[Offer]:
    """Return key and a few words of at most `MOST` of each `noun` whose key begins so."""
    rows = _slugged(reader, noun, beginning) if noun in SLUGGED else _numbered(reader, noun, beginning)
    return [(key, described(words)) for key, words in rows]


def described(words: object) -> str:
    """Return `words` on one line, short enough to stand beside a key."""
    return shortened(visible(one_line("" if words is None else str(words))), _LONGEST)


def contacts_of(reader: Reader, company_id: int) -> list[Offer]:
    """Return the contacts of a company, with what they do there."""
    rows = reader.rows(
        "SELECT name, coalesce(role, email, '') FROM company_contact WHERE company_id = :company ORDER BY name",
        {"company": company_id},
    )
    return [(name, described(words)) for name, words in rows]


def _slugged(reader: Reader, noun: str, beginning: str) -> list[Offer]:
    active = " AND merged_into_id IS NULL" if noun == "company" else ""
    low = beginning.lower()
    return [
        (key, words)
        for key, words in reader.rows(
            f"SELECT key, {_WORDS.get(noun, 'name')} FROM {noun} x WHERE key >= :low AND key < :high{active}"
            f" ORDER BY key LIMIT {MOST}",
            {"low": low, "high": low + _END},
        )
    ]


def _numbered(reader: Reader, noun: str, beginning: str) -> list[Offer]:
    """Return the latest first, and what asks for attention before the others; numbers are looked up in ranges."""
    digits = beginning.upper().removeprefix(NUMBERED[noun])
    if digits and (not digits.isascii() or not digits.isdecimal() or digits.startswith("0")):
        return []
    numbers = [(1, 10**18)]
    if digits:
        numbers = [(int(digits) * 10**more, (int(digits) + 1) * 10**more) for more in range(_DIGITS - len(digits) + 1)]
    rows: list[tuple[bool, int, str]] = []
    for low, high in reversed(numbers):
        rows += reader.rows(
            f'SELECT {_FIRST.get(noun, "1 = 1")}, id, {_WORDS[noun]} FROM "{TABLES.get(noun, noun)}" x'
            f" WHERE id >= :low AND id < :high ORDER BY id DESC LIMIT {MOST}",
            {"low": low, "high": high},
        )
    rows.sort(key=lambda row: not row[0])
    return [(number_key(noun, number), words) for _, number, words in rows[:MOST]]
