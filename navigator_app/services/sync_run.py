"""One run with one plan, from the first step to the last: send, fetch, read, write down."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING

from navigator_app.domain.exchange import UPLOADED, Event, FileRow, RunRow
from navigator_app.errors import NavigatorError, StoreUnavailable
from navigator_app.exchange import transport
from navigator_app.exchange.transport_errors import (
    FolderGone,
    Garbled,
    LineError,
    NameTaken,
    NoPermission,
    NoSpace,
    StillGrowing,
    TooLarge,
    UnsafeName,
)
from navigator_app.i18n import _
from navigator_app.services import phrases, sync_begun, sync_in, sync_kinds, sync_left, sync_out
from navigator_app.services.sync_begun import Begun, Figures
from navigator_app.services.sync_line import Line
from navigator_app.services.sync_steps import LINE, STORE, Step, Steps

if TYPE_CHECKING:
    from collections.abc import Generator
    from typing import Any

    from navigator_app.exchange.layouts import Layout
    from navigator_app.exchange.sftp_line import Patience
    from navigator_app.exchange.transport import Cancel, RemoteFile
    from navigator_app.services.sync_steps import Tell

_OF_THE_FILE = (NameTaken, Garbled, UnsafeName)
_OF_THE_OUTBOX = (NoSpace, NoPermission, FolderGone)
_NOT_LET = ("no-permission", "unsafe-name", "failed")
"""Why something of ours cannot be taken away, and nothing worse."""


def _only_failed(error: LineError) -> bool:
    """Whether the server said no more than that it failed: a quota that is used up, a bad block.
    The line stands, and what else there is to do may go well."""
    return type(error) is LineError


def steps(
    plan_key: str, cause: str, tell: Tell, cancel: Cancel | None, patience: Patience | None
) -> Steps:
    """The steps of one run; see `sync_steps`."""
    begun: Begun = yield Step(STORE, lambda ws: sync_begun.begin(ws, plan_key, cause, patience))
    run = _Run(begun, Line(plan_key, begun.opener, tell, cancel))
    error: BaseException | None = None
    try:
        try:
            yield from run.meet()
        except GeneratorExit:
            raise
        except BaseException as met:
            error = met
        yield Step(LINE, run.line.close)
        if _goes_on(error):
            try:
                yield from run.read()
            except GeneratorExit:
                raise
            except BaseException as met:
                error = error or met
        row: RunRow = yield Step(STORE, lambda ws: sync_begun.end(ws, begun, run.figures, error))
    finally:
        sync_begun.release(begun.home)
    tell(Event(plan_key, "ended"))
    if error is not None and not isinstance(error, NavigatorError):
        raise error
    return row


def _goes_on(error: BaseException | None) -> bool:
    """Whether what came is looked into after the line ended so."""
    if isinstance(error, LineError):
        return error.cause != "cancelled"
    return isinstance(error, Exception | None) and not isinstance(error, StoreUnavailable)


class _Run:
    """What the steps of one run share."""

    def __init__(self, begun: Begun, line: Line) -> None:
        self.begun = begun
        self.line = line
        self.figures = Figures()
        self.fault: Exception | None = None  # told once the rest is through

    def meet(self) -> Generator[Step, Any, None]:
        """Everything that needs the line."""
        listed, skew, trouble = yield Step(LINE, partial(self.line.look, self.begun.measure))
        if skew is not None:
            self._clocks(skew)
        if trouble is not None:
            self.figures.note(trouble.cause, str(trouble))
        yield from self._send()
        yield from self._clear()
        if trouble is None:
            yield from self._fetch(listed)
        if self.fault is not None:
            raise self.fault

    def read(self) -> Generator[Step, Any, None]:
        """Look into what came, one file after the other; none holds up the next."""
        files, layouts = yield self._store(sync_in.to_read)
        fault: Exception | None = None
        for file in files:
            yield Step(LINE, partial(self.line.say, "reading", file.name))
            try:
                yield from self._read_one(file, layouts)
            except NavigatorError:
                raise
            except Exception as error:  # ours: it is told once the others are through
                fault = fault or error
                yield self._store(sync_in.set_aside, file)
        if fault is not None:
            raise fault

    def _read_one(self, file: FileRow, layouts: list[Layout]) -> Generator[Step, Any, None]:
        data = yield Step(STORE, lambda ws: sync_in.content(ws, file))
        known = yield Step(
            LINE, partial(sync_kinds.recognise, file.name, data, layouts, self.begun.today)
        )
        told = self.line.progress("taking", file.name)
        yield self._store(sync_in.take, file, known, data, told)

    # -- out ----------------------------------------------------------------------------------

    def _send(self) -> Generator[Step, Any, None]:
        parcels = yield self._store(sync_out.due, self.figures)
        names: frozenset[bytes] | None = frozenset()
        if any(parcel.last == UPLOADED for parcel in parcels):
            try:
                names = yield Step(LINE, partial(self.line.sent_names, self.begun.kept.outbox))
            except (FolderGone, TooLarge) as error:  # it says nothing of what went: nothing goes
                self.figures.note(error.cause, str(error))
                return
        for parcel in parcels:
            if sync_out.unsure(parcel, names):
                yield self._store(sync_out.say_unsure, parcel, self.figures)
                continue
            try:
                yield from self._send_one(parcel)
            except _OF_THE_OUTBOX:
                return
            except LineError as error:
                if _only_failed(error):
                    return
                raise
            except StoreUnavailable:
                raise
            except Exception as error:  # of this file alone: what it is stays to be looked at
                self.fault = self.fault or error

    def _send_one(self, parcel: sync_out.Parcel) -> Generator[Step, Any, None]:
        begun = yield self._store(sync_out.begin_sending, parcel, self.figures)
        if begun is None:
            return
        file, content = begun
        published = False
        try:
            proof = yield Step(LINE, partial(self.line.upload, file.name, content))
            if proof.how == transport.UPLOADED:
                yield self._store(sync_out.about_to_go, file, proof)
                published = True
                proof = yield Step(LINE, partial(self.line.publish, file.name))
        except LineError as error:
            if not (isinstance(error, (*_OF_THE_FILE, *_OF_THE_OUTBOX)) or _only_failed(error)):
                raise
            if published and not isinstance(error, NameTaken):
                self.figures.note(error.cause, str(error))
                raise  # it may have gone: the next run looks
            yield self._store(sync_out.held, file, error, self.figures)
            if not isinstance(error, _OF_THE_FILE):
                raise
            return
        yield self._store(sync_out.gone, file, proof, self.figures)

    def _clear(self) -> Generator[Step, Any, None]:
        """Take away what half lies there and goes no further."""
        parts = yield self._store(sync_left.found)
        for part in parts:
            try:
                there = yield Step(LINE, partial(self.line.remove_part, part.name))
            except FolderGone:
                return  # the folder is not there: nothing is known of what lies in it
            except LineError as error:
                if error.cause not in _NOT_LET:
                    raise
                yield self._store(sync_left.stays, part, error)
            else:
                yield self._store(sync_left.cleared, part, there)

    # -- in -----------------------------------------------------------------------------------

    def _fetch(self, listed: list[RemoteFile]) -> Generator[Step, Any, None]:
        chosen = yield self._store(sync_in.choose, listed, self.figures, time.time())
        growing: list[RemoteFile] = []
        for remote in chosen.now:
            growing += yield from self._fetch_one(remote)
        if chosen.fresh:
            after = self.begun.limits.again_seconds
            again = yield Step(LINE, partial(self.line.look_again, after))
            same = sync_in.settled(chosen, again)
            growing += [one for one in chosen.fresh if one not in same]
            for remote in same:
                growing += yield from self._fetch_one(remote)
        if growing:
            yield self._store(sync_in.wait, growing)

    def _fetch_one(self, remote: RemoteFile) -> Generator[Step, Any, list[RemoteFile]]:
        """Fetch and keep one file; returns it when it is still growing."""
        limit = self.begun.limits.file_bytes
        try:
            came = yield Step(LINE, partial(self.line.fetch, remote, limit))
        except StillGrowing:
            return [remote]
        except FolderGone:
            return []  # taken away meanwhile
        except NoPermission as error:
            self.figures.note(error.cause, str(error))
            return []
        except LineError as error:
            if not _only_failed(error):
                raise
            self.figures.note(error.cause, str(error))
            return []
        except (TooLarge, UnsafeName) as error:
            yield self._store(sync_in.put_aside, remote, error)
            return []
        yield self._store(sync_in.keep, came, self.figures)
        return []

    def _clocks(self, skew: transport.Skew) -> None:
        self.figures.skew_seconds = skew.seconds
        if abs(skew.seconds) - skew.uncertain <= self.begun.limits.skew_seconds:
            return
        said = (
            _("The plan's clock is {span} ahead of ours. Check this computer's clock.")
            if skew.seconds > 0
            else _("The plan's clock is {span} behind ours. Check this computer's clock.")
        )
        self.figures.note("skew", said.format(span=phrases.span(skew.seconds)))

    def _store(self, work: Any, *words: Any) -> Step:
        return Step(STORE, lambda ws: work(ws, self.begun, *words))
