"""Who watches over whose members on a day: present people, those who cover, whoever supervises."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from navigator_app.domain.vocabulary import Role

CARERS = (Role.NAVIGATOR, Role.SUPERVISOR)
"""Whose role reads members' notes and records contacts, so that they carry and cover."""
_STAND_IN = (Role.SUPERVISOR, Role.ADMINISTRATOR)
"""To whom falls what nobody else watches, in this order."""


@dataclass(frozen=True, slots=True)
class Staff:
    """Somebody who works or worked with the store."""

    id: str
    name: str
    role: Role
    active: bool
    administers: bool = False
    supervisor_id: str = ""
    members: int = 0  # that they carry today

    def is_a(self, role: Role) -> bool:
        """True for the role, and for whoever administers beside another role."""
        return self.role is role or (role is Role.ADMINISTRATOR and self.administers)


@dataclass(frozen=True, slots=True)
class Away:
    """Days on which somebody is away; `last` is the last of them, `back` the day of an earlier
    return. A leave that was taken back is back on its first day."""

    id: str
    user_id: str
    first: date
    last: date
    cover_id: str = ""
    why: str = ""
    back: date | None = None

    @property
    def until(self) -> date:
        """The last day away, as it is known now."""
        return self.last if self.back is None else min(self.last, _before(self.back))

    def runs_on(self, day: date) -> bool:
        """True on each day away."""
        return self.first <= day <= self.last and (self.back is None or day < self.back)

    def meets(self, first: date, last: date) -> bool:
        """True when any day from `first` to `last` is one of these."""
        return self.first <= min(self.until, last) and max(self.first, first) <= self.until


def _before(day: date) -> date:
    return date.fromordinal(day.toordinal() - 1)


@dataclass(frozen=True, slots=True)
class LeaveRow:
    """A leave as it is listed; `watcher` is who watches on its first day from today on, "" when
    it is over. `named` is True where that is the cover somebody chose."""

    id: str
    user_id: str
    user: str
    first: date
    last: date
    cover: str
    why: str
    back: date | None
    members: int
    watcher: str
    state: str  # "away", "ahead", "over"
    named: bool


@dataclass(frozen=True, slots=True)
class Covering:
    """Somebody whose members whoever is at work watches over. `until` None: they left for good,
    or (`here`) their role carries members no more."""

    user_id: str
    name: str
    until: date | None
    members: int
    here: bool = False


class Rota:
    """Everybody, and when they are away."""

    def __init__(self, staff: Sequence[Staff], aways: Sequence[Away]) -> None:
        """`staff` in the order in which something falls to them."""
        self.staff: Mapping[str, Staff] = {one.id: one for one in staff}
        self.aways = tuple(aways)

    def away(self, user_id: str, day: date) -> Away | None:
        """The leave that runs on a day, None for somebody who is here."""
        return next((a for a in self.aways if a.user_id == user_id and a.runs_on(day)), None)

    def here(self, user_id: str, day: date) -> bool:
        """True for somebody active and not away."""
        one = self.staff.get(user_id)
        return one is not None and one.active and self.away(user_id, day) is None

    def tends(self, user_id: str, day: date) -> bool:
        """True for somebody here whose role can watch over members."""
        return self.here(user_id, day) and self.staff[user_id].role in CARERS

    def watcher(self, user_id: str, day: date) -> str:
        """Who watches over this user's members on a day; "" when nobody is there who could.

        Whoever is here does so themselves, where their role can; else whom the cover leads to, from
        cover to cover; else their own supervisor, any supervisor, whoever administers; else
        whoever is here after all.
        """
        found = self.cover(user_id, day) or self._stand_in(user_id, day)
        return found or (user_id if self.here(user_id, day) else "")

    def cover(self, user_id: str, day: date) -> str:
        """The same but for those to whom falls what nobody covers: "" where no cover is there."""
        seen: set[str] = set()
        at = user_id
        while at and at not in seen:
            if self.tends(at, day):
                return at
            seen.add(at)
            away = self.away(at, day)
            active = at in self.staff and self.staff[at].active
            at = away.cover_id if away is not None and active else ""
        return ""

    def covered(self, watcher_id: str, day: date) -> list[str]:
        """Users whose members fall to this one on a day, not their own."""
        return [
            key
            for key in self.staff
            if key != watcher_id
            and not self.tends(key, day)
            and self.watcher(key, day) == watcher_id
        ]

    def _stand_in(self, user_id: str, day: date) -> str:
        one = self.staff.get(user_id)
        if one is not None and one.supervisor_id and self.here(one.supervisor_id, day):
            return one.supervisor_id
        for role in _STAND_IN:
            for key, other in self.staff.items():
                if key != user_id and other.is_a(role) and self.here(key, day):
                    return key
        return ""
