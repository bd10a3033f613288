"""Other command-line tools of their kind, in throw-away environments, listing as many things as circo does."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.benchmarks.measuring import Run

THINGS = 50
"""So many todos, events and songs are listed; circo and sqlite-utils list the 47 Tracks of the example network."""

_TODO = "BEGIN:VTODO\r\nUID:{0}\r\nDTSTAMP:20260101T000000Z\r\nSUMMARY:Taak {0}\r\nEND:VTODO\r\n"
_EVENT = (
    "BEGIN:VEVENT\r\nUID:{0}\r\nDTSTAMP:20260101T000000Z\r\nDTSTART:202606{1:02}T110000Z\r\nDTEND:202606{1:02}T150000Z\r\n"
    "SUMMARY:Sessie {0}\r\nEND:VEVENT\r\n"
)
_KHAL = """[calendars]
[[tracks]]
path = {0}/things
[sqlite]
path = {0}/khal.db
[locale]
local_timezone = Europe/Amsterdam
default_timezone = Europe/Amsterdam
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
[default]
default_calendar = tracks
"""
_BEETS = f"""
import sys
from beets.library import Item, Library
library = Library(sys.argv[1])
for number in range({THINGS}):
    library.add(Item(title=f"Track {{number}}", artist="CIRCO", path=f"/nowhere/{{number}}".encode()))
"""


def _sqlite_utils(programs: Path, place: Path, database: Path) -> tuple[str, ...]:
    return (str(programs / "sqlite-utils"), "rows", str(database), "track_overview", "--table")


def _todoman(programs: Path, place: Path, database: Path) -> tuple[str, ...]:
    _calendar(place, _TODO)
    settings = place / "settings.py"
    settings.write_text(f'path = "{place / "things"}"\ncache_path = "{place / "cache"}"\n')
    return (str(programs / "todo"), "--config", str(settings), "list")


def _khal(programs: Path, place: Path, database: Path) -> tuple[str, ...]:
    _calendar(place, _EVENT)
    settings = place / "settings"
    settings.write_text(_KHAL.format(place))
    return (str(programs / "khal"), "-c", str(settings), "list", "2026-06-01", "30d")


def _beets(programs: Path, place: Path, database: Path) -> tuple[str, ...]:
    settings, library = place / "settings.yaml", place / "library.db"
    settings.write_text(f"directory: {place / 'music'}\nlibrary: {library}\nplugins: []\n")
    line = (str(programs / "python"), "-c", _BEETS, str(library))
    subprocess.run(line, capture_output=True, check=True, env={**os.environ, "BEETSDIR": str(place)})
    return (str(programs / "beet"), "-c", str(settings), "ls")


def _calendar(place: Path, form: str) -> None:
    (place / "things").mkdir()
    for number in range(THINGS):
        entry = form.format(number, number % 28 + 1)
        text = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:circo\r\n{entry}END:VCALENDAR\r\n"
        (place / "things" / f"{number}.ics").write_text(text, newline="")


TOOLS: Mapping[str, Callable[[Path, Path, Path], tuple[str, ...]]] = {
    "sqlite-utils": _sqlite_utils,
    "todoman": _todoman,
    "khal": _khal,
    "beets": _beets,
}


def others(directory: Path, database: Path, environment: Mapping[str, str]) -> dict[str, Run]:
    """Install each tool in an environment of its own in `directory`; return how it lists, without what cannot be had."""
    found = {}
    for name, prepared in TOOLS.items():
        place = directory / name
        pip = (str(place / "venv" / "bin" / "pip"), "install", "--quiet", "--disable-pip-version-check", name)
        lines = ((sys.executable, "-m", "venv", str(place / "venv")), pip)
        if all(subprocess.run(line, capture_output=True, check=False).returncode == 0 for line in lines):
            line = prepared(place / "venv" / "bin", place, database)
            found[name] = Run(line, {**environment, "BEETSDIR": str(place)})
    return found
