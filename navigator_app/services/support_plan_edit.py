"""Writing a housing support plan: each field, barrier and step is one durable transaction.

What cannot be kept is refused at its field ("short_by_on"); what was typed stays with the form.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from navigator_app.domain.identifiers import uuid7
from navigator_app.domain.records import Changes
from navigator_app.domain.support_plan import PHASES
from navigator_app.errors import InputRejected, NotFound
from navigator_app.i18n import _
from navigator_app.services.phrases import day
from navigator_app.services.support_plan import Saved, form
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_support_plan
from navigator_app.store.reads_support_plan import Place

LONGEST = 1_000_000
"""Characters of one field: a thousand pages is a slip of the clipboard."""

MOST_YEARS = 10
"""Years ahead of a goal; beyond, it is a slip of the pen."""

_TEXTS = (
    "phase", "barrier", "short_goal", "short_measure", "long_goal", "long_measure", "approach",
    "other_providers",
)  # fmt: skip
_DAYS = ("short_by_on", "long_by_on")

Value = str | date | bool | None


def answer(ws: Workspace, plan_id: str, field: str, value: str) -> Saved:
    """Keep what stands in a field of the form. InputRejected (at the field) for a text that is too
    long or holds what is no text, and for a version that is not open to change."""
    where = _open(reads_support_plan.place(ws.store, plan_id))
    if form().field(field) is None:
        raise InputRejected(field, _("The form has no such field."))
    text = checked_text(field, value)
    known = reads_support_plan.answer_id(ws.store, plan_id, field)
    with ws.transaction("support_plan_answer") as tx:
        if known is not None:
            tx.update("support_plan_answer", known, {"value": text})
        elif text:
            row = {"id": uuid7(), "support_plan_id": plan_id, "field": field, "value": text}
            tx.insert("support_plan_answer", row)
    return _saved(plan_id, tx.id, where)


def set_review(ws: Workspace, plan_id: str, on: date | None) -> Saved:
    """Keep the day of the next review. InputRejected for a day that is past."""
    where = _open(reads_support_plan.place(ws.store, plan_id))
    if on is not None and on < ws.clock.today():
        raise InputRejected(
            "review_on", _("{day} is past.").format(day=day(on)), _("Choose a day to come.")
        )
    _not_far(ws, "review_on", on)
    with ws.transaction("support_plan_review") as tx:
        tx.update("support_plan", plan_id, {"review_on": _iso(on)})
    return _saved(plan_id, tx.id, where)


def set_why(ws: Workspace, plan_id: str, why: str) -> Saved:
    """Keep why this version was begun."""
    where = _open(reads_support_plan.place(ws.store, plan_id))
    with ws.transaction("support_plan_why") as tx:
        tx.update("support_plan", plan_id, {"why": checked_text("why", why)})
    return _saved(plan_id, tx.id, where)


def add_barrier(
    ws: Workspace, plan_id: str, *, phase: str = "getting", common: str = "", barrier: str = ""
) -> Saved:
    """Add a barrier at the end, empty, in somebody's words, or a common one with its goals to
    start from; `id` of what is returned is the barrier's."""
    where = _open(reads_support_plan.place(ws.store, plan_id))
    known = next((one for one in form().common if one.id == common), None)
    if common and known is None:
        raise InputRejected("barrier", _("There is no such barrier in the list."))
    values: dict[str, object] = {"phase": _phase(phase), "barrier": barrier.strip()}
    if known is not None:
        values = {
            "phase": known.phase,
            "barrier": _(known.barrier),
            "short_goal": _(known.short_goal),
            "short_measure": _(known.short_measure),
            "long_goal": _(known.long_goal),
            "long_measure": _(known.long_measure),
        }
    barrier_id = uuid7()
    with ws.transaction("support_plan_barrier") as tx:
        last = tx.execute(
            "SELECT coalesce(max(position), -1) FROM support_plan_barrier "
            "WHERE support_plan_id = ?",
            (plan_id,),
        ).fetchone()
        known_row = {"id": barrier_id, "support_plan_id": plan_id, "position": last[0] + 1}
        tx.insert("support_plan_barrier", {**known_row, **values, "created_at": tx.now})
    return _saved(barrier_id, tx.id, where)


def set_barrier(ws: Workspace, barrier_id: str, values: Mapping[str, Value]) -> Saved:
    """Change columns of a barrier: words, days (`short_by_on`, `long_by_on`), `medi_cal_pays`.

    InputRejected names the column: a goal's day before the plan began, the long-term goal before
    the short-term one, a text that is too long.
    """
    where = _open(reads_support_plan.place_of_barrier(ws.store, barrier_id))
    changed: dict[str, object] = {}
    for name, value in values.items():
        if name in _DAYS:
            on = value if isinstance(value, date) else None
            _check_goal_day(ws, where, name, on)
            changed[name] = _iso(on)
        elif name == "phase":
            changed[name] = _phase(str(value))
        elif name in _TEXTS:
            changed[name] = checked_text(name, str(value or ""))
        elif name == "medi_cal_pays":
            changed[name] = None if value is None else int(bool(value))
        else:
            raise InputRejected(name, _("A barrier has no such field."))
    _check_order(ws, barrier_id, changed)
    with ws.transaction("support_plan_barrier") as tx:
        tx.update("support_plan_barrier", barrier_id, changed)
    return _saved(barrier_id, tx.id, where)


def remove_barrier(ws: Workspace, barrier_id: str) -> Saved:
    """Take a barrier out with its steps; it can be undone."""
    where = _open(reads_support_plan.place_of_barrier(ws.store, barrier_id))
    if ws.store.one("SELECT 1 FROM encounter WHERE barrier_id = ? LIMIT 1", (barrier_id,)):
        raise InputRejected(
            "barrier",
            _("Services were recorded for this barrier."),
            _("Mark it as stopped instead; it stays with its notes."),
        )
    with ws.transaction("support_plan_barrier_removed") as tx:
        tx.execute("DELETE FROM support_plan_step WHERE barrier_id = ?", (barrier_id,))
        tx.execute("DELETE FROM support_plan_barrier WHERE id = ?", (barrier_id,))
    return _saved(barrier_id, tx.id, where)


def add_step(
    ws: Workspace, barrier_id: str, what: str = "", owner: str = "", due: date | None = None
) -> Saved:
    """Add a step toward a barrier's goals; `id` of what is returned is the step's."""
    where = _open(reads_support_plan.place_of_barrier(ws.store, barrier_id))
    _check_goal_day(ws, where, "due_on", due)
    step_id = uuid7()
    with ws.transaction("support_plan_step") as tx:
        last = tx.execute(
            "SELECT coalesce(max(position), -1) FROM support_plan_step WHERE barrier_id = ?",
            (barrier_id,),
        ).fetchone()
        tx.insert(
            "support_plan_step",
            {
                "id": step_id,
                "barrier_id": barrier_id,
                "position": last[0] + 1,
                "what": checked_text("what", what),
                "owner": checked_text("owner", owner),
                "due_on": _iso(due),
                "created_at": tx.now,
            },
        )
    return _saved(step_id, tx.id, where)


def set_step(ws: Workspace, step_id: str, values: Mapping[str, Value]) -> Saved:
    """Change `what`, `owner` or `due_on` of a step; InputRejected names the column."""
    where = _open(reads_support_plan.place_of_step(ws.store, step_id))
    changed: dict[str, object] = {}
    for name, value in values.items():
        if name == "due_on":
            on = value if isinstance(value, date) else None
            _check_goal_day(ws, where, name, on)
            changed[name] = _iso(on)
        elif name in ("what", "owner"):
            changed[name] = checked_text(name, str(value or ""))
        else:
            raise InputRejected(name, _("A step has no such field."))
    with ws.transaction("support_plan_step") as tx:
        tx.update("support_plan_step", step_id, changed)
    return _saved(step_id, tx.id, where)


def remove_step(ws: Workspace, step_id: str) -> Saved:
    """Take a step out; it can be undone."""
    where = _open(reads_support_plan.place_of_step(ws.store, step_id))
    with ws.transaction("support_plan_step_removed") as tx:
        tx.execute("DELETE FROM support_plan_step WHERE id = ?", (step_id,))
    return _saved(step_id, tx.id, where)


def checked_text(field: str, text: str) -> str:
    """A text as it is kept; InputRejected for one that is too long or holds what is no letter."""
    if len(text) > LONGEST:
        raise InputRejected(
            field,
            _("This text is longer than a field can hold."),
            _("Keep the long paper as an attachment, and its point here."),
        )
    try:
        text.encode()
    except UnicodeEncodeError:
        raise InputRejected(
            field, _("This holds signs that are no text."), _("Type it, or paste it as plain text.")
        ) from None
    return text.replace("\r\n", "\n").replace("\x00", "").strip()


def no_plan() -> NotFound:
    """There is no such part of a plan."""
    return NotFound(_("Not found"), _("This part of the plan is no longer there."))


def _open(where: Place | None) -> Place:
    if where is None:
        raise no_plan()
    if not where.state.open_to_change:
        raise InputRejected(
            "plan",
            _("This version is not open to change: {state}.").format(state=_(where.state.value)),
            _("Take it back, or revise it once it is signed."),
        )
    return where


def _check_goal_day(ws: Workspace, where: Place, field: str, on: date | None) -> None:
    if on is not None and on < where.started:
        raise InputRejected(
            field,
            _("{day} is before this version was begun, on {start}.").format(
                day=day(on), start=day(where.started)
            ),
            _("Choose a later day."),
        )
    _not_far(ws, field, on)


def _not_far(ws: Workspace, field: str, on: date | None) -> None:
    if on is not None and on.year > ws.clock.today().year + MOST_YEARS:
        raise InputRejected(
            field,
            _("{day} is more than {n} years ahead.").format(day=day(on), n=MOST_YEARS),
            _("Check the year."),
        )


def _check_order(ws: Workspace, barrier_id: str, changed: Mapping[str, object]) -> None:
    if not set(_DAYS) & set(changed):
        return
    row = ws.store.one(
        "SELECT short_by_on, long_by_on FROM support_plan_barrier WHERE id = ?", (barrier_id,)
    )
    kept = dict(zip(_DAYS, row or (None, None), strict=True))
    days = {**kept, **{name: changed[name] for name in _DAYS if name in changed}}
    short, long = days["short_by_on"], days["long_by_on"]
    if short and long and str(long) < str(short):
        field = "long_by_on" if "long_by_on" in changed else "short_by_on"
        raise InputRejected(
            field,
            _("The long-term goal would be due before the short-term one."),
            _("Correct one of the two days."),
        )


def _phase(word: str) -> str:
    if word not in PHASES:
        raise InputRejected("phase", _("Choose getting or keeping a home."))
    return word


def _iso(on: date | None) -> str | None:
    return on.isoformat() if on else None


def _saved(key: str, transaction_id: str, where: Place) -> Saved:
    return Saved(key, transaction_id, Changes(members=frozenset({where.member_id})))
