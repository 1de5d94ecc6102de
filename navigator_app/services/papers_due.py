"""Papers that did not come by their day, and papers about to end, as lines of what is due.

No plan's rule speaks here: the date is the one written of the paper. Only members who have no home
yet are told of: there the papers hold up applications.
"""

from __future__ import annotations

from datetime import date, timedelta

from navigator_app.domain.own_dates import PaperDate
from navigator_app.domain.records import DueRow
from navigator_app.domain.rules import Stake
from navigator_app.i18n import _
from navigator_app.services.phrases import day
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_own_dates

ACTION = "papers"
"""What settles such a line: the papers part of the member's page."""


def lines(
    ws: Workspace, on: date, until: date, *, navigator_id: str = "", member_id: str = ""
) -> list[DueRow]:
    """Papers asked for whose day is past, and papers here that ended or end soon, as far as by a
    day; how many days are soon is in the list of papers."""
    if not reads_own_dates.any_paper(ws.store):
        return []
    from navigator_app.policy import document_rules  # reads the list: only where a paper has a date

    late = min(until, on - timedelta(1))
    last = min(until, on + timedelta(document_rules.shipped().ending_days))
    mine = {"navigator_id": navigator_id, "member_id": member_id}
    return [_line(one, on) for one in reads_own_dates.papers(ws.store, on, late, last, **mine)]


def _line(one: PaperDate, on: date) -> DueRow:
    left = (one.on - on).days
    value = _value(one, left)
    return DueRow(
        member_id=one.member_id,
        referral_id="",
        member_name=one.member,
        plan=one.plan,
        service=None,
        rule="paper-ends" if one.ends else "paper-expected",
        title=_("Renew a paper") if one.ends else _("Ask again for a paper"),
        due=one.on,
        days_left=left,
        state="overdue" if left < 0 else "upcoming" if left else "due",
        why=_why(one),
        source="",
        required=True,
        action=ACTION,
        basis=value,
        stake=Stake.MEMBER.value,
        value=value,
        subject=one.id,
    )


def _value(one: PaperDate, left: int) -> str:
    if not one.ends:
        said = _("expected by {day} (the paper’s own date)")
    elif left < 0:
        said = _("ended {day} (the paper’s own date)")
    else:
        said = _("ends {day} (the paper’s own date)")
    return said.format(day=day(one.on))


def _why(one: PaperDate) -> str:
    from navigator_app.policy import document_rules

    kind = document_rules.shipped().kind(one.kind)
    paper = _(kind.title) if kind else one.kind
    if one.person:
        paper = _("{paper} of {person}").format(paper=paper, person=one.person)
    if one.asked_of and not one.ends:
        return _("{paper}. Asked of {who}.").format(paper=paper, who=one.asked_of)
    return _("{paper}.").format(paper=paper)
