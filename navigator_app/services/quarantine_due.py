"""Files and rows from plans that nobody could use yet as lines of what is due: one for each plan
and whose work it is, due on the day the oldest of them was put aside.

No rule of a policy pack speaks here: it is what keeps a bad file from being forgotten.
"""

from __future__ import annotations

from datetime import date, datetime

from navigator_app.domain.records import DueRow
from navigator_app.domain.rules import Stake
from navigator_app.i18n import N_, _, ngettext
from navigator_app.services.phrases import day
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_quarantine
from navigator_app.store.reads_quarantine import Heap

ACTION = "quarantine"
"""What settles such a line: the page of what is to be mended."""

RULE = "quarantine"

_TITLE = N_("Look after what a plan sent that could not be used")


def lines(ws: Workspace, on: date, until: date, *, navigator_id: str = "") -> list[DueRow]:
    """What waits, of everybody or of one user, as far as it was put aside by a day."""
    found = [_line(ws, one, on) for one in reads_quarantine.heaps(ws.store, navigator_id)]
    return [line for line in found if line.due <= until]


def _line(ws: Workspace, heap: Heap, on: date) -> DueRow:
    since = ws.clock.to_local(datetime.fromisoformat(heap.oldest)).date()
    left = (since - on).days
    value = _("since {day}").format(day=day(since))
    why = ngettext(
        "{count} file or row of {plan}: {reason}",
        "{count} files or rows of {plan}, the oldest: {reason}",
        heap.waiting,
    ).format(count=heap.waiting, plan=heap.plan_name, reason=heap.reason)
    if heap.owner:
        why = f"{why} {_('It is the work of {name}.').format(name=heap.owner)}"
    return DueRow(
        member_id="",
        referral_id="",
        member_name=heap.plan_name,
        plan=heap.plan_key,
        service=None,
        rule=RULE,
        title=_(_TITLE),
        due=since,
        days_left=left,
        state="overdue" if left < 0 else "upcoming" if left else "due",
        why=why,
        source="",
        required=True,
        action=ACTION,
        basis=value,
        stake=Stake.PLAN.value,
        value=value,
        subject=heap.plan_key,
    )
