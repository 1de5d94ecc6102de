"""A plan's authorization file: read, compared, reviewed, committed or discarded.

What a row means is in `import_compare`; what it writes, in `import_apply`.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, cast

from navigator_app.domain.identifiers import uuid7
from navigator_app.domain.records import Changes, ImportReview, StagedRow
from navigator_app.errors import InputRejected
from navigator_app.i18n import _
from navigator_app.runtime import collector
from navigator_app.runtime.clock import system_clock
from navigator_app.services import agency, import_kept, import_review
from navigator_app.services.import_apply import Taking
from navigator_app.services.import_compare import (
    KEPT,
    SEPARATOR,
    Compared,
    Comparison,
    as_text,
    compare,
)
from navigator_app.services.workspace import Workspace
from navigator_app.store import agency_rows, import_sql

if TYPE_CHECKING:
    from navigator_app.exchange.inbound import ParsedFile
    from navigator_app.exchange.layouts import Layout

Progress = Callable[[int, int], None]
"""Called with rows done and rows in all; may raise Cancelled."""


def layouts_for(ws: Workspace, plan_key: str) -> list[Layout]:
    """The layouts to try for a plan, its own first. Quick; call it on the store thread."""
    from navigator_app.exchange.layouts import LayoutRefused, parse, shipped  # reads files

    own = agency.plan(ws, plan_key).layout
    known = shipped()
    for key, toml in agency_rows.learned_layouts(ws.store):
        try:
            known[key] = parse(toml)
        except LayoutRefused:
            if key == own:
                raise
    return sorted(known.values(), key=lambda layout: layout.key != own)


def read(path: Path, layouts: list[Layout]) -> ParsedFile:
    """Parse and check a file. Needs no store: call it on the transfer thread.

    FileRejected for a whole file that is no authorization file; `UnknownLayout`, a kind of it,
    carries headings and sample cells for the mapping wizard.
    """
    from navigator_app.exchange.inbound import read_file  # not for the first screen

    with collector.paused():
        return read_file(path, layouts, today=system_clock().today())


def stage(
    ws: Workspace, parsed: ParsedFile, plan_key: str, progress: Progress | None = None
) -> ImportReview:
    """Compare a parsed file with what is known and keep it for review.

    A copy of the same file that still waits for review is replaced. `progress` may raise to stop:
    nothing is kept then.
    """
    plan = agency.plan(ws, plan_key)
    tell = progress or _silent
    basis = import_sql.journal_end(ws.store)
    found = _compared(ws, parsed, plan.id, tell)
    values: dict[str, object] = {
        "plan_id": plan.id,
        "name": parsed.name,
        "sha256": parsed.sha256,
        "layout": parsed.layout,
        "headings": json.dumps(parsed.headings, ensure_ascii=False),
        "state": "staged",
        "rows": parsed.rows,
        "warnings": json.dumps(parsed.warnings, ensure_ascii=False),
        "basis": basis,
    }
    import_id = uuid7()
    with collector.paused(), ws.transaction("stage_import") as tx:
        for twin in import_sql.staged_twins(ws.store, plan.id, parsed.sha256):
            import_sql.erase_rows(tx, twin)
            tx.update("inbound_file", twin, {"state": "discarded"})
        row = {"id": import_id, **values, **_counts(found), "staged_at": tx.now}
        tx.insert("inbound_file", row)
        import_sql.keep_rows(tx, import_id, found.rows)
        tell(parsed.rows, parsed.rows)
    return review(ws, import_id)


def dry_run(ws: Workspace, parsed: ParsedFile, plan_key: str) -> ImportReview:
    """Compare only; nothing is kept. The review has no id."""
    plan = agency.plan(ws, plan_key)
    found = _compared(ws, parsed, plan.id, _silent)
    before = import_sql.taken_before(ws.store, plan.id, parsed.sha256, len(parsed.good))
    gone = found.counts["disappeared"]
    known = gone + found.counts["changed"] + found.counts["unchanged"]
    kept = len({row[8] for row in found.rows if f'"{KEPT}' in str(row[7])})
    return ImportReview(
        id="",
        file=parsed.name,
        sha256=parsed.sha256,
        plan=plan.key,
        layout=parsed.layout,
        rows=parsed.rows,
        **found.counts,
        state="staged",
        staged_at=ws.clock.now(),
        committed_at=None,
        seen_before=import_review.local_day(ws, before[1]) if before else None,
        warnings=parsed.warnings + import_review.missing(gone, known) + import_kept.warning(kept),
    )


def review(ws: Workspace, import_id: str) -> ImportReview:
    """A staged or past import by id; NotFound when there is none."""
    return import_review.review(ws, import_review.file(ws, import_id))


def rows(
    ws: Workspace, import_id: str, verdict: str = "", offset: int = 0, limit: int = 200
) -> list[StagedRow]:
    """A window of its rows, all or of one verdict, in the order of the file.

    Disappeared members follow last, as row 0: they do not stand in the file.
    """
    file = import_review.file(ws, import_id)
    return import_review.window(ws, file, verdict, offset, limit)


def commit(ws: Workspace, import_id: str) -> tuple[ImportReview, Changes]:
    """Take a staged file in, all of it in one transaction, rejected rows kept in quarantine.

    The same file twice changes nothing (`seen_before` says so). Refused when what is known changed
    since staging in a way that alters the comparison: it is compared anew and the new review
    returned with state "staged". InputRejected for a discarded file.
    """
    file = import_review.file(ws, import_id)
    if file.state == "discarded":
        raise InputRejected(
            "import_id",
            _("This file was discarded."),
            _("Read the file in again to review it anew."),
        )
    if file.state == "committed":
        return import_review.review(ws, file), Changes()
    stale = file.seen_at is None and import_sql.written_since(ws.store, file.basis, import_id)
    if stale and compare_anew(ws, file):
        return review(ws, import_id), Changes(files=True)
    staged = import_sql.staged_rows(ws.store, import_id) if file.seen_at is None else []
    with collector.paused(), ws.transaction("commit_import") as tx:
        if file.seen_at is None:
            policy = agency.plan(ws, file.plan).policy
            Taking(ws, tx, file.plan_id, policy, import_id).take(staged)
        tx.update("inbound_file", import_id, {"state": "committed", "committed_at": tx.now})
    changes = Changes(
        members=frozenset(row[3] for row in staged),
        referrals=frozenset(row[4] for row in staged),
        files=True,
    )
    return review(ws, import_id), changes


def discard(ws: Workspace, import_id: str) -> Changes:
    """Throw a staged file away; its rows are erased, that it came is kept."""
    file = import_review.file(ws, import_id)
    if file.state == "committed":
        raise InputRejected(
            "import_id",
            _("This file was already taken in."),
            _("A later file of the plan corrects what this one said."),
        )
    with ws.transaction("discard_import") as tx:
        import_sql.erase_rows(tx, import_id)
        tx.update("inbound_file", import_id, {"state": "discarded"})
    return Changes(files=True)


def history(ws: Workspace) -> list[ImportReview]:
    """All files that came in, newest first."""
    return [import_review.review(ws, file) for file in import_sql.files(ws.store)]


def remember_layout(ws: Workspace, plan_key: str, toml: str) -> str:
    """Keep a layout mapped in the wizard, make it the plan's own, and return its key.

    LayoutRefused when the text is no layout; InputRejected when its key is a shipped layout's.
    """
    from navigator_app.exchange.layouts import parse, shipped  # reads files

    plan = agency.plan(ws, plan_key)
    layout = parse(toml)
    if layout.key in shipped():
        raise InputRejected(
            "key",
            _("There is a layout {key} that comes with the program.").format(key=layout.key),
            _("Give yours another name."),
        )
    known = import_sql.learned_layout_id(ws.store, layout.key)
    with ws.transaction("remember_layout") as tx:
        if known:
            tx.update("learned_layout", known, {"toml": toml})
        else:
            row = {"id": uuid7(), "key": layout.key, "toml": toml, "created_at": tx.now}
            tx.insert("learned_layout", row)
        tx.update("plan", plan.id, {"layout": layout.key})
    return layout.key


def _silent(_done: int, _all: int) -> None:
    """Tell nobody."""


def _counts(found: Comparison) -> dict[str, object]:
    return {f"{verdict}_rows": count for verdict, count in found.counts.items()}


def _compared(ws: Workspace, parsed: ParsedFile, plan_id: str, tell: Progress) -> Comparison:
    """Compare a file; the very same one that was taken in before changes nothing."""
    before = import_sql.taken_before(ws.store, plan_id, parsed.sha256, len(parsed.good))
    if before is not None:
        return Comparison.of(import_sql.repeat_rows(ws.store, before[0]))
    with collector.paused():
        return _compared_rows(ws, parsed, plan_id, tell)


def _compared_rows(ws: Workspace, parsed: ParsedFile, plan_id: str, tell: Progress) -> Comparison:
    good = [(cast(int, row[0]), cast(str, row[1]), as_text(row[2:])) for row in parsed.good]
    bad = [(row.row, row.column, row.reason, row.raw) for row in parsed.rejected]
    return compare(ws.store, plan_id, good, bad, tell)


def compare_anew(ws: Workspace, file: import_sql.File) -> bool:
    """Compare a staged file again; True when that says something else, which is then kept."""
    basis = import_sql.journal_end(ws.store)
    kept = import_sql.kept_rows(ws.store, file.id)
    good = [
        (row[0], row[2], row[3].split(SEPARATOR))
        for row in kept
        if row[1] not in ("rejected", "disappeared")
    ]
    bad = [(row[0], row[4], row[5], row[2]) for row in kept if row[1] == "rejected"]
    found = compare(ws.store, file.plan_id, good, bad, _silent)
    if [_outcome(row) for row in found.rows] == [
        (row[0], row[1], row[6], row[7] if row[1] in _KNOWN else "") for row in kept
    ]:
        return False
    with ws.transaction("stage_import") as tx:
        import_sql.erase_rows(tx, file.id)
        tx.update("inbound_file", file.id, {**_counts(found), "basis": basis})
        import_sql.keep_rows(tx, file.id, found.rows)
    return True


_KNOWN = ("changed", "unchanged", "disappeared")
"""Verdicts on a referral that is in the store; a new one has a fresh id each time."""


def _outcome(row: Compared) -> Compared:
    """What a comparison says of a row: number, verdict, changes, referral."""
    return row[0], row[1], row[7], row[9] if row[1] in _KNOWN else ""
