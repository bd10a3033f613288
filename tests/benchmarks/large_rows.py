"""The rows of the large database: each batch follows from its number alone, so that it can be made at any time.

Ids are worked out and not looked up: a company belongs to hub ``(id - 1) % 20 + 1``, a Track too; the Tracks of a
quarter have ids in a row; a question's answers are ``2 * id - 1`` and ``2 * id``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from circo_cli.values.keys import slugify
from circo_cli.values.places import province_of
from circo_cli.values.quarter import Quarter
from circo_cli.values.vocabulary import ChainRole, Journey, Metric, Province
from tests.benchmarks.large_texts import (
    THINGS,
    TOPICS,
    answer_text,
    company_name,
    insight_texts,
    invented,
    person_name,
    question_text,
)

GENERATION = 1
"""Rises when the rows become other rows: what was kept of an earlier generation is made anew."""

TODAY = date(2026, 6, 15)
FIRST = Quarter(2016, 4)
QUARTERS = 40
"""So many quarters have Tracks; the last is the one after that of `TODAY`."""

HUBS = 20
PARTNERS = 100
TRAINERS = 60
THEMES = 8

_FIRST_DAY = FIRST.first
_DAYS = (TODAY - _FIRST_DAY).days
_PROVINCES = list(Province)

Rows = dict[str, list[tuple[Any, ...]]]
"""Table with its columns → rows."""


@dataclass(frozen=True, slots=True)
class Size:
    """How much there is of what grows."""

    companies: int
    tracks: int
    questions: int
    insights: int

    @classmethod
    def scaled(cls, scale: float) -> Size:
        """Return the size at `scale`: 1 is the whole network of the architecture's table."""
        return cls(
            companies=max(200, round(100_000 * scale)),
            tracks=max(QUARTERS, round(10_000 * scale)),
            questions=max(500, round(1_000_000 * scale)),
            insights=max(40, round(2_000 * scale)),
        )


def random_of(noun: str, first: int) -> Random:
    """Return the chance of the batch of `noun` that begins with `first`."""
    return Random(f"circo {GENERATION} {noun} {first}")


def _day(number: int, total: int) -> date:
    """Return the day of number `number` of `total` that are spread evenly up to the day before `TODAY`."""
    return _FIRST_DAY + timedelta(days=(number - 1) * _DAYS // total)


def hub_of(number: int) -> int:
    """Return the id of the hub of a company, a Track or a trainer."""
    return (number - 1) % HUBS + 1


def hub_name(number: int) -> str:
    """Return the name of a hub: of each province one, and of some sectors."""
    return _PROVINCES[number - 1].nl.split("/")[0] if number <= len(_PROVINCES) else f"Sector {invented(number)}"


def network_rows(size: Size) -> Rows:
    """Return hubs with their partners, trainers and goals."""
    made, rows = random_of("network", 0), defaultdict[str, list[tuple[Any, ...]]](list)
    for number in range(1, PARTNERS + 1):
        name = f"Stichting {invented(900_000 + number)}"
        rows["partner (id, key, name, kind)"].append((number, slugify(name), name, made.choice(("network", "bank"))))
    for number in range(1, HUBS + 1):
        name, regional = hub_name(number), number <= len(_PROVINCES)
        started = FIRST.plus(-1).first.isoformat()
        rows["hub (id, key, name, kind, stage, country, timezone, lead, lead_email, official_on)"].append(
            (
                number,
                slugify(name),
                name,
                "regional" if regional else "sectoral",
                "operational",
                "NL",
                "Europe/Amsterdam",
                person_name(800_000 + number),
                f"hub{number}@hubs.example.org",
                started,
            )
        )
        rows["hub_stage (hub_id, stage, entered_on, forced, actor)"].append(
            (number, "operational", started, 0, "circo")
        )
        if regional:
            rows["hub_region (hub_id, region, position)"].append((number, _PROVINCES[number - 1].value, 0))
        else:
            rows["hub_sector (hub_id, theme_id, position)"].append((number, number - len(_PROVINCES), 0))
        for place, partner in enumerate(made.sample(range(1, PARTNERS + 1), 7)):
            since = _FIRST_DAY + timedelta(days=made.randrange(_DAYS))
            until = (since + timedelta(days=700)).isoformat() if place == 0 else None
            rows["hub_partner (hub_id, partner_id, role, from_on, until_on)"].append(
                (number, partner, "core" if place else "host", since.isoformat(), until)
            )
    for number in range(1, TRAINERS + 1):
        name = person_name(700_000 + number)
        rows["trainer (id, key, name, email, hub_id)"].append(
            (number, slugify(name), name, f"trainer{number}@trainers.example.org", hub_of(number))
        )
    rows["goal (hub_id, metric, target, from_quarter, until_quarter, theme_id)"] = list(_goals(made))
    return rows


def _goals(made: Random) -> Iterator[tuple[Any, ...]]:
    for place in range(QUARTERS):
        quarter = str(FIRST.plus(place))
        for hub in (None, *range(1, HUBS + 1)):
            for metric in (Metric.TRACKS_RUN, Metric.COMPANIES, Metric.QUESTIONS_ANSWERED):
                yield hub, metric.value, made.randint(5, 900), quarter, quarter, None
    for year in range(FIRST.year + 1, TODAY.year + 1):
        first, last = f"{year}Q1", f"{year}Q4"
        for hub in (None, *range(1, HUBS + 1)):
            yield hub, Metric.PEOPLE.value, made.randint(50, 4000), first, last, None
        for theme in range(1, THEMES + 1):
            metric = Metric.COMPANIES if theme % 2 else Metric.QUESTIONS_ANSWERED
            yield None, metric.value, made.randint(50, 4000), first, last, theme


def company_rows(size: Size, numbers: Sequence[int]) -> Rows:
    """Return companies with contacts and notes; of a hundred one is there twice, and of two hundred one was merged."""
    made, rows = random_of("company", numbers[0]), defaultdict[str, list[tuple[Any, ...]]](list)
    for number in numbers:
        twin, merged = number % 100 == 0, number % 200 == 50
        name = f"{company_name(number - 1)} B.V." if twin else company_name(number)
        hub = hub_of(number)
        postcode = f"{_digits(made, hub)} {chr(65 + number % 26)}{chr(69 + number // 26 % 14)}"  # not SA, SD or SS
        region = province_of(postcode)
        key = slugify(name)
        rows[
            "company (id, key, name, kvk, kind, sector, chain_role, journey, city, postcode, region, country, hub_id,"
            " website, merged_into_id)"
        ].append(
            (
                number,
                key,
                name,
                None if twin or made.random() < 0.2 else f"{90_000_000 + number * 7 % 9_999_991:08d}",
                made.choices(("company", "designer", "school", "other"), (90, 5, 3, 2))[0],
                made.choice(("Bouw", "Textiel", "Zorg", "Maakindustrie", "Kunststoffen", None)),
                made.choice(list(ChainRole)).value,
                made.choice(list(Journey)).value,
                f"{invented(600_000 + number % 300)}dam",
                postcode,
                None if region is None else region.value,
                "NL",
                hub,
                f"https://{key}.example.org" if made.random() < 0.5 else None,
                number - 1 if merged else None,
            )
        )
        if has_contact(number):
            contact = person_name(number)
            rows["company_contact (id, company_id, name, email, phone, role)"].append(
                (number, number, contact, f"{slugify(contact)}@{key}.example.org", f"+31 99 {number:07d}", "directeur")
            )
        if number % 5 == 1:
            noted = _FIRST_DAY + timedelta(days=made.randrange(_DAYS))
            ahead = (noted + timedelta(days=30)).isoformat() if made.random() < 0.5 else None
            rows["company_note (company_id, text, noted_on, next_on, author)"].append(
                (number, f"Belde over {made.choice(THINGS)}.", noted.isoformat(), ahead, person_name(800_000 + hub))
            )
    return rows


def _digits(made: Random, hub: int) -> int:
    """Return the digits of a postcode: in the hub's province, or for those of a sector anywhere."""
    while True:
        digits = made.randint(1011, 9999)
        if hub > len(_PROVINCES) or province_of(str(digits)) is _PROVINCES[hub - 1]:
            return digits


def has_contact(company: int) -> bool:
    """Tell whether a company has a contact, whose id is then its own."""
    return company % 5 != 0


def tracks_of(size: Size, place: int) -> range:
    """Return the ids of the Tracks that were planned for the quarter at `place`."""
    return range(-(-place * size.tracks // QUARTERS) + 1, -(-(place + 1) * size.tracks // QUARTERS) + 1)


def question_rows(size: Size, numbers: Sequence[int]) -> Rows:
    """Return questions with topics and answers: most are answered, some are shared, referred, closed or merged."""
    made, rows = random_of("question", numbers[0]), defaultdict[str, list[tuple[Any, ...]]](list)
    stands: int | None = None
    for number in numbers:
        asked = _day(number, size.questions)
        category, text, thing = question_text(made)
        hub = None if made.random() < 0.02 else made.randint(1, HUBS)
        company = None if hub is None or made.random() < 0.1 else made.randrange(size.companies // HUBS) * HUBS + hub
        state = made.choices(("answered", "closed", "open", "referred", "merged"), (86, 8, 4, 1, 1))[0]
        answered = asked + timedelta(days=int(made.expovariate(1 / 12)))
        if state in ("answered", "closed") and answered > TODAY:
            state = "open"
        if state == "merged" and stands is None:
            state = "open"
        shared = state in ("answered", "closed") and made.random() < 0.05
        rows[
            "question (id, text, company_id, hub_id, track_id, theme_id, category, status, asked_on, due_on, owner,"
            " referred_text, sharing, shared_text, merged_into_id, reason, closed_on)"
        ].append(
            (
                number,
                text,
                company,
                hub,
                _track_of(made, size, asked, hub),
                made.randint(1, THEMES) if made.random() < 0.9 else None,
                category.value,
                state,
                asked.isoformat(),
                (asked + timedelta(days=14)).isoformat(),
                None if hub is None else person_name(800_000 + hub),
                "het landelijke loket" if state == "referred" else None,
                "network" if shared else "hub",
                f"Een bedrijf vraagt naar {thing}: {text}" if shared and made.random() < 0.3 else None,
                stands if state == "merged" else None,
                "niet meer van belang" if state == "closed" else None,
                min(answered + timedelta(days=7), TODAY).isoformat() if state == "closed" else None,
            )
        )
        for topic in made.sample(TOPICS, made.randint(0, 2)):
            rows["question_topic (question_id, topic)"].append((number, topic))
        if state == "answered" or (state == "closed" and number % 2):
            author = person_name(800_000 + (hub or 1))
            table = "question_answer (id, question_id, text, author, answered_on)"
            rows[table].append((2 * number - 1, number, answer_text(made, thing), author, answered.isoformat()))
            if made.random() < 0.05:
                later = min(TODAY, answered + timedelta(days=made.randint(0, 60)))
                rows[table].append((2 * number, number, answer_text(made, thing), author, later.isoformat()))
        if state != "merged":
            stands = number
    return rows


def _track_of(made: Random, size: Size, asked: date, hub: int | None) -> int | None:
    """Return a Track of the hub in the quarter in which was asked, for every second question."""
    if hub is None or made.random() < 0.5:
        return None
    tracks = tracks_of(size, Quarter.containing(asked).minus(FIRST))
    first = tracks[0] + (hub - hub_of(tracks[0])) % HUBS if tracks else 0
    return made.choice(range(first, tracks[-1] + 1, HUBS)) if tracks and first in tracks else None


def insight_rows(size: Size, numbers: Sequence[int]) -> Rows:
    """Return insights with versions, topics, comments and the questions that they came from."""
    made, rows = random_of("insight", numbers[0]), defaultdict[str, list[tuple[Any, ...]]](list)
    for number in numbers:
        title, body = insight_texts(made)
        day = _day(number, size.insights)
        hub = None if made.random() < 0.1 else made.randint(1, HUBS)
        state = made.choices(("published", "draft", "retired"), (80, 10, 10))[0]
        published = None if state == "draft" else day.isoformat()
        rows[
            "insight (id, title, kind, hub_id, theme_id, category, status, version, published_on, review_on, body)"
        ].append(
            (
                number,
                title,
                "method" if hub is None else made.choice(("insight", "case")),
                hub,
                made.randint(1, THEMES),
                question_text(made)[0].value,
                state,
                1,
                published,
                (day + timedelta(days=365)).isoformat(),
                body,
            )
        )
        if published is not None:
            rows["insight_version (insight_id, version, title, body, published_on, author)"].append(
                (number, 1, title, body, published, "circo" if hub is None else person_name(800_000 + hub))
            )
        for topic in made.sample(TOPICS, 2):
            rows["insight_topic (insight_id, topic)"].append((number, topic))
        for question in made.sample(range(1, size.questions + 1), made.randint(1, 3)):
            rows["insight_question (insight_id, question_id)"].append((number, question))
        if made.random() < 0.25:
            rows["insight_comment (insight_id, text, author, commented_at)"].append(
                (number, answer_text(made, made.choice(THINGS)), person_name(800_001), f"{day}T09:00:00Z")
            )
    return rows
