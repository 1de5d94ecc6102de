"""The capacity board: everybody's caseload, limit and room, and what the plans know of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from navigator_app.domain import board, what_if
from navigator_app.domain.board import NEW, STAGES, Board, Carrier, Cell, Measure
from navigator_app.domain.board_rows import BoardPage, OpenBatch, PlanTold
from navigator_app.domain.cover import Away, Rota, Staff
from navigator_app.domain.records import CaseloadQuery
from navigator_app.domain.vocabulary import Service
from navigator_app.domain.what_if import Outlook
from navigator_app.errors import InputRejected, NotFound
from navigator_app.i18n import _
from navigator_app.policy import board_rules
from navigator_app.policy.board_rules import BoardRules
from navigator_app.services import agency, capacity, permissions
from navigator_app.services.own_calendars import Calendars
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_board, reads_caseload, reads_ledger

if TYPE_CHECKING:
    from navigator_app.services.support_plan import Saved


def page(ws: Workspace) -> BoardPage:
    """The whole page of the day."""
    shown = read(ws)
    return BoardPage(
        board=shown,
        told=tuple(told(ws)),
        housed_days=figure(ws, board_rules.HOUSED_DAYS),
        areas=tuple(reads_board.areas(ws.store)),
        languages=tuple(reads_caseload.languages(ws.store)),
        edits=permissions.may(ws, "team-profiles"),
        me=ws.user.id,
        batches=tuple(open_batches(ws)),
    )


def read(ws: Workspace) -> Board:
    """The board of the day, in two statements; NotAllowed for a role that may not see it."""
    permissions.need(ws, "see-board")
    today = ws.clock.today()
    return board.make(
        _covered(reads_board.people(ws.store, today), today),
        reads_board.cells(ws.store, today, housed_after(ws)),
        measure(ws),
        today,
    )


def _covered(people: list[Carrier], today: date) -> list[Carrier]:
    """With each leave the name of who covers it today (on its first day, where it lies ahead): a
    cover who is away has passed it on, or nobody covers."""
    staff = [Staff(one.id, one.name, one.role, one.active) for one in people]
    names = {one.id: one.name for one in people}
    known = Rota(
        staff,
        [Away("", one.id, a.first, a.last, a.cover_id) for one in people for a in one.away],
    )

    def told(user_id: str, leave: board.Away) -> board.Away:
        found = known.cover(user_id, max(today, leave.first)) if leave.cover_id else ""
        return replace(leave, cover=names.get(found, ""))

    return [
        replace(one, away=tuple(told(one.id, leave) for leave in one.away)) if one.away else one
        for one in people
    ]


def members(user_id: str = "", *, stage: str = "", service: Service | None = None) -> CaseloadQuery:
    """What opens the members behind a number: of a person, of `none` (nobody), or of all."""
    return CaseloadQuery(status="running", navigator=user_id, stage=stage, service=service)


def try_referrals(
    shown: Board, count: int, service: Service, *, language: str = "", area: str = ""
) -> Outlook:
    """The board with so many more referrals. InputRejected names a count that makes no sense."""
    if not 1 <= count <= what_if.MOST:
        raise InputRejected("count", _("Try 1 to {most} referrals.").format(most=what_if.MOST))
    return what_if.add(shown, count, service, language=language, area=area)


def try_without(shown: Board, user_id: str) -> Outlook:
    """The board without somebody; "" hands nobody's members round. NotFound without such a row."""
    if shown.row(user_id) is None:
        raise NotFound(_("Nobody there"), _("That person is not on the board."))
    return what_if.lose(shown, user_id)


def open_batches(ws: Workspace) -> list[OpenBatch]:
    """Batches that wait for their plan's answer, with whom they would bring; those that bring
    nobody are left out."""
    titles: dict[str, str] = {}
    found: dict[str, list[Cell]] = {}
    for key, title, user, language, service, count in reads_board.open_batches(
        ws.store, ws.clock.today()
    ):
        titles[key] = title
        cell = Cell(user, NEW, language, (Service.from_slug(service),), count)
        found.setdefault(key, []).append(cell)
    return [OpenBatch(key, titles[key], tuple(cells)) for key, cells in found.items()]


def try_both(
    shown: Board, added: Sequence[Cell], *, area: str = "", gone: str | None = None
) -> Outlook:
    """The board with these referrals and without somebody. InputRejected (`count`) where so many
    make no sense, NotFound without such a row."""
    count = sum(cell.members for cell in added)
    if added and not 1 <= count <= what_if.MOST:
        raise InputRejected("count", _("Try 1 to {most} referrals.").format(most=what_if.MOST))
    if gone is not None and shown.row(gone) is None:
        raise NotFound(_("Nobody there"), _("That person is not on the board."))
    return what_if.trial(shown, added, area=area, gone=gone)


def told(ws: Workspace) -> list[PlanTold]:
    """What each plan knows, by name; one that never heard anything stands there, too."""
    today, calendars = ws.clock.today(), Calendars(ws.store)
    waiting = {line.plan: line for line in capacity.lines(ws, today, date.max, calendars)}
    found: dict[str, PlanTold] = {}
    for row in capacity.reports(ws):
        if not row.plan:
            continue
        known = found.get(row.plan)
        line = waiting.get(row.plan)
        found[row.plan] = PlanTold(
            plan=row.plan,
            name=row.plan_name,
            heard=(known.heard if known else None) or (row if row.told else None),
            untold=(known.untold if known else None) or (None if row.told else row),
            due=line.due if line else None,
            days_left=line.days_left if line else None,
            business_days_left=line.business_days_left if line else None,
            source=line.source if line else row.source,
        )
    for plan in agency.plans(ws):
        never = PlanTold(plan.key, plan.name, None, None, None, None, None, "")
        found.setdefault(plan.key, never)
    return sorted(found.values(), key=lambda one: one.name.casefold())


def rules() -> BoardRules:
    """Stages, definitions of the numbers and the own figures, as they came with the program."""
    return board_rules.shipped()


def figure(ws: Workspace, name: str) -> int:
    """One of the agency's own figures; the shipped one until it sets its own."""
    kept = reads_ledger.setting(ws.store, name)
    return int(kept) if kept else board_rules.shipped().own[name].value


def figures(ws: Workspace) -> dict[str, int]:
    """All of them by id."""
    return {name: figure(ws, name) for name in board_rules.OWN}


def measure(ws: Workspace) -> Measure:
    """The weights and the usual limit that hold."""
    weights = {stage: figure(ws, board_rules.WEIGHT + stage) for stage in STAGES}
    return Measure(weights, figure(ws, board_rules.STANDARD))


def housed_after(ws: Workspace) -> date:
    """Whoever moved in after this day is newly housed today."""
    return ws.clock.today() - timedelta(days=figure(ws, board_rules.HOUSED_DAYS))


def last_set(ws: Workspace) -> tuple[str, str] | None:
    """When the agency's own figures were last set, in UTC, and by whom; None while the shipped ones
    hold. The journal keeps every value that held before."""
    return reads_ledger.last_written(ws.store, "set_team_figures")


def set_figures(ws: Workspace, values: dict[str, int]) -> Saved:
    """Keep the agency's own figures; InputRejected names the one that makes no sense."""
    from navigator_app.services import team_settings

    known = board_rules.shipped().own
    for name, value in values.items():
        own = known[name]
        if not own.least <= value <= own.most:
            scale = 100 if own.hundredths else 1
            raise InputRejected(
                name,
                _("From {least} to {most}.").format(
                    least=own.least // scale, most=own.most // scale
                ),
            )
    held = figures(ws)
    changed = {name: str(value) for name, value in values.items() if value != held[name]}
    return team_settings.keep(ws, changed)
