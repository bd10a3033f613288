"""The word list that circo reads is the one that people write."""

from __future__ import annotations

from tests.wordlist.making import TARGET, lines, made


def test_it_was_made_anew_after_it_was_changed() -> None:
    assert TARGET.read_text(encoding="utf-8") == made(), "python -m tests.wordlist makes it anew"


def test_every_line_has_a_name_of_its_own_and_holds_each_word_once() -> None:
    names = [line[0] for line in lines()]
    assert len(names) == len(set(names)) > 1000
    assert not [line for line in lines() if len(line) != len(set(line)) or len(line) < 2]
