"""circo help: topics that several commands share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated

import typer

from circo_cli.context import of, unknown_value
from circo_cli.errors import EXIT_CODES
from circo_cli.rendering.result import Form, Result

app = typer.Typer()

TOPICS = {
    "exit-codes": "what the exit code of a command says",
    "cron": "digests, mail and backups without anybody typing",
    "privacy": "what is kept of people, how to show it, and how to erase it",
}

_CRON = """\
Digests from cron

  circo -q digest export --for hubs --since-last --to DIR

--since-last holds what no earlier such digest of that audience and language held, however late it was entered.
Where nothing is new, nothing is written. With -q it prints nothing: what does appear is an error or a warning.
Run twice, at the same time twice, or killed: each item is told once, and the next run goes on where it stopped.
Exit codes: 0 done, or nothing new; 6 nothing new, with --empty fail; 75 busy, try again; others: circo help exit-codes

Digests by mail

  circo config set mail.from "CIRCO <kennis@example.org>"
  circo config set mail.circo ADDRESS
  circo config set mail.network ADDRESS
  circo hub edit HUB --lead-email ADDRESS

--format eml writes messages for sendmail -t. cron and systemd run as some user: set these as that user.
{files} has all of it, ready to adapt:
circo.crontab (below), mail-digests.sh, and for systemd circo-digest.service and circo-digest.timer.

{crontab}"""


_PRIVACY = """\
What is kept of people

The database holds contacts of companies, trainers, leads of hubs, and the names of who wrote and changed something.
The journal remembers what was changed and removed, so that it can be undone. Only you can
read the file (0600), unless circo db init --group made it. The database, its backups and exports hold all of it: keep
them as safe as each other.

Somebody asks what you know of him or her

  circo privacy export NAME|EMAIL
  circo privacy export NAME --json --to FILE

It takes the whole name, in any case and without accents, or the address. People of one name are all shown; records
say where each of them stands. Texts may name others too: look through it before you hand it over.

Somebody asks to be erased

  circo privacy forget NAME|EMAIL       one person, in every record and text, also as owner, author and actor
  circo contact forget COMPANY NAME --dry-run
  circo trainer forget TRAINER
  circo hub forget HUB NAME             the lead, or a former one: circo hub edit HUB --lead NAME names another
  circo company forget COMPANY          with its contacts and notes

This takes the name, addresses and numbers out of every table, text, the journal, the search index and the automatic
backups, also of what was removed before. What only counts stays, under forgotten-1. It cannot be undone. What cannot
be reached is named: digests that were exported before. Backups and exports that you put elsewhere are yours to delete.

What was kept for long enough

  circo config set retention.months 24
  circo privacy retention

It lists contacts, companies, trainers, former leads and notes with which nothing has happened for that long, and what
was removed and only the journal remembers, each with the command that settles it. Removing a note leaves its text in
the journal until its company is forgotten.
"""


@app.command("help")
def help_(
    ctx: typer.Context,
    topic: Annotated[str | None, typer.Argument(metavar="[TOPIC]", help="For example exit-codes.")] = None,
) -> Result:
    """Explain a topic, or list the topics.

    Examples:
    circo help exit-codes
    circo help cron
    circo help privacy
    """
    call = of(ctx)
    if topic is None:
        return Result(form=Form.LIST, fields=("topic", "about"), rows=list(TOPICS.items()), name="topics")
    if topic not in TOPICS:
        raise unknown_value(topic, list(TOPICS), option="TOPIC")
    if topic in _TEXTS:
        text = _TEXTS[topic]()
        if call.output_choice().output == "table" and call.fields is None:
            return Result(form=Form.TEXT, text=text)
        return Result(form=Form.ONE, fields=("topic", "text"), rows=[(topic, text)])
    return Result(form=Form.LIST, fields=("code", "meaning"), rows=EXIT_CODES, name="exit-codes")


def _cron() -> str:
    from circo_cli.commands.demo import examples

    place = examples() / "cron"
    return _CRON.format(files=place, crontab=(place / "circo.crontab").read_text(encoding="utf-8"))


_TEXTS: Mapping[str, Callable[[], str]] = {"cron": _cron, "privacy": lambda: _PRIVACY}
"""Topics that are a text, and what makes it."""
