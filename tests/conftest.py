"""What every test has: `circo(...)`, in a private directory with a database, a fixed actor and a fixed day."""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from circo_cli.app import run
from circo_cli.storage.migrations.run import create_database

TODAY = "2026-06-15"


UNMEASURED = {"browser", "contract", "faults", "hostile", "layers", "properties", "readme"}
"""Directories of tests that do a thing many times over: measuring what they reach would take half as long again.

What is measured are the tests that mirror the package, and the scenarios.
"""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("no_cov", False):  # the mark would stop what was never started
        return
    for item in items:
        if item.path.parent.name in UNMEASURED:
            item.add_marker(pytest.mark.no_cover)


class Answer(NamedTuple):
    """What came back from a command."""

    code: int
    out: str
    err: str


class Circo:
    """Types commands and reads what comes back, as a user at a terminal would."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.database = directory / "circo.db"

    def __call__(self, *arguments: str, stdin: str = "") -> Answer:
        """Run ``circo arguments`` in this process."""
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), _stdin(stdin):
            code = run(arguments)
        return Answer(code, out.getvalue(), err.getvalue())

    def ok(self, *arguments: str, stdin: str = "") -> str:
        """Return what a command that must succeed printed."""
        answer = self(*arguments, stdin=stdin)
        assert answer.code == 0, answer
        return answer.out

    def json(self, *arguments: str, stdin: str = "") -> Any:
        """Return the JSON that a command that must succeed printed."""
        return json.loads(self.ok(*arguments, "--json", stdin=stdin))

    def refused(self, *arguments: str, stdin: str = "") -> dict[str, Any]:
        """Return the error object of a command that must fail, having checked that it changed nothing."""
        before = self.database.read_bytes() if self.database.is_file() else None
        answer = self(*arguments, "--json", stdin=stdin)
        assert answer.code != 0, answer
        assert answer.out == ""
        after = self.database.read_bytes() if self.database.is_file() else None
        assert after == before, "a refused command changed the database"
        error: dict[str, Any] = json.loads(answer.err.splitlines()[-1])["error"]
        assert error["exit_code"] == answer.code
        return error


@contextlib.contextmanager
def _stdin(text: str) -> Iterator[None]:
    before = sys.stdin
    sys.stdin = io.StringIO(text)
    try:
        yield
    finally:
        sys.stdin = before


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database, made once: tests copy it."""
    path = tmp_path_factory.mktemp("template") / "circo.db"
    create_database(path)
    return path


@pytest.fixture
def directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A private directory that is home, working directory and place of the database."""
    for name in [name for name in os.environ if name.startswith("CIRCO_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    monkeypatch.setenv("CIRCO_DB", str(tmp_path / "circo.db"))
    monkeypatch.setenv("CIRCO_USER", "tester")
    monkeypatch.setenv("CIRCO_TODAY", TODAY)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def bare(directory: Path) -> Circo:
    """``circo`` without a database."""
    return Circo(directory)


@pytest.fixture
def circo(bare: Circo, template: Path) -> Circo:
    """``circo`` with an empty database."""
    shutil.copy(template, bare.database)
    return bare


@pytest.fixture(autouse=True)
def _signals() -> Iterator[None]:
    """Leave the handlers of signals as they were."""
    before = signal.getsignal(signal.SIGINT)
    yield
    signal.signal(signal.SIGINT, before)
