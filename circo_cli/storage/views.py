"""The views: what a list shows, one view a noun, for circo's own queries and for other tools.

This is their one current definition: migrations drop them all first and make them anew at their end. SQL stays
portable (no SQLite functions), numbers are bare (``id``; circo prints ``Q17``), things are named by their key.
What depends on today (partners now, age, aid in three years) is left to the queries.
"""

from __future__ import annotations

from circo_cli.values.vocabulary import SEATED, UNANSWERED


def _codes(members: tuple[str, ...]) -> str:
    return ", ".join(f"'{member}'" for member in members)


_SEATED = _codes(SEATED)
_UNANSWERED = _codes(UNANSWERED)

VIEWS: dict[str, str] = {
    "hub_overview": f"""
SELECT h.id, h.key, h.name, h.kind, h.stage, h.country, h.timezone, h.lead, h.lead_email, h.launch_quarter,
       h.first_launch_quarter, h.official_on,
       (SELECT count(*) FROM track_hub th WHERE th.hub_id = h.id) AS tracks,
       (SELECT count(*) FROM company c WHERE c.hub_id = h.id AND c.merged_into_id IS NULL) AS companies,
       (SELECT count(*) FROM question q WHERE q.hub_id = h.id AND q.status IN ({_UNANSWERED})) AS open_questions
  FROM hub h""",
    "goal_overview": """
SELECT g.id, g.hub_id, h.key AS hub, g.metric, g.target, g.from_quarter, g.until_quarter, g.theme_id,
       t.key AS theme, g.note
  FROM goal g
  LEFT JOIN hub h ON h.id = g.hub_id
  LEFT JOIN theme t ON t.id = g.theme_id""",
    "trainer_overview": """
SELECT t.id, t.key, t.name, t.email, t.hub_id, h.key AS hub, t.certified_on,
       (SELECT count(*) FROM track_trainer tt WHERE tt.trainer_id = t.id) AS tracks
  FROM trainer t
  LEFT JOIN hub h ON h.id = t.hub_id""",
    "track_overview": f"""
SELECT t.id, t.key, t.title, t.hub_id, h.key AS hub, t.kind, t.theme_id, th.key AS theme,
       coalesce((SELECT s.quarter FROM track_session s WHERE s.track_id = t.id ORDER BY s.starts_at LIMIT 1),
                t.planned_quarter) AS quarter,
       t.planned_quarter,
       (SELECT min(s.starts_on) FROM track_session s WHERE s.track_id = t.id) AS starts_on,
       (SELECT max(s.ends_on) FROM track_session s WHERE s.track_id = t.id) AS ends_on,
       (SELECT count(*) FROM track_session s WHERE s.track_id = t.id) AS sessions,
       t.status, t.capacity, t.minimum,
       (SELECT count(*) FROM enrolment e WHERE e.track_id = t.id AND e.status IN ({_SEATED})) AS seats_taken,
       CASE WHEN t.capacity > (SELECT count(*) FROM enrolment e WHERE e.track_id = t.id AND e.status IN ({_SEATED}))
            THEN t.capacity - (SELECT count(*) FROM enrolment e WHERE e.track_id = t.id AND e.status IN ({_SEATED}))
            ELSE 0 END AS seats_free,
       (SELECT count(*) FROM enrolment e WHERE e.track_id = t.id AND e.status = 'waitlisted') AS waitlisted,
       t.location, t.taught_in, t.reason
  FROM track t
  JOIN hub h ON h.id = t.hub_id
  LEFT JOIN theme th ON th.id = t.theme_id""",
    "company_overview": f"""
SELECT c.id, c.key, c.name, c.kvk, c.kind, c.sector, c.chain_role, c.journey, c.city, c.postcode, c.region,
       c.country, c.hub_id, h.key AS hub, c.website, c.merged_into_id,
       (SELECT count(*) FROM company_contact p WHERE p.company_id = c.id) AS contacts,
       (SELECT count(*) FROM enrolment e WHERE e.company_id = c.id AND e.status IN ({_SEATED})) AS tracks,
       (SELECT count(*) FROM question q WHERE q.company_id = c.id AND q.status IN ({_UNANSWERED})) AS open_questions,
       (SELECT max(n.noted_on) FROM company_note n WHERE n.company_id = c.id) AS last_note_on,
       (SELECT n.next_on FROM company_note n WHERE n.company_id = c.id
         ORDER BY n.noted_on DESC, n.id DESC LIMIT 1) AS next_on
  FROM company c
  LEFT JOIN hub h ON h.id = c.hub_id""",
    "enrolment_overview": """
SELECT e.id, e.track_id, t.key AS track, e.company_id, c.key AS company, e.status, e.people, e.waitlisted_at,
       CASE WHEN e.status = 'waitlisted' THEN
            (SELECT count(*) FROM enrolment w WHERE w.track_id = e.track_id AND w.status = 'waitlisted'
                AND w.waitlist_rank <= e.waitlist_rank) END AS waitlist_position,
       e.invited_on, e.registered_on, e.confirmed_on, e.ended_on,
       (SELECT count(*) FROM attendance a WHERE a.enrolment_id = e.id AND a.people > 0) AS attended,
       (SELECT count(*) FROM track_session s WHERE s.track_id = e.track_id) AS sessions,
       e.score, e.outcome, e.proposition, e.aid_cents, e.reason
  FROM enrolment e
  JOIN track t ON t.id = e.track_id
  JOIN company c ON c.id = e.company_id""",
    "question_overview": """
SELECT q.id, q.text, q.company_id, c.key AS company, q.hub_id, h.key AS hub, q.track_id, t.key AS track,
       q.theme_id, th.key AS theme, c.sector, q.category, q.status, q.asked_on, q.due_on, q.owner,
       coalesce(p.key, q.referred_text) AS referred_to,
       (SELECT min(a.answered_on) FROM question_answer a WHERE a.question_id = q.id) AS answered_on,
       (SELECT count(*) FROM question_answer a WHERE a.question_id = q.id) AS answers,
       (SELECT count(DISTINCT coalesce(m.company_id, -m.id)) FROM question m
         WHERE m.id = q.id OR m.merged_into_id = q.id) AS askers,
       q.sharing, q.shared_text, q.merged_into_id
  FROM question q
  LEFT JOIN company c ON c.id = q.company_id
  LEFT JOIN hub h ON h.id = q.hub_id
  LEFT JOIN track t ON t.id = q.track_id
  LEFT JOIN theme th ON th.id = q.theme_id
  LEFT JOIN partner p ON p.id = q.referred_partner_id""",
    "insight_overview": """
SELECT i.id, i.title, i.kind, i.hub_id, coalesce(h.key, 'circo') AS origin, i.theme_id, th.key AS theme, i.category,
       i.status, i.version, i.published_on, i.review_on,
       (SELECT count(*) FROM insight_question iq WHERE iq.insight_id = i.id) AS questions,
       (SELECT count(*) FROM insight_comment ic WHERE ic.insight_id = i.id) AS comments,
       i.body
  FROM insight i
  LEFT JOIN hub h ON h.id = i.hub_id
  LEFT JOIN theme th ON th.id = i.theme_id""",
    "digest_overview": """
SELECT d.id, d.audience, d.language, d.period_from, d.period_until, d.label, d.series, d.exported_at,
       (SELECT count(*) FROM digest_item di WHERE di.digest_id = d.id) AS items
  FROM digest d""",
}
"""Name and query of every view."""
