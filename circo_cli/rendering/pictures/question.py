"""A question on one screen: who asked what, where it stands, the answers as prose, what is like it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from circo_cli.rendering.cells import flat
from circo_cli.rendering.pictures import fitted, paint, wrapped
from circo_cli.rendering.pictures.labels import LABEL, labelled
from circo_cli.rendering.pictures.prose import paragraphs, read_markdown
from circo_cli.values.text import counted, fold
from circo_cli.values.vocabulary import UNANSWERED, QuestionStatus, Sharing

_ASKERS = 6
"""So many there is room for on one screen; the rest is counted."""

_WIDEST = 100  # longer lines are hard to follow, however wide the terminal


def draw_question(question: Mapping[str, Any], *, today: date, width: int, color: bool) -> str:
    """Return the picture of `question` (as its JSON has it)."""
    width = min(width, _WIDEST)
    room = max(width - LABEL, 1)
    title = [*paragraphs(question["text"], width)]
    title[-1:] = wrapped(f"{title[-1]} ({question['key']})", width)
    blocks = [
        [
            *(paint(line, "bold", color=color) for line in title),
            *labelled(_facts(question, today, room), color=color),
        ],
        *(
            labelled({label: lines}, color=color)
            for label, lines in _answers(question["answer_list"], room, color=color)
        ),
        labelled({"similar": _similar(question["similar"], room)}, color=color),
        # A command is never cut or broken by us: it is there to be copied.
        labelled({"next": [paint(_next(question), "cyan", color=color)]}, color=color),
    ]
    return "\n".join("".join(f"{line}\n" for line in block) for block in blocks if block)


def _facts(question: Mapping[str, Any], today: date, room: int) -> dict[str, list[str]]:
    about = [question["category"], question["theme"]]
    if fold(question["sector"] or "") != fold(question["theme"] or ""):
        about.append(question["sector"])
    looks_after = [question["hub"] or "no hub", question["owner"] or "no owner"]
    seen = "by its hub and CIRCO"
    if question["sharing"] == Sharing.NETWORK:
        words = question["shared_text"]
        seen = "by the network" + (f", as: {words}" if words else "")
    return {
        "status": wrapped(_status(question, today), room),
        "asked by": _askers(question, room),
        "Track": wrapped(question["track"] or "", room) if question["track"] else [],
        "about": wrapped(" · ".join(filter(None, about)), room),
        "topics": wrapped(", ".join(question["topics"]), room) if question["topics"] else [],
        "with": wrapped(", ".join(looks_after), room),
        "seen": wrapped(seen, room),
    }


def _status(question: Mapping[str, Any], today: date) -> str:
    status, due = question["status"], question["due_on"]
    to = f" to {question['referred_to']}" if question["referred_to"] else ""
    if status not in UNANSWERED:
        first = f", first answered on {question['answered_on']}" if question["answered_on"] else ""
        return f"{status}{first}" + (f", referred{to}" if to else "")
    age = counted(question["age_days"], "day", "days")
    words = f"{status}{to if status == QuestionStatus.REFERRED else ''}, asked {age} ago"
    if due is None:
        return words
    days = (date.fromisoformat(due) - today).days
    if days < 0:
        return f"{words}; LATE: was due on {due}, {counted(-days, 'day', 'days')} ago"
    return f"{words}; due on {due}, " + ("today" if days == 0 else f"in {counted(days, 'day', 'days')}")


def _askers(question: Mapping[str, Any], room: int) -> list[str]:
    """Return who asked and when; those of merged questions with the key that they were logged under."""
    lines = []
    for asker in question["asker_list"][:_ASKERS]:
        merged = f" ({asker['question']})" if asker["question"] != question["key"] else ""
        lines += wrapped(f"{asker['company'] or 'nobody in particular'} on {asker['asked_on']}{merged}", room)
    more = len(question["asker_list"]) - _ASKERS
    return [*lines, f"{more} more: circo question show {question['key']} --json"] if more > 0 else lines


def _answers(answers: Sequence[Mapping[str, Any]], room: int, *, color: bool) -> list[tuple[str, list[str]]]:
    """Return each answer with its number, which ``--replace`` and ``unanswer`` take."""
    drawn = []
    for place, answer in enumerate(answers, start=1):
        source = f", from {answer['insight']}" if answer["insight"] else ""
        words = answer["text"]
        prose = read_markdown(words, room, color=color) if answer["insight"] else paragraphs(words, room)
        drawn.append((f"answer {place}", [*wrapped(f"{answer['by']}, {answer['on']}{source}:", room), *prose]))
    return drawn


def _similar(similar: Sequence[Mapping[str, Any]], room: int) -> list[str]:
    """Return the questions like it, one a line, each with the beginning of its answer where that is known."""
    lines = []
    for each in similar:
        lines.append(fitted(f"{each['key']}  {flat(each['text'])}", room).rstrip())
        if each.get("answer"):
            lines.append(fitted(f"  {flat(each['answer'])}", room).rstrip())
    return lines


def _next(question: Mapping[str, Any]) -> str:
    key, status = question["key"], question["status"]
    if status in UNANSWERED:
        return f'circo question answer {key} "…"'
    if status == QuestionStatus.CLOSED:
        return f"circo question reopen {key}"
    if question["sharing"] == Sharing.HUB:
        return f"circo question share {key}"
    return f"circo question close {key}"
