"""What was on its way over a line when the plan's files began to go by hand. Store steps.

Nobody carries such a file on any more: what cannot have gone waits again, to be marked as sent by
a person; of what may have gone, a person asks the plan.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from navigator_app.domain.exchange import OUT, SENDING, UNSURE, UPLOADED, WAITING
from navigator_app.i18n import _
from navigator_app.store import exchange_writes, reads_exchange

if TYPE_CHECKING:
    from navigator_app.services.workspace import Workspace


def off_the_line(ws: Workspace, plan_id: str) -> None:
    """Let go of what an exchange that was cut left under way with a plan; one that is under way
    just now ends what it began."""
    from navigator_app.services import sync_begun

    if sync_begun.running(str(ws.home)):
        return
    zone, user = str(ws.clock.tz), ws.user.id
    for file in reads_exchange.in_state(ws.store, plan_id, OUT, SENDING):
        told = (WAITING, SENDING, UPLOADED, UNSURE)
        last = next((one for one in reads_exchange.tries(ws.store, file.id) if one in told), "")
        if last == UNSURE:
            continue
        with ws.transaction("exchange_settle") as tx:
            if last == UPLOADED:
                said = _("files go by hand now; ask the plan whether it has this one")
                exchange_writes.step(
                    tx, file.id, UNSURE, zone=zone, proof=said, user_id=user, keep_state=True
                )
            else:
                said = _("files go by hand now; it had not gone")
                exchange_writes.step(tx, file.id, WAITING, zone=zone, proof=said, user_id=user)
