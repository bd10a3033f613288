"""Removing: what was refused, and what somebody else removed first."""

from __future__ import annotations

import pytest

from circo_cli.domain.removal import remove_enrolment, remove_thing
from circo_cli.errors import NotFoundError, RefusedError
from circo_cli.storage.database import open_change
from circo_cli.storage.tables import Enrolment
from circo_cli.values.vocabulary import EnrolmentStatus
from tests.conftest import Circo
from tests.domain.making import NOW, TODAY, make_companies, make_hub, make_track


def test_what_somebody_removed_meanwhile_is_not_removed_again(circo: Circo) -> None:
    with open_change(circo.database, at="2026-06-15T10:00:00Z", actor="a", command="test", dry_run=True) as change:
        hub = make_hub(change.session)
        change.session.flush()
        number = hub.id or 0
        remove_thing(change.session, reader=change.reader, noun="hub", number=number)
        with pytest.raises(NotFoundError, match="limburg has gone meanwhile"):
            remove_thing(change.session, reader=change.reader, noun="hub", number=number)


def test_after_the_first_session_the_first_in_line_is_only_named(circo: Circo) -> None:
    with open_change(circo.database, at="2026-06-15T10:00:00Z", actor="a", command="test", dry_run=True) as change:
        session = change.session
        companies = make_companies(session, 2)
        track = make_track(session, make_hub(session), ["2026-06-01"], "2026Q2", capacity=1, minimum=0).track
        session.flush()
        seated = Enrolment(track_id=track.id or 0, company_id=companies[0], status=EnrolmentStatus.REGISTERED, people=1)
        waiting = Enrolment(
            track_id=track.id or 0,
            company_id=companies[1],
            status=EnrolmentStatus.WAITLISTED,
            people=1,
            waitlisted_at="2026-05-01T10:00:00Z",
            waitlist_rank=1,
        )
        session.add_all([seated, waiting])
        session.flush()
        with pytest.raises(RefusedError, match="1 enrolment"):
            remove_thing(session, reader=change.reader, noun="company", number=companies[0])
        outcome = remove_enrolment(session, reader=change.reader, enrolment_id=seated.id or 0, now=NOW, today=TODAY)
        assert (outcome.promoted, outcome.first_in_line) == ([], [waiting])
        remove_thing(session, reader=change.reader, noun="company", number=companies[0])
