"""Search over everything that an audience may see, the best answers first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from circo_cli.queries import sight
from circo_cli.queries.digest_scope import Audience, Item
from circo_cli.queries.snippet import passage
from circo_cli.storage.reader import Reader
from circo_cli.storage.search.ask import asked, best_matches
from circo_cli.storage.search.slots import NAMED
from circo_cli.values.keys import number_key

KINDS = ("questions", "insights", "companies", "tracks", "hubs")
"""What can be searched; of equally good answers they stand in this order."""

_NOUNS = dict(zip(KINDS, ("question", "insight", "company", "track", "hub"), strict=True))
_FLOOR = 0.2
_SPARE = 20

MOST = 100
"""No search gives more answers than this."""


class FoundRow(NamedTuple):
    """A thing that answers a search; `snippet` is the passage that shows why, `score` lies in 0 to 1."""

    kind: str
    key: str
    title: str
    snippet: str
    score: float


class _Thing(NamedTuple):
    """What an audience sees of a thing: its key and title, its texts, and what to look for names in."""

    number: int
    own: bool
    key: str
    title: str
    texts: tuple[str, ...]
    labels: Mapping[str, Any]


def search(
    reader: Reader, words: str, *, kinds: Sequence[str] = KINDS, audience: Audience, limit: int
) -> tuple[list[FoundRow], int]:
    """Return what answers `words` best among `kinds`, and how many answers were left out since they name somebody.

    The audience finds nothing by what it may not see, and nothing of others that names a company or a person.
    """
    question = asked(reader, words, prefix=True)
    ranked: list[tuple[float, int, int, str, _Thing]] = []
    for place, kind in enumerate(KINDS):
        if kind not in kinds:
            continue
        noun = _NOUNS[kind]
        matches = best_matches(
            reader, noun, question, measure=NAMED, sight=sight.sight_of(audience), floor=_FLOOR, limit=limit + _SPARE
        )
        scores = {match.number: round(match.score, 2) for match in matches}
        if scores:
            chosen = ", ".join(str(number) for number in scores)
            things = _SEEN[noun](reader, audience, chosen)
            ranked += [(-scores[thing.number], place, -thing.number, noun, thing) for thing in things]
    ranked.sort(key=lambda each: each[:3])
    kept, left_out = _named(reader, audience, ranked[: limit + _SPARE])
    rows = [
        FoundRow(noun, thing.key, thing.title, passage((thing.title, *thing.texts), question), -score)
        for score, _, _, noun, thing in kept[:limit]
    ]
    return rows, left_out


def _named(
    reader: Reader, audience: Audience, ranked: list[tuple[float, int, int, str, _Thing]]
) -> tuple[list[tuple[float, int, int, str, _Thing]], int]:
    """Return what names nobody, or is the audience's own, and how many others there were."""
    if audience.sees_all:
        return ranked, 0
    from circo_cli.queries.digest import without_names

    items = [
        Item(
            section=noun,
            identity=thing.key,
            fields={"title": thing.title, "answers": list(thing.texts), **thing.labels},
            own=thing.own,
        )
        for _, _, _, noun, thing in ranked
    ]
    kept, left_out = without_names(reader, items)
    shown = {(item.section, item.identity) for item in kept}
    return [each for each in ranked if (each[3], each[4].key) in shown], len(left_out)


def _values(audience: Audience) -> dict[str, Any]:
    return {"hub": audience.hub_id}


def _texts(reader: Reader, sql: str) -> dict[int, list[str]]:
    """Return owner → texts of rows whose first column is the owner."""
    found: dict[int, list[str]] = {}
    for owner, *texts in reader.rows(sql):
        found.setdefault(owner, []).extend(str(text) for text in texts if text)
    return found


def _questions(reader: Reader, audience: Audience, ids: str) -> list[_Thing]:
    answers = _texts(
        reader,
        f"""SELECT question_id, text FROM question_answer WHERE question_id IN ({ids})
             ORDER BY answered_on DESC, id DESC""",
    )
    topics = _texts(
        reader, f"SELECT question_id, topic FROM question_topic WHERE question_id IN ({ids}) ORDER BY topic"
    )
    return [
        _Thing(
            number,
            bool(own),
            number_key("question", number),
            text if own else shared_text or text,
            (*answers.get(number, ()), *topics.get(number, ())),
            {"hub": hub, "theme": theme},
        )
        for number, own, text, shared_text, hub, theme in reader.rows(
            f"""SELECT q.id, {sight.owns_question(audience)}, q.text, q.shared_text, h.key, th.key FROM question q
                  LEFT JOIN hub h ON h.id = q.hub_id LEFT JOIN theme th ON th.id = q.theme_id
                 WHERE q.id IN ({ids}) AND {sight.sees_question(audience)}""",
            _values(audience),
        )
    ]


def _insights(reader: Reader, audience: Audience, ids: str) -> list[_Thing]:
    topics = _texts(reader, f"SELECT insight_id, topic FROM insight_topic WHERE insight_id IN ({ids}) ORDER BY topic")
    comments = _texts(reader, f"SELECT insight_id, text FROM insight_comment WHERE insight_id IN ({ids}) ORDER BY id")
    return [
        _Thing(
            number,
            bool(own),
            number_key("insight", number),
            title,
            (*([body] if body else ()), *topics.get(number, ()), *comments.get(number, ())),
            {"origin": hub, "theme": theme},
        )
        for number, own, title, body, hub, theme in reader.rows(
            f"""SELECT i.id, {sight.owns_insight(audience)}, i.title, i.body, h.key, th.key FROM insight i
                  LEFT JOIN hub h ON h.id = i.hub_id LEFT JOIN theme th ON th.id = i.theme_id
                 WHERE i.id IN ({ids}) AND {sight.sees_insight(audience)}""",
            _values(audience),
        )
    ]


def _companies(reader: Reader, audience: Audience, ids: str) -> list[_Thing]:
    """Companies, which only CIRCO and their own hub see."""
    contacts = reader.rows(
        f"""SELECT company_id, name, email, phone, role FROM company_contact WHERE company_id IN ({ids}) ORDER BY id"""
    )
    lines: dict[int, list[str]] = {}
    for company_id, *parts in contacts:
        lines.setdefault(company_id, []).append(", ".join(part for part in parts if part))
    notes = _texts(
        reader, f"SELECT company_id, text FROM company_note WHERE company_id IN ({ids}) ORDER BY noted_on DESC, id DESC"
    )
    return [
        _Thing(
            number,
            True,
            key,
            name,
            (", ".join(fact for fact in facts if fact), *lines.get(number, ()), *notes.get(number, ())),
            {},
        )
        for number, key, name, *facts in reader.rows(
            f"""SELECT c.id, c.key, c.name, c.sector, c.city, c.kvk, c.postcode, c.website FROM company c
                 WHERE c.id IN ({ids}) AND {sight.owns_company(audience)} = 1 AND c.merged_into_id IS NULL""",
            _values(audience),
        )
    ]


def _tracks(reader: Reader, audience: Audience, ids: str) -> list[_Thing]:
    hubs: dict[int, list[str]] = {}
    for track_id, key in reader.rows(
        f"""SELECT th.track_id, h.key FROM track_hub th JOIN hub h ON h.id = th.hub_id
             WHERE th.track_id IN ({ids}) ORDER BY th.track_id, th.position"""
    ):
        hubs.setdefault(track_id, []).append(key)
    trainers = _texts(
        reader,
        f"""SELECT tt.track_id, t.name FROM track_trainer tt JOIN trainer t ON t.id = tt.trainer_id
             WHERE tt.track_id IN ({ids}) ORDER BY t.id""",
    )
    return [
        _Thing(
            number,
            bool(own),
            key,
            title,
            (*(text for text in (location, theme) if text), *(trainers.get(number, ()) if own else ())),
            {"hubs": hubs.get(number, []), "theme": theme},
        )
        for number, own, key, title, location, theme in reader.rows(
            f"""SELECT t.id, {sight.owns_track(audience)}, t.key, t.title, t.location, th.key FROM track t
                  LEFT JOIN theme th ON th.id = t.theme_id WHERE t.id IN ({ids})""",
            _values(audience),
        )
    ]


def _hubs(reader: Reader, audience: Audience, ids: str) -> list[_Thing]:
    regions = _texts(reader, f"SELECT hub_id, region FROM hub_region WHERE hub_id IN ({ids}) ORDER BY region")
    partners = _texts(
        reader,
        f"""SELECT DISTINCT hp.hub_id, p.name FROM hub_partner hp JOIN partner p ON p.id = hp.partner_id
             WHERE hp.hub_id IN ({ids}) ORDER BY p.name""",
    )
    return [
        _Thing(
            number,
            bool(own),
            key,
            name,
            (
                *(text for text in (", ".join(regions.get(number, ())), ", ".join(partners.get(number, ()))) if text),
                *([lead] if lead and own else ()),
            ),
            {"hubs": [key]},
        )
        for number, own, key, name, lead in reader.rows(
            f"SELECT h.id, {sight.owns_hub(audience)}, h.key, h.name, h.lead FROM hub h WHERE h.id IN ({ids})",
            _values(audience),
        )
    ]


_SEEN: Mapping[str, Callable[[Reader, Audience, str], list[_Thing]]] = {
    "question": _questions,
    "insight": _insights,
    "company": _companies,
    "track": _tracks,
    "hub": _hubs,
}
