"""What is due, by which rule, ranked by what is at stake; and where the data stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import partial
from heapq import merge
from itertools import islice

from navigator_app.domain.due import PutOff, WeekDay
from navigator_app.domain.identifiers import month_bounds
from navigator_app.domain.records import DueRow, Today
from navigator_app.domain.rules import Stake
from navigator_app.services import (
    capacity,
    clocks,
    consents_due,
    coverage,
    due_lines,
    escrow_due,
    facts,
    home_due,
    housing_due,
    papers_due,
    plan_reports_due,
    plans_due,
    quarantine_due,
    read_reasons,
    responses_due,
    review_queue_due,
)
from navigator_app.services.own_calendars import Calendars
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_due, reads_today
from navigator_app.store.reads_due import Line, Span
from navigator_app.store.reads_today import Scope

NEAR = 30
"""Days ahead within which a line is ranked by what is at stake; beyond, by its date."""

AHEAD = 90
"""Days ahead that the home screen looks: the countdown of an authorization begins there."""

_AT_ONCE = 200
"""Lines whose referrals are looked through together for dates that cannot be."""

_LAST = date.max.toordinal()


def due(
    ws: Workspace,
    *,
    on: date | None = None,
    within: int | None = None,
    navigator_id: str = "",
    member_id: str = "",
    limit: int | None = None,
    put_off: bool = True,
) -> list[DueRow]:
    """What is due on a day, each with its rule and source; a referral stands once for each rule.

    Ranked by what is at stake (an authorization or payment lost, a member waiting, something owed
    to the plan, housekeeping), then by date and name. `within` keeps what falls due in so many
    days (overdue always stays). `put_off` is False to leave out what somebody put off. What the
    agency owes for no member (open slots to be told) stands where no member or navigator is asked.
    """
    scope = Scope(navigator_id=navigator_id, member_id=member_id)
    span, calendars = _span(ws, on, within, put_off), Calendars(ws.store)
    rows = _rows(ws, span, reads_due.lines(ws.store, scope, span), calendars)
    found = _with_agency(rows, _agency(ws, scope, span, calendars), span)
    return list(found) if limit is None else list(islice(found, limit))


def today(ws: Workspace, limit: int = 200, navigator_id: str = "") -> Today:
    """The home screen in one read: a line for each case, the gravest, with how many more it has.

    `navigator_id` keeps the lines to the members of one navigator; the figures are the agency's.
    """
    span, calendars = _span(ws, within=AHEAD), Calendars(ws.store)
    scope = Scope(navigator_id=navigator_id)
    spoken = _gravest(reads_due.lines(ws.store, scope, span), limit)
    counted = reads_due.counted(ws.store, spoken, span)
    now, zone = ws.clock.now(), ws.clock.tz
    wrong = facts.problems(ws, spoken.keys())
    found = (
        due_lines.row(
            line, now, span.on, zone, calendars, counted[key] - 1, problems=wrong.get(key, ())
        )
        for key, line in spoken.items()
    )
    agency = _agency(ws, scope, span, calendars)
    rows = _with_agency((row for row in found if row is not None), agency, span)
    monday = span.on - timedelta(days=span.on.weekday())
    counts = reads_today.counts(ws.store, span.on, span.first, span.last, monday)
    return Today(
        on=span.on,
        due=tuple(islice(rows, limit)),
        total=reads_due.cases(ws.store, scope, span) + len(agency),
        overdue=counts.overdue,
        unanswered=counts.unanswered,
        unreached=counts.unreached,
        without_status=counts.without_status,
        in_doubt=len(coverage.in_doubt(ws)),
        members=counts.members,
        attempts_this_week=counts.attempts,
    )


def week(ws: Workspace, *, start: date | None = None, navigator_id: str = "") -> list[WeekDay]:
    """Seven days from a day (today) with the lines that fall due on each, gravest first.

    The first day also holds what is overdue. What was put off is left out.
    """
    start = start or ws.clock.today()
    days: list[list[DueRow]] = [[] for _number in range(7)]
    for row in due(ws, on=start, within=6, navigator_id=navigator_id, put_off=False):
        days[max(row.days_left, 0)].append(row)
    for rows in days:
        rows.sort(key=lambda row: Stake(row.stake).rank)
    return [WeekDay(start + timedelta(days=n), tuple(rows)) for n, rows in enumerate(days)]


def put_off(ws: Workspace, *, member_id: str = "") -> list[PutOff]:
    """The lines that somebody put off and that are not back yet, the earliest first."""
    if member_id:
        read_reasons.need(ws, member_id)
    on, calendars = ws.clock.today(), Calendars(ws.store)
    first, last = month_bounds(on.isoformat()[:7])
    found = []
    monthly = clocks.MONTHLY_STATUS
    for line, (until, reason, by) in reads_due.put_off(
        ws.store, Scope(member_id=member_id), on, monthly
    ):
        if line.rule_id == monthly:
            line = line._replace(started_on=first.isoformat(), due_on=last.isoformat())
        if not line.due_on:
            continue  # settled meanwhile
        row = due_lines.row(line, ws.clock.now(), on, ws.clock.tz, calendars)
        if row is not None:
            grave = Stake(row.stake).rank <= Stake.MEMBER.rank
            when = date.fromisoformat(until)
            found.append(PutOff(row, when, min(when, row.due) if grave else when, reason, by))
    return found


def _span(
    ws: Workspace, on: date | None = None, within: int | None = None, put_off: bool = False
) -> Span:
    on = on or ws.clock.today()
    first, last = month_bounds(on.isoformat()[:7])
    return Span(
        on=on,
        near=_later(on, NEAR),
        until=_later(on, _LAST if within is None else within),
        first=first,
        last=last,
        monthly=clocks.MONTHLY_STATUS,
        put_off=put_off,
    )


def _later(on: date, days: int) -> date:
    return date.fromordinal(min(on.toordinal() + days, _LAST))


def _rows(
    ws: Workspace, span: Span, lines: Iterable[Line], calendars: Calendars
) -> Iterator[DueRow]:
    now, zone = ws.clock.now(), ws.clock.tz
    source = iter(lines)
    while some := list(islice(source, _AT_ONCE)):
        wrong = facts.problems(ws, {line.referral_id for line in some})
        for line in some:
            own = wrong.get(line.referral_id, ())
            row = due_lines.row(line, now, span.on, zone, calendars, problems=own)
            if row is not None:
                yield row


def _agency(ws: Workspace, scope: Scope, span: Span, calendars: Calendars) -> list[DueRow]:
    """What no referral's clock says: last days of housing searches, dates of homes, consents that
    run out, reviews of support plans, dates of papers, statuses that a plan sent back, and what is
    owed for no member; in the order of the lines."""
    mine = {"navigator_id": scope.navigator_id, "member_id": scope.member_id}
    found = housing_due.lines(ws, span.on, span.until, **mine)
    found += home_due.lines(ws, span.on, span.until, **mine)
    found += consents_due.lines(ws, span.on, span.until, **mine)
    found += plans_due.lines(ws, span.on, span.until, **mine)
    found += papers_due.lines(ws, span.on, span.until, **mine)
    found += responses_due.lines(ws, span.on, span.until, **mine)
    found += review_queue_due.lines(ws, span.on, span.until, **mine)
    if not scope.member_id:
        found += quarantine_due.lines(ws, span.on, span.until, navigator_id=scope.navigator_id)
        found += escrow_due.lines(ws, span.on, navigator_id=scope.navigator_id)
    if not scope.navigator_id and not scope.member_id:
        found += capacity.lines(ws, span.on, span.until, calendars)
        found += plan_reports_due.lines(ws, span.on, span.until, calendars)
    return sorted(found, key=lambda row: (_place(span, row), row.member_name, row.plan))


def _with_agency(rows: Iterable[DueRow], agency: list[DueRow], span: Span) -> Iterator[DueRow]:
    """Members' lines and the agency's in one order; where they stand alike, members first."""
    if not agency:
        return iter(rows)
    return merge(rows, agency, key=partial(_place, span))


def _place(span: Span, row: DueRow) -> tuple[bool, int, date]:
    far = row.due > min(span.near, span.until)
    return far, 0 if far else Stake(row.stake).rank, row.due


def _gravest(lines: Iterable[Line], limit: int) -> dict[str, Line]:
    """The first line of each case, as far as so many cases."""
    found: dict[str, Line] = {}
    for line in lines:
        if len(found) == limit:
            break
        found.setdefault(line.referral_id, line)
    return found
