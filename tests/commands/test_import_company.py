"""circo company import: from a partner's spreadsheet to companies, all of them or none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Circo
from tests.content import content

HEADER = "Bedrijfsnaam;KvK-nummer;Plaats;Postcode;Rol in keten;Contactpersoon;E-mail\n"


@pytest.fixture
def file(directory: Path) -> Any:
    """Write a file of companies and return its name."""

    def write(text: str, name: str = "companies.csv") -> str:
        (directory / name).write_text(text, encoding="utf-8")
        return name

    return write


def bad(circo: Circo, *arguments: str) -> list[tuple[Any, ...]]:
    """Return the bad rows of an import that is refused."""
    error = circo.refused("company", "import", *arguments)
    assert (error["code"], error["exit_code"]) == ("bad-rows", 2)
    return [tuple(detail.values()) for detail in error["details"]]


def test_a_sheet_of_a_partner_becomes_companies_with_contacts(circo: Circo, file: Any) -> None:
    circo.ok("hub", "add", "Utrecht", "--region", "utrecht")
    name = file(
        f"{HEADER}Fictief Hout;90000017;Utrecht;3511ab;merk;Anna Bos;anna@example.org\n\nGemeente X;;;;overheid;;\n"
    )
    assert circo.json("company", "import", name) == {
        "change": "C2", "added": 2, "updated": 0, "unchanged": 0, "skipped": 0, "bad": 0,
    }  # fmt: skip
    company = circo.json("company", "show", "fictief-hout")
    fields = ("name", "kvk", "kind", "chain_role", "city", "postcode", "region", "country", "hub")
    assert [company[field] for field in fields] == [
        "Fictief Hout", "90000017", "company", "brand", "Utrecht", "3511 AB", "utrecht", "NL", "utrecht",
    ]  # fmt: skip
    assert company["contact_list"] == [
        {"company": "fictief-hout", "name": "Anna Bos", "email": "anna@example.org", "phone": None, "role": None}
    ]
    assert circo.json("company", "show", "gemeente-x")["hub"] is None


def test_the_same_file_again_changes_nothing(circo: Circo, file: Any) -> None:
    name = file(f"{HEADER}Fictief Hout;90000017;Utrecht;3511 AB;merk;Anna Bos;anna@example.org\n")
    circo.ok("company", "import", name)
    before = circo.database.read_bytes()
    assert circo.json("company", "import", name) == {
        "change": None, "added": 0, "updated": 0, "unchanged": 1, "skipped": 0, "bad": 0,
    }  # fmt: skip
    assert circo.database.read_bytes() == before


def test_an_import_is_one_change_which_one_undo_takes_back(circo: Circo, file: Any) -> None:
    before = content(circo.database)
    circo.ok("company", "import", file(f"{HEADER}Een;;;;;Anna Bos;\nTwee;;;;;;\n"))
    after = content(circo.database)
    assert circo.json("history")[0]["summary"] == "companies from companies.csv: 2 added"
    circo.ok("undo")
    assert content(circo.database) == before
    circo.ok("redo")
    assert content(circo.database) == after
    assert {row["ok"] for row in circo.json("db", "check", "--deep")} == {True}


def test_every_bad_row_is_told_with_all_its_faults(circo: Circo, file: Any) -> None:
    name = file(
        "naam;kvk;postcode;rol in keten;e-mail;contactpersoon;hub;land\n"
        "Goed;;;;;;;\n"
        "Kort;123;;mark;;;;\n"
        ";90000017;;;;;;\n"
        "Post;;0011 AB;;anna@;Anna;;\n"
        "Ver;;;;;;utrect;XX\n"
    )
    circo.ok("hub", "add", "Utrecht", "--region", "utrecht")
    assert bad(circo, name) == [
        (3, "kvk", "123", "'123' is not a KvK number: it has 3 digits and not eight", None),
        (3, "rol in keten", "mark", "is none of material-producer, parts-manufacturer, product-manufacturer, brand, retailer, service-provider, user, refurbisher, recycler, designer, consultant, government, other", "brand"),
        (4, "naam", "", "is empty", None),
        (5, "e-mail", "anna@", "'anna@' is not an e-mail address such as anna@example.org", None),
        (6, "land", "XX", "'XX' is not a country code of two letters, such as NL, BE or PT", None),
        (6, "hub", "utrect", "is no hub", "utrecht"),
    ]  # fmt: skip
    answer = circo("company", "import", name)
    assert answer.err.splitlines()[:3] == [
        "error: 4 of 5 rows of companies.csv cannot be taken, and nothing was imported",
        answer.err.splitlines()[1],
        answer.err.splitlines()[2],
    ]
    assert "--rejects FILE" in answer.err.splitlines()[-1]
    assert circo.json("company", "list") == []


def test_a_postcode_is_dutch_unless_the_country_says_otherwise(circo: Circo, file: Any) -> None:
    name = file("naam,postcode,land\nA,1000-123,PT\nB,1000-123,\n")
    assert bad(circo, name) == [
        (3, "postcode", "1000-123", "'1000-123' is not a Dutch postcode: write it as 1234 AB; outside the Netherlands give the country", None),
    ]  # fmt: skip


def test_seven_digits_are_a_kvk_number_that_lost_its_zero(circo: Circo, file: Any) -> None:
    answer = circo("company", "import", file("naam,kvk\nFictief Hout,1234567\n"))
    assert answer.code == 0
    assert "note: KvK numbers of seven digits got the leading zero that spreadsheets drop: 01234567\n" in answer.err
    assert circo.json("company", "show", "01234567")["kvk"] == "01234567"


@pytest.mark.parametrize(
    ("row", "unchanged"),
    [
        ("fictief-hout,,,", 1),
        (",Fictief Hout,90000017,", 1),
        (",FICTIEF HOUT,,3511 AB", 0),
        (",Fictief Hout,,3511ab", 1),
        (",Fictief Hout,,", 1),
        (",Fictief Hout,,3512 AB", 0),
        (",Fictief Hout,90000025,3511 AB", 0),
    ],
)
def test_identity_is_the_key_or_kvk_number_or_name_with_postcode(
    circo: Circo, file: Any, row: str, unchanged: int
) -> None:
    circo.ok("company", "add", "Fictief Hout", "--kvk", "90000017", "--postcode", "3511 AB")
    answer = circo.json("company", "import", file(f"key,naam,kvk,postcode\n{row}\n"), "--skip-existing")
    assert answer["unchanged"] == unchanged
    assert answer["added"] == (1 if "3512" in row or "90000025" in row else 0)


def test_a_merged_company_stands_for_what_it_was_merged_into(circo: Circo, file: Any) -> None:
    circo.ok("company", "add", "Oud", "--kvk", "90000017")
    circo.ok("company", "add", "Nieuw")
    circo.ok("company", "merge", "oud", "nieuw", "--yes")
    assert circo.json("company", "import", file("key,stad\noud,Utrecht\n"), "--update")["updated"] == 1
    assert circo.json("company", "show", "nieuw")["city"] == "Utrecht"


def test_an_ambiguous_row_names_the_merge_that_settles_it(circo: Circo, file: Any) -> None:
    circo.ok("company", "add", "Fictief Hout", "--postcode", "3511 AB")
    circo.ok("company", "add", "Anders", "--kvk", "90000017")
    assert bad(circo, file("naam,kvk,postcode\nFictief Hout,90000017,3511 AB\n")) == [
        (2, "kvk", "90000017", "is that of anders, and name and postcode are those of fictief-hout; if they are one company: circo company merge fictief-hout anders", "anders"),
    ]  # fmt: skip
    circo.ok("company", "merge", "fictief-hout", "anders", "--yes")
    assert circo.json("company", "import", file("naam,kvk\nAnders,90000017\n"))["unchanged"] == 1


def test_of_two_rows_that_are_one_company_the_later_is_bad(circo: Circo, file: Any) -> None:
    name = file(
        "naam,kvk,postcode\nA,90000017,3511 AB\na,,3511 AB\nB,,\nB,90000025,\nC,90000017,\nA,90000033,3511 AB\n"
    )
    assert bad(circo, name) == [
        (3, "naam", "a", "is the same company as row 2", None),
        (5, "naam", "B", "is the same company as row 4", None),
        (6, "kvk", "90000017", "is the same company as row 2", None),
    ]


def test_a_row_that_differs_is_bad_unless_told_what_to_do(circo: Circo, file: Any) -> None:
    circo.ok("company", "add", "Fictief Hout", "--kvk", "90000017", "--city", "Utrecht", "--chain-role", "brand")
    name = file("naam,kvk,plaats,rol in keten,contactpersoon\nFictief Hout,90000017,Zeist,,Anna Bos\n")
    assert bad(circo, name) == [
        (2, "plaats", "Zeist", "differs from Utrecht, which is stored", None),
        (2, "contactpersoon", "Anna Bos", "differs from nothing, which is stored", None),
    ]
    assert circo.json("company", "import", name, "--skip-existing")["skipped"] == 1
    dry = circo("company", "import", name, "--update", "--dry-run")
    assert "would change company fictief-hout: city Utrecht → Zeist\n" in dry.err
    assert circo.json("company", "import", name, "--update")["updated"] == 1
    company = circo.json("company", "show", "fictief-hout")
    assert (company["city"], company["chain_role"], company["contact_list"][0]["name"]) == (
        "Zeist",
        "brand",
        "Anna Bos",
    )


def test_update_and_skip_existing_exclude_each_other(circo: Circo, file: Any) -> None:
    assert circo.refused("company", "import", file("naam\nA\n"), "--update", "--skip-existing")["exit_code"] == 2


def test_an_update_that_takes_anothers_kvk_number_is_bad(circo: Circo, file: Any) -> None:
    circo.ok("company", "add", "A", "--kvk", "90000017")
    circo.ok("company", "add", "B", "--kvk", "90000025")
    assert bad(circo, file("key,kvk\na,90000025\n"), "--update") == [
        (2, "kvk", "90000025", "is that of b; if they are one company: circo company merge a b", "90000017"),
    ]


def test_a_key_that_was_removed_does_not_return(circo: Circo, file: Any) -> None:
    circo.ok("company", "add", "Oud")
    circo.ok("company", "remove", "oud", "--yes")
    assert bad(circo, file("key,naam\noud,Oud\nGe K,X\n")) == [
        (2, "key", "oud", "was the key of a company that was removed: leave the key empty", None),
        (3, "key", "Ge K", "is no key: a key has a to z, digits and single hyphens", "ge-k"),
    ]
    circo.ok("company", "import", file("naam\nOud\n"))
    assert circo.json("company", "list")[0]["key"] == "oud-2"


def test_companies_of_one_name_are_numbered_and_given_keys_are_kept_free(circo: Circo, file: Any) -> None:
    circo.ok("company", "import", file("key,naam,postcode\n,Wij,3511 AA\nwij,Wij,3511 AB\n,Wij,3511 AC\n"))
    found = {row["postcode"]: row["key"] for row in circo.json("company", "list")}
    assert found == {"3511 AA": "wij-2", "3511 AB": "wij", "3511 AC": "wij-3"}


def test_partial_takes_the_good_rows_and_rejects_keeps_the_others(circo: Circo, file: Any, directory: Path) -> None:
    name = file("naam;kvk\nA;1\nB;90000017\n")
    answer = circo("company", "import", name, "--partial", "--rejects", "bad.csv", "--json")
    assert (answer.code, json.loads(answer.out)) == (
        0, {"change": "C1", "added": 1, "updated": 0, "unchanged": 0, "skipped": 0, "bad": 1},
    )  # fmt: skip
    assert "warning: 1 of 2 rows of companies.csv" in answer.err
    assert "note: bad.csv holds 1 bad row, with what is wrong" in answer.err
    rejects = (directory / "bad.csv").read_text(encoding="utf-8")
    assert rejects.splitlines()[0] == "naam;kvk;reason"
    (directory / "bad.csv").write_text(rejects.replace("A;1;", "A;90000025;"), encoding="utf-8")
    assert circo.json("company", "import", "bad.csv")["added"] == 1


def test_rejects_never_replace_the_database_nor_make_a_file_called_dash(
    circo: Circo, file: Any, directory: Path
) -> None:
    name = file("naam;kvk\nA;1\n")
    before = circo.database.read_bytes()
    (directory / "link.csv").symlink_to(circo.database)
    for path in (str(circo.database), "link.csv", "-"):
        for partial in ((), ("--partial",)):
            error = circo.refused("company", "import", name, "--rejects", path, *partial)
            assert (error["code"], error["exit_code"]) == ("output-file", 2)
    assert circo.database.read_bytes() == before
    assert not (directory / "-").exists()


def test_a_column_that_nobody_understands_is_told_and_map_settles_it(circo: Circo, file: Any) -> None:
    name = file("Firmanaam ltd,Lievelingskleur\nFictief Hout,groen\n")
    assert circo.refused("company", "import", name)["code"] == "missing-column"
    answer = circo("company", "import", name, "--map", "Firmanaam ltd=name")
    assert answer.code == 0
    assert "warning: the column 'Lievelingskleur' was not read" in answer.err
    answer = circo("company", "import", name, "--map", "Firmanaam ltd=name", "--map", "Lievelingskleur=")
    assert (answer.code, answer.err) == (0, "")


def test_what_the_list_prints_can_be_imported(circo: Circo, file: Any, directory: Path) -> None:
    circo.ok("company", "add", "=1+1", "--kvk", "01234567", "--city", "'s-Hertogenbosch", "--sector", '+hout; a, "b"')
    listed = circo.json("company", "list")
    for output in ("csv", "tsv", "json", "jsonl", "xlsx"):
        circo.ok("company", "list", "-o", output, "--to", f"list.{output}")
        assert circo.json("company", "import", f"list.{output}")["unchanged"] == 1
    circo.ok("undo")
    for output in ("csv", "tsv", "json", "jsonl", "xlsx"):
        assert circo.json("company", "import", f"list.{output}")["added"] == 1
        assert circo.json("company", "list") == listed
        circo.ok("undo")


def test_namesakes_with_a_key_each_are_two_companies(circo: Circo, file: Any) -> None:
    name = file("key,naam,postcode\nhout,Fictief Hout,3511 AB\nhout-2,Fictief Hout,3511 AB\n")
    assert circo.json("company", "import", name)["added"] == 2
    assert circo.json("company", "import", name)["unchanged"] == 2
    assert circo.json("company", "import", file("key,stad\nhout,Utrecht\nhout-2,Utrecht\n"), "--update")["updated"] == 2


def test_a_file_without_the_column_of_the_name_is_refused_in_one_line(circo: Circo, file: Any) -> None:
    error = circo.refused("company", "import", file("postcode,plaats\n3511 AB,Utrecht\n3512 AB,Utrecht\n"))
    assert (error["code"], error["exit_code"], error["details"]) == ("missing-column", 2, [])
    assert error["message"] == "companies.csv has no column name; it has postcode, plaats"
    circo.ok("company", "add", "Fictief Hout", "--kvk", "90000017")
    assert circo.json("company", "import", file("kvk,plaats\n90000017,Utrecht\n"), "--update")["updated"] == 1


def test_what_a_spreadsheet_shows_for_a_failed_formula_is_told(circo: Circo, file: Any) -> None:
    answer = circo("company", "import", file("naam,plaats\nA,#N/A\nB,Utrecht\n"))
    assert answer.code == 0
    assert "warning: what a spreadsheet shows for a failed formula was taken as text: row 2, plaats\n" in answer.err
    assert bad(circo, file("naam,kvk\nC,#VERW!\n"))[0][:3] == (2, "kvk", "#VERW!")


def test_only_what_is_near_is_offered_for_a_wrong_role(circo: Circo, file: Any) -> None:
    roles = {
        "sloper": None, "aannemer": None, "winkel": None, "ontwerpr": "designer", "fabrikant": "product-manufacturer",
        "inzamelaar": "recycler", "material producer x": "material-producer",
    }  # fmt: skip
    name = file("naam,rol in keten\n" + "".join(f"Bedrijf {role},{role}\n" for role in roles if role))
    found = {detail[2]: detail[4] for detail in bad(circo, name)}
    assert found == {role: near for role, near in roles.items() if role in found}
    assert {"sloper", "aannemer", "winkel", "ontwerpr"} <= set(found)


def test_a_sector_that_is_nearly_a_theme_is_told_and_taken(circo: Circo, file: Any) -> None:
    name = file("naam,sector\nEen,bouww\nTwee,brood\nDrie,Bouw\nVier,construction\n")
    answer = circo("company", "import", name)
    assert answer.code == 0
    assert "note: sectors that are no theme and count for none: bouww (is it bouw?)\n" in answer.err
    assert [row["sector"] for row in circo.json("company", "list", "--sort", "key")] == [
        "Bouw", "bouww", "brood", "construction",
    ]  # fmt: skip


def test_a_short_kvk_number_is_told_in_a_dry_run_too(circo: Circo, file: Any) -> None:
    name = file("naam,kvk\nEen,1234567\n")
    told = "note: KvK numbers of seven digits got the leading zero that spreadsheets drop: 01234567\n"
    assert told in circo("company", "import", name, "--dry-run").err


def test_a_title_above_the_header_is_passed_over_and_told(circo: Circo, file: Any) -> None:
    answer = circo("company", "import", file("Belangstellenden;\n;\nBedrijfsnaam;Plaats\nVerzonnen Kaas;Sneek\n"))
    assert (answer.code, answer.out) == (0, "C1  companies from companies.csv: 1 added\n")
    assert "note: the header is in row 3 of companies.csv; what stands above was not read\n" in answer.err
