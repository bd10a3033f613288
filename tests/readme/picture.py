"""The picture of a terminal in README.md: what the program really prints there, with its colours."""

from __future__ import annotations

import io
import os
import re
import shlex
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

from defusedxml import ElementTree
from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.text import Text

from circo_cli.app import run
from tests.readme.parts import README, without_settings

PICTURE = README.parent / "examples" / "terminal.svg"
WIDTH = 88
TYPED = ("circo status --hub noord-holland", "circo track show noord-holland-2026q3-1")
_SETTINGS = {
    "CIRCO_DB": "circo-demo/circo.db",
    "CIRCO_TODAY": "2026-06-30",
    "CIRCO_USER": "eva",
    "TERM": "xterm-256color",
    "COLUMNS": str(WIDTH),
}
_WITHOUT_FONTS = re.sub(r"@font-face \{\{.*?\}\}\n", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
"""Nothing is loaded from elsewhere by whoever looks at it."""


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown(directory: Path) -> str:
    """Return what a terminal shows, colours included, when `TYPED` is typed in `directory`, in which a demo stands."""
    screen = _Terminal()
    with without_settings(directory), redirect_stdout(screen), redirect_stderr(screen):
        os.environ.update(_SETTINGS)
        os.environ.pop("NO_COLOR", None)
        for line in TYPED:
            screen.write(f"\x1b[1m$ {line}\x1b[0m\n")
            assert run(shlex.split(line)[1:]) == 0
            screen.write("\n")
    return screen.getvalue().rstrip() + "\n"


def drawn(screen: str) -> str:
    """Return what was `shown` as SVG."""
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, color_system="standard")
    console.print(Text.from_ansi(screen), no_wrap=True)
    return console.export_svg(title="circo", code_format=_WITHOUT_FONTS, unique_id="circo")


def words(svg: str) -> list[str]:
    """Return the words of a picture, in the order of its lines."""
    texts = ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")
    return [word for text in texts for word in (text.text or "").split()]
