"""The wave forecast: authorizations that end, week by week, against the hours of the staff."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from navigator_app.domain import waves
from navigator_app.domain.records import Changes
from navigator_app.domain.vocabulary import Service
from navigator_app.domain.waves import Week
from navigator_app.errors import InputRejected
from navigator_app.i18n import _
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_ledger

PER_PACKET, PER_WEEK = "hours_per_packet", "packet_hours_per_week"
DEFAULTS = {PER_PACKET: 2.0, PER_WEEK: 10.0}
"""Hours where the agency has set none: a starting point of the program, no rule's value."""

WEEKS = 52
MOST_WEEKS = 260
MOST_HOURS = 1000.0


@dataclass(frozen=True, slots=True)
class Hours:
    """The two figures; `own` is True once the agency has set them itself."""

    per_packet: float
    per_week: float
    own: bool


@dataclass(frozen=True, slots=True)
class Ending:
    """Somebody behind a bar."""

    member_id: str
    member_name: str
    referral_id: str
    service: Service
    end: date
    asked: bool


@dataclass(frozen=True, slots=True)
class Forecast:
    """The weeks from this one on; `short` are the hours that no longer fit at all."""

    on: date
    weeks: tuple[Week, ...]
    hours: Hours
    short: float

    @property
    def ending(self) -> int:
        """How many authorizations end in all these weeks."""
        return sum(week.ending for week in self.weeks)


def forecast(
    ws: Workspace,
    *,
    weeks: int = WEEKS,
    per_packet: float | None = None,
    per_week: float | None = None,
) -> Forecast:
    """The weeks from the Monday of this one; the hours given here go before those kept.

    What ended earlier this week counts; what ended before is in no bar. InputRejected for a number
    of weeks or hours that makes no sense.
    """
    if not 1 <= weeks <= MOST_WEEKS:
        raise InputRejected(
            "weeks",
            _("The forecast is for 1 to {n} weeks.").format(n=MOST_WEEKS),
            _("52 weeks are a year."),
        )
    kept = hours(ws)
    used = Hours(
        _checked(PER_PACKET, per_packet, kept.per_packet),
        _checked(PER_WEEK, per_week, kept.per_week),
        kept.own or (per_packet is not None and per_week is not None),
    )
    today = ws.clock.today()
    first = waves.monday(today)
    last = first + weeks * waves.WEEK - timedelta(days=1)
    ends = {week: (n, asked) for week, n, asked in reads_ledger.ending(ws.store, first, last)}
    wave = waves.wave(ends, first, weeks, per_packet=used.per_packet, per_week=used.per_week)
    return Forecast(today, wave.weeks, used, wave.short)


def behind(ws: Workspace, first: date, last: date, limit: int = -1) -> list[Ending]:
    """Whose authorization ends in these days, the earliest first."""
    return [
        Ending(member_id, name, referral_id, Service.from_slug(service), end, asked)
        for member_id, name, referral_id, service, end, asked in reads_ledger.ending_members(
            ws.store, first, last, limit
        )
    ]


def hours(ws: Workspace) -> Hours:
    """The figures the agency set, else the program's starting point."""
    told = {name: reads_ledger.setting(ws.store, name) for name in DEFAULTS}
    used = {name: float(text) if text else DEFAULTS[name] for name, text in told.items()}
    return Hours(used[PER_PACKET], used[PER_WEEK], all(told.values()))


def set_hours(ws: Workspace, *, per_packet: float, per_week: float) -> Changes:
    """Keep the agency's own figures; InputRejected names the one that makes no sense."""
    values = {
        PER_PACKET: _checked(PER_PACKET, per_packet, 0.0),
        PER_WEEK: _checked(PER_WEEK, per_week, 0.0),
    }
    with ws.transaction("set_forecast_hours") as tx:
        for name, value in values.items():
            if reads_ledger.setting(ws.store, name) is None:
                row = {"id": name, "value": repr(value), "created_at": tx.now}
                tx.insert("agency_setting", row)
            else:
                tx.update("agency_setting", name, {"value": repr(value)})
    return Changes(settings=True)


def _checked(name: str, value: float | None, default: float) -> float:
    if value is None:
        return default
    if not 0 < value <= MOST_HOURS:
        raise InputRejected(
            name,
            _("Hours are more than 0 and at most {n}.").format(n=int(MOST_HOURS)),
            _("Write for instance 1.5 for an hour and a half."),
        )
    return float(value)
