"""circo help: topics that several commands share."""

from __future__ import annotations

from typing import Annotated

import typer

from circo_cli.context import of, unknown_value
from circo_cli.errors import EXIT_CODES
from circo_cli.rendering.result import Form, Result

app = typer.Typer()

TOPICS = {
    "exit-codes": "what the exit code of a command says",
    "cron": "digests, mail and backups without anybody typing",
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


@app.command("help")
def help_(
    ctx: typer.Context,
    topic: Annotated[str | None, typer.Argument(metavar="[TOPIC]", help="For example exit-codes.")] = None,
) -> Result:
    """Explain a topic, or list the topics.

    Examples:
    circo help exit-codes
    circo help cron
    """
    call = of(ctx)
    if topic is None:
        return Result(form=Form.LIST, fields=("topic", "about"), rows=list(TOPICS.items()), name="topics")
    if topic not in TOPICS:
        raise unknown_value(topic, list(TOPICS), option="TOPIC")
    if topic == "cron":
        text = _cron()
        if call.output_choice().output == "table" and call.fields is None:
            return Result(form=Form.TEXT, text=text)
        return Result(form=Form.ONE, fields=("topic", "text"), rows=[(topic, text)])
    return Result(form=Form.LIST, fields=("code", "meaning"), rows=EXIT_CODES, name="exit-codes")


def _cron() -> str:
    from circo_cli.commands.demo import examples

    place = examples() / "cron"
    return _CRON.format(files=place, crontab=(place / "circo.crontab").read_text(encoding="utf-8"))
