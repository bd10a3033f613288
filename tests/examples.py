"""The lines in the docstrings of the commands, and what has to be so on the example network for them to work."""

from __future__ import annotations

import shlex
import shutil
from collections.abc import Iterator, Mapping

from circo_cli.app.nouns import TABLE
from circo_cli.app.words import Command, Group, registered
from tests.conftest import Circo
from tests.contract.conftest import EXAMPLES

PREPARED = "netwerk-2026q2"
BACKUP = "circo-2026q2.db"
MAKES_A_DATABASE = ("circo db init", "circo import ")
EXIT_CODES = {"circo status --hub noord-holland --exit-code": 1}
"""Examples that do not end with 0 on the example network: something is urgent there."""


def commands(table: Mapping[str, Command | Group], before: str = "") -> Iterator[tuple[str, Command]]:
    """Yield every command, as it is typed, with its entry in the table."""
    for word, entry in table.items():
        if isinstance(entry, Group):
            yield from commands(entry.words, f"{before}{word} ")
        else:
            yield f"{before}{word}", entry


def docstring(typed: str, command: Command) -> str:
    """Return the docstring of a `command`."""
    return registered(typed.split()[-1], command).callback.__doc__ or ""


COMMANDS = dict(commands(TABLE))
DOCSTRINGS = {typed: docstring(typed, command) for typed, command in COMMANDS.items()}
LINES = [
    line.strip() for text in DOCSTRINGS.values() for line in text.partition("Examples:")[2].splitlines() if line.strip()
]


FIRST: dict[str, list[str]] = {
    "circo hub advance gelderland": ["hub tick gelderland region-explored"],
    "circo theme remove mobiliteit --yes": ["theme add Mobiliteit"],
    "circo trainer remove daan-voorbeeld --yes": ["trainer add 'Daan Voorbeeld'"],
    "circo partner remove proefpartner --yes": [
        "hub partner wallonie Proefpartner --role core",
        "hub remove wallonie --yes",
    ],
    "circo undo": ["theme add Mobiliteit"],
    "circo hub untick limburg contact-made": ["hub tick limburg contact-made"],
    "circo redo": ["theme add Mobiliteit", "undo"],
}
"""Example → what is typed before, so that it works on the example network."""


def prepare(network: Circo, line: str) -> None:
    """Bring the example network into the state in which the example `line` makes sense."""
    for before in FIRST.get(line.removesuffix(" --dry-run"), ()):
        network.ok(*shlex.split(before))
    if line.startswith("circo db restore "):
        shutil.copy(network.database, BACKUP)
    if line.startswith("circo digest show "):
        network.ok("digest", "export", "--for", "network")
    if line.startswith("circo track complete "):
        _record_last_session(network, line.split()[-1])
    if " import " in line:
        shutil.copytree(EXAMPLES / "import", ".", dirs_exist_ok=True)
    if line.startswith("circo import "):
        shutil.copytree(EXAMPLES / "network", PREPARED)
    if line.startswith(MAKES_A_DATABASE):
        network.database.unlink()


def _record_last_session(network: Circo, track: str) -> None:
    """Write down who came to the last session of a Track: all who have a seat."""
    thing = network.json("track", "show", track)
    seated = [row["company"] for row in thing["enrolments"] if row["status"] in ("registered", "confirmed")]
    came = [word for company in seated for word in ("--present", company)]
    network.ok("track", "attendance", track, "--session", str(thing["sessions"]), *came)
