"""Themes: subjects of Tracks, questions and insights, and sectors of hubs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlmodel import Session, select

from circo_cli.domain.lookup import get, new_slug
from circo_cli.errors import RefusedError
from circo_cli.storage.tables import Theme
from circo_cli.values.text import fold


def add_theme(session: Session, *, name_nl: str, name_en: str | None = None) -> Theme:
    """Add a theme.

    Raises `RefusedError` when a theme has one of these names as its key or a name: labels are taken wherever a
    theme is, and two themes with one label could not be told apart.
    """
    _check_free(session, (name_nl, name_en))
    theme = Theme(key=new_slug(session, Theme, name_nl), name_nl=name_nl, name_en=name_en)
    session.add(theme)
    return theme


def edit_theme(session: Session, *, theme_id: int, values: dict[str, Any]) -> Theme:
    """Change what is in `values` (columns of the theme); the key stays. Raises `RefusedError` as `add_theme` does."""
    theme = get(session, Theme, theme_id)
    _check_free(session, (values.get("name_nl"), values.get("name_en")), without=theme_id)
    for name, value in values.items():
        setattr(theme, name, value)
    return theme


def _check_free(session: Session, names: Iterable[str | None], *, without: int | None = None) -> None:
    """Raise `RefusedError` when a theme other than `without` has one of `names` as its key or a name."""
    wanted = {fold(name) for name in names if name}
    for theme in session.exec(select(Theme).where(Theme.id != without).order_by(Theme.key)):
        known = {fold(name) for name in (theme.key, theme.name_nl, theme.name_en) if name}
        if wanted & known:
            raise RefusedError(
                f"there is a theme of that name: {theme.key} ({theme.name_nl})",
                hint="circo theme list shows them all",
                code="theme-taken",
            )
