"""The digest as Markdown, and as plain text: one template, two ways to write its parts."""

from __future__ import annotations

from circo_cli.documents.digest import Digest
from circo_cli.documents.digest_parts import Parts
from circo_cli.documents.writing import Markdown, PlainText


def as_markdown(digest: Digest) -> str:
    """Return the digest as Markdown."""
    return _written(digest, Markdown())


def as_text(digest: Digest) -> str:
    """Return the digest as plain text, with the same content."""
    return _written(digest, PlainText())


def _written(digest: Digest, way: Markdown) -> str:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(  # noqa: S701 # nosec B701 # everything put out is escaped by `finalize`
        loader=PackageLoader("circo_cli.documents", "templates"),
        undefined=StrictUndefined,
        finalize=way.safe,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    parts = Parts(digest, way).all()
    return environment.get_template("digest.md.j2").render(parts, heading=way.heading, line_end=way.line_end)
