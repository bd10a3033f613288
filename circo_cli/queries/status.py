"""What needs attention, most urgent first, each with the command that settles it.

``now``: a date has passed; ``soon``: within 14 days; ``later``: the rest (source: the contract, status).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from circo_cli.queries.company import FOLLOW_UP_DUE, today_values
from circo_cli.storage.reader import Reader
from circo_cli.values.keys import number_key
from circo_cli.values.quarter import Quarter
from circo_cli.values.vocabulary import Urgency

SOON = timedelta(days=14)
BACKUP_SOON = timedelta(days=7)
BACKUP_NOW = timedelta(days=30)
_WORDS = 60
_REVIEW_AGAIN = "+26w"
"""When an insight that was looked at, and is right still, is looked at again: half a year on."""


class Item(NamedTuple):
    """One thing that needs attention."""

    urgency: str
    kind: str
    key: str
    message: str
    command: str


def list_attention(
    reader: Reader, *, today: date, now: str, hub_id: int | None = None, last_backup: str | None = None
) -> list[Item]:
    """Return what needs attention, of one hub or of the whole network; `now` and `last_backup` are moments."""
    values = {"hub": hub_id, "today": today.isoformat(), "soon": (today + SOON).isoformat(), "now": now}
    found = [
        *_launches(reader, values, today),
        *_tracks(reader, values, today),
        *_questions(reader, values),
        *_reviews(reader, values),
        *_follow_ups(reader, hub_id, today),
        *_digests(reader, values, today),
    ]
    if hub_id is None:
        found += _backup(last_backup, today)
    order = [urgency.value for urgency in Urgency]
    return sorted(found, key=lambda item: order.index(item.urgency))


def _urgency(day: str | None, values: Mapping[str, object]) -> str:
    if day is None:
        return Urgency.LATER.value
    if day < str(values["today"]):
        return Urgency.NOW.value
    return Urgency.SOON.value if day <= str(values["soon"]) else Urgency.LATER.value


def _launches(reader: Reader, values: Mapping[str, object], today: date) -> Iterator[Item]:
    present = Quarter.containing(today)
    for key, stage, launch in reader.rows(
        """SELECT key, stage, launch_quarter FROM hub
            WHERE stage IN ('exploring', 'preparing') AND launch_quarter <= :last
              AND (:hub IS NULL OR id = :hub) ORDER BY launch_quarter, key""",
        {"hub": values["hub"], "last": str(present)},
    ):
        slip = present.minus(Quarter.parse(launch))
        if slip > 0:
            late = f"{slip} quarter{'s' if slip > 1 else ''}"
            message = f"{stage}; its launch was planned for {launch}: {late} late"
            yield Item(Urgency.NOW.value, "launch", key, message, f"circo hub steps {key}")
        else:
            urgency = _urgency(present.last.isoformat(), values)
            yield Item(urgency, "launch", key, f"{stage}; its launch is planned for {launch}", f"circo hub steps {key}")


def _tracks(reader: Reader, values: Mapping[str, object], today: date) -> Iterator[Item]:
    rows = reader.rows(
        """SELECT v.key, v.starts_on, v.ends_on, v.minimum, v.seats_taken, v.seats_free, v.waitlisted
             FROM track_overview v WHERE v.status IN ('planned', 'open', 'confirmed')
              AND (:hub IS NULL OR EXISTS (SELECT 1 FROM track_hub th WHERE th.track_id = v.id AND th.hub_id = :hub))
            ORDER BY v.starts_on, v.key""",
        {"hub": values["hub"]},
    )
    for key, starts_on, ends_on, minimum, taken, free, waiting in rows:
        if ends_on is not None and ends_on < str(values["today"]):
            yield Item("now", "track-over", key, f"over since {ends_on}, not completed", f"circo track complete {key}")
            continue
        urgency = _urgency(starts_on, values)
        begun = starts_on is not None and starts_on <= str(values["today"])
        if taken < minimum and urgency != Urgency.LATER and not begun:
            message = f"starts {starts_on} with {taken} of at least {minimum} companies"
            yield Item(urgency, "track-minimum", key, message, f"circo enrol {key} COMPANY")
        if waiting and not begun:
            message = f"{waiting} companies on the waiting list, {free} seats free"
            command = f"circo enrolment list --track {key} --status waitlisted"
            yield Item(urgency, "waiting-list", key, message, command)


def _questions(reader: Reader, values: Mapping[str, object]) -> Iterator[Item]:
    for number, text, due_on in reader.rows(
        """SELECT id, text, due_on FROM question
            WHERE status IN ('open', 'referred') AND (:hub IS NULL OR hub_id = :hub)
            ORDER BY due_on IS NULL, due_on, id LIMIT 50""",
        {"hub": values["hub"]},
    ):
        key = number_key("question", number)
        late = due_on is not None and due_on < str(values["today"])
        urgency = _urgency(due_on, values)
        words = text.replace("\n", " ")
        short = words if len(words) <= _WORDS else f"{words[: _WORDS - 1]}…"
        when = "" if due_on is None else f"{'was' if late else 'is'} due {due_on}: "
        kind = "question-overdue" if late else "question-open"
        yield Item(urgency, kind, key, f"{when}{short}", f"circo question answer {key}")


def _reviews(reader: Reader, values: Mapping[str, object]) -> Iterator[Item]:
    for number, title, review_on in reader.rows(
        """SELECT id, title, review_on FROM insight WHERE status = 'published' AND review_on <= :soon
              AND (:hub IS NULL OR hub_id = :hub) ORDER BY review_on, id""",
        {"hub": values["hub"], "soon": values["soon"]},
    ):
        key = number_key("insight", number)
        message = f"due for review on {review_on}: {title}"
        command = f"circo insight edit {key} --review-on {_REVIEW_AGAIN}"
        yield Item(_urgency(review_on, values), "review", key, message, command)


def _follow_ups(reader: Reader, hub_id: int | None, today: date) -> Iterator[Item]:
    rows = reader.rows(
        f"""SELECT h.key, count(*) FROM company_overview v JOIN hub h ON h.id = v.hub_id
             WHERE v.merged_into_id IS NULL AND (:hub IS NULL OR v.hub_id = :hub) AND {FOLLOW_UP_DUE}
             GROUP BY h.key ORDER BY h.key""",
        {"hub": hub_id, **today_values(today)},
    )
    for key, count in rows:
        message = f"{count} {'company is' if count == 1 else 'companies are'} due for a follow-up"
        yield Item("now", "follow-up", key, message, f"circo company list --hub {key} --follow-up-due")


def _digests(reader: Reader, values: Mapping[str, object], today: date) -> Iterator[Item]:
    quarter = Quarter.containing(today)
    done = {
        row[0]
        for row in reader.rows(
            "SELECT audience FROM digest WHERE exported_at >= :first OR label = :label",
            {"first": quarter.first.isoformat(), "label": str(quarter)},
        )
    }
    hubs = reader.rows(
        "SELECT key FROM hub WHERE stage <> 'closed' AND (:hub IS NULL OR id = :hub) ORDER BY key",
        {"hub": values["hub"]},
    )
    urgency = _urgency(quarter.last.isoformat(), values)
    for audience in ("circo", "network") if values["hub"] is None else ():
        if audience not in done:
            message = f"no digest in {quarter} yet"
            yield Item(urgency, "digest", audience, message, f"circo digest export --for {audience}")
    missing = [key for (key,) in hubs if f"hub:{key}" not in done]
    if len(missing) == 1:
        message = f"no digest in {quarter} yet"
        yield Item(urgency, "digest", missing[0], message, f"circo digest export --for hub:{missing[0]}")
    elif missing:
        message = f"no digest in {quarter} yet for {len(missing)} hubs"
        yield Item(urgency, "digest", "hubs", message, "circo digest export --for hubs")


def _backup(moment: str | None, today: date) -> Iterator[Item]:
    if moment is None:
        yield Item("soon", "backup", "db", "there is no backup yet", "circo db backup")
        return
    age = today - date.fromisoformat(moment[:10])
    if age >= BACKUP_SOON:
        urgency = Urgency.NOW if age >= BACKUP_NOW else Urgency.SOON
        yield Item(urgency.value, "backup", "db", f"the last backup is {age.days} days old", "circo db backup")
