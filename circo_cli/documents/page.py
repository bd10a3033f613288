"""An HTML document: one file that needs no network and no script, for screens light and dark, and for paper."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256

from circo_cli.documents.writing import Safe


def page(name: str, **parts: object) -> str:
    """Return the document that the template `name` makes of `parts`, with the style of every page and its own.

    Its policy lets in that style and nothing else.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("circo_cli.documents", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    style = "".join(environment.get_template(sheet).render() for sheet in ("page.css", f"{name}.css"))
    return environment.get_template(f"{name}.html.j2").render(
        parts, style=Safe(style), style_hash=b64encode(sha256(style.encode()).digest()).decode()
    )
