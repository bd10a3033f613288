"""The tables, one module a family of nouns. Importing this package defines them all."""

from circo_cli.storage.tables.columns import metadata
from circo_cli.storage.tables.company import Company, CompanyContact, CompanyNote
from circo_cli.storage.tables.enrolment import Enrolment, attendance, enrolment_contact
from circo_cli.storage.tables.hub import (
    Goal,
    Hub,
    HubPartner,
    HubStage,
    HubStep,
    Partner,
    hub_partner_journey,
    hub_region,
    hub_sector,
)
from circo_cli.storage.tables.journal import Change, ChangeRow
from circo_cli.storage.tables.knowledge import (
    Digest,
    Insight,
    InsightComment,
    InsightVersion,
    Question,
    QuestionAnswer,
    digest_file,
    digest_item,
    insight_question,
    insight_topic,
    question_topic,
)
from circo_cli.storage.tables.track import (
    CancelledSession,
    Theme,
    Track,
    TrackSession,
    Trainer,
    track_hub,
    track_trainer,
)

__all__ = [
    "CancelledSession",
    "Change",
    "ChangeRow",
    "Company",
    "CompanyContact",
    "CompanyNote",
    "Digest",
    "Enrolment",
    "Goal",
    "Hub",
    "HubPartner",
    "HubStage",
    "HubStep",
    "Insight",
    "InsightComment",
    "InsightVersion",
    "Partner",
    "Question",
    "QuestionAnswer",
    "Theme",
    "Track",
    "TrackSession",
    "Trainer",
    "attendance",
    "digest_file",
    "digest_item",
    "enrolment_contact",
    "hub_partner_journey",
    "hub_region",
    "hub_sector",
    "insight_question",
    "insight_topic",
    "metadata",
    "question_topic",
    "track_hub",
    "track_trainer",
]
