"""Names in what shell completion answers: offered, and nothing to any shell."""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from circo_cli.app import run
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
AS_ZSH_DOES = """
_arguments() {
    local action=${1#'*: :'}
    eval ws\\=\\( "${action[3,-3]}" \\)
    print -rl -- "${ws[@]}"
}
eval $(cat answer)
"""
"""What a completion script of Typer and `_arguments` of zsh do with an answer, both of which evaluate."""


def answer(shell: str, words: str) -> str:
    """Return what completion answers a shell."""
    out = io.StringIO()
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(out):
        for name, value in {
            "_CIRCO_COMPLETE": f"complete_{shell}",
            "_TYPER_COMPLETE_ARGS": words,
            "_TYPER_COMPLETE_FISH_ACTION": "get-args",
            "_TYPER_COMPLETE_WORD_TO_COMPLETE": "",
            "COMP_WORDS": words,
            "COMP_CWORD": str(len(words.split())),
        }.items():
            patch.setenv(name, value)
        with pytest.raises(SystemExit) as left:
            run([])
    assert not left.value.code
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


@profile(4, 80)
@given(names=st.lists(TEXTS | st.sampled_from(TO_A_SHELL), min_size=6, max_size=10).map(unique))
def test_names_are_nothing_to_a_shell(circo: Circo, template: Path, names: list[str]) -> None:
    TALLY["to shells"] += 2 * len(names)
    keys = named(circo, template, names)
    assert answer("bash", "circo hub show ").split() == keys
    for noun in ("hub", "question"):
        offered = keys if noun == "hub" else [f"Q{number}" for number in range(len(keys), 0, -1)]
        for shell in ("fish", "zsh", "powershell"):
            told = answer(shell, f"circo {noun} show ")
            assert not STEERS.search(told), told
        assert [line.split("\t")[0] for line in answer("fish", f"circo {noun} show ").splitlines()] == offered
        zsh = shutil.which("zsh")
        if zsh:
            Path("answer").write_text(answer("zsh", f"circo {noun} show "))
            done = subprocess.run([zsh, "-f", "-c", AS_ZSH_DOES], capture_output=True, text=True, env=dict(os.environ))
            assert done.stderr == "", done
            assert [line.partition(":")[0] for line in done.stdout.splitlines()] == offered, done
    assert not Path("kwaad").exists()


def test_words_beside_a_key_hold_no_character_that_a_shell_evaluates(circo: Circo, template: Path) -> None:
    named(circo, template, unique(TO_A_SHELL))
    for line in answer("fish", "circo hub show ").splitlines():
        assert not set(line.partition("\t")[2]) & set("\\\"'`$[]"), line
    zsh = answer("zsh", "circo hub show ")
    assert "\\$" not in zsh
    assert "touch kwaad" in zsh
