"""Whose names must not leave their hub."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from circo_cli.domain.privacy import Hit, names_in, refuse_names
from circo_cli.errors import RefusedError
from circo_cli.queries.known_names import known_names
from circo_cli.storage.reader import open_reader
from circo_cli.values.names import KnownName, NameIndex
from tests.conftest import Circo

SEED = """
INSERT INTO hub (id, key, name, kind, stage, country, timezone, lead, lead_email)
VALUES (1, 'limburg', 'Limburg', 'regional', 'exploring', 'NL', 'Europe/Amsterdam', 'Eva Voorbeeld', 'eva@example.org');
INSERT INTO company (id, key, name, kind, country) VALUES
    (1, 'jansen', 'Jansen Textiel', 'company', 'NL'),
    (2, 'venlo', 'Gemeente Venlo', 'municipality', 'NL'),
    (3, 'weert', 'Weert', 'municipality', 'NL'),
    (4, 'liof', 'LIOF', 'company', 'NL'),
    (5, 'roermond', 'Roermond', 'municipality', 'NL');
INSERT INTO partner (id, key, name, kind) VALUES
    (1, 'liof', 'LIOF', 'development-agency'),
    (2, 'gemeente-roermond', 'Gemeente Roermond', 'municipality');
INSERT INTO company_contact (id, company_id, name, email, phone)
VALUES (1, 1, 'Piet Contact', 'piet@example.org', '0475 123456'), (2, 1, 'Zonder Adres', NULL, NULL);
INSERT INTO company_note (company_id, text, noted_on, author) VALUES (1, 'gebeld', '2026-05-01', 'Nora Notitie');
INSERT INTO trainer (id, key, name, email) VALUES (1, 'tom', 'Tom Trainer', 'tom@example.org');
INSERT INTO question (id, text, category, status, asked_on, owner, sharing) VALUES
    (1, 'Hoe?', 'other', 'answered', '2026-05-01', 'Olga Eigenaar', 'hub'),
    (2, 'Wie?', 'other', 'open', '2026-05-01', 'CIRCO', 'hub'),
    (3, 'Wat?', 'other', 'open', '2026-05-01', 'limburg', 'hub');
INSERT INTO question_answer (question_id, text, author, answered_on) VALUES (1, 'Zo.', 'Anton Antwoord', '2026-05-02');
INSERT INTO insight (id, title, kind, status, version) VALUES (1, 'Titel', 'insight', 'draft', 1);
INSERT INTO insight_version (insight_id, version, title, published_on, author)
VALUES (1, 1, 'Titel', '2026-05-02', 'Vera Versie');
INSERT INTO insight_comment (insight_id, text, author, commented_at)
VALUES (1, 'Mooi', 'Cor Commentaar', '2026-05-02T10:00:00Z');
INSERT INTO hub_stage (hub_id, stage, entered_on, forced, actor)
VALUES (1, 'exploring', '2026-01-01', 0, 'Joke Journaal');
"""


@pytest.fixture
def index(circo: Circo) -> NameIndex:
    """The names of a small network."""
    with closing(sqlite3.connect(circo.database)) as connection:
        connection.executescript(SEED)
    with open_reader(circo.database) as reader:
        return known_names(reader)


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Jansen Textiels aanpak", "Jansen Textiel", "company"),
        ("bij de gemeente Venlo", "Gemeente Venlo", "municipality"),
        ("bij gemeente Weert", "Weert", "municipality"),
        ("met EVA VOORBEELD", "Eva Voorbeeld", "person"),
        ("bel Piet Contact", "Piet Contact", "person"),
        ("Zonder Adres weet het", "Zonder Adres", "person"),
        ("vraag Tom Trainer", "Tom Trainer", "person"),
        ("Olga Eigenaar zoekt uit", "Olga Eigenaar", "person"),
        ("zegt Anton Antwoord", "Anton Antwoord", "person"),
        ("schreef Vera Versie", "Vera Versie", "person"),
        ("zei Cor Commentaar", "Cor Commentaar", "person"),
        ("belde Nora Notitie", "Nora Notitie", "person"),
        ("mail piet@example.org", "piet@example.org", "email"),
        ("mail eva@example.org", "eva@example.org", "email"),
        ("mail tom@example.org", "tom@example.org", "email"),
        ("bel +31 475 123456", "0475 123456", "phone"),
    ],
)
def test_each_is_known(index: NameIndex, text: str, name: str, kind: str) -> None:
    assert index.find(text) == (KnownName(name, kind),)


@pytest.mark.parametrize(
    "text",
    [
        "LIOF helpt",  # a partner may be named, also where a company is called so
        "de gemeente Roermond doet mee",
        "in Venlo en Weert",
        "CIRCO in Limburg",  # an owner that is nobody
        "Joke Journaal keek mee",  # wrote nothing that is published
    ],
)
def test_these_may_be_named(index: NameIndex, text: str) -> None:
    assert index.find(text) == ()


def test_a_refusal_names_all_hits_and_where() -> None:
    index = NameIndex([KnownName("Jansen Textiel", "company"), KnownName("Eva Voorbeeld", "person")])
    texts = {"the title": "Eva Voorbeeld bij Jansen Textiel", "the body": None, "topic x": "jansen textiel"}
    assert names_in(index, texts) == [
        Hit("the title", "Eva Voorbeeld", "person"),
        Hit("the title", "Jansen Textiel", "company"),
        Hit("topic x", "Jansen Textiel", "company"),
    ]
    with pytest.raises(RefusedError) as refused:
        refuse_names(index, texts, hint="type something else")
    assert refused.value.code == "names-someone"
    assert refused.value.hint == "type something else"
    assert refused.value.message == (
        "the network would see a name: the title names Eva Voorbeeld (person), "
        "the title names Jansen Textiel (company), topic x names Jansen Textiel (company)"
    )
    assert refused.value.details[2] == {"where": "topic x", "name": "Jansen Textiel", "kind": "company"}
    refuse_names(index, {"the title": "niemand"})


NAMES = st.one_of(
    st.sampled_from(
        [
            "Jansen Textiel",
            "jansen",
            "De Bakker B.V.",
            "'t Hoekje",
            "Zoë",
            "C++",
            " X-1 ",
            "A",
            "b.v.",
            "日本",
            "ﬁ",
            "Öko*",
            "Zoë van Dijk",
            "Café Bos Gmbh",
            "'t Höfke Bakkerij B.V.",
            "日本 Bakker",
        ]
    ),
    st.text("aAbé'.- *_1", min_size=1, max_size=8),
)
NUMBERS = st.one_of(
    st.sampled_from(
        ["020-1234567", "+31 (0)20 123 45 67", "06 12345678 / 020-7654321", "0475-12", "geheim", "+32 9 1"]
    ),
    st.text("0123 +-()./x", min_size=1, max_size=14),
)
ADDRESSES = st.sampled_from(["Jan@Example.org", "geen adres", "jan+x@example.org", "x@y"])
FRAMES = st.sampled_from(["{}", "Volgens {}s plan", "**{}**", "in {}'s, zo", "> {} en meer", "gemeente {}", "({})2026"])


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    names=st.lists(NAMES, max_size=5),
    numbers=st.lists(NUMBERS, max_size=3),
    addresses=st.lists(ADDRESSES, max_size=2),
    frames=st.lists(FRAMES, min_size=10, max_size=10),
)
def test_the_names_that_could_stand_in_a_text_are_all_that_a_search_of_it_needs(
    circo: Circo, names: list[str], numbers: list[str], addresses: list[str], frames: list[str]
) -> None:
    names, numbers = [name for name in names if name.strip()], [number for number in numbers if number.strip()]
    texts = [frame.format(each) for frame, each in zip(frames, [*names, *numbers, *addresses], strict=False)]
    with closing(sqlite3.connect(circo.database)) as connection, connection:
        connection.execute("DELETE FROM company_contact")
        connection.execute("DELETE FROM company")
        connection.executemany(
            "INSERT INTO company (id, key, name, kind, country) VALUES (?, ?, ?, ?, 'NL')",
            [
                (place, f"c{place}", name, "municipality" if place % 3 == 2 else "company")
                for place, name in enumerate(names, start=1)
            ],
        )
        connection.execute(
            "INSERT INTO company (id, key, name, kind, country) VALUES (99, 'z', 'zzz', 'company', 'NL')"
        )
        connection.executemany(
            "INSERT INTO company_contact (company_id, name, phone) VALUES (99, ?, ?)",
            [(f"{place} {name}" if place % 2 else f"{name}{place}", None) for place, name in enumerate(names)]
            + [(f"p{place}", number) for place, number in enumerate(numbers)],
        )
        connection.executemany(
            "INSERT INTO company_contact (company_id, name, email) VALUES (99, ?, ?)",
            [(f"e{place}", address) for place, address in enumerate(addresses)],
        )
    with open_reader(circo.database) as reader:
        every = known_names(reader)
        for text in texts:
            assert known_names(reader, [text]).find(text) == every.find(text)
        assert [known_names(reader, texts).find(text) for text in texts] == [every.find(text) for text in texts]


def test_a_name_that_begins_in_another_way_is_known_only_where_its_plain_words_stand(circo: Circo) -> None:
    with closing(sqlite3.connect(circo.database)) as connection, connection:
        connection.execute("INSERT INTO company (id, key, name, kind, country) VALUES (1, 'z', 'zzz', 'company', 'NL')")
        connection.executemany(
            "INSERT INTO company_contact (company_id, name) VALUES (1, ?)",
            [(f"Zoë Voorbeeld{chr(ord('a') + place)}stra",) for place in range(20)],
        )
    taken_apart = []

    class Counting(NameIndex):
        def _add(self, known: KnownName) -> None:
            taken_apart.append(known.text)
            super()._add(known)

    with pytest.MonkeyPatch.context() as patched, open_reader(circo.database) as reader:
        patched.setattr("circo_cli.queries.known_names.NameIndex", Counting)
        index = known_names(reader, ["Dat vroeg zoe voorbeeldcstra, en Zoë ook."])
    assert taken_apart == ["Zoë Voorbeeldcstra"]
    assert index.find("zoe voorbeeldcstra") == (KnownName("Zoë Voorbeeldcstra", "person"),)
