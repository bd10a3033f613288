"""The lazy table of commands: what the root's help lists, and where each word is found."""

from __future__ import annotations

from circo_cli.app.words import Word

TABLE: dict[str, Word] = {
    "demo": Word("demo", "Build an example network, run a quarter on it, show a digest and a report.", verb="demo"),
    "status": Word("status", "What needs attention now, most urgent first.", verb="status"),
    "hub": Word("hub", "Hubs: onboarding, stages, partners."),
    "partner": Word("partner", "Organisations that work in hubs."),
    "goal": Word("goal", "What a hub or the network aims at."),
    "track": Word("track", "Tracks: schedule, open, confirm, complete, cancel."),
    "trainer": Word("trainer", "People who give Tracks."),
    "theme": Word("theme", "Subjects of Tracks, questions and insights."),
    "company": Word("company", "Companies and other participants, with contacts."),
    "note": Word("note", "What was said with companies, and when to come back to it."),
    "contact": Word("contact", "The people at companies, for a mailing."),
    "enrol": Word("enrolment", "Enrol companies in a Track.", attribute="top", verb="enrol"),
    "enrolment": Word("enrolment", "Enrolments: confirm, cancel, complete, the waiting list."),
    "question": Word("question", "What companies ask, and the answers."),
    "insight": Word("insight", "Knowledge of hubs and of CIRCO."),
    "search": Word("search", "Search everything, the best answer first.", verb="search"),
    "digest": Word("digest", "Knowledge digests for CIRCO, the network and each hub."),
    "report": Word("report", "The quarter report."),
    "show": Word("show", "Show anything by its key.", verb="show"),
    "history": Word("history", "What was changed, by whom and when.", verb="history"),
    "undo": Word("undo", "Take back a change, unless later ones built on it.", verb="undo"),
    "redo": Word("undo", "Bring back what was undone.", verb="redo"),
    "db": Word("db", "The database file: make, check, back up, restore."),
    "privacy": Word("privacy", "What is known of a person, and what was kept for long enough."),
    "config": Word("config", "What is set once and for all: database, language, hub, addresses."),
    "export": Word("network", "Write the whole network as one CSV a table.", verb="export"),
    "import": Word("network", "Read a whole network into a new database.", verb="import"),
    "help": Word("help", "Explain a topic, such as exit-codes.", verb="help"),
}
"""Every word of the root, in the order of its help."""
