"""The answers to a search on a terminal: what each is, and the passage that shows why, its words in bold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from circo_cli.rendering.cells import flat
from circo_cli.rendering.pictures import paint

_GAP = 2
_INDENT = 4


class Answer(NamedTuple):
    """One answer, its `snippet` with words between `Marks`."""

    kind: str
    key: str
    title: str
    snippet: str
    score: float


class Marks(NamedTuple):
    """What a marked word stands between."""

    open: str
    close: str


def draw_answers(answers: Sequence[Answer], *, marks: Marks, width: int, color: bool) -> str:
    """Return two or more lines for each answer; without colour the marks stay, so that nothing is lost.

    Where the passage is part of the title, its words are marked there and it is not said twice.
    """
    from rich.cells import cell_len

    lines: list[str] = []
    for answer in answers:
        head = f"{paint(answer.key, 'cyan', color=color)}  {paint(answer.kind, 'dim', color=color)}"
        room = width - len(answer.key) - len(answer.kind) - 2 * _GAP
        title, snippet = flat(answer.title), flat(answer.snippet)
        core = snippet.strip("…")
        bare = core.replace(marks.open, "").replace(marks.close, "")
        if bare in title:
            title, snippet = title.replace(bare, core, 1), ""
        if cell_len(title) <= room:
            lines.append(head + " " * _GAP + "".join(_painted([title], marks, color=color)))
        else:
            lines += [head, *_indented(title, marks, width=width, color=color)]
        if snippet:
            lines += _indented(snippet, marks, width=width, color=color)
    return "".join(f"{line}\n" for line in lines)


def _indented(text: str, marks: Marks, *, width: int, color: bool) -> list[str]:
    wrapped = _wrapped(text, width - _INDENT)
    return [" " * _INDENT + line for line in _painted(wrapped, marks, color=color)]


def _painted(lines: Sequence[str], marks: Marks, *, color: bool) -> list[str]:
    """Return the lines with marked words in bold in place of their marks; a word may go on on the next line."""
    if not color:
        return list(lines)
    bold, plain = "\x1b[1m", "\x1b[0m"
    painted, inside = [], False
    for line in lines:
        begun = bold if inside else ""
        inside = line.rfind(marks.open) > line.rfind(marks.close) or (inside and marks.close not in line)
        painted.append(begun + line.replace(marks.open, bold).replace(marks.close, plain) + (plain if inside else ""))
    return painted


def _wrapped(text: str, width: int) -> list[str]:
    """Return `text` in lines of at most `width` columns, broken between words where that can be."""
    from rich.cells import cell_len, chop_cells

    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        for piece in chop_cells(word, width) if cell_len(word) > width else [word]:
            if line and cell_len(line) + 1 + cell_len(piece) > width:
                lines.append(line)
                line = piece
            else:
                line = f"{line} {piece}" if line else piece
    return [*lines, line]
