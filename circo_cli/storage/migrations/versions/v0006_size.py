"""Finding names, askers, owners and authors by an index, so that a network of any size is read as quickly."""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"

_FIRST_WORD = "lower(substr(name, 1, instr(name || ' ', ' ') - 1))"
_ODD_NAME = f"{_FIRST_WORD} GLOB '*[^a-z0-9]*' OR name GLOB ' *'"
_ODD_PHONE = (
    "phone GLOB '*[^0-9 ()+.-]*' OR phone GLOB '?*+*' OR substr(phone, -3) GLOB '*[^0-9]*'"
    " OR length(phone) < 8 OR length(phone) > 17 OR phone GLOB '*[ ().-][ ().-][ ().-][ ().-][ ().-][ ().-]*'"
)


def upgrade() -> None:
    """Make the indexes; two of names are of expressions, and those of what is odd hold next to nothing."""
    for table, columns in (
        ("question", "owner, asked_on"),
        ("question", "status, asked_on"),
        ("question", "theme_id, company_id, status"),
        ("question_answer", "author"),
        ("company_note", "author"),
    ):
        op.execute(f"CREATE INDEX ix_{table}_{columns.replace(', ', '_')} ON {table} ({columns})")
    for table in ("company", "company_contact"):
        op.execute(f"CREATE INDEX ix_{table}_first_word ON {table} ({_FIRST_WORD})")
        op.execute(f"CREATE INDEX ix_{table}_odd_name ON {table} (name) WHERE {_ODD_NAME}")
    op.execute("CREATE INDEX ix_company_contact_last_digits ON company_contact (substr(phone, -3))")
    op.execute(f"CREATE INDEX ix_company_contact_odd_phone ON company_contact (phone) WHERE {_ODD_PHONE}")
    op.execute("CREATE INDEX ix_company_contact_odd_email ON company_contact (email) WHERE email NOT GLOB '*@*'")
