"""Make the word list anew: ``python -m tests.wordlist``."""

from __future__ import annotations

from tests.wordlist.making import TARGET, made

TARGET.write_text(made(), encoding="utf-8")
