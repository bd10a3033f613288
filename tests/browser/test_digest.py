"""The digest in a browser: accessible, readable on a telephone and on paper, light and dark, without network or script."""

from __future__ import annotations

import email
import email.policy
from pathlib import Path
from typing import Any

import pytest

from circo_cli.documents.html import body_as_html
from tests.browser.conftest import violations
from tests.conftest import Circo
from tests.documents.test_html import NASTY


def digest(network: Circo, *options: str) -> Path:
    """Export a digest as HTML and return its path."""
    network.ok("digest", "export", "--to", "digest.html", *options)
    return Path("digest.html").absolute()


def everything(network: Circo) -> None:
    """Add what the example network does not have: hostile text, a draft, a very long word, a wide table."""
    wide = "| " + " | ".join(f"kolom {number} met woorden" for number in range(12)) + " |"
    table = f"{wide}\n|{' --- |' * 12}\n{wide}\n"
    body = f"{NASTY}\n\n{table}\n{'lang' * 60}\n\n```\n{'code ' * 60}\n```\n\n---\n\n> # Kop in citaat\n> tekst"
    network.ok("insight", "add", "Van alles <b>", "--hub", "limburg", "--body", body, "--theme", "bouw")
    network.ok("insight", "publish", "K30")
    network.ok("insight", "comment", "K30", "Met een [link](https://example.org) en <i>opmaak</i>.")
    network.ok("insight", "add", "Nog een concept", "--hub", "limburg", "--body", "In `bewerking`.")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(
    network: Circo, opened: Any, width: int, scheme: str
) -> None:
    everything(network)
    for options in (("--for", "network"), ("--for", "circo", "--lang", "en"), ("--for", "hub:limburg", "--since-last")):
        page, wrong = opened(digest(network, *options), width=width, color_scheme=scheme)
        assert violations(page) == []
        assert wrong == []
        assert page.evaluate("document.documentElement.scrollWidth") == width
        light = page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
        assert light == (scheme == "light")


def test_an_empty_digest_is_accessible_too(circo: Circo, opened: Any) -> None:
    page, wrong = opened(digest(circo, "--for", "network"))
    assert (violations(page), wrong) == ([], [])
    assert "Er is niets nieuws te melden." in page.inner_text("main")


def test_the_html_of_a_mail_is_accessible_too(network: Circo, opened: Any) -> None:
    everything(network)
    network.ok("config", "set", "mail.from", "kennis@example.org")
    network.ok("config", "set", "mail.network", "hubs@example.org")
    message = email.message_from_string(
        network.ok("digest", "preview", "--for", "network", "-o", "eml"), policy=email.policy.default
    )
    body = message.get_body(("html",))
    assert body is not None
    path = Path("mail.html").absolute()
    path.write_text(body.get_content())
    page, wrong = opened(path, width=360)
    assert (violations(page), wrong) == ([], [])
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_it_is_read_without_script(network: Circo, opened: Any) -> None:
    page, wrong = opened(digest(network, "--for", "network"), java_script_enabled=False)
    assert page.get_by_role("heading", level=1).inner_text().startswith("CIRCO-kennisdigest")
    page.get_by_role("link", name="11 terugkerende onderwerpen").click()
    assert page.url.endswith("#recurring")
    picture = page.get_by_role("img", name="Vragers per onderwerp, de meeste eerst")
    assert picture.is_visible()
    assert picture.get_attribute("aria-labelledby") == "chart-recurring-title chart-recurring-description"
    assert wrong == []


def test_its_policy_keeps_out_what_it_does_not_hold(network: Circo, opened: Any) -> None:
    """Even if something got in: no script runs, no style of others counts, nothing is fetched."""
    path = digest(network, "--for", "network")
    hostile = (
        '<script>document.title = "binnen"</script><style>body { display: none }</style>'
        '<img src="https://example.org/a.png" onerror="document.title = 1"><p style="color: red" id="x">x</p>'
    )
    path.write_text(path.read_text().replace("<main>", f"<main>{hostile}"))
    page, wrong = opened(path)
    assert page.title().startswith("CIRCO-kennisdigest")
    assert page.locator("body").is_visible()
    assert page.evaluate("getComputedStyle(document.getElementById('x')).color") != "rgb(255, 0, 0)"
    assert len([each for each in wrong if "Content Security Policy" in each]) >= 3


def test_on_paper_no_item_is_torn_and_nothing_is_painted(network: Circo, opened: Any) -> None:
    everything(network)
    page, _ = opened(digest(network, "--for", "network"), color_scheme="dark")
    page.emulate_media(media="print")
    torn = page.evaluate(
        """() => [...document.querySelectorAll("article, figure, tr, .items > li, blockquote")]
            .filter(element => getComputedStyle(element).breakInside !== "avoid").length"""
    )
    assert torn == 0
    painted = page.evaluate(
        """() => [...document.querySelectorAll("*")]
            .filter(element => !["rgba(0, 0, 0, 0)", "transparent"].includes(getComputedStyle(element).backgroundColor))
            .map(element => element.tagName)"""
    )
    assert painted == []
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    headings = page.evaluate(
        """() => [...document.querySelectorAll("h2, h3, h4")]
            .every(element => getComputedStyle(element).breakAfter === "avoid")"""
    )
    assert headings is True
    paper = page.pdf(prefer_css_page_size=True)
    assert paper.startswith(b"%PDF")
    assert b"/MediaBox [0 0 594.95996 841.91998]" in paper or b"/MediaBox [0 0 595" in paper


def test_the_body_of_an_insight_opens_nothing(opened: Any, tmp_path: Path) -> None:
    """Without any policy at all."""
    path = tmp_path / "body.html"
    path.write_text(f"<!DOCTYPE html><title>x</title>{body_as_html(NASTY)}")
    page, wrong = opened(path)
    assert (page.title(), wrong) == ("x", [])
