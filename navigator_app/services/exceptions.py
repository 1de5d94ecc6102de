"""Exceptions first: what should not be, how many members it concerns, and who they are.

What each number counts is data (`resources/team_figures.toml`). Whoever may not see the whole team
sees the members of their own caseload.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from navigator_app.domain.identifiers import month_bounds
from navigator_app.domain.rules import Rule
from navigator_app.domain.team_figures import (
    ExceptionFigure,
    ExceptionKind,
    ExceptionMember,
    ExceptionPage,
)
from navigator_app.domain.vocabulary import ReferralStatus, Service
from navigator_app.errors import InputRejected, NotFound
from navigator_app.i18n import N_, _
from navigator_app.policy import own, packs, team_figures
from navigator_app.services import coverage, permissions
from navigator_app.services.phrases import day
from navigator_app.store import reads_exceptions
from navigator_app.store.reads_exceptions import Asked

if TYPE_CHECKING:
    from navigator_app.services.workspace import Workspace

PAGE = 100
"""Members on one page where nobody says otherwise."""

_MOST = 5000
_DEFAULT_PACK = "dhcs"

_STATES = {
    "none": N_("No plan begun"),
    "draft": N_("Draft"),
    "in-review": N_("Waits for review"),
    "returned": N_("Returned to be changed"),
    "approved": N_("Approved, waits for signatures"),
}
"""How far an unsigned plan is."""


def kinds() -> tuple[ExceptionKind, ...]:
    """The exceptions in their order."""
    return team_figures.shipped().exceptions


def figures(ws: Workspace, *, navigator_id: str = "") -> list[ExceptionFigure]:
    """Every number, of the team or of one navigator's caseload.

    NotAllowed for somebody else's caseload where the role does not see the team.
    """
    whose = seen(ws, navigator_id)
    return [_figure(ws, kind, whose) for kind in kinds()]


def figure(ws: Workspace, kind: str, *, navigator_id: str = "") -> ExceptionFigure:
    """One number; NotFound for none of that id."""
    return _figure(ws, _kind(kind), seen(ws, navigator_id))


def members(
    ws: Workspace, kind: str, *, navigator_id: str = "", offset: int = 0, limit: int = PAGE
) -> ExceptionPage:
    """The members behind a number, those first who have stood there longest."""
    found, whose = _kind(kind), seen(ws, navigator_id)
    if offset < 0 or not 1 <= limit <= _MOST:
        raise InputRejected("limit", _("A page has 1 to {n} members.").format(n=_MOST))
    asked = asked_of(ws, found, whose)
    rows = reads_exceptions.members(ws.store, found.id, asked, offset, limit)
    said = _details(ws, found.id, [(row[0], row[7]) for row in rows])
    return ExceptionPage(
        figure=_told(ws, found, *reads_exceptions.counted(ws.store, found.id, asked)),
        rows=tuple(
            ExceptionMember(
                member_id=row[0],
                member=row[1].strip(),
                plan=row[2],
                navigator=row[3],
                referral_id=row[4],
                service=row[5],
                since=_since(ws, row[6]),
                detail=words,
                cases=row[8],
            )
            for row, words in zip(rows, said, strict=True)
        ),
        offset=offset,
    )


def seen(ws: Workspace, navigator_id: str) -> str:
    """Whose members are shown: those of the team ("") only where the role sees them."""
    if navigator_id != ws.user.id and not permissions.may(ws, "team-figures"):
        if navigator_id:
            permissions.need(ws, "team-figures")
        return ws.user.id
    return navigator_id


def asked_of(ws: Workspace, kind: ExceptionKind, navigator_id: str) -> Asked:
    """The days that an exception is asked with today."""
    on = ws.clock.today()
    since = on - timedelta(kind.days)
    first, last = date.min, date.max
    ids: tuple[str, ...] = ()
    if kind.id == "no-status":
        first, last = month_bounds(on.isoformat()[:7])
    elif kind.age:
        least, most = _ages(kind, on)
        last = on - timedelta(least)
        first = on - timedelta(most) if most is not None else date.min
    elif kind.id == "ending-without-packet":
        first, last = since, on + timedelta(kind.days)
    elif kind.id == "eligibility-lapsed":
        doubted = coverage.in_doubt(ws).items()
        ids = tuple(key for key, now in doubted if coverage.is_out(now.state))
    moment = ws.clock.to_utc(datetime.combine(since, time())).isoformat(timespec="milliseconds")
    return Asked(on, navigator_id, since, first, last, moment, ids)


def _kind(key: str) -> ExceptionKind:
    found = next((one for one in kinds() if one.id == key), None)
    if found is None:
        raise NotFound(
            _("Not found"),
            _("There is no exception called {key}.").format(key=key),
            _("They are: {all}.").format(all=", ".join(one.id for one in kinds())),
        )
    return found


def _figure(ws: Workspace, kind: ExceptionKind, navigator_id: str) -> ExceptionFigure:
    asked = asked_of(ws, kind, navigator_id)
    return _told(ws, kind, *reads_exceptions.counted(ws.store, kind.id, asked))


def _told(ws: Workspace, kind: ExceptionKind, count: int, cases: int) -> ExceptionFigure:
    on = ws.clock.today()
    least, most = _ages(kind, on)
    told = {"days": kind.days, "from": least, "to": most, "month": on.isoformat()[:7]}
    return ExceptionFigure(
        id=kind.id,
        title=_(kind.title).format(**told),
        definition=_(kind.definition).format(**told),
        source=_source(ws, kind),
        tone=kind.tone,
        members=count,
        cases=cases,
    )


def _rule(kind: ExceptionKind, on: date) -> Rule | None:
    return packs.stack(_DEFAULT_PACK, on).rule(kind.rule, Service.HTNS)


def _ages(kind: ExceptionKind, on: date) -> tuple[int, int | None]:
    """From which age in days to which, as the rule lists them; None for an open end."""
    if not kind.age:
        return 0, None
    rule = _rule(kind, on) or next(  # before it came into force its ages are the program's
        one for one in packs.load(_DEFAULT_PACK).rules if one.id == kind.rule
    )
    days = [int(one) for one in rule.items]
    return days[kind.age - 1], days[kind.age] - 1 if kind.age < len(days) else None


def _source(ws: Workspace, kind: ExceptionKind) -> str:
    """Whose rule asks for it, as it is cited; else what the file says of itself."""
    if kind.rule:
        rule = _rule(kind, ws.clock.today())
        if rule is not None:
            return rule.cited
    if kind.source:
        return _(kind.source)
    return _("A starting point of this program, no plan’s rule") if kind.days else ""


def _details(ws: Workspace, kind: str, found: list[tuple[str, str]]) -> list[str]:
    """What stands beside each member of a page, from (member, detail) pairs."""
    if kind.startswith("no-contact"):
        last = reads_exceptions.contacts(
            ws.store, [member for member, _detail in found], ws.clock.today()
        )
        return [_contact(last.get(member, "")) for member, _detail in found]
    if kind.startswith("clocks") or kind == "guards-overridden":
        titles = _titles()
        return [_(titles.get(rule, rule)) for _member, rule in found]
    if kind == "plan-unsigned":
        return [_(_STATES.get(state, state)) for _member, state in found]
    if kind == "plan-review":
        return [_("Version {number} is signed").format(number=one) for _member, one in found]
    if kind == "no-status" or kind.startswith("pending"):
        return [_status(slug) for _member, slug in found]
    return ["" for _one in found]


def _since(ws: Workspace, text: str) -> date | None:
    """A day, or the day that a moment in UTC was here."""
    if "T" in text:
        return ws.clock.to_local(datetime.fromisoformat(text)).date()
    return date.fromisoformat(text) if text else None


def _contact(text: str) -> str:
    if not text:
        return _("No contact yet")
    return _("Last contact {day}").format(day=day(date.fromisoformat(text)))


def _status(slug: str) -> str:
    return _(ReferralStatus.from_slug(slug).value) if slug else _("No answer yet")


@own.from_packs
@lru_cache(maxsize=1)
def _titles() -> dict[str, str]:
    """The title of every rule of every pack, by its id."""
    found: dict[str, str] = {}
    for pack in (*packs.shipped(), *own.texts()):
        for rule in packs.load(pack).rules:
            found.setdefault(rule.id, rule.title)
    return found
