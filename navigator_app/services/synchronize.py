"""The exchange with plans: one run at a time, what it did, how it stands.

All functions but `meeting` belong to the store's thread.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from navigator_app.domain.connections import HAND, Connection
from navigator_app.domain.exchange import (
    BUTTON,
    CONFIRMED,
    CUT,
    DONE,
    FAILED,
    ITSELF,
    SENDING,
    UNSURE,
    WAITING,
    Event,
    FileRow,
    RunRow,
    StepRow,
)
from navigator_app.errors import InputRejected, NotFound
from navigator_app.i18n import _
from navigator_app.policy import exchange_limits
from navigator_app.runtime.scheduler import Pace, next_due
from navigator_app.services import agency, connections, exports, sync_begun, sync_kinds, sync_out
from navigator_app.services.sync_state import lines as lines
from navigator_app.services.sync_state import summary as summary
from navigator_app.services.sync_steps import Meeting, drive
from navigator_app.store import exchange_writes, reads_exchange, reads_exports

if TYPE_CHECKING:
    from random import Random

    from navigator_app.exchange.sftp_line import Patience
    from navigator_app.exchange.transport import Cancel
    from navigator_app.services.sync_steps import Tell
    from navigator_app.services.workspace import Workspace


def run(
    ws: Workspace,
    plan_key: str | None = None,
    *,
    cause: str = BUTTON,
    tell: Tell | None = None,
    cancel: Cancel | None = None,
    patience: Patience | None = None,
) -> list[RunRow]:
    """Meet one plan's server, or each one's after the other, on this thread.

    A line that fails is a row with its trouble, no exception. NotFound for a plan without a line,
    SyncBusy while another run is under way. After Cancelled the rest is left out.
    """
    done: list[RunRow] = []
    for key in [plan_key] if plan_key else callable_plans(ws, cause):
        met = drive(ws, meeting(key, cause=cause, tell=tell, cancel=cancel, patience=patience))
        done.append(met)
        if cancel is not None and cancel.is_set():
            break
    return done


def meeting(
    plan_key: str,
    *,
    cause: str = BUTTON,
    tell: Tell | None = None,
    cancel: Cancel | None = None,
    patience: Patience | None = None,
) -> Meeting:
    """One run as steps, for whoever has a thread for the store and one for the line."""
    from navigator_app.services import sync_run  # the SSH library's errors: not at start-up

    return Meeting(sync_run.steps(plan_key, cause, tell or _silent, cancel, patience))


def callable_plans(ws: Workspace, cause: str) -> list[str]:
    """The keys of the plans that a run goes to, in order. By itself only where nothing is left for
    a person to say: the key is confirmed and nobody paused it."""
    found = connections.listing(ws)
    if cause == ITSELF:
        return [one.plan_key for one in found if one.ready and not one.paused]
    return [one.plan_key for one in found if one.kind != HAND]


def running(ws: Workspace) -> str:
    """The plan that a run is under way with, or ""."""
    return sync_begun.running(str(ws.home))


def history(ws: Workspace, plan_key: str = "", limit: int = 100) -> list[RunRow]:
    """Runs, all or of one plan, the newest first."""
    return reads_exchange.runs(ws.store, _plan_id(ws, plan_key), limit)


def files(
    ws: Workspace, plan_key: str = "", direction: str = "", limit: int = 200, before: str = ""
) -> list[FileRow]:
    """Files that went or came, the newest first; `before` is the id of the last one shown."""
    return reads_exchange.files(ws.store, _plan_id(ws, plan_key), direction, limit, before)


def of_run(ws: Workspace, run_id: str) -> list[FileRow]:
    """The files that a run touched, as they are now."""
    return reads_exchange.of_run(ws.store, run_id)


def file(ws: Workspace, file_id: str) -> FileRow:
    """One file; NotFound when there is none."""
    found = reads_exchange.file(ws.store, file_id)
    if found is None:
        raise NotFound(_("Not found"), _("There is no such file of an exchange."))
    return found


def life(ws: Workspace, file_id: str) -> list[StepRow]:
    """The steps of a file's life, the first first."""
    return reads_exchange.steps(ws.store, file_id)


def pause(ws: Workspace, plan_key: str) -> Connection:
    """Let nothing go to a plan by itself."""
    return connections.set_paused(ws, plan_key, True)


def resume(ws: Workspace, plan_key: str) -> Connection:
    """Let it go by itself again."""
    return connections.set_paused(ws, plan_key, False)


def send_month(ws: Workspace, plan_key: str, period: str) -> FileRow:
    """Let a built status file go with the next run, of a month not yet over, too: a plan may ask
    for it twice a month. InputRejected where none was built, or it went already."""
    plan = agency.plan(ws, plan_key)
    found = reads_exports.files(ws.store, plan.id, period)
    if not found or found[0].state != "built":
        raise InputRejected(
            "period",
            _("No status file of {period} waits to go.").format(period=period),
            _("Build it first. One that was sent stays as it is."),
        )
    line = reads_exchange.of_outbound(ws.store, found[0].id)
    if line is None or line.state not in (WAITING, SENDING):
        file_id = sync_out.put_month(ws, plan.id, found[0].id, found[0].name, found[0].sha256, None)
        return file(ws, file_id)
    return line


def settle_unsure(ws: Workspace, file_id: str, went: bool, how: str = "") -> FileRow:
    """Write down what the plan said of a file that may have gone: it has it, or it goes again.

    `how` says what shows that it went, where it is not a person's word. InputRejected for a file of
    which nobody is unsure.
    """
    found = file(ws, file_id)
    if found.state != SENDING or reads_exchange.last_step(ws.store, file_id)[0] != UNSURE:
        raise InputRejected(
            "file_id", _("It is known what became of this file."), _("Look at its life.")
        )
    zone, user = str(ws.clock.tz), ws.user.id
    with ws.transaction("exchange_settle") as tx:
        if not went:
            said = _("the plan does not have it")
            exchange_writes.step(tx, file_id, WAITING, zone=zone, proof=said, user_id=user)
        else:
            said = how or _("the plan says that it has it")
            exchange_writes.step(tx, file_id, CONFIRMED, zone=zone, proof=said, user_id=user)
            if found.outbound_file_id:
                name = agency.plan(ws, found.plan_key).name
                exports.left(ws, tx, name, found.outbound_file_id, found.name)
            else:
                sync_kinds.left(ws, tx, found)
    return file(ws, file_id)


def next_run(ws: Workspace, rng: Random) -> datetime | None:
    """When a run by itself is due with any plan; None: never, a person must do something first.

    Computed from what was written down, so that a restart changes nothing but the spread.
    """
    due = [at for key in callable_plans(ws, ITSELF) if (at := next_of(ws, key, rng))]
    return min(due, default=None)


def next_of(ws: Workspace, plan_key: str, rng: Random) -> datetime | None:
    """When a run by itself is due with one plan; None after a trouble that trying again does not
    mend (a run by a person that goes well ends that)."""
    limits = exchange_limits.shipped()
    pace = Pace(
        timedelta(minutes=limits.every_minutes),
        limits.spread_percent,
        timedelta(minutes=limits.after_failure_minutes),
        timedelta(minutes=limits.longest_minutes),
    )
    runs = history(ws, plan_key, 20)
    failures = 0
    for one in runs:
        if one.state == DONE:
            break
        failures += one.state in (FAILED, CUT)
    if runs and runs[0].state == FAILED and not runs[0].again:
        return None
    return next_due(runs[0].started_at if runs else None, failures, ws.clock.now(), pace, rng)


def _plan_id(ws: Workspace, plan_key: str) -> str:
    return agency.plan(ws, plan_key).id if plan_key else ""


def _silent(_event: Event) -> None:
    """Tell nobody."""
