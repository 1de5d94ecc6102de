"""What a deposit request to a plan is filled in from: its items, cap, window and packet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from navigator_app.domain import money
from navigator_app.domain.deposits import Request, State
from navigator_app.domain.rules import Rule
from navigator_app.errors import InputRejected
from navigator_app.i18n import _
from navigator_app.services import deposits
from navigator_app.services import form_facts_case as cases
from navigator_app.services.deposits import Desk
from navigator_app.services.form_facts import Fact, Gathered, Subject
from navigator_app.services.form_facts_case import Row
from navigator_app.store import reads_guards

if TYPE_CHECKING:
    from navigator_app.services.workspace import Workspace

TABLE = "deposit_request"


def deposit_request(ws: Workspace, subject: Subject) -> Gathered:
    """A deposit request: the one named, else the member's newest that is not over.

    InputRejected (`deposit`) where the member has none, or it is another member's.
    """
    if cases.is_blank(subject):
        return cases.blank(ws)
    request = _request(ws, subject)
    desk = deposits.desk(ws, request.member_id)
    case = cases.of(ws, subject, request.referral_id or desk.referral_id)
    plan = cases.plan_in_force(ws, case)
    beside, left = desk.beside(request), desk.left(request)
    times = len(beside.times)
    home = desk.home
    began = reads_guards.gather(ws.store, [case.referral.id]).navigation.get(case.referral.id)
    facts: dict[str, Fact | None] = {
        **cases.plan_facts(plan),
        "deposit.day": request.submitted_on,
        "deposit.move_in": request.move_in_on,
        "deposit.last_day": beside.last_day,
        "deposit.home": home.address if home and case.hides.may_print("address") else "",
        "deposit.navigation": began,
        "deposit.rows": _items(request),
        "deposit.total": money.dollars(request.total) if request.total else "",
        "deposit.left": money.dollars(left) if left is not None else "",
        "deposit.again": f"{times} before" if times else "",
        "deposit.what_changed": request.what_changed,
        "packet.rows": _packet(desk, request),
        "rules.rows": _rules(desk),
    }
    return cases.gathered(ws, case, facts)


def _request(ws: Workspace, subject: Subject) -> Request:
    if subject.about_id:
        request = deposits.request(ws, subject.about_id)
        if request.member_id != subject.member_id:
            raise InputRejected("deposit", _("That deposit request is another member’s."))
        return request
    kept = [request for _desk, request in deposits.listing(ws, subject.member_id)]
    if not kept:
        raise InputRejected(
            "deposit",
            _("No deposit request of this member is on record."),
            _("Write down its items first; the form is filled in from them."),
        )
    live = (one for one in kept if not one.state.over)
    chosen = next((one for one in live if one.state is not State.PAID), kept[0])
    return deposits.request(ws, chosen.id)  # asks where the role was not shown all of it


def _items(request: Request) -> list[Row]:
    titles = {one.id: one.title for one in deposits.item_kinds()}
    return [
        (
            titles.get(one.kind, one.kind),
            one.what,
            one.vendor,
            "Yes" if one.attachment_id or f"quote:{one.id}" in request.ticked else "",
            money.dollars(one.cents) if one.cents is not None else "",
        )
        for one in request.items
    ]


def _packet(desk: Desk, request: Request) -> list[Row]:
    """What goes with it; what this plan does not need is left out."""
    return [
        (
            line.title,
            "Yes" if line.required else "",
            "Yes" if line.done else "",
            line.cited,
        )
        for line in desk.packet(request)
        if line.done is not None
    ]


def _rules(desk: Desk) -> list[Row]:
    terms = desk.terms
    found: list[Row] = []
    for rule in (terms.cap, terms.window, terms.once, terms.attached):
        found += cases.rule_row(rule)
    asked = (terms.allowed if terms.borrowed else None, terms.no_rent)
    found += [_borrowed(rule) for rule in asked if rule is not None]
    for row in desk.limits:
        if row.result.rule_id not in cases.NOT_ON_PAPER:
            found.append((row.result.title, cases.told(row.result.why), row.result.source))
    return found


def _borrowed(rule: Rule) -> Row:
    """A list of another plan stands as something to ask about, and says so."""
    said = "; ".join(rule.items)
    held = "required" if rule.required else "to be asked about"
    return rule.title, f"{said} ({held})" if said else held.capitalize(), rule.cited
