"""Themes from a file."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any, ClassVar

from sqlmodel import insert

from circo_cli.domain.theme import edit_theme
from circo_cli.intake.cells import line
from circo_cli.intake.known import Known, given
from circo_cli.intake.mapping import BadValueError, Column, Row
from circo_cli.intake.named import KeyedImporter
from circo_cli.storage.tables import Theme
from circo_cli.values.keys import slugify
from circo_cli.values.text import fold

_NAMES = ("name_nl", "name_en")


class ThemeImporter(KeyedImporter):
    """Themes: by key, else by a name. No two have one label, since labels are taken wherever a theme is."""

    noun = "theme"
    columns: ClassVar[Sequence[Column]] = (
        Column("key", line, ("sleutel", "code")),
        Column("name_nl", line, ("naam", "thema", "nederlands", "nederlandse naam", "name", "theme"), required=True),
        Column("name_en", line, ("engels", "engelse naam", "english", "english name")),
    )
    derived = ("tracks", "questions", "askers", "waitlisted")

    def __init__(self, known: Known) -> None:
        """Read the labels of all themes."""
        super().__init__(known)
        self._labels: dict[str, int] = {}
        for number, *labels in known.change.reader.rows("SELECT id, key, name_nl, name_en FROM theme"):
            self._labels.update({fold(label): number for label in labels if label})

    def find(self, row: Row) -> int | None:
        """Return the theme by its key, else by any label."""
        if "key" in row.values:
            return self.by_key(row.values)
        return self._labels.get(fold(row.values.get("name_nl", "")))

    def called(self, values: Mapping[str, Any]) -> str:
        """Return the Dutch name."""
        return str(values["name_nl"])

    def names(self, row: Row) -> Iterable[Hashable]:
        """Return key and names: each is a label; and so is the key that follows from the name."""
        yield from self.meets(row)
        if "key" not in row.values and "name_nl" in row.values:
            yield "label", fold(slugify(row.values["name_nl"]))

    def meets(self, row: Row) -> Iterable[Hashable]:
        """Return the labels that the row gives."""
        return {("label", fold(label)) for label in row.values.values()}

    def stored(self, rows: Sequence[Row]) -> Mapping[int, Mapping[str, Any]]:
        """Return the themes that `rows` are."""
        ids = ", ".join(str(row.id) for row in rows)
        found = self.known.change.reader.rows(f"SELECT id, name_nl, name_en FROM theme WHERE id IN ({ids})")
        return {number: dict(zip(_NAMES, names, strict=True)) for number, *names in found}

    def complete(self, row: Row) -> None:
        """Refuse a label that a theme has, as ``theme add`` does."""
        super().complete(row)
        self._check_labels(row, row.values)
        if "key" in row.values and row.values["key"] in self._labels:
            key = self.things.keys[self._labels[row.values["key"]]]
            raise BadValueError(f"is a label of the theme {key}", field="key", nearest=key)

    def revise(self, row: Row, stored: Mapping[str, Any]) -> None:
        """Refuse a label that another theme has."""
        self._check_labels(row, row.changed)

    def _check_labels(self, row: Row, values: Mapping[str, Any]) -> None:
        for name in _NAMES:
            other = self._labels.get(fold(values.get(name, "")))
            if other is not None and other != row.id:
                key = self.things.keys[other]
                raise BadValueError(f"is a label of the theme {key}", field=name, nearest=key)

    def add(self, rows: Sequence[Row]) -> None:
        """Store new themes."""
        themes = [{**key, **{name: values.get(name) for name in _NAMES}} for values, key in self.numbered(rows)]
        if themes:
            self.known.change.session.execute(insert(Theme), themes)

    def update(self, row: Row) -> None:
        """Change the names that differ; the key stays."""
        edit_theme(self.known.change.session, theme_id=row.id or 0, values=given(row.changed, _NAMES))
        self._labels.update({fold(name): row.id or 0 for name in row.changed.values()})
