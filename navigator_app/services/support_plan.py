"""A member's housing support plan: read, begun, revised by copying forward, compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from navigator_app.domain import support_plan_checks as checks
from navigator_app.domain.identifiers import uuid7
from navigator_app.domain.records import Changes
from navigator_app.domain.support_plan import (
    Move,
    PlanState,
    SupportPlanRow,
    VersionRow,
    content_sha256,
    moves,
)
from navigator_app.domain.support_plan_checks import Lack, Progress
from navigator_app.domain.support_plan_compare import Beside, beside
from navigator_app.domain.support_plan_form import Form, Purpose
from navigator_app.errors import InputRejected, NotFound
from navigator_app.i18n import _, ngettext
from navigator_app.policy import own, packs, support_plan_form
from navigator_app.services import read_reasons, seen
from navigator_app.services.phrases import day
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_support_plan, referral_state
from navigator_app.store.tx import Tx


@dataclass(frozen=True, slots=True)
class Saved:
    """What a write touched; `undo` names the transaction for `support_plan_undo.undo`."""

    id: str
    undo: str
    changes: Changes


@dataclass(frozen=True, slots=True)
class PlanPage:
    """One version as the window shows it, with the versions beside it.

    `plan` is None while there is none. `lacks` is what is missing before it may be reviewed or
    signed. `alone` is True where no supervisor is known, so that a navigator reviews their own
    plan. `intact` is False when a signed text is not what was signed. `in_force` is the latest
    signed version's id, "" while there is none.
    """

    member_id: str
    member_name: str
    form: Form
    plan: SupportPlanRow | None
    versions: tuple[VersionRow, ...]
    lacks: tuple[Lack, ...] = ()
    progress: Progress = Progress()
    says: str = ""
    moves: tuple[Move, ...] = ()
    alone: bool = False
    intact: bool = True
    in_force: str = ""

    @property
    def editable(self) -> bool:
        """True while the text may be written."""
        return self.plan is not None and self.plan.state.open_to_change


def form() -> Form:
    """The form that is filled in."""
    return support_plan_form.shipped()


def page(ws: Workspace, member_id: str, plan_id: str = "") -> PlanPage:
    """A member's plan: the version named, else the newest. NotFound for an unknown member."""
    read_reasons.need(ws, member_id)
    if not referral_state.member_known(ws.store, member_id):
        raise NotFound(
            _("No such member"),
            _("There is no member with that id."),
            _("Look the member up by name or CIN."),
        )
    versions = reads_support_plan.versions(ws.store, member_id)
    name = reads_support_plan.member_name(ws.store, member_id)
    wanted = plan_id or (versions[0].id if versions else "")
    if not wanted:
        return PlanPage(member_id, name, form(), None, ())
    plan = one(ws, wanted)
    far = checks.progress(plan)
    supervisors = reads_support_plan.supervisors(ws.store)
    return PlanPage(
        member_id=member_id,
        member_name=name,
        form=form(),
        plan=plan,
        versions=tuple(versions),
        lacks=lacks(ws, plan, Purpose.REVIEW),
        progress=far,
        says=progress_words(far),
        moves=_moves(ws, plan, versions, supervisors),
        alone=supervisors == 0,
        intact=intact(plan),
        in_force=next((v.id for v in versions if v.state is PlanState.SIGNED), ""),
    )


def one(ws: Workspace, plan_id: str) -> SupportPlanRow:
    """One version, whole; NotFound when there is none."""
    read_reasons.need_record(ws, "support_plan", plan_id)
    plan = reads_support_plan.plan(ws.store, plan_id)
    if plan is None:
        raise NotFound(
            _("No such plan"),
            _("There is no support plan with that id."),
            _("Open the member and look at the plan there."),
        )
    return seen.plan(ws, plan)


def lacks(
    ws: Workspace, plan: SupportPlanRow, purpose: Purpose, policy: str | None = None
) -> tuple[Lack, ...]:
    """What a version lacks for a purpose; `policy` is the pack of the plan that is asked, the
    member's own without."""
    pack = reads_support_plan.policy_of(ws.store, plan.member_id) if policy is None else policy
    return checks.lacks(form(), plan, purpose, policies(pack), ws.clock.today())


@own.from_packs
@lru_cache(maxsize=64)
def policies(policy: str) -> tuple[str, ...]:
    """A pack with those it builds on; none for none."""
    return tuple(pack.key for pack in packs.standing(policy)) if policy else ()


def intact(plan: SupportPlanRow) -> bool:
    """True while a signed text is the one that was signed; a version without a fingerprint was
    not signed here."""
    if plan.state is not PlanState.SIGNED or not plan.sha256:
        return True
    return content_sha256(plan, [field.id for field in form().fields]) == plan.sha256


def progress_words(far: Progress) -> str:
    """One line: "2 of 5 goals met; next: apply at Maple Court, by Dec 3, 2026"."""
    if not far.goals:
        return _("No goals yet.")
    met = ngettext("{met} of {n} goal met", "{met} of {n} goals met", far.goals)
    text = met.format(met=far.met, n=far.goals)
    if not far.next_what:
        return text + "."
    if far.next_on is None:
        return _("{met}; next: {what}").format(met=text, what=far.next_what)
    return _("{met}; next: {what}, by {day}").format(
        met=text, what=far.next_what, day=day(far.next_on)
    )


def start(ws: Workspace, member_id: str, referral_id: str | None = None) -> Saved:
    """Begin the first version. InputRejected where a version is there already."""
    versions = page(ws, member_id).versions
    if versions:
        raise InputRejected(
            "plan",
            _("This member has a support plan already."),
            _("Go on with it, or revise the signed one."),
        )
    plan_id = uuid7()
    with ws.transaction("support_plan_start") as tx:
        _insert(tx, ws, plan_id, member_id, referral_id=referral_id, version=1)
    return Saved(plan_id, tx.id, Changes(members=frozenset({member_id})))


def revise(ws: Workspace, plan_id: str, why: str = "") -> Saved:
    """Begin a new version as a copy of a signed one: answers, barriers, goals, steps and how far
    they are. InputRejected for one that is not the latest, or not signed yet."""
    plan = one(ws, plan_id)
    versions = reads_support_plan.versions(ws.store, plan.member_id)
    if plan.state is not PlanState.SIGNED:
        raise InputRejected(
            "plan", _("This version is not signed yet."), _("Change it as it stands.")
        )
    if versions[0].id != plan_id:
        raise InputRejected(
            "plan",
            _("A later version is there already: version {n}.").format(n=versions[0].version),
            _("Go on with that one."),
        )
    new = uuid7()
    with ws.transaction("support_plan_revise") as tx:
        _insert(
            tx, ws, new, plan.member_id, referral_id=plan.referral_id,
            version=versions[0].version + 1, previous_id=plan_id, why=why.strip(),
        )  # fmt: skip
        _copy(tx, plan, new)
    return Saved(new, tx.id, Changes(members=frozenset({plan.member_id})))


def compare(ws: Workspace, left_id: str, right_id: str) -> tuple[Beside, ...]:
    """Two versions of one member, field by field. InputRejected for versions of two members."""
    left, right = one(ws, left_id), one(ws, right_id)
    if left.member_id != right.member_id:
        raise InputRejected("version", _("These are plans of two members."))
    return beside(form(), left, right)


def _moves(
    ws: Workspace, plan: SupportPlanRow, versions: Sequence[VersionRow], supervisors: int
) -> tuple[Move, ...]:
    found = moves(plan.state, ws.user.role, supervisors)
    if versions and versions[0].id != plan.id:
        return tuple(move for move in found if move is not Move.REVISE)
    return found


def _insert(tx: Tx, ws: Workspace, plan_id: str, member_id: str, **more: object) -> None:
    today = ws.clock.today().isoformat()
    tx.insert(
        "support_plan",
        {
            "id": plan_id,
            "member_id": member_id,
            "state": PlanState.DRAFT.slug,
            "state_on": today,
            "started_on": today,
            "user_id": ws.user.id,
            "created_at": tx.now,
            **more,
        },
    )


_KEPT = (
    "position, phase, barrier, short_goal, short_measure, short_by_on, long_goal, long_measure, "
    "long_by_on, approach, other_providers, medi_cal_pays, progress, progress_note, met_on, "
    "short_met_on, long_met_on"
)


def _copy(tx: Tx, plan: SupportPlanRow, new: str) -> None:
    for field, value in plan.answers.items():
        tx.insert(
            "support_plan_answer",
            {"id": uuid7(), "support_plan_id": new, "field": field, "value": value},
        )
    for barrier in plan.barriers:
        copy = uuid7()
        tx.execute(
            "INSERT INTO support_plan_barrier(id, support_plan_id, copied_from_id, created_at, "  # noqa: S608
            f"{_KEPT}) SELECT ?, ?, id, ?, {_KEPT} FROM support_plan_barrier WHERE id = ?",
            (copy, new, tx.now, barrier.id),
        )
        for position, step in enumerate(barrier.steps):
            tx.insert(
                "support_plan_step",
                {
                    "id": uuid7(),
                    "barrier_id": copy,
                    "position": position,
                    "what": step.what,
                    "owner": step.owner,
                    "due_on": step.due.isoformat() if step.due else None,
                    "done_on": step.done.isoformat() if step.done else None,
                    "created_at": tx.now,
                },
            )
