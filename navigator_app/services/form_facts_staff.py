"""What the sheets of staff are filled in from: a day of outreach, a caseload, a talk about it.

A day sheet goes into the field and may get lost: it has a first name and an initial, a place, a way
that the member called safe, and whether it is a first try. A danger is only "ask first", without
its reason; what it hides is not on the sheet.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from navigator_app.domain import people
from navigator_app.domain.identifiers import show_phone
from navigator_app.domain.people import PeoplePage
from navigator_app.domain.records import CaseloadQuery, CaseloadRow, DueRow, MemberRow, UserRow
from navigator_app.domain.vocabulary import NO_ADDRESS, Service
from navigator_app.errors import InputRejected, NotFound
from navigator_app.i18n import _
from navigator_app.policy import packs
from navigator_app.services import agency, caseload, form_facts, safety, today
from navigator_app.services import people as people_service
from navigator_app.services.form_facts import Fact, Gathered, Gatherer, Subject, known
from navigator_app.services.form_facts_case import Row, blank, day
from navigator_app.store import reads_member, reads_sheets
from navigator_app.store.tx import utc_text

if TYPE_CHECKING:
    from navigator_app.services.workspace import Workspace

MOST = 2000
"""Members on one sheet: more is no caseload of one navigator."""

ASK_FIRST = "Ask first"

_FIELD = frozenset(("answer", "outreach", "update-plan"))
"""What is owed that is settled in the field."""

_WEEK = 7
_ENDS = (30, 60, 90)
"""Days ahead in which ending authorizations are counted, as the countdown marks them."""


def day_sheet(ws: Workspace, subject: Subject) -> Gathered:
    """A navigator's outreach of a day (today): who is due by then, and whom nobody has tried. Of
    who is at work where nobody is named."""
    navigator, on = _navigator(ws, subject), subject.day or ws.clock.today()
    rows = [
        _stop(ws, place, member_id) for place, member_id in enumerate(_due(ws, navigator, on), 1)
    ]
    facts: dict[str, Fact | None] = {
        **form_facts.agency_facts(ws),
        "form.day": on,
        "sheet.carrier": navigator.name,
        "sheet.rows": rows,
    }
    return Gathered(known(facts))


def caseload_sheet(ws: Workspace, subject: Subject) -> Gathered:
    """A navigator's members by name; of who is at work where nobody is named. InputRejected
    (`user`) for somebody without members."""
    navigator = _navigator(ws, subject)
    members = _members(ws, subject, navigator)
    if not members:
        return blank(ws)
    lines = _first_lines(today.due(ws, navigator_id=navigator.id))
    facts: dict[str, Fact | None] = {
        **form_facts.agency_facts(ws),
        "sheet.navigator": navigator.name,
        "sheet.members": f"{len(members):,}",
        "sheet.rows": [
            _member_row(place, one, lines.get(one.id)) for place, one in enumerate(members, 1)
        ],
    }
    return Gathered(known(facts))


def supervision(ws: Workspace, subject: Subject) -> Gathered:
    """A navigator's figures, what is late, and limits passed since the first of the month (of
    `period` where one is named). InputRejected (`user`) for somebody without members."""
    navigator = _navigator(ws, subject)
    members, on = _members(ws, subject, navigator), ws.clock.today()
    if not members:
        return blank(ws)
    since = _since(subject.period, on)
    lines = today.due(ws, within=_WEEK, navigator_id=navigator.id)
    late = [one for one in lines if one.state == "overdue"]
    facts: dict[str, Fact | None] = {
        **form_facts.agency_facts(ws),
        "sheet.navigator": navigator.name,
        "sheet.since": since,
        "figures.rows": [
            *_caseload_figures(ws, navigator, members, on),
            ("Late today", f"{len(late):,}"),
            ("Due in the week ahead", f"{len(lines) - len(late):,}"),
            *_attempt_figures(ws, navigator, since, on),
        ],
        "late.rows": [
            (one.member_name, one.title, day(one.due), f"{-one.days_left}", one.value, "")
            for one in sorted(late, key=lambda row: row.due)
        ],
        "exceptions.rows": _exceptions(ws, navigator, since),
    }
    return Gathered(known(facts))


def _navigator(ws: Workspace, subject: Subject) -> UserRow:
    """Whose sheet it is; NotFound for somebody who does not work here."""
    wanted = subject.user_id or ws.user.id
    found = next((one for one in agency.users(ws) if one.id == wanted), None)
    if found is None:
        raise NotFound(
            _("Nobody by that id"),
            _("Nobody with that id works here."),
            _("Choose one of the staff."),
        )
    return found


def _members(ws: Workspace, subject: Subject, navigator: UserRow) -> tuple[CaseloadRow, ...]:
    """Their members by name; none only where nobody was named, for a blank to write on."""
    rows = caseload.page(ws, CaseloadQuery(navigator=navigator.id), limit=MOST).rows
    if not rows and subject.user_id:
        raise InputRejected(
            "user",
            _("{name} has no members.").format(name=navigator.name),
            _("Choose another navigator, or give them members on the caseload."),
        )
    return rows


def _due(ws: Workspace, navigator: UserRow, on: date) -> list[str]:
    """The members to look for: what is due in the field by the day, gravest first, then those
    approved whom nobody has tried."""
    due = today.due(ws, on=on, within=0, navigator_id=navigator.id, put_off=False)
    found = dict.fromkeys(one.member_id for one in due if one.action in _FIELD and one.member_id)
    untried = caseload.page(ws, CaseloadQuery(navigator=navigator.id, due="unreached"), limit=MOST)
    found.update(dict.fromkeys(one.id for one in untried.rows))
    return list(found)


def _stop(ws: Workspace, place: int, member_id: str) -> Row:
    """One line of a day sheet: number, name, where, safe way, why, room to write."""
    member = form_facts.member_of(ws, member_id)
    page = people_service.page(ws, member_id)
    name = f"{member.preferred_name or member.first_name} {member.last_name[:1]}.".strip()
    tried = reads_member.contact(ws.store, member_id, ["last_attempt_on"])
    last = date.fromisoformat(tried[0]) if tried and tried[0] else None
    why = f"Try again (last {day(last)})" if last else "First try"
    return str(place), name, _where(ws, page, member), _safe_way(ws, page), why, ""


def _where(ws: Workspace, page: PeoplePage, member: MemberRow) -> str:
    """The last place known. Any danger asks first; what it hides is not told."""
    rules, asks = safety.for_print(ws, page.member_id), _asks_first(page)
    place = ""
    if rules.may_print("places"):
        place = page.places[0].place if page.places else member.last_seen_place
    if not place and rules.may_print("address") and member.address != NO_ADDRESS:
        place = member.address
    return ". ".join(one for one in (ASK_FIRST if asks else "", place) if one)


def _safe_way(ws: Workspace, page: PeoplePage) -> str:
    """The first way at which the member said that word may be left."""
    rules = safety.for_print(ws, page.member_id)
    hidden = not (rules.may_print("methods") and rules.may_print("phone"))
    if _asks_first(page) and (hidden or not page.screen.leave_word):
        return ASK_FIRST
    kinds = people_service.lists().contact_kinds
    for one in page.methods:
        if one.ended is None and one.works is not False and one.word_may_be_left:
            way = people.title(kinds, one.kind)
            best = f" ({one.best_time})" if one.best_time else ""
            return f"{way}: {show_phone(one.value) or one.value}{best}"
    return "None known"


def _asks_first(page: PeoplePage) -> bool:
    return bool(page.screen.banners)


def _first_lines(lines: Iterable[DueRow]) -> dict[str, DueRow]:
    """The nearest line of each member."""
    found: dict[str, DueRow] = {}
    for one in lines:
        if one.member_id not in found or one.due < found[one.member_id].due:
            found[one.member_id] = one
    return found


def _member_row(place: int, one: CaseloadRow, line: DueRow | None) -> Row:
    return (
        str(place),
        f"{one.last_name}, {one.first_name}",
        one.plan,
        ", ".join(service.short for service in one.services),
        one.status.value if one.status else "Not answered",
        day(one.authorization_end),
        day(one.last_attempt),
        f"{_short(line.due)}: {line.title}" if line else "",
        "",
    )


def _short(when: date) -> str:
    """A day without its year: "Nov 13"."""
    return day(when).rpartition(",")[0]


def _caseload_figures(
    ws: Workspace, navigator: UserRow, members: tuple[CaseloadRow, ...], on: date
) -> list[Row]:
    asked = {
        "Members": CaseloadQuery(navigator=navigator.id),
        "Members with a running referral": CaseloadQuery(navigator=navigator.id, status="running"),
        **{
            f"Running, {service.value}": CaseloadQuery(
                navigator=navigator.id, status="running", service=service
            )
            for service in Service
        },
        "Approved, and nobody has begun outreach": CaseloadQuery(
            navigator=navigator.id, due="unreached"
        ),
        "No status yet for this month": CaseloadQuery(navigator=navigator.id, due="no-status"),
        "Medi-Cal lapsed or in doubt": CaseloadQuery(navigator=navigator.id, due="coverage"),
    }
    rows: list[Row] = [
        (what, f"{caseload.page(ws, query, limit=1).total:,}") for what, query in asked.items()
    ]
    for ahead in _ENDS:
        ending = [
            one
            for one in members
            if one.authorization_end is not None
            and on <= one.authorization_end <= on + timedelta(days=ahead)
        ]
        rows.append((f"Authorizations that end within {ahead} days", f"{len(ending):,}"))
    return rows


def _attempt_figures(ws: Workspace, navigator: UserRow, since: date, on: date) -> list[Row]:
    made, reached = reads_sheets.attempts(ws.store, navigator.id, since.isoformat(), on.isoformat())
    return [
        (f"Attempts since {day(since)}", f"{made:,}"),
        ("Of these, the member was reached", f"{reached:,}"),
    ]


def _exceptions(ws: Workspace, navigator: UserRow, since: date) -> list[Row]:
    """Limits that were passed with a reason."""
    begin = utc_text(ws.clock.to_utc(datetime.combine(since, time())))
    rows: list[Row] = []
    for one in reads_sheets.passed(ws.store, navigator.id, begin):
        rule = next(iter(packs.stack(one.policy, since).versions(one.rule_id)), None)
        on = ws.clock.to_local(datetime.fromisoformat(one.at)).date()
        title = rule.title if rule is not None else one.rule_id
        rows.append((one.member, title, one.reason, one.by, day(on)))
    return rows


def _since(period: str, on: date) -> date:
    """The first day of a month ("YYYY-MM"), of this one without; InputRejected for no month."""
    if not period:
        return on.replace(day=1)
    try:
        return min(date.fromisoformat(f"{period}-01"), on)
    except ValueError:
        raise InputRejected(
            "period", _("This is no month."), _("A month is written YYYY-MM.")
        ) from None


GATHERERS: dict[str, Gatherer] = {
    "day_sheet": day_sheet,
    "caseload_sheet": caseload_sheet,
    "supervision": supervision,
}
"""By kind, for `form_facts`."""
