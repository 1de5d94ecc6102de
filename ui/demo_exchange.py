"""The sample's exchange: a folder shared with a plan, what went and came, a batch, its answer."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from navigator_app.domain.eligibility import How, MediCal
from navigator_app.domain.facts import Path as WayIn
from navigator_app.domain.intake_rows import NewMember
from navigator_app.domain.vocabulary import Service
from navigator_app.services import (
    batch_choose,
    batch_send,
    batches,
    connections,
    eligibility,
    exports,
    intake,
    review_queue_moves,
    synchronize,
)
from navigator_app.services.eligibility import CheckDraft
from navigator_app.services.practice_plan import answered
from navigator_app.services.workspace import Workspace
from ui.demo_past import PERIOD
from ui.demo_story import Back, Table
from ui.demo_team import Crew

PLAN = "bayview"

_WRITTEN = 1_700_000_000
"""When the plan's files were last written, in seconds since 1970: long enough ago to be whole."""

_NOTICE = "Notice,Valid From\r\nOffice closed on the day after Thanksgiving,11/27/2026\r\n"
"""A file that no layout knows: somebody has to look at it."""

_ANSWER = (
    "Determination", "Determination Reason", "Authorization Number", "Authorization Start",
    "Authorization End", "Decision Date",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Line:
    """The two folders, seen from both sides."""

    ws: Workspace
    inbox: Path
    outbox: Path

    def drop(self, name: str, content: bytes) -> None:
        """The plan lays a file down."""
        target = self.inbox / name
        target.write_bytes(content)
        os.utime(target, (_WRITTEN, _WRITTEN))

    def meet(self) -> None:
        """One exchange with the plan."""
        synchronize.run(self.ws, PLAN)

    def went(self, beginning: str) -> tuple[str, bytes]:
        """The file of ours that the plan has, by how its name begins."""
        found = next(one for one in self.outbox.iterdir() if one.name.startswith(beginning))
        return found.name, found.read_bytes()


def tell(
    ws: Workspace, crew: Crew, story: Table, back: Back, folder: Path, lists: Callable[[str], Path]
) -> str:
    """Write what went and came over the line in the month; `folder` is where the plan's two folders
    are made, `lists` finds a file of the sample. Returns the id of the list that waits for review.
    """
    line = _Line(ws, folder / "from-plan", folder / "to-plan")
    for one in (line.inbox, line.outbox):
        one.mkdir(parents=True)
    _connect(line, back)
    _statuses(line, back)
    _batch(line, story["batch"], back)
    _next_batch(ws, crew, story["next_batch"], back)
    ws.clock = back(days=0, hour=9, minute=50)
    name = "bayview_csasf_2026-11-29.csv"
    line.drop(name, lists(name).read_bytes())
    line.drop("notice_2026-11-28.csv", _NOTICE.encode())
    line.meet()
    return next(one.inbound_file_id for one in synchronize.files(ws, PLAN) if one.name == name)


def _connect(line: _Line, back: Back) -> None:
    """One plan over a folder, one over a server whose key nobody compared yet, one by hand."""
    line.ws.clock = back(days=13, hour=10)
    connections.connect_folder(line.ws, PLAN, inbox=str(line.inbox), outbox=str(line.outbox))
    connections.connect_hand(line.ws, "coastal")


def _statuses(line: _Line, back: Back) -> None:
    """October's status file goes; the plan turns one row of it down."""
    line.ws.clock = back(days=13, hour=11)
    exports.build(line.ws, PLAN, PERIOD)
    line.meet()
    name, sent = line.went("CSRTF_")
    line.ws.clock = back(days=10, hour=8, minute=30)
    line.drop(f"response_{name}", answered(sent, 1))
    line.meet()


# --- a batch --------------------------------------------------------------------------------------


def _batch(line: _Line, told: Table, back: Back) -> None:
    """Members of the drop-in are put to the plan, and it answers each row."""
    ws = line.ws
    ws.clock = back(days=told["sent"] + 1, hour=13)
    members = [_taken_in(ws, one) for one in told["member"]]
    starts = ws.clock.today() + timedelta(days=12)
    key, _changes = batches.start(
        ws,
        plan=PLAN,
        service=Service.HTNS,
        title=told["title"],
        starts=starts,
        ends=starts + timedelta(days=364),
    )
    batches.add(ws, key, members)
    batch_send.attest(ws, key, told["attestation"])
    ws.clock = back(days=told["sent"], hour=9)
    batch_send.build(ws, key)
    line.meet()
    name, sent = line.went("CSBATCH_")
    ws.clock = back(days=told["answered"], hour=8, minute=30)
    line.drop(f"answer_{name}", _answer(sent, told["outcomes"]))
    line.meet()


def _taken_in(ws: Workspace, one: Table) -> str:
    """Somebody met at the drop-in who said yes, found with this plan; the member's id."""
    today = ws.clock.today()
    day = (today - timedelta(days=3)).isoformat()
    row, _changes = intake.create(
        ws,
        plan=PLAN,
        service=Service.HTNS,
        path=WayIn.BOTTOM_UP,
        values={"identified_on": day, "opted_in_on": day},
        member=NewMember(
            one["first_name"],
            one["last_name"],
            one["born"],
            cin=one["cin"],
            language_spoken=one["language"],
        ),
    )
    eligibility.record(ws, CheckDraft(row.member_id, MediCal.ACTIVE, How.PORTAL, today))
    return row.member_id


def _answer(sent: bytes, outcomes: Sequence[str]) -> bytes:
    """The rows of a batch as they went, with what the plan says of each."""
    said = {
        "yes": ("Approved", "", "A{n:08d}", "12/02/2026", "12/01/2027", "11/27/2026"),
        "no": ("Denied", "Served by another provider", "", "", "", "11/27/2026"),
        "back": ("Returned", "Housing status is missing", "", "", "", ""),
    }
    rows = list(csv.reader(io.StringIO(sent.decode("utf-8-sig"))))
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([*rows[0], *_ANSWER])
    for place, (row, outcome) in enumerate(zip(rows[1:], outcomes, strict=True)):
        words = [cell.format(n=54_120_300 + 17 * place) for cell in said[outcome]]
        writer.writerow([*row, *words])
    return out.getvalue().encode()


def _next_batch(ws: Workspace, crew: Crew, told: Table, back: Back) -> None:
    """Extensions that somebody began to gather, and asks a word on."""
    clerk = replace(ws, user=crew.others[3], clock=back(days=1, hour=15))
    key, _changes = batches.start(
        clerk, plan=PLAN, service=Service.HTNS, title=told["title"],
        starts=clerk.clock.today() + timedelta(days=33),
    )  # fmt: skip
    ending = batch_choose.by_ending(clerk, key, 330)
    batches.add(clerk, key, [one.member_id for one in ending[:5]])
    review_queue_moves.ask(clerk, "batch", key, told["note"])
