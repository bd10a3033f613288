"""circo digest: what leaves, where it lands, and what is recorded of it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from sqlmodel import Session

from tests.conftest import Circo

SECRETS = (
    "Canarisbedrijf", "canarisbedrijf", "12345678", "canarisplaats", "canarisweb", "Canaris Contact",
    "canaris@example.org", "0201234567", "canarisfunctie", "Canarisnotitie", "canarisvraag",
    "canarisantwoord", "Canaris Eigenaar", "Canaris Leider", "leider@example.org", "Canaris Trainer",
    "trainer@example.org", "Canarisconcept", "canarislijf", "canarisreden", "canarispropositie",
    "Canaris Antwoorder", "canariseigentekst",
)  # fmt: skip


def canaries(circo: Circo) -> None:
    """Fill every personal and company field, and every text that is not shared, of hub Zeeland."""
    circo.ok("hub", "add", "Limburg", "--region", "limburg")
    lead = ("--lead", "Canaris Leider", "--lead-email", "leider@example.org")
    circo.ok("hub", "add", "Zeeland", "--region", "zeeland", *lead)
    circo.ok(
        "company", "add", "Canarisbedrijf", "--kvk", "12345678", "--city", "canarisplaats", "--hub", "zeeland",
        "--website", "https://canarisweb.example.org", "--sector", "Textiel",
    )  # fmt: skip
    person = ("--email", "canaris@example.org", "--phone", "0201234567", "--role", "canarisfunctie")
    circo.ok("company", "contact", "canarisbedrijf", "Canaris Contact", *person)
    circo.ok("company", "note", "canarisbedrijf", "Canarisnotitie")
    circo.ok("trainer", "add", "Canaris Trainer", "--email", "trainer@example.org", "--hub", "zeeland")
    track = ("--quarter", "2026Q3", "--date", "2026-09-16", "--trainer", "canaris-trainer")
    circo.ok("track", "schedule", "zeeland", "Zilt ontwerpen", *track)
    circo.ok("enrol", "zeeland-2026q3-1", "canarisbedrijf", "--contact", "Canaris Contact")
    circo.ok("enrolment", "edit", "E1", "--proposition", "canarispropositie")
    owner = ("--company", "canarisbedrijf", "--owner", "Canaris Eigenaar", "--category", "finance")
    circo.ok("question", "log", "Een canarisvraag?", *owner)
    circo.ok("question", "answer", "Q1", "Een canarisantwoord.", "--by", "Canaris Antwoorder")
    circo.ok("question", "log", "Een open canarisvraag?", *owner)
    circo.ok("question", "log", "Een canariseigentekst?", *owner)
    circo.ok("question", "answer", "Q3", "Dat kan.", "--by", "Canaris Antwoorder")
    circo.ok("question", "share", "Q3", "--text", "Mag dit iedereen weten?")
    circo.ok("insight", "add", "Canarisconcept", "--hub", "zeeland", "--body", "canarislijf")
    circo.ok("insight", "add", "Zilte vezels", "--hub", "zeeland", "--body", "Gedeeld.", "--from-question", "Q3")
    circo.ok("insight", "publish", "K2", "--as", "Canaris Antwoorder")
    circo.ok("insight", "comment", "K2", "Mooi.", "--as", "Canaris Antwoorder")
    circo.ok("hub", "pause", "zeeland", "--reason", "canarisreden")


@pytest.mark.parametrize("audience", ["network", "hub:limburg"])
@pytest.mark.parametrize("document", ["markdown", "html", "json", "text"])
def test_nothing_private_crosses(circo: Circo, audience: str, document: str) -> None:
    canaries(circo)
    for period in ((), ("--since-last",), ("--from", "2020-01-01", "--until", "2030-12-31")):
        out = circo.ok("digest", "preview", "--for", audience, "--format", document, *period)
        assert "Mag dit iedereen weten?" in out
        assert "Zilte vezels" in out
        assert [secret for secret in SECRETS if secret in out] == []


def test_circo_and_the_own_hub_see_it(circo: Circo) -> None:
    canaries(circo)
    for audience in ("circo", "hub:zeeland"):
        out = circo.ok("digest", "preview", "--for", audience)
        for text in ("canarisvraag", "canarisantwoord", "Canarisbedrijf", "Canarisconcept", "canariseigentekst"):
            assert text in out
        assert "canarisreden" not in out


def test_export_writes_records_and_run_again_changes_nothing(circo: Circo) -> None:
    canaries(circo)
    out = circo.ok("digest", "export", "--for", "network", "--for", "hub:limburg", "--to", "uit/diep")
    names = ["circo-digest-network-2026Q2-nl.md", "circo-digest-hub-limburg-2026Q2-nl.md"]
    paths = [circo.directory / "uit" / "diep" / name for name in names]
    assert out == f"D1  {paths[0]}\nD2  {paths[1]}\n"
    before = circo.database.read_bytes(), [path.stat().st_mtime_ns for path in paths]
    assert circo.ok("digest", "export", "--for", "network", "--for", "hub:limburg", "--to", "uit/diep") == out
    assert (circo.database.read_bytes(), [path.stat().st_mtime_ns for path in paths]) == before
    assert paths[0].read_text() == circo.ok("digest", "preview", "--for", "network")
    shown = circo.json("digest", "show", "D1")
    assert list(shown) == [
        "key", "audience", "language", "period_from", "period_until", "series", "exported_at",
        "items", "files", "item_list",
    ]  # fmt: skip
    assert shown["files"] == [str(paths[0])]
    assert shown["items"] == len(shown["item_list"]) > 0


def test_a_period_again_keeps_its_record(circo: Circo) -> None:
    canaries(circo)
    circo.ok("digest", "export", "--for", "network")
    circo.ok("question", "share", "Q2", "--text", "Nieuw gedeeld?")
    [row] = circo.json("digest", "export", "--for", "network")
    assert row["key"] == "D1"
    assert "Q2" in [item["item"] for item in row["item_list"]]
    assert len(circo.json("digest", "list")) == 1


def test_since_last_holds_what_was_never_held(circo: Circo) -> None:
    canaries(circo)
    [first] = circo.json("digest", "export", "--for", "network", "--since-last")
    assert (first["series"], first["period_from"]) == (1, None)
    assert first["files"] == [str(circo.directory / "circo-digest-network-nr-0001-nl.md")]
    before = circo.database.read_bytes()
    answer = circo("digest", "export", "--for", "network", "--since-last")
    assert (answer.code, answer.out) == (0, "")
    assert circo.database.read_bytes() == before
    assert circo("digest", "export", "--for", "network", "--since-last", "--empty", "fail").code == 6
    # What happened long ago and was entered late is new all the same; so is a new version.
    late = ("--asked-on", "2020-02-03", "--category", "chain")
    circo.ok("question", "log", "Wie zamelt in?", *late)
    circo.ok("question", "share", "Q4")
    circo.ok("insight", "edit", "K2", "--title", "Zilte vezels, herzien")
    Path("circo-digest-network-nr-0002-nl.json").write_text("a run that was killed left this")
    [second] = circo.json("digest", "export", "--for", "network", "--since-last", "--format", "json")
    assert second["series"] == 2
    assert [(item["section"], item["item"]) for item in second["item_list"]] == [
        ("insights", "K2"),
        ("open_questions", "Q4"),
    ]
    held = json.loads(Path("circo-digest-network-nr-0002-nl.json").read_text())
    assert held["period"] == {"from": None, "until": None, "label": "nr-0002"}
    # Another language is another series.
    assert circo.json("digest", "export", "--for", "network", "--since-last", "--lang", "en")[0]["series"] == 1


def test_what_is_left_out_is_not_counted_as_held(circo: Circo) -> None:
    canaries(circo)
    circo.ok("company", "add", "Zilte vezels", "--hub", "limburg")
    answer = circo("digest", "export", "--for", "network", "--json", "-q")
    assert "warning: network: K2 is left out, as it names company 'Zilte vezels'\n" in answer.err
    assert answer.out == ""
    assert "K2" not in [item["item"] for item in circo.json("digest", "show", "D1")["item_list"]]


def test_one_failure_does_not_stop_the_other_hubs(circo: Circo) -> None:
    canaries(circo)
    circo.ok("hub", "add", "Utrecht", "--region", "utrecht")
    circo.ok("hub", "close", "utrecht", "--reason", "klaar")
    Path("circo-digest-hub-limburg-2026Q2-nl.md").mkdir()
    answer = circo("digest", "export", "--for", "hubs")
    assert answer.code == 2
    assert answer.out == f"D1  {circo.directory / 'circo-digest-hub-zeeland-2026Q2-nl.md'}\n"
    assert "warning: hub:limburg: " in answer.err


def test_dry_run_writes_nothing(circo: Circo) -> None:
    before = circo.database.read_bytes()
    answer = circo("digest", "export", "--for", "network", "--to", "uit", "--dry-run")
    assert answer.code == 0
    assert f"would write {circo.directory / 'uit' / 'circo-digest-network-2026Q2-nl.md'}" in answer.err
    assert circo.database.read_bytes() == before
    assert not Path("uit").exists()


def test_to_is_a_file_a_directory_or_standard_output(circo: Circo) -> None:
    assert circo.ok("digest", "export", "--for", "network", "--to", "uit.md") == f"D1  {circo.directory / 'uit.md'}\n"
    circo.ok("--to", "uit.json", "digest", "export", "--for", "network", "--format", "json")
    assert json.loads(Path("uit.json").read_text())["audience"] == "network"
    printed = circo.ok("digest", "export", "--for", "network", "--to", "-")
    assert printed == Path("uit.md").read_text()
    assert circo.json("digest", "show", "D1")["files"] == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("export", "--for", "network", "--for", "circo", "--to", "-"),
        ("export", "--for", "network", "--format", "markdown", "--format", "json", "--to", "uit.md"),
        ("export", "--for", "network", "--format", "htm"),
        ("export", "--for", "network", "--format", "eml"),
        ("export", "--for", "iedereen"),
        ("export",),
        ("export", "--for", "network", "--empty", "maybe"),
        ("export", "--for", "network", "--fields", "nonsense"),
        ("preview", "--for", "network", "--for", "circo"),
        ("preview", "--for", "network", "--format", "text"),
        ("preview", "--for", "network", "--format", "eml"),
        ("preview", "--for", "network", "--format", "markdown", "--format", "text"),
        ("preview", "--for", "network", "--quarter", "2026Q2", "--since-last"),
        ("preview", "--for", "network", "--from", "2026-04-01"),
        ("preview", "--for", "network", "--from", "2026-04-02", "--until", "2026-04-01"),
    ],
)
def test_wrong_use(circo: Circo, arguments: tuple[str, ...]) -> None:
    assert circo.refused("digest", *arguments)["exit_code"] == 2
    assert [path.name for path in Path().iterdir() if "digest" in path.name or path.suffix == ".md"] == []


def test_output_of_the_environment_counts_only_if_the_document_has_it(
    circo: Circo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CIRCO_OUTPUT", "xlsx")
    assert circo.ok("digest", "preview", "--for", "network").startswith("# CIRCO")
    monkeypatch.setenv("CIRCO_OUTPUT", "json")
    assert circo.ok("digest", "preview", "--for", "network").startswith("{")
    assert circo.ok("digest", "preview", "--for", "network", "--format", "text").startswith("CIRCO")


def test_an_export_is_no_change_to_undo(circo: Circo) -> None:
    circo.ok("digest", "export", "--for", "network")
    [change] = circo.json("history")
    assert change["summary"] == "D1: network, 2026Q2 (0 items)"


def test_an_interrupt_before_the_record_leaves_no_file(circo: Circo, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file whose record was never written would be told twice; one that was there before is not ours to remove."""
    canaries(circo)

    def crash(*arguments: object, **values: object) -> None:
        raise KeyboardInterrupt

    path = Path("circo-digest-network-nr-0001-nl.md")
    with monkeypatch.context() as patched:
        patched.setattr("circo_cli.domain.digest.record_digest", crash)
        assert circo("digest", "export", "--for", "network", "--since-last").code == 130
        assert not path.exists()
        path.write_text("of a run that was killed")
        assert circo("digest", "export", "--for", "network", "--since-last").code == 130
        assert path.exists()
    assert circo.json("digest", "list") == []
    circo.ok("question", "share", "Q2", "--text", "Nog een vraag?")
    [row] = circo.json("digest", "export", "--for", "network", "--since-last")
    assert row["series"] == 1
    assert "Nog een vraag?" in path.read_text()


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("uit.md", "# CIRCO"),
        ("uit.html", "<!DOCTYPE html>"),
        ("uit.json", "{"),
        ("uit.txt", "CIRCO"),
        ("uit.eml", "From: "),
    ],
)
def test_a_file_is_of_the_format_that_its_name_ends_in(circo: Circo, name: str, begins: str) -> None:
    circo.ok("config", "set", "mail.from", "kennis@example.org")
    circo.ok("config", "set", "mail.network", "hubs@example.org")
    circo.ok("digest", "export", "--for", "network", "--to", name)
    assert Path(name).read_text().startswith(begins)
    # Typed, the format counts: what does not end so is a directory.
    Path("anders").mkdir()
    circo.ok("digest", "export", "--for", "network", "--format", "json", "--to", f"anders/{name}")
    target = Path("anders") / name
    assert target.is_file() if name == "uit.json" else (target / "circo-digest-network-2026Q2-nl.json").is_file()


@pytest.mark.parametrize("document", ["markdown", "html", "json", "text", "eml"])
def test_output_means_format_for_a_preview(circo: Circo, document: str, monkeypatch: pytest.MonkeyPatch) -> None:
    circo.ok("config", "set", "mail.from", "kennis@example.org")
    circo.ok("config", "set", "mail.network", "hubs@example.org")
    preview = ("digest", "preview", "--for", "network")
    wanted = circo.ok(*preview, "--format", document)
    assert circo.ok(*preview, "-o", document) == wanted
    assert circo.ok(*preview, "-o", document, "--format", document) == wanted
    assert circo.ok(*preview, "--to", "-", "-o", document) == wanted
    circo.ok(*preview, "-o", document, "--to", "bestand")
    assert Path("bestand").read_text() == wanted
    for other in {"markdown", "html", "json", "text", "eml"} - {document}:
        answer = circo(*preview, "-o", document, "--format", other)
        assert (answer.code, answer.out) == (2, "")
    for lacking in ("table", "csv", "xlsx"):
        assert circo(*preview, "-o", lacking).code == 2
    monkeypatch.setenv("CIRCO_OUTPUT", document)
    assert circo.ok(*preview) == wanted


@pytest.mark.parametrize(("typed", "format"), [("md", "markdown"), ("TXT", "text"), ("mail", "eml")])
def test_a_format_goes_by_its_other_name_too(circo: Circo, typed: str, format: str) -> None:
    circo.ok("config", "set", "mail.from", "kennis@example.org")
    circo.ok("config", "set", "mail.network", "hubs@example.org")
    preview = ("digest", "preview", "--for", "network", "--format")
    assert circo.ok(*preview, typed) == circo.ok(*preview, format)


def test_an_empty_since_last_digest_overwrites_nothing(circo: Circo) -> None:
    canaries(circo)
    typed = ("digest", "export", "--for", "network", "--since-last", "--to", "uit.md")
    circo.ok(*typed)
    before, database = Path("uit.md").read_bytes(), circo.database.read_bytes()
    assert circo(*typed, "--empty", "write").code == 0
    assert (Path("uit.md").read_bytes(), circo.database.read_bytes()) == (before, database)
    circo.ok("digest", "export", "--for", "network", "--since-last", "--empty", "write")
    assert "Er is niets nieuws te melden." in Path("circo-digest-network-nr-0002-nl.md").read_text()
    assert circo.database.read_bytes() == database


def test_twice_at_the_same_time_tells_everything_once(circo: Circo) -> None:
    canaries(circo)
    typed = [sys.executable, "-m", "circo_cli", "-q", "digest", "export", "--for", "circo", "--since-last"]
    running = [subprocess.Popen([*typed, "--to", place, "--format", "json"]) for place in ("a", "b", "a", "b")]
    assert [process.wait() for process in running] == [0, 0, 0, 0]
    files = [path for place in ("a", "b") if Path(place).exists() for path in Path(place).iterdir()]
    assert [path.name for path in files] == ["circo-digest-circo-nr-0001-nl.json"]
    [row] = circo.json("digest", "list")
    assert row["files"] == [str(files[0].absolute())]


def test_what_a_killed_run_was_writing_is_cleared_away(circo: Circo) -> None:
    canaries(circo)
    Path(".circo-digest-network-nr-0001-nl.md.x1y2z3.circo-unfinished").write_text("half")
    Path(".circo-digest-network-nr-0001-nl.md.swp").write_text("an editor's own")
    circo.ok("digest", "export", "--for", "network", "--since-last")
    names = {path.name for path in Path().iterdir() if "digest" in path.name}
    assert names == {".circo-digest-network-nr-0001-nl.md.swp", "circo-digest-network-nr-0001-nl.md"}


def test_an_interrupt_after_the_record_leaves_the_file(circo: Circo, monkeypatch: pytest.MonkeyPatch) -> None:
    canaries(circo)
    commit = Session.commit

    def interrupted(session: Session) -> None:
        commit(session)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Session, "commit", interrupted)
        assert circo("digest", "export", "--for", "network", "--since-last").code == 130
    [row] = circo.json("digest", "list")
    assert [Path(path).is_file() for path in row["files"]] == [True]
    assert circo("digest", "export", "--for", "network", "--since-last", "--empty", "fail").code == 6


def test_a_mail_is_an_eml_and_a_month_a_period(circo: Circo) -> None:
    circo.ok("config", "set", "mail.from", "hub@example.org")
    circo.ok("config", "set", "mail.network", "alle@example.org")
    mail = circo.ok("digest", "preview", "--for", "network", "--format", "mail")
    assert mail.startswith("From: hub@example.org")
    assert circo.ok("digest", "preview", "--for", "network", "--format", "eml") == mail
    found = circo.json("digest", "preview", "--for", "network", "--from", "vorige maand", "--until", "mei")
    assert found["period"] == {"from": "2026-05-01", "until": "2026-05-31", "label": "2026-05-01--2026-05-31"}


def test_a_terminal_shows_a_digest_as_it_is_read_and_markdown_where_it_is_asked_for(
    circo: Circo, monkeypatch: pytest.MonkeyPatch
) -> None:
    canaries(circo)
    piped = circo("digest", "preview", "--for", "network").out
    monkeypatch.setattr("circo_cli.rendering.streams.is_terminal", lambda stream: True)
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setenv("NO_COLOR", "1")
    read = circo("digest", "preview", "--for", "network", "--no-input").out
    title = piped.splitlines()[0].removeprefix("# ")
    assert piped.startswith("# ")
    assert read.splitlines()[:2] == [title, "-" * len(title)]
    assert max(map(len, read.splitlines())) <= 60
    for asked in (("--format", "markdown"), ("-o", "markdown")):
        assert circo("digest", "preview", "--for", "network", "--no-input", *asked).out == piped
    circo.ok("digest", "preview", "--for", "network", "--to", "digest.md", "--no-input")
    assert Path("digest.md").read_text() == piped
