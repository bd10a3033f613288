"""The quarter report in a browser: accessible, readable on a telephone and on paper, light and dark."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import violations
from tests.conftest import Circo
from tests.documents.test_report_html import HOSTILE

SCOPES = ("all", "noord-holland", "leeg")


def report(network: Circo, *options: str) -> Path:
    """Write the report of 2026Q2 as HTML and return its path."""
    network.ok("report", "quarter", "2026Q2", "--format", "html", "--to", "report.html", *options)
    return Path("report.html").absolute()


def empty_hub(network: Circo) -> None:
    network.ok("hub", "add", "Leeg", "--region", "zeeland")


def hostile_names(network: Circo) -> None:
    with closing(sqlite3.connect(network.database)) as connection, connection:
        for number, name in enumerate(HOSTILE, start=1):
            connection.execute("UPDATE hub SET name = ? WHERE id = ?", (name, number))
            connection.execute("UPDATE track SET title = ? WHERE id % ? = ?", (name, len(HOSTILE), number - 1))


def pages_of(page: Any) -> int:
    """Return on how many A4 pages it is printed."""
    paper = page.pdf(prefer_css_page_size=True)
    boxes = re.findall(rb"/MediaBox ?\[0 0 (59[45][.\d]*) (84[12][.\d]*)\]", paper)
    assert boxes
    return len(re.findall(rb"/Type ?/Page\b(?!s)", paper))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(
    network: Circo, opened: Any, width: int, scheme: str
) -> None:
    empty_hub(network)
    for scope in SCOPES:
        page, wrong = opened(report(network, "--hub", scope), width=width, color_scheme=scheme)
        assert violations(page) == []
        assert wrong == []
        assert page.evaluate("document.documentElement.scrollWidth") == width
        light = page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
        assert light == (scheme == "light")


@pytest.mark.parametrize("width", [360, 1280])
def test_hostile_and_long_names_do_no_harm(network: Circo, opened: Any, width: int) -> None:
    hostile_names(network)
    for number in range(1, len(HOSTILE) + 1):
        scope = network.json("hub", "list", "--sort", "key")[number - 1]["key"]
        page, wrong = opened(report(network, "--hub", scope), width=width)
        assert wrong == []
        assert page.evaluate("document.documentElement.scrollWidth") == width
    page, wrong = opened(report(network), width=width)
    assert (violations(page), wrong) == ([], [])
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_names_and_figures_of_a_wide_table_stay_together_on_a_telephone(network: Circo, opened: Any) -> None:
    page, _ = opened(report(network), width=360)
    beside = page.evaluate(
        """() => [...document.querySelectorAll(".wide")].map(place => {
            place.scrollLeft = 1000
            return [place.querySelector("tbody th"), place]
                .map(element => Math.round(element.getBoundingClientRect().left))
        })"""
    )
    assert len(beside) == 7
    assert all(name == place for name, place in beside)


def test_columns_stay_in_their_picture_and_figures_beside_each_other(network: Circo, opened: Any) -> None:
    for width in (360, 1280):
        page, _ = opened(report(network, "--lang", "en"), width=width)
        found = page.evaluate(
            """() => [...document.querySelectorAll(".multiples svg")].map(svg => {
                const box = svg.getBoundingClientRect()
                const boxes = [...svg.querySelectorAll("text, rect")].map(element => element.getBoundingClientRect())
                const row = [...svg.querySelectorAll(".figure, .value")].map(element => element.getBoundingClientRect())
                return [
                    boxes.every(each => each.left >= box.left - 2 && each.right <= box.right + 2
                        && each.top >= box.top - 2 && each.bottom <= box.bottom + 2),
                    row.every((each, place) => place === 0 || row[place - 1].right <= each.left + 1
                        || row[place - 1].bottom < each.top || row[place - 1].top > each.bottom),
                ]
            })"""
        )
        assert found == [[True, True]] * 6


def test_names_of_hubs_are_broken_only_between_words(network: Circo, opened: Any) -> None:
    for width, media in ((1280, "screen"), (665, "print")):
        page, _ = opened(report(network), width=width)
        page.emulate_media(media=media)
        torn = page.evaluate(
            """() => [...document.querySelectorAll(".hubs")].flatMap(place => {
                const range = document.createRange();
                return [...place.childNodes].filter(node => node.data).flatMap(text =>
                    [...text.data.matchAll(/\\p{L}+,?/gu)].filter(word => {
                        range.setStart(text, word.index);
                        range.setEnd(text, word.index + word[0].length);
                        return new Set([...range.getClientRects()].map(box => box.top)).size > 1;
                    }).map(word => word[0]));
            })"""
        )
        assert torn == [], (width, media)


def test_it_is_read_without_script(network: Circo, opened: Any) -> None:
    page, wrong = opened(report(network, "--hub", "noord-holland"), java_script_enabled=False)
    assert page.get_by_role("heading", level=1).inner_text() == "CIRCO kwartaalrapport 2026Q2: Noord-Holland"
    picture = page.get_by_role("img", name="bedrijven")
    assert picture.is_visible()
    assert picture.locator("desc").text_content().startswith("2024Q3: –;")
    assert wrong == []


@pytest.mark.parametrize(("scope", "most"), [("all", 5), ("noord-holland", 2), ("leeg", 1)])
def test_on_paper_no_row_is_torn_and_pages_are_few(network: Circo, opened: Any, scope: str, most: int) -> None:
    empty_hub(network)
    page, _ = opened(report(network, "--hub", scope), color_scheme="dark")
    page.emulate_media(media="print")
    torn = page.evaluate(
        """() => [...document.querySelectorAll("tr, figure, .multiples")]
            .filter(element => getComputedStyle(element).breakInside !== "avoid").length"""
    )
    assert torn == 0
    assert page.evaluate(
        """() => [...document.querySelectorAll("h2")].every(each => getComputedStyle(each).breakAfter === "avoid")
            && [...document.querySelectorAll("thead")].every(
                each => getComputedStyle(each).display === "table-header-group")"""
    )
    painted = page.evaluate(
        """() => [...document.querySelectorAll("*")]
            .filter(element => !["rgba(0, 0, 0, 0)", "transparent"].includes(getComputedStyle(element).backgroundColor))
            .map(element => element.tagName)"""
    )
    assert painted == []
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    assert 1 <= pages_of(page) <= most


def test_nothing_is_wider_than_paper(network: Circo, opened: Any) -> None:
    hostile_names(network)
    for options in ((), ("--lang", "en")):
        page, _ = opened(report(network, *options), width=665)  # A4 without its margins, at 96 pixels an inch
        page.emulate_media(media="print")
        wide = page.evaluate(
            """() => [...document.querySelectorAll("table, svg, p, h1, h2")]
                .filter(element => element.getBoundingClientRect().right > 666).map(element => element.outerHTML)"""
        )
        assert wide == []
