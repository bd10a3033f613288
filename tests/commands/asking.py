"""What tests of questions stand on: two hubs, three companies, two partners, a company in two Tracks."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Any

from tests.conftest import Circo

SEED = """
INSERT INTO hub (id, key, name, kind, stage, country, timezone) VALUES
    (1, 'limburg', 'Limburg', 'regional', 'exploring', 'NL', 'Europe/Amsterdam'),
    (2, 'utrecht', 'Utrecht', 'regional', 'exploring', 'NL', 'Europe/Amsterdam');
INSERT INTO company (id, key, name, kind, sector, journey, country, hub_id) VALUES
    (1, 'jansen', 'Jansen Textiel', 'company', 'breigoed', 'plan', 'NL', 2),
    (2, 'bakker', 'Bakker Bouw', 'company', NULL, NULL, 'NL', 2),
    (3, 'los', 'Los Zand', 'company', NULL, NULL, 'NL', NULL);
INSERT INTO partner (id, key, name, kind) VALUES
    (1, 'liof', 'LIOF', 'development-agency'), (2, 'rabo', 'Rabobank', 'bank');
INSERT INTO hub_partner (id, hub_id, partner_id, role, from_on) VALUES (1, 1, 1, 'core', '2026-01-01');
INSERT INTO hub_partner_journey (hub_partner_id, journey) VALUES (1, 'plan');
INSERT INTO track (id, key, hub_id, title, kind, theme_id, planned_quarter, status, capacity, minimum, taught_in) VALUES
    (1, 'limburg-2026q1-1', 1, 'Textiel', 'track', 3, '2026Q1', 'completed', 12, 6, 'nl'),
    (2, 'limburg-2026q2-1', 1, 'Bouw', 'track', 1, '2026Q2', 'open', 12, 6, 'nl');
INSERT INTO enrolment (id, track_id, company_id, status, people) VALUES
    (1, 1, 1, 'completed', 1), (2, 2, 1, 'cancelled', 1);
"""


def filled(circo: Circo) -> Circo:
    """Fill the database and return ``circo``."""
    with closing(sqlite3.connect(circo.database)) as connection:
        connection.executescript(SEED)
    return circo


def logged(circo: Circo, *arguments: str) -> dict[str, Any]:
    """Log a question and return it."""
    question: dict[str, Any] = circo.json("question", "log", *arguments)
    return question
