"""What needs attention, most urgent first, each with the command that settles it.

``now``: a date has passed; ``soon``: within 14 days; ``later``: the rest (source: the contract, status). Of what there
is more than a few of one kind, one item tells how many and which comes first: the list stays short at any size.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from circo_cli.queries.attention import FEW, Item, Kind, Scope
from circo_cli.queries.company import FOLLOW_UP_DUE, FOLLOW_UPS_DUE, today_values
from circo_cli.queries.hub import steps_of_hub
from circo_cli.queries.status_tracks import tracks_in_need
from circo_cli.storage.reader import Reader
from circo_cli.values.dates import beside_today
from circo_cli.values.keys import number_key
from circo_cli.values.onboarding import done_of, next_missing
from circo_cli.values.quarter import Quarter
from circo_cli.values.text import counted, shortened, visible
from circo_cli.values.vocabulary import AUTOMATIC_STEPS, UNANSWERED, Stage, Step, Urgency

BACKUP_SOON = timedelta(days=7)
BACKUP_NOW = timedelta(days=30)
_WORDS = 60
_REVIEW_AGAIN = "+26w"
"""When an insight that was looked at, and is right still, is looked at again: half a year on."""
_UNANSWERED = ", ".join(f"'{status}'" for status in UNANSWERED)


def list_attention(reader: Reader, *, scope: Scope, backup: Item | None = None) -> list[Item]:
    """Return what needs attention within `scope`; `backup` is what `about_backup` has to say."""
    found = [
        *_launches(reader, scope),
        *tracks_in_need(reader, scope),
        *_questions(reader, scope),
        *_reviews(reader, scope),
        *_follow_ups(reader, scope),
        *_digests(reader, scope),
        *([] if backup is None else [backup]),
    ]
    urgencies, kinds = list(Urgency), list(Kind)
    return sorted(found, key=lambda item: (urgencies.index(item.urgency), kinds.index(item.kind)))


def is_empty(reader: Reader) -> bool:
    """Tell whether nobody has entered anything yet: no hub, company or question."""
    tables = ("hub", "company", "question")
    return not any(reader.value(f"SELECT 1 FROM {table} LIMIT 1") for table in tables)


def _launches(reader: Reader, scope: Scope) -> Iterator[Item]:
    """Tell of hubs whose launch is due or late, and of operational ones that lack a step."""
    present = Quarter.containing(scope.today)
    rows = reader.rows(
        """SELECT id, key, stage, launch_quarter FROM hub
            WHERE (stage IN ('exploring', 'preparing') AND launch_quarter <= :present OR stage = 'operational')
              AND (:hub IS NULL OR id = :hub) ORDER BY launch_quarter, key""",
        {**scope.values, "present": str(present)},
    )
    launches: list[Item] = []
    lacking: list[Item] = []
    for number, key, stage, launch in rows:
        states = steps_of_hub(reader, number, today=scope.today)
        step = next_missing(Stage(stage), states)
        way = f"circo hub advance {key}" if step is None else _way(key, step)
        what_next = f"next step: {step}" if step else "all that it needs to advance is done"
        standing = f"({stage}, {done_of(states)})"
        if stage != Stage.OPERATIONAL:
            late = present.minus(Quarter.parse(launch))
            slip = f", {counted(late, 'quarter', 'quarters')} late" if late else ""
            urgency = Urgency.NOW if late else scope.urgency(present.last.isoformat())
            message = f"launch planned for {launch}{slip}; {what_next} {standing}"
            launches.append(Item(urgency, Kind.LAUNCH, key, message, way))
        elif step is not None:
            lacking.append(Item(Urgency.LATER, Kind.STEPS, key, f"{what_next} {standing}", way))
    yield from scope.few(launches, "hubs are still to launch", "circo hub pipeline --until this")
    yield from scope.few(lacking, "operational hubs lack steps")


def _way(hub: str, step: Step) -> str:
    """Return the command that settles a step and can be typed as it stands: guided, where there is more to say."""
    return f"circo hub onboard {hub}" if step in AUTOMATIC_STEPS else f"circo hub tick {hub} {step}"


def _questions(reader: Reader, scope: Scope) -> Iterator[Item]:
    due_on = "q.due_on" if scope.hub_id is None else "+q.due_on"  # a hub's few are found by the hub
    for kind, urgency, condition in (
        (Kind.QUESTION_OVERDUE, Urgency.NOW, f"{due_on} < :today"),
        (Kind.QUESTION_OPEN, Urgency.SOON, f"{due_on} BETWEEN :today AND :soon"),
        (Kind.QUESTION_OPEN, Urgency.LATER, f"({due_on} > :soon OR {due_on} IS NULL)"),
    ):
        which = f"""FROM question q WHERE q.status IN ({_UNANSWERED}) AND {condition}
                     AND {scope.of_hub("q.hub_id")}"""
        order = f"q.due_on IS NULL, q.due_on, q.id LIMIT {FEW + 1}"
        found = [
            Item(urgency, kind, number_key("question", number), _due(text, day, scope), "")
            for number, text, day in reader.rows(
                f"""SELECT q.id, q.text, q.due_on FROM question q
                     WHERE q.id IN (SELECT q.id {which} ORDER BY {order}) ORDER BY {order}""",
                scope.values,
            )
        ]
        found = [item._replace(command=f"circo question answer {item.key}") for item in found]
        if len(found) <= FEW:
            yield from found
            continue
        number = reader.value(f"SELECT count(*) {which}", scope.values)
        overdue = kind is Kind.QUESTION_OVERDUE
        command = f"circo question list {'--overdue' if overdue else '--unanswered'} --sort due_on{scope.typed}"
        yield scope.many(found[0], number, "questions are overdue" if overdue else "questions are open", command)


def _due(text: str, due_on: str | None, scope: Scope) -> str:
    words = visible(shortened(text, _WORDS))
    if due_on is None:
        return f"no date to answer by: {words}"
    return f"due {beside_today(due_on, today=scope.today)}: {words}"


def _reviews(reader: Reader, scope: Scope) -> Iterator[Item]:
    for urgency, condition, until in (
        (Urgency.NOW, "i.review_on < :today", "yesterday"),
        (Urgency.SOON, "i.review_on BETWEEN :today AND :soon", "+2w"),
    ):
        which = f"""FROM insight i WHERE i.status = 'published' AND {condition}
                     AND (:hub IS NULL OR i.hub_id = :hub)"""
        found = [
            Item(urgency, Kind.REVIEW, key, _review(title, review_on, scope), _reviewed(key))
            for key, title, review_on in (
                (number_key("insight", number), *rest)
                for number, *rest in reader.rows(
                    f"SELECT i.id, i.title, i.review_on {which} ORDER BY i.review_on, i.id LIMIT {FEW + 1}",
                    scope.values,
                )
            )
        ]
        if len(found) <= FEW:
            yield from found
            continue
        number = reader.value(f"SELECT count(*) {which}", scope.values)
        command = f"circo insight list --status published --review-on {until} --sort review_on{scope.typed}"
        yield scope.many(found[0], number, "insights are to be reviewed", command)


def _review(title: str, review_on: str, scope: Scope) -> str:
    return f"due for review {beside_today(review_on, today=scope.today)}: {visible(shortened(title, _WORDS))}"


def _reviewed(key: str) -> str:
    return f"circo insight edit {key} --review-on {_REVIEW_AGAIN}"


def _follow_ups(reader: Reader, scope: Scope) -> Iterator[Item]:
    """Tell per hub how many companies are due for a follow-up, those without a hub together."""
    due = FOLLOW_UPS_DUE if scope.hub_id is None else FOLLOW_UP_DUE
    rows = reader.rows(
        f"""SELECT v.hub, count(*), min(v.name), min(coalesce(v.next_on, '') = :today) FROM company_overview v
             WHERE +v.merged_into_id IS NULL AND {scope.of_hub("v.hub_id")} AND {due}
             GROUP BY v.hub ORDER BY count(*) DESC, v.hub""",
        {"hub": scope.hub_id, **today_values(scope.today)},
    )
    found = []
    for key, number, name, from_today in rows:
        message = f"{counted(number, 'company is', 'companies are')} due for a follow-up"
        message += f": {visible(shortened(name, _WORDS))}" if number == 1 else ""
        message += "" if key is not None else ", without a hub"
        whose = key or "all"
        command = f"circo company list --hub {whose} --follow-up-due"
        # Companies that are to be called today and no earlier: no date has passed yet.
        urgency = Urgency.SOON if from_today else Urgency.NOW
        found.append(Item(urgency, Kind.FOLLOW_UP, whose, message, command))
    if len(found) <= FEW:
        yield from found
        return
    hubs = [(key, number) for key, number, *_ in rows if key is not None]
    companies, among = sum(number for _, number, *_ in rows), f"{len(hubs)} hubs"
    message = f"{companies} companies of {among} are due for a follow-up, most of {hubs[0][0]}: {hubs[0][1]}"
    yield Item(Urgency.NOW, Kind.FOLLOW_UP, scope.key, message, f"circo company list{scope.typed} --follow-up-due")


def _digests(reader: Reader, scope: Scope) -> Iterator[Item]:
    """Tell which audiences had no digest in this quarter, nor one about it."""
    quarter = Quarter.containing(scope.today)
    done = {
        row[0]
        for row in reader.rows(
            "SELECT audience FROM digest WHERE exported_at >= :first AND exported_at < :after OR label = :label",
            {"first": quarter.first.isoformat(), "after": f"{quarter.last.isoformat()}~", "label": str(quarter)},
        )
    }
    hubs = reader.rows(
        "SELECT key FROM hub WHERE stage <> 'closed' AND (:hub IS NULL OR id = :hub) ORDER BY key", scope.values
    )
    urgency = scope.urgency(quarter.last.isoformat())
    message = f"no digest in {quarter} yet"
    for audience in ("circo", "network") if scope.hub_id is None else ():
        if audience not in done:
            yield Item(urgency, Kind.DIGEST, audience, message, f"circo digest export --for {audience}")
    missing = [key for (key,) in hubs if f"hub:{key}" not in done]
    if len(missing) == 1:
        yield Item(urgency, Kind.DIGEST, missing[0], message, f"circo digest export --for hub:{missing[0]}")
    elif missing:
        yield Item(urgency, Kind.DIGEST, "hubs", f"{message} for {len(missing)} hubs", "circo digest export --for hubs")


def about_backup(moment: str | None, *, today: date) -> Item | None:
    """Return what there is to say of the latest backup, made at `moment`; None while it is young."""
    command = "circo db backup"
    if moment is None:
        return Item(Urgency.SOON, Kind.BACKUP, "db", "there is no backup yet", command)
    age = today - date.fromisoformat(moment[:10])
    if age < BACKUP_SOON:
        return None
    urgency = Urgency.NOW if age >= BACKUP_NOW else Urgency.SOON
    message = f"the last backup is of {beside_today(moment[:10], today=today)}"
    return Item(urgency, Kind.BACKUP, "db", message, command)
