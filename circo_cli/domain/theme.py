"""Themes: subjects of Tracks, questions and insights, and sectors of hubs."""

from __future__ import annotations

from sqlmodel import Session, select

from circo_cli.domain.lookup import new_slug
from circo_cli.errors import RefusedError
from circo_cli.storage.tables import Theme
from circo_cli.values.text import fold


def add_theme(session: Session, *, name_nl: str, name_en: str | None = None) -> Theme:
    """Add a theme.

    Raises `RefusedError` when a theme has one of these names as its key or a name: labels are taken wherever a
    theme is, and two themes with one label could not be told apart.
    """
    wanted = {fold(name) for name in (name_nl, name_en) if name}
    for theme in session.exec(select(Theme).order_by(Theme.key)):
        known = {fold(name) for name in (theme.key, theme.name_nl, theme.name_en) if name}
        if wanted & known:
            raise RefusedError(
                f"there is a theme of that name: {theme.key} ({theme.name_nl})",
                hint="circo theme list shows them all",
                code="theme-taken",
            )
    theme = Theme(key=new_slug(session, Theme, name_nl), name_nl=name_nl, name_en=name_en)
    session.add(theme)
    return theme
