"""The network whose fields are filled, made once; and the count of texts, told at the end."""

from __future__ import annotations

import contextlib
import io
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from circo_cli.app import run
from tests.conftest import TODAY
from tests.hostile.fields import BASE
from tests.hostile.texts import TALLY


@pytest.fixture(scope="session")
def base_template(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with a network in which every text field can be filled."""
    path = tmp_path_factory.mktemp("hostile") / "circo.db"
    shutil.copy(template, path)
    for line in BASE:
        said = io.StringIO()
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            code = run([*shlex.split(line), "--db", str(path), "--today", TODAY, "--as", "tester"])
        assert code == 0, (line, said.getvalue())
    return path


@pytest.fixture(scope="session", autouse=True)
def _tally(request: pytest.FixtureRequest) -> Iterator[None]:
    """Say how many hostile texts the properties were shown (with ``-n 0``)."""
    yield
    reporter = request.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None:
        told = ", ".join(f"{name} {count}" for name, count in TALLY.items())
        reporter.write_line(f"\n{TALLY.total()} hostile texts: {told}")
