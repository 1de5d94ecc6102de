"""What a month's status file is missing, in words: listed, never dropped in silence.

| what is missing | the row |
| --- | --- |
| the plan's member number, a name, the date of birth | goes out with an empty cell, and is listed |
| CIN, date of the status, a reason that the status needs | is held back, and is listed |
| the agency's phone | goes out as 0000000000, as the guidance says (Table 4) |
| coverage on a day that something was done | goes out as it is, and the day is listed |
| the agency's name or NPI | no file is written until Settings has them |
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from navigator_app.domain.records import NotReady
from navigator_app.domain.vocabulary import ReferralStatus, Service
from navigator_app.exchange.fields import RTF_ELEMENTS
from navigator_app.i18n import N_, _
from navigator_app.services import covered_days
from navigator_app.services.phrases import day, month
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_covered, reads_exports
from navigator_app.store.reads_exports import HELD, LACKS, MEMBER, REFERRAL, Period

_NAMES = {
    "cin": N_("CIN"),
    "plan_member_id": N_("plan's member number"),
    "first_name": N_("first name"),
    "last_name": N_("last name"),
    "date_of_birth": N_("date of birth"),
    "status_on": N_("date of the status"),
    "reason": N_("reason for the end of the loop"),
}
_NEEDS_REASON = (ReferralStatus.DECLINED.value, ReferralStatus.CLOSED.value)


def not_ready(
    ws: Workspace, period: Period, lacking: Sequence[tuple[Any, ...]]
) -> tuple[NotReady, ...]:
    """Everything the month's file is missing: incomplete rows (`lacking`), statuses that wait for
    another month's file, referrals without a status, what was done on days without coverage."""
    incomplete = [_incomplete(row) for row in lacking]
    waiting = [_waiting(row) for row in reads_exports.waiting(ws.store, period)]
    missing = [_missing(row, period) for row in reads_exports.without_status(ws.store, period)]
    return (*incomplete, *waiting, *missing, *_uncovered(ws, period))


def _uncovered(ws: Workspace, period: Period) -> Iterator[NotReady]:
    """One line for each referral and reason; what was done for the member as a whole stands at the
    referral that is open."""
    found = covered_days.of_plan(ws, period.plan_id, period.first, period.last)
    for member_id, days in found.items():
        for row in reads_covered.referrals(ws.store, period.plan_id, member_id):
            referral_id, first_name, last_name, service = row
            mine = [one for one in days if one.referral_id in ("", referral_id)]
            days = tuple(one for one in days if one.referral_id not in ("", referral_id))
            for why in dict.fromkeys(covered_days.why(one.flag) for one in mine):
                done = [one.says for one in mine if covered_days.why(one.flag) == why]
                yield NotReady(
                    referral_id=referral_id,
                    member_id=member_id,
                    member_name=f"{first_name} {last_name}".strip(),
                    service=Service.from_slug(service),
                    reason=_("{why} Done on such days: {days}.").format(
                        why=why, days="; ".join(dict.fromkeys(done))
                    ),
                    kind="uncovered",
                )


def _incomplete(row: tuple[Any, ...]) -> NotReady:
    cells = dict(zip(RTF_ELEMENTS, row, strict=False))
    names = [
        _(name)
        for element, name in _NAMES.items()
        if not cells[element] and (element != "reason" or cells["referral_status"] in _NEEDS_REASON)
    ]
    if row[LACKS] == HELD:
        text = _("The status of {day} is held back: missing {names}.")
    else:
        text = _("The status of {day} goes out with an empty cell: missing {names}.")
    on = day(date.fromisoformat(cells["status_on"])) if cells["status_on"] else "?"
    return NotReady(
        referral_id=row[REFERRAL],
        member_id=row[MEMBER],
        member_name=f"{cells['first_name']} {cells['last_name']}".strip(),
        service=next((s for s in Service if s.value == cells["service"]), Service.HTNS),
        reason=text.format(day=on, names=", ".join(names)),
        kind="incomplete",
    )


def _waiting(row: tuple[Any, ...]) -> NotReady:
    referral, member, first, last, service, on = row
    when = date.fromisoformat(on)
    text = _("The status of {day} waits for the file of {month}, which is not marked sent.")
    return NotReady(
        referral_id=referral,
        member_id=member,
        member_name=f"{first} {last}".strip(),
        service=Service.from_slug(service),
        reason=text.format(day=day(when), month=month(when)),
        kind="waiting",
    )


def _missing(row: tuple[Any, ...], period: Period) -> NotReady:
    referral, member, first, last, service, status, status_on = row
    reason = _("No status is dated in {month}.").format(month=month(period.first))
    if status_on and status_on < period.first.isoformat():
        newest = _("The newest is {status} of {day}.").format(
            status=ReferralStatus.from_slug(status).value, day=day(date.fromisoformat(status_on))
        )
        reason = f"{reason} {newest}"
    elif not status_on:
        newest = _("Nothing has been told to the plan about this referral so far.")
        reason = f"{reason} {newest}"
    return NotReady(
        referral_id=referral,
        member_id=member,
        member_name=f"{first} {last}".strip(),
        service=Service.from_slug(service),
        reason=reason,
    )
