"""The configuration file: read lazily and checked whole, changed without touching what else stands in it."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from circo_cli.context import Invocation
from circo_cli.context.configuration import KEYS, read_configuration, with_value, without_value
from circo_cli.errors import UsageError

FILE = """\
# What I set once.
lang = "en"  # for the network

[mail]
# everybody's address
from = "CIRCO <kennis@example.org>"
"""


@pytest.fixture
def file(directory: Path) -> Path:
    """Where the file would be; its directory is there."""
    path = directory / "xdg_config_home" / "circo" / "config.toml"
    path.parent.mkdir(parents=True)
    return path


def test_no_file_is_no_setting(file: Path) -> None:
    assert read_configuration(file) == {}
    assert read_configuration(file / "below" / "a file") == {}


def test_the_keys_are_those_of_the_contract() -> None:
    assert list(KEYS) == [
    "db", "output", "lang", "user", "color", "timezone", "hub", "mail.from", "mail.circo", "mail.network",
    "retention.months",
]  # fmt: skip


def test_every_key_is_read(file: Path) -> None:
    file.write_text(
        'db = "~/netwerk.db"\noutput = "json"\nlang = "en"\nuser = "Anna"\ncolor = "never"\n'
        'timezone = "Asia/Bangkok"\nhub = "limburg"\nmail.from = "Anna Bos <anna@example.org>"\n'
        'mail.circo = "circo@example.org"\nmail.network = "a@example.org, Bo <b@example.org>"\nretention.months = 24\n'
    )
    assert read_configuration(file) == {
        "db": str(file.parents[2] / "netwerk.db"),
        "output": "json",
        "lang": "en",
        "user": "Anna",
        "color": "never",
        "timezone": "Asia/Bangkok",
        "hub": "limburg",
        "mail.from": "Anna Bos <anna@example.org>",
        "mail.circo": "circo@example.org",
        "mail.network": "a@example.org, Bo <b@example.org>",
        "retention.months": 24,
    }


@pytest.mark.parametrize(
    ("content", "key", "near"),
    [
        ('langg = "nl"', "langg", "did you mean lang?"),
        ('[mail]\nfrm = "a@example.org"', "mail.frm", "did you mean mail.from?"),
        ('mail = "a@example.org"', "mail", ""),
        ('lang = "n"', "lang", "One of: nl, en"),
        ('output = "jsn"', "output", "did you mean json?"),
        ("lang = 3", "lang", "circo config set lang VALUE"),
        ('color = "alway"', "color", "did you mean always?"),
        ("hub = true", "hub", "circo config set hub VALUE"),
        ('hub = " "', "hub", ""),
        ('user = "a\\u0007"', "", ""),
        ('mail.from = "a@example.org, b@example.org"', "mail.from", ""),
        ('mail.network = "nobody"', "mail.network", ""),
        ('mail.from = "a@example.org\\nBcc: b@example.org"', "mail.from", ""),
        ('retention.months = "24"', "retention.months", ""),
        ("retention.months = 0", "retention.months", ""),
        ("retention.months = true", "retention.months", ""),
        ('[retention.months]\nfor = "ever"', "retention.months.for", "did you mean retention.months?"),
        ("lang = nl", "", ""),
        ('lang = "nl"\nlang = "en"', "", ""),
    ],
)
def test_what_is_wrong_names_file_key_and_nearest(file: Path, content: str, key: str, near: str) -> None:
    file.write_text(content)
    with pytest.raises(UsageError) as raised:
        read_configuration(file)
    assert raised.value.exit_code == 2
    if key:
        assert raised.value.code == "configuration"
        assert str(file) in raised.value.message
        assert key in raised.value.message
        assert near in str(raised.value.hint)


def test_a_zone_that_is_none_has_a_nearest_one(file: Path) -> None:
    file.write_text('timezone = "Europe/Amsterdm"')
    with pytest.raises(UsageError, match="did you mean Europe/Amsterdam"):
        read_configuration(file)


def test_comments_and_order_stay() -> None:
    changed = with_value(with_value(FILE, "hub", "limburg"), "mail.circo", "circo@example.org")
    assert changed == FILE.replace("# for the network\n", '# for the network\nhub = "limburg"\n') + (
        'circo = "circo@example.org"\n'
    )
    assert without_value(without_value(changed, "hub") or "", "mail.circo") == FILE
    assert with_value(FILE, "lang", "nl") == FILE.replace('"en"', '"nl"')


@pytest.mark.parametrize("key", KEYS)
def test_what_is_set_is_read_and_what_is_unset_is_gone(key: str) -> None:
    value = 24 if key == "retention.months" else "nl"
    for content in ("", FILE, 'mail.circo = "b@example.org"\nretention.months = 3\n'):
        set_ = with_value(content, key, value)
        table = tomllib.loads(set_)
        for part in key.split("."):
            table = table[part]
        assert table == value
        without = without_value(set_, key)
        assert without is not None
        assert without_value(without, key) is None
    assert without_value(with_value("", key, value), key) == ""


def test_option_environment_file_default(file: Path) -> None:
    def language(*typed: str, **environment: str) -> str:
        call = Invocation([], environment)
        if typed:
            call.options.keep("lang", typed[0])
        return call.language

    assert language() == "nl"
    file.write_text('lang = "en"')
    assert language() == "en"
    assert language(CIRCO_LANG="nl") == "nl"
    assert language("en", CIRCO_LANG="nl") == "en"


def test_colour_that_the_environment_forbids_does_not_come_back(file: Path) -> None:
    file.write_text('color = "always"')
    assert Invocation([], {}).output_choice().color == "always"
    assert Invocation([], {"NO_COLOR": "1"}).output_choice().color == "auto"
    assert Invocation([], {"TERM": "dumb"}).output_choice().color == "auto"


def test_the_day_begins_in_the_configured_zone(file: Path) -> None:
    file.write_text('timezone = "Pacific/Kiritimati"')
    assert str(Invocation([], {}).zone) == "Pacific/Kiritimati"
