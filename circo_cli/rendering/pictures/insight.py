"""An insight to be read on a terminal: title, where it stands, its body, the questions it answers, the discussion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from circo_cli.rendering.cells import flat
from circo_cli.rendering.pictures import fitted, paint, unbroken, wrapped
from circo_cli.rendering.pictures.labels import LABEL, labelled
from circo_cli.rendering.pictures.prose import paragraphs, read_markdown
from circo_cli.values.vocabulary import InsightStatus

_QUESTIONS = 6
"""So many there is room for on one screen; the rest is counted."""

_WIDEST = 100  # longer lines are hard to follow, however wide the terminal


class Answered(NamedTuple):
    """A question that the insight answers."""

    key: str
    status: str
    text: str


def draw_insight(
    insight: Mapping[str, Any], *, questions: Sequence[tuple[str, str, str]], today: date, width: int, color: bool
) -> str:
    """Return the picture of `insight` (as its JSON has it); `questions` are key, status and text of what it answers."""
    width = min(width, _WIDEST)
    room = max(width - LABEL, 1)
    title = wrapped(f"{insight['title']} ({insight['key']})", width)
    body = read_markdown(insight["body"], width, color=color) if insight["body"] else ["(no body yet)"]
    answered = [Answered(*each) for each in questions]
    blocks = [
        [
            *(paint(line, "bold", color=color) for line in title),
            *(paint(line, "dim", color=color) for line in unbroken(_meta(insight, today), width)),
        ],
        body,
        labelled({"answers": _questions(answered, insight["key"], room)}, color=color),
        labelled({"discussion": _comments(insight["comment_list"], room)}, color=color),
        # A command is never cut or broken by us: it is there to be copied.
        labelled({"next": [paint(_next(insight, today), "cyan", color=color)]}, color=color),
    ]
    return "\n".join("".join(f"{line}\n" for line in block) for block in blocks if block)


def _meta(insight: Mapping[str, Any], today: date) -> list[str]:
    """Return where it stands, whence it comes, what it is about, and when to look at it again."""
    published = insight["published_on"]
    states = {
        InsightStatus.DRAFT: "draft, seen by CIRCO" + ("" if insight["origin"] == "circo" else " and its hub"),
        InsightStatus.PUBLISHED: f"published {published}, version {insight['version']}",
        InsightStatus.RETIRED: f"retired, was published {published}",
    }
    about = [insight["category"], insight["theme"]]
    parts = [states[InsightStatus(insight["status"])], f"{insight['kind']} from {insight['origin']}"]
    parts += [each for each in about if each]
    parts += [f"#{flat(topic)}" for topic in insight["topics"]]
    if insight["review_on"]:
        late = " (due)" if _is_due(insight, today) else ""
        parts.append(f"review {insight['review_on']}{late}")
    return parts


def _is_due(insight: Mapping[str, Any], today: date) -> bool:
    return bool(insight["review_on"]) and insight["review_on"] <= today.isoformat()


def _questions(questions: Sequence[Answered], key: str, room: int) -> list[str]:
    lines = [fitted(f"{each.key}  {each.status}  {flat(each.text)}", room).rstrip() for each in questions[:_QUESTIONS]]
    more = len(questions) - _QUESTIONS
    return [*lines, f"{more} more: circo insight show {key} --json"] if more > 0 else lines


def _comments(comments: Sequence[Mapping[str, Any]], room: int) -> list[str]:
    lines: list[str] = []
    for comment in comments:
        lines += wrapped(f"{comment['by']}, {comment['at'][:10]}:", room)
        lines += [f"  {line}".rstrip() for line in paragraphs(comment["text"], max(room - 2, 1))]
    return lines


def _next(insight: Mapping[str, Any], today: date) -> str:
    key, status = insight["key"], insight["status"]
    if status == InsightStatus.DRAFT:
        return f"circo insight publish {key}" if insight["body"] else f'circo insight edit {key} --body "…"'
    if status == InsightStatus.RETIRED:
        return f"circo history {key}"
    if _is_due(insight, today):
        return f"circo insight edit {key} --review-on +26w"
    return f'circo insight comment {key} "…"'
