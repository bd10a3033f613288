"""Two companies made one: which enrolment counts, and what is left behind."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest
from sqlmodel import Session, select

from circo_cli.domain.lookup import identity
from circo_cli.domain.merging import merge_companies
from circo_cli.errors import RefusedError
from circo_cli.storage.database import open_change
from circo_cli.storage.tables import Company, Enrolment
from circo_cli.values.vocabulary import EnrolmentStatus
from tests.conftest import Circo
from tests.domain.making import NOW, TODAY, make_companies, make_hub, make_track

ALONG = ["invited", "waitlisted", "no-show", "registered", "confirmed", "completed"]


@pytest.fixture
def session(circo: Circo) -> Iterator[Session]:
    """A session that is rolled back."""
    with open_change(circo.database, at="2026-06-15T10:00:00Z", actor="a", command="c", dry_run=True) as change:
        yield change.session


def put(session: Session, *statuses: str) -> list[Enrolment]:
    """Enrol as many companies in one Track, each with a status."""
    track = make_track(session, make_hub(session), ["2026-09-08"]).track
    rows = []
    for company, status in zip(make_companies(session, len(statuses)), statuses, strict=True):
        waits = status == "waitlisted"
        row = Enrolment(
            track_id=identity(track),
            company_id=company,
            status=EnrolmentStatus(status),
            people=1,
            waitlist_rank=company if waits else None,
            waitlisted_at="2026-06-01T10:00:00Z" if waits else None,
        )
        session.add(row)
        rows.append(row)
    session.flush()
    return rows


def merge(session: Session, one: int = 1, into: int = 2) -> None:
    """Merge two companies."""
    merge_companies(session, company_id=one, into_id=into, now=NOW, today=TODAY)


@pytest.mark.parametrize(("mine", "theirs"), list(product(ALONG, ALONG)))
def test_the_one_further_along_counts(session: Session, mine: str, theirs: str) -> None:
    first, second = put(session, mine, theirs)
    merge(session)
    # On a waiting list, the company that goes was first in line.
    goes_first = ALONG.index(mine) > ALONG.index(theirs) or mine == theirs == "waitlisted"
    assert (first.status, second.status) == ((mine, "cancelled") if goes_first else ("cancelled", theirs))
    assert (first.company_id, second.company_id) == (2, 2)


@pytest.mark.parametrize("ended", ["cancelled", "declined"])
def test_what_has_ended_is_no_double(session: Session, ended: str) -> None:
    first, second = put(session, ended, "registered")
    merge(session)
    assert (first.status, first.reason, second.status) == (ended, None, "registered")


def test_a_reason_that_was_given_stays_before_the_new_one(session: Session) -> None:
    first, second = put(session, "invited", "registered")
    first.reason = "op verzoek"
    merge(session)
    key = f"E{identity(second)}"
    assert first.reason == f"op verzoek; double of {key}: bedrijf-1 was merged into bedrijf-2"


def test_what_was_merged_before_follows(session: Session) -> None:
    make_companies(session, 4)
    merge(session, 1, 2)
    merge(session, 2, 3)
    merge(session, 4, 1)
    found = session.exec(select(Company.id, Company.merged_into_id).order_by(Company.id)).all()  # type: ignore[arg-type]
    assert [tuple(row) for row in found] == [(1, 3), (2, 3), (3, None), (4, 3)]
    with pytest.raises(RefusedError):
        merge(session, 1, 2)
