"""Digests: what one would hold now, what earlier ones held, and the list of those that were exported."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from circo_cli.errors import AmbiguousError, NotFoundError, UsageError
from circo_cli.queries.digest_scope import Audience, Item, Period
from circo_cli.queries.keys import find
from circo_cli.queries.listing import Filters, Listing, Page, Paging
from circo_cli.storage.reader import Reader
from circo_cli.values.keys import number_key
from circo_cli.values.rows import nested
from circo_cli.values.text import fold
from circo_cli.values.vocabulary import THEMES

if TYPE_CHECKING:
    from circo_cli.values.names import KnownName


class DigestRow(NamedTuple):
    """An exported digest; `series` counts ``--since-last`` exports, `items` what it held."""

    key: str
    audience: str
    language: str
    period_from: str | None
    period_until: str | None
    series: int | None
    exported_at: str
    items: int
    files: tuple[str, ...]


class HeldItem(NamedTuple):
    """What a digest held: in which section, which item, and a fingerprint of what that said."""

    section: str
    item: str
    fingerprint: str


class LeftOut(NamedTuple):
    """An item that would have given away names."""

    item: Item
    names: tuple[KnownName, ...]


DIGESTS = Listing(
    row=DigestRow,
    source="digest_overview v",
    order="v.id",
    columns={"key": "v.id"},
    lists={"files": ("SELECT digest_id, path FROM digest_file WHERE {owners} ORDER BY format, path", "digest_id")},
    converted={"key": lambda number: number_key("digest", number)},
)


def list_digests(
    reader: Reader,
    *,
    audience: str | None = None,
    digest_id: int | None = None,
    paging: Paging = Paging(),  # noqa: B008 - immutable
) -> Page[DigestRow]:
    """Return the exported digests that meet every filter given."""
    filters = Filters()
    filters.add("v.audience = :audience", audience=audience)
    filters.add("v.id = :digest_id", digest_id=digest_id)
    return DIGESTS.fetch(reader, where=filters.where, values=filters.values, paging=paging)


def show_digest(reader: Reader, digest_id: int) -> tuple[DigestRow, dict[str, object]]:
    """Return a digest and what it held."""
    row = list_digests(reader, digest_id=digest_id).rows[0]
    held = reader.rows(
        "SELECT section, item, fingerprint FROM digest_item WHERE digest_id = :id ORDER BY position", {"id": digest_id}
    )
    return row, {"item_list": nested(HeldItem, [HeldItem(*each) for each in held])}


_AUDIENCES = ("circo", "network", "hub:HUB", "hubs")
_ALSO = {"netwerk": "network", "all": "network", "alle": "network", "hub": "hubs", "alle hubs": "hubs"}


def _audience_meant(reader: Reader, typed: str) -> str:
    """Return the question whether a hub or another audience was meant, or nothing where none is like it."""
    from circo_cli.values.typos import nearest

    wanted = fold(typed)
    near = _ALSO.get(wanted) or nearest(wanted, ("circo", "network", "hubs"))
    if near is None:
        try:
            near = f"hub:{find(reader, 'hub', typed).key}"
        except (NotFoundError, AmbiguousError) as error:
            near = " or ".join(f"hub:{key}" for key in error.details[:3])
    return f"did you mean {near}? " if near else ""


def find_audiences(reader: Reader, typed: Iterable[str]) -> list[Audience]:
    """Return the audiences that were typed, each once; ``hubs`` is every hub that is not closed.

    Raises `UsageError` for what is no audience, `NotFoundError` for a hub that does not exist.
    """
    found: dict[str, Audience] = {}
    for each in typed:
        name = each.strip().lower()
        if name == "hubs":
            rows = reader.rows("SELECT id, key FROM hub WHERE stage <> 'closed' ORDER BY key")
            audiences = [Audience(f"hub:{key}", number) for number, key in rows]
        elif name in ("circo", "network"):
            audiences = [Audience(name)]
        elif name.startswith("hub:"):
            hub = find(reader, "hub", each.strip())
            audiences = [Audience(f"hub:{hub.key}", hub.id)]
        else:
            raise UsageError(
                f"--for: '{each}' is no audience",
                hint=f"{_audience_meant(reader, each)}One of: {', '.join(_AUDIENCES)}",
                code="unknown-value",
            )
        found.update({audience.name: audience for audience in audiences})
    return list(found.values())


def lead_email(reader: Reader, audience: Audience) -> str | None:
    """Return the address of the lead of an audience that is a hub."""
    address: str | None = reader.value("SELECT lead_email FROM hub WHERE id = :id", {"id": audience.hub_id})
    return address


def next_series(reader: Reader, *, audience: Audience, language: str) -> int:
    """Return the number of the next ``--since-last`` digest of an audience and language."""
    latest: int | None = reader.value(
        "SELECT max(series) FROM digest WHERE audience = :audience AND language = :language",
        {"audience": audience.name, "language": language},
    )
    return (latest or 0) + 1


def items_for(
    reader: Reader, *, audience: Audience, language: str, period: Period, today: date
) -> tuple[list[Item], list[LeftOut]]:
    """Return what a digest holds now, and what is left out because it would name a company or a person.

    A ``--since-last`` digest holds what none of the earlier ones of its audience and language held.
    """
    from circo_cli.queries.digest_items import gather

    items = gather(reader, audience=audience, period=period, today=today)
    if period.series is not None:
        before = _held_before(reader, audience=audience, language=language)
        items = [item for item in items if (item.section, item.identity, item.fingerprint) not in before]
    return without_names(reader, items)


def _held_before(reader: Reader, *, audience: Audience, language: str) -> set[tuple[str, str, str]]:
    rows = reader.rows(
        """SELECT DISTINCT i.section, i.item, i.fingerprint FROM digest_item i JOIN digest d ON d.id = i.digest_id
            WHERE d.audience = :audience AND d.language = :language AND d.series IS NOT NULL""",
        {"audience": audience.name, "language": language},
    )
    return {(section, item, fingerprint) for section, item, fingerprint in rows}


def without_names(reader: Reader, items: list[Item]) -> tuple[list[Item], list[LeftOut]]:
    """Look once more for known names in what is not the audience's own: an import may have brought one."""
    from circo_cli.queries.known_names import known_names

    if all(item.own for item in items):
        return items, []
    labels = _labels(reader)
    said = chain.from_iterable(item.texts for item in items if not item.own)
    index = known_names(reader, chain(said, *labels.values()))
    in_labels = {key: tuple(hit for text in texts for hit in index.find(text)) for key, texts in labels.items()}
    kept: list[Item] = []
    left_out: list[LeftOut] = []
    for item in items:
        hits = [] if item.own else [hit for text in item.texts for hit in index.find(text)]
        hits += [] if item.own else [hit for label in item.labels for hit in in_labels.get(label, ())]
        if hits:
            left_out.append(LeftOut(item, tuple(dict.fromkeys(hits))))
        else:
            kept.append(item)
    return kept, left_out


def _labels(reader: Reader) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return how themes and hubs are called, by noun and key: people made these names too.

    The themes that every network starts from are the programme's own words, and name nobody.
    """
    own = {key for key, _, _ in THEMES}
    themes = {
        ("theme", key): tuple(name for name in (key, name_nl, name_en) if name)
        for key, name_nl, name_en in reader.rows("SELECT key, name_nl, name_en FROM theme")
        if key not in own
    }
    return {**themes, **{("hub", key): (key, name) for key, name in reader.rows("SELECT key, name FROM hub")}}
