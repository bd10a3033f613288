"""circo theme import."""

from __future__ import annotations

from tests.commands.importing import bad, counts, undone, write
from tests.conftest import Circo


def test_themes_come_from_a_dutch_sheet(circo: Circo) -> None:
    text = "Thema;Engelse naam\nMobiliteit;Mobility\nWater & bodem;\n"
    assert counts(circo, "theme", text) == {"added": 2}
    assert {row["key"]: (row["name_nl"], row["name_en"]) for row in circo.json("theme", "list")}.items() >= {
        "mobiliteit": ("Mobiliteit", "Mobility"),
        "water-bodem": ("Water & bodem", None),
    }.items()
    assert counts(circo, "theme", text) == {"unchanged": 2}


def test_what_differs_is_bad_unless_it_is_to_be_changed_or_left(circo: Circo) -> None:
    text = "key,name_nl,name_en\nzorg,Zorg,Health\n"
    assert bad(circo, "theme", text) == [(2, "name_en", "Health", "differs from Care, which is stored", None)]
    assert counts(circo, "theme", text, "--skip-existing") == {"skipped": 1}
    shown = circo("theme", "import", write(circo, text), "--update", "--dry-run")
    assert "Health" in shown.out + shown.err
    assert counts(circo, "theme", text, "--update") == {"updated": 1}
    assert [row["name_en"] for row in circo.json("theme", "list") if row["key"] == "zorg"] == ["Health"]


def test_a_label_is_of_one_theme(circo: Circo) -> None:
    assert bad(
        circo, "theme", "key,thema,engels\n,Constructie,Construction\nx,Bouw,\nconstruction,C,\nzorg,,Plastics\n"
    ) == [
        (2, "engels", "Construction", "is a label of the theme bouw", "bouw"),
        (3, "thema", "Bouw", "is a label of the theme bouw", "bouw"),
        (4, "key", "construction", "is the same theme as row 2", None),
        (5, "engels", "Plastics", "differs from Care, which is stored", None),
    ]
    assert bad(circo, "theme", "key,engels\nzorg,Plastics\n", "--update") == [
        (2, "engels", "Plastics", "is a label of the theme kunststoffen", "kunststoffen")
    ]
    assert bad(circo, "theme", "thema,engels\nWind!,\nLucht,wind\n,\nZon,Zon\n")[0][:4] == (
        3, "thema", "Lucht", "is the same theme as row 2",
    )  # fmt: skip
    assert counts(circo, "theme", "thema\nConstruction\n", "--skip-existing") == {"skipped": 1}
    assert [row[:2] for row in bad(circo, "theme", "thema,engels\n,Sun\n")] == [(2, "thema")]


def test_one_undo_takes_an_import_back(circo: Circo) -> None:
    undone(circo, "theme", "thema\nMobiliteit\n")
