"""The parts of README.md that come from the program itself: the output of the tour, and the reference."""

from __future__ import annotations

import io
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import typer

from circo_cli.app import build_root, run
from circo_cli.app.words import Noun

README = Path(__file__).parents[2] / "README.md"
BEGIN = "<!-- reference: made by python -m tests.readme -->"
END = "<!-- end of reference -->"
_BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)


def tour(text: str, directory: Path) -> str:
    """Return `text` with the output under every ``$ circo`` of its console blocks made anew, in `directory`."""
    with without_settings(directory):
        return _BLOCK.sub(lambda match: f"```console\n{_played(match[1])}```", text)


@contextmanager
def without_settings(directory: Path) -> Iterator[None]:
    """Work in `directory` without circo's variables, and put the environment back as it was."""
    before, place = dict(os.environ), Path.cwd()
    os.chdir(directory)
    try:
        for name in [name for name in os.environ if name.startswith("CIRCO_")]:
            del os.environ[name]
        yield
    finally:
        os.chdir(place)
        os.environ.clear()
        os.environ.update(before)


def _played(block: str) -> str:
    lines = []
    for line in block.splitlines():
        if not line.startswith("$ "):
            continue
        lines.append(line)
        typed = line[2:]
        if typed.startswith("export "):
            os.environ.update(word.split("=", 1) for word in shlex.split(typed)[1:])
        elif typed.startswith("circo "):
            lines += _answer(typed)
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _answer(typed: str) -> list[str]:
    command, _, pipe = typed.partition(" | head -")
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        run(shlex.split(command)[1:])
    shown = out.getvalue().splitlines()
    return [*(shown[: int(pipe)] if pipe else shown), *err.getvalue().splitlines()]


def reference() -> str:
    """Return the reference: every command with what it takes and its sentence."""
    root = build_root()
    context = typer.Context(root, info_name="circo")
    lines: list[str] = []
    for name in root.list_commands(context):
        command = root.load(name)
        if isinstance(command, Noun):
            lines += ["", f"**{name}** — {command.help}", "", *_verbs(f"circo {name}", command)]
        else:
            lines += ["", _line(f"circo {name}", command)]
    return "\n".join(lines).strip() + "\n"


def _verbs(path: str, noun: Noun) -> list[str]:
    lines = []
    for verb in noun.sentences():
        command = noun.load(verb)
        words = f"{path} {verb}"
        lines += _verbs(words, command) if isinstance(command, Noun) else [_line(words, command)]
    return lines


def _line(path: str, command: Any) -> str:
    parts = [path]
    for param in command.params:
        if getattr(param, "hidden", False):
            continue
        if param.param_type_name == "argument":
            name = param.metavar or param.name
            name = name[1:-1] if name.startswith("[") and name.endswith("]") else name
            parts.append(name if param.required else f"[{name}]")
            continue
        option = max(param.opts, key=len)
        value = "" if param.is_flag else f" {param.metavar}"
        many = "…" if param.multiple else ""
        parts.append(f"{option}{value}" if param.required else f"[{option}{value}{many}]")
    sentence = str(command.help).split("\n", 1)[0]
    return f"- `{' '.join(parts)}`  \n  {sentence}"


def with_reference(text: str) -> str:
    """Return `text` with the reference between its marks made anew."""
    head, rest = text.split(BEGIN)
    return f"{head}{BEGIN}\n\n{reference()}\n{END}{rest.split(END)[1]}"


def build_demo(directory: Path) -> None:
    """Build the demo in `directory`, as the first command of the README does."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CIRCO_")}
    subprocess.run(
        [sys.executable, "-m", "circo_cli", "-q", "demo"], cwd=directory, env=environment, check=True, timeout=300
    )
