"""A map of tiles: the twelve provinces about where they lie, each with its stage and its hubs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from circo_cli.rendering.cells import flat
from circo_cli.rendering.pictures import fitted, paint, unbroken, wrapped
from circo_cli.values.vocabulary import Province

Row = tuple[str, tuple[str, ...], str | None, bool, bool]
"""Region, hubs, furthest stage, gap, overlap."""

SIGNS = {
    "operational": ("●", "green"),
    "preparing": ("◐", "yellow"),
    "exploring": ("○", "blue"),
    "paused": ("‖", "red"),
    "closed": ("×", "dim"),
}
"""A sign and a colour for each stage; the stage is always there in words too."""

_MAP = (
    (None, None, "friesland", "groningen"),
    (None, "noord-holland", "flevoland", "drenthe"),
    ("zuid-holland", "utrecht", "gelderland", "overijssel"),
    ("zeeland", "noord-brabant", "limburg", None),
)
_WIDEST = 26
_PARTLY, _NOBODY = "~", "no hub"
_LABEL = 10


def draw_coverage(
    rows: Sequence[Row],
    *,
    partly: Mapping[tuple[str, str], tuple[str, ...]],
    sectoral: Sequence[tuple[str, str, tuple[str, ...]]],
    width: int,
    color: bool,
) -> str:
    """Return the map with its legend, and below it gaps, overlaps, and what no map of provinces can show.

    `partly` gives the postcodes of a hub that serves only those of a province; `sectoral` are key, stage and sectors.
    """
    found = {row[0]: row for row in rows}
    inner = max(10, min(_WIDEST, (width - 1) // 4 - 1))
    lines = [
        line
        for regions in _MAP
        for line in _band([None if each is None else found[each] for each in regions], partly, inner, color)
    ]
    return "\n".join([*lines, "", *_legend(rows, bool(partly), width), "", *_lists(rows, partly, sectoral, width), ""])


def _band(
    rows: Sequence[Row | None], partly: Mapping[tuple[str, str], tuple[str, ...]], inner: int, color: bool
) -> list[str]:
    """Return one row of tiles, all as high as the highest."""
    tiles = [None if row is None else _tile(row, partly, inner) for row in rows]
    height = max(len(tile) for tile in tiles if tile is not None)
    drawn = []
    for row, tile in zip(rows, tiles, strict=True):
        if row is None or tile is None:
            drawn.append([" " * (inner + 2)] * (height + 2))
            continue
        padded = [*tile, *[""] * (height - len(tile))]
        edge, side = ("╌", "┆") if row[3] else ("─", "│")
        body = [f"{side}{_styled(fitted(text, inner), number, row, color)}{side}" for number, text in enumerate(padded)]
        count = f" ×{len(row[1])} " if row[4] else ""
        drawn.append([f"┌{edge * (inner - len(count))}{count}┐", *body, f"└{edge * inner}┘"])
    return ["".join(parts).rstrip() for parts in zip(*drawn, strict=True)]


def _tile(row: Row, partly: Mapping[tuple[str, str], tuple[str, ...]], inner: int) -> list[str]:
    """Return the lines of a tile: the province, its stage, its hubs."""
    region, hubs, stage, gap, _ = row
    name = Province(region).nl.split("/")[0]
    if gap or stage is None:
        return [name, _NOBODY]
    sign = SIGNS[stage][0]
    keys = [
        line
        for hub in hubs
        for line in wrapped(f"{_PARTLY if (region, hub) in partly else ''}{hub}", inner, at_hyphens=True)
    ]
    return [name, f"{sign} {stage}", *keys]


def _styled(text: str, number: int, row: Row, color: bool) -> str:
    if number == 0:
        return paint(text, "bold", color=color)
    if number == 1:
        return paint(text, "dim" if row[2] is None else SIGNS[row[2]][1], color=color)
    return text


def _legend(rows: Sequence[Row], partly: bool, width: int) -> list[str]:
    """Return what the signs on the map mean, those that are there."""
    stages = {row[2] for row in rows}
    parts = [f"{sign} {stage}" for stage, (sign, _) in SIGNS.items() if stage in stages]
    parts += ["×2 overlap: so many hubs"] if any(row[4] for row in rows) else []
    parts += [f"{_PARTLY} only some postcodes"] if partly else []
    return unbroken(parts, width)


def _lists(
    rows: Sequence[Row],
    partly: Mapping[tuple[str, str], tuple[str, ...]],
    sectoral: Sequence[tuple[str, str, tuple[str, ...]]],
    width: int,
) -> list[str]:
    def called(region: str, hub: str) -> str:
        postcodes = partly.get((region, hub))
        return f"{hub} ({', '.join(postcodes)})" if postcodes else hub

    provinces = {each.value for each in Province}
    lists = {
        "gaps": [region for region, _, _, gap, _ in rows if gap],
        "in part": [
            f"{region}: {', '.join(called(region, hub) for hub in hubs)}"
            for region, hubs, _, _, _ in rows
            if hubs and all((region, hub) in partly for hub in hubs)
        ],
        "overlaps": [
            f"{region}: {', '.join(called(region, hub) for hub in hubs)}"
            for region, hubs, _, _, overlap in rows
            if overlap
        ],
        "abroad": [
            f"{region}: {', '.join(hubs)} ({stage})" for region, hubs, stage, _, _ in rows if region not in provinces
        ],
        "sectors": [
            f"{', '.join(sectors) or 'no sector yet'}: {key} ({stage})" for key, stage, sectors in sectoral
        ],
    }  # fmt: skip
    lines = []
    for label, entries in lists.items():
        if not entries and label not in ("gaps", "overlaps"):
            continue
        text = wrapped("; ".join(map(flat, entries)) or "none", width - _LABEL)
        lines += [f"{label if number == 0 else '':<{_LABEL}}{line}" for number, line in enumerate(text)]
    return lines
