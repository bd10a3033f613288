"""Names in what shell completion answers: offered, and nothing to any shell."""

from __future__ import annotations

import contextlib
import io
import json
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from circo_cli.app import run
from circo_cli.app.completion import SCRIPTS
from circo_cli.values.keys import slugify
from tests.conftest import Circo
from tests.hostile.checks import STEERS
from tests.hostile.texts import TALLY, TEXTS, profile

TO_A_SHELL = [
    "\\$(touch kwaad)",
    '\\"); touch kwaad; : (\\"',
    "$(touch kwaad)",
    "`touch kwaad`",
    "\\`touch kwaad\\`",
    "'; touch kwaad; '",
    "\\'; touch kwaad; \\'",
    ")); touch kwaad; ((",
    "[/] [bold",
    "a\n$(touch kwaad)",
    "=touch ~root *",
]
IN_ZSH = """
circo() { cat answer }
compdef() { }
_describe() { print -rl -- "${(@P)3}" }
words=(circo hub show ''); CURRENT=4; PREFIX=''; QIPREFIX=''
SCRIPT
_circo_completion
"""
"""What zsh does with an answer: the script that `circo --install-completion` writes, its surroundings played."""

AS_TYPER_ASKS = '_arguments() { print -r -- "$@" }\neval $(cat answer)'
"""What the script of Typer does with an answer, in a shell where it was installed before."""


def answer(shell: str, words: str, *, as_typer: bool = False) -> str:
    """Return what completion answers a shell."""
    out = io.StringIO()
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(out):
        asked = {"_TYPER_COMPLETE_ARGS": words} if as_typer else {"COMP_LINE": words}
        for name, value in {"_CIRCO_COMPLETE": f"complete_{shell}", **asked}.items():
            patch.setenv(name, value)
        assert run([]) == 0
    return out.getvalue()


def named(circo: Circo, template: Path, names: list[str]) -> list[str]:
    """Make hubs of such names and questions of such texts; return the keys of the hubs."""
    shutil.copy(template, circo.database)
    rows = [{"key": f"hub-{number}", "name": f"{name} w{number}"} for number, name in enumerate(names)]
    Path("hubs.json").write_text(json.dumps(rows))
    Path("questions.json").write_text(json.dumps([{"text": row["name"]} for row in rows]))
    circo.ok("hub", "import", "hubs.json")
    circo.ok("question", "import", "questions.json")
    return [row["key"] for row in rows]


def unique(names: list[str]) -> list[str]:
    """Return the names without those that mean the same hub as an earlier one."""
    return list({slugify(name): name for name in names}.values())


@profile(2, 80)
@given(names=st.lists(TEXTS | st.sampled_from(TO_A_SHELL), min_size=6, max_size=10).map(unique))
def test_names_are_nothing_to_a_shell(circo: Circo, template: Path, names: list[str]) -> None:
    TALLY["to shells"] += 2 * len(names)
    keys = named(circo, template, names)
    assert answer("bash", "circo hub show ").split() == keys
    for noun in ("hub", "question"):
        offered = keys if noun == "hub" else [f"Q{number}" for number in range(len(keys), 0, -1)]
        told = answer("fish", f"circo {noun} show ")
        assert not STEERS.search(told), told
        assert [line.split("\t")[0] for line in told.splitlines()] == offered
        assert answer("zsh", f"circo {noun} show ") == told
        Path("answer").write_text(told)
        if shutil.which("zsh"):
            shown = in_zsh(IN_ZSH.replace("SCRIPT", SCRIPTS["zsh"]))
            assert [line.partition(":")[0] for line in shown.splitlines()] == offered
            Path("answer").write_text(answer("zsh", f"circo {noun} show ", as_typer=True))
            assert in_zsh(AS_TYPER_ASKS) == f"*: :({' '.join(offered)})\n"
    assert not Path("kwaad").exists()


def in_zsh(script: str) -> str:
    """Return what zsh prints, and see that it complains of nothing."""
    done = subprocess.run(["zsh", "-f", "-c", script], capture_output=True, text=True, check=False)
    assert done.stderr == "", done
    return done.stdout


def test_a_shell_that_asks_as_typer_does_evaluates_no_word(circo: Circo, template: Path) -> None:
    named(circo, template, unique(TO_A_SHELL))
    circo.ok("company", "add", "Bij", "--hub", "hub-0")
    circo.ok("company", "contact", "bij", "$(touch kwaad)")
    line = "circo company uncontact bij "
    assert answer("zsh", line, as_typer=True) == ""
    assert answer("zsh", line) == "$(touch kwaad)\n"
    assert answer("bash", line) == "\\$\\(touch\\ kwaad\\)\n"


@pytest.mark.parametrize("quote", ["'", '"', ""])
def test_no_name_ends_the_quotes_that_are_open(circo: Circo, quote: str) -> None:
    name = 'x\'; touch kwaad; echo "$(touch kwaad)`touch kwaad`" \\ #'
    circo.ok("company", "add", "Bij")
    circo.ok("company", "contact", "bij", name)
    line = f"circo company uncontact bij {quote}"
    told = answer("bash", f"{line}x").removesuffix("\n")
    shell = f"circo() {{ printf '%s\\n' \"$@\"; }}; {line}{told}{quote}"
    done = subprocess.run(["bash", "-c", shell], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == (f"company\nuncontact\nbij\n{name}\n", "")
    assert not Path("kwaad").exists()
