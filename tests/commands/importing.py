"""What the tests of imports share: files are written and imported, and bad rows read."""

from __future__ import annotations

from typing import Any

from tests.conftest import Circo
from tests.content import content

COUNTS = ("added", "updated", "unchanged", "skipped", "bad")


def write(circo: Circo, text: str, name: str = "file.csv") -> str:
    """Write a file and return its name."""
    (circo.directory / name).write_text(text, encoding="utf-8")
    return name


def counts(circo: Circo, noun: str, text: str, *options: str) -> dict[str, int]:
    """Import `text` and return what it came to, without what is nought."""
    answer = circo.json(noun, "import", write(circo, text), *options)
    return {name: answer[name] for name in COUNTS if answer[name]}


def bad(circo: Circo, noun: str, text: str, *options: str) -> list[tuple[Any, ...]]:
    """Return row, column, value, reason and nearest of what is wrong with `text`; nothing may have changed."""
    error = circo.refused(noun, "import", write(circo, text), *options)
    assert (error["code"], error["exit_code"]) == ("bad-rows", 2), error
    return [tuple(detail.values()) for detail in error["details"]]


def undone(circo: Circo, noun: str, text: str) -> None:
    """Check that one undo takes an import of `text` back whole, that redo brings it back, and that all is sound."""
    before = content(circo.database)
    circo.ok(noun, "import", write(circo, text))
    after = content(circo.database)
    assert after != before
    circo.ok("undo")
    assert content(circo.database) == before
    circo.ok("redo")
    assert content(circo.database) == after
    assert {row["ok"] for row in circo.json("db", "check", "--deep")} == {True}
