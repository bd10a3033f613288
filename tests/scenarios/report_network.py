"""A network of four hubs over six quarters, and every figure of its reports, worked out by hand.

Noord and Zuid organise Tracks alone and together; Oost closed at the end of 2025; Leeg never had anything.
Alfa takes part in both hubs' Tracks in 2026Q2; Beta-oud was merged into Beta.
"""

from __future__ import annotations

from tests.networks import (
    CompanyFact,
    EnrolmentFact,
    GoalFact,
    HubFact,
    InsightFact,
    Network,
    PartnerFact,
    QuestionFact,
    TrackFact,
)

QUARTERS = ("2025Q1", "2025Q2", "2025Q3", "2025Q4", "2026Q1", "2026Q2")
TODAY = "2026-07-01"

NOORD, ZUID, OOST, LEEG = 1, 2, 3, 4
ALFA, BETA, GAMMA, DELTA, EPSILON, BETA_OUD = 1, 2, 3, 4, 5, 6
T1, T2, T3, T4, T5, T6, T7, T8, T9, T10 = range(1, 11)

NETWORK = Network(
    hubs=(
        HubFact("noord", "Noord"),
        HubFact("zuid", "Zuid <b>|*"),
        HubFact("oost", "Oost", closed_on="2025-12-31"),
        HubFact("leeg", "Leeg"),
    ),
    companies=(
        CompanyFact("alfa", "Alfa"),
        CompanyFact("beta", "Beta"),
        CompanyFact("gamma", "Gamma"),
        CompanyFact("delta", "Delta"),
        CompanyFact("epsilon", "Epsilon"),
        CompanyFact("beta-oud", "Beta oud", merged_into=BETA),
    ),
    tracks=(
        TrackFact("t1", "Een", (NOORD,), "textiel", "2025Q1", "completed", ("2025-02-10", "2025-03-10")),
        TrackFact("t2", "Twee", (OOST,), "textiel", "2025Q2", "completed", ("2025-05-06",)),
        # joint, and across the end of a quarter
        TrackFact("t3", "Drie", (NOORD, ZUID), "textiel", "2025Q3", "completed", ("2025-09-23", "2025-10-14")),
        TrackFact("t4", "Vier", (OOST,), "textiel", "2025Q4", "cancelled"),
        # held a quarter later than planned
        TrackFact("t5", "Vijf", (ZUID,), "textiel", "2025Q4", "completed", ("2026-01-13",)),
        TrackFact("t6", "Zes", (NOORD, ZUID), "textiel", "2026Q2", "open", ("2026-06-30", "2026-07-14")),
        TrackFact("t7", "Zeven", (NOORD,), "bouw", "2026Q2", "completed", ("2026-04-14", "2026-05-12")),
        TrackFact("t8", "Acht", (ZUID,), "textiel", "2026Q2", "cancelled"),
        TrackFact("t9", "Negen", (ZUID,), "textiel", "2026Q2", "completed", ("2026-04-21",)),
        TrackFact("t10", "Tien", (NOORD,), "textiel", "2026Q3", "planned"),
    ),
    enrolments=(
        EnrolmentFact(T1, ALFA, "completed", 2, 8, "plan", (2, 1)),
        EnrolmentFact(T1, BETA, "no-show", 1, None, None, (0, 0)),
        EnrolmentFact(T1, GAMMA, "completed", 1, 7, "implemented", (1, 0)),
        EnrolmentFact(T1, DELTA, "cancelled", 1, None, None, (1, None)),
        EnrolmentFact(T2, DELTA, "completed", 1, 6, "vision", (1,)),
        EnrolmentFact(T2, BETA_OUD, "completed", 2, None, "none", (2,)),
        EnrolmentFact(T3, ALFA, "completed", 1, 9, "business-case", (1, 1)),
        EnrolmentFact(T3, DELTA, "completed", 3, None, "vision", (3, 2)),
        EnrolmentFact(T3, EPSILON, "no-show", 1, None, None, (0, 0)),
        EnrolmentFact(T3, GAMMA, "waitlisted"),
        EnrolmentFact(T3, BETA, "declined"),
        EnrolmentFact(T4, ALFA, "cancelled"),
        EnrolmentFact(T5, ALFA, "completed", 1, 10, "started", (1,)),
        EnrolmentFact(T5, EPSILON, "completed", 2, 7, "plan", (2,)),
        EnrolmentFact(T6, BETA, "registered"),
        EnrolmentFact(T6, DELTA, "confirmed", 2),
        EnrolmentFact(T6, ALFA, "waitlisted"),
        EnrolmentFact(T6, EPSILON, "invited"),
        EnrolmentFact(T7, ALFA, "completed", 1, 8, "implemented", (1, 1)),
        EnrolmentFact(T7, GAMMA, "completed", 2, 9, "none", (2, 0)),
        EnrolmentFact(T7, EPSILON, "no-show", 1, None, None, (0, 0)),
        EnrolmentFact(T9, ALFA, "completed", 1, 6, "plan", (1,)),
        EnrolmentFact(T9, DELTA, "completed", 2, None, None, (2,)),
    ),
    questions=(
        QuestionFact(NOORD, "finance", "textiel", "answered", "2025-02-01", ("2025-02-11",)),
        QuestionFact(NOORD, "chain", "textiel", "closed", "2025-03-20", ("2025-04-19",)),
        QuestionFact(ZUID, "finance", "textiel", "answered", "2025-08-01", ("2025-10-10", "2025-08-03")),
        QuestionFact(OOST, "finance", "textiel", "answered", "2025-05-01", ("2025-05-15",)),
        QuestionFact(OOST, "design", "textiel", "answered", "2025-12-01", ("2026-01-20",)),
        QuestionFact(None, "method", "textiel", "answered", "2026-01-05", ("2026-01-05",)),
        QuestionFact(ZUID, "regulation", "textiel", "open", "2026-03-15"),
        QuestionFact(NOORD, "finance", "textiel", "merged", "2026-04-02", ("2026-04-03",), merged_into=9),
        QuestionFact(NOORD, "finance", "textiel", "referred", "2026-05-01", text="Wie betaalt\nde restwaarde?"),
        QuestionFact(
            NOORD, "chain", "textiel", "closed", "2026-04-20"
        ),  # without an answer and a day: open in no quarter
        QuestionFact(ZUID, "chain", "textiel", "answered", "2026-05-10", ("2026-07-01",)),
        QuestionFact(ZUID, "finance", "textiel", "answered", "2026-04-01", ("2026-04-05",)),
        QuestionFact(NOORD, "design", "textiel", "answered", "2026-06-01", ("2026-06-09",)),
        QuestionFact(NOORD, "chain", "textiel", "closed", "2026-02-10", closed_on="2026-05-20"),  # open for a quarter
    ),
    partners=("Bank", "Provincie", "Fonds"),
    periods=(
        PartnerFact(1, NOORD, "core", "2025-01-01"),
        PartnerFact(1, NOORD, "host", "2025-02-01"),
        PartnerFact(1, ZUID, "core", "2025-07-01"),
        PartnerFact(2, ZUID, "core", "2025-07-01", "2026-06-29"),
        PartnerFact(2, OOST, "host", "2025-04-01", "2025-12-31"),
        PartnerFact(3, ZUID, "funder", "2026-01-01", "2026-06-30"),
        PartnerFact(3, NOORD, "core", "2026-07-01"),
    ),
    insights=(
        InsightFact(NOORD, "textiel", "published", "2025-09-30", "Garen"),
        InsightFact(None, "textiel", "published", "2025-11-01", "Methode"),
        InsightFact(NOORD, "textiel", "draft", None, "Klad"),
        InsightFact(ZUID, "textiel", "retired", "2026-06-30", "Vezel"),
        InsightFact(OOST, "textiel", "published", "2025-06-01", "Wol"),
    ),
    goals=(
        GoalFact(NOORD, "tracks_run", 2, "2026Q2", "2026Q2"),
        GoalFact(NOORD, "people", 40, "2026Q1", "2026Q4"),
        GoalFact(None, "companies", 4, "2026Q2", "2026Q2"),
        GoalFact(None, "completion_rate", 0.9, "2026Q2", "2026Q2"),
        GoalFact(None, "companies", 20, "2025Q1", "2026Q2"),
        GoalFact(None, "companies", 10, "2026Q2", "2026Q2", "bouw"),
        GoalFact(OOST, "companies", 10, "2026Q2", "2026Q2"),
        GoalFact(LEEG, "companies", 10, "2026Q1", "2026Q4"),
    ),
)

Line = tuple[int | float | None, ...]
"""A metric in each of the `QUARTERS`."""

_ = None
NET: dict[str, Line] = {
    "tracks_planned": (1, 1, 1, 2, 0, 4),
    "tracks_run": (1, 1, 1, 0, 1, 2),
    "tracks_cancelled": (0, 0, 0, 1, 0, 1),
    "enrolments": (3, 2, 3, 0, 2, 7),
    "companies": (2, 2, 2, 0, 2, 3),
    "companies_new": (2, 2, 0, 0, 1, 0),
    "people": (3, 3, 4, 0, 3, 6),
    "completed": (2, 2, 2, 0, 2, 4),
    "no_show": (1, 0, 1, 0, 0, 1),
    "completion_rate": (0.6667, 1.0, 0.6667, _, 1.0, 0.8),
    "attendance_rate": (0.5, 1.0, 0.6667, _, 1.0, 0.625),
    "average_score": (7.5, 6.0, 9.0, _, 8.5, 7.67),
    "propositions": (2, 0, 1, 0, 2, 2),
    "implemented": (1, 0, 0, 0, 0, 1),
    "questions_logged": (2, 1, 1, 1, 3, 5),
    "questions_answered": (1, 2, 1, 0, 2, 2),
    "questions_open": (1, 0, 0, 1, 2, 3),
    "median_days_to_answer": (10.0, 22.0, 2.0, _, 25.0, 6.0),
    "insights_published": (0, 1, 1, 1, 0, 1),
    "partners": (1, 2, 2, 2, 3, 2),
}
BY_HUB: dict[str, dict[str, Line]] = {
    "noord": {
        "tracks_planned": (1, 0, 1, 0, 0, 2),
        "tracks_run": (1, 0, 1, 0, 0, 1),
        "tracks_cancelled": (0, 0, 0, 0, 0, 0),
        "enrolments": (3, 0, 3, 0, 0, 5),
        "companies": (2, 0, 2, 0, 0, 2),
        "companies_new": (2, 0, 0, 0, 0, 0),
        "people": (3, 0, 4, 0, 0, 3),
        "completed": (2, 0, 2, 0, 0, 2),
        "no_show": (1, 0, 1, 0, 0, 1),
        "completion_rate": (0.6667, _, 0.6667, _, _, 0.6667),
        "attendance_rate": (0.5, _, 0.6667, _, _, 0.5),
        "average_score": (7.5, _, 9.0, _, _, 8.5),
        "propositions": (2, 0, 1, 0, 0, 1),
        "implemented": (1, 0, 0, 0, 0, 1),
        "questions_logged": (2, 0, 0, 0, 1, 3),
        "questions_answered": (1, 1, 0, 0, 0, 1),
        "questions_open": (1, 0, 0, 0, 1, 1),
        "median_days_to_answer": (10.0, 30.0, _, _, _, 8.0),
        "insights_published": (0, 0, 1, 0, 0, 0),
        "partners": (1, 1, 1, 1, 1, 1),
    },
    "zuid": {
        "tracks_planned": (0, 0, 1, 1, 0, 3),
        "tracks_run": (0, 0, 1, 0, 1, 1),
        "tracks_cancelled": (0, 0, 0, 0, 0, 1),
        "enrolments": (0, 0, 3, 0, 2, 4),
        "companies": (0, 0, 2, 0, 2, 2),
        "companies_new": (0, 0, 0, 0, 1, 0),
        "people": (0, 0, 4, 0, 3, 3),
        "completed": (0, 0, 2, 0, 2, 2),
        "no_show": (0, 0, 1, 0, 0, 0),
        "completion_rate": (_, _, 0.6667, _, 1.0, 1.0),
        "attendance_rate": (_, _, 0.6667, _, 1.0, 1.0),
        "average_score": (_, _, 9.0, _, 8.5, 6.0),
        "propositions": (0, 0, 1, 0, 2, 1),
        "implemented": (0, 0, 0, 0, 0, 0),
        "questions_logged": (0, 0, 1, 0, 1, 2),
        "questions_answered": (0, 0, 1, 0, 0, 1),
        "questions_open": (0, 0, 0, 0, 1, 2),
        "median_days_to_answer": (_, _, 2.0, _, _, 4.0),
        "insights_published": (0, 0, 0, 0, 0, 1),
        "partners": (0, 0, 2, 2, 3, 2),
    },
    "oost": {
        "tracks_planned": (0, 1, 0, 1, 0, 0),
        "tracks_run": (0, 1, 0, 0, 0, 0),
        "tracks_cancelled": (0, 0, 0, 1, 0, 0),
        "enrolments": (0, 2, 0, 0, 0, 0),
        "companies": (0, 2, 0, 0, 0, 0),
        "companies_new": (0, 2, 0, 0, 0, 0),
        "people": (0, 3, 0, 0, 0, 0),
        "completed": (0, 2, 0, 0, 0, 0),
        "no_show": (0, 0, 0, 0, 0, 0),
        "completion_rate": (_, 1.0, _, _, _, _),
        "attendance_rate": (_, 1.0, _, _, _, _),
        "average_score": (_, 6.0, _, _, _, _),
        "propositions": (0, 0, 0, 0, 0, 0),
        "implemented": (0, 0, 0, 0, 0, 0),
        "questions_logged": (0, 1, 0, 1, 0, 0),
        "questions_answered": (0, 1, 0, 0, 1, 0),
        "questions_open": (0, 0, 0, 1, 0, 0),
        "median_days_to_answer": (_, 14.0, _, _, 50.0, _),
        "insights_published": (0, 1, 0, 0, 0, 0),
        "partners": (0, 1, 1, 1, 0, 0),
    },
}
QUOTIENTS = ("completion_rate", "attendance_rate", "average_score", "median_days_to_answer")
BY_HUB["leeg"] = {metric: (_ if metric in QUOTIENTS else 0,) * len(QUARTERS) for metric in NET}

ABSENT: dict[str | None, tuple[str, ...]] = {
    None: (),
    "noord": (),
    "zuid": ("2025Q1", "2025Q2"),  # its first Track, question and partner are of 2025Q3
    "oost": ("2025Q1", "2026Q2"),  # begun in 2025Q2; closed, but a question was answered in 2026Q1
    "leeg": QUARTERS,
}
"""The quarters of which nothing is on record."""

KEYS_NETWORK_2026Q2: dict[str, tuple[str, ...]] = {
    "tracks_planned": ("t6", "t7", "t8", "t9"),
    "tracks_run": ("t7", "t9"),
    "tracks_cancelled": ("t8",),
    "enrolments": ("E15", "E16", "E19", "E20", "E21", "E22", "E23"),
    "companies": ("alfa", "delta", "gamma"),
    "companies_new": (),
    "people": ("E19", "E20", "E22", "E23"),
    "completed": ("E19", "E20", "E22", "E23"),
    "no_show": ("E21",),
    "completion_rate": ("E19", "E20", "E21", "E22", "E23"),
    "attendance_rate": ("E19", "E20", "E21", "E22", "E23"),
    "average_score": ("E19", "E20", "E22"),
    "propositions": ("E19", "E22"),
    "implemented": ("E19",),
    "questions_logged": ("Q9", "Q10", "Q11", "Q12", "Q13"),
    "questions_answered": ("Q12", "Q13"),
    "questions_open": ("Q7", "Q9", "Q11"),
    "median_days_to_answer": ("Q12", "Q13"),
    "insights_published": ("K4",),
    "partners": ("bank", "fonds"),
}
KEYS_ZUID_2025Q3: dict[str, tuple[str, ...]] = {
    "tracks_planned": ("t3",),
    "tracks_run": ("t3",),
    "tracks_cancelled": (),
    "enrolments": ("E7", "E8", "E9"),
    "companies": ("alfa", "delta"),
    "companies_new": (),
    "people": ("E7", "E8"),
    "completed": ("E7", "E8"),
    "no_show": ("E9",),
    "completion_rate": ("E7", "E8", "E9"),
    "attendance_rate": ("E7", "E8", "E9"),
    "average_score": ("E7",),
    "propositions": ("E7",),
    "implemented": (),
    "questions_logged": ("Q3",),
    "questions_answered": ("Q3",),
    "questions_open": (),
    "median_days_to_answer": ("Q3",),
    "insights_published": (),
    "partners": ("bank", "provincie"),
}
KEYS_OOST_2025Q2: dict[str, tuple[str, ...]] = {
    "tracks_planned": ("t2",),
    "tracks_run": ("t2",),
    "tracks_cancelled": (),
    "enrolments": ("E5", "E6"),
    "companies": ("beta", "delta"),
    "companies_new": ("beta", "delta"),
    "people": ("E5", "E6"),
    "completed": ("E5", "E6"),
    "no_show": (),
    "completion_rate": ("E5", "E6"),
    "attendance_rate": ("E5", "E6"),
    "average_score": ("E5",),
    "propositions": (),
    "implemented": (),
    "questions_logged": ("Q4",),
    "questions_answered": ("Q4",),
    "questions_open": (),
    "median_days_to_answer": ("Q4",),
    "insights_published": ("K5",),
    "partners": ("provincie",),
}
