"""What there is to do for a company, from what `show` knows of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from circo_cli.values.vocabulary import UNANSWERED, EnrolmentStatus


def next_step(company: Mapping[str, Any], *, follow_up_due: bool, today: str) -> tuple[str, str]:
    """Return the most urgent thing to do for `company` (as its JSON has it), and the command for it.

    A late answer comes before a follow-up that is due, that before other questions, and invitations come last.
    """
    waiting = [each for each in company["questions"] if each["status"] in UNANSWERED]
    waiting.sort(key=lambda each: (each["due_on"] is None, each["due_on"], each["asked_on"]))
    first = waiting[0] if waiting else None
    late = first is not None and first["due_on"] is not None and first["due_on"] < today
    if follow_up_due and not late:
        return "a follow-up is due", f"circo company note {company['key']} TEXT --next DATE"
    if first is not None:
        since = f" since {first['due_on']}" if late else ""
        return f"{first['key']} waits for an answer{since}", f"circo question answer {first['key']} TEXT"
    invited = [each["key"] for each in company["enrolments"] if each["status"] == EnrolmentStatus.INVITED]
    if invited:
        return f"{invited[0]} is an invitation, and no seat yet", f"circo enrolment register {invited[0]}"
    return "nothing waits", f"circo company note {company['key']} TEXT"
