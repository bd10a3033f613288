"""The digest as a message for ``sendmail -t``: text, and HTML for who reads that.

Lines end in a line feed, as programs that hand mail over locally expect; every line is short and ASCII, so that no
mail server has to recode anything. Message-ID and boundary follow from what is said: the same digest of the same day
is the same message, also to the program that receives it twice.
"""

from __future__ import annotations

from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import sha256

from circo_cli.documents.digest import Digest
from circo_cli.documents.digest_html import as_html
from circo_cli.documents.digest_markdown import as_text
from circo_cli.documents.digest_parts import Parts
from circo_cli.documents.writing import PlainText
from circo_cli.values.email import parse_mailboxes
from circo_cli.values.text import one_line

_POLICY = SMTP.clone(linesep="\n", cte_type="7bit")


def as_mail(digest: Digest) -> str:
    """Return the digest as a message, with all of its headers.

    Raises ValueError for a digest without `Mail`, or with addresses that are none (`addresses`).
    """
    if digest.mail is None:
        raise ValueError("a digest that is to be mailed needs addresses")
    text, html = as_text(digest), as_html(digest, pictures=False)
    mail = digest.mail
    subject = one_line(Parts(digest, PlainText()).title())
    [sender] = addresses(mail.sender)
    said = "\0".join((mail.sender, mail.recipients, format_datetime(mail.at), subject, text, html))
    fingerprint = sha256(said.encode()).hexdigest()[:32]
    name = f"{digest.audience.name.replace(':', '-')}-{digest.language}"

    message = EmailMessage(policy=_POLICY)
    message["From"] = sender
    message["To"] = addresses(mail.recipients)
    message["Subject"] = subject
    message["Date"] = format_datetime(mail.at)
    message["Message-ID"] = f"<circo-digest.{fingerprint}@{sender.domain}>"
    message["List-Id"] = f"<circo-digest-{name}.{sender.domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text, cte="quoted-printable")
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    message["Content-Language"] = digest.language
    for part in message.iter_parts():
        part["Content-Language"] = digest.language
        del part["MIME-Version"]
    message.set_boundary(f"=_circo_{fingerprint}")
    return message.as_string()


def addresses(typed: str) -> list[Address]:
    """Return the addresses of a header; raise ValueError where one is none."""
    try:
        return [Address(display_name=name, addr_spec=address) for name, address in parse_mailboxes(typed)]
    except (MessageError, IndexError) as error:
        raise ValueError(f"'{typed}' is not an e-mail address such as CIRCO <kennis@example.org>") from error
