"""What went over the line to a plan and back, as it is shown: runs, files, steps, one line a plan.

The words of states and causes are slugs, kept in the store; `services.synchronize` says them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

IN, OUT = "in", "out"

# what began a run
ITSELF, BUTTON, COMMAND = "itself", "button", "command"

# what became of a run
RUNNING, DONE, FAILED, CANCELLED, CUT = "running", "done", "failed", "cancelled", "cut"

# the life of a file that came
FETCHED, STAGED, COMMITTED = "fetched", "staged", "committed"
QUARANTINED, SETTLED, TAKEN = "quarantined", "settled", "taken"
"""`taken`: handed to whoever reads its kind: a response, a batch's answer."""

# the life of a file that goes
WAITING, SENDING, SENT, CONFIRMED = "waiting", "sending", "sent", "confirmed"
ACKNOWLEDGED, REFUSED, WITHDRAWN = "acknowledged", "refused", "withdrawn"
UPLOADED, UNSURE, HELD = "uploaded", "unsure", "held"
"""Steps within `sending` and `waiting`: whole under its hidden name; it may have gone, and a
person must ask the plan; it did not go, and why."""
CLEARED, LEFT = "cleared", "left"
"""Of a file that does not go as it was begun: its hidden part was taken away from the plan's
server, or stays there. Neither says where the file itself is."""

# kinds of files
AUTHORIZATIONS, STATUSES, RESPONSE = "authorizations", "statuses", "response"
BATCH, BATCH_RESPONSE, REPORT, UNKNOWN = "batch", "batch-response", "report", "unknown"

NOT_BY_ITSELF = frozenset(
    {
        "refused", "host-key", "no-permission", "too-large", "name-taken", "unsafe-name",
        "not-a-server",
    }
)  # fmt: skip
"""Causes of trouble that trying again does not mend: a person must look first."""


@dataclass(frozen=True, slots=True)
class RunRow:
    """One meeting with a plan's server."""

    id: str
    plan_key: str
    plan_name: str
    started_at: datetime  # UTC
    ended_at: datetime | None
    cause: str  # ITSELF, BUTTON, COMMAND
    state: str  # RUNNING, DONE, FAILED, CANCELLED, CUT
    trouble: str  # one plain sentence, "" when nothing was wrong
    trouble_cause: str  # a word of `exchange.transport_errors`, or ""
    again: bool  # whether trying later by itself makes sense
    files_in: int
    files_out: int
    bytes_in: int
    bytes_out: int
    skew_seconds: int | None  # positive: their clock is ahead of ours
    user_name: str


@dataclass(frozen=True, slots=True)
class FileRow:
    """One file that went or came, at its newest step."""

    id: str
    plan_key: str
    direction: str
    kind: str
    name: str
    sha256: str
    size: int
    state: str
    created_at: datetime
    at: datetime  # of its newest step
    proof: str  # of its newest step: what was seen, or why it stays
    reason: str  # why it is in quarantine, "" where it is not
    period: str  # of a status file
    inbound_file_id: str
    outbound_file_id: str
    batch_id: str
    report_id: str
    dated: str = ""  # day or month, in ISO form, that the file's own words say it is of
    unsure: bool = False  # it was about to go, and nobody knows whether it did

    @property
    def told_state(self) -> str:
        """The state as a person is told it: of a file whose end is not sure, that."""
        return UNSURE if self.unsure else self.state


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step in a file's life."""

    file_id: str
    run_id: str
    at: datetime
    state: str
    proof: str
    user_name: str


@dataclass(frozen=True, slots=True)
class PlanLine:
    """How the exchange with one plan stands, for one line on a page."""

    plan_key: str
    plan_name: str
    kind: str  # sftp, folder, hand; "" where nobody said how files go
    ready: bool  # goes without a person
    trusted: bool
    paused: bool
    syncing: bool
    statuses_waiting: int  # that stand, and that no sent file carries
    files_waiting: int  # to go
    unsure: int  # files of which nobody knows whether they went
    last_sent_at: datetime | None
    last_sent_name: str
    to_review: tuple[FileRow, ...]  # came, and wait for a person
    in_quarantine: int
    last_run: RunRow | None
    trouble: str  # of the last run, or of a file that does not go; "" when all is well
    text: str  # the whole as one sentence, in the reader's language
    other_files: int = 0  # of those that wait to go, how many are no status files
    saved: int = 0  # by hand: status files that were saved and nobody has marked as sent

    @property
    def unreachable(self) -> bool:
        """Whether nobody answered at the last run: no person's work yet, it is tried again."""
        run = self.last_run
        failed = run is not None and run.state == FAILED
        silent = run is not None and run.trouble_cause in ("unreachable", "timed-out")
        return failed and silent and not self.syncing

    @property
    def interrupted(self) -> bool:
        """Whether the last run was cut short (the line, this program): the next one goes on from
        there, and nobody need do anything."""
        run = self.last_run
        if run is None or self.syncing:
            return False
        return run.state in (CUT, RUNNING) or (run.state, run.trouble_cause) == (FAILED, "cut")


@dataclass(frozen=True, slots=True)
class Summary:
    """The truth for the status bar."""

    state: str  # none (no connection), syncing, offline, metered (nothing goes by itself), trouble,
    #              unreachable, cut (goes on by itself), paused, idle
    waiting: int  # statuses that are to go, and files of other kinds
    to_review: int
    unsure: int
    trouble: str
    last_at: datetime | None  # of the last run that was done
    text: str  # a few words, in the reader's language


@dataclass(frozen=True, slots=True)
class Event:
    """What a run is doing just now; told on the thread where it happens."""

    plan_key: str
    phase: str  # connecting, looking, fetching, reading, taking, building, sending, ended
    name: str = ""  # of a file
    done: int = 0  # bytes, or rows while taking
    all: int = 0
