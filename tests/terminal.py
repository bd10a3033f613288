"""A terminal for tests: somebody types, and reads what the screen shows."""

from __future__ import annotations

import os
import re
import sys
from typing import Any

import pexpect

LEFT, RIGHT, CTRL_U = "\x1b[D", "\x1b[C", "\x15"
UP, DOWN, SPACE, ENTER, CTRL_C, CTRL_D, BACKSPACE = "\x1b[A", "\x1b[B", " ", "\r", "\x03", "\x04", "\x7f"
_SEQUENCE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\][^\x07]*\x07|\x1b[=>]")


class Terminal:
    """``circo ARGUMENTS`` on a terminal of so many columns."""

    def __init__(self, *arguments: str, columns: int = 100, **environment: str) -> None:
        """Start the command, in the directory and environment of the test."""
        known = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES", "NO_COLOR")}
        known |= {"TERM": "xterm-256color", "PROMPT_TOOLKIT_NO_CPR": "1", "PYTHONUTF8": "1", **environment}
        self._child: Any = pexpect.spawn(
            sys.executable,
            ["-m", "circo_cli", *arguments],
            env=known,
            encoding="utf-8",
            dimensions=(60, columns),
            timeout=20,
        )
        self._seen = ""

    def sees(self, text: str) -> Terminal:
        """Wait until `text` is shown, whatever colours and line ends are in it."""
        words = r"(?:\s|\x1b\[[0-9;?]*[A-Za-z])+".join(map(re.escape, text.split()))
        self._child.expect(words)
        self._seen += self._child.before + self._child.after
        return self

    def types(self, text: str, *, then: str = ENTER) -> Terminal:
        """Type `text` and press Enter, or what `then` says."""
        self._child.send(text + then)
        return self

    def asked(self, question: str, answer: str = "") -> Terminal:
        """Wait for `question` and answer it with a line."""
        return self.sees(question).types(answer)

    def chosen(self, question: str, place: int = 0) -> Terminal:
        """Wait for `question` and take the choice so many below the first one offered."""
        return self.sees(question).types(DOWN * place)

    def marked(self, question: str, *places: int) -> Terminal:
        """Wait for `question` and mark the choices at these places."""
        self.sees(question)
        here = 0
        for place in places:
            self.types(DOWN * (place - here) + SPACE, then="")
            here = place
        return self.types("")

    def ends(self) -> int:
        """Wait for the end and return the exit code."""
        self._child.expect(pexpect.EOF)
        self._seen += self._child.before
        self._child.close()
        code: int = (
            self._child.exitstatus if self._child.exitstatus is not None else 128 + (self._child.signalstatus or 0)
        )
        return code

    def is_closed(self) -> int:
        """Close the terminal, as when its window is closed, and return the exit code."""
        self._child.ptyproc.fileobj.close()
        self._child.closed, self._child.child_fd = True, -1
        return os.waitstatus_to_exitcode(os.waitpid(self._child.pid, 0)[1])

    @property
    def screen(self) -> str:
        """Return everything that was shown, without colours and cursor movements."""
        return _SEQUENCE.sub("", self._seen).replace("\r\n", "\n").replace("\r", "\n")
