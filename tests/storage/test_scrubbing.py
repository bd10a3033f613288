"""The sieve lets everything through that a mask could touch: it only saves looking at the rest."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from hypothesis import given, settings
from hypothesis import strategies as st

from circo_cli.storage.scrubbing import sieve
from circo_cli.values.masking import Erased, Mask

ERASED = st.sampled_from(
    [
        Erased("Zoë Kanariepiet", "name"),
        Erased("Bo", "name"),
        Erased("B.V.", "name"),
        Erased("Иван Петров", "name"),
        Erased("東京", "name"),
        Erased("jan_100%@kanarie.example.org", "email"),
        Erased("+31 20 765 43 21", "phone"),
        Erased("https://www.kanarie.example.org/", "address"),
        Erased("zoe-kanariepiet", "key"),
    ]
)
WORDS = st.sampled_from(
    ["Zoë", "ZOE", "kanariepiet", "Kanarie\u200bpiet", "KANARIEPÎET", "'s", "bo", "b.v.", "BV", "Иван", "петров", "東京",
     "jan_100%@kanarie.example.org", "JAN_100%@KANARIE.example.org", "020", "765", "4321", "+31", "www.kanarie.example.org",
     "zoe-kanariepiet", "**", "\n", " ", " ", "niets"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(erased=st.lists(ERASED, min_size=1, max_size=3), people=st.booleans(), words=st.lists(WORDS, max_size=6))
def test_what_a_mask_touches_is_let_through(erased: list[Erased], people: bool, words: list[str]) -> None:
    mask = Mask(erased, people={"bo": "forgotten-1", "zoe kanariepiet": "forgotten-2"} if people else None)
    text = "".join(words)
    condition, values = sieve(mask, ("text",))
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE told (text TEXT)")
        connection.execute("INSERT INTO told VALUES (?)", (text,))
        found = connection.execute(f"SELECT text FROM told WHERE {condition}", values).fetchall()
    if mask.may_touch(text):
        assert found == [(text,)]
    elif text.isascii() and mask.sieves() is not None and not any(letter.isdigit() for letter in text):
        assert found == []
