"""A plan's authorization file: read, compared, reviewed, committed or discarded."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from navigator_app.domain.records import Changes, ImportReview, StagedRow
from navigator_app.services.workspace import Workspace

if TYPE_CHECKING:
    from navigator_app.exchange.inbound import ParsedFile
    from navigator_app.exchange.layouts import Layout

Progress = Callable[[int, int], None]
"""Called with rows done and rows in all; may raise Cancelled."""


def layouts_for(ws: Workspace, plan_key: str) -> list[Layout]:
    """The layouts to try for a plan, its own first. Quick; call it on the store thread."""
    raise NotImplementedError


def read(path: Path, layouts: list[Layout]) -> ParsedFile:
    """Parse and check a file. Needs no store: call it on the transfer thread.

    FileRejected for a whole file that is no authorization file; `UnknownLayout`, a kind of it,
    carries headings and sample cells for the mapping wizard.
    """
    raise NotImplementedError


def stage(
    ws: Workspace, parsed: ParsedFile, plan_key: str, progress: Progress | None = None
) -> ImportReview:
    """Compare a parsed file with what is known and keep it for review."""
    raise NotImplementedError


def dry_run(ws: Workspace, parsed: ParsedFile, plan_key: str) -> ImportReview:
    """Compare only; nothing is kept."""
    raise NotImplementedError


def review(ws: Workspace, import_id: str) -> ImportReview:
    """A staged or past import by id; NotFound when there is none."""
    raise NotImplementedError


def rows(
    ws: Workspace, import_id: str, verdict: str = "", offset: int = 0, limit: int = 200
) -> list[StagedRow]:
    """A window of its rows, all or of one verdict, in the order of the file."""
    raise NotImplementedError


def commit(ws: Workspace, import_id: str) -> tuple[ImportReview, Changes]:
    """Take a staged file in, all of it in one transaction, rejected rows kept in quarantine.

    The same file twice changes nothing. Refused when what is known changed since staging in a way
    that alters the comparison: it is compared anew and the new review returned with state
    "staged".
    """
    raise NotImplementedError


def discard(ws: Workspace, import_id: str) -> Changes:
    """Throw a staged file away; its rows are erased, that it came is kept."""
    raise NotImplementedError


def history(ws: Workspace) -> list[ImportReview]:
    """All files that came in, newest first."""
    raise NotImplementedError


def remember_layout(ws: Workspace, plan_key: str, toml: str) -> str:
    """Keep a layout mapped in the wizard, make it the plan's own, and return its key."""
    raise NotImplementedError
