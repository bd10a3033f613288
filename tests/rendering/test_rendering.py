"""Cells, files and streams, from inside."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from circo_cli.errors import RefusedError, UsageError
from circo_cli.rendering import streams
from circo_cli.rendering.cells import cell, flat, guarded, to_json
from circo_cli.rendering.render import narrow, render, render_error
from circo_cli.rendering.result import Choice, Form, Result, hint, note, warning
from circo_cli.values.rows import Nested
from tests.conftest import Circo

RESULT = Result(form=Form.LIST, fields=("key", "lead"), rows=[("limburg", None), ("nrw", "Bo")])


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, ""),
        (True, "true"),
        (False, "false"),
        (0, "0"),
        (0.75, "0.75"),
        ("", ""),
        ((), ""),
        (("a", "b"), "a; b"),
        (Nested(("n", "t"), [(1, "x"), (2, None)]), '{"n": 1, "t": "x"}; {"n": 2, "t": null}'),
    ],
)
def test_a_value_as_a_cell(value: Any, expected: str) -> None:
    assert cell(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("=1", "'=1"),
        ("'=1", "''=1"),
        ("+", "'+"),
        ("-x", "'-x"),
        ("@x", "'@x"),
        ("\tx", "'\tx"),
        ("'t Hart", "'t Hart"),
        ("a=1", "a=1"),
        (-3, "-3"),
        (-0.5, "-0.5"),
        (("=a", "b"), "'=a; b"),
        (None, ""),
    ],
)
def test_a_cell_of_a_spreadsheet_starts_no_formula(value: Any, expected: str) -> None:
    assert guarded(value) == expected


def test_flat_text_moves_no_cursor() -> None:
    assert flat("a\nb\tc\r\nd") == "a b c d"
    assert flat("\x1b[31m\u202e") == "\\x1b[31m\\u202e"


def test_json_escapes_what_steers_a_terminal_and_keeps_letters() -> None:
    assert to_json({"a": "é\u202e\x9b"}, indent=None) == '{"a": "é\\u202e\\u009b"}'


def test_narrowing_keeps_the_order_asked_for_and_refuses_what_is_not_there() -> None:
    assert list(narrow(RESULT, ("lead", "key")).rows) == [[None, "limburg"], ["Bo", "nrw"]]
    with pytest.raises(UsageError, match="colour"):
        narrow(RESULT, ("colour",))


def test_quiet_keeps_warnings_only(capsys: pytest.CaptureFixture[str]) -> None:
    told = Result(form=Form.TEXT, text="x\n", messages=(hint("h"), note("n"), warning("w")), exit_code=1)
    assert render(told, Choice(quiet=True)) == 1
    assert capsys.readouterr() == ("x\n", "warning: w\n")
    render(told, Choice())
    assert capsys.readouterr() == ("x\n", "hint: h\nnote: n\nwarning: w\n")


def test_an_error_lists_its_details_between_what_and_what_to_type(capsys: pytest.CaptureFixture[str]) -> None:
    error = RefusedError("no", hint="yes", details=[{"row": 2, "reason": "\x1b", "nearest": None}])
    render_error(error, Choice())
    assert capsys.readouterr() == ("", "error: no\n  row 2, reason \\x1b\nhint: yes\n")


def test_a_stream_that_cannot_hold_a_letter_gets_an_escape(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(raw, encoding="ascii"))
    streams.write_out("é♻\n")
    assert raw.getvalue() == b"\\xe9\\u267b\n"


def test_a_file_appears_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "out.txt"
    target.write_text("old")
    target.chmod(0o640)

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space"):
            streams.write_file(target, b"new")
    assert target.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["out.txt"]
    streams.write_file(target, b"new")
    assert target.read_bytes() == b"new"
    assert target.stat().st_mode & 0o777 == 0o640, "a file that was there keeps its rights"


@pytest.mark.parametrize("text", ["_x000D_", "a_x000D_b_x0041_", "_x0041_", "_x"])
def test_what_looks_like_an_escape_of_a_workbook_is_text(circo: Circo, text: str) -> None:
    circo.ok("trainer", "add", text)
    listed = circo.json("trainer", "list")
    circo.ok("trainer", "list", "-o", "xlsx", "--to", "list.xlsx")
    circo.ok("undo")
    circo.ok("trainer", "import", "list.xlsx")
    assert circo.json("trainer", "list") == listed


def test_a_file_that_a_killed_process_left_unfinished_goes_and_one_that_is_being_written_stays(tmp_path: Path) -> None:
    target = tmp_path / "list.csv"
    left = tmp_path / f".list.csv.abcdefgh{streams.UNFINISHED}"
    others = [tmp_path / f".other.csv.abcdefgh{streams.UNFINISHED}", tmp_path / ".list.csv.swp"]
    for path in (left, *others):
        path.write_bytes(b"half")

    def pieces() -> Iterator[bytes]:
        yield b"first "
        (being_written,) = list(tmp_path.glob(f".list.csv.*{streams.UNFINISHED}"))
        streams.write_file(target, b"of another")
        assert being_written.exists()
        yield b"last"

    streams.write_file(target, pieces())
    assert target.read_bytes() == b"first last"
    assert sorted(tmp_path.iterdir()) == sorted([target, *others])
