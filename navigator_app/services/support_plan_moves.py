"""A support plan on its way: sent for review, returned with comments, approved, signed, locked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from navigator_app.domain.identifiers import uuid7
from navigator_app.domain.records import Changes
from navigator_app.domain.support_plan import (
    FROM,
    HOW_SIGNED,
    REVIEWERS_MOVES,
    SIGNERS,
    TO,
    Move,
    PlanState,
    SignatureRow,
    SupportPlanRow,
    content_sha256,
    may_review,
    signatures_complete,
)
from navigator_app.domain.support_plan_form import Purpose
from navigator_app.errors import InputRejected
from navigator_app.i18n import _
from navigator_app.services.phrases import day
from navigator_app.services.support_plan import Saved, form, lacks, one
from navigator_app.services.support_plan_edit import checked_text, no_plan
from navigator_app.services.workspace import Workspace, required
from navigator_app.store import reads_review, reads_support_plan


@dataclass(frozen=True, slots=True)
class SignatureDraft:
    """A signature as somebody records it; `how` is paper, screen or verbal."""

    role: str
    name: str
    how: str
    on: date
    witness: str = ""


def submit(ws: Workspace, plan_id: str) -> Saved:
    """Send a version for review. InputRejected names the place that is still empty."""
    plan = _ready(ws, plan_id, Move.SUBMIT)
    _complete(ws, plan)
    return _move(ws, plan, Move.SUBMIT)


def take_back(ws: Workspace, plan_id: str) -> Saved:
    """Take a version back out of review."""
    return _move(ws, _ready(ws, plan_id, Move.TAKE_BACK), Move.TAKE_BACK)


def return_with(ws: Workspace, plan_id: str, comment: str = "") -> Saved:
    """Give a version back to be changed; an open comment of who did not write it says why."""
    from navigator_app.services import review_queue_moves  # asks back here

    plan = _ready(ws, plan_id, Move.RETURN)
    text, hands = checked_text("comment", comment), reads_review.hands(ws.store, plan_id)
    if not text and not review_queue_moves.said_what(ws, plan_id, hands):
        raise InputRejected(
            "comment", _("Say what is to be changed."), _("One sentence is enough.")
        )
    return _move(ws, plan, Move.RETURN, comment=text)


def approve(ws: Workspace, plan_id: str, note: str = "") -> Saved:
    """Approve a version: from now on it can be signed. Only a supervisor may, or a navigator
    where the store knows no supervisor; who approved stands in the record. Nobody approves their
    own, unless nobody else could (`review_queue_moves.check_hands`). `note` stands as a comment."""
    plan = _ready(ws, plan_id, Move.APPROVE)
    words = _others_hands(ws, plan_id, checked_text("comment", note))
    _complete(ws, plan)
    return _move(ws, plan, Move.APPROVE, comment=words)


def reopen(ws: Workspace, plan_id: str) -> Saved:
    """Change an approved version again; signatures given meanwhile no longer hold."""
    plan = _ready(ws, plan_id, Move.REOPEN)
    return _move(ws, plan, Move.REOPEN)


def sign(ws: Workspace, plan_id: str, draft: SignatureDraft) -> Saved:
    """Record one signature. With the member's (or guardian's) and the navigator's the version is
    signed and locked, with the fingerprint of its text.

    InputRejected names the field: a role that signed already, no name, a day ahead or before the
    version was begun, a spoken signature without a witness, or the place that is still empty.
    """
    plan = _ready(ws, plan_id, Move.SIGN)
    name = _checked(ws, plan, draft)
    _complete(ws, plan)
    roles = [*(row.role for row in plan.signatures), draft.role]
    with ws.transaction("support_plan_signature") as tx:
        tx.insert(
            "support_plan_signature",
            {
                "id": uuid7(),
                "support_plan_id": plan_id,
                "role": draft.role,
                "name": name,
                "how": draft.how,
                "signed_on": draft.on.isoformat(),
                "witness": " ".join(draft.witness.split()),
                "user_id": ws.user.id,
                "created_at": tx.now,
            },
        )
        if signatures_complete(roles):
            last = max([draft.on, *(row.on for row in plan.signatures)])
            values = {
                "state": PlanState.SIGNED.slug,
                "state_on": ws.clock.today().isoformat(),
                "signed_on": last.isoformat(),
                "content_sha256": content_sha256(plan, [field.id for field in form().fields]),
            }
            tx.update("support_plan", plan_id, values)
    return _saved(plan, tx.id)


def comment(ws: Workspace, plan_id: str, text: str, about: str = "") -> Saved:
    """Put a remark beside a part of a version: a field's or a barrier's id, "" for the whole."""
    plan = one(ws, plan_id)
    words = required("comment", checked_text("comment", text), _("Write the comment first."))
    if about and form().field(about) is None and plan.barrier(about) is None:
        raise no_plan()
    comment_id = uuid7()
    with ws.transaction("support_plan_comment") as tx:
        tx.insert(
            "support_plan_comment",
            {
                "id": comment_id,
                "support_plan_id": plan_id,
                "about": about,
                "comment": words,
                "user_id": ws.user.id,
                "created_at": tx.now,
            },
        )
    return replace(_saved(plan, tx.id), id=comment_id)


def resolve(ws: Workspace, plan_id: str, comment_id: str, done: bool = True) -> Saved:
    """Say that a remark is dealt with, or not yet."""
    plan = one(ws, plan_id)
    if comment_id not in {row.id for row in plan.comments}:
        raise no_plan()
    with ws.transaction("support_plan_comment_resolved") as tx:
        tx.update("support_plan_comment", comment_id, {"resolved_at": tx.now if done else None})
    return replace(_saved(plan, tx.id), id=comment_id)


def _ready(ws: Workspace, plan_id: str, move: Move) -> SupportPlanRow:
    plan = one(ws, plan_id)
    if plan.state not in FROM[move]:
        raise InputRejected(
            "plan",
            _("This version is: {state}.").format(state=_(plan.state.value)),
            _("Look at the plan again; somebody may have moved it on."),
        )
    supervisors = reads_support_plan.supervisors(ws.store)
    if move in REVIEWERS_MOVES and not may_review(ws.user.role, supervisors):
        raise InputRejected(
            "plan",
            _("A supervisor reviews plans here."),
            _("Ask your supervisor to open it; it waits for them."),
        )
    return plan


def _others_hands(ws: Workspace, plan_id: str, note: str) -> str:
    from navigator_app.services import review_queue_moves  # asks back here

    return review_queue_moves.check_hands(ws, reads_review.hands(ws.store, plan_id), note)


def _complete(ws: Workspace, plan: SupportPlanRow) -> None:
    missing = [lack for lack in lacks(ws, plan, Purpose.REVIEW) if lack.need.required]
    if missing:
        first = missing[0]
        more = len(missing) - 1
        advice = _("{n} more are missing; the list stands in the plan.").format(n=more)
        raise InputRejected(
            first.about,
            first.says.told(_, day),
            advice if more else _("Fill it in, then try again."),
        )


def _checked(ws: Workspace, plan: SupportPlanRow, draft: SignatureDraft) -> str:
    """Refuse what is wrong with a signature; the name as it is kept."""
    if draft.role not in SIGNERS:
        raise InputRejected("role", _("Choose who signs."))
    same = {"member", "guardian"} if draft.role in ("member", "guardian") else {draft.role}
    known: list[SignatureRow] = [row for row in plan.signatures if row.role in same]
    if known:
        text = _("{name} signed already, on {day}.")
        raise InputRejected("role", text.format(name=known[0].name, day=day(known[0].on)))
    name = required("name", draft.name, _("Write the name of who signed."))
    if draft.how not in HOW_SIGNED:
        raise InputRejected("how", _("Choose how it was signed."))
    if draft.on > ws.clock.today():
        raise InputRejected("on", _("That day is in the future."), _("Use today or earlier."))
    if draft.on < plan.started:
        text = _("That is before this version was begun, on {day}.")
        raise InputRejected("on", text.format(day=day(plan.started)))
    if draft.how == "verbal" and not draft.witness.strip():
        raise InputRejected(
            "witness", _("A spoken agreement needs a witness."), _("Write who heard it.")
        )
    return name


def _move(ws: Workspace, plan: SupportPlanRow, move: Move, comment: str = "") -> Saved:
    values: dict[str, object] = {"state": TO[move].slug, "state_on": ws.clock.today().isoformat()}
    if move in REVIEWERS_MOVES:
        values["reviewer_id"] = ws.user.id
    if move is Move.REOPEN:
        values["reviewer_id"] = None
    with ws.transaction(f"support_plan_{move.slug}".replace("-", "_")) as tx:
        if comment:
            row = {"id": uuid7(), "support_plan_id": plan.id, "about": "", "comment": comment}
            tx.insert("support_plan_comment", {**row, "user_id": ws.user.id, "created_at": tx.now})
        if move is Move.REOPEN:
            tx.execute("DELETE FROM support_plan_signature WHERE support_plan_id = ?", (plan.id,))
        tx.update("support_plan", plan.id, values)
    return _saved(plan, tx.id)


def _saved(plan: SupportPlanRow, transaction_id: str) -> Saved:
    return Saved(plan.id, transaction_id, Changes(members=frozenset({plan.member_id})))
