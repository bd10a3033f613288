"""What commands ask of the sessions of a Track before they change them."""

from __future__ import annotations

from circo_cli.storage.reader import Reader


def zone_of_hub(reader: Reader, hub_id: int) -> str:
    """Return the name of a hub's time zone."""
    return str(reader.value("SELECT timezone FROM hub WHERE id = :id", {"id": hub_id}))


def zone_of_track(reader: Reader, track_id: int) -> str:
    """Return the name of the time zone on whose clock the sessions of a Track are held."""
    return str(
        reader.value("SELECT h.timezone FROM track t JOIN hub h ON h.id = t.hub_id WHERE t.id = :id", {"id": track_id})
    )


def planned_quarter_of(reader: Reader, track_id: int) -> str:
    """Return the quarter that a Track is planned in (``2026Q2``)."""
    return str(reader.value("SELECT planned_quarter FROM track WHERE id = :id", {"id": track_id}))


def is_over(reader: Reader, track_id: int) -> bool:
    """Tell whether a Track is completed or cancelled."""
    return reader.value("SELECT status FROM track WHERE id = :id", {"id": track_id}) in ("completed", "cancelled")


def companies_attended(reader: Reader, track_id: int, number: int) -> int:
    """Return of how many companies it is on record whether they came to session `number` of a Track."""
    return int(
        reader.value(
            """SELECT count(*) FROM attendance a WHERE a.session_id =
                (SELECT s.id FROM track_session s WHERE s.track_id = :id ORDER BY s.starts_at
                  LIMIT 1 OFFSET :before)""",
            {"id": track_id, "before": max(number, 1) - 1},
        )
    )
