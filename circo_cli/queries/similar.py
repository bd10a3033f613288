"""Questions that are like another one, the likest first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from circo_cli.storage.reader import Reader
from circo_cli.storage.search.ask import asked, best_matches
from circo_cli.storage.search.slots import ALIKE
from circo_cli.values.keys import number_key, parse_number
from circo_cli.values.text import shortened

FLOOR = 0.15
"""What scores less is not like it at all."""

GOOD = 0.3
"""From here on a question is like enough to be named to somebody who did not ask for it."""

SAME = 0.6
"""From here on a question without an answer is like enough to be named: there is less to gain than from an answer."""

MOST = 100
"""No more questions than this are ever named as like another one."""

_ANSWER = 240


class LikeRow(NamedTuple):
    """A question like the one that was asked; `answer` is how its latest answer begins, `score` lies in 0 to 1."""

    key: str
    text: str
    status: str
    answer: str | None
    score: float
    hub: str | None


def like_questions(
    reader: Reader,
    text: str,
    *,
    but: int | None = None,
    answered: bool = False,
    floor: float = FLOOR,
    limit: int,
) -> list[LikeRow]:
    """Return the questions that are most like `text`, without the question `but`; with `answered` only answered ones.

    Of two that are equally like it, the one with an answer stands first, then the newer one.
    """
    found = best_matches(reader, "question", asked(reader, text), measure=ALIKE, floor=floor, limit=MOST + 1)
    scores = {match.number: round(match.score, 2) for match in found if match.number != but}
    chosen = ", ".join(str(number) for number in scores)
    rows = reader.rows(
        f"""SELECT q.id, EXISTS (SELECT 1 FROM question_answer a WHERE a.question_id = q.id)
              FROM question q WHERE q.id IN ({chosen}) AND q.status <> 'merged'"""
    )
    ranked = sorted((-scores[number], not has, -number) for number, has in rows if has or not answered)
    return [_row(reader, -number, -score) for score, _, number in ranked[:limit]]


class Waiting(NamedTuple):
    """A question that waits for an answer; `text` is what may be read of it, `own` whether it is of the same hub."""

    key: str
    text: str
    own: bool


def first_waiting(reader: Reader, rows: Sequence[LikeRow], *, beside: int) -> Waiting | None:
    """Return the first of `rows` that waits for an answer and that the hub of the question `beside` may see, or None.

    Another hub's is seen where it is shared, in the words that the network sees (source: the contract, Sharing).
    """
    from circo_cli.values.vocabulary import UNANSWERED

    hub = reader.value("SELECT h.key FROM question q JOIN hub h ON h.id = q.hub_id WHERE q.id = :id", {"id": beside})
    for row in rows:
        number = parse_number(row.key)
        if row.score < SAME or row.status not in UNANSWERED or number is None:
            continue
        if row.hub == hub:
            return Waiting(row.key, row.text, own=True)
        seen = "SELECT coalesce(shared_text, text) FROM question WHERE id = :id AND sharing = 'network'"
        text = reader.value(seen, {"id": number[1]})
        if text is not None:
            return Waiting(row.key, text, own=False)
    return None


def _row(reader: Reader, number: int, score: float) -> LikeRow:
    words, status, hub, answer = reader.rows(
        """SELECT q.text, q.status, h.key,
                  (SELECT a.text FROM question_answer a WHERE a.question_id = q.id
                    ORDER BY a.answered_on DESC, a.id DESC LIMIT 1)
             FROM question q LEFT JOIN hub h ON h.id = q.hub_id WHERE q.id = :id""",
        {"id": number},
    )[0]
    beginning = None if answer is None else shortened(answer, _ANSWER)
    return LikeRow(number_key("question", number), words, status, beginning, score, hub)
