"""What a run knows of itself: begun, counted, ended."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from navigator_app.domain.connections import Connection
from navigator_app.domain.exchange import (
    CANCELLED,
    COMMITTED,
    CONFIRMED,
    DONE,
    FAILED,
    FETCHED,
    ITSELF,
    RUNNING,
    SETTLED,
    RunRow,
)
from navigator_app.errors import DiskFull, NavigatorError
from navigator_app.i18n import _
from navigator_app.policy import exchange_limits
from navigator_app.policy.exchange_limits import ExchangeLimits
from navigator_app.services import connections, connections_line
from navigator_app.store import exchange_writes, reads_exchange

if TYPE_CHECKING:
    from navigator_app.exchange.sftp_line import Patience
    from navigator_app.services.connections_line import Opener
    from navigator_app.services.workspace import Workspace

_running: dict[str, tuple[str, str]] = {}  # home: key and name of the plan
_guard = threading.Lock()
_MEASURE_AFTER = timedelta(days=1)


class SyncBusy(NavigatorError):
    """A run is under way in this very program; another waits its turn."""


class PlanPaused(NavigatorError):
    """Nothing goes to that plan by itself."""


@dataclass(frozen=True, slots=True)
class Begun:
    """A run that was begun."""

    run_id: str
    home: str
    kept: Connection
    opener: Opener
    limits: ExchangeLimits
    zone: str
    user_id: str
    today: date
    skew: int | None  # as it was last measured
    measure: bool  # whether to do so again


@dataclass(slots=True)
class Figures:
    """What a run did so far."""

    files_in: int = 0
    files_out: int = 0
    bytes_in: int = 0
    bytes_out: int = 0
    skew_seconds: int | None = None
    troubles: list[tuple[str, str]] = field(default_factory=list)  # cause, sentence

    def note(self, cause: str, sentence: str) -> None:
        """Keep a trouble that does not end the run."""
        self.troubles.append((cause, sentence))


def running(home: str) -> str:
    """The key of the plan that a run is under way with in this store, or ""."""
    with _guard:
        return _running.get(home, ("", ""))[0]


def begin(ws: Workspace, plan_key: str, cause: str, patience: Patience | None) -> Begun:
    """Claim the store for one run and write down that it begins.

    NotFound for a plan without a line; SyncBusy while another run is under way: only one program
    can hold a store, so a row that says otherwise is of a run that was killed.
    """
    kept = connections.known(ws, plan_key)
    if cause == ITSELF and kept.paused:
        raise PlanPaused(
            _("Paused"),
            _("The exchange with {plan} is paused.").format(plan=kept.plan_name),
            _("Take it up again on the page Exchange."),
        )
    opener = connections_line.opener(ws, plan_key, patience)
    home = str(ws.home)
    _claim(home, plan_key, kept.plan_name)
    try:
        known = reads_exchange.last_skew(ws.store, kept.plan_id)
        now = ws.clock.now()
        with ws.transaction("exchange_begin") as tx:
            exchange_writes.cut_stale(tx)
            run_id = exchange_writes.begin_run(
                tx, kept.plan_id, cause=cause, zone=str(ws.clock.tz), user_id=ws.user.id
            )
            for file_id, state in reads_exchange.settled_by_person(ws.store, kept.plan_id):
                exchange_writes.step(
                    tx,
                    file_id,
                    COMMITTED if state == "committed" else SETTLED,
                    zone=str(ws.clock.tz),
                    run_id=run_id,
                    proof=_("a person reviewed it"),
                )
    except BaseException:
        release(home)
        raise
    limits = exchange_limits.shipped()
    return Begun(
        run_id=run_id,
        home=home,
        kept=kept,
        opener=opener,
        limits=limits,
        zone=str(ws.clock.tz),
        user_id=ws.user.id,
        today=ws.clock.today(),
        skew=known[1] if known else None,
        measure=known is None or _measure_anew(now, *known, limits),
    )


def end(ws: Workspace, begun: Begun, figures: Figures, error: BaseException | None) -> RunRow:
    """Write down how the run ended and return it. DiskFull, in the words of a run, where there is
    no room even for that."""
    state, cause, trouble = _outcome(figures, error)
    values = {
        "state": state,
        "trouble": trouble,
        "trouble_cause": cause,
        "files_in": figures.files_in,
        "files_out": figures.files_out,
        "bytes_in": figures.bytes_in,
        "bytes_out": figures.bytes_out,
        "skew_seconds": figures.skew_seconds,
    }
    try:
        with ws.transaction("exchange_end") as tx:
            exchange_writes.end_run(tx, begun.run_id, values)
    except DiskFull:
        raise _no_room() from None
    return reads_exchange.run(ws.store, begun.run_id)


def break_off(ws: Workspace, begun: Begun) -> None:
    """Write down that a run stops because the store closes (lock, sleep); nothing where it ended
    already. What is counted is what its steps say."""
    if reads_exchange.run(ws.store, begun.run_id).state != RUNNING:
        return
    figures = Figures()
    for file in reads_exchange.of_run(ws.store, begun.run_id):
        steps = reads_exchange.steps(ws.store, file.id)
        states = {step.state for step in steps if step.run_id == begun.run_id}
        if FETCHED in states:
            figures.files_in, figures.bytes_in = figures.files_in + 1, figures.bytes_in + file.size
        if CONFIRMED in states:
            figures.files_out += 1
            figures.bytes_out += file.size
    end(ws, begun, figures, KeyboardInterrupt())


def _measure_anew(now: datetime, at: str, seconds: int, limits: ExchangeLimits) -> bool:
    """Whether a measured clock is looked at again: after a day, with each run while the clocks are
    far apart, and where ours was set back since."""
    fresh = timedelta() <= now - datetime.fromisoformat(at) <= _MEASURE_AFTER
    return not fresh or abs(seconds) > limits.skew_seconds


def release(home: str) -> None:
    """Let the next run begin; safe to call twice."""
    with _guard:
        _running.pop(home, None)


def _claim(home: str, plan_key: str, plan_name: str) -> None:
    with _guard:
        if home in _running:
            raise SyncBusy(
                _("Under way"),
                _("An exchange with {plan} is under way.").format(plan=_running[home][1]),
                _("Wait until it has ended, or stop it first."),
            )
        _running[home] = (plan_key, plan_name)


def _no_room() -> DiskFull:
    """Some of a run is done by then: what went is with the plan, what came is kept."""
    return DiskFull(
        _("Disk full"),
        _("This computer's disk has no room left. What went and came before that is kept."),
        _("Make some room on the disk; the rest goes with the next exchange."),
    )


def _outcome(figures: Figures, error: BaseException | None) -> tuple[str, str, str]:
    """State, cause and sentence of a run."""
    if error is None:
        cause, sentence = figures.troubles[0] if figures.troubles else ("", "")
        return DONE, cause, sentence
    cause = getattr(error, "cause", "failed")
    if cause == "cancelled" or isinstance(error, KeyboardInterrupt):
        return CANCELLED, "cancelled", ""
    if isinstance(error, DiskFull):
        return FAILED, str(cause), str(_no_room())
    if isinstance(error, NavigatorError):
        return FAILED, str(cause), str(error)
    return FAILED, "failed", _("Something went wrong that the program did not expect.")
