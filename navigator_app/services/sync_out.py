"""What goes to a plan: found, let go in steps, written down when it is there. Store steps.

A file is `sending` from before its first byte. Once it lies there whole under its hidden name, the
step `uploaded` says that it is about to have gone. After a cut the next run looks: under its own
name, with its hash, it has gone; under its hidden name, it goes on; gone without a trace after
`uploaded`, nobody knows, and a person asks the plan. So nothing goes twice and nothing is lost.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from navigator_app.domain.exchange import (
    CONFIRMED,
    HELD,
    OUT,
    SENDING,
    SENT,
    STATUSES,
    UNSURE,
    UPLOADED,
    WAITING,
    WITHDRAWN,
    FileRow,
)
from navigator_app.domain.identifiers import month_bounds
from navigator_app.errors import NavigatorError
from navigator_app.exchange import transport
from navigator_app.i18n import _
from navigator_app.services import exports, permissions, sync_kinds
from navigator_app.store import exchange_writes, reads_exchange, reads_exports

if TYPE_CHECKING:
    from navigator_app.exchange.transport import Proof
    from navigator_app.services.sync_begun import Begun, Figures
    from navigator_app.services.workspace import Workspace


_FURTHEST = 50 * 366 * 86_400
"""Seconds: further off than this, a clock says nothing."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """A file that is to go; `last` is what an earlier try came to."""

    file: FileRow
    last: str


def due(ws: Workspace, begun: Begun, figures: Figures) -> list[Parcel]:
    """What goes now: the oldest month first, since a later one carries what is late in it.

    Built status files of months that are over; where the plan is trusted, those that nobody built
    and that lack nothing, too; and whatever else was put to go.
    """
    today = _today(ws, begun, figures)
    if _may_build(ws, begun):
        _build(ws, begun, figures, today)
    _put_built(ws, begun, today)
    found = []
    files = reads_exchange.in_state(ws.store, begun.kept.plan_id, OUT, WAITING, SENDING)
    for file in sorted(files, key=_turn):
        last = _last(ws, file)
        if last == UNSURE:
            figures.note("unsure", unsure_words(file))
        else:
            found.append(Parcel(file, last))
    return found


def unsure(parcel: Parcel, names: frozenset[bytes] | None) -> bool:
    """Whether nobody can say if a file went: it was about to, and lies there in neither shape."""
    if parcel.last != UPLOADED:
        return False
    raw = parcel.file.name.encode()
    part = transport.part_name(parcel.file.name, parcel.file.sha256).encode()
    return names is None or not {raw, part} & names


def say_unsure(ws: Workspace, begun: Begun, parcel: Parcel, figures: Figures) -> None:
    """Leave it to a person."""
    said = unsure_words(parcel.file)
    figures.note("unsure", said)
    with ws.transaction("exchange_unsure") as tx:
        exchange_writes.step(
            tx, parcel.file.id, UNSURE, zone=begun.zone, proof=said, run_id=begun.run_id,
            keep_state=True,
        )  # fmt: skip


def unsure_words(file: FileRow) -> str:
    """What a person is told of such a file."""
    return _(
        "The line broke as {name} was given its name, and it does not lie on the server. "
        "Ask the plan whether it has it, then say so on the page Exchange."
    ).format(name=file.name)


def begin_sending(
    ws: Workspace, begun: Begun, parcel: Parcel, figures: Figures
) -> tuple[FileRow, bytes] | None:
    """Write down that a file is on its way; its bytes, or None where it must not go as it is."""
    now = reads_exchange.file(ws.store, parcel.file.id)
    if now is None or now.state not in (WAITING, SENDING):
        return None  # somebody marked it as sent, or took it back, a moment ago
    file = now
    if file.kind == STATUSES and file.state == WAITING and _outdated(ws, file):
        fresh = _built_anew(ws, begun, file, figures)
        if fresh is None:
            return None
        file = fresh
    elif file.kind != STATUSES and parcel.last != UPLOADED:
        said = sync_kinds.stays(ws, file)
        if said:
            figures.note("outdated", said)
            _hold(ws, begun, file, said)
            return None
    content = (
        reads_exports.content(ws.store, file.outbound_file_id)
        if file.outbound_file_id
        else reads_exchange.content(ws.store, file.id)
    )
    with ws.transaction("exchange_sending") as tx:
        exchange_writes.step(
            tx, file.id, SENDING, zone=begun.zone, run_id=begun.run_id, user_id=begun.user_id,
            size=len(content), remote_name=transport.part_name(file.name, file.sha256),
        )  # fmt: skip
    return replace(file, size=len(content), state=SENDING), content


def about_to_go(ws: Workspace, begun: Begun, file: FileRow, proof: Proof) -> None:
    """Write down that it lies there whole, and that its name is what is left."""
    said = proof_words(proof)
    with ws.transaction("exchange_uploaded") as tx:
        exchange_writes.step(
            tx, file.id, UPLOADED, zone=begun.zone, proof=said, run_id=begun.run_id,
            keep_state=True, remote_name=proof.renamed_to,
        )  # fmt: skip


def gone(ws: Workspace, begun: Begun, file: FileRow, proof: Proof, figures: Figures) -> None:
    """Write down that it is there, with what was seen of it, and everything that follows."""
    said = proof_words(proof)
    with ws.transaction("exchange_sent") as tx:
        for state in (SENT, CONFIRMED):
            exchange_writes.step(
                tx, file.id, state, zone=begun.zone, proof=said, run_id=begun.run_id,
                user_id=begun.user_id, remote_name=proof.renamed_to, size=proof.size,
            )  # fmt: skip
        if file.outbound_file_id:
            exports.left(ws, tx, begun.kept.plan_name, file.outbound_file_id, file.name)
        else:
            sync_kinds.left(ws, tx, file)
    figures.files_out += 1
    figures.bytes_out += proof.size


def held(
    ws: Workspace, begun: Begun, file: FileRow, error: NavigatorError, figures: Figures
) -> None:
    """It did not go and lies nowhere: it waits again, and says why."""
    cause = str(getattr(error, "cause", "failed"))
    figures.note(cause, str(error))
    _hold(ws, begun, file, str(error))


def proof_words(proof: Proof) -> str:
    """What was seen of a sent file, as one line of its record."""
    parts = [
        _("{name}, {size} bytes").format(name=proof.renamed_to, size=proof.remote_size),
        _("SHA-256 read back: {sha256}").format(sha256=proof.remote_sha256)
        if proof.remote_sha256
        else _("size seen, SHA-256 of ours: {sha256}").format(sha256=proof.sha256),
    ]
    if proof.how == "already-there":
        parts.append(_("lay there already"))
    if proof.resumed_from:
        parts.append(_("went on at byte {place}").format(place=proof.resumed_from))
    if proof.taken:
        parts.append(_("taken at once"))
    return "; ".join(parts)


def _last(ws: Workspace, file: FileRow) -> str:
    """What the newest step was that says where a file is."""
    told = (WAITING, SENDING, UPLOADED, UNSURE)
    return next((one for one in reads_exchange.tries(ws.store, file.id) if one in told), WAITING)


def _may_build(ws: Workspace, begun: Begun) -> bool:
    """Whether files are built by themselves: not while somebody is at work who may build none."""
    return begun.kept.trusted and permissions.may(ws, "status-files")


def _today(ws: Workspace, begun: Begun, figures: Figures) -> date:
    """The day by our clock or the plan's, whichever is earlier: while ours is ahead, half a month
    would go as the whole of it. A person may still send it."""
    skew = (begun.skew or 0) if figures.skew_seconds is None else figures.skew_seconds
    ahead = timedelta(seconds=max(-_FURTHEST, min(0, skew)))
    return ws.clock.to_local(ws.clock.now() + ahead).date()


def _build(ws: Workspace, begun: Begun, figures: Figures, today: date) -> None:
    """Build the files of months that are over, where a person would have nothing to add."""
    plan = begun.kept.plan_id
    # The month before may hold nothing of its own, and carry what is late in those before it.
    months = set(reads_exchange.months_without_file(ws.store, plan, f"{today:%Y-%m}"))
    if not reads_exports.files(ws.store, plan, _month_before(today)):
        months.add(_month_before(today))
    for period in sorted(months):
        first, last = month_bounds(period)
        if (today - last).days <= begun.limits.build_after_days:
            continue
        month = reads_exports.Period(plan, first, last)
        found = reads_exports.count(ws.store, month)
        if found.lacking:
            figures.note(
                "lacking",
                _("The status file of {month} waits: {count} rows lack something.").format(
                    month=period, count=found.lacking
                ),
            )
        elif found.rows:
            exports.build(ws, begun.kept.plan_key, period)


def _put_built(ws: Workspace, begun: Begun, today: date) -> None:
    """Give each built file of a month that is over its life on the line."""
    plan = begun.kept.plan_id
    for outbound_id, period, name, sha256 in reads_exchange.built(ws.store, plan):
        line = reads_exchange.of_outbound(ws.store, outbound_id)
        if line is not None and line.state == WAITING and line.sha256 != sha256:
            with ws.transaction("exchange_waiting") as tx:
                exchange_writes.step(
                    tx, line.id, WAITING, zone=begun.zone, proof=_("built anew"),
                    run_id=begun.run_id, name=name, sha256=sha256,
                )  # fmt: skip
        elif month_bounds(period)[1] < today and (
            line is None or (line.state == WITHDRAWN and line.sha256 != sha256)
        ):
            put_month(ws, plan, outbound_id, name, sha256, begun.run_id)


def put_month(
    ws: Workspace, plan_id: str, outbound_id: str, name: str, sha256: str, run_id: str | None
) -> str:
    """Put a built status file to go and return the id of its life on the line."""
    with ws.transaction("exchange_waiting") as tx:
        return exchange_writes.new_file(
            tx,
            plan_id,
            direction=OUT,
            kind=STATUSES,
            name=name,
            sha256=sha256,
            size=len(reads_exports.content(ws.store, outbound_id)),
            state=WAITING,
            zone=str(ws.clock.tz),
            run_id=run_id,
            user_id=ws.user.id,
            outbound_file_id=outbound_id,
        )


def _outdated(ws: Workspace, file: FileRow) -> bool:
    """Whether a built file says what must not be said any more, or what was said already."""
    return any(
        carries(ws.store, file.outbound_file_id)
        for carries in (
            reads_exports.carries_void,
            reads_exports.carries_corrected,
            reads_exports.carries_sent,
        )
    )


def _built_anew(ws: Workspace, begun: Begun, file: FileRow, figures: Figures) -> FileRow | None:
    """The file built anew where the plan is trusted; else it waits for a person."""
    if not _may_build(ws, begun):
        said = _(
            "{name} holds a status that was corrected, taken back or sent with another file. "
            "Build it again."
        ).format(name=file.name)
        figures.note("outdated", said)
        _hold(ws, begun, file, said)
        return None
    built = exports.build(ws, begun.kept.plan_key, file.period)
    state = WAITING if built.rows else WITHDRAWN
    with ws.transaction("exchange_waiting") as tx:
        exchange_writes.step(
            tx, file.id, state, zone=begun.zone, proof=_("built anew"), run_id=begun.run_id,
            sha256=built.sha256, name=built.file,
        )  # fmt: skip
    return replace(file, sha256=built.sha256, name=built.file) if built.rows else None


def _hold(ws: Workspace, begun: Begun, file: FileRow, said: str) -> None:
    if file.state == WAITING and reads_exchange.last_step(ws.store, file.id) == (HELD, said):
        return  # it was said before
    with ws.transaction("exchange_held") as tx:
        if file.state != WAITING:
            exchange_writes.step(tx, file.id, WAITING, zone=begun.zone, run_id=begun.run_id)
        exchange_writes.step(
            tx, file.id, HELD, zone=begun.zone, proof=said, run_id=begun.run_id, keep_state=True
        )


def _turn(file: FileRow) -> tuple[bool, str]:
    """Status files first, the oldest month first; the others as they were put, which is how they
    were read."""
    return file.kind != STATUSES, file.period


def _month_before(today: date) -> str:
    year, month = (today.year, today.month - 1) if today.month > 1 else (today.year - 1, 12)
    return f"{year:04d}-{month:02d}"
