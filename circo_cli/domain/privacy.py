"""What the network may see names nobody: section Sharing of the contract."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from circo_cli.errors import RefusedError
from circo_cli.values.names import NameIndex

Names = Callable[[], NameIndex]
"""Gives the index of every name that the database knows; asked for only where something is to be checked."""


class Hit(NamedTuple):
    """A name that stands in a text: where, what it says, and what it is (company, person, …)."""

    where: str
    name: str
    kind: str


def names_in(index: NameIndex, texts: Mapping[str, str | None]) -> list[Hit]:
    """Return the names in `texts` (where it stands → text), in their order."""
    return [Hit(where, known.text, known.kind) for where, text in texts.items() if text for known in index.find(text)]


def refuse_names(
    index: NameIndex,
    texts: Mapping[str, str | None],
    *,
    hint: str = "write it again without the name",
    audience: str = "the network",
) -> None:
    """Raise `RefusedError` when one of `texts` (where it stands → text) names a company or a person.

    `hint` says what to type instead, `audience` who would see it.
    """
    hits = names_in(index, texts)
    if hits:
        told = ", ".join(f"{hit.where} names {hit.name} ({hit.kind})" for hit in hits)
        raise RefusedError(
            f"{audience} would see a name: {told}",
            hint=hint,
            code="names-someone",
            details=[hit._asdict() for hit in hits],
        )
