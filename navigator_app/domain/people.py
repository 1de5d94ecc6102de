"""People and places around a member: rows, lists, and what a danger rules on screen and in print.

Money is whole cents a month.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from navigator_app.domain.guard_rows import ProgramRow

HIDDEN = ("address", "phone", "methods", "places", "household", "care")
"""What a print may leave out because of a danger, in reading order."""

NEVER_PRINTED = frozenset({"safety", "safety_note"})
"""The dangers themselves: on screens, never on paper."""

FOUND = ("found", "nothing", "no-access")
"""How looking into a source ends."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One item of a list. `cited` is where it comes from, "" for the agency's own words.

    `form` says how a way of contact is checked, `left_with` what leaving word means there;
    a `private` role is never printed.
    """

    id: str
    title: str
    note: str = ""
    cited: str = ""
    form: str = ""
    left_with: str = ""
    private: bool = False


@dataclass(frozen=True, slots=True)
class Danger:
    """A kind of danger and what it rules; False forbids. `sets` is the record's own field."""

    id: str
    title: str
    banner: str
    leave_word: bool = True
    mail: bool = True
    alone: bool = True
    hide: frozenset[str] = frozenset()
    sets: str = ""


@dataclass(frozen=True, slots=True)
class Lists:
    """All lists of people and places."""

    relationships: tuple[Listed, ...]
    income_sources: tuple[Listed, ...]
    care_roles: tuple[Listed, ...]
    contact_kinds: tuple[Listed, ...]
    confidences: tuple[Listed, ...]
    places_to_look: tuple[Listed, ...]
    dangers: tuple[Danger, ...]

    def danger(self, kind: str) -> Danger:
        """What a flag's kind rules; one no longer listed forbids everything, to be safe."""
        found = next((one for one in self.dangers if one.id == kind), None)
        return found or Danger(kind, kind, kind, False, False, False, frozenset(HIDDEN))

    def setting(self, column: str) -> Danger:
        """The danger that stands and falls with a field of the record."""
        return next(one for one in self.dangers if one.sets == column)


def title(items: Sequence[Listed], key: str) -> str:
    """The words of an item; the id itself where an older store holds one no longer listed."""
    return next((one.title for one in items if one.id == key), key)


@dataclass(frozen=True, slots=True)
class HouseholdRow:
    """Somebody who lives, or will live, with the member."""

    id: str
    member_id: str
    name: str
    relationship: str
    born: date | None
    moves_in: bool | None
    note: str
    left: date | None
    other_member_id: str | None = None


@dataclass(frozen=True, slots=True)
class IncomeRow:
    """An income a month, of the member (`person_id` "") or of one of the household."""

    id: str
    member_id: str
    person_id: str
    person: str
    source: str
    cents: int
    starts: date | None
    ends: date | None
    verified: date | None
    note: str

    def runs_on(self, day: date) -> bool:
        """True on days from its first to its last."""
        begun = self.starts is None or self.starts <= day
        return begun and (self.ends is None or day <= self.ends)


@dataclass(frozen=True, slots=True)
class CareRow:
    """One of the people around the member."""

    id: str
    member_id: str
    role: str
    name: str
    organization: str
    phone: str
    email: str
    fax: str
    note: str
    starts: date | None
    ends: date | None

    def stands_on(self, day: date) -> bool:
        """True until the last day."""
        return self.ends is None or day <= self.ends


@dataclass(frozen=True, slots=True)
class MethodRow:
    """A way to reach the member. `safe` None: nobody asked, and word is not left."""

    id: str
    member_id: str
    position: int
    kind: str
    value: str
    whose: str
    safe: bool | None
    best_time: str
    works: bool | None
    checked: date | None
    note: str
    ended: date | None

    @property
    def word_may_be_left(self) -> bool:
        """Only where somebody asked and the answer was yes."""
        return self.safe is True


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place the member was seen. `attempt_id` where an outreach attempt says so."""

    id: str
    member_id: str
    place: str
    seen: date
    when_there: str
    confidence: str
    seen_by: str
    note: str
    attempt_id: str = ""


@dataclass(frozen=True, slots=True)
class LookedRow:
    """A source looked through on a day, and what came of it."""

    id: str
    member_id: str
    source: str
    on: date
    found: str
    note: str
    by: str


@dataclass(frozen=True, slots=True)
class FlagRow:
    """A danger. `id` is "" where only a field of the member's record says so."""

    id: str
    member_id: str
    kind: str
    note: str
    starts: date | None
    review: date | None
    ended: date | None
    ended_why: str
    by: str

    def due_for_review(self, day: date) -> bool:
        """True once its review date has come."""
        return self.ended is None and self.review is not None and self.review <= day


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """Something promised; open until it is kept or dropped."""

    id: str
    member_id: str
    what: str
    to_whom: str
    due: date | None
    kept: date | None
    dropped_why: str
    by: str
    made: datetime

    @property
    def is_open(self) -> bool:
        """Neither kept nor dropped."""
        return self.kept is None and not self.dropped_why


@dataclass(frozen=True, slots=True)
class HandOverRow:
    """A member given from one navigator to another."""

    id: str
    member_id: str
    member: str
    giver: str
    taker_id: str
    taker: str
    note: str
    at: datetime
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class Known:
    """A phone, mail or address that the record itself has, not among the ways yet."""

    kind: str
    value: str
    column: str


@dataclass(frozen=True, slots=True)
class ScreenRules:
    """What every screen says first of a member, and what must not be done."""

    banners: tuple[tuple[str, str], ...] = ()  # (banner, note) of each danger, gravest first
    leave_word: bool = True
    mail: bool = True
    alone: bool = True
    review: tuple[str, ...] = ()  # titles of the dangers that are due for a look


@dataclass(frozen=True, slots=True)
class PrintRules:
    """What a print must leave out. `hide` holds words of `HIDDEN` and `NEVER_PRINTED`; `roles` are
    those of the care team that are never printed; `mail` False: it must not be posted."""

    hide: frozenset[str]
    roles: frozenset[str]
    mail: bool = True
    why: tuple[str, ...] = ()

    def may_print(self, what: str) -> bool:
        """True for what no danger hides."""
        return what not in self.hide


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """All of one member's people and places."""

    member_id: str
    member: str
    methods: tuple[MethodRow, ...]
    known: tuple[Known, ...]
    places: tuple[PlaceRow, ...]
    looked: tuple[LookedRow, ...]  # newest first
    household: tuple[HouseholdRow, ...]
    incomes: tuple[IncomeRow, ...]
    care: tuple[CareRow, ...]
    programs: tuple[ProgramRow, ...]
    flags: tuple[FlagRow, ...]
    promises: tuple[PromiseRow, ...]
    hand_overs: tuple[HandOverRow, ...]
    screen: ScreenRules
    navigator_id: str = ""
    navigator: str = ""

    def last_look(self, source: str) -> LookedRow | None:
        """The newest look into a source."""
        return next((one for one in self.looked if one.source == source), None)


def screen_rules(flags: Iterable[FlagRow], lists: Lists, today: date) -> ScreenRules:
    """What the flags in force rule, in the order of the list: the gravest first."""
    order = {one.id: place for place, one in enumerate(lists.dangers)}
    live = sorted(in_force(flags), key=lambda flag: order.get(flag.kind, -1))
    dangers = [lists.danger(flag.kind) for flag in live]
    return ScreenRules(
        banners=tuple(
            (danger.banner, flag.note) for danger, flag in zip(dangers, live, strict=True)
        ),
        leave_word=all(one.leave_word for one in dangers),
        mail=all(one.mail for one in dangers),
        alone=all(one.alone for one in dangers),
        review=tuple(
            danger.title
            for danger, flag in zip(dangers, live, strict=True)
            if flag.due_for_review(today)
        ),
    )


def print_rules(flags: Iterable[FlagRow], lists: Lists) -> PrintRules:
    """What a print leaves out: the dangers themselves always, and what each of them hides."""
    dangers = [lists.danger(flag.kind) for flag in in_force(flags)]
    hide = NEVER_PRINTED.union(*(one.hide for one in dangers))
    return PrintRules(
        hide=hide,
        roles=frozenset(role.id for role in lists.care_roles if role.private),
        mail=all(one.mail for one in dangers),
        why=tuple(one.title for one in dangers if one.hide or not one.mail),
    )


def in_force(flags: Iterable[FlagRow]) -> list[FlagRow]:
    """The flags that nobody has ended."""
    return [flag for flag in flags if flag.ended is None]


def plain_value(form: str, value: str) -> str:
    """A way of contact as it is compared: digits of a phone, a mail or a text without case."""
    if form == "phone":
        return "".join(sign for sign in value if sign.isdecimal())[-10:]
    return " ".join(value.casefold().split())
