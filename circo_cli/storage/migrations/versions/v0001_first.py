"""The first schema: hubs, Tracks, companies, enrolments, questions, knowledge, digests and the journal."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make every table and index."""
    op.create_table(
        "change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("command", sa.String(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("kind IN ('change', 'undo', 'redo', 'export')", name=op.f("ck_change_kind")),
        sa.ForeignKeyConstraint(["undone_by_id"], ["change.id"], name=op.f("fk_change_undone_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_change_actor"), "change", ["actor"], unique=False)
    op.create_table(
        "digest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("period_from", sa.String(), nullable=True),
        sa.Column("period_until", sa.String(), nullable=True),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("series", sa.Integer(), nullable=True),
        sa.Column("exported_at", sa.String(), nullable=False),
        sa.CheckConstraint("language IN ('nl', 'en')", name=op.f("ck_digest_language")),
        sa.CheckConstraint(
            "period_from GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'",
            name=op.f("ck_digest_period_from"),
        ),
        sa.CheckConstraint(
            "period_until GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'",
            name=op.f("ck_digest_period_until"),
        ),
        sa.CheckConstraint("series >= 1", name=op.f("ck_digest_series")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest")),
        sa.UniqueConstraint("audience", "language", "series", name=op.f("uq_digest_audience_language_series")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_digest_period",
        "digest",
        ["audience", "language", "label"],
        unique=True,
        sqlite_where=sa.text("series IS NULL"),
    )
    op.create_table(
        "hub",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("timezone", sa.String(), nullable=False),
        sa.Column("lead", sa.String(), nullable=True),
        sa.Column("lead_email", sa.String(), nullable=True),
        sa.Column("launch_quarter", sa.String(), nullable=True),
        sa.Column("first_launch_quarter", sa.String(), nullable=True),
        sa.Column("official_on", sa.String(), nullable=True),
        sa.CheckConstraint(
            "first_launch_quarter GLOB '[0-9][0-9][0-9][0-9]Q[1-4]'", name=op.f("ck_hub_first_launch_quarter")
        ),
        sa.CheckConstraint("kind IN ('regional', 'sectoral', 'international')", name=op.f("ck_hub_kind")),
        sa.CheckConstraint("launch_quarter GLOB '[0-9][0-9][0-9][0-9]Q[1-4]'", name=op.f("ck_hub_launch_quarter")),
        sa.CheckConstraint("lead <> ''", name=op.f("ck_hub_lead_filled")),
        sa.CheckConstraint("lead_email <> ''", name=op.f("ck_hub_lead_email_filled")),
        sa.CheckConstraint("name <> ''", name=op.f("ck_hub_name_filled")),
        sa.CheckConstraint(
            "official_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'", name=op.f("ck_hub_official_on")
        ),
        sa.CheckConstraint(
            "stage IN ('exploring', 'preparing', 'operational', 'paused', 'closed')",
            name=op.f("ck_hub_stage"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hub")),
        sa.UniqueConstraint("key", name=op.f("uq_hub_key")),
    )
    op.create_table(
        "partner",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("website", sa.String(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('province', 'municipality', 'development-agency', 'bank', 'trade-association', 'knowledge-institute', 'network', 'consultancy', 'company', 'other')",
            name=op.f("ck_partner_kind"),
        ),
        sa.CheckConstraint("name <> ''", name=op.f("ck_partner_name_filled")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner")),
        sa.UniqueConstraint("key", name=op.f("uq_partner_key")),
    )
    op.create_table(
        "theme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name_nl", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=True),
        sa.CheckConstraint("name_en <> ''", name=op.f("ck_theme_name_en_filled")),
        sa.CheckConstraint("name_nl <> ''", name=op.f("ck_theme_name_nl_filled")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme")),
        sa.UniqueConstraint("key", name=op.f("uq_theme_key")),
    )
    op.create_table(
        "change_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column("table_name", sa.String(), nullable=False),
        sa.Column("thing", sa.String(), nullable=False),
        sa.Column("thing_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.String(), nullable=True),
        sa.Column("after", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["change_id"], ["change.id"], name=op.f("fk_change_row_change_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_row")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_change_row_change_id"), "change_row", ["change_id"], unique=False)
    op.create_index(op.f("ix_change_row_thing_thing_id"), "change_row", ["thing", "thing_id"], unique=False)
    op.create_table(
        "company",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kvk", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("sector", sa.String(), nullable=True),
        sa.Column("chain_role", sa.String(), nullable=True),
        sa.Column("journey", sa.String(), nullable=True),
        sa.Column("city", sa.String(), nullable=True),
        sa.Column("postcode", sa.String(), nullable=True),
        sa.Column("region", sa.String(), nullable=True),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("hub_id", sa.Integer(), nullable=True),
        sa.Column("website", sa.String(), nullable=True),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "chain_role IN ('material-producer', 'parts-manufacturer', 'product-manufacturer', 'brand', 'retailer', 'service-provider', 'user', 'refurbisher', 'recycler', 'designer', 'consultant', 'government', 'other')",
            name=op.f("ck_company_chain_role"),
        ),
        sa.CheckConstraint("city <> ''", name=op.f("ck_company_city_filled")),
        sa.CheckConstraint(
            "journey IN ('introduction', 'plan', 'execution', 'finance')", name=op.f("ck_company_journey")
        ),
        sa.CheckConstraint(
            "kind IN ('company', 'municipality', 'school', 'designer', 'other')", name=op.f("ck_company_kind")
        ),
        sa.CheckConstraint("kvk GLOB '[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]'", name=op.f("ck_company_kvk")),
        sa.CheckConstraint("name <> ''", name=op.f("ck_company_name_filled")),
        sa.CheckConstraint("postcode <> ''", name=op.f("ck_company_postcode_filled")),
        sa.CheckConstraint("sector <> ''", name=op.f("ck_company_sector_filled")),
        sa.CheckConstraint("website <> ''", name=op.f("ck_company_website_filled")),
        sa.ForeignKeyConstraint(["hub_id"], ["hub.id"], name=op.f("fk_company_hub_id")),
        sa.ForeignKeyConstraint(["merged_into_id"], ["company.id"], name=op.f("fk_company_merged_into_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_company")),
        sa.UniqueConstraint("key", name=op.f("uq_company_key")),
        sa.UniqueConstraint("kvk", name=op.f("uq_company_kvk")),
    )
    op.create_index(op.f("ix_company_hub_id"), "company", ["hub_id"], unique=False)
    op.create_index(op.f("ix_company_merged_into_id"), "company", ["merged_into_id"], unique=False)
    op.create_index(op.f("ix_company_name"), "company", ["name"], unique=False)
    op.create_index(op.f("ix_company_postcode"), "company", ["postcode"], unique=False)
    op.create_index(op.f("ix_company_region"), "company", ["region"], unique=False)
    op.create_table(
        "digest_file",
        sa.Column("digest_id", sa.Integer(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("format", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["digest_id"], ["digest.id"], name=op.f("fk_digest_file_digest_id")),
        sa.PrimaryKeyConstraint("digest_id", "path", name=op.f("pk_digest_file")),
    )
    op.create_table(
        "digest_item",
        sa.Column("digest_id", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["digest_id"], ["digest.id"], name=op.f("fk_digest_item_digest_id")),
        sa.PrimaryKeyConstraint("digest_id", "section", "item", name=op.f("pk_digest_item")),
    )
    op.create_table(
        "goal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hub_id", sa.Integer(), nullable=True),
        sa.Column("metric", sa.String(), nullable=False),
        sa.Column("target", sa.Float(), nullable=False),
        sa.Column("from_quarter", sa.String(), nullable=False),
        sa.Column("until_quarter", sa.String(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.CheckConstraint("from_quarter GLOB '[0-9][0-9][0-9][0-9]Q[1-4]'", name=op.f("ck_goal_from_quarter")),
        sa.CheckConstraint(
            "metric IN ('tracks_planned', 'tracks_run', 'tracks_cancelled', 'enrolments', 'companies', 'companies_new', 'people', 'completed', 'no_show', 'completion_rate', 'attendance_rate', 'average_score', 'propositions', 'implemented', 'questions_logged', 'questions_answered', 'questions_open', 'median_days_to_answer', 'insights_published', 'partners')",
            name=op.f("ck_goal_metric"),
        ),
        sa.CheckConstraint("until_quarter GLOB '[0-9][0-9][0-9][0-9]Q[1-4]'", name=op.f("ck_goal_until_quarter")),
        sa.CheckConstraint("target >= 0", name=op.f("ck_goal_target")),
        sa.CheckConstraint("until_quarter >= from_quarter", name=op.f("ck_goal_period")),
        sa.ForeignKeyConstraint(["hub_id"], ["hub.id"], name=op.f("fk_goal_hub_id")),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_goal_theme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "hub_partner",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("from_on", sa.String(), nullable=False),
        sa.Column("until_on", sa.String(), nullable=True),
        sa.CheckConstraint(
            "from_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'", name=op.f("ck_hub_partner_from_on")
        ),
        sa.CheckConstraint("role IN ('host', 'core', 'supporting', 'funder')", name=op.f("ck_hub_partner_role")),
        sa.CheckConstraint(
            "until_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'", name=op.f("ck_hub_partner_until_on")
        ),
        sa.CheckConstraint("until_on >= from_on", name=op.f("ck_hub_partner_period")),
        sa.ForeignKeyConstraint(["hub_id"], ["hub.id"], name=op.f("fk_hub_partner_hub_id")),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f("fk_hub_partner_partner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hub_partner")),
        sa.UniqueConstraint(
            "hub_id",
            "partner_id",
            "role",
            "from_on",
            name=op.f("uq_hub_partner_hub_id_partner_id_role_from_on"),
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_hub_partner_partner_id"), "hub_partner", ["partner_id"], unique=False)
    op.create_table(
        "hub_region",
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("region", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["hub_id"], ["hub.id"], name=op.f("fk_hub_region_hub_id")),
        sa.PrimaryKeyConstraint("hub_id", "region", name=op.f("pk_hub_region")),
    )
    op.create_index(op.f("ix_hub_region_region"), "hub_region", ["region"], unique=False)
    op.create_table(
        "hub_sector",
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["hub_id"], ["hub.id"], name=op.f("fk_hub_sector_hub_id")),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_hub_sector_theme_id")),
        sa.PrimaryKeyConstraint("hub_id", "theme_id", name=op.f("pk_hub_sector")),
    )
    op.create_index(op.f("ix_hub_sector_theme_id"), "hub_sector", ["theme_id"], unique=False)
    op.create_table(
        "hub_stage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("entered_on", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("forced", sa.Boolean(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.CheckConstraint(
            "entered_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'",
            name=op.f("ck_hub_stage_entered_on"),
        ),
        sa.CheckConstraint(
            "stage IN ('exploring', 'preparing', 'operational', 'paused', 'closed')",
            name=op.f("ck_hub_stage_stage"),
        ),
        sa.ForeignKeyConstraint(["hub_id"], ["hub.id"], name=op.f("fk_hub_stage_hub_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hub_stage")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_hub_stage_hub_id"), "hub_stage", ["hub_id"], unique=False)
    op.create_table(
        "hub_step",
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("done_on", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.CheckConstraint(
            "done_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'", name=op.f("ck_hub_step_done_on")
        ),
        sa.CheckConstraint(
            "step IN ('contact-made', 'region-explored', 'partners-committed', 'lead-appointed', 'funding-arranged', 'agreement-signed', 'trainers-available', 'programme-agreed', 'first-track-planned')",
            name=op.f("ck_hub_step_step"),
        ),
        sa.ForeignKeyConstraint(["hub_id"], ["hub.id"], name=op.f("fk_hub_step_hub_id")),
        sa.PrimaryKeyConstraint("hub_id", "step", name=op.f("pk_hub_step")),
    )
    op.create_table(
        "insight",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("hub_id", sa.Integer(), nullable=True),
        sa.Column("theme_id", sa.Integer(), nullable=True),
        sa.Column("category", sa.String(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("published_on", sa.String(), nullable=True),
        sa.Column("review_on", sa.String(), nullable=True),
        sa.Column("body", sa.String(), nullable=True),
        sa.CheckConstraint("body <> ''", name=op.f("ck_insight_body_filled")),
        sa.CheckConstraint(
            "category IN ('finance', 'regulation', 'chain', 'design', 'business-model', 'customer', 'procurement', 'impact', 'organisation', 'method', 'other')",
            name=op.f("ck_insight_category"),
        ),
        sa.CheckConstraint("kind IN ('insight', 'method', 'case')", name=op.f("ck_insight_kind")),
        sa.CheckConstraint(
            "published_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'",
            name=op.f("ck_insight_published_on"),
        ),
        sa.CheckConstraint(
            "review_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'", name=op.f("ck_insight_review_on")
        ),
        sa.CheckConstraint("status IN ('draft', 'published', 'retired')", name=op.f("ck_insight_status")),
        sa.CheckConstraint("title <> ''", name=op.f("ck_insight_title_filled")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_insight_version")),
        sa.ForeignKeyConstraint(["hub_id"], ["hub.id"], name=op.f("fk_insight_hub_id")),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_insight_theme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_insight")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_insight_hub_id"), "insight", ["hub_id"], unique=False)
    op.create_index(op.f("ix_insight_status_published_on"), "insight", ["status", "published_on"], unique=False)
    op.create_index(op.f("ix_insight_theme_id"), "insight", ["theme_id"], unique=False)
    op.create_table(
        "track",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=True),
        sa.Column("planned_quarter", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("minimum", sa.Integer(), nullable=False),
        sa.Column("location", sa.String(), nullable=True),
        sa.Column("taught_in", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('track', 'blended', 'design-class', 'teacher-class', 'demo', 'follow-up')",
            name=op.f("ck_track_kind"),
        ),
        sa.CheckConstraint("location <> ''", name=op.f("ck_track_location_filled")),
        sa.CheckConstraint("planned_quarter GLOB '[0-9][0-9][0-9][0-9]Q[1-4]'", name=op.f("ck_track_planned_quarter")),
        sa.CheckConstraint(
            "status IN ('planned', 'open', 'confirmed', 'completed', 'cancelled')",
            name=op.f("ck_track_status"),
        ),
        sa.CheckConstraint("title <> ''", name=op.f("ck_track_title_filled")),
        sa.CheckConstraint("capacity >= 1", name=op.f("ck_track_capacity")),
        sa.CheckConstraint("minimum >= 0", name=op.f("ck_track_minimum")),
        sa.ForeignKeyConstraint(["hub_id"], ["hub.id"], name=op.f("fk_track_hub_id")),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_track_theme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_track")),
        sa.UniqueConstraint("key", name=op.f("uq_track_key")),
    )
    op.create_index(op.f("ix_track_hub_id"), "track", ["hub_id"], unique=False)
    op.create_index(op.f("ix_track_planned_quarter"), "track", ["planned_quarter"], unique=False)
    op.create_index(op.f("ix_track_status"), "track", ["status"], unique=False)
    op.create_index(op.f("ix_track_theme_id"), "track", ["theme_id"], unique=False)
    op.create_table(
        "trainer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("hub_id", sa.Integer(), nullable=True),
        sa.Column("certified_on", sa.String(), nullable=True),
        sa.CheckConstraint(
            "certified_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'",
            name=op.f("ck_trainer_certified_on"),
        ),
        sa.CheckConstraint("email <> ''", name=op.f("ck_trainer_email_filled")),
        sa.CheckConstraint("name <> ''", name=op.f("ck_trainer_name_filled")),
        sa.ForeignKeyConstraint(["hub_id"], ["hub.id"], name=op.f("fk_trainer_hub_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trainer")),
        sa.UniqueConstraint("key", name=op.f("uq_trainer_key")),
    )
    op.create_index(op.f("ix_trainer_hub_id"), "trainer", ["hub_id"], unique=False)
    op.create_table(
        "company_contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("role", sa.String(), nullable=True),
        sa.CheckConstraint("email <> ''", name=op.f("ck_company_contact_email_filled")),
        sa.CheckConstraint("name <> ''", name=op.f("ck_company_contact_name_filled")),
        sa.CheckConstraint("phone <> ''", name=op.f("ck_company_contact_phone_filled")),
        sa.CheckConstraint("role <> ''", name=op.f("ck_company_contact_role_filled")),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_company_contact_company_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_company_contact")),
        sa.UniqueConstraint("company_id", "name", name=op.f("uq_company_contact_company_id_name")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "company_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("noted_on", sa.String(), nullable=False),
        sa.Column("next_on", sa.String(), nullable=True),
        sa.Column("author", sa.String(), nullable=False),
        sa.CheckConstraint(
            "next_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'", name=op.f("ck_company_note_next_on")
        ),
        sa.CheckConstraint(
            "noted_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'",
            name=op.f("ck_company_note_noted_on"),
        ),
        sa.CheckConstraint("text <> ''", name=op.f("ck_company_note_text_filled")),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_company_note_company_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_company_note")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_company_note_company_id_noted_on"), "company_note", ["company_id", "noted_on"], unique=False
    )
    op.create_table(
        "enrolment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("track_id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("waitlisted_at", sa.String(), nullable=True),
        sa.Column("waitlist_rank", sa.Integer(), nullable=True),
        sa.Column("invited_on", sa.String(), nullable=True),
        sa.Column("registered_on", sa.String(), nullable=True),
        sa.Column("confirmed_on", sa.String(), nullable=True),
        sa.Column("ended_on", sa.String(), nullable=True),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("proposition", sa.String(), nullable=True),
        sa.Column("aid_cents", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.CheckConstraint(
            "confirmed_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'",
            name=op.f("ck_enrolment_confirmed_on"),
        ),
        sa.CheckConstraint(
            "ended_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'", name=op.f("ck_enrolment_ended_on")
        ),
        sa.CheckConstraint(
            "invited_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'",
            name=op.f("ck_enrolment_invited_on"),
        ),
        sa.CheckConstraint(
            "outcome IN ('none', 'vision', 'plan', 'business-case', 'started', 'implemented')",
            name=op.f("ck_enrolment_outcome"),
        ),
        sa.CheckConstraint("proposition <> ''", name=op.f("ck_enrolment_proposition_filled")),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_enrolment_reason_filled")),
        sa.CheckConstraint(
            "registered_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'",
            name=op.f("ck_enrolment_registered_on"),
        ),
        sa.CheckConstraint(
            "status <> 'waitlisted' OR (waitlist_rank IS NOT NULL AND waitlisted_at IS NOT NULL)",
            name=op.f("ck_enrolment_waitlist"),
        ),
        sa.CheckConstraint(
            "status IN ('invited', 'registered', 'confirmed', 'completed', 'waitlisted', 'declined', 'cancelled', 'no-show')",
            name=op.f("ck_enrolment_status"),
        ),
        sa.CheckConstraint("aid_cents >= 0", name=op.f("ck_enrolment_aid")),
        sa.CheckConstraint("people >= 1", name=op.f("ck_enrolment_people")),
        sa.CheckConstraint("score BETWEEN 1 AND 10", name=op.f("ck_enrolment_score")),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_enrolment_company_id")),
        sa.ForeignKeyConstraint(["track_id"], ["track.id"], name=op.f("fk_enrolment_track_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolment")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_enrolment_company_id"), "enrolment", ["company_id"], unique=False)
    op.create_index(
        "ix_enrolment_once",
        "enrolment",
        ["track_id", "company_id"],
        unique=True,
        sqlite_where=sa.text("status NOT IN ('cancelled', 'declined')"),
    )
    op.create_index(
        "ix_enrolment_queue",
        "enrolment",
        ["track_id", "waitlist_rank"],
        unique=True,
        sqlite_where=sa.text("status = 'waitlisted'"),
    )
    op.create_index(op.f("ix_enrolment_status"), "enrolment", ["status"], unique=False)
    op.create_index(op.f("ix_enrolment_track_id_status"), "enrolment", ["track_id", "status"], unique=False)
    op.create_table(
        "hub_partner_journey",
        sa.Column("hub_partner_id", sa.Integer(), nullable=False),
        sa.Column("journey", sa.String(), nullable=False),
        sa.CheckConstraint(
            "journey IN ('introduction', 'plan', 'execution', 'finance')",
            name=op.f("ck_hub_partner_journey_journey"),
        ),
        sa.ForeignKeyConstraint(
            ["hub_partner_id"], ["hub_partner.id"], name=op.f("fk_hub_partner_journey_hub_partner_id")
        ),
        sa.PrimaryKeyConstraint("hub_partner_id", "journey", name=op.f("pk_hub_partner_journey")),
    )
    op.create_table(
        "insight_comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("insight_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("commented_at", sa.String(), nullable=False),
        sa.CheckConstraint("text <> ''", name=op.f("ck_insight_comment_text_filled")),
        sa.ForeignKeyConstraint(["insight_id"], ["insight.id"], name=op.f("fk_insight_comment_insight_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_insight_comment")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_insight_comment_insight_id"), "insight_comment", ["insight_id"], unique=False)
    op.create_table(
        "insight_topic",
        sa.Column("insight_id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["insight_id"], ["insight.id"], name=op.f("fk_insight_topic_insight_id")),
        sa.PrimaryKeyConstraint("insight_id", "topic", name=op.f("pk_insight_topic")),
    )
    op.create_index(op.f("ix_insight_topic_topic"), "insight_topic", ["topic"], unique=False)
    op.create_table(
        "insight_version",
        sa.Column("insight_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=True),
        sa.Column("published_on", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.CheckConstraint("body <> ''", name=op.f("ck_insight_version_body_filled")),
        sa.CheckConstraint(
            "published_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'",
            name=op.f("ck_insight_version_published_on"),
        ),
        sa.CheckConstraint("title <> ''", name=op.f("ck_insight_version_title_filled")),
        sa.ForeignKeyConstraint(["insight_id"], ["insight.id"], name=op.f("fk_insight_version_insight_id")),
        sa.PrimaryKeyConstraint("insight_id", "version", name=op.f("pk_insight_version")),
    )
    op.create_table(
        "question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=True),
        sa.Column("hub_id", sa.Integer(), nullable=True),
        sa.Column("track_id", sa.Integer(), nullable=True),
        sa.Column("theme_id", sa.Integer(), nullable=True),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("asked_on", sa.String(), nullable=False),
        sa.Column("due_on", sa.String(), nullable=True),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("referred_partner_id", sa.Integer(), nullable=True),
        sa.Column("referred_text", sa.String(), nullable=True),
        sa.Column("sharing", sa.String(), nullable=False),
        sa.Column("shared_text", sa.String(), nullable=True),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.CheckConstraint("(status = 'merged') = (merged_into_id IS NOT NULL)", name=op.f("ck_question_merged")),
        sa.CheckConstraint(
            "asked_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'", name=op.f("ck_question_asked_on")
        ),
        sa.CheckConstraint(
            "category IN ('finance', 'regulation', 'chain', 'design', 'business-model', 'customer', 'procurement', 'impact', 'organisation', 'method', 'other')",
            name=op.f("ck_question_category"),
        ),
        sa.CheckConstraint("due_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'", name=op.f("ck_question_due_on")),
        sa.CheckConstraint("owner <> ''", name=op.f("ck_question_owner_filled")),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_question_reason_filled")),
        sa.CheckConstraint("referred_text <> ''", name=op.f("ck_question_referred_text_filled")),
        sa.CheckConstraint("shared_text <> ''", name=op.f("ck_question_shared_text_filled")),
        sa.CheckConstraint("sharing IN ('hub', 'network')", name=op.f("ck_question_sharing")),
        sa.CheckConstraint(
            "status IN ('open', 'answered', 'closed', 'referred', 'merged')", name=op.f("ck_question_status")
        ),
        sa.CheckConstraint("text <> ''", name=op.f("ck_question_text_filled")),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_question_company_id")),
        sa.ForeignKeyConstraint(["hub_id"], ["hub.id"], name=op.f("fk_question_hub_id")),
        sa.ForeignKeyConstraint(["merged_into_id"], ["question.id"], name=op.f("fk_question_merged_into_id")),
        sa.ForeignKeyConstraint(["referred_partner_id"], ["partner.id"], name=op.f("fk_question_referred_partner_id")),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_question_theme_id")),
        sa.ForeignKeyConstraint(["track_id"], ["track.id"], name=op.f("fk_question_track_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_question_asked_on"), "question", ["asked_on"], unique=False)
    op.create_index(op.f("ix_question_company_id"), "question", ["company_id"], unique=False)
    op.create_index(op.f("ix_question_hub_id_asked_on"), "question", ["hub_id", "asked_on"], unique=False)
    op.create_index(op.f("ix_question_merged_into_id"), "question", ["merged_into_id"], unique=False)
    op.create_index(op.f("ix_question_status_due_on"), "question", ["status", "due_on"], unique=False)
    op.create_index(op.f("ix_question_theme_id_category"), "question", ["theme_id", "category"], unique=False)
    op.create_index(op.f("ix_question_track_id"), "question", ["track_id"], unique=False)
    op.create_table(
        "track_hub",
        sa.Column("track_id", sa.Integer(), nullable=False),
        sa.Column("hub_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["hub_id"], ["hub.id"], name=op.f("fk_track_hub_hub_id")),
        sa.ForeignKeyConstraint(["track_id"], ["track.id"], name=op.f("fk_track_hub_track_id")),
        sa.PrimaryKeyConstraint("track_id", "hub_id", name=op.f("pk_track_hub")),
    )
    op.create_index(op.f("ix_track_hub_hub_id"), "track_hub", ["hub_id"], unique=False)
    op.create_table(
        "track_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("track_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.String(), nullable=False),
        sa.Column("ends_at", sa.String(), nullable=False),
        sa.Column("starts_on", sa.String(), nullable=False),
        sa.Column("ends_on", sa.String(), nullable=False),
        sa.Column("quarter", sa.String(), nullable=False),
        sa.Column("location", sa.String(), nullable=True),
        sa.CheckConstraint(
            "ends_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'", name=op.f("ck_track_session_ends_on")
        ),
        sa.CheckConstraint("location <> ''", name=op.f("ck_track_session_location_filled")),
        sa.CheckConstraint("quarter GLOB '[0-9][0-9][0-9][0-9]Q[1-4]'", name=op.f("ck_track_session_quarter")),
        sa.CheckConstraint(
            "starts_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'",
            name=op.f("ck_track_session_starts_on"),
        ),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_track_session_period")),
        sa.ForeignKeyConstraint(["track_id"], ["track.id"], name=op.f("fk_track_session_track_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_track_session")),
        sa.UniqueConstraint("track_id", "starts_at", name=op.f("uq_track_session_track_id_starts_at")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_track_session_quarter"), "track_session", ["quarter"], unique=False)
    op.create_index(op.f("ix_track_session_starts_at"), "track_session", ["starts_at"], unique=False)
    op.create_table(
        "track_trainer",
        sa.Column("track_id", sa.Integer(), nullable=False),
        sa.Column("trainer_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["track_id"], ["track.id"], name=op.f("fk_track_trainer_track_id")),
        sa.ForeignKeyConstraint(["trainer_id"], ["trainer.id"], name=op.f("fk_track_trainer_trainer_id")),
        sa.PrimaryKeyConstraint("track_id", "trainer_id", name=op.f("pk_track_trainer")),
    )
    op.create_index(op.f("ix_track_trainer_trainer_id"), "track_trainer", ["trainer_id"], unique=False)
    op.create_table(
        "attendance",
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.CheckConstraint("people >= 0", name=op.f("ck_attendance_people")),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name=op.f("fk_attendance_enrolment_id")),
        sa.ForeignKeyConstraint(["session_id"], ["track_session.id"], name=op.f("fk_attendance_session_id")),
        sa.PrimaryKeyConstraint("enrolment_id", "session_id", name=op.f("pk_attendance")),
    )
    op.create_index(op.f("ix_attendance_session_id"), "attendance", ["session_id"], unique=False)
    op.create_table(
        "enrolment_contact",
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["company_contact.id"], name=op.f("fk_enrolment_contact_contact_id")),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name=op.f("fk_enrolment_contact_enrolment_id")),
        sa.PrimaryKeyConstraint("enrolment_id", "contact_id", name=op.f("pk_enrolment_contact")),
    )
    op.create_index(op.f("ix_enrolment_contact_contact_id"), "enrolment_contact", ["contact_id"], unique=False)
    op.create_table(
        "insight_question",
        sa.Column("insight_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["insight_id"], ["insight.id"], name=op.f("fk_insight_question_insight_id")),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=op.f("fk_insight_question_question_id")),
        sa.PrimaryKeyConstraint("insight_id", "question_id", name=op.f("pk_insight_question")),
    )
    op.create_index(op.f("ix_insight_question_question_id"), "insight_question", ["question_id"], unique=False)
    op.create_table(
        "question_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("answered_on", sa.String(), nullable=False),
        sa.Column("insight_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "answered_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'",
            name=op.f("ck_question_answer_answered_on"),
        ),
        sa.CheckConstraint("text <> ''", name=op.f("ck_question_answer_text_filled")),
        sa.ForeignKeyConstraint(["insight_id"], ["insight.id"], name=op.f("fk_question_answer_insight_id")),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=op.f("fk_question_answer_question_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_answer")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_question_answer_answered_on"), "question_answer", ["answered_on"], unique=False)
    op.create_index(
        op.f("ix_question_answer_question_id_answered_on"),
        "question_answer",
        ["question_id", "answered_on"],
        unique=False,
    )
    op.create_table(
        "question_topic",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=op.f("fk_question_topic_question_id")),
        sa.PrimaryKeyConstraint("question_id", "topic", name=op.f("pk_question_topic")),
    )
    op.create_index(op.f("ix_question_topic_topic"), "question_topic", ["topic"], unique=False)
    # ### end Alembic commands ###
    op.create_index(
        "ix_goal_aim",
        "goal",
        [
            sa.text("coalesce(hub_id, 0)"),
            "metric",
            "from_quarter",
            "until_quarter",
            sa.text("coalesce(theme_id, 0)"),
        ],
        unique=True,
    )
