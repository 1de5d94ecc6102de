"""What the new-referral form asks of the store: what is known, what follows, and to keep it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from navigator_app.domain.facts import Fact, When
from navigator_app.domain.intake_rows import EarlierLoop, IntakeRow, NewMember, Outlook
from navigator_app.domain.path_asks import Form
from navigator_app.domain.paths import HOURS, OptIn
from navigator_app.domain.records import Changes, PlanRow
from navigator_app.domain.vocabulary import Service
from navigator_app.runtime.clock import Clock
from navigator_app.services import agency, caseload, intake, intake_outlook
from navigator_app.services.workspace import Workspace
from ui.widgets.member_finder import Chosen


@dataclass(frozen=True, slots=True)
class Known:
    """What the dialog needs to know before it asks."""

    plans: list[PlanRow]
    row: IntakeRow | None
    member: Chosen | None


@dataclass(frozen=True, slots=True)
class Answers:
    """What was filled in."""

    plan: str
    service: Service
    form: Form
    values: dict[str, str]
    member: NewMember | str
    previous: str
    another: bool
    referral_id: str
    override: str = ""


def read(member_id: str, referral_id: str, ws: Workspace) -> Known:
    """The plans, and the referral or the member that the form is about."""
    row = intake.intake(ws, referral_id) if referral_id else None
    member = None
    if member_id:
        page = caseload.member_page(ws, member_id)
        member = Chosen(member_id, f"{page.member.first_name} {page.member.last_name}")
    return Known(agency.plans(ws), row, member)


def in_local(values: Mapping[str, str], clock: Clock) -> dict[str, str]:
    """Kept values as the form takes them: a moment as its local hour (HH:MM)."""
    shown = dict(values)
    for name in HOURS:
        if text := shown.get(name):
            local = clock.to_local(datetime.fromisoformat(text))
            shown[name] = local.time().isoformat(timespec="minutes")
    return shown


def read_loops(member_id: str, ws: Workspace) -> tuple[str, list[EarlierLoop], str]:
    """The member asked about, the loops of theirs that ended, and their plan's key."""
    plan = caseload.member_page(ws, member_id).member.plan
    return member_id, intake.earlier_loops(ws, member_id), plan


def look_ahead(answers: Answers, known: dict[Fact, When], ws: Workspace) -> Outlook:
    """What follows from the answers so far."""
    return intake_outlook.outlook(
        ws,
        plan=answers.plan,
        service=answers.service,
        path=answers.form.path,
        opt_in=OptIn(answers.form.opt_in) if answers.form.opt_in else None,
        values=answers.values,
        known=known,
    )


def save(answers: Answers, ws: Workspace) -> tuple[IntakeRow, Changes]:
    """Keep a new referral, or how a known one came; InputRejected names the field."""
    opt_in = OptIn(answers.form.opt_in) if answers.form.opt_in else None
    if not answers.referral_id:
        return intake.create(
            ws,
            plan=answers.plan,
            service=answers.service,
            path=answers.form.path,
            opt_in=opt_in,
            values=answers.values,
            member=answers.member,
            previous=answers.previous or None,
            another_person=answers.another,
            override=answers.override,
        )
    row, changes = intake.change(
        ws,
        answers.referral_id,
        answers.values,
        path=answers.form.path,
        opt_in=opt_in,
        override=answers.override,
    )
    if answers.previous and answers.previous != row.previous_referral_id:
        intake.link(ws, answers.referral_id, answers.previous)
    return row, changes
