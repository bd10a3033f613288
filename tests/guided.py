"""Guided input for tests: somebody answers line by line, or key by key, and the command that this makes is read."""

from __future__ import annotations

import contextlib
import shlex
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input

from tests.conftest import Answer, Circo

ENTER = "\r"
SAME = "note: the same in one line: "


def answered(circo: Circo, line: str, *answers: str) -> Answer:
    """Type a command at a terminal that shows lines only, and these answers; a terminal that is closed follows them."""
    with _terminal(TERM="dumb"):
        return circo(*shlex.split(line), stdin="".join(f"{each}\n" for each in answers))


def pressed(circo: Circo, line: str, *keys: str) -> Answer:
    """Type a command at a terminal, and press these keys when it asks."""
    with _terminal(TERM="xterm"), create_pipe_input() as keyboard:
        keyboard.send_text("".join(keys))
        with create_app_session(input=keyboard):
            return circo(*shlex.split(line))


@contextlib.contextmanager
def _terminal(**environment: str) -> Iterator[None]:
    with patch("circo_cli.context.asking.can_ask", return_value=True), patch.dict("os.environ", environment):
        yield


def same_line(answer: Answer) -> list[str]:
    """Return the words of the one line that was told, without ``circo``."""
    assert answer.err.count(SAME) == 1, answer
    return shlex.split(answer.err.partition(SAME)[2].splitlines()[0])[1:]


def content(database: Path) -> dict[str, list[Any]]:
    """Return every row of every table, but when a change was made."""
    with contextlib.closing(sqlite3.connect(database)) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        found = {}
        for table in tables:
            columns = [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")') if row[1] != "at"]
            named = ", ".join(f'"{column}"' for column in columns)
            found[table] = connection.execute(f'SELECT {named} FROM "{table}" ORDER BY {named}').fetchall()
    return found
