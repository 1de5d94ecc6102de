"""Hours of what happened, as they are kept: a UTC moment beside the local day."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from navigator_app.errors import InputRejected
from navigator_app.i18n import _
from navigator_app.services.workspace import Workspace


def moment(ws: Workspace, field: str, on: date, at: time | None) -> str | None:
    """The UTC moment of an hour on a local day as ISO text, None where the hour is not known.

    In the hour that comes twice it is the first. InputRejected names `field` for one still ahead.
    """
    return None if at is None else kept(ws, field, ws.clock.to_utc(datetime.combine(on, at)))


def kept(ws: Workspace, field: str, when: datetime) -> str:
    """An aware moment as it is kept; InputRejected names `field` for one still ahead."""
    if when > ws.clock.now():
        raise InputRejected(
            field, _("This hour has not come yet."), _("Record it once it has happened.")
        )
    return when.astimezone(UTC).isoformat(timespec="milliseconds")
