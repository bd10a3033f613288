"""The words of the field as enumerations: a stable English code, a Dutch and an English label.

Codes are what is stored and printed. Wherever a code is taken, its labels are taken too, in any case
(`find_term`). Sources: the contract (roles, steps, statuses) and the CIRCO programme (categories, journey,
chain roles, transition agendas).
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Self, TypeVar

from circo_cli.values.text import fold

_LETTERS = 4


class Term(StrEnum):
    """A code of the vocabulary with its labels."""

    nl: str
    en: str

    def __new__(cls, code: str, nl: str = "", en: str = "") -> Self:
        """Make the member `code`; the English label defaults to the code in words."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.nl = nl
        member.en = en or code.replace("-", " ")
        return member

    def label(self, language: str) -> str:
        """Return the label in `language` (``nl`` or ``en``)."""
        return self.en if language == "en" else self.nl


T = TypeVar("T", bound=Term)


def find_term(kind: type[T], typed: str) -> T | None:
    """Return the member of `kind` that `typed` names by code or label, in any case, or None."""
    wanted = fold(typed)
    for member in kind:
        names = [member.value, *member.nl.split("/"), *member.en.split("/"), member.nl, member.en]
        if wanted in map(fold, names):
            return member
    return None


def find_begun(kind: type[T], typed: str) -> T | None:
    """Return the only member of `kind` with a word in code or label that begins as `typed`: ``klant``; else None.

    Less than four letters begin nothing: they are soon those of another member.
    """
    wanted = fold(typed)
    fitting = [
        member
        for member in kind
        if any(re.search(rf"\b{re.escape(wanted)}", fold(name)) for name in (member.value, member.nl, member.en))
    ]
    return fitting[0] if len(fitting) == 1 and len(wanted) >= _LETTERS else None


class Province(Term):
    """The twelve provinces of the Netherlands."""

    GRONINGEN = "groningen", "Groningen", "Groningen"
    FRIESLAND = "friesland", "Friesland/Fryslân", "Friesland"
    DRENTHE = "drenthe", "Drenthe", "Drenthe"
    OVERIJSSEL = "overijssel", "Overijssel", "Overijssel"
    FLEVOLAND = "flevoland", "Flevoland", "Flevoland"
    GELDERLAND = "gelderland", "Gelderland", "Gelderland"
    UTRECHT = "utrecht", "Utrecht", "Utrecht"
    NOORD_HOLLAND = "noord-holland", "Noord-Holland", "North Holland"
    ZUID_HOLLAND = "zuid-holland", "Zuid-Holland", "South Holland"
    ZEELAND = "zeeland", "Zeeland", "Zeeland"
    NOORD_BRABANT = "noord-brabant", "Noord-Brabant/Brabant", "North Brabant"
    LIMBURG = "limburg", "Limburg", "Limburg"


class HubKind(Term):
    """What a hub's companies have in common."""

    REGIONAL = "regional", "regionaal"
    SECTORAL = "sectoral", "sectoraal"
    INTERNATIONAL = "international", "internationaal"


class Stage(Term):
    """How far a hub is. ``closed`` is final; ``paused`` goes back to where it came from."""

    EXPLORING = "exploring", "verkennend"
    PREPARING = "preparing", "in voorbereiding"
    OPERATIONAL = "operational", "operationeel"
    PAUSED = "paused", "gepauzeerd"
    CLOSED = "closed", "gesloten"


class Step(Term):
    """The onboarding steps of a hub, in their order."""

    CONTACT_MADE = "contact-made", "contact gelegd"
    REGION_EXPLORED = "region-explored", "regio verkend"
    PARTNERS_COMMITTED = "partners-committed", "partners verbonden"
    LEAD_APPOINTED = "lead-appointed", "hubleider aangesteld"
    FUNDING_ARRANGED = "funding-arranged", "financiering geregeld"
    AGREEMENT_SIGNED = "agreement-signed", "overeenkomst getekend"
    TRAINERS_AVAILABLE = "trainers-available", "trainers beschikbaar"
    PROGRAMME_AGREED = "programme-agreed", "programma afgesproken"
    FIRST_TRACK_PLANNED = "first-track-planned", "eerste Track gepland"


AUTOMATIC_STEPS = frozenset(
    {
        Step.PARTNERS_COMMITTED,
        Step.LEAD_APPOINTED,
        Step.TRAINERS_AVAILABLE,
        Step.PROGRAMME_AGREED,
        Step.FIRST_TRACK_PLANNED,
    }
)
"""Steps that tick themselves from the data and never by hand."""


class PartnerKind(Term):
    """What kind of organisation a partner is."""

    PROVINCE = "province", "provincie"
    MUNICIPALITY = "municipality", "gemeente"
    DEVELOPMENT_AGENCY = "development-agency", "ontwikkelingsmaatschappij/ROM"
    BANK = "bank", "bank"
    TRADE_ASSOCIATION = "trade-association", "brancheorganisatie"
    KNOWLEDGE_INSTITUTE = "knowledge-institute", "kennisinstelling"
    NETWORK = "network", "netwerk"
    CONSULTANCY = "consultancy", "adviesbureau"
    COMPANY = "company", "bedrijf"
    OTHER = "other", "overig"


class PartnerRole(Term):
    """What a partner does in a hub."""

    HOST = "host", "gastheer"
    CORE = "core", "kernpartner"
    SUPPORTING = "supporting", "ondersteunend"
    FUNDER = "funder", "financier"


class Journey(Term):
    """How far a company is with circular business."""

    INTRODUCTION = "introduction", "kennismaking"
    PLAN = "plan", "plan maken", "make a plan"
    EXECUTION = "execution", "plan uitvoeren", "carry out the plan"
    FINANCE = "finance", "financiering vinden", "find finance"


class TrackKind(Term):
    """The format of a Track."""

    TRACK = "track", "Track", "Track"
    BLENDED = "blended", "Blended Track", "Blended Track"
    DESIGN_CLASS = "design-class", "Design Class", "Design Class"
    TEACHER_CLASS = "teacher-class", "Teacher Class", "Teacher Class"
    DEMO = "demo", "Demo"
    FOLLOW_UP = "follow-up", "vervolgsessie", "follow-up session"


class TrackStatus(Term):
    """The life of a Track: steps may be skipped, none goes back."""

    PLANNED = "planned", "gepland"
    OPEN = "open", "open voor inschrijving"
    CONFIRMED = "confirmed", "gaat door"
    COMPLETED = "completed", "afgerond"
    CANCELLED = "cancelled", "geannuleerd"


class CompanyKind(Term):
    """What kind of organisation takes part."""

    COMPANY = "company", "bedrijf"
    MUNICIPALITY = "municipality", "gemeente"
    SCHOOL = "school", "school/onderwijsinstelling"
    DESIGNER = "designer", "ontwerper/ontwerpbureau"
    OTHER = "other", "overig"


class ChainRole(Term):
    """A participant's place in the value chain: the mix of a Track is chosen along it."""

    MATERIAL_PRODUCER = "material-producer", "grondstofproducent"
    PARTS_MANUFACTURER = "parts-manufacturer", "onderdelenfabrikant"
    PRODUCT_MANUFACTURER = "product-manufacturer", "productfabrikant"
    BRAND = "brand", "merk"
    RETAILER = "retailer", "detailhandel"
    SERVICE_PROVIDER = "service-provider", "dienstverlener"
    USER = "user", "gebruiker/opdrachtgever", "user/client"
    REFURBISHER = "refurbisher", "reparateur/refurbisher", "repairer/refurbisher"
    RECYCLER = "recycler", "inzamelaar/recycler", "collector/recycler"
    DESIGNER = "designer", "ontwerper"
    CONSULTANT = "consultant", "adviseur"
    GOVERNMENT = "government", "overheid"
    OTHER = "other", "overig"


class EnrolmentStatus(Term):
    """The life of an enrolment."""

    INVITED = "invited", "uitgenodigd"
    REGISTERED = "registered", "aangemeld"
    CONFIRMED = "confirmed", "bevestigd"
    COMPLETED = "completed", "afgerond"
    WAITLISTED = "waitlisted", "wachtlijst", "waiting list"
    DECLINED = "declined", "afgeslagen"
    CANCELLED = "cancelled", "geannuleerd"
    NO_SHOW = "no-show", "niet verschenen"


SEATED = (
    EnrolmentStatus.REGISTERED,
    EnrolmentStatus.CONFIRMED,
    EnrolmentStatus.COMPLETED,
    EnrolmentStatus.NO_SHOW,
)
"""Statuses that hold a seat, one per company."""


class Outcome(Term):
    """What a company took home from a Track; ``plan`` and further count as a proposition."""

    NONE = "none", "geen"
    VISION = "vision", "visie"
    PLAN = "plan", "plan"
    BUSINESS_CASE = "business-case", "businesscase"
    STARTED = "started", "gestart"
    IMPLEMENTED = "implemented", "ingevoerd"


PROPOSITIONS = (Outcome.PLAN, Outcome.BUSINESS_CASE, Outcome.STARTED, Outcome.IMPLEMENTED)
"""Outcomes that count as a circular proposition."""


class Category(Term):
    """What a question or an insight is about."""

    FINANCE = "finance", "financiering"
    REGULATION = "regulation", "regelgeving"
    CHAIN = "chain", "ketensamenwerking", "value chain"
    DESIGN = "design", "ontwerp & materialen", "design & materials"
    BUSINESS_MODEL = "business-model", "verdienmodel"
    CUSTOMER = "customer", "klant & markt", "customer & market"
    PROCUREMENT = "procurement", "inkoop & aanbesteding", "procurement & tendering"
    IMPACT = "impact", "impact meten", "measuring impact"
    ORGANISATION = "organisation", "interne organisatie"
    METHOD = "method", "CIRCO-methode", "CIRCO method"
    OTHER = "other", "overig"


class QuestionStatus(Term):
    """The life of a question. Open and referred are unanswered."""

    OPEN = "open", "open"
    ANSWERED = "answered", "beantwoord"
    CLOSED = "closed", "gesloten"
    REFERRED = "referred", "doorverwezen"
    MERGED = "merged", "samengevoegd"


UNANSWERED = (QuestionStatus.OPEN, QuestionStatus.REFERRED)
"""Statuses in which a question waits for an answer."""


class Sharing(Term):
    """Who sees a question's text: its hub and CIRCO, or the whole network."""

    HUB = "hub", "hub"
    NETWORK = "network", "netwerk"


class InsightKind(Term):
    """What a piece of knowledge is: learnt by a hub, CIRCO's method, or a case."""

    INSIGHT = "insight", "inzicht"
    METHOD = "method", "methode"
    CASE = "case", "praktijkvoorbeeld"


class InsightStatus(Term):
    """A draft is seen by its hub and CIRCO; published, by the network; retired, no longer offered."""

    DRAFT = "draft", "concept"
    PUBLISHED = "published", "gepubliceerd"
    RETIRED = "retired", "ingetrokken"


class Urgency(Term):
    """When something needs attention: a date has passed, within 14 days, or later."""

    NOW = "now", "nu"
    SOON = "soon", "binnenkort"
    LATER = "later", "later"


class Metric(Term):
    """The rows of the quarter report, and what a goal can aim at."""

    TRACKS_PLANNED = "tracks_planned", "Tracks gepland", "Tracks planned"
    TRACKS_RUN = "tracks_run", "Tracks uitgevoerd", "Tracks run"
    TRACKS_CANCELLED = "tracks_cancelled", "Tracks geannuleerd", "Tracks cancelled"
    ENROLMENTS = "enrolments", "inschrijvingen", "enrolments"
    COMPANIES = "companies", "bedrijven", "companies"
    COMPANIES_NEW = "companies_new", "waarvan nieuw", "companies, new"
    PEOPLE = "people", "personen", "people"
    COMPLETED = "completed", "afgerond", "completed"
    NO_SHOW = "no_show", "niet verschenen", "no-show"
    COMPLETION_RATE = "completion_rate", "afrondingspercentage", "completion rate"
    ATTENDANCE_RATE = "attendance_rate", "opkomst", "attendance rate"
    AVERAGE_SCORE = "average_score", "gemiddeld cijfer", "average score"
    PROPOSITIONS = "propositions", "circulaire proposities", "circular propositions"
    IMPLEMENTED = "implemented", "ingevoerd", "implemented"
    QUESTIONS_LOGGED = "questions_logged", "vragen gesteld", "questions logged"
    QUESTIONS_ANSWERED = "questions_answered", "vragen beantwoord", "questions answered"
    QUESTIONS_OPEN = "questions_open", "vragen open", "questions open"
    MEDIAN_DAYS_TO_ANSWER = "median_days_to_answer", "mediaan dagen tot antwoord", "median days to answer"
    INSIGHTS_PUBLISHED = "insights_published", "inzichten gepubliceerd", "insights published"
    PARTNERS = "partners", "partners", "partners"


THEMES: tuple[tuple[str, str, str], ...] = (
    ("bouw", "Bouw", "Construction"),
    ("kunststoffen", "Kunststoffen", "Plastics"),
    ("textiel", "Textiel", "Textiles"),
    ("maakindustrie", "Maakindustrie", "Manufacturing"),
    ("biomassa-voedsel", "Biomassa & voedsel", "Biomass & food"),
    ("consumptiegoederen", "Consumptiegoederen", "Consumer goods"),
    ("zorg", "Zorg", "Care"),
    ("verpakkingen", "Verpakkingen", "Packaging"),
)
"""Key, Dutch and English name of the themes that `db init` makes (the Dutch transition agendas, and more)."""
