"""Where backups lie, what circo calls them, which of them it made of its own accord, and when the latest was made.

Where no other place is named they lie in ``NAME-backups`` beside the database: ``NAME-20260615T093000Z.db`` those of
`db backup`, ``NAME-before-import-20260615T093000Z.db`` those that circo makes before it changes much.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Collection
from enum import StrEnum
from pathlib import Path

from circo_cli.storage.files import make_directory, modes_beside, share_group
from circo_cli.storage.scratch import scratch_in

KEPT = 10
"""So many of those that circo makes of its own accord are kept."""

_LATEST = "latest"
_MOMENT = r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z(?:-\d+)?\.db"


class Cause(StrEnum):
    """Before what circo makes a backup of its own accord."""

    IMPORT = "import"
    RESTORE = "restore"
    UPGRADE = "upgrade"


def backup_directory(database: Path) -> Path:
    """Return where backups of `database` lie unless another place is named."""
    return database.parent / f"{database.stem}-backups"


def make_backup_directory(database: Path) -> Path:
    """Return the directory of `backup_directory`, which is there from now on; as private as the database itself."""
    directory = backup_directory(database)
    if not directory.exists():
        make_directory(directory, mode=modes_beside(database)[1])
        share_group(directory, database)
    return directory


def place_of(database: Path, *, moment: str, cause: Cause | None = None) -> Path:
    """Return the path of a new backup that is made at `moment`: numbered when there is one of that moment already."""
    why = "" if cause is None else f"-before-{cause}"
    return free_place(backup_directory(database) / f"{database.stem}{why}-{stamp(moment)}.db")


def stamp(moment: str) -> str:
    """Return `moment` as it stands in the name of a file."""
    return moment.replace(":", "").replace("-", "")


def free_place(path: Path) -> Path:
    """Return `path`, numbered when there is such a file already."""
    numbered = (path.with_stem(f"{path.stem}-{number}") for number in range(2, 1000))
    return path if not path.exists() else next(each for each in numbered if not each.exists())


def automatic_backups(database: Path) -> list[Path]:
    """Return the backups of `database` whose names circo itself chose; a name that somebody chose is theirs."""
    return [path for path in _files(database) if re.fullmatch(f".+-{_MOMENT}", path.name)]


def prune_backups(database: Path, *, spare: Collection[Path]) -> None:
    """Delete all but the last `KEPT` backups that circo made of its own accord, and none of `spare`.

    What was written last is what the file system says: the clock may have been set back, or a day pretended.
    """
    own = re.compile(f"{re.escape(database.stem)}-before-(?:{'|'.join(Cause)})-{_MOMENT}")
    found = []
    for path in _files(database):
        with contextlib.suppress(OSError):
            if own.fullmatch(path.name) and path.is_file() and not path.is_symlink():
                found.append((path in spare, path.stat().st_mtime_ns, path))
    for spared, _, path in sorted(found)[:-KEPT]:
        if not spared:
            with contextlib.suppress(OSError):  # another's, in a directory that is shared
                path.unlink()


def last_backup(database: Path) -> str | None:
    """Return the moment of the latest backup that circo made of `database` and that is still there, or None.

    Those that it made of its own accord count as well: each is verified, and holds what there was. What a restore
    replaced does not: the database goes on from something else. A disk that is not at hand may hold one still.
    """
    form = re.compile(f"{re.escape(database.stem)}(?:-before-(?:{Cause.IMPORT}|{Cause.UPGRADE}))?-{_MOMENT}")
    named = (form.fullmatch(path.name) for path in _files(database))
    moments = ["{}-{}-{}T{}:{}:{}Z".format(*each.groups()) for each in named if each]
    try:
        moment, _, place = (backup_directory(database) / _LATEST).read_text(encoding="utf-8").strip().partition(" ")
    except (OSError, UnicodeDecodeError):
        moment = place = ""
    if place and _may_be_there(Path(place)):
        moments.append(moment)
    return max(moments, default=None)


def remember_place(database: Path, path: Path, *, moment: str) -> None:
    """Remember that the latest backup that was sent elsewhere, to `path`, is of `moment`."""
    with contextlib.suppress(OSError):
        directory = make_backup_directory(database)
        with scratch_in(directory, database=database) as scratch:
            scratch.write_text(f"{moment} {path.absolute()}\n", encoding="utf-8")
            scratch.chmod(modes_beside(database)[0])
            scratch.rename(directory / _LATEST)


def _may_be_there(path: Path) -> bool:
    try:
        return path.exists() or not path.parent.exists()
    except OSError:  # one may not look there
        return True


def _files(database: Path) -> list[Path]:
    try:
        return sorted(backup_directory(database).iterdir())
    except OSError:
        return []
