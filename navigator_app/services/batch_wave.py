"""The wave of extensions that a batch will cause, shown before it is sent.

Batching means that a large number of members have the same end date (HTNS/HTSS Referral &
Authorization Workflow Toolkit, April 2025, Promising Practices in Batch Referrals, 4).
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING

from navigator_app.domain import ledger, waves
from navigator_app.domain.batches import (
    EXTENSION,
    BatchRow,
    BatchWave,
    WaveMonth,
    add_months,
    by_month,
)
from navigator_app.domain.rules import Unit
from navigator_app.i18n import _
from navigator_app.policy import batch_rules, packs
from navigator_app.services import agency, batches, forecast
from navigator_app.services.authorizations import EXTENSION_LENGTH
from navigator_app.store import reads_batches, reads_ledger

if TYPE_CHECKING:
    from navigator_app.domain.batches import MemberLine
    from navigator_app.services.workspace import Workspace

LEAST = 12
"""Months that are shown at least."""

MOST = 36
"""Months that are shown at most."""

_WEEKS_A_MONTH = 365.25 / 12 / 7


def wave(ws: Workspace, batch_id: str) -> BatchWave:
    """What would end in each month, with the batch and without it, against the staff's hours.

    The members of the batch end as was asked for; where no end was, by the plan's own rule of an
    extension's length, else as the toolkit recommends for a first authorization, and it is said so.
    """
    row = batches.one(ws, batch_id)
    today = ws.clock.today()
    lines = reads_batches.lines(ws.store, row.id)
    ends, assumed, source = _ends(ws, row, lines, today)
    known = [day for day in ends if day is not None]
    first = today.replace(day=1)
    last = max([*known, add_months(first, LEAST) - timedelta(days=1)])
    count = min(MOST, (last.year - first.year) * 12 + last.month - first.month + 1)
    replaced = {line.referral_id for line in lines if line.kind == EXTENSION}
    standing = [
        (end, asked, referral in replaced)
        for _m, _n, referral, _s, end, asked in reads_ledger.ending_members(
            ws.store, today, add_months(first, count) - timedelta(days=1)
        )
    ]
    hours = forecast.hours(ws)
    fits = hours.per_week * _WEEKS_A_MONTH / hours.per_packet
    stand, added = by_month(day for day, _a, _r in standing), by_month(known)
    months = tuple(
        WaveMonth(month, stand.get(month, 0), added.get(month, 0), fits)
        for month in (add_months(first, number) for number in range(count))
    )
    before = [day for day, asked, _r in standing if not asked]
    after = [day for day, asked, again in standing if not asked and not again]
    return BatchWave(
        months=months,
        same_day=tuple(sorted(Counter(known).items(), key=lambda one: (-one[1], one[0]))),
        unknown=len(ends) - len(known),
        short_before=_short(before, today, hours),
        short_after=_short([*after, *known], today, hours),
        assumed=assumed,
        source=source,
    )


def _ends(
    ws: Workspace, row: BatchRow, lines: list[MemberLine], today: date
) -> tuple[list[date | None], str, str]:
    """Each member's end, what it was taken from where nobody asked for one, and where that is
    written."""
    rules = batch_rules.shipped()
    source = rules.bases[batch_rules.WAVE].cited
    if row.ends_on is not None:
        return [row.ends_on] * len(lines), "", source
    rule = packs.stack(agency.plan(ws, row.plan).policy, today).rule(EXTENSION_LENGTH, row.service)
    months = rule.value if rule is not None and rule.unit is Unit.MONTHS else None
    start = row.starts_on or today
    found: list[date | None] = []
    for line in lines:
        if line.kind != EXTENSION:
            found.append(add_months(start, rules.months) - timedelta(days=1))
        elif months is None or line.ends_on is None:
            found.append(None)
        else:
            found.append(ledger.extension(line.ends_on, months)[1])
    said = []
    if any(line.kind != EXTENSION for line in lines):
        said.append(
            _(
                "No end was asked for: new members are taken to end {n} months on ({source})."
            ).format(n=rules.months, source=rules.initial.cited)
        )
    if months is not None and any(line.kind == EXTENSION for line in lines) and rule is not None:
        said.append(
            _("Extensions are taken to last {n} months ({source}).").format(
                n=months, source=rule.cited
            )
        )
    return found, " ".join(said), source


def _short(ends: list[date], today: date, hours: forecast.Hours) -> float:
    """The hours of packets that no longer fit at all, week by week from this one."""
    first = waves.monday(today)
    weeks: dict[int, tuple[int, int]] = {}
    for end in ends:
        number = (end - first).days // 7
        weeks[number] = (weeks.get(number, (0, 0))[0] + 1, 0)
    span = max(weeks, default=0) + 1
    made = waves.wave(weeks, first, span, per_packet=hours.per_packet, per_week=hours.per_week)
    return made.short
