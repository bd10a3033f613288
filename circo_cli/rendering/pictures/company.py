"""A company's story on one screen: who it is, its people, what came of its Tracks, what it asked, what was said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from circo_cli.rendering.cells import flat
from circo_cli.rendering.pictures import fitted, paint, unbroken, wrapped
from circo_cli.rendering.pictures.labels import LABEL, labelled, latest
from circo_cli.values.text import counted
from circo_cli.values.vocabulary import UNANSWERED, Journey

_CONTACTS, _TRACKS, _QUESTIONS, _NOTES = 5, 6, 5, 4
"""So much of each there is room for on one screen; the rest of it is counted."""

_NOTE_LINES = 3
_WIDEST = 100  # longer lines are hard to follow, however wide the terminal


def draw_company(company: Mapping[str, Any], *, next_step: tuple[str, str], today: str, width: int, color: bool) -> str:
    """Return the picture of `company` (as its JSON has it); `next_step` is what there is to do, and its command."""
    width = min(width, _WIDEST)
    room = max(width - LABEL, 1)
    key = company["key"]
    title = wrapped(f"{company['name']} ({key})", width)
    blocks = [
        [*(paint(line, "bold", color=color) for line in title), *labelled(_facts(company, room), color=color)],
        labelled({"people": _people(company["contact_list"], key, room)}, color=color),
        labelled({"Tracks": _enrolments(company["enrolments"], key, room)}, color=color),
        labelled({"questions": _questions(company["questions"], key, today, room)}, color=color),
        labelled({"notes": _notes(company["notes"], today, room)}, color=color),
    ]
    why, command = next_step
    # A command is never cut or broken by us: it is there to be copied.
    ending = [*wrapped(why, room), paint(command, "cyan", color=color)]
    blocks.append(labelled({"in all": wrapped(_counts(company), room), "next": ending}, color=color))
    return "\n".join("".join(f"{line}\n" for line in block) for block in blocks if block)


def _facts(company: Mapping[str, Any], room: int) -> dict[str, list[str]]:
    kind = [company["kind"], company["chain_role"], company["sector"]]
    town = [company["postcode"], company["city"]]
    place = ", ".join(filter(None, (" ".join(filter(None, town)), company["region"], company["country"])))
    return {
        "is": wrapped(" · ".join(filter(None, kind)), room),
        "at": wrapped(place, room),
        "home hub": [company["hub"] or f"none: circo company edit {company['key']} --hub HUB"],
        "KvK": [company["kvk"]] if company["kvk"] else [],
        "website": [flat(company["website"])] if company["website"] else [],
        "journey": wrapped(_journey(company["journey"]), room),
    }


def _journey(present: str | None) -> str:
    """Return the stages as a road, the present one between brackets."""
    stages = " > ".join(f"[{stage}]" if stage == present else stage.value for stage in Journey)
    return stages if present else f"{stages} (not known where)"


def _people(contacts: Sequence[Mapping[str, Any]], key: str, room: int) -> list[str]:
    if not contacts:
        return ["nobody yet", f"  circo company contact {key} NAME"]
    lines = []
    for contact in contacts[:_CONTACTS]:
        parts = [flat(each) for each in (contact["name"], contact["role"], contact["email"], contact["phone"]) if each]
        first, *more = unbroken(parts, room - 2)
        lines += [first, *(f"  {line}" for line in more)]
    if len(contacts) > _CONTACTS:
        lines.append(f"{len(contacts) - _CONTACTS} more: circo company show {key} --json")
    return lines


def _enrolments(enrolments: Sequence[Mapping[str, Any]], key: str, room: int) -> list[str]:
    if not enrolments:
        return ["none yet"]
    rows = [(each["key"], each["track"], each["status"], _came(each)) for each in enrolments]
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    parts = []
    for each, row in zip(enrolments, rows, strict=True):
        first = "  ".join(fitted(cell, size) for cell, size in zip(row, widths, strict=True) if size)
        result = "  ".join(filter(None, (_mark(each), each["outcome"])))
        fits = len(first) + 2 + len(result) <= room
        lines = [f"{first}  {result}".rstrip()] if fits else [fitted(first, room).rstrip(), f"  {result}"]
        if each["proposition"]:
            lines.append(fitted(f"  {flat(each['proposition'])}", room).rstrip())
        parts.append(lines)
    return latest(parts, _TRACKS, f"circo enrolment list --company {key}")


def _came(enrolment: Mapping[str, Any]) -> str:
    return f"{enrolment['attended']}/{enrolment['sessions']}" if enrolment["attended"] else ""


def _mark(enrolment: Mapping[str, Any]) -> str:
    return "" if enrolment["score"] is None else f"score {enrolment['score']}"


def _questions(questions: Sequence[Mapping[str, Any]], key: str, today: str, room: int) -> list[str]:
    """Return the questions, the oldest first; one that waits says since when, or that it is late."""
    rows = [
        (each["key"], each["status"], _when(each, today), flat(each["text"]))
        for each in sorted(questions, key=lambda each: (each["asked_on"], int(each["key"][1:])))
    ]
    widths = [max((len(row[place]) for row in rows), default=0) for place in range(3)]
    lines = [[fitted("  ".join([*map(fitted, row[:3], widths), row[3]]), room).rstrip()] for row in rows]
    return latest(lines, _QUESTIONS, f"circo question list --company {key}")


def _when(question: Mapping[str, Any], today: str) -> str:
    due = question["due_on"]
    if question["status"] not in UNANSWERED or due is None:
        return str(question["asked_on"])
    return f"late since {due}" if due < today else f"due {due}"


def _notes(notes: Sequence[Mapping[str, Any]], today: str, room: int) -> list[str]:
    """Return what was said, the latest first: only its date counts for when to come back."""
    lines: list[str] = []
    for place, each in enumerate(notes[:_NOTES]):
        said = wrapped(f"{each['on']}  {flat(each['text'])} ({flat(each['by'])})", room)
        if len(said) > _NOTE_LINES:
            said = [*said[: _NOTE_LINES - 1], fitted(" ".join(said[_NOTE_LINES - 1 :]), room).rstrip()]
        lines += said
        if place == 0 and each["next"]:
            due = " (due)" if each["next"] <= today else ""
            lines.append(f"  come back on {each['next']}{due}")
    if len(notes) > _NOTES:
        lines.append(f"{len(notes) - _NOTES} earlier")
    return lines


def _counts(company: Mapping[str, Any]) -> str:
    counts = [
        counted(company["contacts"], "person", "people"),
        counted(company["tracks"], "Track", "Tracks"),
        counted(company["open_questions"], "open question", "open questions"),
    ]
    aid = company["aid_three_years"]
    euros = f"€{aid:,}" if isinstance(aid, int) else f"€{aid:,.2f}"
    return ", ".join([*counts, f"{euros} of aid in three years"] if aid else counts)
