"""What tests of imports need: a file, and the bad rows of an import that is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.conftest import Circo


def sheet(text: str, name: str = "list.csv") -> str:
    """Write a file and return its name."""
    Path(name).write_text(text, encoding="utf-8")
    return name


def bad_rows(circo: Circo, noun: str, *arguments: str) -> list[tuple[Any, ...]]:
    """Return the bad rows of an import that is refused."""
    error = circo.refused(noun, "import", *arguments)
    assert (error["code"], error["exit_code"]) == ("bad-rows", 2)
    return [tuple(detail.values()) for detail in error["details"]]


def outcome(circo: Circo, noun: str, *arguments: str) -> dict[str, int]:
    """Return what an import came to, without what it did not do."""
    answer = circo.json(noun, "import", *arguments)
    return {name: count for name, count in answer.items() if name != "change" and count}
