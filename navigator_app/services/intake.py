"""How members come in by hand: referrals before any file, and the facts their clocks run on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from navigator_app.domain import search
from navigator_app.domain.facts import Path
from navigator_app.domain.guard_facts import Step
from navigator_app.domain.identifiers import NO_CIN, cin, uuid7
from navigator_app.domain.intake_rows import EarlierLoop, IntakeRow, NewMember
from navigator_app.domain.paths import OptIn, Values, form, released_before
from navigator_app.domain.records import Changes
from navigator_app.domain.vocabulary import AuthorizationStatus, ReferralType, Service
from navigator_app.errors import InputRejected, NotFound
from navigator_app.i18n import _
from navigator_app.services import agency, clocks, guards, intake_checks, read_reasons
from navigator_app.services.workspace import Workspace
from navigator_app.store import (
    import_sql,
    intake_writes,
    reads_intake,
    reads_member,
    reads_referrals,
)

if TYPE_CHECKING:
    from navigator_app.domain.records import PlanRow
    from navigator_app.store.tx import Tx

_BY_PLAN = frozenset({Path.TOP_DOWN, Path.DATA_MINING})


def intake(ws: Workspace, referral_id: str) -> IntakeRow:
    """How a referral came; NotFound when there is no such referral."""
    read_reasons.need_record(ws, "referral", referral_id)
    return intake_checks.found(ws, referral_id)


def of_member(ws: Workspace, member_id: str) -> list[IntakeRow]:
    """How each of a member's referrals came, the open ones first."""
    read_reasons.need(ws, member_id)
    return reads_intake.intakes(ws.store, member_id)


def told(ws: Workspace) -> list[IntakeRow]:
    """Every referral of which somebody said how it came, newest first; of members in somebody
    else's caseload without what was said."""
    rows = reads_intake.told(ws.store)
    away = read_reasons.closed(ws, {row.member_id for row in rows})
    return [replace(row, values={}) if row.member_id in away else row for row in rows]


def earlier_loops(ws: Workspace, member_id: str) -> list[EarlierLoop]:
    """The loops of a member that ended, which a re-referral can follow."""
    read_reasons.need(ws, member_id)
    return reads_intake.earlier_loops(ws.store, member_id)


def create(
    ws: Workspace,
    *,
    plan: str,
    service: Service,
    path: Path,
    values: Values,
    member: NewMember | str,
    opt_in: OptIn | None = None,
    previous: str | None = None,
    another_person: bool = False,
    override: str = "",
) -> tuple[IntakeRow, Changes]:
    """Take a referral in by hand, for a new member or one that is here (`member` is then the id).

    A later authorization file with the same CIN and service attaches to it. `previous` is the loop
    that a re-referral follows. InputRejected names the field, and `override` for a limit that
    refuses a request to the plan; `override` is the reason to pass it, which is journalled.
    NotFound for a plan or member that is not here.
    """
    row = agency.plan(ws, plan)
    normal = intake_checks.way(ws, form(path, opt_in), values)
    released = released_before(values, ws.clock.today())
    if released is not None:
        raise intake_checks.rejected(released)
    if path is Path.RE_REFERRAL and not previous:
        raise InputRejected(
            "previous_referral_id",
            _("A re-referral follows a loop that ended."),
            _("Choose which; for a first referral choose another way in."),
        )
    with ws.transaction("take_in_referral") as tx:
        member_id = _member(tx, ws, row, member, another_person=another_person)
        refuse_second(ws, member_id, row, service)
        if previous:
            _check_previous(ws, member_id, previous)
        referral_id = insert(
            tx, ws, row, member_id, service, path, opt_in, normal, previous=previous
        )
        may_ask(tx, ws, referral_id, path, "", normal, override)
        clocks.recompute(tx, ws, [referral_id])
    return intake_checks.found(ws, referral_id), _changes(member_id, referral_id)


def change(
    ws: Workspace,
    referral_id: str,
    values: Values,
    *,
    path: Path | None = None,
    opt_in: OptIn | None = None,
    override: str = "",
) -> tuple[IntakeRow, Changes]:
    """Say how a referral came, or correct it; what is not named stays, "" takes a value away.

    Another path forgets what only the one before asks for (the journal keeps it). The day the plan
    sent a referral is the plan's once its file brought it. InputRejected names the field, and
    `override` for a limit that refuses a request that is new.
    """
    row = intake_checks.found(ws, referral_id)
    path = path or row.path
    if path is None:
        raise InputRejected("path", _("Choose how the member came."))
    opt_in = opt_in or row.opt_in
    asked = intake_checks.asked_of(row, path, opt_in)
    names = {ask.name for ask in asked.asks}
    sent = values.get("sent_to_provider_on", row.values.get("sent_to_provider_on", ""))
    if not row.by_hand and sent != row.values.get("sent_to_provider_on", ""):
        raise InputRejected(
            "sent_to_provider_on",
            _("This day came with the plan’s file."),
            _("If it is wrong, ask the plan; its next file corrects it."),
        )
    given = {**values}
    if not row.by_hand:
        given.pop("sent_to_provider_on", None)
    kept = {name: text for name, text in row.values.items() if name in names}
    normal = intake_checks.way(ws, asked, {**kept, **given})
    intake_checks.against_known(ws, row, normal)
    with ws.transaction("change_intake") as tx:
        intake_writes.keep(tx, referral_id, path, opt_in, normal)
        if row.by_hand:
            dates = {
                "requested_on": normal.get("submitted_on"),
                "sent_to_provider_on": normal.get("sent_to_provider_on"),
            }
            tx.update("referral", referral_id, dates)
        known = row.values.get("submitted_on", "")
        may_ask(tx, ws, referral_id, path, known, normal, override)
        clocks.recompute(tx, ws, [referral_id])
    return intake_checks.found(ws, referral_id), _changes(row.member_id, referral_id)


def may_ask(
    tx: Tx,
    ws: Workspace,
    referral_id: str,
    path: Path,
    known: str,
    values: Mapping[str, str | None],
    override: str,
) -> None:
    """Refuse, inside a transaction, a request to the plan that a limit stands against. One that was
    known (`known` is its day) was let through before; one of the plan's own staff is the plan's."""
    asked = values.get("submitted_on")
    if asked and not known and path is not Path.TOP_DOWN:
        on = date.fromisoformat(asked)
        guards.pass_or_refuse(tx, ws, referral_id, Step.AUTHORIZE, on, override)


def note_later(ws: Workspace, referral_id: str, values: Mapping[str, str]) -> Changes:
    """Write down what came after: the plan told, the decision told, a question and its answer,
    the request taken back, engaged, moved in. "" takes a date away; InputRejected names it."""
    row = intake_checks.found(ws, referral_id)
    normal = intake_checks.later(ws, row, values)
    with ws.transaction("note_dates") as tx:
        intake_writes.write(tx, referral_id, normal)
        # A move-in is the member's: it starts the window of their deposits, too.
        moved = "move_in_on" in normal
        ids = reads_referrals.ids_of(ws.store, row.member_id) if moved else [referral_id]
        clocks.recompute(tx, ws, ids)
    return _changes(row.member_id, referral_id)


def link(ws: Workspace, referral_id: str, previous: str | None) -> Changes:
    """Say which loop of the same member came before; None takes the link away.

    InputRejected for a loop that is open, another member's, the referral itself, or a circle.
    """
    row = intake_checks.found(ws, referral_id)
    if previous is not None:
        _check_previous(ws, row.member_id, previous)
        if reads_intake.follows(ws.store, referral_id, previous):
            raise InputRejected(
                "previous_referral_id", _("That loop comes after this one, not before.")
            )
    with ws.transaction("link_referral") as tx:
        tx.update("referral", referral_id, {"previous_referral_id": previous})
    return _changes(row.member_id, referral_id)


def set_cin(ws: Workspace, member_id: str, number: str) -> Changes:
    """The CIN of a member taken in without one is known now. InputRejected names `cin`."""
    try:
        known = cin(number)
    except ValueError:
        raise InputRejected("cin", _("A CIN is eight digits and a letter.")) from None
    row = reads_member.contact(ws.store, member_id, ["cin"])
    if row is None:
        raise _no_member()
    if not str(row[0]).startswith(NO_CIN):
        raise InputRejected(
            "cin", _("This member’s CIN is known."), _("A wrong one is corrected by the plan.")
        )
    instead = _("Check the number; if it is the same person, close this referral.")
    intake_checks.free_cin(ws, known, instead)
    with ws.transaction("set_cin") as tx:
        _write_cin(tx, ws, member_id, known)
    return Changes(members=frozenset({member_id}))


def _write_cin(tx: Tx, ws: Workspace, member_id: str, number: str) -> None:
    """The CIN, and with it the words a member is found by."""
    columns = ["first_name", "last_name", "preferred_name", "plan_member_id", "date_of_birth"]
    row = reads_member.contact(ws.store, member_id, [*columns, "phone", "alternate_phone"])
    if row is None:
        raise _no_member()
    first, last, preferred, number_, born, phone, other = row
    words = search.search_text(first, last, preferred, number, number_, born, phone, other)
    tx.update("member", member_id, {"cin": number, "search_text": words})


def forget_cin(ws: Workspace, member_id: str, was: str) -> Changes:
    """Take back a CIN that was entered by hand; `was` is what stood for it.

    InputRejected once a plan's file has named the member or a status was sent under it, or when
    `was` is another member's.
    """
    if not was.startswith(NO_CIN) or reads_intake.by_file(ws.store, member_id):
        raise InputRejected(
            "cin",
            _("This CIN can no longer be taken back."),
            _("A file of the plan or one of yours has named the member since."),
        )
    if reads_intake.namesakes(ws.store, was, "", ""):
        raise InputRejected("cin", _("What stood for the CIN stands for another member now."))
    with ws.transaction("forget_cin") as tx:
        _write_cin(tx, ws, member_id, was)
    return Changes(members=frozenset({member_id}))


def insert(
    tx: Tx,
    ws: Workspace,
    plan: PlanRow,
    member_id: str,
    service: Service,
    path: Path,
    opt_in: OptIn | None,
    values: Mapping[str, str | None],
    *,
    previous: str | None = None,
) -> str:
    """Write a referral with its way in, inside a transaction; returns the referral's id."""
    referral_id = uuid7()
    kind = ReferralType.PLAN if path in _BY_PLAN else ReferralType.COMMUNITY
    tx.insert(
        "referral",
        {
            "id": referral_id,
            "member_id": member_id,
            "plan_id": plan.id,
            "service": service.slug,
            "referral_type": "" if path is Path.RE_REFERRAL else kind.slug,
            "requested_on": values.get("submitted_on"),
            "sent_to_provider_on": values.get("sent_to_provider_on"),
            "authorization_status": AuthorizationStatus.APPROVED.slug
            if opt_in is OptIn.AFTER
            else None,
            "received_on": ws.clock.today().isoformat(),
            "previous_referral_id": previous,
            "created_at": tx.now,
        },
    )
    intake_writes.keep(tx, referral_id, path, opt_in, values)
    return referral_id


def insert_member(tx: Tx, ws: Workspace, plan: PlanRow, values: Mapping[str, object]) -> str:
    """Write a member by checked columns, inside a transaction; returns the id."""
    member_id = uuid7()
    first, last, born = (str(values[n]) for n in ("first_name", "last_name", "date_of_birth"))
    words = search.search_text(first, last, "", str(values["cin"]), "", born, str(values["phone"]))
    tx.insert(
        "member",
        {
            **values,
            "id": member_id,
            "plan_id": plan.id,
            "navigator_id": ws.user.id
            if ws.user.role.slug == "navigator"
            else import_sql.lone_navigator(ws.store),
            "search_text": words,
            "created_at": tx.now,
        },
    )
    return member_id


def _member(
    tx: Tx, ws: Workspace, plan: PlanRow, member: NewMember | str, *, another_person: bool
) -> str:
    if isinstance(member, str):
        if reads_intake.member_name(ws.store, member) is None:
            raise _no_member()
        return member
    values = intake_checks.member(ws, member, another_person=another_person)
    values["cin"] = values["cin"] or intake_checks.stand_in(ws.store)
    return insert_member(tx, ws, plan, values)


def refuse_second(ws: Workspace, member_id: str, plan: PlanRow, service: Service) -> None:
    """Refuse a second open referral of a member with a plan for a service (`service`)."""
    if reads_intake.open_referral(ws.store, member_id, plan.id, service.slug):
        raise InputRejected(
            "service",
            _("An open {service} referral with {plan} is here already.").format(
                service=service.short, plan=plan.name
            ),
            _("Say on the member’s page how that one came, or close it first."),
        )


def _check_previous(ws: Workspace, member_id: str, previous: str) -> None:
    before = reads_intake.loop(ws.store, previous)
    if before is None or before[0] != member_id:
        raise InputRejected(
            "previous_referral_id",
            _("That loop is not this member’s."),
            _("Choose one of the loops that ended."),
        )
    if before[1]:
        raise InputRejected(
            "previous_referral_id",
            _("That loop is still open."),
            _("Close it first; a re-referral follows a loop that ended."),
        )


def _changes(member_id: str, referral_id: str) -> Changes:
    return Changes(members=frozenset({member_id}), referrals=frozenset({referral_id}))


def _no_member() -> NotFound:
    return NotFound(
        _("No such member"),
        _("There is no member with that id."),
        _("Look the member up by name or CIN."),
    )
