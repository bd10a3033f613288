"""What every import says of itself."""

from __future__ import annotations

from importlib import import_module

import pytest

from circo_cli.commands.importing import COLUMNS
from tests.conftest import Circo


@pytest.mark.parametrize("noun", COLUMNS)
def test_help_names_the_columns(circo: Circo, noun: str) -> None:
    importer = getattr(import_module(f"circo_cli.intake.{noun}"), f"{noun.title()}Importer")
    assert COLUMNS[noun].split() == [column.name for column in importer.columns]
    printed = " ".join(circo.ok(noun, "import", "--help").split())
    assert f"Columns, or Dutch words for them: {COLUMNS[noun]}." in printed
