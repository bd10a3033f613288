"""What the tests of the contract share: the example network, imported once and copied for each test."""

from __future__ import annotations

import contextlib
import io
import shutil
from pathlib import Path

import pytest

from circo_cli.app import run
from tests.conftest import TODAY, Circo

EXAMPLES = Path(__file__).parents[2] / "examples"


def import_network(path: Path) -> Path:
    """Make a database at `path` that holds the example network."""
    said = io.StringIO()
    line = ("import", str(EXAMPLES / "network"), "--db", str(path), "--today", TODAY, "--as", "importer")
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        code = run(line)
    assert code == 0, said.getvalue()
    return path


@pytest.fixture(scope="session")
def network_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the example network, made once."""
    return import_network(tmp_path_factory.mktemp("network") / "circo.db")


@pytest.fixture
def network(bare: Circo, network_template: Path) -> Circo:
    """``circo`` with the example network."""
    shutil.copy(network_template, bare.database)
    return bare
