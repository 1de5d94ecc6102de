"""The only place that asks what time it is."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from navigator_app.errors import InputRejected
from navigator_app.i18n import _

DEFAULT_ZONE = "America/Los_Angeles"
"""Where the product's users work; used when the machine does not say where it is."""


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock in a zone. Tests hand in one that stands still (`fixed`)."""

    zone: str = DEFAULT_ZONE
    fixed: datetime | None = None  # aware

    def now(self) -> datetime:
        """This moment, aware, in UTC."""
        return self.fixed.astimezone(UTC) if self.fixed else datetime.now(UTC)

    def today(self) -> date:
        """The local day."""
        return self.now().astimezone(self.tz).date()

    @property
    def tz(self) -> tzinfo:
        """The local zone."""
        return ZoneInfo(self.zone)

    def to_utc(self, local: datetime) -> datetime:
        """Read a naive local moment as UTC; in the hour that comes twice, the first."""
        return local.replace(tzinfo=self.tz).astimezone(UTC)

    def to_local(self, moment: datetime) -> datetime:
        """Show an aware moment in the local zone."""
        return moment.astimezone(self.tz)


def system_clock() -> Clock:
    """The machine's clock in the machine's zone.

    `NAVIGATOR_TODAY` (YYYY-MM-DDTHH:MM) makes it stand still, for demonstrations and tests.
    """
    zone = _system_zone()
    fixed = os.environ.get("NAVIGATOR_TODAY")
    if fixed:
        try:
            still = datetime.fromisoformat(fixed)
        except ValueError:
            raise InputRejected(
                "NAVIGATOR_TODAY",
                _("The variable NAVIGATOR_TODAY holds no moment."),
                _("Write it as YYYY-MM-DDTHH:MM, or take it away."),
            ) from None
        return Clock(zone, still.replace(tzinfo=ZoneInfo(zone)))
    return Clock(zone)


def _system_zone() -> str:
    named = os.environ.get("TZ", "").lstrip(":")
    link = Path("/etc/localtime")
    if not named and link.is_symlink():
        named = os.path.realpath(link).partition("zoneinfo/")[2]
    try:
        ZoneInfo(named)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return DEFAULT_ZONE
    return named
