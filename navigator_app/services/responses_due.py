"""Statuses that a plan sent back as lines of what is due: due on the day the plan's answer came.

No rule of a policy pack speaks here. A member stands once, however many of their rows came back;
where a whole file came back for one reason, that is one line and not one for each member.
"""

from __future__ import annotations

from datetime import date

from navigator_app.domain.records import DueRow
from navigator_app.domain.responses import RejectedRow
from navigator_app.domain.rules import Stake
from navigator_app.i18n import N_, _, ngettext
from navigator_app.services import responses
from navigator_app.services.phrases import day
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_responses

ACTION = "rejected"
"""What settles such a line: the form about the rejected row."""

RULE = "rejected-status"

MANY = 20
"""Rows alike from which on they stand as one line."""

_TITLE = N_("Mend a status that the plan sent back")
_TITLE_MANY = N_("Mend statuses that the plan sent back")


def lines(
    ws: Workspace, on: date, until: date, *, navigator_id: str = "", member_id: str = ""
) -> list[DueRow]:
    """Open rejected rows, as far as their answers came by a day."""
    if not reads_responses.any_open(ws.store):
        return []
    groups: dict[tuple[str, ...], list[RejectedRow]] = {}
    for row in responses.open_rows(ws, navigator_id=navigator_id, member_id=member_id):
        many = row.alike >= MANY and not member_id
        key = ("many", row.plan_key, row.response, row.code, row.reason) if many else (
            "member", row.member_id, row.plan_key
        )  # fmt: skip
        groups.setdefault(key, []).append(row)
    found = [_line(ws, rows, on, key[0] == "many") for key, rows in groups.items()]
    return [line for line in found if line.due <= until]


def _line(ws: Workspace, rows: list[RejectedRow], on: date, many: bool) -> DueRow:
    first = rows[0]
    came = ws.clock.to_local(first.came_at).date()
    left = (came - on).days
    value = _("sent back {day}").format(day=day(came))
    return DueRow(
        member_id="" if many else first.member_id,
        referral_id="",
        member_name=first.plan_name if many else first.member_name,
        plan=first.plan_key,
        service=None if many else first.service,
        rule=RULE,
        title=_(_TITLE_MANY) if many else _(_TITLE),
        due=came,
        days_left=left,
        state="overdue" if left < 0 else "upcoming" if left else "due",
        why=_many(rows) if many else _one(first),
        source="",
        required=True,
        action=ACTION,
        basis=value,
        stake=Stake.PLAN.value,
        more=0 if many else len(rows) - 1,
        value=value,
        subject=first.id,
    )


def _one(row: RejectedRow) -> str:
    said = _("{status} of {day}: {reason}.").format(
        status=_(row.status.value), day=day(row.on), reason=reason(row)
    )
    advice = responses.ADVICE.get(row.fix)
    return f"{said} {_(advice)}" if advice else said


def _many(rows: list[RejectedRow]) -> str:
    said = ngettext("{count} status: {reason}.", "{count} statuses: {reason}.", len(rows))
    advice = responses.ADVICE.get(rows[0].fix)
    told = said.format(count=len(rows), reason=reason(rows[0]))
    return f"{told} {_(advice)}" if advice else told


def reason(row: RejectedRow) -> str:
    """The plan's words with its code, as far as it gave any."""
    words = row.reason.rstrip(". ")
    if words and row.code:
        return _("{reason} ({code})").format(reason=words, code=row.code)
    return words or row.code or _("the plan gave no reason")
