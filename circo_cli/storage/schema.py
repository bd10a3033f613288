"""What marks a file as circo's, and which version of the schema this program reads and writes."""

from __future__ import annotations

APPLICATION_ID = 0x43697263
"""SQLite `application_id` of a circo database: the letters ``Circ``."""

REVISION = 7
"""SQLite `user_version`: the number of the latest migration (a test holds it equal to Alembic's head)."""

DERIVED = ("search_", "tally_")
"""What the names of tables begin with that follow from the others: exports, digests and the journal leave them out."""

BUSY_SECONDS = 10.0
"""How long a process waits for another one that holds the database."""
