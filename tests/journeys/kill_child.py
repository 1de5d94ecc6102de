"""Works on a store until somebody kills it; says on standard output what is safely done.

Each line is one JSON object, written only after the service has returned: what is said here must
be there after `kill -9`, whenever that comes. The passphrase comes on standard input.
"""

from __future__ import annotations

import json
import random
import sys
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from navigator_app.domain.records import AttemptDraft, CaseloadQuery  # noqa: E402
from navigator_app.domain.vocabulary import Mode, Outcome  # noqa: E402
from navigator_app.runtime.clock import Clock  # noqa: E402
from navigator_app.services import (  # noqa: E402
    caseload,
    import_authorizations,
    record_outreach,
    workspace,
)

NOW = datetime(2026, 11, 30, 10, 0, tzinfo=ZoneInfo("America/Los_Angeles"))
CLOCK = Clock("America/Los_Angeles", NOW)
ROWS = 120
"""Rows of each file; the numbers of a file's members are `turn * ROWS` and on."""

BATCH = 3
"""Members of one attempt batch: all or none."""

HEADINGS = (
    "Member First Name,Member Last Name,Medi-Cal Member Client Index Number (CIN),"
    "Managed Care Plan Member ID Number,Member Date of Birth,Member Primary Phone Number,"
    "Member Residential Address,Member Email,Member Preferred Language (Spoken),"
    "Member Preferred Language (Written),Member Gender Code,Member Race or Ethnicity Code,"
    "Member Homelessness Indicator,Member Guardian or Conservator First Name,"
    "Member Guardian or Conservator Last Name,Member Guardian or Conservator Phone Number,"
    "Referred Service,Referral Type,Date Received Request for Authorization,"
    "Referral Authorization Status,Authorization Effective Date,Authorization End Date,"
    "Date MCP Provides a Response About the Request for Authorization,"
    "Date Referral Sent to Servicing Provider Organization"
)


def cin_of(number: int) -> str:
    """The CIN of the invented member with that number."""
    return f"9{number:07d}{'ABCDEFGHKMNPSTVWXYZ'[number % 19]}"


def file_of(turn: int, folder: Path) -> Path:
    """Write the plan's file of a turn and return it; the same turn gives the same bytes."""
    lines = [HEADINGS]
    for number in range(turn * ROWS, (turn + 1) * ROWS):
        lines.append(
            f"Tala{number},Begay{number},{cin_of(number)},00{number:09d},01/02/1980,"
            f"{4152000000 + number},No fixed current address,,English,English,F,A,Y,,,,"
            "Housing Transition Navigation Services,1,11/02/2026,Approved,11/02/2026,11/01/2027,"
            "11/03/2026,11/04/2026"
        )
    path = folder / f"turn-{turn}.csv"
    path.write_bytes(("\r\n".join(lines) + "\r\n").encode("utf-8-sig"))
    return path


def say(**facts: object) -> None:
    """One acknowledged fact."""
    sys.stdout.write(json.dumps(facts) + "\n")
    sys.stdout.flush()


def take_in(ws: workspace.Workspace, turn: int, folder: Path) -> None:
    """Import the file of a turn and acknowledge it."""
    layouts = import_authorizations.layouts_for(ws, "bayview")
    parsed = import_authorizations.read(file_of(turn, folder), layouts)
    staged = import_authorizations.stage(ws, parsed, "bayview")
    review, _changes = import_authorizations.commit(ws, staged.id)
    say(did="import", turn=turn, id=review.id)


def attempt(ws: workspace.Workspace, rng: random.Random, mark: str) -> None:
    """Record one attempt for a few members at once and acknowledge it."""
    total = caseload.page(ws, _all(), 0, 1).total
    if total < BATCH:
        return
    page = caseload.page(ws, _all(), rng.randrange(total - BATCH + 1), BATCH)
    at = datetime(2026, 11, 20, 9, 0) + timedelta(minutes=rng.randrange(9000))
    drafts = [
        AttemptDraft(row.id, Mode.IN_PERSON, Outcome.NOT_FOUND, at, note=mark) for row in page.rows
    ]
    done = record_outreach.record(ws, drafts)
    say(
        did="attempt",
        mark=mark,
        attempts=[[row.member_id, row.id] for row in done.attempts],
    )


def _all() -> CaseloadQuery:
    return CaseloadQuery()


def main() -> None:
    """Work until killed: home, folder for plan files, first turn, seed."""
    home, folder, turn, seed = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
    passphrase = sys.stdin.readline().rstrip("\n")
    rng = random.Random(seed)
    ws = workspace.unlock(home, passphrase, clock=CLOCK)
    say(did="ready")
    count = 0
    while True:
        if rng.random() < 0.4:
            take_in(ws, turn, folder)
            turn += 1
        else:
            attempt(ws, rng, f"mark {seed}-{count}")
        count += 1


if __name__ == "__main__":
    main()
