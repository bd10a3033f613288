"""circo search: over everything, for whoever asks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from circo_cli.commands.arguments import LimitOption, SortOption, ranking
from circo_cli.context import of, unknown_value
from circo_cli.errors import UsageError
from circo_cli.queries.digest_scope import Audience
from circo_cli.queries.listing import arranged
from circo_cli.queries.search import KINDS, MOST, FoundRow, search
from circo_cli.queries.snippet import CLOSE, OPEN
from circo_cli.rendering.result import Form, Message, Result, hint, note, warning
from circo_cli.storage.reader import Reader
from circo_cli.values.rows import fields_of

app = typer.Typer()

ON_TERMINAL = 20
"""So many answers are shown on a terminal unless ``--limit`` says otherwise."""

_SINGULAR = {"question": "questions", "insight": "insights", "company": "companies", "track": "tracks", "hub": "hubs"}


@app.command("search")
def search_(
    ctx: typer.Context,
    words: Annotated[
        list[str], typer.Argument(metavar="WORDS...", help="What to look for; the last may be unfinished.")
    ],
    kinds: Annotated[
        str | None, typer.Option("--in", metavar="A,B,C", help=f"Only in these: {','.join(KINDS)}.")
    ] = None,
    audience: Annotated[
        str | None,
        typer.Option("--for", metavar="AUDIENCE", help="As circo, network or hub:HUB sees it; default circo."),
    ] = None,
    sort: SortOption = None,
    limit: LimitOption = None,
) -> Result:
    """Search questions, answers, insights, companies, Tracks and hubs; the best answer first, found words «marked».

    What begins with - goes after --.

    Examples:
    circo search statiegeld bakken
    circo search "lening voor verhuurde machines" --in questions,insights --for network
    circo search rabobank --in hubs --json
    """
    call = of(ctx)
    typed = " ".join(words)
    if not typed.strip():
        raise UsageError("there is nothing to search for", hint="circo search WORDS", code="empty")
    chosen = _kinds(kinds)
    with call.reader() as reader:
        found, left_out = search(reader, typed, kinds=chosen, audience=_audience(reader, audience), limit=MOST)
    page = arranged(found, fields_of(FoundRow), ranking(call, sort, limit, on_terminal=ON_TERMINAL))
    rows = page.rows
    return Result(
        form=Form.LIST,
        fields=fields_of(FoundRow),
        rows=rows,
        total=page.total,
        columns=fields_of(FoundRow),
        name="answers",
        picture=(lambda width, color: _picture(rows, width, color)) if rows else None,
        messages=tuple(_messages(rows, left_out)),
    )


def _kinds(typed: str | None) -> tuple[str, ...]:
    if typed is None:
        return KINDS
    named = [_SINGULAR.get(each, each) for part in typed.split(",") if (each := part.strip().lower())]
    for each in named:
        if each not in KINDS:
            raise unknown_value(each, KINDS, option="--in")
    if not named:
        raise UsageError("--in names nothing", hint=f"for example --in {KINDS[0]},{KINDS[1]}", code="unknown-value")
    return tuple(named)


def _audience(reader: Reader, typed: str | None) -> Audience:
    if typed is None:
        return Audience("circo")
    from circo_cli.queries.digest import find_audiences

    found = find_audiences(reader, [typed])
    if len(found) != 1:
        raise UsageError("search takes one audience", hint="--for hub:HUB", code="unknown-value")
    return found[0]


def _messages(rows: Sequence[FoundRow], left_out: int) -> list[Message]:
    messages = []
    if left_out:
        messages.append(warning(f"{left_out} left out, as they name a company or a person of others"))
    messages.append(hint(f"circo show {rows[0].key}") if rows else note("nothing was found"))
    return messages


def _picture(rows: Sequence[FoundRow], width: int, color: bool) -> str:
    from circo_cli.rendering.pictures.search import Answer, Marks, draw_answers

    return draw_answers([Answer(*row) for row in rows], marks=Marks(OPEN, CLOSE), width=width, color=color)
