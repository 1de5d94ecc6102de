"""What is due as a calendar file: days, counts and the names of tasks; nothing of any member.

One event a day, rule and service. Whoever opens the file elsewhere learns how many referrals want
what on which day, never whose.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from hashlib import sha256
from pathlib import Path

from navigator_app.exchange.atomic import write_atomically
from navigator_app.exchange.icalendar import Event, calendar_text
from navigator_app.i18n import _, ngettext
from navigator_app.services import agency, today
from navigator_app.services.workspace import Workspace

AHEAD = 90
"""Days ahead that a file holds when nobody says otherwise."""


def text(
    ws: Workspace, *, on: date | None = None, within: int | None = None, navigator_id: str = ""
) -> str:
    """The calendar of what is due from a day on; what is overdue stands on that day."""
    on = on or ws.clock.today()
    ahead = AHEAD if within is None else within
    rows = today.due(ws, on=on, within=ahead, navigator_id=navigator_id, put_off=False)
    counts: Counter[tuple[date, str, str, str, bool]] = Counter()
    for row in rows:
        late = row.days_left < 0
        title = _("overdue: {task}").format(task=row.title) if late else row.title
        whose = row.service.short if row.service else row.plan
        rule = f"{row.rule}{'-late' if late else ''}"
        counts[(on if late else row.due, rule, title, whose, row.service is None)] += 1
    home = sha256(agency.agency(ws).npi.encode()).hexdigest()[:12]
    events = [
        Event(
            uid=f"{when:%Y%m%d}-{rule}-{whose.lower()}@{home}.navigator.invalid",
            on=when,
            summary=_("{task} ({plan})").format(task=title, plan=whose)
            if of_plan
            else ngettext(
                "{n} referral: {task} ({service})", "{n} referrals: {task} ({service})", count
            ).format(n=count, task=title, service=whose),
        )
        for (when, rule, title, whose, of_plan), count in sorted(counts.items())
    ]
    return calendar_text(
        events, product="-//Navigator//Due//EN", name=_("Navigator: due"), stamp=ws.clock.now()
    )


def write(
    ws: Workspace,
    path: Path,
    *,
    on: date | None = None,
    within: int | None = None,
    navigator_id: str = "",
) -> int:
    """Write the file, whole or not at all; returns how many events it has."""
    content = text(ws, on=on, within=within, navigator_id=navigator_id)
    write_atomically(path.parent, path.name, [content.encode("utf-8")])
    return content.count("BEGIN:VEVENT")
