"""The second half of the walk: the work with a member, part by part, and the pages beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from navigator_app.domain.notes import NoteQuery
from navigator_app.services import (
    attachments,
    deposits,
    duplicates,
    housing_search,
    notes,
    print_desk,
    support_plan,
    tenancy,
)
from navigator_app.services.form_facts import Subject
from navigator_app.services.workspace import Workspace
from ui import demo_out
from ui.places import SECTIONS, MemberAt, PlanAt, PlansBeside, TeamAt

if TYPE_CHECKING:
    from ui.demo_walk import Walk

PAGES = (
    ("today", ("week", "rules")),
    ("caseload", ("notes", "duplicates", "forecast")),
    ("exchange", ("exchange", "quarantine", "batches", "plan_reports", "plan_contacts")),
    ("forms", ("forms", "form_bulk", "form_words", "form_translations", "form_sheets")),
    ("homes", ("homes",)),
    ("team", ("team",)),
    ("settings", ("staff",)),
)
"""Pages beside the daily ones, behind the page of the rail whence one comes to them."""

SEARCHED = "maple court"
_TARGETS = {"notes": SEARCHED, "team": TeamAt("board")}

SHEETS = ("tried_to_reach", "consent", "referral")
"""Forms of the sample's member that are left as PDFs."""

_ABOUT_TENANT = ("home",)  # the others are of the member who looks for one


@dataclass(frozen=True, slots=True)
class Known:
    """Ids of what the dialogs of the walk are about."""

    application: str
    tenancy: str
    deposit: str
    picture: str
    pair: tuple[str, str]
    version: int
    found: int


def member_parts(tour: Walk, end: str = "") -> None:
    """Each part of a member's page, and the support plan; `end` is added to the pictures' names."""
    sample = tour.shown
    inside = tour.workplace
    for spec in SECTIONS:
        who = sample.show_tenant if spec.key in _ABOUT_TENANT else sample.show_member
        inside.go("member", MemberAt(who, spec.key))
        tour.picture(f"member-{spec.key}{end}")
    inside.open_plan(PlanAt(sample.show_member))
    tour.picture(f"plan{end}")
    inside.open_plan(PlansBeside(sample.show_member))
    tour.picture(f"plan-versions{end}")


def pages(tour: Walk, end: str = "") -> None:
    """Each page that the rail does not show, and the homes."""
    for rail, behind in PAGES:
        tour.workplace.go(rail)
        tour.settle()
        for key in behind:
            tour.workplace.go(key, _TARGETS.get(key))
            tour.picture(f"{key.replace('_', '-')}{end}")
    if not end:
        _sheets(tour)


def _sheets(tour: Walk) -> None:
    """Leave forms filled in for the sample's member as PDFs; nothing is entered as printed."""
    subject = Subject(member_id=tour.shown.show_member)

    def read(ws: Workspace) -> list[print_desk.Prepared]:
        return [print_desk.prepare(ws, kind, subject) for kind in SHEETS]

    for kind, prepared in zip(SHEETS, tour.read(read, "the forms"), strict=True):
        place = demo_out.free(tour.out, f"form-{kind.replace('_', '-')}.pdf")
        place.write_bytes(print_desk.preview(prepared).pdf)
        tour.forms.append(place.name)
    tour.done.append(f"set out {len(SHEETS)} forms of a member as PDF")


def dialogs(tour: Walk, end: str = "") -> None:
    """The main forms, each open once over the page it belongs to."""
    sample, known = tour.shown, _known(tour)
    member = sample.show_member
    for section, key, about in (
        ("services", "service_note", member),
        ("services", "service_month", {"member": member}),
        ("search", "housing_preference", member),
        ("search", "housing_step", [known.application, "approved"]),
        ("search", "move_in", member),
        ("papers", "paper", [member, "", "birth-certificate", ""]),
        ("papers", "deposit_request", [member, known.deposit]),
        ("papers", "attachment", known.picture),
        ("people", "contact_method", member),
        ("people", "locate", member),
        ("home", "tenancy_visit", known.tenancy),
        ("timeline", "merge_members", list(known.pair)),
    ):
        who = sample.show_tenant if section in _ABOUT_TENANT else member
        tour.workplace.go("member", MemberAt(who, section))
        tour.settle()
        tour.workplace.context.ways.ask.emit(key, about)
        dialog = tour.dialog(key)
        tour.picture(f"{key.replace('_', '-')}{end}", dialog)
        dialog.reject()
        tour.settle()
    if not end:
        _tell(tour, known)


def _tell(tour: Walk, known: Known) -> None:
    text = "looked at each part of a member’s page, at a support plan in {n} versions and the homes"
    tour.done.append(text.format(n=known.version))
    tour.done.append(f"searched all notes for “{SEARCHED}”: {known.found} found")


def _known(tour: Walk) -> Known:
    member, tenant = tour.shown.show_member, tour.shown.show_tenant

    def read(ws: Workspace) -> Known:
        pair = duplicates.suggestions(ws)[0]
        plan = support_plan.page(ws, member).plan
        lived = tenancy.page(ws, tenant).tenancy
        return Known(
            housing_search.page(ws, member).facts.applications[0].id,
            lived.id if lived is not None else "",
            deposits.listing(ws, member)[0][1].id,
            attachments.of_member(ws, member)[0].id,
            (pair.one.id, pair.other.id),
            plan.version if plan else 0,
            len(notes.search(ws, NoteQuery(SEARCHED)).rows),
        )

    return tour.read(read, "what the forms are about")
