"""Digests that were exported: which files, and what they held."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import delete, insert, select
from sqlmodel import Session, col
from sqlmodel import select as select_model

from circo_cli.domain.lookup import identity
from circo_cli.storage.tables import Digest, digest_file, digest_item

Held = tuple[str, str, str]
"""Section, item and fingerprint of what a digest held."""


def record_digest(
    session: Session,
    *,
    audience: str,
    language: str,
    label: str,
    first: date | None,
    last: date | None,
    series: int | None,
    held: Sequence[Held],
    files: Sequence[tuple[str, str]],
    exported_at: str,
) -> Digest:
    """Keep what a digest held, and its `files` (path and format), once these are durable.

    The same audience, language and period again keeps its record: what differs is replaced, and where nothing does,
    nothing is written. With a `series` number the record is always a new one.
    """
    digest = None
    if series is None:
        digest = session.exec(
            select_model(Digest).where(
                Digest.audience == audience,
                Digest.language == language,
                Digest.label == label,
                col(Digest.series).is_(None),
            )
        ).first()
    if digest is None:
        digest = Digest(
            audience=audience,
            language=language,
            label=label,
            period_from=None if first is None else first.isoformat(),
            period_until=None if last is None else last.isoformat(),
            series=series,
            exported_at=exported_at,
        )
        session.add(digest)
    number = identity(digest)
    items = {(section, item): (fingerprint, place) for place, (section, item, fingerprint) in enumerate(held)}
    changed_items = _replace_items(session, number, items)
    changed_files = _replace_files(session, number, dict(files))
    if changed_items or changed_files:
        digest.exported_at = exported_at
    return digest


def _replace_items(session: Session, number: int, items: dict[tuple[str, str], tuple[str, int]]) -> bool:
    columns = digest_item.c
    before = {
        (section, item): (fingerprint, place)
        for section, item, fingerprint, place in session.execute(
            select(columns.section, columns.item, columns.fingerprint, columns.position).where(
                columns.digest_id == number
            )
        )
    }
    gone = [key for key, value in before.items() if items.get(key) != value]
    new = [key for key, value in items.items() if before.get(key) != value]
    for section, item in gone:
        session.execute(
            delete(digest_item).where(columns.digest_id == number, columns.section == section, columns.item == item)
        )
    rows = [
        {
            "digest_id": number,
            "section": section,
            "item": item,
            "fingerprint": items[section, item][0],
            "position": items[section, item][1],
        }
        for section, item in new
    ]
    if rows:
        session.execute(insert(digest_item), rows)
    return bool(gone or new)


def _replace_files(session: Session, number: int, files: dict[str, str]) -> bool:
    columns = digest_file.c
    rows_before = session.execute(select(columns.path, columns.format).where(columns.digest_id == number))
    before = {str(row[0]): str(row[1]) for row in rows_before}
    if before == files:
        return False
    session.execute(delete(digest_file).where(columns.digest_id == number))
    rows = [{"digest_id": number, "path": path, "format": kind} for path, kind in files.items()]
    if rows:
        session.execute(insert(digest_file), rows)
    return True
