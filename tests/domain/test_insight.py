"""Rules of insights that hold whatever was typed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from sqlmodel import Session, select

from circo_cli.domain.insight import (
    add_insight,
    comment_on_insight,
    edit_insight,
    publish_insight,
    retire_insight,
)
from circo_cli.errors import RefusedError
from circo_cli.storage.database import open_change
from circo_cli.storage.tables import Insight, InsightVersion
from circo_cli.values.names import KnownName, NameIndex
from circo_cli.values.vocabulary import InsightStatus
from tests.conftest import Circo

TODAY = date(2026, 6, 15)


@pytest.fixture
def session(circo: Circo) -> Iterator[Session]:
    """A session that is rolled back."""
    with open_change(circo.database, at="2026-06-15T10:00:00Z", actor="a", command="c", dry_run=True) as change:
        yield change.session


def names() -> NameIndex:
    """Know one company."""
    return NameIndex([KnownName("Jansen Textiel", "company")])


def never() -> NameIndex:
    """Fail when the names are asked for: reading them all takes time."""
    raise AssertionError("nothing is published, so nothing is checked")


def publish(session: Session, number: int) -> Insight:
    """Publish as the tests do it."""
    return publish_insight(session, insight_id=number, today=TODAY, author="a", names=names)


def test_drafts_and_retired_ones_are_not_checked_and_have_no_versions(session: Session) -> None:
    number = add_insight(session, title="Jansen Textiel", hub_id=None).id or 0
    values = {"body": "Van Jansen Textiel"}
    draft = edit_insight(session, insight_id=number, values=values, today=TODAY, author="a", names=never)
    comment_on_insight(
        session, insight_id=number, text="Jansen Textiel!", author="a", at="2026-06-15T10:00:00Z", names=never
    )
    assert (draft.version, draft.status) == (1, InsightStatus.DRAFT)
    draft.status = InsightStatus.RETIRED
    edit_insight(session, insight_id=number, values={"title": "T"}, today=TODAY, author="a", names=never)
    assert session.exec(select(InsightVersion)).all() == []


@pytest.mark.parametrize(
    ("change", "version"),
    [
        ({"values": {"body": "Anders."}}, 2),
        ({"values": {"title": "Anders"}}, 2),
        ({"values": {}, "topics": ["lease"]}, 2),
        ({"values": {}, "topics": [" Bank "]}, 1),
        ({"values": {"body": "Zo."}}, 1),
        ({"values": {"review_on": "2026-12-01"}}, 1),
    ],
)
def test_what_readers_see_differently_is_a_new_version(
    session: Session, change: dict[str, object], version: int
) -> None:
    number = add_insight(session, title="T", body="Zo.", hub_id=None, topics=["bank"]).id or 0
    publish(session, number)
    later = date(2026, 7, 1)
    edited = edit_insight(session, insight_id=number, today=later, author="b", names=names, **change)  # type: ignore[arg-type]
    assert (edited.version, edited.published_on) == (version, "2026-06-15")
    kept = session.exec(select(InsightVersion).order_by("version")).all()
    assert [(row.version, row.published_on, row.author) for row in kept] == [
        (1, "2026-06-15", "a"),
        (2, "2026-07-01", "b"),
    ][:version]


def test_statuses_go_one_way(session: Session) -> None:
    number = add_insight(session, title="T", body="Zo.", hub_id=None).id or 0
    with pytest.raises(RefusedError, match="a draft"):
        retire_insight(session, insight_id=number)
    assert publish(session, number).published_on == "2026-06-15"
    with pytest.raises(RefusedError, match="published already"):
        publish(session, number)
    assert retire_insight(session, insight_id=number).status is InsightStatus.RETIRED
    with pytest.raises(RefusedError, match="retired already"):
        publish(session, number)
