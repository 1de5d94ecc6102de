"""A code from the safe that opened the store: a line of what is due, for whoever supervises or
administers, until they say that they have read of it; and on the page for Monday."""

from __future__ import annotations

from datetime import date

from navigator_app.domain.monday import SafeUse
from navigator_app.domain.records import DueRow
from navigator_app.domain.rules import Stake
from navigator_app.i18n import N_, _
from navigator_app.services import permissions
from navigator_app.services.phrases import day
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_escrow

ACTION = "escrow"
"""What settles such a line: the page of people and roles."""
RULE = "escrow-used"
_RIGHT = "escrow"
_TITLE = N_("A code from the safe was used")


def lines(ws: Workspace, on: date, *, navigator_id: str = "") -> list[DueRow]:
    """A line for each use that whoever is at work has not read of yet; none in somebody else's
    list, and none for roles that neither supervise nor administer."""
    if navigator_id not in ("", ws.user.id):
        return []
    uses = [one for one in reads_escrow.uses(ws.store) if ws.user.id not in one.seen_by]
    if not uses or not permissions.may(ws, _RIGHT):
        return []
    return [
        _line(one.id, one.label, one.name, ws.clock.to_local(one.at).date(), on) for one in uses
    ]


def of_week(ws: Workspace, since: date) -> tuple[SafeUse, ...]:
    """The uses from a day on, and older ones that whoever is at work has not read of yet, the
    latest first; none for roles that neither supervise nor administer."""
    uses = reads_escrow.uses(ws.store)
    if not uses or not permissions.may(ws, _RIGHT):
        return ()
    found = []
    for one in uses:
        used, read = ws.clock.to_local(one.at).date(), ws.user.id in one.seen_by
        if used >= since or not read:
            said = _why(one.label, one.name, used)
            brief = _("“{label}”: new passphrase for {name}").format(label=one.label, name=one.name)
            found.append(SafeUse(one.id, _(_TITLE), said, brief, used, read))
    return tuple(found)


def _why(label: str, name: str, since: date) -> str:
    said = _("“{label}” opened the store on {day} and set a new passphrase for {name}.")
    return said.format(label=label, day=day(since), name=name)


def _line(key: str, label: str, name: str, since: date, on: date) -> DueRow:
    left = min((since - on).days, 0)
    return DueRow(
        member_id="",
        referral_id="",
        member_name=name,
        plan="",
        service=None,
        rule=RULE,
        title=_(_TITLE),
        due=since,
        days_left=left,
        state="overdue" if left else "due",
        why=_why(label, name, since),
        source="",
        required=True,
        action=ACTION,
        basis=_("the agency’s own safe"),
        stake=Stake.LOSS.value,  # before all: it opens everything
        value=_("since {day}").format(day=day(since)),
        subject=key,
    )
