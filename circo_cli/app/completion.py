"""Shell completion: what a shell asks, what it is told, and the few lines of shell that ask.

A shell hands over the line up to the cursor (``COMP_LINE``); each line of the answer is a word and, after a tab, what
it means. Typer's own way of asking (``COMP_WORDS`` with ``COMP_CWORD``, ``_TYPER_COMPLETE_ARGS``) is answered too.
Whatever goes wrong, a shell is told nothing: a message in the middle of somebody's line would be worse than no help.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from circo_cli.app.words import Words, place_on_line, run_to_result, words_that_follow
from circo_cli.context import Invocation
from circo_cli.errors import UsageError
from circo_cli.rendering import streams
from circo_cli.rendering.result import Result

VARIABLE = "_CIRCO_COMPLETE"
_NOSPACE = ":nospace"

_BASH = """\
_circo_completion() {
    local line
    COMPREPLY=()
    while IFS= read -r line; do
        case "$line" in
            :files) compopt -o default 2>/dev/null ;;
            :directories) compopt -o dirnames 2>/dev/null ;;
            :nospace) compopt -o nospace 2>/dev/null ;;
            ?*) COMPREPLY+=("$line") ;;
        esac
    done < <(_CIRCO_COMPLETE=complete_bash COMP_LINE="${COMP_LINE:0:COMP_POINT}" \\
             COMP_WORDBREAKS="$COMP_WORDBREAKS" "$1" 2>/dev/null)
}
complete -o nosort -F _circo_completion circo 2>/dev/null || complete -F _circo_completion circo
"""

_ZSH = """\
#compdef circo
_circo_completion() {
    local line word about
    local -a shown ending
    for line in "${(@f)$(_CIRCO_COMPLETE=complete_zsh \\
            COMP_LINE="${(j: :)words[1,CURRENT-1]} ${QIPREFIX}${PREFIX}" "${words[1]}" 2>/dev/null)}"; do
        case "$line" in
            :files) _files; return ;;
            :directories) _files -/; return ;;
            :nospace) ending=(-S '') ;;
            ?*)
                word="${line%%$'\\t'*}"
                about="${line:${#word}+1}"
                word="${${word//\\\\/\\\\\\\\}//:/\\\\:}"
                shown+=("$word${about:+:$about}") ;;
        esac
    done
    (( $#shown )) && _describe -V 'circo' shown "${ending[@]}"
}
if [[ "${funcstack[1]}" == _circo ]]; then _circo_completion "$@"; else compdef _circo_completion circo; fi
"""

_FISH = """\
function _circo_completion
    set -l offers (env _CIRCO_COMPLETE=complete_fish COMP_LINE=(commandline -cp | string collect) \\
        (commandline -opc)[1] 2>/dev/null)
    switch "$offers[1]"
        case :files
            __fish_complete_path (commandline -ct)
        case :directories
            __fish_complete_directories (commandline -ct)
        case '*'
            string match -v -- ':nospace*' $offers
    end
end
complete --command circo --no-files --keep-order --arguments '(_circo_completion)'
"""

SCRIPTS: Mapping[str, str] = {"bash": _BASH, "zsh": _ZSH, "fish": _FISH}
"""Shell → what makes it ask."""


class Word(NamedTuple):
    """What may be typed, and what it means."""

    word: str
    about: str


class Line(NamedTuple):
    """A line up to the cursor: its `words`, the last one perhaps unfinished, that one as typed, its open quote."""

    words: list[str]
    typed: str
    quote: str


def parse_line(text: str) -> Line:
    """Return the line as a shell would read it; the last word is empty after a space."""
    words, word, start, quote, begun = [], "", 0, "", False
    at = 0
    while at < len(text):
        letter = text[at]
        if quote and letter == quote:
            quote = ""
        elif letter == "\\" and quote != "'" and at + 1 < len(text):
            at += 1
            word += text[at] if not quote or text[at] in '"\\$`' else letter + text[at]
        elif quote:
            word += letter
        elif letter in "'\"":
            quote = letter
        elif letter.isspace():
            if begun:
                words.append(word)
            word, begun = "", False
            at += 1
            start = at
            continue
        else:
            word += letter
        begun = True
        at += 1
    return Line([*words, word], text[start:], quote)


def complete(root: Words, program: str, call: Invocation) -> int:
    """Answer the shell's question with what can follow on its line; return 0 whatever happens."""
    shell = os.environ[VARIABLE].partition("_")[2]
    try:
        line, typed = _asked()
        told = answer(root, program, call, line.words)
        streams.write_out("".join(f"{each}\n" for each in _written(shell, told, line if typed else None)))
    except (Exception, SystemExit):  # noqa: S110 - see above: silence is what helps
        pass
    return 0


def _asked() -> tuple[Line, bool]:
    """Return the line that the shell handed over, and whether it is as somebody typed it."""
    environment = os.environ
    if "COMP_LINE" in environment:
        return parse_line(environment["COMP_LINE"]), True
    if "COMP_WORDS" in environment:
        words = parse_line(environment["COMP_WORDS"]).words
        at = int(environment["COMP_CWORD"])
        return Line([*words[:at], words[at] if at < len(words) else ""], "", ""), False
    return parse_line(environment.get("_TYPER_COMPLETE_ARGS", "")), False


def answer(root: Words, program: str, call: Invocation, words: list[str]) -> list[Word]:
    """Return what can stand in the place of the last of `words`, the first of which is the program."""
    call.options.keep("quiet", True)
    call.options.keep("no_input", True)
    before, beginning = words[1:-1], words[-1]
    found = place_on_line(root, program, before, beginning, obj=call)
    if found.param is None:
        return [Word(*each) for each in words_that_follow(found)]
    from circo_cli.commands.offering import Place, offered

    name, equals, _ = beginning.partition("=") if found.beginning != beginning else ("", "", "")
    place = Place(
        command=found.context.command_path.partition(" ")[2],
        metavar=found.param.metavar or "",
        option=found.option,
        typed=found.context.params,
        fields=lambda: _fields(root, program, call, before),
    )
    offers = offered(call, place, found.beginning)
    told = [Word(value if value.startswith(":") else f"{name}{equals}{value}", about) for value, about in offers]
    return [Word(_NOSPACE, ""), *told] if told and place.metavar == "A,B,C" else told


def _fields(root: Words, program: str, call: Invocation, before: list[str]) -> tuple[str, ...]:
    """Return the fields of what the unfinished line would print, by asking for none of its rows.

    Only of what reads: a list (it has ``--sort``) or a ``show``; and what would change data is refused.
    """
    call.only_reads = True
    call.options.keep("fields", None)
    known = before[:-1] if before[-1] in ("--fields", "--sort") else before
    result: Result = run_to_result(root, program, known, obj=call)
    return result.fields


def _written(shell: str, told: list[Word], line: Line | None) -> list[str]:
    if shell == "zsh" and line is None:  # Typer's lines evaluate the answer: nothing in it may mean anything to zsh
        inert = [word for word, _ in told if re.fullmatch(r"[\w@%+,./-]+", word, re.ASCII)]
        return [f"_arguments '*: :({' '.join(inert)})'"] if inert else []
    if shell != "bash":
        return [f"{word}\t{about}" if about else word for word, about in told]
    if line is None:
        return [word for word, _ in told if not word.startswith(":")]
    breaks = os.environ.get("COMP_WORDBREAKS", " \t\n\"'><=;|&(:")
    kept = (
        0 if line.quote else 1 + max((line.typed.rfind(each) for each in breaks if each not in " \t\n\"'"), default=-1)
    )
    return [word if word.startswith(":") else _in_bash(word, line.quote)[kept:] for word, _ in told]


def _in_bash(word: str, quote: str) -> str:
    """Return `word` so that bash reads it as one, within the `quote` that is open or within none."""
    if quote == "'":
        return word.replace("'", r"'\''")
    if quote:
        return re.sub(r'(["\\$`])', r"\\\1", word)
    return re.sub(r"([^\w@%+=:,./~-])", r"\\\1", word)


def install(program: str) -> tuple[str, Path]:
    """Install completion for the shell that this was typed in; return its name and the file that was written.

    Raises `UsageError` where that is not a shell it knows.
    """
    from typer import _completion_shared

    shell = _shell()
    _completion_shared._completion_scripts.update(_as_templates())
    made = _completion_shared.install(shell=shell, prog_name=program, complete_var=VARIABLE)  # nosec B604 # no command
    path = made[1]
    return shell, path


def script() -> str:
    """Return the lines of shell for the shell that this was typed in; `UsageError` as in `install`."""
    return SCRIPTS[_shell()]


def _as_templates() -> dict[str, str]:
    return {shell: text.replace("%", "%%") for shell, text in SCRIPTS.items()}


def _shell() -> str:
    from typer._completion_shared import _get_shell_name

    name = _get_shell_name() or ""
    if name not in SCRIPTS:
        name = Path(os.environ.get("SHELL", "")).name
    if name not in SCRIPTS:
        raise UsageError(
            f"completion is for {', '.join(SCRIPTS)}; this seems to be none of them",
            hint="type the same in one of these shells, or put SHELL=bash before it",
            code="unknown-shell",
        )
    return name
