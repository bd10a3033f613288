"""Chromium without a network, and axe-core; where there is none of them, these tests are skipped."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from tests.contract.conftest import network, network_template

__all__ = ["network", "network_template"]

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
SWITCHES = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """A running browser: gone with its file, since its event loop would be in the way of tests that ask questions."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        pytest.skip("no Chromium here: apt-get install chromium")
    if not (find_spec("playwright") and find_spec("axe_playwright_python")):
        pytest.skip("no playwright or axe here: pip install -e '.[test]'")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(SWITCHES))
        yield browser
        browser.close()


@pytest.fixture
def opened(chromium: Any) -> Iterator[Any]:
    """Open a file in a window of its own: ``opened(path, width=…, …)`` returns the page and what went wrong in it."""
    contexts: list[Any] = []

    def show(path: Path, *, width: int = 1280, **options: Any) -> tuple[Any, list[str]]:
        context = chromium.new_context(viewport={"width": width, "height": 900}, offline=True, **options)
        contexts.append(context)
        page = context.new_page()
        wrong: list[str] = []
        page.on("console", lambda message: wrong.append(message.text))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("request", lambda request: wrong.append(request.url) if request.url != path.as_uri() else None)
        page.goto(path.as_uri())
        return page, wrong

    yield show
    for context in contexts:
        context.close()


def violations(page: Any) -> list[tuple[str, str]]:
    """Return what axe-core objects to: rule and element."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response
    assert found["passes"], "axe-core did not run"
    return [(rule["id"], node["html"]) for rule in found["violations"] for node in rule["nodes"]]
