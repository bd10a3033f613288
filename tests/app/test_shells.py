"""Completion in real shells: installed with one command, then TAB on a terminal."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Circo

pexpect: Any = import_module("pexpect")  # it has no types of its own


@pytest.fixture
def home(network: Circo, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with nothing in it, where ``circo`` is found."""
    program = network.directory / "bin" / "circo"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m circo_cli "$@"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("ZDOTDIR", str(network.directory))
    monkeypatch.delenv("XDG_CONFIG_HOME")
    for name in (".bashrc", ".zshrc"):
        (network.directory / name).write_text("PS1='> '\n")
    return network.directory


SHELLS = {"bash": ["--noprofile", "-i"], "zsh": ["-i"], "fish": ["-i"]}


@pytest.mark.parametrize("shell", SHELLS)
def test_it_is_installed_with_one_command(home: Path, shell: str) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    shells = spawned(shell, SHELLS[shell])
    shells.sendline("circo --install-completion")
    shells.expect(f"{shell} completion installed in")
    shells.sendline("exit")
    shells.expect(pexpect.EOF)
    if shell == "fish":
        seen = spawned(
            shell, ["-c", 'complete -C "circo track show limburg-2026q3-"; complete -C "circo show hub:lim"']
        )
        seen.expect(pexpect.EOF)
        assert "limburg-2026q3-1\tCirculaire" in seen.before
        assert "hub:limburg\tLimburg" in seen.before
        return
    for typed, seen in (
        ("circo track show noord-h\t\t\t", "noord-holland-2025q4-1.*noord-holland-2026q2-1"),
        ("circo show hub:limb\t", "hub:limburg "),
    ):
        again = spawned(shell, SHELLS[shell])
        again.expect("> ")
        again.send(typed)
        again.expect(seen)
        again.close(force=True)


def spawned(shell: str, arguments: Sequence[str]) -> Any:
    """Start `shell` on a terminal."""
    return pexpect.spawn(
        shell,
        list(arguments),
        env={**os.environ, "TERM": "xterm" if shell == "fish" else "dumb", "SHELL": shell},
        encoding="utf-8",
        timeout=30,
        dimensions=(40, 120),
    )
