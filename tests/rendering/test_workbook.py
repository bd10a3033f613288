"""Workbooks of lists, opened with a library that did not write them."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from circo_cli.errors import UsageError
from circo_cli.rendering import workbook
from circo_cli.rendering.result import Form, Result
from circo_cli.rendering.structured import as_workbook as pieces_of_workbook

HOSTILE = [
    "=1+1",
    "+31 20 555",
    "-1",
    "@x",
    "'=1",
    "12",
    "2026-01-01",
    "true",
    "http://example.org",
    "<r>a & b</r>",
    "<r>",
]


def listed(*rows: list[Any]) -> Result:
    """Return a list of two fields."""
    return Result(form=Form.LIST, fields=("key", "text"), rows=list(rows), name="question")


def as_workbook(result: Result) -> bytes:
    """Return the workbook of a result, whole."""
    return b"".join(pieces_of_workbook(result))


def opened(data: bytes) -> Any:
    """Return the first sheet."""
    return load_workbook(io.BytesIO(data)).worksheets[0]


def test_values_keep_their_types_and_text_is_text_whatever_it_looks_like() -> None:
    sheet = opened(
        as_workbook(listed(["Q1", 3], ["Q2", 2.5], ["Q3", None], ["Q4", True], *([text, text] for text in HOSTILE)))
    )
    assert (sheet.title, sheet.freeze_panes) == ("question", "A2")
    cells = [(row[1].value, row[1].data_type) for row in sheet.iter_rows(min_row=2)]
    assert cells[:4] == [(3, "n"), (2.5, "n"), (None, "n"), ("true", "s")]
    assert cells[4:] == [(text, "s") for text in HOSTILE]


@given(st.text(st.characters(codec="utf-8"), max_size=60))
def test_any_text_comes_back_but_what_xml_has_no_character_for(text: str) -> None:
    kept = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
    escaped = re.sub("(_x[0-9a-fA-F]{4}_)", r"_x005F\1", kept)  # as the format says; openpyxl leaves it so
    assert opened(as_workbook(listed(["Q1", text]))).cell(2, 2).value == (escaped or None)


def test_the_same_rows_give_the_same_bytes() -> None:
    data = as_workbook(listed(["Q1", "a"], ["Q2", 2]))
    assert data == as_workbook(listed(["Q1", "a"], ["Q2", 2]))
    entries = zipfile.ZipFile(io.BytesIO(data)).infolist()
    assert {entry.date_time[0] for entry in entries} == {1980}


@pytest.mark.parametrize("text", ["x" * 32_768, "\U0001f600" * 16_384])
def test_a_text_that_would_be_cut_is_refused(text: str) -> None:
    assert opened(as_workbook(listed(["Q7", text[:-1]]))).cell(2, 2).value == text[:-1]
    with pytest.raises(UsageError, match="a cell of Q7 has 32768 characters"):
        as_workbook(listed(["Q7", text]))


def test_more_rows_than_a_sheet_holds_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 2)
    as_workbook(listed(["Q1", 1], ["Q2", 2]))
    with pytest.raises(UsageError, match="more than 2 rows") as refused:
        as_workbook(listed(["Q1", 1], ["Q2", 2], ["Q3", 3]))
    assert refused.value.hint == "-o csv holds them all"
