"""What `circo hub onboard` asks about each step, and the command that each answer stands for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import typer

from circo_cli.commands.checks import Checks, parts_of
from circo_cli.commands.twins import twin, type_line
from circo_cli.context import of
from circo_cli.context.asking import Check, ask_choice, ask_choices, ask_text, ask_yes
from circo_cli.errors import CircoError, InterruptedByUserError
from circo_cli.queries.keys import Found
from circo_cli.queries.listing import Paging
from circo_cli.rendering.result import Result
from circo_cli.values.onboarding import StepState
from circo_cli.values.vocabulary import Journey, Metric, PartnerKind, PartnerRole, Stage, Step, Term

LATER, STOP = "later", "stop"
"""Answers that leave a step as it is: for now, or together with everything after it."""

_LEAVING = {LATER: "not now", STOP: "stop here (circo hub onboard goes on from here)"}


class Talk(Checks):
    """The conversation about one hub: what it may ask, and how an answer becomes a command."""

    def __init__(self, ctx: typer.Context, hub: Found | None = None) -> None:
        """Talk within `ctx` about `hub`, or about one that is still to be made."""
        super().__init__(of(ctx))
        self.ctx = ctx
        self.hub = hub

    @property
    def key(self) -> str:
        """Return the hub's key."""
        if self.hub is None:
            raise AssertionError("steps belong to a hub that is there")
        return self.hub.key

    def text(self, question: str, *, before: str = "", otherwise: str | None = None, check: Check | None = None) -> str:
        """Ask for a line of text; `before` is what was typed the last time, `otherwise` what nothing stands for."""
        meaning = {None: "", "": " (may be empty)"}.get(otherwise, f" (empty: {otherwise})")
        typed = ask_text(f"{question}{meaning}", default=before, optional=otherwise is not None, check=check)
        return typed or otherwise or ""

    def run(self, line: list[str]) -> Result | None:
        """Run the line that an answer stands for; what refuses it is said, and nothing is changed."""
        from circo_cli.rendering.render import render_error

        try:
            return type_line(self.ctx, line)
        except InterruptedByUserError:
            raise
        except CircoError as error:
            render_error(error, self.call.error_choice())
            return None

    # What the database offers

    def themes(self) -> dict[str, str]:
        """Return every theme with its label."""
        from circo_cli.queries.theme import list_themes

        with self.call.reader() as reader:
            return {row.key: row.name_nl for row in list_themes(reader).rows}

    def free_trainers(self) -> dict[str, str]:
        """Return the trainers who belong to no hub."""
        from circo_cli.queries.trainer import list_trainers

        with self.call.reader() as reader:
            return {row.key: row.name for row in list_trainers(reader).rows if row.hub is None}

    def own_trainers(self) -> dict[str, str]:
        """Return the trainers who belong to the hub."""
        from circo_cli.queries.trainer import list_trainers

        with self.call.reader() as reader:
            rows = list_trainers(reader, hub_id=self.hub.id if self.hub else None, paging=Paging()).rows
            return {row.key: row.name for row in rows}

    def first_quarter(self) -> str:
        """Return the quarter in which the hub is to start, or the next one from now where that is past or unknown."""
        from circo_cli.queries.hub import list_hubs
        from circo_cli.values.quarter import Quarter

        following = str(Quarter.containing(self.call.today).next)
        with self.call.reader() as reader:
            launch = list_hubs(reader, today=self.call.today, hub_id=self.hub.id if self.hub else None).rows[0]
        return max(launch.launch_quarter or following, str(Quarter.containing(self.call.today)))

    # What belongs to the hub as a whole

    def ask_launch(self) -> None:
        """Ask in which quarter the hub is to start."""
        unknown = "not known yet"
        typed = self.text(
            "In which quarter is it to start? Such as 2026Q2 or next", otherwise=unknown, check=self.check_quarter
        )
        if typed != unknown:
            self.run(twin("hub", "edit", self.key, launch=typed))

    def ask_advance(self, stage: Stage) -> set[str]:
        """Ask whether the hub enters `stage` now; return what is not to be asked again."""
        if ask_yes(f"All that '{stage}' needs is done. Is the hub {stage} now?", default=True):
            self.run(twin("hub", "advance", self.key, stage.value))
        return {stage.value}


def _by_hand(question: str) -> Callable[[Talk, StepState], str | None]:
    """Return what asks about a step that is ticked by hand."""

    def ask(talk: Talk, state: StepState) -> str | None:
        answer = ask_choice(question, {"yes": "yes", **_LEAVING})
        if answer != "yes":
            return answer
        on = talk.text("On which date?", otherwise="today", check=talk.check_date)
        note = talk.text("A remark?", otherwise="")
        done = talk.run(twin("hub", "tick", talk.key, state.step.value, on=on, note=note or None))
        return None if done else LATER

    return ask


def _labels(kind: type[Term]) -> Mapping[str, str]:
    return {member.value: f"{member.en} ({member.nl})" for member in kind}


def _partner(talk: Talk, state: StepState) -> str | None:
    answer = ask_choice(f"Which partners work in the hub? {state.note}.", {"add": "add a partner", **_LEAVING})
    if answer != "add":
        return answer
    name = talk.text("The partner's name")
    kind = ask_choice("What kind of organisation?", _labels(PartnerKind))
    role = ask_choice("What does it do in the hub?", _labels(PartnerRole), default=PartnerRole.CORE.value)
    covers = ask_choices("Which stages of a company's journey does it cover?", _labels(Journey))
    talk.run(twin("hub", "partner", talk.key, name, role=role, kind=kind, covers=covers))
    return None


def _lead(talk: Talk, state: StepState) -> str | None:
    answer = ask_choice("Is there a hub lead?", {"yes": "yes", **_LEAVING})
    if answer != "yes":
        return answer
    from circo_cli.values.email import parse_email

    name = talk.text("The lead's name")
    email = talk.text("The lead's e-mail address?", otherwise="", check=parse_email)
    talk.run(twin("hub", "edit", talk.key, lead=name, lead_email=email or None))
    return None


def _trainer(talk: Talk, state: StepState) -> str | None:
    free = talk.free_trainers()
    known = {f"known {key}": f"{name} (known already)" for key, name in free.items()}
    answer = ask_choice("Who gives the hub's Tracks?", {"new": "a new trainer", **known, **_LEAVING})
    if answer in _LEAVING:
        return answer
    if answer != "new":
        talk.run(twin("trainer", "edit", answer.removeprefix("known "), hub=talk.key))
        return None
    from circo_cli.values.email import parse_email

    name = talk.text("The trainer's name")
    email = talk.text("The trainer's e-mail address?", otherwise="", check=parse_email)
    talk.run(twin("trainer", "add", name, hub=talk.key, email=email or None))
    return None


def _goal(talk: Talk, state: StepState) -> str | None:
    question = "What is the programme: what does the hub aim at?"
    answer = ask_choice(question, {"add": "set a goal", **_LEAVING})
    while answer == "add":
        metric = Metric(ask_choice("A goal for", _labels(Metric), default=Metric.COMPANIES.value))
        target = talk.text("How many?", check=_target_of(metric))
        first = talk.text("From which quarter?", otherwise=talk.first_quarter(), check=talk.check_quarter)
        last = talk.text("Until which quarter?", otherwise=first, check=talk.check_quarter)
        talk.run(twin("goal", "set", metric.value, target, hub=talk.key, from_=first, until=last))
        answer = "add" if ask_yes("Another goal?") else ""
    return answer or None


def _target_of(metric: Metric) -> Check:
    from circo_cli.domain.goal import parse_target

    return partial(parse_target, metric=metric)


def _track(talk: Talk, state: StepState) -> str | None:
    answer = ask_choice("Which Tracks are planned?", {"add": "schedule a Track", **_LEAVING})
    while answer == "add":
        _schedule(talk)
        answer = "add" if ask_yes("Another Track?") else ""
    return answer or None


def _schedule(talk: Talk) -> None:
    """Ask for a Track until one could be scheduled; what was typed before is offered again."""
    known: dict[str, Any] = {}
    while True:
        title = talk.text("The Track's title", before=known.get("title", ""))
        quarter = talk.text(
            "In which quarter?", otherwise=known.get("quarter", talk.first_quarter()), check=talk.check_quarter
        )
        none, unknown = "none", "not known yet"
        theme = ask_choice("Its theme", {**talk.themes(), none: "none of these"}, default=known.get("theme"))
        dates = talk.text(
            "The dates of its sessions? With commas between them, such as 14-4-2026, 28-4-2026T09:30-12:30",
            before=known.get("dates", ""),
            otherwise=unknown,
            check=talk.check_spans,
        )
        trainers = talk.own_trainers()
        chosen = ask_choices("Who gives it?", trainers) if trainers else []
        place = talk.text("Where?", before=known.get("place", ""), otherwise="")
        seats = talk.text("For how many companies?", otherwise=known.get("seats", "12"), check=talk.check_seats)
        known = {
            "title": title, "quarter": quarter, "theme": theme, "place": place, "seats": seats,
            "dates": dates if dates != unknown else "",
        }  # fmt: skip
        line = twin(
            "track",
            "schedule",
            talk.key,
            title,
            quarter=quarter,
            theme=None if theme == none else theme,
            date=parts_of(dates) if dates != unknown else None,
            trainer=chosen,
            location=place or None,
            capacity=seats,
        )
        if talk.run(line) is not None or not ask_yes("Change it and try again?", default=True):
            return


STEPS: Mapping[Step, Callable[[Talk, StepState], str | None]] = {
    Step.CONTACT_MADE: _by_hand("Has contact been made with the parties there?"),
    Step.REGION_EXPLORED: _by_hand("Has been explored who does what there, and what companies need?"),
    Step.PARTNERS_COMMITTED: _partner,
    Step.LEAD_APPOINTED: _lead,
    Step.FUNDING_ARRANGED: _by_hand("Is the funding arranged?"),
    Step.AGREEMENT_SIGNED: _by_hand("Is the agreement with CIRCO signed?"),
    Step.TRAINERS_AVAILABLE: _trainer,
    Step.PROGRAMME_AGREED: _goal,
    Step.FIRST_TRACK_PLANNED: _track,
}
"""What asks about each step: returns None to look again, `LATER` or `STOP`."""
