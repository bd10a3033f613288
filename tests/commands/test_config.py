"""circo config, typed from outside, and what its settings do."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from circo_cli.commands import demo
from tests.conftest import Circo

KEYS = [
    "db", "output", "lang", "user", "color", "timezone", "hub", "mail.from", "mail.circo", "mail.network",
    "retention.months",
]  # fmt: skip


def path(circo: Circo) -> Path:
    return Path(circo.ok("config", "path").strip())


def test_set_get_list_unset(bare: Circo) -> None:
    assert [row["key"] for row in bare.json("config", "list")] == KEYS
    assert not path(bare).exists()
    assert bare.ok("config", "set", "lang", "en") == f"lang  set to en in {path(bare)}\n"
    assert stat.S_IMODE(path(bare).stat().st_mode) == 0o600
    assert stat.S_IMODE(path(bare).parent.stat().st_mode) == 0o700
    assert bare.ok("config", "get", "lang") == "en\n"
    assert bare.json("config", "get", "lang") == {
        "key": "lang", "value": "en", "used": "en", "source": "file", "about": "language of documents",
    }  # fmt: skip
    assert bare.ok("config", "set", "retention.months", "24", "-q") == "retention.months\n"
    assert bare.json("config", "get", "retention.months")["value"] == 24
    assert bare.ok("config", "unset", "lang") == f"lang  not set in {path(bare)}\n"
    assert bare.ok("config", "unset", "lang") == f"lang  was not set in {path(bare)}\n"
    assert path(bare).read_text() == "[retention]\nmonths = 24\n"
    answer = bare("config", "get", "lang")
    assert (answer.code, answer.out) == (0, "")
    assert "note: lang is not set; in use is nl (default)\n" in answer.err


def test_what_the_environment_says_counts_more(bare: Circo) -> None:
    answer = bare("config", "set", "db", "eigen.db")
    assert f"note: here and now {bare.database} is in use (CIRCO_DB)\n" in answer.err
    row = bare.json("config", "get", "db")
    assert (row["value"], row["used"], row["source"]) == (
        str(bare.directory / "eigen.db"),
        str(bare.database),
        "CIRCO_DB",
    )
    assert bare.json("config", "get", "db", "--db", "x.db")["source"] == "option"


@pytest.mark.parametrize(
    "arguments",
    [
        ("set", "lnag", "nl"),
        ("set", "lang", "de"),
        ("set", "timezone", "Mars"),
        ("set", "mail.from", "nobody"),
        ("set", "retention.months", "-1"),
        ("set", "user", ""),
        ("get", "nothing"),
        ("unset", "nothing"),
        ("set", "lang"),
    ],
)
def test_wrong_use_changes_nothing(bare: Circo, arguments: tuple[str, ...]) -> None:
    assert bare.refused("config", *arguments)["exit_code"] == 2
    assert not path(bare).exists()


def test_dry_run_writes_nothing(bare: Circo) -> None:
    assert bare.ok("config", "set", "lang", "en", "--dry-run").startswith("lang  set to en in ")
    assert not path(bare).exists()
    bare.ok("config", "set", "lang", "en")
    bare.ok("config", "unset", "lang", "--dry-run")
    assert bare.ok("config", "get", "lang") == "en\n"


def test_a_link_stays_a_link(bare: Circo) -> None:
    path(bare).parent.mkdir(parents=True)
    real = bare.directory / "dotfiles.toml"
    real.write_text("# mine\n")
    path(bare).symlink_to(real)
    bare.ok("config", "set", "lang", "en")
    assert path(bare).is_symlink()
    assert real.read_text() == '# mine\nlang = "en"\n'


def test_a_file_that_is_wrong_stops_every_command_but_those_that_mend_it(circo: Circo) -> None:
    path(circo).parent.mkdir(parents=True)
    path(circo).write_text('langg = "nl"\nlang = "en"\n')
    for line in (("hub", "list"), ("theme", "add", "Hout"), ("config", "list"), ("config", "set", "lang", "nl")):
        error = circo.refused(*line)
        assert (error["exit_code"], error["code"]) == (2, "configuration")
        assert error["message"] == f"{path(circo)}: there is no key 'langg'"
        assert error["hint"].startswith("did you mean lang? circo config unset langg removes it")
    assert circo("--version").code == 0
    circo.ok("config", "unset", "langg")
    assert path(circo).read_text() == 'lang = "en"\n'
    circo.ok("hub", "list")
    path(circo).write_text("lang = [")
    assert circo.refused("config", "unset", "lang")["code"] == "configuration"


def hubs(circo: Circo) -> None:
    circo.ok("hub", "add", "Limburg", "--region", "limburg")
    circo.ok("hub", "add", "Zeeland", "--region", "zeeland")
    circo.ok("question", "log", "Hoe dan?", "--hub", "limburg")
    circo.ok("question", "log", "Waar dan?", "--hub", "zeeland")
    circo.ok("question", "log", "Wie dan?")


def test_the_configured_hub_is_the_default_of_every_filter(circo: Circo) -> None:
    hubs(circo)
    assert circo.ok("config", "set", "hub", "zee") == f"hub  set to zeeland in {path(circo)}\n"
    answer = circo("question", "list", "--fields", "key", "-o", "csv")
    assert (answer.out, answer.err) == (
        "key\nQ2\n",
        "note: hub zeeland, as configured; --hub all takes the whole network\n",
    )
    assert circo("question", "list", "-q").err == ""
    assert len(circo.json("question", "list", "--hub", "all")) == 3
    assert [row["key"] for row in circo.json("question", "list", "--hub", "limburg")] == ["Q1"]
    assert circo.json("report", "quarter")["hub"] == "zeeland"
    assert circo.json("report", "quarter", "--hub", "all")["hub"] is None


def test_the_configured_hub_is_where_something_is_logged(circo: Circo) -> None:
    hubs(circo)
    circo.ok("config", "set", "hub", "zeeland")
    circo.ok("company", "add", "Plankgas", "--hub", "limburg")
    answer = circo("question", "log", "Hoe nu?", "--json")
    assert json.loads(answer.out)["hub"] == "zeeland"
    assert "note: hub zeeland, as configured; --hub HUB or --hub all says otherwise\n" in answer.err
    assert circo.json("question", "log", "Hoe nu?", "--hub", "all")["hub"] is None
    answer = circo("question", "log", "Hoe nu?", "--company", "plankgas", "--json")
    assert json.loads(answer.out)["hub"] == "limburg"
    assert "as configured" not in answer.err
    assert circo.json("insight", "add", "Zilt")["origin"] == "zeeland"
    assert circo.json("insight", "add", "Zoet", "--from-circo")["origin"] == "circo"
    assert circo.json("insight", "add", "Zuur", "--from-question", "Q1")["origin"] == "limburg"


def test_the_configured_hub_is_for_whom_a_digest_is(circo: Circo) -> None:
    hubs(circo)
    circo.ok("config", "set", "hub", "zeeland")
    answer = circo("digest", "preview", "-o", "json")
    assert json.loads(answer.out)["audience"] == "hub:zeeland"
    assert "note: hub zeeland, as configured; --for AUDIENCE says otherwise\n" in answer.err
    assert json.loads(circo.ok("digest", "preview", "-o", "json", "--for", "network"))["audience"] == "network"
    [row] = circo.json("digest", "export")
    assert row["audience"] == "hub:zeeland"


def test_a_configured_hub_that_does_not_exist_names_the_file(circo: Circo) -> None:
    hubs(circo)
    path(circo).parent.mkdir(parents=True)
    path(circo).write_text('hub = "zeelnd"')
    for line in (("question", "list"), ("question", "log", "Hoe?"), ("digest", "preview")):
        error = circo.refused(*line)
        assert (error["exit_code"], error["code"]) == (2, "configuration")
        assert error["message"] == f"{path(circo)}: hub: there is no hub 'zeelnd'"
        assert error["hint"] == "did you mean zeeland?"
    assert circo.refused("config", "set", "hub", "zeelnd")["exit_code"] == 3


def test_the_configured_database_counts_for_completion_too(circo: Circo, monkeypatch: pytest.MonkeyPatch) -> None:
    hubs(circo)
    circo.ok("config", "set", "db", str(circo.database))
    monkeypatch.delenv("CIRCO_DB")
    assert len(circo.json("hub", "list")) == 2
    done = subprocess.run(
        [sys.executable, "-m", "circo_cli"],
        env={**os.environ, "_CIRCO_COMPLETE": "complete_bash", "COMP_WORDS": "circo hub show z", "COMP_CWORD": "3"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout.split() == ["zeeland"]


def test_another_file_can_be_named_and_the_demo_reads_none(bare: Circo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CIRCO_CONFIG", "ander.toml")
    bare.ok("config", "set", "lang", "en")
    assert bare.ok("config", "path") == f"{bare.directory / 'ander.toml'}\n"
    bare.ok("config", "set", "hub", "nergens")
    bare.ok("config", "set", "output", "json")
    monkeypatch.setattr(demo, "typed_lines", lambda script: [["status"], ["track", "list"]])  # a hub that is not there
    bare.json("demo")
    monkeypatch.setenv("CIRCO_CONFIG", os.devnull)
    assert bare.ok("config", "get", "lang") == ""


def test_user_and_language_of_the_file(circo: Circo, monkeypatch: pytest.MonkeyPatch) -> None:
    circo.ok("config", "set", "user", "Anna")
    circo.ok("config", "set", "lang", "en")
    circo.ok("theme", "add", "Hout")
    assert circo.json("history", "--limit", "1")[0]["actor"] == "tester"
    monkeypatch.delenv("CIRCO_USER")
    circo.ok("theme", "add", "Staal")
    assert circo.json("history", "--limit", "1")[0]["actor"] == "Anna"
    assert circo.ok("digest", "preview", "--for", "network").startswith("# CIRCO knowledge digest")


def test_nothing_of_it_is_loaded_without_a_file(circo: Circo) -> None:
    program = (
        "import sys; from circo_cli.app import run; run(['theme', 'list']);"
        "sys.stderr.write(' '.join(name for name in ('tomllib', 'tomlkit') if name in sys.modules))"
    )
    typed = [sys.executable, "-c", program]
    assert subprocess.run(typed, capture_output=True, text=True, check=True).stderr == ""
    circo.ok("config", "set", "lang", "en")
    assert subprocess.run(typed, capture_output=True, text=True, check=True).stderr == "tomllib"
