"""Whence and whither a digest is mailed: the addresses of the configuration, or of the hub's lead."""

from __future__ import annotations

from datetime import datetime, time

from circo_cli.context import Invocation
from circo_cli.documents.digest import Mail
from circo_cli.errors import UsageError
from circo_cli.queries.digest import lead_email
from circo_cli.queries.digest_scope import Audience
from circo_cli.storage.reader import Reader


def mail_for(call: Invocation, reader: Reader, audience: Audience) -> Mail:
    """Return from whom and to whom the digest of `audience` goes, dated the beginning of today.

    Raises `UsageError` that says what to type where an address is missing or is none.
    """
    sender = _address(
        call.configured("mail.from"), what="mail.from", how='circo config set mail.from "CIRCO <kennis@example.org>"'
    )
    if audience.hub_id is not None:
        hub = audience.name.partition(":")[2]
        recipients = _address(
            lead_email(reader, audience),
            what=f"the lead's e-mail address of {hub}",
            how=f"circo hub edit {hub} --lead-email ADDRESS",
        )
    else:
        key = f"mail.{audience.name}"
        recipients = _address(call.configured(key), what=key, how=f"circo config set {key} ADDRESS")
    return Mail(sender, recipients, datetime.combine(call.today, time(), tzinfo=call.zone))


def _address(found: str | None, *, what: str, how: str) -> str:
    from circo_cli.documents.digest_mail import addresses

    if not found:
        raise UsageError(f"eml needs {what}, and it is not set", hint=how, code="mail-address")
    try:
        addresses(found)
    except ValueError as error:
        raise UsageError(f"{what}: {error}", hint=how, code="mail-address") from error
    return found
