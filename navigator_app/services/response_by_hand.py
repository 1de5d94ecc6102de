"""A plan's answer that a person fetched from its portal."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from navigator_app.domain.exchange import FETCHED, IN, RESPONSE, TAKEN
from navigator_app.domain.responses import RETRY
from navigator_app.errors import FileRejected, NavigatorError
from navigator_app.i18n import _
from navigator_app.services import agency, responses
from navigator_app.services.workspace import Workspace
from navigator_app.store import exchange_writes, reads_exchange, response_writes


@dataclass(frozen=True, slots=True)
class Taken:
    """The file's life, and what is to be said of it."""

    file_id: str
    said: str


def read(path: Path) -> tuple[str, bytes]:
    """A file's name and bytes; FileRejected for one that cannot be read or is too large."""
    from navigator_app.exchange.tables import MAX_BYTES, too_large

    name = path.name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    try:
        if not path.is_file():  # a folder, a pipe or a device would block or never end
            raise FileNotFoundError
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError):
        raise FileRejected(
            _("File not read"),
            _("The file {name} cannot be read.").format(name=name),
            _("Check where it lies and that you may open it, then choose it again."),
        ) from None
    if len(data) > MAX_BYTES:
        raise too_large()
    return name, data


def take_in(ws: Workspace, plan_key: str, name: str, content: bytes) -> Taken:
    """Take in an answer that came by hand; the same file twice changes nothing.

    NotFound for an unknown plan. A refusal keeps nothing but a file that is put aside: who stands
    by is told at once, and it can be tried again from the quarantine.
    """
    plan = agency.plan(ws, plan_key)
    sha256 = hashlib.sha256(content).hexdigest()
    known = reads_exchange.known_hash(ws.store, plan.id, sha256)
    if known is not None and known.state == TAKEN:
        return Taken(known.id, responses.take_in(ws, known.id, content))
    file_id = known.id if known is not None else _kept(ws, plan.id, name, content, sha256)
    zone = str(ws.clock.tz)
    try:
        said = responses.take_in(ws, file_id, content)
    except NavigatorError as error:
        if known is None:
            with ws.transaction("exchange_quarantined") as tx:
                exchange_writes.set_aside(
                    tx, plan.id, file_id, str(error), zone=zone, run_id=None, user_id=ws.user.id
                )
        raise
    with ws.transaction("exchange_taken") as tx:
        exchange_writes.step(
            tx, file_id, TAKEN, zone=zone, proof=said, user_id=ws.user.id, kind=RESPONSE
        )
        response_writes.settle_quarantined(tx, file_id, [0], RETRY)
    return Taken(file_id, said)


def _kept(ws: Workspace, plan_id: str, name: str, content: bytes, sha256: str) -> str:
    with ws.transaction("exchange_fetched") as tx:
        file_id = exchange_writes.new_file(
            tx,
            plan_id,
            direction=IN,
            kind=RESPONSE,
            name=name,
            sha256=sha256,
            size=len(content),
            state=FETCHED,
            zone=str(ws.clock.tz),
            proof=_("read in by hand"),
            user_id=ws.user.id,
        )
        exchange_writes.keep_content(tx, file_id, content)
    return file_id
