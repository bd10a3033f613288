"""Whom to turn to: each hub that serves what was asked for, with its lead and why it is named."""

from __future__ import annotations

from collections.abc import Sequence

from circo_cli.rendering.pictures import paint, wrapped
from circo_cli.rendering.pictures.coverage import SIGNS

Row = tuple[str, str, str, str, str | None, str | None, tuple[str, ...]]
"""Key, name, kind, stage, lead, the lead's address, what matched."""

_LABEL = 10


def draw_found(hubs: Sequence[Row], *, width: int, color: bool) -> str:
    """Return the hubs in their order, each with its lead."""
    blocks = []
    for key, name, kind, stage, lead, lead_email, matched in hubs:
        sign, tint = SIGNS[stage]
        title = wrapped(f"{key}: {name}, {kind} hub", width)
        lines = [*(paint(line, "bold", color=color) for line in title)]
        lines.append(f"  {'stage':<{_LABEL - 2}}{paint(f'{sign} {stage}', tint, color=color)}")
        told = {"serves": "; ".join(matched), "lead": ", ".join(filter(None, (lead, lead_email))) or "nobody yet"}
        for label, text in told.items():
            for number, line in enumerate(wrapped(text, width - _LABEL)):
                lines.append(f"  {label if number == 0 else '':<{_LABEL - 2}}{line}")
        blocks.append("".join(f"{line}\n" for line in lines))
    return "\n".join(blocks)
