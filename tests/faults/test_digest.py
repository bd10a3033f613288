"""kill -9 at any moment of a digest from cron: no half file, no item lost, no item twice; the next run completes.

The quick version kills 6 times; ``CIRCO_FAULTS=full`` 200 times.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import random
import signal
import time
from collections import Counter
from pathlib import Path
from typing import Any

from circo_cli.app import run
from circo_cli.rendering.streams import UNFINISHED
from tests.conftest import Circo

KILLS = 200 if os.environ.get("CIRCO_FAULTS") == "full" else 6
AUDIENCES = ("circo", "network", "hub:limburg")
FORMATS = ("json", "html", "markdown")
OUT = Path("uit")
EXPORT = (
    *("-q", "digest", "export", "--since-last", "--to", str(OUT)),
    *(word for audience in AUDIENCES for word in ("--for", audience)),
    *(word for document in FORMATS for word in ("--format", document)),
)


def start() -> int:
    """Start the export in a process of its own, in which everything is imported already, and return its number."""
    child = os.fork()
    if child == 0:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            os._exit(run(EXPORT))
    return child


def something_new(network: Circo, number: int) -> None:
    """Ask and share something, dated in some quarter that is over."""
    asked = ("--asked-on", f"2025-{number % 12 + 1:02}-10", "--category", "chain", "--hub", "limburg")
    key = network.ok("question", "log", f"Wie zamelt soort {number} in?", *asked, "-q").strip()
    network.ok("question", "share", key)


def check_files(network: Circo, *, after: int = 0) -> list[dict[str, Any]]:
    """Check that every file is whole, and that those recorded `after` so many say what is recorded of them."""
    for path in OUT.iterdir() if OUT.exists() else ():
        if path.name.endswith(UNFINISHED):
            continue
        text = path.read_text()
        match path.suffix:
            case ".json":
                json.loads(text)
            case ".html":
                assert text.endswith("</html>\n")
            case _:
                assert text.startswith("# CIRCO")
                assert text.endswith("|\n")
    found = [network.json("digest", "show", row["key"]) for row in network.json("digest", "list")[after:]]
    for record in found:
        assert len(record["files"]) == len(FORMATS)
        [place] = [path for path in record["files"] if path.endswith(".json")]
        digest = json.loads(Path(place).read_text())
        held = [
            (section, item["key"])
            for section in ("methods", "insights", "answers", "open_questions", "upcoming_tracks")
            for item in digest[section]
        ]
        assert Counter(held) == Counter(
            (item["section"], item["item"])
            for item in record["item_list"]
            if item["section"] not in ("recurring", "hub_news")
        )
        assert len(digest["recurring"]) + len(digest["hub_news"]) + len(held) == record["items"]
        assert all(Path(path).is_file() for path in record["files"])
    return found


def check_items(found: list[dict[str, Any]]) -> None:
    """Check that no version of an item was told twice to one audience."""
    told = Counter(
        (record["audience"], item["section"], item["item"], item["fingerprint"])
        for record in found
        for item in record["item_list"]
    )
    assert max(told.values()) == 1
    for audience in AUDIENCES:
        series = [record["series"] for record in found if record["audience"] == audience]
        assert series == list(range(1, len(series) + 1))


def test_killed_at_any_moment_nothing_is_half_lost_or_twice(network: Circo) -> None:
    dice = random.Random(4)
    began = time.monotonic()
    assert os.waitstatus_to_exitcode(os.waitpid(start(), 0)[1]) == 0
    whole = time.monotonic() - began
    figures: Counter[str] = Counter()
    number = 0
    while figures["killed"] < KILLS:
        something_new(network, number)
        before = len(network.json("digest", "list"))
        child = start()
        time.sleep(whole * dice.uniform(0, 1))
        os.kill(child, signal.SIGKILL)
        ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        found = check_files(network, after=before)
        recorded = {path for row in network.json("digest", "list") for path in row["files"]}
        orphans = {str(path.absolute()) for path in OUT.iterdir()} - recorded
        figures["killed" if ended else "ended before"] += 1
        whole *= 1.05 if ended else 0.9  # the later exports are smaller than the first
        number += 1
        if ended:
            figures[f"killed with {len(found)} of {len(AUDIENCES)} recorded"] += 1
        figures["left a file without a record"] += any(not path.endswith(UNFINISHED) for path in orphans)
        figures["left an unfinished file"] += any(path.endswith(UNFINISHED) for path in orphans)
        network.ok(*EXPORT)
        assert network.ok("digest", "export", "--for", "network", "--since-last", "--to", str(OUT)) == ""
    found = check_files(network)
    check_items(found)
    assert len(found) == (number + 1) * len(AUDIENCES)
    assert {str(path.absolute()) for path in OUT.iterdir()} == {path for each in found for path in each["files"]}
    texts = {
        audience: {
            item["question"]
            for record in found
            if record["audience"] == audience
            for path in record["files"]
            if path.endswith(".json")
            for item in json.loads(Path(path).read_text())["open_questions"]
        }
        for audience in AUDIENCES
    }
    asked = {f"Wie zamelt soort {each} in?" for each in range(number)}
    assert all(asked <= texts[audience] for audience in AUDIENCES)
    assert all(row["ok"] for row in network.json("db", "check", "--deep"))
    print(dict(sorted(figures.items())))  # noqa: T201 - pytest -s shows it
