"""The digest as a message: whole headers, nothing in them from the data, both alternatives, always the same bytes."""

from __future__ import annotations

import email
import sqlite3
from contextlib import closing
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

from tests.conftest import Circo
from tests.documents.test_digest import small_network
from tests.documents.test_html import check


@pytest.fixture
def mailing(circo: Circo) -> Circo:
    """A small network with addresses."""
    small_network(circo)
    circo.ok("config", "set", "mail.from", "CIRCO kennis én kunde <kennis@example.org>")
    circo.ok("config", "set", "mail.network", "Alle hubs <hubs@example.org>, archief@example.org")
    circo.ok("config", "set", "mail.circo", "circo@example.org")
    circo.ok("hub", "edit", "limburg", "--lead-email", "limburg@example.org")
    return circo


def message_for(circo: Circo, audience: str, *options: str) -> tuple[str, EmailMessage]:
    raw = circo.ok("digest", "preview", "--for", audience, "--format", "eml", *options)
    message = email.message_from_string(raw, policy=default)
    assert isinstance(message, EmailMessage)
    assert not message.defects
    return raw, message


def test_headers(mailing: Circo) -> None:
    raw, message = message_for(mailing, "network")
    assert list(message.keys()) == [
        "From", "To", "Subject", "Date", "Message-ID", "List-Id", "Auto-Submitted", "MIME-Version", "Content-Type",
        "Content-Language",
    ]  # fmt: skip
    assert message["From"] == "CIRCO kennis én kunde <kennis@example.org>"
    assert message["To"] == "Alle hubs <hubs@example.org>, archief@example.org"
    assert message["Subject"] == "CIRCO-kennisdigest voor het netwerk: tweede kwartaal 2026"
    assert message["Date"] == "Mon, 15 Jun 2026 00:00:00 +0200"
    assert message["Message-ID"].startswith("<circo-digest.")
    assert message["Message-ID"].endswith("@example.org>")
    assert message["List-Id"] == "<circo-digest-network-nl.example.org>"
    assert (message["Auto-Submitted"], message["MIME-Version"]) == ("auto-generated", "1.0")
    assert message["Content-Language"] == "nl"
    assert raw.isascii()
    assert "\r" not in raw
    assert max(map(len, raw.splitlines())) <= 78


def test_both_alternatives_say_what_the_documents_say(mailing: Circo) -> None:
    for language in ("nl", "en"):
        _, message = message_for(mailing, "circo", "--lang", language)
        assert message["Content-Language"] == language
        text, html = message.iter_parts()
        assert (text.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
        assert (text["Content-Language"], html["Content-Language"]) == (language, language)
        assert isinstance(text, EmailMessage)
        assert isinstance(html, EmailMessage)
        plain = mailing.ok("digest", "preview", "--for", "circo", "--format", "text", "--lang", language)
        assert text.get_content() == plain
        check(html.get_content())
        assert "<svg" not in html.get_content()
        assert "<table>" in html.get_content()


def test_to_whom(mailing: Circo) -> None:
    assert message_for(mailing, "circo")[1]["To"] == "circo@example.org"
    assert message_for(mailing, "hub:limburg")[1]["To"] == "limburg@example.org"


def test_the_message_changes_with_what_it_says_and_with_the_day(mailing: Circo) -> None:
    raw, message = message_for(mailing, "circo")
    assert message_for(mailing, "circo")[0] == raw
    _, tomorrow = message_for(mailing, "circo", "--today", "2026-06-16")
    assert tomorrow["Date"] == "Tue, 16 Jun 2026 00:00:00 +0200"
    mailing.ok("question", "log", "Nog een?")
    _, other = message_for(mailing, "circo")
    seen = [each["Message-ID"] for each in (message, tomorrow, other)]
    assert len(set(seen)) == 3
    assert len({each.get_boundary() for each in (message, tomorrow, other)}) == 3


def test_no_name_in_the_data_becomes_a_header(mailing: Circo) -> None:
    """Even one that came into the file past the command line."""
    with closing(sqlite3.connect(mailing.database)) as connection, connection:
        connection.execute("UPDATE hub SET name = ?", ["Limburg\nBcc: dief@example.org\r\n\r\n<script>é" + "x" * 200])
    raw, message = message_for(mailing, "hub:limburg")
    assert message["Bcc"] is None
    assert "\nBcc:" not in raw
    assert message["Subject"].startswith("CIRCO-kennisdigest voor Limburg Bcc: dief@example.org <script>éxx")
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    with closing(sqlite3.connect(mailing.database)) as connection, connection:
        connection.execute("UPDATE hub SET lead_email = ?", ["a@example.org\nBcc: dief@example.org"])
    assert mailing.refused("digest", "export", "--for", "hub:limburg", "--format", "eml")["code"] == "mail-address"


@pytest.mark.parametrize("address", ["a..b@example.org", "é@example.org", "a[b@example.org", "@example.org", "a@b"])
def test_an_address_that_is_none_is_wrong_use(mailing: Circo, address: str) -> None:
    with closing(sqlite3.connect(mailing.database)) as connection, connection:
        connection.execute("UPDATE hub SET lead_email = ?", [address])
    error = mailing.refused("digest", "export", "--for", "hub:limburg", "--format", "eml")
    assert (error["exit_code"], error["code"]) == (2, "mail-address")


def test_a_missing_address_says_what_to_type(circo: Circo) -> None:
    small_network(circo)
    for audience, key, hint in (
        ("network", "mail.from", 'circo config set mail.from "CIRCO <kennis@example.org>"'),
        ("network", "mail.network", "circo config set mail.network ADDRESS"),
        ("circo", "mail.circo", "circo config set mail.circo ADDRESS"),
        ("hub:limburg", "the lead's e-mail address of limburg", "circo hub edit limburg --lead-email ADDRESS"),
    ):
        error = circo.refused("digest", "export", "--for", audience, "--format", "eml", "--format", "text")
        assert (error["exit_code"], error["message"], error["hint"]) == (2, f"eml needs {key}, and it is not set", hint)
        if key == "mail.from":
            circo.ok("config", "set", "mail.from", "kennis@example.org")
    assert list(Path().glob("circo-digest*")) == []
    circo.ok("hub", "add", "Zeeland", "--region", "zeeland", "--lead-email", "zeeland@example.org")
    answer = circo("digest", "export", "--for", "hubs", "--format", "eml", "--to", "post")
    assert answer.code == 2
    assert "warning: hub:limburg: eml needs the lead's e-mail address of limburg" in answer.err
    assert [path.name for path in Path("post").iterdir()] == ["circo-digest-hub-zeeland-2026Q2-nl.eml"]
