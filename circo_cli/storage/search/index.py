"""The search index: its tables, and how they follow every change of the rows that they are made from.

It holds no text but what `analysis` makes of it. No trigger keeps it: a change ends with `refresh`, which looks again
at every thing that the journal says was touched, in whatever way. What is not journalled ends with `rebuild_index`.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from circo_cli.storage.search.analysis import GROUP, names_in, stems_in, terms_of, tokens_of
from circo_cli.storage.search.places import NOUNS, number_of, place_of, span_of
from circo_cli.storage.search.texts import Text, texts_of

_COLUMNS = "title, body, own, more, who"
_PLACES = "?, ?, ?, ?, ?"
_BATCH = 500
_KNOWN = 20_000


class Document(NamedTuple):
    """A row of the index: how many words the title has, and by what each part is found."""

    id: int
    size: int
    title: str
    body: str
    own: str
    more: str
    who: str


def refresh(connection: sqlite3.Connection, things: Iterable[tuple[str, int]]) -> None:
    """Make the index say of `things` (noun and id) what the tables say now; what is not searched is passed over."""
    wanted: dict[str, set[int]] = {noun: set() for noun in NOUNS}
    for noun, number in things:
        for name, each in _concerned(connection, noun, number):
            wanted[name].add(each)
    known: set[str] = set()
    for noun, numbers in wanted.items():
        ordered = sorted(numbers)
        for start in range(0, len(ordered), _BATCH):
            _write(connection, noun, ordered[start : start + _BATCH], known)


def rebuild_index(connection: sqlite3.Connection) -> None:
    """Make the index anew, inside the transaction that is open: nothing of what it held before is left in it."""
    connection.execute("INSERT INTO search_index (search_index) VALUES ('delete-all')")
    connection.execute("DELETE FROM search_document")
    connection.execute("DELETE FROM search_word")
    known: set[str] = set()
    for noun in NOUNS:
        for numbers in _numbers(connection, noun):
            _write(connection, noun, numbers, known)
    connection.execute("INSERT INTO search_index (search_index) VALUES ('optimize')")


def problems(connection: sqlite3.Connection) -> list[str]:
    """Return how the index differs from the tables that it is made from: nothing when all is well.

    What is right is not held: of all words together, only the sum of their hashes.
    """
    found: list[str] = []
    sum_of_words = 0
    for noun in NOUNS:
        following, last = span_of(noun)
        surplus: list[int] = []
        for numbers in _numbers(connection, noun):
            wanted = {document.id: document for document in _documents(connection, noun, numbers)}
            reached = place_of(noun, numbers[-1])
            stored = _stored(connection, f"BETWEEN {following} AND {reached}")
            following = reached + 1
            surplus += sorted(stored.keys() - wanted.keys())
            found += [f"{noun} {number_of(place)}" for place, each in wanted.items() if stored.get(place) != each]
            sum_of_words += sum(map(hash, chain.from_iterable(map(_words, wanted.values()))))
        surplus += sorted(_stored(connection, f"BETWEEN {following} AND {last}"))
        found += [f"{noun} {number_of(place)}" for place in surplus]
    return found or _badly_counted(connection, sum_of_words)


def _words(document: Document) -> set[str]:
    return {word for part in document[2:] for word in part.split()}


def _badly_counted(connection: sqlite3.Connection, expected: int) -> list[str]:
    """Return the words of which the full-text index knows another number of documents than there are.

    `expected` is the sum of the hashes of every document's words: while that is right, none is counted.
    """
    connection.execute("CREATE VIRTUAL TABLE temp.search_count USING fts5vocab('main', 'search_index', 'row')")
    try:
        indexed = "SELECT term, doc FROM temp.search_count"
        if sum(hash(word) * documents for word, documents in connection.execute(indexed)) == expected:
            return []
        counts: Counter[str] = Counter()
        places = span_of(NOUNS[0])[0], span_of(NOUNS[-1])[1]
        for row in connection.execute(
            f"SELECT id, size, {_COLUMNS} FROM search_document WHERE id BETWEEN ? AND ?", places
        ):
            counts.update(_words(Document(*row)))
        counts.subtract(dict(connection.execute(indexed).fetchall()))
    finally:
        connection.execute("DROP TABLE temp.search_count")
    return [f"word {word}" for word in sorted(counts) if counts[word]]


def _concerned(connection: sqlite3.Connection, noun: str, number: int) -> Iterator[tuple[str, int]]:
    """Yield the things whose texts hold something of the thing that was touched."""
    if noun in NOUNS:
        yield noun, number
    if noun == "question":
        target = connection.execute("SELECT merged_into_id FROM question WHERE id = ?", (number,)).fetchone()
        if target is not None and target[0] is not None:
            yield noun, target[0]
    if noun == "partner":
        hubs = connection.execute("SELECT DISTINCT hub_id FROM hub_partner WHERE partner_id = ?", (number,))
        yield from (("hub", hub_id) for (hub_id,) in hubs.fetchall())
    if noun == "trainer":
        tracks = connection.execute("SELECT track_id FROM track_trainer WHERE trainer_id = ?", (number,))
        yield from (("track", track_id) for (track_id,) in tracks.fetchall())


def _numbers(connection: sqlite3.Connection, noun: str) -> Iterator[list[int]]:
    """Yield the ids of every `noun`, so many at a time."""
    last = -1
    while True:
        rows = connection.execute(f'SELECT id FROM "{noun}" WHERE id > ? ORDER BY id LIMIT {_BATCH}', (last,))
        numbers = [number for (number,) in rows.fetchall()]
        if not numbers:
            return
        yield numbers
        last = numbers[-1]


def _documents(connection: sqlite3.Connection, noun: str, numbers: Sequence[int]) -> list[Document]:
    texts = texts_of(connection, noun, numbers)
    return [_document(noun, number, text) for number, text in sorted(texts.items())]


def _document(noun: str, number: int, text: Text) -> Document:
    """Return what the index says of a thing: of names and of longer texts the words alone."""
    terms = names_in(text.title) if noun == "company" else terms_of(text.title)
    own_tokens = tokens_of if noun == "question" else stems_in
    title = dict.fromkeys(token for term in terms for token in term.tokens)
    return Document(
        id=place_of(noun, number),
        size=len(terms),
        title=" ".join(title),
        body=" ".join(stems_in(text.body)),
        own=" ".join(own_tokens(text.own)),
        more=" ".join(tokens_of(text.more)),
        who=" ".join(text.who),
    )


def _stored(connection: sqlite3.Connection, which: str) -> dict[int, Document]:
    rows = connection.execute(f"SELECT id, size, {_COLUMNS} FROM search_document WHERE id {which}")
    return {row[0]: Document(*row) for row in rows.fetchall()}


def _write(connection: sqlite3.Connection, noun: str, numbers: Sequence[int], known: set[str]) -> None:
    """Write what the tables say of these things; `known` are words that are surely kept already."""
    stored = _stored(connection, f"IN ({', '.join(str(place_of(noun, number)) for number in numbers)})")
    wanted = {document.id: document for document in _documents(connection, noun, numbers)}
    gone = [document for place, document in stored.items() if wanted.get(place) != document]
    fresh = [document for place, document in wanted.items() if stored.get(place) != document]
    connection.executemany(
        f"INSERT INTO search_index (search_index, rowid, {_COLUMNS}) VALUES ('delete', ?, {_PLACES})",
        [(document.id, *document[2:]) for document in gone],
    )
    connection.executemany("DELETE FROM search_document WHERE id = ?", [(document.id,) for document in gone])
    connection.executemany(
        f"INSERT INTO search_document (id, size, {_COLUMNS}) VALUES (?, ?, {_PLACES})", [*map(tuple, fresh)]
    )
    connection.executemany(
        f"INSERT INTO search_index (rowid, {_COLUMNS}) VALUES (?, {_PLACES})",
        [(document.id, *document[2:]) for document in fresh],
    )
    words = {word for document in fresh for part in document[2:6] for word in part.split() if word[0] != GROUP}
    connection.executemany(
        "INSERT INTO search_word (word) VALUES (?) ON CONFLICT DO NOTHING", [(word,) for word in sorted(words - known)]
    )
    if len(known) < _KNOWN:
        known |= words
