"""Goals from a file."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any, ClassVar

from sqlmodel import insert

from circo_cli.domain.goal import edit_goal, parse_target
from circo_cli.intake.cells import line, prose, quarter, reference, term
from circo_cli.intake.known import Known
from circo_cli.intake.mapping import BadValueError, Column, Read, Row
from circo_cli.intake.named import KeyedImporter, as_listed
from circo_cli.queries.goal import GOALS
from circo_cli.storage.tables import Goal
from circo_cli.values.keys import number_key
from circo_cli.values.quarter import Quarter
from circo_cli.values.text import fold
from circo_cli.values.vocabulary import Metric

_AIM = ("hub", "metric", "from", "until", "theme")
_COLUMNS = {"metric": "metric", "target": "target", "from": "from_quarter", "until": "until_quarter", "note": "note"}
"""Fields, and where they are stored."""

_THINGS = ("hub", "theme")
"""Fields that name a thing; the network has no hub."""

_NETWORK = ("all", "alle", "netwerk", "network", "landelijk")


def _hub(known: Known) -> Read:
    find = known.references("hub").key
    return lambda text: "all" if fold(text) in _NETWORK else find(text)


def _metric(known: Known) -> Read:
    read = term(Metric)(known)
    return lambda text: read(text.replace("-", "_") if text.replace("-", "_") in set(Metric) else text)


class GoalImporter(KeyedImporter):
    """Goals: by key, else by what they aim at: metric, hub, quarters and theme. Of one aim there is one goal."""

    noun = "goal"
    columns: ClassVar[Sequence[Column]] = (
        Column("key", line, ("sleutel", "code", "nummer")),
        Column("hub", _hub, ("regio", "circo hub"), required=True),
        Column("metric", _metric, ("maat", "meting", "indicator", "wat", "cijfer"), required=True),
        Column("target", line, ("doel", "streefwaarde", "aantal", "goal"), required=True),
        Column("from", quarter, ("van", "vanaf", "eerste kwartaal", "first quarter"), required=True),
        Column("until", quarter, ("tot en met", "t/m", "tot", "laatste kwartaal", "last quarter"), required=True),
        Column("theme", reference("theme"), ("thema",)),
        Column("note", prose, ("opmerking", "toelichting", "notitie", "remark")),
    )
    derived = ("actual",)

    def __init__(self, known: Known) -> None:
        """Read what is aimed at."""
        super().__init__(known)
        found = known.change.reader.rows(
            """SELECT id, coalesce(hub, 'all'), metric, from_quarter, until_quarter, theme FROM goal_overview"""
        )
        self._aims: dict[int, tuple[Any, ...]] = {number: tuple(aim) for number, *aim in found}
        self._by_aim = {aim: number for number, aim in self._aims.items()}

    def find(self, row: Row) -> int | None:
        """Return the goal by its key, else by its aim."""
        values = row.values
        found = self.by_key(values)
        if found is None:
            found = self._by_aim.get(_aim(values))
        metric = values.get("metric") if found is None else values.get("metric", self._aims[found][1])
        if "target" in values and metric is not None:
            values["target"] = _target(values["target"], metric)
        return found

    def names(self, row: Row) -> Iterable[Hashable]:
        """Return key and aim."""
        if "key" in row.values:
            yield "key", row.values["key"]
        if row.values.keys() >= {"hub", "metric", "from", "until"}:
            yield "metric", _aim(row.values)

    def stored(self, rows: Sequence[Row]) -> Mapping[int, Mapping[str, Any]]:
        """Return the goals that `rows` are."""
        return as_listed(GOALS, self.known.change.reader, [row.id for row in rows])

    def complete(self, row: Row) -> None:
        """Check a new goal by the rules of ``goal set``."""
        super().complete(row)
        _check(row.values)

    def revise(self, row: Row, stored: Mapping[str, Any]) -> None:
        """Check a goal that changes, and that no other has its new aim."""
        values = {**stored, **row.changed}
        _check(values)
        if "target" not in row.changed:
            _target(str(values["target"]), values["metric"])
        other = self._by_aim.get(_aim(values), row.id)
        if other != row.id:
            key = number_key(self.noun, other or 0)
            reason = f"makes it what {key} is: the same metric, hub, quarters and theme"
            raise BadValueError(reason, field=next(name for name in _AIM if name in row.changed))

    def add(self, rows: Sequence[Row]) -> None:
        """Store new goals."""
        goals = []
        for values, key in self.numbered(rows):
            fields = {column: values.get(name) for name, column in _COLUMNS.items()}
            goals.append({**key, **fields, **self._ids(values, _THINGS)})
            self._aim_at(key["id"], _aim(values))
        if goals:
            self.known.change.session.execute(insert(Goal), goals)

    def update(self, row: Row) -> None:
        """Change what differs; the key stays."""
        values = {column: row.changed[name] for name, column in _COLUMNS.items() if name in row.changed}
        values.update(self._ids(row.changed, [name for name in _THINGS if name in row.changed]))
        number = row.id or 0
        edit_goal(self.known.change.session, goal_id=number, values=values)
        self._aim_at(number, _aim({**dict(zip(_AIM, self._aims[number], strict=True)), **row.changed}))

    def _ids(self, values: Mapping[str, Any], names: Iterable[str]) -> dict[str, int | None]:
        return {f"{name}_id": self.known.references(name).ids.get(values.get(name) or "") for name in names}

    def _aim_at(self, number: int, aim: tuple[Any, ...]) -> None:
        self._by_aim.pop(self._aims.get(number, ()), None)
        self._aims[number] = aim
        self._by_aim[aim] = number


def _aim(values: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(values.get(name) for name in _AIM)


def _target(text: str, metric: str) -> int | float:
    try:
        target = parse_target(text, metric=Metric(metric))
    except ValueError as error:
        raise BadValueError(str(error), field="target") from error
    return int(target) if target == int(target) else target


def _check(values: Mapping[str, Any]) -> None:
    if Quarter.parse(values["until"]) < Quarter.parse(values["from"]):
        raise BadValueError(f"lies before {values['from']}, the first quarter", field="until")
    if values.get("theme") is not None and values["metric"] == Metric.PARTNERS:
        raise BadValueError(f"is a theme, and {Metric.PARTNERS} have none", field="theme")
