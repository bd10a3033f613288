"""The knowledge digest: one frozen `Digest` collected from queries; each format is a pure function of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from circo_cli.queries.digest import HeldItem, LeftOut, items_for
from circo_cli.queries.digest_scope import SECTIONS, Audience, Item, Period
from circo_cli.queries.figures import Figure, figures
from circo_cli.rendering.cells import to_json
from circo_cli.storage.reader import Reader
from circo_cli.values.quarter import Quarter


class Mail(NamedTuple):
    """From whom and to whom a digest is mailed (addresses as they stand in a header), dated `at`."""

    sender: str
    recipients: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Digest:
    """What one audience gets of one period, in one language.

    `figures` are those of the quarters `first_quarter` to `last_quarter`, of the audience's hub or the network;
    `hub_names` and `theme_names` say how keys are written out; `left_out` stays behind; `mail` is for a message alone.
    """

    audience: Audience
    language: str
    period: Period
    figures: Mapping[str, Figure]
    first_quarter: Quarter
    last_quarter: Quarter
    items: tuple[Item, ...]
    left_out: tuple[LeftOut, ...]
    hub_names: Mapping[str, str]
    theme_names: Mapping[str, str]
    mail: Mail | None = None

    def section(self, name: str) -> list[Mapping[str, Any]]:
        """Return the items of a section, as they are printed in JSON."""
        return [item.fields for item in self.items if item.section == name]

    @property
    def held(self) -> list[HeldItem]:
        """Return what is recorded of an export: every item with the fingerprint of what it says."""
        return [HeldItem(item.section, item.identity, item.fingerprint) for item in self.items]


def collect_digest(
    reader: Reader, *, audience: Audience, language: str, period: Period, today: date, mail: Mail | None = None
) -> Digest:
    """Return the digest of `period` for `audience` as the database has it now."""
    items, left_out = items_for(reader, audience=audience, language=language, period=period, today=today)
    first = Quarter.containing(period.first or today)
    last = Quarter.containing(period.last or today)
    return Digest(
        audience=audience,
        language=language,
        period=period,
        figures=figures(reader, first=first, last=last, hub_id=audience.hub_id, today=today),
        first_quarter=first,
        last_quarter=last,
        items=tuple(items),
        left_out=tuple(left_out),
        hub_names=dict(reader.rows("SELECT key, name FROM hub ORDER BY key")),
        theme_names={
            key: (name_en or name_nl) if language == "en" else name_nl
            for key, name_nl, name_en in reader.rows("SELECT key, name_nl, name_en FROM theme ORDER BY key")
        },
        mail=mail,
    )


def as_json(digest: Digest) -> str:
    """Return the digest as JSON, in the shape of the contract; empty sections are empty arrays."""
    return "".join(json_pieces(digest))


def json_pieces(digest: Digest) -> Iterator[str]:
    """Yield `as_json` item by item: all of it at once takes many times the room."""
    period = digest.period
    head = {
        "audience": digest.audience.name,
        "language": digest.language,
        "period": {
            "from": None if period.first is None else period.first.isoformat(),
            "until": None if period.last is None else period.last.isoformat(),
            "label": period.label,
        },
        "figures": dict(digest.figures),
    }
    before = "{"
    for name, value in head.items():
        yield f'{before}\n  "{name}": {_indented(value)}'
        before = ","
    for name in SECTIONS:
        yield f',\n  "{name}": ['
        before = ""
        for fields in digest.section(name):
            yield f"{before}\n    {_indented(dict(fields), 4)}"
            before = ","
        yield "\n  ]" if before else "]"
    yield "\n}\n"


def _indented(value: Any, by: int = 2) -> str:
    return to_json(value).replace("\n", f"\n{' ' * by}")


def _as_markdown(digest: Digest) -> str:
    from circo_cli.documents.digest_markdown import as_markdown

    return as_markdown(digest)


def _as_text(digest: Digest) -> str:
    from circo_cli.documents.digest_markdown import as_text

    return as_text(digest)


def _as_html(digest: Digest) -> str:
    from circo_cli.documents.digest_html import as_html

    return as_html(digest)


def _as_mail(digest: Digest) -> str:
    from circo_cli.documents.digest_mail import as_mail

    return as_mail(digest)


class Format(NamedTuple):
    """A format of the digest: how its files end, and what makes it."""

    extension: str
    render: Callable[[Digest], str]


MAIL = "eml"
"""The format that needs addresses."""

FORMATS: dict[str, Format] = {
    "markdown": Format(".md", _as_markdown),
    "html": Format(".html", _as_html),
    "json": Format(".json", as_json),
    "text": Format(".txt", _as_text),
    MAIL: Format(".eml", _as_mail),
}
"""Every format that a digest can have, the default first."""


def file_name(*, audience: str, period: Period, language: str, format: str) -> str:
    """Return the name of a digest's file: ``circo-digest-hub-limburg-2026Q2-nl.md``."""
    return f"circo-digest-{audience.replace(':', '-')}-{period.label}-{language}{FORMATS[format].extension}"
