"""circo goal import."""

from __future__ import annotations

from tests.commands.importing import bad, counts, undone, write
from tests.conftest import Circo

HEADER = "Hub;Maat;Doel;Van;Tot en met;Thema;Toelichting\n"
DUTCH = (
    f"{HEADER}limburg;bedrijven;45;2026Q1;2026Q4;;met de provincie\nLimburg;afrondingspercentage;85%;Q3;Q3;;\n"
    "alle;gemiddeld cijfer;8,5;2026-q3;2026 K4;Bouw;\n"
)


def test_goals_come_from_a_dutch_sheet(circo: Circo) -> None:
    circo.ok("hub", "add", "Limburg")
    assert counts(circo, "goal", DUTCH) == {"added": 3}
    rows = [tuple(row.values())[:-1] for row in circo.json("goal", "list", "--sort", "key")]
    assert rows == [
        ("G1", "limburg", "companies", 45, "2026Q1", "2026Q4", None, "met de provincie"),
        ("G2", "limburg", "completion_rate", 0.85, "2026Q3", "2026Q3", None, None),
        ("G3", "all", "average_score", 8.5, "2026Q3", "2026Q4", "bouw", None),
    ]
    assert counts(circo, "goal", DUTCH) == {"unchanged": 3}


def test_a_goal_is_what_it_aims_at(circo: Circo) -> None:
    circo.ok("hub", "add", "Limburg")
    counts(circo, "goal", DUTCH)
    other = DUTCH.replace(";45;", ";50;")
    assert bad(circo, "goal", other) == [(2, "Doel", "50", "differs from 45, which is stored", None)]
    assert counts(circo, "goal", other, "--skip-existing") == {"skipped": 1, "unchanged": 2}
    shown = circo("goal", "import", write(circo, other), "--update", "--dry-run")
    assert "45" in shown.out + shown.err
    assert counts(circo, "goal", other, "--update") == {"updated": 1, "unchanged": 2}
    assert counts(circo, "goal", "key,doel\nG1,60\n2,90%\n", "--update") == {"updated": 2}
    assert [row["target"] for row in circo.json("goal", "list", "--sort", "key")] == [60, 0.9, 8.5]
    assert counts(circo, "goal", "key,hub,tot\ng1,alle,2027Q1\n", "--update") == {"updated": 1}
    assert circo.json("goal", "list", "--sort", "key")[0]["until"] == "2027Q1"
    assert bad(circo, "goal", f"{HEADER}limburg;companies;1;Q1;Q2;;\nlimburg;companies;2;Q1;Q2;;\n") == [
        (3, "Maat", "companies", "is the same goal as row 2", None)
    ]


def test_two_goals_never_get_one_aim(circo: Circo) -> None:
    circo.ok("hub", "add", "Limburg")
    counts(circo, "goal", f"{HEADER}limburg;companies;1;Q1;Q1;;\nlimburg;companies;2;Q2;Q2;;\n")
    assert bad(circo, "goal", "key,van,tot\nG2,Q1,Q1\n", "--update") == [
        (2, "van", "Q1", "makes it what G1 is: the same metric, hub, quarters and theme", None)
    ]
    assert counts(circo, "goal", "key,hub,metric,target,from,until\nG9,limburg,companies,1,Q1,Q1\n") == {"unchanged": 1}


def test_every_bad_value_is_told(circo: Circo) -> None:
    circo.ok("hub", "add", "Limburg")
    text = (
        f"{HEADER}limbrug;companies;1;Q1;Q1;;\nalle;bedrijfen;1;Q1;Q1;;\nalle;companies;veel;Q1;Q1;;\nalle;companies;1,5;Q2;Q2;;\n"
        "alle;completion_rate;85;Q1;Q1;;\nalle;companies;1;Q5;Q1;;\nalle;companies;1;Q3;Q1;;\nalle;partners;1;Q1;Q1;bouw;\n"
        "alle;companies;1;Q1;Q1;bauw;\n;companies;1;Q1;Q1;;\nalle;companies;;Q4;Q4;;\n"
    )
    found = bad(circo, "goal", text)
    assert [(row, column, value, nearest) for row, column, value, _, nearest in found] == [
        (2, "Hub", "limbrug", "limburg"), (3, "Maat", "bedrijfen", "companies"), (4, "Doel", "veel", None), (5, "Doel", "1,5", None),
        (6, "Doel", "85", None), (7, "Van", "Q5", None), (8, "Tot en met", "Q1", None), (9, "Thema", "bouw", None), (10, "Thema", "bauw", "bouw"),
        (11, "Hub", "", None), (12, "Doel", "", None),
    ]  # fmt: skip
    assert found[6][3] == "lies before 2026Q3, the first quarter"


def test_a_number_is_never_used_again(circo: Circo) -> None:
    circo.ok("goal", "set", "companies", "3", "--hub", "all", "--from", "Q1", "--until", "Q1")
    circo.ok("goal", "remove", "G1", "--yes")
    text = "key,hub,metric,target,from,until\nG1,alle,companies,1,Q1,Q1\n"
    assert bad(circo, "goal", text) == [
        (2, "key", "G1", "was used before, and numbers are never used again: leave the key empty", None)
    ]
    assert counts(circo, "goal", text.replace("G1", "G7")) == {"added": 1}
    circo.ok("goal", "set", "companies", "3", "--hub", "all", "--from", "Q2", "--until", "Q2")
    assert [row["key"] for row in circo.json("goal", "list")] == ["G7", "G8"]


def test_one_undo_takes_an_import_back(circo: Circo) -> None:
    circo.ok("hub", "add", "Limburg")
    undone(circo, "goal", DUTCH)
