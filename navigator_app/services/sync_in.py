"""What came from a plan: chosen by what is known, kept, read, taken in or left to a person.

Store steps, but for what `sync_kinds.recognise` does between them. What lies on the server is only
ever read: a folder that is empty or somebody else's takes nothing away here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from navigator_app.domain.exchange import (
    AUTHORIZATIONS,
    COMMITTED,
    FETCHED,
    IN,
    QUARANTINED,
    RESPONSE,
    STAGED,
    TAKEN,
    UNKNOWN,
    FileRow,
)
from navigator_app.domain.records import ImportReview
from navigator_app.errors import NavigatorError, NotAllowed, StoreUnavailable
from navigator_app.exchange import transport
from navigator_app.exchange.transport_errors import Cancelled
from navigator_app.i18n import _, ngettext
from navigator_app.services import file_days, import_authorizations, import_matches, sync_kinds
from navigator_app.store import (
    exchange_writes,
    import_sql,
    reads_exchange,
    reads_quarantine,
    reads_responses,
)

if TYPE_CHECKING:
    from navigator_app.exchange.layouts import Layout
    from navigator_app.exchange.transport import RemoteFile
    from navigator_app.services.sync_begun import Begun, Figures
    from navigator_app.services.sync_kinds import Known
    from navigator_app.services.sync_line import Came
    from navigator_app.services.workspace import Workspace
    from navigator_app.store.tx import Tx

NOT_TAKEN = "-"
"""Kept in place of a hash where a file was looked at and is not fetched."""


@dataclass(slots=True)
class Chosen:
    """What is fetched of what lies there."""

    now: list[RemoteFile] = field(default_factory=list)  # the oldest first
    fresh: list[RemoteFile] = field(default_factory=list)  # may still be under way


def choose(
    ws: Workspace, begun: Begun, listed: Sequence[RemoteFile], figures: Figures, now: float
) -> Chosen:
    """Tell what is new from what is known by name, size and time; put aside what is not fetched.

    `now` is our own clock in seconds since 1970.
    """
    known = reads_exchange.seen(ws.store, begun.kept.plan_id)
    chosen, odd = Chosen(), []
    settled = now + (figures.skew_seconds or begun.skew or 0) - begun.limits.settle_seconds
    for remote in sorted(listed, key=lambda one: (one.modified, one.raw_name)):
        hidden = remote.raw_name.startswith(b".") and remote.kind != transport.UNSAFE
        if hidden or remote.kind == transport.FOLDER:
            continue
        before = known.get(name_of(remote))
        same = before is not None and (before.size, before.modified) == _shape(remote)
        if same and before is not None and before.sha256:
            continue
        why = _why_not(remote, begun.limits.file_bytes)
        if why:
            odd.append((remote, why))
        elif remote.modified > settled and not same:
            chosen.fresh.append(remote)
        else:
            chosen.now.append(remote)
    gone = set(known) - {name_of(one) for one in listed} if listed else set()
    if odd or gone:
        waiting = reads_quarantine.not_fetched(ws.store, begun.kept.plan_id) if odd else set()
        with ws.transaction("exchange_put_aside") as tx:
            for remote, why in odd:
                _put_aside(ws, begun, tx, remote, why, waiting)
            exchange_writes.forget_seen(tx, begun.kept.plan_id, gone)
    _cut(chosen, begun.limits.files_at_once, figures)
    return chosen


def settled(chosen: Chosen, again: Sequence[RemoteFile]) -> list[RemoteFile]:
    """Of the fresh ones, those that a second look found as they were."""
    there = {one.raw_name: _shape(one) for one in again}
    return [one for one in chosen.fresh if there.get(one.raw_name) == _shape(one)]


def wait(ws: Workspace, begun: Begun, growing: Sequence[RemoteFile]) -> None:
    """Remember files that somebody still writes; they are looked at again next time."""
    if growing:
        with ws.transaction("exchange_growing") as tx:
            rows = [(name_of(one), *_shape(one), "") for one in growing]
            exchange_writes.seen(tx, begun.kept.plan_id, rows)


def put_aside(ws: Workspace, begun: Begun, remote: RemoteFile, error: NavigatorError) -> None:
    """A file that cannot be fetched: a person sees why, the others are not held up."""
    waiting = reads_quarantine.not_fetched(ws.store, begun.kept.plan_id)
    with ws.transaction("exchange_put_aside") as tx:
        _put_aside(ws, begun, tx, remote, str(error), waiting)


def keep(ws: Workspace, begun: Begun, came: Came, figures: Figures) -> None:
    """Keep a file with its first step in one transaction, unless its bytes came before under
    whatever name, or are ours."""
    plan = begun.kept.plan_id
    known = reads_exchange.known_hash(ws.store, plan, came.sha256) or reads_exchange.own_hash(
        ws.store, plan, came.sha256
    )
    seen = (name_of(came.remote), *_shape(came.remote), came.sha256)
    with ws.transaction("exchange_fetched") as tx:
        exchange_writes.seen(tx, plan, [seen])
        if known is not None and not _answers_another(ws, plan, known, came.remote.name):
            return
        file_id = exchange_writes.new_file(
            tx,
            plan,
            direction=IN,
            kind=UNKNOWN,
            name=came.remote.name,
            remote_name=name_of(came.remote),
            sha256=came.sha256,
            size=len(came.content),
            state=FETCHED,
            zone=begun.zone,
            proof=_("{size} bytes, SHA-256 {sha256}").format(
                size=len(came.content), sha256=came.sha256
            ),
            run_id=begun.run_id,
            user_id=begun.user_id,
        )
        exchange_writes.keep_content(tx, file_id, came.content)
    figures.files_in += 1
    figures.bytes_in += len(came.content)


def _answers_another(ws: Workspace, plan_id: str, known: FileRow, name: str) -> bool:
    """Whether the same bytes are another response: to a month's file that this name alone says."""
    if known.kind != RESPONSE or known.direction != IN:
        return False
    return reads_responses.newly_named(ws.store, plan_id, name, known.name)


def to_read(ws: Workspace, begun: Begun) -> tuple[list[FileRow], list[Layout]]:
    """Files that came and that nobody looked into yet, those of a run that was cut among them; and
    those in which nothing was odd, where that run did not come to taking them in."""
    files = reads_exchange.in_state(ws.store, begun.kept.plan_id, IN, FETCHED, STAGED)
    found = [one for one in files if one.state == FETCHED or (not one.proof and not one.reason)]
    return found, import_authorizations.layouts_for(ws, begun.kept.plan_key) if found else []


def content(ws: Workspace, file: FileRow) -> bytes:
    """Its bytes."""
    return reads_exchange.content(ws.store, file.id)


def take(
    ws: Workspace,
    begun: Begun,
    file: FileRow,
    known: Known,
    data: bytes,
    progress: import_authorizations.Progress,
) -> None:
    """Take a file where its kind is taken, or put it into quarantine; never raises because of the
    file itself. `progress` may raise to stop: nothing of it is taken in then, and the next run
    looks into it again."""
    try:
        if known.parsed is not None:
            _stage(ws, begun, file, known, progress)
        elif known.kind == UNKNOWN:
            _quarantine(ws, begun, file, UNKNOWN, known.reason)
        else:
            said = sync_kinds.take_in(ws, known.kind, file.id, data)
            _step(ws, begun, file, TAKEN, said, kind=known.kind)
    except (StoreUnavailable, Cancelled):
        raise
    except NotAllowed:
        return  # it was fetched, and waits until somebody is at work who may take it in
    except NavigatorError as error:
        _quarantine(ws, begun, file, known.kind, str(error))


def set_aside(ws: Workspace, begun: Begun, file: FileRow) -> None:
    """Put a file into quarantine over which the program itself fell."""
    why = _("The program could not read this file. Try it again after the next update.")
    _quarantine(ws, begun, file, file.kind, why)


def odd(ws: Workspace, begun: Begun, review: ImportReview) -> str:
    """Why a person must look at a file before it is taken in; "" where nothing is odd."""
    if not begun.kept.trusted:
        return _("Files of this plan wait for a person.")
    if not review.rows:
        return _("The file holds no rows.")
    other = reads_exchange.elsewhere(ws.store, begun.kept.plan_id, review.sha256)
    if other:
        return _("The same file came for {plan}.").format(plan=other)
    if review.rejected:
        said = ngettext(
            "{count} row could not be read.", "{count} rows could not be read.", review.rejected
        )
        return said.format(count=review.rejected)
    known = review.disappeared + review.changed + review.unchanged
    if review.disappeared * begun.limits.removed_one_in > known:
        return _("It leaves out {gone} of {known} known referrals.").format(
            gone=review.disappeared, known=known
        )
    gone, members = import_sql.members_left_out(ws.store, begun.kept.plan_id, review.id)
    if gone * begun.limits.removed_one_in > members:  # each may have more than one referral, or not
        return _("It leaves out {gone} of {known} known members.").format(gone=gone, known=members)
    if review.warnings:
        return review.warnings[0]
    if import_matches.suggest(ws, review.id):
        return _("It may bring somebody who is here without a CIN.")
    return ""


def name_of(remote: RemoteFile) -> str:
    """The name as it is remembered: each file's own, and always text."""
    return remote.raw_name.decode("utf-8", "backslashreplace")


def _stage(
    ws: Workspace,
    begun: Begun,
    file: FileRow,
    known: Known,
    progress: import_authorizations.Progress,
) -> None:
    assert known.parsed is not None
    there = reads_exchange.by_hand(ws.store, begun.kept.plan_id, file.sha256)
    if there is not None and there[1] == "committed":
        said = _("taken in before, from a file read in by hand")
        _step(ws, begun, file, COMMITTED, said, kind=AUTHORIZATIONS, inbound_file_id=there[0])
        return
    review = (
        import_authorizations.review(ws, there[0])
        if there is not None
        else import_authorizations.stage(ws, known.parsed, begun.kept.plan_key, progress)
    )
    why = odd(ws, begun, review)
    if why or file.state != STAGED:
        dated = file_days.of_words(known.parsed.preface, begun.today)
        _step(
            ws, begun, file, STAGED, why, kind=AUTHORIZATIONS, inbound_file_id=review.id,
            dated=dated,
        )  # fmt: skip
    if why:
        return
    review, _changes = import_authorizations.commit(ws, review.id)
    if review.state == "committed":
        _step(ws, begun, file, COMMITTED, _("by itself: a trusted plan, and nothing odd"))


def _step(ws: Workspace, begun: Begun, file: FileRow, state: str, said: str, **more: str) -> None:
    with ws.transaction(f"exchange_{state}") as tx:
        if more:
            tx.update("exchange_file", file.id, more)
        exchange_writes.step(
            tx, file.id, state, zone=begun.zone, proof=said, run_id=begun.run_id,
            user_id=begun.user_id,
        )  # fmt: skip


def _quarantine(ws: Workspace, begun: Begun, file: FileRow, kind: str, why: str) -> None:
    with ws.transaction("exchange_quarantined") as tx:
        tx.update("exchange_file", file.id, {"kind": kind})
        exchange_writes.set_aside(
            tx, begun.kept.plan_id, file.id, why, zone=begun.zone, run_id=begun.run_id,
            user_id=begun.user_id,
        )  # fmt: skip


def _put_aside(
    ws: Workspace,
    begun: Begun,
    tx: Tx,
    remote: RemoteFile,
    why: str,
    waiting: set[tuple[str, str]],
) -> None:
    seen = (name_of(remote), *_shape(remote), NOT_TAKEN)
    exchange_writes.seen(tx, begun.kept.plan_id, [seen])
    if (name_of(remote), why) in waiting:
        return  # it grew, or was touched, and waits for a person as it is
    file_id = exchange_writes.new_file(
        tx,
        begun.kept.plan_id,
        direction=IN,
        kind=UNKNOWN,
        name=remote.name,
        remote_name=name_of(remote),
        sha256="",
        size=remote.size,
        state=QUARANTINED,
        zone=begun.zone,
        proof=why,
        run_id=begun.run_id,
        user_id=ws.user.id,
    )
    exchange_writes.quarantine(tx, begun.kept.plan_id, file_id, why)


def _why_not(remote: RemoteFile, limit: int) -> str:
    if remote.kind == transport.UNSAFE:
        return _("Its name could lead elsewhere or deceive who reads it; it was not fetched.")
    if remote.kind == transport.LINK:
        return _("It is a link to something else; it was not followed.")
    if remote.kind != transport.FILE:
        return _("It is no plain file; it was not opened.")
    if remote.size > limit:
        return _("It is larger than {size} MB; it was not fetched.").format(size=limit >> 20)
    return ""


def _cut(chosen: Chosen, most: int, figures: Figures) -> None:
    """Leave what is too many for one run to the next ones."""
    more = len(chosen.now) + len(chosen.fresh) - most
    if more > 0:
        chosen.now = chosen.now[:most]
        chosen.fresh = chosen.fresh[: most - len(chosen.now)]
        said = ngettext(
            "{count} more file is fetched with the next run.",
            "{count} more files are fetched with the next runs.",
            more,
        )
        figures.note("more", said.format(count=more))


def _shape(remote: RemoteFile) -> tuple[int, int]:
    return remote.size, remote.modified
