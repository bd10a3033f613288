"""What the fields of one row of questions must be to each other: status and answer, and the order of its dates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from circo_cli.intake.mapping import BadValueError
from circo_cli.values.vocabulary import UNANSWERED, QuestionStatus


def drop_answer(values: dict[str, Any]) -> None:
    """Leave out when a question was answered, which lists print, where no answer comes with it."""
    values.pop("answered_on", None)
    if values.pop("answered_by", None) is not None:
        raise BadValueError("gave no answer: the column answer is empty", field="answered_by")


def check_answered(status: str) -> None:
    """Refuse the status of a question that waits for an answer: there is one."""
    if status in UNANSWERED:
        raise BadValueError(f"is {status}, and there is an answer", field="status", nearest="answered")


def status_of(values: Mapping[str, Any]) -> QuestionStatus:
    """Return the status that follows where none is given."""
    if "merged_into" in values:
        return QuestionStatus.MERGED
    if "answer" in values:
        return QuestionStatus.ANSWERED
    return QuestionStatus.REFERRED if "referred_to" in values else QuestionStatus.OPEN


def check_dates(values: Mapping[str, Any]) -> None:
    """Refuse what is due, or was answered, before it was asked."""
    for name, what in (("due_on", "an answer is due"), ("answered_on", "it was answered")):
        if values.get(name) is not None and values[name] < values["asked_on"]:
            raise BadValueError(f"lies before {values['asked_on']}, when it was asked: {what} later", field=name)


def answer_of(number: int, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns of the answer to the question with that id."""
    return {
        "question_id": number,
        "text": values["answer"],
        "author": values["answered_by"],
        "answered_on": values["answered_on"],
    }
