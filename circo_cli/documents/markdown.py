"""Pieces of Markdown that every document writes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from circo_cli.values.text import one_line, visible

_SPECIAL = re.compile(r"[\\`*_\[\]<>|~&@$]|(?<=[:/])/|^(?:[#+=-]|\.{3})|(?<=\bwww)\.", re.IGNORECASE)
_NUMBERED = re.compile(r"^(\d{1,9})([.)])")
_SUSPECT = re.compile(r"[\\`*_\[\]<>|~&@$/]")


def escape(text: str) -> str:
    """Return `text` from the data as one line of Markdown that shows just it: no markup, HTML or link."""
    plain = visible(one_line(text))
    if plain[:1].isalpha() and _SUSPECT.search(plain) is None and "www" not in plain.lower():
        return plain  # as most texts: to see that takes a tenth of the time
    escaped = _SPECIAL.sub(lambda match: f"\\{match.group()}", plain)
    return _NUMBERED.sub(r"\1\\\2", escaped)


def table(header: Sequence[str], rows: Sequence[Sequence[str]], *, texts: int = 1) -> str:
    """Return a table of cells that are Markdown already; all but the first `texts` columns are numbers."""
    rule = ["---" if place < texts else "--:" for place in range(len(header))]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in (header, rule, *rows))


def anchor(heading: str) -> str:
    """Return where a link to a heading goes, as GitHub, GitLab and most editors make it from the heading's words."""
    return re.sub(r"[^\w\- ]", "", one_line(heading).lower()).replace(" ", "-")
