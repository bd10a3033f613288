"""The table of commands: what help and completion list of each word, and in which module it is found."""

from __future__ import annotations

from circo_cli.app.words import Command, Group
from circo_cli.values.text import plural


def _importing(noun: str) -> Command:
    sentence = f"Import {plural(noun)} from a spreadsheet or another file: all rows, or none where one is bad."
    return Command("importing", sentence, noun=noun)


_HUB = {
    "add": Command("hub", "Add a hub; it starts exploring."),
    "edit": Command("hub", 'Change what is known of a hub; "" clears, a repeated option replaces the list.'),
    "list": Command("hub", "List hubs."),
    "show": Command("hub", "Show a hub: stage, steps, partners, goals."),
    "partner": Command("partnership", "Give a partner a role in a hub."),
    "unpartner": Command(
        "partnership", "End what a partner does in a hub, in all its roles; its past stays on record."
    ),
    "steps": Command("onboarding", "List the onboarding steps of a hub, and why the automatic ones are done or not."),
    "advance": Command("onboarding", "Bring a hub to its next stage, when the steps it needs are done."),
    "tick": Command("onboarding", "Tick an onboarding step that is done."),
    "untick": Command("onboarding", "Take back a tick by hand."),
    "pause": Command("onboarding", "Pause a hub."),
    "resume": Command("onboarding", "Resume a paused hub, in the stage that it had."),
    "close": Command("onboarding", "Close a hub for good."),
    "onboard": Command(
        "onboard", "Start a hub, or go on with one, question by question; leave at any time and take it up again."
    ),
    "find": Command(
        "finding",
        "Find the hub that serves a place or a sector, the most specific first; "
        "paused hubs are named, closed ones not.",
    ),
    "coverage": Command(
        "coverage",
        "Show where hubs are: who serves each province, and each country abroad that a hub names; gaps and overlaps.",
    ),
    "pipeline": Command(
        "coverage",
        "List the launches of hubs per quarter: who was planned, who started, who slipped and by how many quarters.",
    ),
    "forget": Command(
        "leading", "Erase a lead of a hub, also a former one, for good wherever the name stands; the hub stays."
    ),
    "remove": Command("removal", "Remove a hub that nothing refers to.", noun="hub"),
    "import": _importing("hub"),
}

_PARTNER = {
    "list": Command("partner", "List partners."),
    "show": Command("partner", "Show a partner."),
    "edit": Command("partner", 'Change what is known of a partner; "" clears. Its roles: circo hub partner.'),
    "remove": Command("removal", "Remove a partner that has no role in any hub.", noun="partner"),
    "import": _importing("partner"),
}

_GOAL = {
    "set": Command("goal", "Set a goal; again for the same metric, hub, quarters and theme replaces it."),
    "list": Command("goal", "List goals with the actual to date."),
    "remove": Command("removal", "Remove a goal.", noun="goal"),
    "import": _importing("goal"),
}

_SESSION = {
    "add": Command("session", "Add sessions to a Track."),
    "move": Command("session", "Move a session to another date, time or place; who came to it stays on record."),
    "remove": Command("session", "Remove a session of a Track, with what is on record of who came to it."),
}

_TRACK: dict[str, Command | Group] = {
    "schedule": Command("track", "Schedule a Track of a hub in a quarter."),
    "list": Command("track", "List Tracks with their seats."),
    "show": Command("track", "Show a Track with its sessions and enrolments."),
    "edit": Command(
        "track", 'Change a Track; the dates, hubs and trainers that you name replace those it has; "" clears.'
    ),
    "calendar": Command(
        "calendar",
        "Show when sessions of Tracks are held: months on a terminal, a list elsewhere, "
        "or a file for a calendar program.",
    ),
    "open": Command("course", "Open a Track for enrolment."),
    "confirm": Command("course", "Confirm that a Track goes on."),
    "complete": Command(
        "course", "Complete a Track whose last session is past: whoever came completed it, whoever never came did not."
    ),
    "cancel": Command("course", "Cancel a Track and its enrolments; nobody moves up."),
    "attendance": Command(
        "attendance",
        "Show who came to a Track, or record it: for one session, or from a file (people: 0 is absent, empty is all).",
    ),
    "mix": Command(
        "mix", "Show which roles of the value chain a Track has and misses, and which companies nearby would fill them."
    ),
    "remove": Command("removal", "Remove a Track that nobody was enrolled in, with its sessions.", noun="track"),
    "import": _importing("track"),
    "session": Group("Add, move or remove a session of a Track.", _SESSION),
}

_TRAINER = {
    "add": Command("trainer", "Add a trainer."),
    "edit": Command("trainer", 'Change what is known of a trainer; "" clears.'),
    "list": Command("trainer", "List trainers."),
    "show": Command("trainer", "Show a trainer."),
    "forget": Command(
        "trainer", "Erase a trainer for good wherever the name stands; the Tracks stay, given by nobody known."
    ),
    "remove": Command("removal", "Remove a trainer who gives no Track.", noun="trainer"),
    "import": _importing("trainer"),
}

_THEME = {
    "add": Command("theme", "Add a theme."),
    "list": Command("theme", "List themes with their Tracks, questions, askers and waiting companies."),
    "remove": Command("removal", "Remove a theme that nothing is about.", noun="theme"),
    "import": _importing("theme"),
}

_COMPANY = {
    "add": Command("company", "Add a company or another participant; its home hub follows from its place."),
    "edit": Command("company", 'Change what is known of a company; "" clears.'),
    "list": Command("company", "List companies."),
    "show": Command("company", "Show a company: contacts, enrolments, questions, notes."),
    "forget": Command(
        "company", "Erase a company for good, with contacts and notes, wherever it is named; what only counts stays."
    ),
    "contact": Command("people", 'Add a contact of a company, or change one; "" clears.'),
    "uncontact": Command("people", "Remove a contact of a company."),
    "note": Command("people", "Note what was said with a company, and when to come back to it."),
    "merge": Command(
        "duplicates",
        "Make two companies one: contacts, notes, enrolments and questions move, and what INTO lacks is filled.",
    ),
    "duplicates": Command(
        "duplicates",
        "List companies that are perhaps one, the surest first, each with the command that makes them one.",
    ),
    "remove": Command(
        "removal", "Remove a company that nothing refers to, with its contacts and notes.", noun="company"
    ),
    "import": _importing("company"),
}

_NOTE = {
    "list": Command("note", "List notes, the latest first."),
    "show": Command("note", "Show a note."),
    "edit": Command("note", 'Change a note; --next "" takes the follow-up away.'),
    "remove": Command("removal", "Remove a note.", noun="note"),
    "import": _importing("note"),
}

_CONTACT = {
    "list": Command("contact", "List the people at companies, for a mailing to the participants of a Track, say."),
    "forget": Command("contact", "Erase a person at a company for good wherever the name stands; enrolments stay."),
    "import": _importing("contact"),
}

_ENROLMENT = {
    "list": Command("enrolment", "List enrolments."),
    "show": Command("enrolment", "Show an enrolment."),
    "edit": Command(
        "enrolment", 'Change people, contacts, score, outcome, proposition or aid of an enrolment; "" clears.'
    ),
    "register": Command("seating", "Register invited companies: a seat, or the waiting list when the Track is full."),
    "confirm": Command("seating", "Confirm registered companies."),
    "decline": Command("seating", "Record that a company declined; a seat that comes free goes to the first in line."),
    "cancel": Command("seating", "Cancel enrolments; a seat that comes free goes to the first in line."),
    "complete": Command("seating", "Record that companies completed the Track."),
    "no-show": Command("seating", "Record that companies held a seat and never came."),
    "promote": Command("seating", "Move a company to the head of the waiting list, and into a seat if one is free."),
    "remove": Command(
        "removal",
        "Remove an enrolment that was a mistake; a seat that comes free goes to the first in line.",
        noun="enrolment",
    ),
    "import": _importing("enrolment"),
}

_QUESTION = {
    "log": Command("question", "Log a question; hub, Track and theme follow from the company's latest enrolment."),
    "list": Command("question", "List questions, the newest first; merged ones only with --status merged."),
    "show": Command("question", "Show a question: answers, who asked, similar ones that have an answer."),
    "edit": Command("question", 'Change what is known of a question; "" clears, a repeated option replaces the list.'),
    "merge": Command("question", "Make a question one with another that asks the same; the askers of both are kept."),
    "answer": Command("answering", "Answer a question, in your own words or from the knowledge base."),
    "unanswer": Command("answering", "Take an answer away; without any the question waits again."),
    "close": Command("answering", "Close a question; without an answer this needs a reason."),
    "reopen": Command("answering", "Take up a closed question again."),
    "refer": Command("answering", "Refer a question to a partner, or to somebody else."),
    "share": Command("sharing", "Let the network see questions with their answers, when these name nobody."),
    "unshare": Command(
        "sharing", "Keep questions to their hub and CIRCO again; another wording for the network is dropped."
    ),
    "similar": Command(
        "similar", "List the questions most like a text or another question, in whatever words they were asked."
    ),
    "remove": Command("removal", "Remove a question that nothing refers to, with its answers.", noun="question"),
    "import": _importing("question"),
}

_INSIGHT = {
    "add": Command("insight", "Write down what was learnt; it starts as a draft for its hub and CIRCO."),
    "list": Command("insight", "List insights, the newest first."),
    "show": Command("insight", "Show an insight with its body and comments."),
    "edit": Command(
        "insight",
        'Change an insight; a published one gets a new version. "" clears, a repeated option replaces the list.',
    ),
    "publish": Command("publishing", "Publish a draft to the whole network, when it names nobody."),
    "retire": Command("publishing", "Offer a published insight no longer."),
    "comment": Command("publishing", 'Comment on an insight ("Discussieer mee").'),
    "remove": Command(
        "removal", "Remove an insight that no answer came from, with its versions and comments.", noun="insight"
    ),
    "import": _importing("insight"),
}

_DIGEST = {
    "preview": Command("digest", "Print the digest of one audience, without recording anything."),
    "export": Command("digest", "Write digests to files and record what they held."),
    "list": Command("digest", "List the digests that were exported."),
    "show": Command("digest", "Show an exported digest: its files, and every item that it held."),
}

_REPORT = {
    "quarter": Command(
        "report", "Report a quarter: figures with target and comparison, Tracks, questions, what is planned next."
    ),
}

_DB = {
    "init": Command("db", "Make an empty database."),
    "info": Command("db", "Say where the database is, how large, and when it was last backed up."),
    "check": Command("db", "Check that the database is sound."),
    "upgrade": Command("db", "Bring an older database to this program's schema; a verified backup is written first."),
    "backup": Command("db", "Write a verified backup, also while others work."),
    "restore": Command("db", "Put a backup in the place of the database; what it replaces is kept."),
}

_PRIVACY = {
    "export": Command(
        "privacy",
        "Collect everything that is known of one person: records, what hangs on them, texts and the journal.",
    ),
    "forget": Command(
        "privacy",
        "Erase one person for good wherever he or she stands: in records, as owner, author or actor, and in texts.",
    ),
    "retention": Command(
        "privacy",
        "List the personal data that is older than the configured period, the oldest first, each with what settles it.",
    ),
}

_CONFIG = {
    "list": Command("config", "List every setting: what the file says, what is in use, and whence that comes."),
    "get": Command("config", "Print what the file says of one setting."),
    "set": Command("config", "Set one setting in the file; its comments and order stay."),
    "unset": Command("config", "Take one setting out of the file, an unknown one too."),
    "path": Command("config", "Say where the file is, or would be."),
}

TABLE: dict[str, Command | Group] = {
    "demo": Command("demo", "Build an example network, run a quarter on it, show a digest and a report."),
    "status": Command("status", "What needs attention now, most urgent first."),
    "hub": Group("Hubs: onboarding, stages, partners.", _HUB),
    "partner": Group("Organisations that work in hubs.", _PARTNER),
    "goal": Group("What a hub or the network aims at.", _GOAL),
    "track": Group("Tracks: schedule, open, confirm, complete, cancel.", _TRACK),
    "trainer": Group("People who give Tracks.", _TRAINER),
    "theme": Group("Subjects of Tracks, questions and insights.", _THEME),
    "company": Group("Companies and other participants, with contacts.", _COMPANY),
    "note": Group("What was said with companies, and when to come back to it.", _NOTE),
    "contact": Group("The people at companies, for a mailing.", _CONTACT),
    "enrol": Command("enrolment", "Enrol companies in a Track."),
    "enrolment": Group("Enrolments: confirm, cancel, complete, the waiting list.", _ENROLMENT),
    "question": Group("What companies ask, and the answers.", _QUESTION),
    "insight": Group("Knowledge of hubs and of CIRCO.", _INSIGHT),
    "search": Command("search", "Search everything, the best answer first."),
    "digest": Group("Knowledge digests for CIRCO, the network and each hub.", _DIGEST),
    "report": Group("The quarter report.", _REPORT),
    "show": Command("show", "Show anything by its key."),
    "history": Command("history", "What was changed, by whom and when."),
    "undo": Command("undo", "Take back a change, unless later ones built on it."),
    "redo": Command("undo", "Bring back what was undone."),
    "db": Group("The database file: make, check, back up, restore.", _DB),
    "privacy": Group("What is known of a person, and what was kept for long enough.", _PRIVACY),
    "config": Group("What is set once and for all: database, language, hub, addresses.", _CONFIG),
    "export": Command("network", "Write the whole network as one CSV a table."),
    "import": Command("network", "Read a whole network into a new database."),
    "help": Command("help", "Explain a topic such as keys or dates, or a command."),
}
"""Every word of the root, in the order of its help."""
