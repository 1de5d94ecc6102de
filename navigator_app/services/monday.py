"""Monday in nine minutes: the team's week on one page, on screen and on paper."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from navigator_app.domain.monday import (
    Change,
    ChangedMember,
    EndingSoon,
    MondayPage,
    Over,
    OwedToPlan,
)
from navigator_app.domain.plan_reports import Owed
from navigator_app.domain.waves import monday
from navigator_app.errors import NotFound
from navigator_app.i18n import N_, _, ngettext
from navigator_app.policy import team_figures
from navigator_app.services import (
    escrow_due,
    exceptions,
    forecast,
    permissions,
    plan_reports_due,
)
from navigator_app.services.phrases import day
from navigator_app.store import reads_exchange, reads_ledger, reads_monday

if TYPE_CHECKING:
    from navigator_app.services.forecast import Ending
    from navigator_app.services.workspace import Workspace

FIRST = 10
"""How many of what ends stand on the page by name."""
ENDS = "ends"
"""The number of all that ends, among those of what changed where its members are asked for."""

_TITLES = {
    "referrals": N_("Referrals came in"),
    "accepted": N_("Referrals accepted"),
    "outreach": N_("Outreach begun"),
    "closed": N_("Closed or declined"),
    "reached": N_("Members reached"),
    "served": N_("Members served"),
    "housed": N_("Moved into a home"),
    "lost": N_("Homes ended"),
    "assigned": N_("Members assigned anew"),
    "signed": N_("Support plans signed"),
}


def page(ws: Workspace) -> MondayPage:
    """The page of today; NotAllowed where the role does not see the team."""
    permissions.need(ws, "team-figures")
    on = ws.clock.today()
    since, until = last_monday(on), _until(on)
    late = [one for one in exceptions.figures(ws) if one.members]
    soon = forecast.behind(ws, on, until, FIRST)
    return MondayPage(
        on=on,
        since=since,
        until=until,
        changed=_changed(ws, since, on),
        over=_over(ws),
        late=tuple(late),
        ending=sum(week[1] for week in reads_ledger.ending(ws.store, on, until)),
        ends=tuple(
            EndingSoon(
                one.member_id, one.member_name, one.referral_id, one.service.short, one.end,
                one.asked,
            )
            for one in soon
        ),
        owed=_owed(ws),
        safe=escrow_due.of_week(ws, since),
    )  # fmt: skip


def behind(ws: Workspace, key: str) -> list[ChangedMember]:
    """The members behind a number of what changed, the newest first, or of what ends (`ENDS`), the
    first first; NotFound for no such number, NotAllowed where the role does not see the team."""
    permissions.need(ws, "team-figures")
    on = ws.clock.today()
    if key == ENDS:
        return _ending(ws, on)
    if key not in _TITLES:
        raise NotFound(_("No such number"), _("The page for Monday does not count that."))
    since = last_monday(on)
    rows = reads_monday.behind(ws.store, key, since, on, _moment(ws, since))
    return [
        ChangedMember(
            member_id=row[0], member=row[1].strip(), navigator=row[2], times=row[4],
            on=_day(ws, row[3]),
        )
        for row in rows
    ]  # fmt: skip


def title(key: str) -> str:
    """The words of a number of what changed, or of what ends."""
    return _("Authorizations that end") if key == ENDS else _(_TITLES[key])


def last_monday(on: date) -> date:
    """The Monday that the page looks back to: of last week where today is one."""
    return monday(on - timedelta(1))


def _changed(ws: Workspace, since: date, on: date) -> tuple[Change, ...]:
    found = reads_monday.changed(ws.store, since, on, _moment(ws, since))
    return tuple(Change(key, _(_TITLES[key]), count) for key, count in found.items())


def _until(on: date) -> date:
    """The last day of what ends."""
    return on + timedelta(team_figures.shipped().monday_ends)


def _ending(ws: Workspace, on: date) -> list[ChangedMember]:
    """Whose authorizations end, each with the first day and how many."""
    found: dict[str, list[Ending]] = {}
    for one in forecast.behind(ws, on, _until(on)):
        found.setdefault(one.member_id, []).append(one)
    names = reads_monday.navigators(ws.store, found)
    return [
        ChangedMember(key, ends[0].member_name, names.get(key, ""), ends[0].end, len(ends))
        for key, ends in found.items()
    ]


def _moment(ws: Workspace, since: date) -> str:
    """A day's first moment, in UTC."""
    return ws.clock.to_utc(datetime.combine(since, time())).isoformat(timespec="milliseconds")


def _day(ws: Workspace, text: str) -> date:
    """The day of a day or of a moment."""
    if len(text) > 10:
        return ws.clock.to_local(datetime.fromisoformat(text)).date()
    return date.fromisoformat(text)


def _over(ws: Workspace) -> tuple[Over, ...]:
    """Who is over the limit, fullest first, then who is away today."""
    from navigator_app.services import capacity_board

    rows = [one for one in capacity_board.read(ws).rows if one.state == "over" or one.away]
    rows.sort(key=lambda one: (one.state != "over", one.room or 0, one.who.name))
    return tuple(
        Over(
            one.who.id,
            one.who.name,
            one.members,
            one.load,
            one.limit,
            one.away.last if one.away else None,
            one.away.cover if one.away else "",
        )
        for one in rows
        if one.who.active
    )


def _owed(ws: Workspace) -> tuple[OwedToPlan, ...]:
    """Reports and notices by their day, then statuses and files that wait to go."""
    several: dict[tuple[str, str], list[Owed]] = defaultdict(list)
    for one in plan_reports_due.owed(ws):  # the earliest first, so the first of each is its oldest
        several[one.plan_name, one.title].append(one)
    found = [_together(lines) for lines in several.values()]
    names = reads_monday.plan_names(ws.store)
    for plan_id, count in reads_exchange.statuses_waiting(ws.store).items():
        text = ngettext("{n} status", "{n} statuses", count).format(n=f"{count:,}")
        title = _("Statuses that wait to go")
        found.append(OwedToPlan(names[plan_id], title, text, None, count, "exchange"))
    for name, count, since in reads_monday.waiting_files(ws.store):
        first = day(ws.clock.to_local(datetime.fromisoformat(since)).date())
        text = ngettext("{n} file, since {day}", "{n} files, the first since {day}", count)
        said, title = text.format(n=count, day=first), _("Files that wait to go")
        found.append(OwedToPlan(name, title, said, None, count, "exchange"))
    return tuple(found)


def _together(lines: list[Owed]) -> OwedToPlan:
    """What a plan is owed several times over, as one line with the earliest day."""
    first, count = lines[0], len(lines)
    text = first.text if count == 1 else _("The first: {text}").format(text=first.text)
    return OwedToPlan(first.plan_name, first.title, text, first.due, count)
