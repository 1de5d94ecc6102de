"""A housing support plan in words and signs."""

from __future__ import annotations

import re
from datetime import date

from navigator_app.domain.support_plan import (
    Move,
    PlanState,
    SignatureRow,
    SupportPlanRow,
    VersionRow,
)
from navigator_app.i18n import N_, _
from ui.models import words

TONES = {
    PlanState.DRAFT: ("neutral", N_("Draft")),
    PlanState.IN_REVIEW: ("pending", N_("In review")),
    PlanState.RETURNED: ("warning", N_("Returned with comments")),
    PlanState.APPROVED: ("info", N_("Approved, to be signed")),
    PlanState.SIGNED: ("good", N_("Signed")),
}
MOVES = {
    Move.SUBMIT: (N_("Send for review"), "send"),
    Move.TAKE_BACK: (N_("Take back"), "undo"),
    Move.RETURN: (N_("Return with comments"), "text"),
    Move.APPROVE: (N_("Approve"), "check"),
    Move.REOPEN: (N_("Change again"), "edit"),
    Move.SIGN: (N_("Record a signature"), "edit"),
    Move.REVISE: (N_("Revise"), "copy"),
}
DONE = {
    Move.SUBMIT: N_("Sent for review."),
    Move.TAKE_BACK: N_("Taken back; it is a draft again."),
    Move.RETURN: N_("Returned with comments."),
    Move.APPROVE: N_("Approved. Now it can be signed."),
    Move.REOPEN: N_("Open to change again; signatures given meanwhile no longer hold."),
    Move.REVISE: N_("A new version, copied from the signed one."),
}
PHASES = {"getting": N_("Getting a home"), "keeping": N_("Keeping the home")}
PROGRESS = {
    "not-started": N_("Not started"),
    "under-way": N_("Under way"),
    "met": N_("Met"),
    "stopped": N_("Stopped"),
}
PROGRESS_TONES = {
    "not-started": "neutral",
    "under-way": "info",
    "met": "good",
    "stopped": "refused",
}
ROLES = {
    "member": N_("Member"),
    "guardian": N_("Guardian or conservator"),
    "navigator": N_("Navigator"),
    "supervisor": N_("Supervisor"),
}
HOW = {
    "paper": N_("On paper"),
    "screen": N_("On the screen"),
    "verbal": N_("Spoken, with a witness"),
}
PAID = {"": N_("Not known"), "yes": N_("Yes"), "no": N_("No")}


_LONG_RUN = re.compile(r"[!-~\u00a1-\u024f]{40,}")
_PIECE = re.compile(r".{24}")
_MAY_BREAK = "\u200b"


def readable(text: str) -> str:
    """A text of the plan as a label shows it: kept in its own direction, and a run of signs
    without a blank (an address of the web) may break, so that it never widens the page."""
    return words.isolated(_LONG_RUN.sub(_broken, text))


def _broken(run: re.Match[str]) -> str:
    return _PIECE.sub(lambda piece: piece[0] + _MAY_BREAK, run[0])


def pill(state: PlanState) -> tuple[str, str]:
    """Kind and words of a state's pill."""
    kind, text = TONES[state]
    return kind, _(text)


def signed_line(row: SignatureRow, today: date) -> str:
    """One signature: "Navigator: Ana Ruiz, on paper, Nov 20"."""
    text = _("{role}: {name}, {how}, {day}").format(
        role=_(ROLES.get(row.role, row.role)),
        name=words.isolated(row.name),
        how=_(HOW.get(row.how, row.how)).lower(),
        day=words.short_day(row.on, today),
    )
    return text + (" " + _("(heard by {name})").format(name=row.witness) if row.witness else "")


def begun_line(plan: SupportPlanRow, today: date) -> str:
    """Which version, begun when and by whom."""
    text = _("Version {n}, begun {day}").format(
        n=plan.version, day=words.short_day(plan.started, today)
    )
    by = _("by {name}").format(name=words.isolated(plan.author)) if plan.author else ""
    return " ".join(part for part in (text, by) if part)


def version_line(row: VersionRow, today: date) -> str:
    """One version in the list: when begun, when signed, why."""
    parts = [_("begun {day}").format(day=words.short_day(row.started, today))]
    if row.signed:
        parts.append(_("signed {day}").format(day=words.short_day(row.signed, today)))
    if row.author:
        parts.append(words.isolated(row.author))
    if row.why:
        parts.append(readable(row.why))
    return " · ".join(parts)


def review_line(plan: SupportPlanRow, today: date) -> tuple[str, str]:
    """When it is looked at again: colour and words."""
    if plan.review is None:
        return "muted", _("No review day is set")
    left = (plan.review - today).days
    when = words.day(plan.review)
    if left < 0:
        return "danger", _("The review was due on {day}; revise the plan.").format(day=when)
    if left == 0:
        return "warning", _("Review today")
    return "text", _("Next review on {day}").format(day=when)


def cell(label: str, text: str | None) -> str:
    """What stands in one place of a version, for the side-by-side reading; days, phases and yes or
    no in the interface's words."""
    if not text:
        return ""
    if text in PHASES:
        return _(PHASES[text])
    if text in PAID:
        return _(PAID[text])
    try:
        return words.day(date.fromisoformat(text))
    except ValueError:
        return text
