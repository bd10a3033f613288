"""What names and telephone numbers are found by, when they are looked for in texts: expressions that have an index.

A name is found by its first word where that consists of ASCII letters and digits; a number by its last three digits
where these end it and nothing but separators stands between digits. All others are *odd*, and are few enough to be
looked at one by one. This is SQLite's own: other databases write it in other ways.
"""

from __future__ import annotations

FIRST_WORD = "lower(substr(name, 1, instr(name || ' ', ' ') - 1))"
ODD_NAME = f"{FIRST_WORD} GLOB '*[^a-z0-9]*' OR name GLOB ' *'"

LAST_DIGITS = "substr(phone, -3)"
_GAP = "[ ().-]" * 6
ODD_PHONE = (
    "phone GLOB '*[^0-9 ()+.-]*' OR phone GLOB '?*+*' OR substr(phone, -3) GLOB '*[^0-9]*'"
    f" OR length(phone) < 8 OR length(phone) > 17 OR phone GLOB '*{_GAP}*'"
)

ODD_ADDRESS = "email NOT GLOB '*@*'"
