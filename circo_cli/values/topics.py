"""Topics: the free tags of questions and insights."""

from __future__ import annotations

from collections.abc import Iterable

from circo_cli.values.text import one_line


def parse_topics(typed: Iterable[str]) -> tuple[str, ...]:
    """Return the topics that were typed: lower case, single spaces, each once, in order of the alphabet."""
    return tuple(sorted({topic for each in typed if (topic := one_line(each).lower())}))
