"""The Return Transmission File of a month: previewed, written, marked sent."""

from __future__ import annotations

from pathlib import Path

from navigator_app.domain.records import Changes, StatusFile
from navigator_app.services.workspace import Workspace


def preview(ws: Workspace, plan_key: str, period: str, limit: int = 500) -> StatusFile:
    """What the month's file would hold, and what is not ready. InputRejected for a bad period."""
    raise NotImplementedError


def export(ws: Workspace, plan_key: str, period: str, out: Path) -> tuple[StatusFile, Changes]:
    """Write the file into a folder: temporary name, fsync, rename. Until it is marked sent it is
    built anew each time; a sent month gives the very bytes that were sent. TransferFailed when
    the folder cannot be written."""
    raise NotImplementedError


def mark_sent(ws: Workspace, plan_key: str, period: str) -> tuple[StatusFile, Changes]:
    """Say that the built file went to the plan; what is recorded for the month afterwards goes
    into the next file with its own date. InputRejected when no file was built."""
    raise NotImplementedError


def history(ws: Workspace) -> list[StatusFile]:
    """All built and sent files, newest first, without lines."""
    raise NotImplementedError
