"""The Return Transmission File of a month: previewed, written, marked sent.

It holds the statuses dated in the month that stand, and late ones: dated in an earlier month whose
file was already sent, each with its own date. A status that was corrected or taken back before it
left stays out; one that left stays history, and its correction goes out with the next file.
`services.export_readiness` says what is missing, and what then becomes of a row.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from navigator_app.domain.consents import Way
from navigator_app.domain.exchange import OUT, SENDING, SENT, STATUSES, WAITING
from navigator_app.domain.identifiers import month_bounds
from navigator_app.domain.records import Changes, PlanRow, StatusFile, StatusLine
from navigator_app.errors import InputRejected, TransferFailed
from navigator_app.i18n import _
from navigator_app.services import agency, clocks, gate
from navigator_app.services.export_readiness import not_ready
from navigator_app.services.workspace import Workspace
from navigator_app.store import (
    agency_rows,
    exchange_writes,
    outbound_writes,
    reads_exchange,
    reads_exports,
    reads_responses,
)
from navigator_app.store.reads_exports import (
    EVENT,
    HELD,
    LACKS,
    LATE,
    MEMBER,
    REFERRAL,
    SEQ,
    FileRecord,
    Period,
)

if TYPE_CHECKING:
    from navigator_app.exchange.layouts import Layout
    from navigator_app.store.tx import Tx

SHOWN = 500
"""Lines that a preview shows."""


def preview(ws: Workspace, plan_key: str, period: str, limit: int = SHOWN) -> StatusFile:
    """What the month's file would hold, and what is not ready. InputRejected for a bad period.

    A sent month shows the statuses that left, with what is known of their members today.
    """
    plan, month = _month(ws, plan_key, period)
    record = _record(ws, plan, period)
    if record is not None and record.state == "sent":
        return _sent_file(ws, plan, month, record, limit)
    rows = [row for row in reads_exports.rows(ws.store, month, limit) if row[LACKS] < HELD]
    figures = reads_exports.count(ws.store, month)
    lacking = reads_exports.lacking(ws.store, month) if figures.lacking else []
    shown = _Shown(rows, lacking, figures.rows, figures.referrals)
    file = _status_file(ws, plan, period, month, shown, record)
    waits = reads_responses.counts(ws.store).get(plan.id)
    return replace(file, again=figures.again, rejected=waits.open if waits else 0)


def export(ws: Workspace, plan_key: str, period: str, out: Path) -> tuple[StatusFile, Changes]:
    """Write the file into a folder: temporary name, fsync, rename. Until it is marked sent it is
    built anew each time; a sent month gives the very bytes that were sent. TransferFailed when
    the folder cannot be written, or another plan's file of the same name stands there."""
    from navigator_app.exchange.atomic import write_atomically

    plan, month = _month(ws, plan_key, period)
    record = _record(ws, plan, period)
    if record is not None and record.state == "sent":
        _guard_other_plan(ws, plan, out / record.name)
        write_atomically(out, record.name, [reads_exports.content(ws.store, record.id)])
        return _sent_file(ws, plan, month, record, SHOWN, out), Changes()
    return _built(ws, plan, month, period, record, out), Changes(files=True)


def build(ws: Workspace, plan_key: str, period: str) -> StatusFile:
    """Build the month's file and keep it, for a line to carry; no folder sees it. A file that was
    sent stays as it is, and one that is on its way is refused with InputRejected."""
    plan, month = _month(ws, plan_key, period)
    record = _record(ws, plan, period)
    if record is not None and record.state == "sent":
        return _sent_file(ws, plan, month, record, SHOWN)
    return _built(ws, plan, month, period, record, None)


def _built(
    ws: Workspace,
    plan: PlanRow,
    month: Period,
    period: str,
    record: FileRecord | None,
    out: Path | None,
) -> StatusFile:
    from navigator_app.exchange.atomic import only_if_kept, write_atomically
    from navigator_app.exchange.outbound import file_name, render

    _check_agency(month)
    _check_not_leaving(ws, record)
    layout = _layout(ws, plan)
    name = file_name(layout, npi=month.npi, period=period)
    if out is not None:
        _guard_other_plan(ws, plan, out / name)
    found = reads_exports.rows(ws.store, month)
    rows = [row for row in found if row[LACKS] < HELD]
    warnings: list[str] = []
    content = b"".join(render(layout, rows, warnings))
    referrals = len({row[REFERRAL] for row in rows})
    with only_if_kept(out, name), ws.transaction("build_status_file") as tx:
        # Kept first and written before the commit: what stands in the folder is what is kept.
        outbound_writes.keep_built(
            tx,
            plan.id,
            period,
            file_id=record.id if record else None,
            name=name,
            sha256=hashlib.sha256(content).hexdigest(),
            rows=len(rows),
            referrals=referrals,
            content=content,
            events=[row[SEQ] for row in rows],
        )
        if out is not None:
            write_atomically(out, name, [content])
    shown = _Shown(rows[:SHOWN], [row for row in found if row[LACKS]], len(rows), referrals)
    record = _record(ws, plan, period)
    file = _status_file(ws, plan, period, month, shown, record, out)
    return replace(file, warnings=tuple(warnings))


def mark_sent(ws: Workspace, plan_key: str, period: str) -> tuple[StatusFile, Changes]:
    """Say that the built file went to the plan; what is recorded for the month afterwards goes
    into the next file with its own date. InputRejected when no file was built, when it holds a
    status that was taken back or went with another file since, or for a month that has not begun.
    A file that was marked already stays as it is."""
    plan, bounds = _month(ws, plan_key, period)
    if bounds.first > ws.clock.today():
        raise InputRejected(
            "period",
            _("The month {period} has not begun.").format(period=period),
            _("Were it marked sent now, its statuses would only go out the month after."),
        )
    record = _record(ws, plan, period)
    if record is None:
        raise InputRejected(
            "period",
            _("No status file was built for {period}.").format(period=period),
            _("Write the file first, send it, then mark it sent."),
        )
    if record.state == "sent":
        return preview(ws, plan_key, period), Changes()
    if reads_exports.carries_void(ws.store, record.id):
        raise InputRejected(
            "period",
            _("The file holds a status that was taken back after it was built."),
            _("Write the file again and send that one."),
        )
    if reads_exports.carries_sent(ws.store, record.id):
        raise InputRejected(
            "period",
            _("The file holds a status that went with another file after it was built."),
            _("Write the file again and send that one."),
        )
    line = reads_exchange.of_outbound(ws.store, record.id)
    with ws.transaction("mark_status_file_sent") as tx:
        left(ws, tx, plan.name, record.id, record.name)
        zone, said = str(ws.clock.tz), _("marked as sent by hand")
        if line is None:
            exchange_writes.new_file(
                tx, plan.id, direction=OUT, kind=STATUSES, name=record.name,
                sha256=record.sha256, size=len(reads_exports.content(ws.store, record.id)),
                state=SENT, zone=zone, proof=said, user_id=ws.user.id,
                outbound_file_id=record.id,
            )  # fmt: skip
        elif line.state in (WAITING, SENDING):
            exchange_writes.step(tx, line.id, SENT, zone=zone, proof=said, user_id=ws.user.id)
    return preview(ws, plan_key, period), Changes(files=True)


def left(ws: Workspace, tx: Tx, plan_name: str, file_id: str, name: str) -> None:
    """Write down, in the transaction of whoever saw it go, that a built file is with the plan;
    nothing where somebody said so before."""
    if reads_exports.is_sent(ws.store, file_id):
        return
    outbound_writes.mark_sent(tx, file_id)
    way = Way("status-file", plan_name, gate.TPO, ("identity", "housing"))
    gate.account_file(ws, tx, way, file_id, name)
    # What the plan has been told settles and starts clocks.
    clocks.recompute(tx, ws, reads_exports.carried(ws.store, file_id))


def history(ws: Workspace) -> list[StatusFile]:
    """All built and sent files, newest first, without lines."""
    return [_of_record(record) for record in reads_exports.files(ws.store)]


def _month(ws: Workspace, plan_key: str, period: str) -> tuple[PlanRow, Period]:
    plan = agency.plan(ws, plan_key)
    try:
        first, last = month_bounds(period)
    except ValueError as error:
        raise InputRejected(
            "period",
            _("{period} is not a month.").format(period=period),
            _("Write it as YYYY-MM."),
        ) from error
    own = agency.agency(ws)
    return plan, Period(plan.id, first, last, own.npi, own.name, own.phone)


def _record(ws: Workspace, plan: PlanRow, period: str) -> FileRecord | None:
    found = reads_exports.files(ws.store, plan.id, period)
    return found[0] if found else None


def _layout(ws: Workspace, plan: PlanRow) -> Layout:
    from navigator_app.exchange.layouts import parse, shipped  # reads files

    known = shipped()
    if plan.layout in known:
        return known[plan.layout]
    learned = dict(agency_rows.learned_layouts(ws.store))
    if plan.layout not in learned:
        raise InputRejected(
            "layout",
            _("The layout {key} of this plan is not there.").format(key=plan.layout),
            _("Choose another layout for the plan in Settings."),
        )
    return parse(learned[plan.layout])


def _check_not_leaving(ws: Workspace, record: FileRecord | None) -> None:
    """What may be with the plan already must not be built anew: nobody could say what it holds."""
    line = reads_exchange.of_outbound(ws.store, record.id) if record else None
    if line is not None and line.state == SENDING:
        raise InputRejected(
            "period",
            _("This file is on its way to the plan."),
            _("Let the exchange end; what was recorded since goes into the next file."),
        )


def _check_agency(month: Period) -> None:
    if not month.name.strip():
        raise InputRejected(
            "name",
            _("The agency has no name, and every line of the file carries it."),
            _("Enter it in Settings."),
        )


def _guard_other_plan(ws: Workspace, plan: PlanRow, target: Path) -> None:
    """Two plans may want the same file name: one must not replace the other's unseen."""
    try:
        standing = hashlib.sha256(target.read_bytes()).hexdigest()
    except OSError:
        return  # nothing readable there; writing will say what is wrong, if anything is
    other = reads_exports.same_name(ws.store, plan.id, target.name, standing)
    if other is not None:
        raise TransferFailed(
            _("File not written"),
            _("The status file of {plan} stands there under the same name, {name}.").format(
                plan=other, name=target.name
            ),
            _("Choose another folder for this plan."),
        )


@dataclass(frozen=True, slots=True)
class _Shown:
    """What a month holds: rows to show, rows that lack something, and the figures."""

    rows: Sequence[tuple[Any, ...]]
    lacking: Sequence[tuple[Any, ...]]
    count: int
    referrals: int


def _sent_file(
    ws: Workspace,
    plan: PlanRow,
    month: Period,
    record: FileRecord,
    limit: int,
    out: Path | None = None,
) -> StatusFile:
    rows = reads_exports.rows_of(ws.store, month, record.id, limit)
    shown = _Shown(rows, [], record.rows, record.referrals)
    return _status_file(ws, plan, record.period, month, shown, record, out)


def _status_file(
    ws: Workspace,
    plan: PlanRow,
    period: str,
    month: Period,
    shown: _Shown,
    record: FileRecord | None,
    out: Path | None = None,
) -> StatusFile:
    from navigator_app.exchange.outbound import cells, file_name, headings

    layout = _layout(ws, plan)
    sent = record is not None and record.state == "sent"
    name = record.name if record and sent else file_name(layout, npi=month.npi, period=period)
    lines = zip(shown.rows, cells(layout, shown.rows), strict=True)
    return StatusFile(
        plan=plan.key,
        period=period,
        headings=headings(layout),
        lines=tuple(_line(row, texts) for row, texts in lines),
        rows=shown.count,
        referrals=shown.referrals,
        not_ready=not_ready(ws, month, shown.lacking),
        file=str(out / name) if out else name,
        sha256=record.sha256 if record else "",
        state=record.state if record else "new",
        built_at=_moment(record.built_at) if record else None,
        sent_at=_moment(record.sent_at) if record else None,
    )


def _line(row: tuple[Any, ...], texts: tuple[str, ...]) -> StatusLine:
    return StatusLine(
        event_id=row[EVENT],
        referral_id=row[REFERRAL],
        member_id=row[MEMBER],
        member_name=f"{row[2]} {row[3]}".strip(),
        cells=texts,
        late=bool(row[LATE]),
    )


def _of_record(record: FileRecord) -> StatusFile:
    return StatusFile(
        plan=record.plan,
        period=record.period,
        headings=(),
        lines=(),
        rows=record.rows,
        referrals=record.referrals,
        not_ready=(),
        file=record.name,
        sha256=record.sha256,
        state=record.state,
        built_at=_moment(record.built_at),
        sent_at=_moment(record.sent_at),
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
