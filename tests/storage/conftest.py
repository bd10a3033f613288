"""The example network as a database, read once and copied."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from circo_cli.intake.network import read_network
from circo_cli.storage.database import open_change
from circo_cli.storage.migrations.run import create_database
from circo_cli.storage.transfer import describe_tables, import_tables
from tests.conftest import Circo

EXAMPLES = Path(__file__).parents[2] / "examples" / "network"


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of the example network: tests copy it."""
    path = tmp_path_factory.mktemp("example") / "circo.db"
    create_database(path)
    with open_change(path, at="2026-06-15T10:00:00Z", actor="tester", command="import") as change:
        source, _ = read_network(EXAMPLES, describe_tables(change.reader))
        _, bad = import_tables(change.connection, change.reader, source)
        assert bad == []
    return path


@pytest.fixture
def full(bare: Circo, example: Path) -> Circo:
    """``circo`` with the example network."""
    shutil.copy(example, bare.database)
    return bare
