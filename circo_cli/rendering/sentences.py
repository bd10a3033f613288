"""Sentences for a terminal: broken between words, and no command that is to be copied is broken."""

from __future__ import annotations

import re

_INDENT = "  "
# A pattern is text that `re` compiles, and keeps, at first use: start-up pays for none.
_COMMAND = r"""circo(?: (?:'[^']*'|"[^"]*"|[^\s;,?()'"])+)+"""
_PIECE = rf"{_COMMAND}[;,?):]*|\S+"


def broken(line: str, width: int, *, commands: bool = True) -> str:
    """Return `line` with line ends, where it is wider than `width` columns, so that no word or command is broken.

    A command that has no room of its own in one line stays in one piece all the same: the terminal breaks it, and
    it can be copied as it was. Without `commands` none is looked for.
    """
    if len(line) <= width:
        return line
    lines = [""]
    for piece in re.findall(_PIECE, line) if commands else line.split():
        for part in [piece] if _is_whole(piece, width) else piece.split():
            longer = f"{lines[-1]} {part}" if lines[-1].strip() else f"{lines[-1]}{part}"
            if len(longer) <= width or not lines[-1].strip():
                lines[-1] = longer
            else:
                lines.append(_INDENT + part)
    return "\n".join(lines)


def _is_whole(piece: str, width: int) -> bool:
    """Tell whether a piece stays whole: a short one, and a long one that is a line to type and no prose about one."""
    return len(piece) + len(_INDENT) <= width or re.search(r"""['"]| -""", piece) is not None
