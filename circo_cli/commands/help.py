"""circo help: topics that several commands share, and the help of each command."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from circo_cli.context import Invocation, of
from circo_cli.context.typed import nearest
from circo_cli.errors import EXIT_CODES, UsageError
from circo_cli.rendering.result import Form, Result, hint

app = typer.Typer()

TOPICS = {
    "keys": "how a thing is named, and how little of it one has to type",
    "dates": "how dates, times and quarters are typed",
    "output": "tables, JSON, CSV, workbooks; where answers go",
    "exit-codes": "what the exit code of a command says",
    "privacy": "what is kept of people, how to show it, and how to erase it",
    "cron": "digests, mail and backups without anybody typing",
    "schema": "the views of the database, for those who open it with other tools",
}

_WIDTH = 80
_INDENT = "  "
_COLUMN = 22  # the longest name of a column, and what is around it


@app.command("help")
def help_(
    ctx: typer.Context,
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[TOPIC]...", help="A topic such as keys, or the words of a command.")
    ] = None,
) -> Result:
    """Explain a topic or a command, or list the topics.

    Examples:
    circo help
    circo help keys
    circo help track schedule
    """
    call = of(ctx)
    if not words:
        told = (hint("circo help keys explains a topic, circo help track schedule a command"),)
        return _list("topics", ("topic", "about"), list(TOPICS.items()))._replace(messages=told)
    topic = " ".join(words)
    if topic == "exit-codes":
        return _list("exit-codes", ("code", "meaning"), EXIT_CODES)
    if topic in TOPICS:
        if topic == "schema" and (call.fields is not None or call.output_choice().output not in ("table", "markdown")):
            return Result(form=Form.LIST, fields=("view", "column", "meaning"), rows=_columns(), name="schema")
        return _text(
            call, topic, lambda width: _wrapped(_text_of(topic, width), width), lambda: _as_markdown(_text_of(topic))
        )
    said = _of_command(ctx, words)
    return _text(call, topic, lambda width: said, lambda: f"# circo {topic}\n\n```\n{said}```\n")


def _list(name: str, fields: tuple[str, str], rows: Sequence[tuple[str | int, str]]) -> Result:
    """Return a list of two columns that a terminal shows whole: a table would cut the second."""
    first = max(len(str(word)) for word, _ in rows)

    def draw(width: int, color: bool) -> str:
        return "".join(_beside(f"{word:<{first}}  ", meaning, width) for word, meaning in rows)

    return Result(form=Form.LIST, fields=fields, rows=rows, name=name, picture=draw)


def _text(call: Invocation, topic: str, draw: Callable[[int], str], markdown: Callable[[], str]) -> Result:
    output = call.output_choice().output
    if call.fields is None and output == "table":
        return Result(form=Form.TEXT, picture=lambda width, color: draw(min(width, _WIDTH)))
    if call.fields is None and output == "markdown":
        return Result(form=Form.TEXT, text=markdown())
    return Result(form=Form.ONE, fields=("topic", "text"), rows=[(topic, draw(_WIDTH))])


def _of_command(ctx: typer.Context, words: list[str]) -> str:
    """Return the help of the noun or command that `words` name, as its own ``--help`` prints it."""
    at: Any = ctx.find_root()
    if words[0] not in at.command.sentences():
        guess = nearest(words[0], [*TOPICS, *at.command.sentences()], before="did you mean circo help ")
        raise UsageError(
            f"'{words[0]}' is no topic and no command",
            hint=guess or "circo help lists the topics, circo --help the commands",
            code="unknown-value",
        )
    for word in words:
        if not hasattr(at.command, "sentences"):
            raise UsageError(f"{at.command_path} has no '{word}'", hint=f"{at.command_path} --help", code="usage")
        name, command, _ = at.command.resolve_command(at, [word])
        at = typer.Context(command, info_name=name, parent=at)
    return f"{at.command.get_help(at).rstrip()}\n"


def _text_of(topic: str, width: int = _WIDTH) -> str:
    text = (Path(__file__).with_name("topics") / f"{topic}.txt").read_text(encoding="utf-8")
    more: Mapping[str, Callable[[], str]] = {"cron": _cron, "schema": lambda: _schema(width)}
    return f"{text}\n{more[topic]()}" if topic in more else text


def _cron() -> str:
    from circo_cli.commands.demo import examples

    place = examples() / "cron"
    names = ("circo.crontab", "mail-digests.sh", "circo-digest.service", "circo-digest.timer")
    files = "".join(f"{_INDENT}{place / name}\n" for name in names)
    table = (place / "circo.crontab").read_text(encoding="utf-8")
    return f"{files}\ncirco.crontab:\n\n{_indented(table.splitlines())}"


def _indented(lines: Iterable[str]) -> str:
    return "".join(f"{_INDENT}{line}".rstrip() + "\n" for line in lines)


def _columns() -> list[tuple[str, str, str]]:
    from circo_cli.storage.view_columns import VIEW_COLUMNS

    return [
        (view, column, meaning) for view, of_it in VIEW_COLUMNS.items() for column, meaning in of_it.columns.items()
    ]


def _schema(width: int) -> str:
    from circo_cli.storage.view_columns import VIEW_COLUMNS

    return "\n".join(
        f"{view}: {of_it.row}\n\n" + "".join(_column(*each, width) for each in of_it.columns.items())
        for view, of_it in VIEW_COLUMNS.items()
    )


def _column(name: str, meaning: str, width: int) -> str:
    return _beside(f"{_INDENT}{name:<{_COLUMN}}", meaning, width)


def _beside(begin: str, meaning: str, width: int) -> str:
    from textwrap import fill

    return fill(meaning, width, initial_indent=begin, subsequent_indent=" " * len(begin), break_on_hyphens=False) + "\n"


def _wrapped(text: str, width: int) -> str:
    """Return `text` with its sentences wrapped; what is indented is to be typed and stays as it is."""
    from textwrap import fill

    return "".join(
        f"{line if line.startswith(_INDENT) else fill(line, width, break_on_hyphens=False, break_long_words=False)}\n"
        for line in text.splitlines()
    )


def _as_markdown(text: str) -> str:
    """Return `text` as Markdown: its first line a heading, what is to be typed as blocks of code."""
    title, _, rest = text.partition("\n")
    blocks = [block for block in rest.strip("\n").split("\n\n") if block.strip()]
    told = [f"```\n{_dedented(block)}\n```" if block.startswith(_INDENT) else _escaped(block) for block in blocks]
    return "\n\n".join([f"# {title}", *told]) + "\n"


def _dedented(block: str) -> str:
    return "\n".join(line.removeprefix(_INDENT) for line in block.splitlines())


def _escaped(block: str) -> str:
    from circo_cli.documents.markdown import escape

    return escape(block)
