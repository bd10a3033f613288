"""The examples for cron and systemd, run as they stand: only their settings are adapted, as a reader would."""

from __future__ import annotations

import email
import os
import re
import subprocess
import textwrap
from collections import Counter
from configparser import ConfigParser
from email.policy import default
from pathlib import Path

import pytest

from tests.conftest import Circo
from tests.contract.conftest import EXAMPLES

CRON = EXAMPLES / "cron"


@pytest.fixture
def host(network: Circo, program: Path) -> Circo:
    """A machine with circo, addresses, the script in its place, and a ``sendmail`` that keeps what it is given."""
    sendmail = program / "sendmail"
    sendmail.write_text(
        '#!/bin/sh\ntest "$*" = "-t -oi" || exit 64\ntest -e refuse && exit 75\n'
        'mkdir -p mailed && cat > "mailed/$(ls mailed | wc -l)"\n'
    )
    sendmail.chmod(0o755)
    Path("digests").mkdir()
    Path("mail-digests.sh").write_bytes((CRON / "mail-digests.sh").read_bytes())
    network.ok("config", "set", "mail.from", "CIRCO <kennis@example.org>")
    network.ok("config", "set", "mail.circo", "circo@example.org")
    network.ok("config", "set", "mail.network", "hubs@example.org")
    for hub in network.json("hub", "list"):
        if not hub["lead_email"]:
            network.ok("hub", "edit", hub["key"], "--lead-email", f"{hub['key']}@example.org")
    return network


def settings(host: Circo, lines: list[str]) -> dict[str, str]:
    """Return the environment that `lines` of NAME=VALUE give, with this machine's place for /srv/circo."""
    here = dict(line.split("=", 1) for line in lines)
    found = {name: value.replace("/srv/circo", str(host.directory)) for name, value in here.items()}
    found["PATH"] = f"{host.directory / 'bin'}:{found['PATH']}"
    kept = {name: os.environ[name] for name in os.environ if name.startswith(("HOME", "XDG_", "CIRCO_"))}
    return kept | found


def crontab(host: Circo) -> tuple[dict[str, str], list[str]]:
    """Return the environment and the commands of the crontab."""
    lines = (CRON / "circo.crontab").read_text(encoding="utf-8").splitlines()
    environment = settings(host, [line for line in lines if re.match(r"[A-Z_]+=", line)])
    return environment, [line.split(maxsplit=5)[5] for line in lines if line[:1].isdigit()]


def mailed() -> Counter[str]:
    """Return to whom the fake sendmail was given messages."""
    place = Path("mailed")
    messages = [email.message_from_bytes(path.read_bytes(), policy=default) for path in place.iterdir()]
    return Counter(str(message["To"]) for message in messages)


def mail(host: Circo) -> subprocess.CompletedProcess[str]:
    """Run the line for Mondays."""
    environment, commands = crontab(host)
    [line] = [line for line in commands if "MAIL_DIGESTS" in line]
    return subprocess.run(["sh", "-c", line], env=environment, capture_output=True, text=True, check=False)


def test_the_lines_of_the_crontab_run_silently(host: Circo) -> None:
    environment, commands = crontab(host)
    assert len(commands) == 4
    for line in commands:
        assert "%" not in line, "cron would take it for a line end"
        done = subprocess.run(["sh", "-c", line], env=environment, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", ""), line
    hubs = [hub for hub in host.json("hub", "list") if hub["stage"] != "closed"]
    assert set(mailed()) <= {"circo@example.org", "hubs@example.org", *(hub["lead_email"] for hub in hubs)}
    assert set(mailed().values()) == {1}
    assert len(mailed()) == len(hubs) + 2
    names = {path.name for path in Path("digests").iterdir()}
    assert names == {
        ".mailing", "outbox", "sent", "circo-digest-network-2026Q1-nl.html", "report-last-quarter.md",
    }  # fmt: skip
    assert list(Path("digests/outbox").iterdir()) == []


def test_what_is_entered_late_is_mailed_once(host: Circo) -> None:
    assert (mail(host).returncode, mail(host).returncode) == (0, 0)
    before = mailed()
    assert set(before.values()) == {1}
    host.ok("question", "log", "Wat leerde iemand ooit?", "--asked-on", "2025-02-03", "--hub", "limburg")
    limburg = host.json("hub", "show", "limburg")["lead_email"]
    for _ in range(2):
        assert (done := mail(host)).returncode == 0, done.stderr
        assert mailed() - before == Counter({"circo@example.org": 1, limburg: 1})


def test_what_could_not_be_sent_goes_the_next_time(host: Circo) -> None:
    Path("refuse").touch()
    assert mail(host).returncode == 1
    waiting = sorted(path.name for path in Path("digests/outbox").iterdir())
    assert len(waiting) > 2
    Path("refuse").unlink()
    assert mail(host).returncode == 0
    assert sorted(path.name for path in Path("digests/sent").iterdir()) == waiting
    assert set(mailed().values()) == {1}


def test_what_a_killed_run_left_is_not_sent(host: Circo) -> None:
    assert mail(host).returncode == 0
    before = mailed()
    Path("digests/outbox/circo-digest-network-nr-0002-nl.eml").write_text("To: hubs@example.org\n\nniet af")
    assert mail(host).returncode == 0
    assert mailed() == before


def test_a_hub_without_an_address_is_said_and_the_others_get_their_mail(host: Circo) -> None:
    host.ok("hub", "edit", "limburg", "--lead-email", "")
    done = mail(host)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("warning: hub:limburg: eml needs the lead's e-mail address of limburg")
    assert len(done.stderr.splitlines()) == 1
    assert mailed()["hubs@example.org"] == 1


def test_the_service_runs_the_same(host: Circo) -> None:
    units = {}
    for kind in ("service", "timer"):
        lines = (CRON / f"circo-digest.{kind}").read_text(encoding="utf-8").splitlines()
        repeated = [line.partition("=")[2] for line in lines if line.startswith("Environment=")]
        parser = ConfigParser(delimiters=("=",), interpolation=None)
        parser.optionxform = str  # type: ignore[assignment,method-assign]
        parser.read_string("\n".join(line for line in lines if not line.startswith("Environment=")))
        units[kind] = parser, repeated
    service, lines = units["service"]
    environment = settings(host, lines)
    command = service["Service"]["ExecStart"].split()
    assert command[0] == "/bin/sh"
    words = [re.sub(r"\$\{(\w+)\}", lambda match: environment[match[1]], word) for word in command]
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert mailed()["circo@example.org"] == 1
    assert units["timer"][0]["Timer"]["OnCalendar"].startswith("Mon ")
    assert units["timer"][0]["Install"]["WantedBy"] == "timers.target"


def test_help_shows_the_lines_and_where_the_files_are(bare: Circo) -> None:
    out = bare.ok("help", "cron")
    assert out.endswith(textwrap.indent((CRON / "circo.crontab").read_text(encoding="utf-8"), "  "))
    assert str(CRON) in out
    assert [path.name for path in CRON.iterdir() if path.name not in out] == []
    assert bare.json("help", "cron") == {"topic": "cron", "text": out}
