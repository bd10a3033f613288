"""Where a question comes from, when a file does not say: the Track, hub and theme of the company that asks."""

from __future__ import annotations

from functools import cached_property

from circo_cli.intake.known import Known
from circo_cli.intake.mapping import Row
from circo_cli.queries.counting import codes
from circo_cli.values.vocabulary import EnrolmentStatus

_OUT = (EnrolmentStatus.CANCELLED, EnrolmentStatus.DECLINED)


class Askers:
    """What is known of companies and Tracks, looked up once for a whole file."""

    def __init__(self, known: Known) -> None:
        """Ask nothing yet: a file may say everything itself."""
        self._known = known

    @cached_property
    def _latest(self) -> dict[str, str]:
        """The Track of each company's latest enrolment that was neither cancelled nor declined."""
        return dict(
            self._known.change.reader.rows(
                f"""SELECT c.key, t.key FROM enrolment e JOIN track t ON t.id = e.track_id
                      JOIN company c ON c.id = e.company_id
                     WHERE e.status NOT IN ({codes(_OUT)}) ORDER BY e.id"""
            )
        )

    @cached_property
    def _tracks(self) -> dict[str, tuple[str, str | None]]:
        rows = self._known.change.reader.rows(
            """SELECT t.key, h.key, th.key FROM track t JOIN hub h ON h.id = t.hub_id
                 LEFT JOIN theme th ON th.id = t.theme_id"""
        )
        return {key: (hub, theme) for key, hub, theme in rows}

    @cached_property
    def _homes(self) -> dict[str, str]:
        return dict(self._known.change.reader.rows("SELECT c.key, h.key FROM company c JOIN hub h ON h.id = c.hub_id"))

    def complete(self, row: Row) -> None:
        """Give a new question the Track, hub and theme that ``question log`` would give it."""
        values = row.values
        company = values.get("company")
        if "track" not in values and not row.lacks("track") and company in self._latest:
            values["track"] = self._latest[company]
        hub, theme = self._tracks.get(values.get("track", ""), (None, None))
        if not row.lacks("theme") and theme is not None:
            values.setdefault("theme", theme)
        if "hub" not in values and not row.lacks("hub"):
            home = hub or self._homes.get(company or "") or self._known.own_hub
            if home is not None:
                values["hub"] = home
