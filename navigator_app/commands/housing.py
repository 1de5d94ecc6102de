"""The housing search and the directory of homes."""

from __future__ import annotations

from argparse import Namespace
from datetime import date
from typing import Any

from navigator_app.commands import output
from navigator_app.commands.people import member_id
from navigator_app.commands.session import opened
from navigator_app.domain import housing
from navigator_app.domain.housing_match import Matched
from navigator_app.domain.housing_rows import (
    AccommodationRow,
    ApplicationRow,
    EntryRow,
    EventRow,
    LastDay,
    SubsidyRow,
    TeamRow,
    UnitRow,
)
from navigator_app.i18n import _
from navigator_app.services import housing_directory, housing_search
from navigator_app.services.housing_directory import UnitsAsked
from navigator_app.services.housing_search import SearchPage

Shape = dict[str, object]


def search(args: Namespace) -> int:
    """List applications; of one member the whole search."""
    with opened(args) as ws:
        who = member_id(ws, args.member) if args.member else ""
        page = housing_search.page(ws, who) if who else None
        rows = housing_search.board(ws, member_id=who, stage=args.stage)
        days = housing_search.last_days(ws) if page is None else list(page.last_days)
    if output.wants_json(args):
        found = [_team(row) for row in rows] if page is None else _page(page, rows)
        output.document(_plain(found))
        return 0
    output.table(
        (_("CIN"), _("stage"), _("since"), _("member"), _("home"), _("next"), _("appeal by")),
        [
            (row.cin, _(row.stage.value), row.stage_on, row.member, row.title,
             " ".join(filter(None, (str(row.next_on or ""), row.next_step))), row.appeal_by)
            for row in rows
        ],
        _("No home is on its way for that."),
    )  # fmt: skip
    for day in days:
        output.line(_day_line(day))
    if page is not None:
        for match in page.suggested[:5]:
            _show_match(match)
    return 0


def units(args: Namespace) -> int:
    """List the homes of the directory."""
    with opened(args) as ws:
        found = housing_directory.units(ws, UnitsAsked(text=args.search, state=args.state))
    if output.wants_json(args):
        output.document(_plain([_unit(row) for row in found.rows]))
        return 0
    output.table(
        (_("home"), _("place"), _("state"), _("checked"), _("rent"), _("bedrooms"), _("landlord")),
        [
            (row.title, row.place, row.state, row.checked,
             "" if row.rent_cents is None else housing.money(row.rent_cents), row.bedrooms,
             row.landlord)
            for row in found.rows
        ],
        _("No home of the directory is like that."),
    )  # fmt: skip
    return 0


def _plain(value: Any) -> Any:
    """Dates and moments as ISO text, all the way down."""
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def _day_line(day: LastDay) -> str:
    text = (
        _("Voucher expires {day}: {left} days left") if day.kind == "voucher"
        else _("Appeal due {day}: {left} days left")
    )  # fmt: skip
    said = text.format(day=day.runout.last_day, left=day.runout.days_left)
    return f"{said} ({day.member or day.what})"


def _show_match(match: Matched) -> None:
    output.line("")
    output.line(_("May fit: {home}").format(home=match.unit.title))
    for sign, reasons in (("+", match.fits), ("-", match.against), ("?", match.unknown)):
        for reason in reasons:
            output.line(f"  {sign} {reason.told(_)}")


def _team(row: TeamRow) -> Shape:
    return {
        "id": row.application_id,
        "member_id": row.member_id,
        "cin": row.cin,
        "member": row.member,
        "navigator": row.navigator,
        "home": row.title,
        "stage": row.stage.slug,
        "stage_on": row.stage_on,
        "next_step": row.next_step,
        "next_on": row.next_on,
        "appeal_by": row.appeal_by,
    }


def _page(page: SearchPage, rows: list[TeamRow]) -> Shape:
    facts = page.facts
    shown = {row.application_id for row in rows}  # --stage narrows them
    wish = facts.preference
    return {
        "member_id": facts.member_id,
        "preference": None if wish is None else {
            "areas": wish.areas, "avoid": wish.avoid, "kinds": wish.kinds,
            "bedrooms": wish.bedrooms, "most_rent_cents": wish.most_rent_cents,
            "move_by": wish.move_by, "features": wish.features, "pets": wish.pets,
            "near": wish.near, "note": wish.note,
        },
        "household": {"people": facts.household.people, "unsure": facts.household.unsure},
        "income_cents": facts.income.cents if facts.income.known else None,
        "applications": [_application(one) for one in facts.applications if one.id in shown],
        "subsidies": [_subsidy(one) for one in facts.subsidies],
        "coordinated_entry": [_entry(one) for one in facts.entries],
        "accommodations": [_accommodation(one) for one in facts.accommodations],
        "last_days": [
            {"kind": one.kind, "id": one.record_id, "on": one.runout.last_day,
             "days_left": one.runout.days_left}
            for one in page.last_days
        ],
        "suggested": [_match(one) for one in page.suggested],
    }  # fmt: skip


def _application(row: ApplicationRow) -> Shape:
    return {
        "id": row.id,
        "unit_id": row.unit_id,
        "home": row.title,
        "stage": row.stage.slug,
        "stage_on": row.stage_on,
        "next_step": row.next_step,
        "next_on": row.next_on,
        "appeal_by": row.appeal_by,
        "ended_why": row.ended_why,
        "events": [_event(one) for one in row.events],
    }


def _event(row: EventRow) -> Shape:
    return {
        "step": row.step.slug, "on": row.on, "at": row.at, "reason": row.reason,
        "cents": row.cents, "note": row.note, "by": row.by,
    }  # fmt: skip


def _subsidy(row: SubsidyRow) -> Shape:
    return {
        "id": row.id, "kind": row.kind, "state": row.state, "issuer": row.issuer,
        "bedrooms": row.bedrooms, "cents": row.cents, "issued": row.issued,
        "expires": row.last_day, "extended": row.extended is not None,
        "days_left": row.runout.days_left if row.runout else None,
    }  # fmt: skip


def _entry(row: EntryRow) -> Shape:
    return {
        "on": row.on, "status": row.status, "tool": row.tool, "score": row.score,
        "matched_to": row.matched_to,
    }  # fmt: skip


def _accommodation(row: AccommodationRow) -> Shape:
    return {
        "id": row.id, "what": row.what, "home": row.about, "to_whom": row.to_whom,
        "asked": row.asked, "answered": row.answered, "answer": row.answer,
    }  # fmt: skip


def _match(one: Matched) -> Shape:
    return {
        "unit_id": one.unit.id,
        "home": one.unit.title,
        "rent_cents": one.unit.rent_cents,
        "share_cents": one.share.share_cents,
        "percent_of_income": one.share.percent,
        "fits": [str(reason) for reason in one.fits],
        "against": [str(reason) for reason in one.against],
        "unknown": [str(reason) for reason in one.unknown],
    }


def _unit(row: UnitRow) -> Shape:
    return {
        "id": row.id, "address": row.address, "unit_number": row.unit_number, "city": row.city,
        "zip": row.zip, "kind": row.kind, "bedrooms": row.bedrooms, "rent_cents": row.rent_cents,
        "state": row.state, "checked": row.checked, "available": row.available,
        "features": row.features, "landlord": row.landlord, "followed": row.followed,
    }  # fmt: skip
