"""How far long work is: nothing within a second, then a line on stderr that a terminal rewrites."""

from __future__ import annotations

import io
import sys

import pytest

from circo_cli.rendering.progress import progress


class Screen(io.StringIO):
    """A stderr that is a terminal."""

    def isatty(self) -> bool:
        return True


def told(monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, *moments: float, total: int | None = 200) -> str:
    """Return what is said of `total` steps, one done at each of `moments` (seconds after the first)."""
    monkeypatch.setattr(sys, "stderr", stream)
    clock = iter([0.0, *moments])
    with progress("importing companies", total, clock=lambda: next(clock)) as tell:
        for done, _ in enumerate(moments, start=1):
            tell(done)
    return stream.getvalue()


def test_a_moment_of_work_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(monkeypatch, Screen(), 0.3, 0.9) == ""


def test_a_terminal_has_one_line_that_goes_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(monkeypatch, Screen(), 0.9, 1.5, 1.6, 1.8) == (
        "\rimporting companies: 2 of 200 (1 %)\x1b[K\rimporting companies: 4 of 200 (2 %)\x1b[K\r\x1b[K"
    )


def test_what_may_be_a_log_gets_a_line_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(monkeypatch, io.StringIO(), 0.9, 2, 11, 12, 14) == (
        "note: importing companies: 2 of 200 (1 %)\nnote: importing companies: 4 of 200 (2 %)\n"
    )


def test_where_no_total_is_known_what_is_done_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(monkeypatch, io.StringIO(), 0.9, 2, total=None) == "note: importing companies: 2\n"
