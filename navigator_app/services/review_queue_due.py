"""What was returned for mending, what waits for a word, and findings of charts, as due lines.

No rule dates them: a line stands from the day somebody put it there; a finding names its own day.
"""

from __future__ import annotations

from datetime import date

from navigator_app.domain.records import DueRow
from navigator_app.domain.review import RETURNED, Finding, ReviewItem
from navigator_app.domain.rules import Stake
from navigator_app.i18n import _
from navigator_app.policy import review_rules
from navigator_app.services import permissions, review_queue
from navigator_app.services.phrases import day
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_review

RETURN_RULE, WAIT_RULE, FINDING_RULE = "review-returned", "review-waiting", "chart-finding"
ACTION = "review"
"""What settles such a line: the tab Review of the page Team."""


def lines(
    ws: Workspace, on: date, until: date, *, navigator_id: str = "", member_id: str = ""
) -> list[DueRow]:
    """Lines as of a day. `navigator_id` is whose list it is: what was returned to them, what waits
    for them where they review, and findings they own; without it, everybody's returned ones and
    findings."""
    returned = reads_review.items(
        ws.store, state=RETURNED, asked_by=navigator_id, member_id=member_id
    )
    found = [_returned(ws, one, on) for one in returned]
    if navigator_id == ws.user.id and not member_id and permissions.may(ws, review_queue.ACTION):
        found += [_waiting(ws, one, on) for one in review_queue.waiting_for(ws, navigator_id, on)]
    findings = reads_review.findings_open(
        ws.store, owner_id=navigator_id, member_id=member_id, until=until
    )
    found += [_finding(one, on) for one in findings if one.due is not None]
    return found


def _returned(ws: Workspace, one: ReviewItem, on: date) -> DueRow:
    since = ws.clock.to_local(one.decided_at or one.asked_at).date()
    who = one.decider or _("A reviewer")
    why = _("{name} returned it on {day}.").format(name=who, day=day(since))
    if one.note:
        why += f" “{one.note}”"
    title = _("Mend what was returned: {what}").format(what=_title(one))
    return _line(one, RETURN_RULE, title, since, on, why)


def _waiting(ws: Workspace, one: ReviewItem, on: date) -> DueRow:
    since = ws.clock.to_local(one.asked_at).date()
    why = _("{name} asked on {day}.").format(name=one.asker or _("Somebody"), day=day(since))
    title = _("Review: {what}").format(what=_title(one))
    return _line(one, WAIT_RULE, title, since, on, why)


def _finding(one: Finding, on: date) -> DueRow:
    assert one.due is not None
    return _row(
        one.member_id, one.member, FINDING_RULE, _("Mend a finding of a chart review"), one.due, on,
        one.text, one.id,
    )  # fmt: skip


def _line(one: ReviewItem, rule: str, title: str, since: date, on: date, why: str) -> DueRow:
    # what waits is due, not overdue: no rule says by when it must be looked at
    return _row(one.member_id, one.member or _title(one), rule, title, max(since, on), on, why,
                one.id)  # fmt: skip


def _row(
    member_id: str, name: str, rule: str, title: str, due: date, on: date, why: str, subject: str
) -> DueRow:
    left = (due - on).days
    return DueRow(
        member_id=member_id,
        referral_id="",
        member_name=name,
        plan="",
        service=None,
        rule=rule,
        title=title,
        due=due,
        days_left=left,
        state="overdue" if left < 0 else "upcoming" if left else "due",
        why=why,
        source="",
        required=False,
        action=ACTION,
        basis=_("the agency’s own review"),
        stake=Stake.UPKEEP.value,
        value=_("the agency’s own review"),
        subject=subject,
    )


def _title(one: ReviewItem) -> str:
    return _(review_rules.shipped().kinds[one.about].title)
