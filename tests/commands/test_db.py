"""circo db, typed from outside."""

from __future__ import annotations

import re
import sqlite3
import stat
from pathlib import Path

import pytest

from circo_cli.storage.schema import REVISION
from tests.conftest import Circo
from tests.terminal import Terminal


def test_init_makes_a_private_file_once(bare: Circo) -> None:
    assert bare.json("db", "init") == {"path": str(bare.database), "schema": REVISION}
    assert stat.S_IMODE(bare.database.stat().st_mode) == 0o600
    error = bare.refused("db", "init")
    assert (error["exit_code"], error["code"]) == (1, "database-exists")
    assert {theme["key"] for theme in bare.json("theme", "list")} == {
        "bouw", "kunststoffen", "textiel", "maakindustrie", "biomassa-voedsel", "consumptiegoederen", "zorg",
        "verpakkingen",
    }  # fmt: skip


def test_init_says_how_to_begin(bare: Circo) -> None:
    _, _, err = bare("db", "init")
    assert err == "hint: next: circo hub onboard, or circo import DIR\n"


def test_init_for_a_group_and_in_a_new_directory(bare: Circo) -> None:
    path = bare.directory / "nieuw" / "netwerk.db"
    bare.ok("db", "init", "--group", "--db", str(path))
    assert stat.S_IMODE(path.stat().st_mode) == 0o660
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o2770


def test_init_dry_run_makes_nothing(bare: Circo) -> None:
    bare.ok("db", "init", "--dry-run")
    assert not bare.database.exists()


def test_info_says_where_what_and_when(circo: Circo) -> None:
    answer = circo("db", "info", "--json")
    assert "hint: there is no backup yet: circo db backup" in answer.err
    info = circo.json("db", "info")
    assert list(info) == ["path", "size", "schema", "revision", "sqlite", "tables", "last_backup"]
    assert (info["schema"], info["revision"], info["sqlite"]) == (REVISION, f"{REVISION:04}", sqlite3.sqlite_version)
    assert {"table": "theme", "rows": 8} in info["tables"]
    circo.ok("db", "backup")
    assert circo.json("db", "info")["last_backup"].startswith("2026-06-15T")


def test_backup_and_restore(circo: Circo) -> None:
    circo.ok("hub", "add", "Limburg")
    backup = circo.json("db", "backup", "--to", "veilig.db")
    assert backup["path"] == "veilig.db"
    assert stat.S_IMODE(Path("veilig.db").stat().st_mode) == 0o600
    assert circo.refused("db", "backup", "--to", "veilig.db")["exit_code"] == 2
    assert circo.refused("db", "backup", "--to", "nergens/veilig.db")["exit_code"] == 2
    circo.ok("hub", "add", "Zeeland")
    assert circo.refused("db", "restore", "veilig.db")["code"] == "needs-yes"
    restored = circo.json("db", "restore", "veilig.db", "--yes")
    assert [hub["key"] for hub in circo.json("hub", "list")] == ["limburg"]
    assert [hub["key"] for hub in circo.json("hub", "list", "--db", restored["kept"])] == ["limburg", "zeeland"]


@pytest.mark.parametrize("to", [(), ("--to", "kopie.db")])
def test_a_dry_run_of_a_backup_says_what_it_would_be_and_leaves_nothing(circo: Circo, to: tuple[str, ...]) -> None:
    circo.ok("hub", "add", "Limburg", "--region", "limburg")
    before = sorted(path.name for path in circo.directory.iterdir())
    dry = circo.json("db", "backup", *to, "--dry-run", "--today", "2026-06-15")
    assert sorted(path.name for path in circo.directory.iterdir()) == before
    assert "dry run: nothing was written" in circo("db", "backup", *to, "--dry-run").err
    made = circo.json("db", "backup", *to, "--today", "2026-06-15")
    assert {**dry, "path": ""} == {**made, "path": ""}
    assert Path(dry["path"]).parent == Path(made["path"]).parent
    (circo.directory / "kopie.db").touch()
    assert circo.refused("db", "backup", "--to", "kopie.db", "--dry-run")["code"] == "output-file"


def test_two_backups_in_one_second_are_two_files(circo: Circo) -> None:
    first, second = circo.json("db", "backup")["path"], circo.json("db", "backup")["path"]
    assert first != second
    assert circo.ok("db", "check", "--db", second, "-q")


def test_restore_makes_a_missing_database_without_asking(circo: Circo) -> None:
    circo.ok("db", "backup", "--to", "veilig.db")
    circo.database.unlink()
    assert circo.json("db", "restore", "veilig.db")["kept"] is None
    assert circo.json("hub", "list") == []


@pytest.mark.parametrize("content", [b"", b"een brief aan mijn moeder\n" * 100, b"SQLite format 3\0" + b"x" * 4096])
def test_restore_of_what_is_no_backup_is_refused(circo: Circo, content: bytes) -> None:
    Path("brief.txt").write_bytes(content)
    assert circo.refused("db", "restore", "brief.txt", "--yes")["exit_code"] == 4
    assert circo.refused("db", "restore", "er-niet.db", "--yes")["exit_code"] == 2


def test_check_says_what_it_looked_at(circo: Circo) -> None:
    assert [row["check"] for row in circo.json("db", "check")] == [
        "file", "integrity", "foreign-keys", "schema", "sqlite",
    ]  # fmt: skip
    deep = circo.json("db", "check", "--deep")
    assert all(row["ok"] for row in deep)
    assert len(deep) == 25


def test_check_finds_damage_and_broken_rules(circo: Circo) -> None:
    circo.ok("hub", "add", "Limburg")
    with sqlite3.connect(circo.database) as connection:
        connection.execute("UPDATE hub SET stage = 'operational'")
    connection.close()
    error = circo.refused("db", "check", "--deep")
    assert (error["exit_code"], error["details"][0]["check"]) == (4, "stages")
    assert circo("db", "check").code == 0
    content = bytearray(circo.database.read_bytes())
    content[8192:40000] = b"\xff" * (40000 - 8192)
    circo.database.write_bytes(bytes(content))
    assert circo.refused("db", "check")["code"] == "database-damaged"


def test_upgrade_of_a_database_that_needs_none(circo: Circo) -> None:
    before = circo.database.read_bytes()
    assert circo.json("db", "upgrade") == {"path": str(circo.database), "schema": REVISION, "kept": None}
    assert circo.database.read_bytes() == before


def test_an_older_database_is_refused_until_it_is_upgraded(circo: Circo) -> None:
    circo.ok("hub", "add", "Limburg")
    with sqlite3.connect(circo.database) as connection:  # as a release before views were numbered would have left it
        connection.execute("PRAGMA user_version = 0")
        connection.execute("DROP VIEW hub_overview")
    connection.close()
    error = circo.refused("hub", "list")
    assert (error["exit_code"], error["code"], error["hint"][:16]) == (4, "database-older", "circo db upgrade")
    assert circo.ok("db", "upgrade", "--dry-run", "-q")
    assert circo.refused("hub", "list")["code"] == "database-older"
    upgraded = circo.json("db", "upgrade")
    assert [hub["key"] for hub in circo.json("hub", "list")] == ["limburg"]
    assert Path(upgraded["kept"]).is_file()


def test_verbose_says_where_the_database_is(circo: Circo) -> None:
    assert circo("hub", "list", "-v").err == f"note: the database is {circo.database}\n"


def test_a_backup_is_a_file(circo: Circo) -> None:
    error = circo.refused("db", "backup", "--to", "-")
    assert (error["exit_code"], error["code"], error["hint"]) == (2, "output-file", "circo db backup --to FILE")
    assert not Path("-").exists()


def test_restoring_says_which_erasures_it_takes_back(circo: Circo) -> None:
    circo.ok("trainer", "add", "Daan Voorbeeld")
    circo.ok("db", "backup", "--to", "kopie.db")
    circo.ok("trainer", "forget", "daan-voorbeeld", "--yes")
    told = "warning: what C2 (trainer forget) erased is in kopie.db still: circo trainer forget erases it again"
    for more in (["--dry-run"], []):
        assert told in circo("db", "restore", "kopie.db", "--yes", *more).err
    assert "still" not in circo("db", "restore", "kopie.db", "--yes").err


def test_on_a_terminal_the_tables_are_counted_and_named_when_asked(circo: Circo) -> None:
    short, long = Terminal("db", "info"), Terminal("db", "info", "-v")
    assert (short.ends(), long.ends()) == (0, 0)
    assert "circo.db" in short.screen
    assert re.search(r"tables +\d+ tables with \d+ rows in all; -v names them", short.screen)
    assert "hub_step" not in short.screen
    assert "hub_step" in long.screen
    assert "hub_step" in circo.ok("db", "info")
