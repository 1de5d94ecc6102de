"""A process that hands out forms one after another, naming each as it lets it go, until killed."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from navigator_app.runtime.clock import Clock
from navigator_app.services import print_desk, workspace
from navigator_app.services.form_facts import Subject

ZONE = "America/Los_Angeles"


def main() -> None:
    """Open the store and begin."""
    home, passphrase, member = sys.argv[1:]
    clock = Clock(ZONE, datetime(2026, 11, 20, 10, tzinfo=ZoneInfo(ZONE)))
    ws = workspace.unlock(Path(home), passphrase, clock=clock)
    subjects = [Subject(member)] * 10_000
    for _printed, row in print_desk.bulk(ws, "authorization_request", subjects):
        print(row.code, flush=True)


main()
