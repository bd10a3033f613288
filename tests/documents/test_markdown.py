"""Text from the data as Markdown that shows just it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from circo_cli.documents import markdown
from circo_cli.documents.markdown import escape
from circo_cli.values.text import one_line


@given(st.text("aWw1. :/#+=-()\\`*_[]<>|~&@$é", max_size=12))
def test_a_text_is_shown_as_it_was_typed(text: str) -> None:
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(escape(text))
    shown = [child for token in tokens if token.type == "inline" for child in token.children or ()]
    assert [token.type for token in tokens if token.type not in ("inline", "paragraph_open", "paragraph_close")] == []
    assert {child.type for child in shown} <= {"text", "text_special"}
    assert "".join(child.content for child in shown) == one_line(text)


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("zie www.example.org", "zie www\\.example.org"),
        ("Zie WWW.example.org", "Zie WWW\\.example.org"),
        ("awww.a", "awww.a"),
        ("http://a", "http:\\/\\/a"),
        ("a/b", "a/b"),
        ("1. een", "1\\. een"),
        ("- een", "\\- een"),
        ("... en", "\\... en"),
        ("een_twee", "een\\_twee"),
    ],
)
def test_what_would_be_markup_or_a_link_is_escaped(text: str, escaped: str) -> None:
    assert escape(text) == escaped


def test_a_text_in_which_nothing_could_be_markup_is_not_looked_through_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markdown, "_SPECIAL", None)
    assert escape("Wie haalt  oude bedden op, en wat kost dat (2026)?") == (
        "Wie haalt oude bedden op, en wat kost dat (2026)?"
    )
    with pytest.raises(AttributeError):
        escape("een_twee")
