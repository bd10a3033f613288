"""The same data and options give the same bytes: on another machine, in another zone and locale, with other hashes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from circo_cli.commands.report import FORMATS as REPORT_FORMATS
from circo_cli.documents.digest import FORMATS
from tests.conftest import Circo

AUDIENCES = ("circo", "network", "hub:limburg")
EXPORT = [
    *(sys.executable, "-m", "circo_cli", "-q", "digest", "export"),
    *(word for audience in AUDIENCES for word in ("--for", audience)),
    *(word for kind in FORMATS for word in ("--format", kind)),
]


REPORT = [sys.executable, "-m", "circo_cli", "-q", "report", "quarter"]
MACHINES = (
    {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "1", "HOSTNAME": "een"},
    {"TZ": "America/Adak", "LC_ALL": "C.UTF-8", "LANG": "tr_TR.UTF-8", "PYTHONHASHSEED": "2", "COLUMNS": "20"},
)


def test_same_data_and_options_same_bytes(network: Circo) -> None:
    network.ok("config", "set", "mail.from", "CIRCO <kennis@example.org>")
    network.ok("config", "set", "mail.network", "hubs@example.org")
    network.ok("config", "set", "mail.circo", "circo@example.org")
    shutil.copy(network.database, "template.db")
    seen = []
    for number, machine in enumerate(MACHINES):
        shutil.copy("template.db", network.database)
        place = Path(f"uit-{number}")
        for options in ((), ("--since-last", "--lang", "en")):
            subprocess.run(
                [*EXPORT, "--to", str(place), *options],
                env={**os.environ, **machine},
                check=True,
            )
        seen.append({path.name: path.read_bytes() for path in place.iterdir()})
    assert len(seen[0]) == 2 * len(AUDIENCES) * len(FORMATS)
    assert seen[0] == seen[1]


@pytest.mark.parametrize("scope", ["all", "noord-holland"])
@pytest.mark.parametrize("document", list(REPORT_FORMATS))
def test_a_report_too(network: Circo, document: str, scope: str) -> None:
    seen = []
    for number, machine in enumerate(MACHINES):
        place = Path(f"verslag-{number}")
        subprocess.run(
            [*REPORT, "2026Q2", "--hub", scope, "--format", document, "--to", str(place)],
            env={**os.environ, **machine},
            check=True,
        )
        seen.append(place.read_bytes())
    assert seen[0]
    assert seen[0] == seen[1]
