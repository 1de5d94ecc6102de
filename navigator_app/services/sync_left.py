"""Half-sent files of ours on a plan's server that go no further: taken away. Store steps.

The hidden name is written down before the first byte goes; by that name alone it is removed, once
the file is held, was withdrawn, or went by hand. One that is still on its way keeps its part: the
next try goes on there. Nothing else on the server is looked at.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from navigator_app.domain.exchange import CLEARED, LEFT
from navigator_app.errors import NavigatorError
from navigator_app.i18n import _
from navigator_app.store import exchange_writes, reads_exchange

if TYPE_CHECKING:
    from navigator_app.services.sync_begun import Begun
    from navigator_app.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Part:
    """The hidden part of a file that does not go as it was begun."""

    file_id: str
    name: str  # on the plan's server, as we gave it


def found(ws: Workspace, begun: Begun) -> list[Part]:
    """What may lie there still."""
    return [Part(*one) for one in reads_exchange.parts_left(ws.store, begun.kept.plan_id)]


def cleared(ws: Workspace, begun: Begun, part: Part, there: bool) -> None:
    """It lies there no more: told where it lay there at all."""
    if there:
        said = _("{name} was removed from the plan’s server").format(name=part.name)
        _say(ws, begun, part, CLEARED, said)
    else:
        with ws.transaction("exchange_cleared") as tx:
            tx.update("exchange_file", part.file_id, {"remote_name": ""})


def stays(ws: Workspace, begun: Begun, part: Part, error: NavigatorError) -> None:
    """The server does not let us take it away: told once, and not tried again."""
    said = _("{name} could not be removed from the plan’s server: {why}").format(
        name=part.name, why=str(error)
    )
    _say(ws, begun, part, LEFT, said)


def _say(ws: Workspace, begun: Begun, part: Part, state: str, said: str) -> None:
    with ws.transaction("exchange_cleared") as tx:
        exchange_writes.step(
            tx, part.file_id, state, zone=begun.zone, proof=said, run_id=begun.run_id,
            keep_state=True, remote_name="",
        )  # fmt: skip
