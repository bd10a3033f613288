"""The example network before and after a line, and what a killed, interrupted or starved command left of the two."""

from __future__ import annotations

from pathlib import Path

from circo_cli.rendering.streams import UNFINISHED
from circo_cli.storage.scratch import SCRATCH
from tests.conftest import Circo
from tests.content import Content, stored
from tests.faults.children import Ended
from tests.writing import STDIN, Line

State = dict[str, Content | bytes]
"""What a directory holds: each database by its rows, every other file by its bytes."""


def state(directory: Path) -> State:
    """Return what a directory holds, but for the journal of a change under way."""
    return {
        str(path.relative_to(directory)): stored(path) if _is_database(path) else path.read_bytes()
        for path in sorted(directory.rglob("*"))
        if path.is_file() and not path.name.endswith("-journal")
    }


def _is_database(path: Path) -> bool:
    if path.name.endswith((UNFINISHED, SCRATCH)):  # a copy that was broken off is no database yet
        return False
    with path.open("rb") as file:
        return file.read(6) == b"SQLite"


class Scene:
    """The example network, ready for a line, and what it is after it; put back for each kill."""

    def __init__(self, network: Circo, line: Line) -> None:
        """Bring the network into the state in which `line` makes sense; import what it needs, changing nothing."""
        self.circo, self.line = network, line
        line.ready(network)
        self._files = {path: path.read_bytes() for path in network.directory.rglob("*") if path.is_file()}
        self._modes = {path: path.stat().st_mode for path in self._files}
        self.before = state(network.directory)
        network(*line.words, "--dry-run", stdin=STDIN)
        left = state(network.directory)
        printed = {line.words[line.words.index("--to") + 1]} if "--to" in line.words else set()
        assert {name for name in left if left[name] != self.before.get(name)} <= printed, "a dry run changes nothing"
        assert self.before.keys() <= left.keys()
        self.put_back()

    def put_back(self) -> None:
        """Make the directory what it was."""
        for path in sorted(self.circo.directory.rglob("*"), reverse=True):
            if path.is_dir():
                if not any(path.iterdir()) and not any(path in each.parents for each in self._files):
                    path.rmdir()
            elif path not in self._files:
                path.unlink()
        for path, content in self._files.items():
            path.write_bytes(content)
            path.chmod(self._modes[path])

    def look(self, after: State, ended: Ended) -> str:
        """Check what is left, and return whether that is the state before or after."""
        main = self.circo.directory / self.line.database
        if main.exists() and not (self.line.command == "db upgrade" and self.circo("db", "info").code == 4):
            answer = self.circo("db", "check", "--deep", "--db", str(main))
            assert answer.code == 0, (answer, ended)
        left = state(self.circo.directory)
        database = self.line.database
        for name in self.before.keys() | after.keys():
            found = left.get(name)
            if name == database and self._in_steps and isinstance(found, dict):
                whole = after[name]
                assert isinstance(whole, dict)
                assert set(found["digest"]) <= set(whole["digest"]), "some digests of those that were asked for"
                continue
            assert found in (self.before.get(name), after.get(name)), f"{name} is neither as before nor as after"
        self._strays(left.keys() - self.before.keys() - after.keys())
        if left.get(database) != self.before.get(database):
            return "after"
        return "before" if database in self.before or left.get(database) != after.get(database) else "after"

    @property
    def _in_steps(self) -> bool:
        """Whether the line makes several changes: a digest for each audience is one, and one failure stops no other."""
        return self.line.command == "digest export" and len(self.line.words) - self.line.words.index("--for") > 2

    def _strays(self, names: set[str]) -> None:
        """Check that whatever else lies there is unfinished, and taken away by who writes there next."""
        assert all(UNFINISHED in name or SCRATCH in name for name in names), names
        journals = {path.name for path in self.circo.directory.rglob("*-journal")}
        assert journals <= {
            f"{Path(self.line.database).name}-journal",
            *(f"{Path(name).name}-journal" for name in names),
        }
