"""Every command that writes, with lines that change something on the example network: undone, killed, starved by tests.

The examples of the docstrings are the first of them; `MORE` adds the options that they leave out.
"""

from __future__ import annotations

import shlex
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from circo_cli.domain.undo import ERASING
from tests.conftest import Circo
from tests.contract.conftest import EXAMPLES
from tests.examples import COMMANDS, LINES, prepare
from tests.storage.test_upgrade import FIRST as ROWS
from tests.storage.test_upgrade import make_older

STDIN = "Een stuk tekst.\n"

READING = {
    "status", "search", "show", "history", "help",
    "hub list", "hub show", "hub steps", "hub find", "hub coverage", "hub pipeline", "partner list", "partner show",
    "goal list", "track list", "track show", "track calendar", "track mix", "trainer list", "trainer show",
    "theme list", "company list", "company show", "company duplicates", "note list", "note show", "contact list",
    "enrolment list", "enrolment show", "question list", "question show", "question similar", "insight list",
    "insight show", "digest preview", "digest list", "digest show", "report quarter", "db info", "db check",
    "privacy export", "privacy retention", "config list", "config get", "config path",
}  # fmt: skip
"""What writes nothing but a file of ``--to``."""

APART = {"demo": "it types every one of its commands in a process of its own, in a directory that it makes"}
"""What writes and is tested elsewhere, and why."""

CHANGES_NOTHING = {"circo hub onboard zeeland", "circo track attendance noord-holland-2026q1-1"}
"""Examples of writing commands that only show."""

_BUSY = "noord-holland-2026q3-1"
_TWO_NUMBERS = "company edit aannemer-fictiebouw-zuid --kvk ''"

MORE: Mapping[str, tuple[str, ...]] = {
    'circo hub add "Estse hub" --kind international --country EE --region EE --timezone Europe/Tallinn': (),
    "circo hub add Zeewier --to gemaakt.json -o json": (),
    'circo hub edit limburg --name "Hub Limburg" --kind regional --region limburg --region 5800-5999 --sector bouw': (),
    'circo hub edit limburg --lead "" --lead-email ""': (),
    "circo hub partner limburg Rabobank --role funder --role supporting --covers finance --on 2026-01-01 --until 2026-12-31": (),
    "circo hub tick limburg funding-arranged": (),
    "circo hub import hubs.csv": (),
    "circo hub import hubs.csv --update": ("hub add Flevoland --region flevoland",),
    "circo partner edit liof --kind development-agency --website https://www.liof.nl": ("partner edit liof --kind bank",),
    "circo partner import partners.csv": (),
    'circo goal set tracks_run 4 --hub limburg --from 2027Q1 --until 2027Q4 --theme bouw --note "met de provincie"': (),
    "circo goal set companies 9 --hub limburg --from Q3 --until Q3": (
        "goal set companies 8 --hub limburg --from Q3 --until Q3",
    ),
    "circo goal import doelen.csv": (),
    "circo track schedule limburg Gevels --quarter Q3 --kind blended --date 2026-09-03 --capacity 8 --minimum 3 "
    "--joint-hub noord-holland --trainer bram-oudehof --taught-in en --location Roermond": (),
    "circo track edit limburg-2026q3-1 --title Bouwen --theme textiel --kind blended --joint-hub noord-holland "
    "--trainer bram-oudehof --minimum 2 --taught-in en --quarter Q4": (),
    f"circo track edit {_BUSY} --capacity 30": (),
    "circo track attendance noord-holland-2026q2-1 lijst.csv": (),
    "circo track attendance noord-holland-2026q2-1 --session 1 --absent voorbeeldbouw-de-eikel": (
        "track attendance noord-holland-2026q2-1 --session 1 --present voorbeeldbouw-de-eikel",
    ),
    f"circo track cancel {_BUSY} --reason ziekte": (),
    "circo track import tracks.csv": (),
    "circo trainer import trainers.csv": (),
    "circo theme import themas.csv": (),
    'circo company edit aannemer-fictiebouw-zuid --name "Fictiebouw" --kind designer --kvk 90009997 --hub limburg '
    "--website https://example.org --chain-role designer": (),
    'circo company contact fietsenfabriek-fantoomwiel "Hamza IJsselbeek" --phone "+31 00 000 0099" --role ""': (),
    "circo company merge aannemer-fictiebouw-zuid voorbeeldbouw-de-eikel": (_TWO_NUMBERS,),
    "circo company import bedrijven.csv": (),
    "circo company import bedrijven.csv --update": ('company add "Bedacht Bouwmaterialen" --kvk 90000211',),
    "circo company import bedrijven.csv --skip-existing": ('company add "Bedacht Bouwmaterialen" --kvk 90000211',),
    "circo contact import contactpersonen.csv": (),
    "circo note import notities.csv": (),
    f"circo enrol {_BUSY} fictief-textiel-zaan --people 3 --force --reason vriend": (),
    "circo enrolment edit E12 --people 4 --aid 1000": (),
    "circo enrolment cancel E334 E336": (),
    "circo enrolment import aanmeldingen.csv": (),
    "circo question log - --hub limburg --track limburg-2026q3-1 --theme bouw --owner Eva --due 2026-07-01": (),
    "circo question edit Q1 --text - --company fictief-textiel-zaan --hub limburg --theme textiel": (),
    "circo question answer Q3 - --by Eva": (),
    "circo question unshare Q1": ("question share Q1",),
    "circo question import vragen.csv": (),
    "circo insight edit K27 --title Beter --kind case --theme textiel --topic leer --from-question Q1": (),
    "circo insight import inzichten.csv": (),
    "circo digest export --for hubs --format html --format json --format text --to uit": (),
    "circo digest export --for hub:limburg --format eml --to uit": ('config set mail.from "CIRCO <kennis@example.org>"',),
    "circo digest export --for network --from 2026-01-01 --until 2026-06-30 --lang en --to jaar.md": (),
    "circo digest export --for network --since-last --to uit": (
        "digest export --for network --since-last --to uit",
        'question log "Wie zamelt het in?" --hub limburg --category chain --asked-on 2025-03-03',
        "question share Q137",
    ),
    "circo undo C2": ("company import bedrijven.csv",),
    "circo undo C3": ("theme add Mobiliteit", "digest export --for network"),
    "circo undo C4 --as eva": (
        "theme add Mobiliteit",
        _TWO_NUMBERS,
        "company merge aannemer-fictiebouw-zuid voorbeeldbouw-de-eikel",
    ),
    "circo redo --as tester": ("company import bedrijven.csv", "undo"),
    "circo config unset lang": ("config set lang en",),
    "circo config unset mail.from": ('config set mail.from "CIRCO <kennis@example.org>"',),
    "circo config unset hub": ("config set hub limburg", "config set lang en"),
    "circo db init --group --db map/nieuw.db": (),
    "circo db upgrade": (),
    "circo import netwerk-2026q2 --db leeg.db": ("db init --db leeg.db",),
    "circo export uit --yes": ("export uit", "theme add Mobiliteit"),
}  # fmt: skip
"""Line → what is typed before it, so that it changes something."""

TO_FILES: Mapping[str, tuple[str, ...]] = {
    "circo hub list -o csv --to hubs-uit.csv": (),
    "circo company list -o xlsx --to bedrijven.xlsx": (),
    "circo question list -o json --to vragen.json": (),
    "circo report quarter 2026Q2 --to rapport.xlsx --format xlsx": (),
    "circo report quarter 2026Q2 --format html --to rapport.html": (),
    "circo digest preview --for network --format html --to digest.html": (),
    "circo track calendar --ics --to tracks.ics": (),
    'circo privacy export "Jurre Wilgenroos" --json --to inzage.json': (),
    "circo hub list -o csv --to er-al.csv": ("theme list -o csv --to er-al.csv",),
}
"""What reads, and writes a file."""


class Line(NamedTuple):
    """A line that is typed, and what is typed before it."""

    typed: str
    before: tuple[str, ...] = ()

    @property
    def words(self) -> list[str]:
        """Return its arguments."""
        return shlex.split(self.typed)[1:]

    @property
    def command(self) -> str:
        """Return the command that it types."""
        words = self.typed.split()[1:]
        return next(name for length in (3, 2, 1) if (name := " ".join(words[:length])) in COMMANDS)

    @property
    def database(self) -> str:
        """Return the database that it writes."""
        return self.words[self.words.index("--db") + 1] if "--db" in self.words else "circo.db"

    def ready(self, network: Circo) -> None:
        """Bring the example network into the state in which the line makes sense."""
        prepare(network, self.typed)
        if any(" import " in each for each in self.before):
            shutil.copytree(EXAMPLES / "import", ".", dirs_exist_ok=True)
        for each in self.before:
            network.ok(*shlex.split(each))
        if self.typed == "circo db upgrade":
            network.database.unlink()
            make_older(network.database, ROWS)
        if self.typed.endswith("lijst.csv"):
            Path("lijst.csv").write_text(
                "company;session;people\nvoorbeeldbouw-de-eikel;1;0\nvoorbeeldbouw-de-eikel;2;\n"
            )
        if self.typed.endswith("--format eml --to uit"):
            network.ok("hub", "edit", "limburg", "--lead-email", "hub@example.org")


def _lines() -> dict[str, list[Line]]:
    found: dict[str, list[Line]] = {name: [] for name in COMMANDS if name not in READING and name not in APART}
    for each in [*(Line(typed) for typed in LINES if typed not in MORE), *(Line(*pair) for pair in MORE.items())]:
        shows = "--dry-run" in each.words or each.typed in CHANGES_NOTHING
        if each.command in found and not shows:
            found[each.command].append(each)
    return found


WRITING = _lines()
"""Command that writes → its lines."""

EVERY = [line for lines in WRITING.values() for line in lines]

FINAL = {
    **dict.fromkeys(ERASING, "erases"),
    **{name: "is no change of the tables" for name in COMMANDS if name.startswith(("db ", "config "))},
    "export": "is no change of the tables",
}
"""What cannot be undone, and why."""

UNDOABLE = [line for line in EVERY if line.command not in FINAL]
