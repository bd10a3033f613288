"""Which backups are circo's own, how many of them stay, and when the latest was made."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from circo_cli.storage.backup import keep_before, make_backup
from circo_cli.storage.backup_places import KEPT, Cause, automatic_backups, last_backup, prune_backups
from tests.conftest import Circo

MOMENT = "2026-06-15T10:00:00Z"


def backups(circo: Circo) -> list[str]:
    return sorted(path.name for path in circo.directory.glob("circo-backups/*"))


def test_the_last_ten_of_its_own_accord_stay(circo: Circo) -> None:
    asked_for = make_backup(circo.database, None, moment=MOMENT)
    theirs = ["circo-before-import-oud.db", "other-before-import-20200101T000000Z.db", "replaced-20200101T000000Z.db"]
    for name in theirs:
        (circo.directory / "circo-backups" / name).write_bytes(b"")
    # The clock goes back: what counts is the order in which they were written.
    made = [
        keep_before(cause, circo.database, moment=f"2026-06-{30 - number:02}T10:00:00Z")
        for number, cause in enumerate([*Cause] * 5)
    ]
    for number, path in enumerate(made):
        if path.exists():
            os.utime(path, ns=(number, number))
    assert KEPT == 10
    assert backups(circo) == sorted([Path(asked_for.path).name, *theirs, *(path.name for path in made[-10:])])


def test_what_is_spared_stays_and_counts(circo: Circo) -> None:
    made = [keep_before(Cause.IMPORT, circo.database, moment=MOMENT) for _ in range(10)]
    for number, path in enumerate(made):
        os.utime(path, ns=(number, number))
    keep_before(Cause.RESTORE, circo.database, moment=MOMENT, spare=made[0])
    assert [path.exists() for path in made] == [True, False, *[True] * 8]


def test_links_and_directories_are_nobodys_backups(circo: Circo) -> None:
    directory = circo.directory / "circo-backups"
    for number in range(12):
        (directory / f"circo-before-import-20260615T1000{number:02}Z.db").mkdir(parents=True)
        (directory / f"circo-before-upgrade-20260615T1000{number:02}Z.db").symlink_to(circo.database)
    prune_backups(circo.database, spare=())
    assert len(backups(circo)) == 24


def test_all_that_circo_named_is_searched_when_something_is_erased(circo: Circo) -> None:
    for cause in Cause:
        keep_before(cause, circo.database, moment=MOMENT)
    make_backup(circo.database, None, moment=MOMENT)
    (circo.directory / "circo-backups" / "replaced-20260615T100000Z-3.db").write_bytes(b"")
    make_backup(circo.database, circo.directory / "circo-backups" / "van-mij.db", moment=MOMENT)
    assert [path.name for path in automatic_backups(circo.database)] == [
        "circo-20260615T100000Z.db",
        "circo-before-import-20260615T100000Z.db",
        "circo-before-restore-20260615T100000Z.db",
        "circo-before-upgrade-20260615T100000Z.db",
        "replaced-20260615T100000Z-3.db",
    ]


@pytest.mark.parametrize(("cause", "counts"), [(Cause.IMPORT, True), (Cause.UPGRADE, True), (Cause.RESTORE, False)])
def test_what_holds_what_there_is_counts_as_the_last_backup(circo: Circo, cause: Cause, counts: bool) -> None:
    assert last_backup(circo.database) is None
    keep_before(cause, circo.database, moment=MOMENT)
    assert last_backup(circo.database) == (MOMENT if counts else None)


def test_a_backup_that_was_deleted_counts_no_longer(circo: Circo) -> None:
    first = make_backup(circo.database, None, moment="2026-06-01T10:00:00Z")
    second = make_backup(circo.database, circo.directory / "elders.db", moment="2026-06-03T10:00:00Z")
    third = make_backup(circo.database, None, moment="2026-06-05T10:00:00Z")
    assert last_backup(circo.database) == "2026-06-05T10:00:00Z"
    Path(third.path).unlink()
    assert last_backup(circo.database) == "2026-06-03T10:00:00Z"
    Path(second.path).unlink()
    assert circo.json("db", "info")["last_backup"] == "2026-06-01T10:00:00Z"
    assert "the last backup is of 2026-06-01 (14 days ago)" in circo.ok("status")
    Path(first.path).unlink()
    assert circo.json("db", "info")["last_backup"] is None
    assert "there is no backup yet" in circo.ok("status")


def test_a_backup_on_a_disk_that_is_not_at_hand_counts(circo: Circo) -> None:
    disk = circo.directory / "schijf"
    disk.mkdir()
    made = make_backup(circo.database, disk / "elders.db", moment=MOMENT)
    disk.rename(circo.directory / "losgekoppeld")
    assert not Path(made.path).exists()
    assert last_backup(circo.database) == MOMENT


def test_what_stands_in_the_place_of_the_note_is_no_moment(circo: Circo) -> None:
    directory = circo.directory / "circo-backups"
    directory.mkdir()
    for content in (b"", b"2026-06-15T10:00:00Z\n", b"\xff\xfe\x00"):
        (directory / "latest").write_bytes(content)
        assert last_backup(circo.database) is None


@pytest.mark.parametrize(
    ("mode", "files", "directories"), [(0o600, 0o600, 0o700), (0o644, 0o600, 0o700), (0o660, 0o660, 0o2770)]
)
def test_backups_are_as_private_as_the_database(circo: Circo, mode: int, files: int, directories: int) -> None:
    circo.database.chmod(mode)
    umask = os.umask(0o022)
    try:
        circo.ok("db", "backup", "--to", "elders.db")
        circo.ok("db", "restore", "elders.db", "--yes")
        circo.ok("db", "backup")
    finally:
        os.umask(umask)
    directory = circo.directory / "circo-backups"
    assert directory.stat().st_mode & 0o7777 == directories
    found = [circo.directory / "elders.db", *directory.iterdir()]
    assert len(found) == 4
    assert {path.stat().st_mode & 0o777 for path in found} == {files}
    assert circo.database.stat().st_mode & 0o777 == mode
