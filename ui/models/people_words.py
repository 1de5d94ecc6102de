"""People and places in plain words, with the tone of their pills."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from navigator_app.domain import housing, people
from navigator_app.domain.identifiers import show_phone
from navigator_app.domain.people import (
    CareRow,
    Danger,
    FlagRow,
    HandOverRow,
    HouseholdRow,
    IncomeRow,
    Listed,
    MethodRow,
    PeoplePage,
    PlaceRow,
    PromiseRow,
)
from navigator_app.i18n import N_, _
from navigator_app.runtime.clock import Clock
from navigator_app.services import people as service
from ui.models import guard_words, words
from ui.models.housing_words import dotted

CONFIDENCE_TONES = {"sure": "good", "likely": "info", "hearsay": "warning"}
FOUND = {
    "found": ("good", N_("Found something")),
    "nothing": ("neutral", N_("Nothing there")),
    "no-access": ("refused", N_("No access")),
}
"""How looking into a source ended: tone and words."""

YES_NO = {"": N_("Not known"), "yes": N_("Yes"), "no": N_("No")}


def choices(items: Iterable[Listed | Danger], empty: str = "") -> dict[str, str]:
    """A list for a field, an empty choice first where `empty` names it."""
    found = {"": empty} if empty else {}
    return found | {item.id: _(item.title) for item in items}


def yes_no() -> dict[str, str]:
    """Not known, yes, no: not known first."""
    return {key: _(text) for key, text in YES_NO.items()}


def flag_key(value: bool | None) -> str:
    """The key of such a choice."""
    return "" if value is None else "yes" if value else "no"


def method_title(row: MethodRow) -> str:
    """The number, address, person or place itself."""
    return show_phone(row.value) or row.value


def contact_kind(key: str) -> str:
    """What a way of contact is called."""
    return _(people.title(service.lists().contact_kinds, key))


def word_pill(row: MethodRow, page: PeoplePage) -> tuple[str, str, str]:
    """(tone, words, icon): whether word may be left there. Not asked is no, a danger forbids it
    everywhere."""
    if not page.screen.leave_word:
        return "danger", _("Leave no word: danger"), "no-voicemail"
    if row.word_may_be_left:
        return "good", _("Word may be left"), ""
    if row.safe is None:
        return "warning", _("Nobody asked: leave no word"), "no-voicemail"
    return "danger", _("Leave no word"), "no-voicemail"


def method_line(row: MethodRow, today: date) -> str:
    """Whose it is, when it is best, whether it works."""
    checked = words.short_day(row.checked, today) if row.checked else ""
    works = {True: _("works"), False: _("does not work"), None: ""}[row.works]
    tried = dotted(works, _("tried {day}").format(day=checked)) if checked else works
    return dotted(contact_kind(row.kind), row.whose, row.best_time, tried, row.note)


def place_line(row: PlaceRow, today: date) -> str:
    """When, at what time of day, who says so."""
    by = _("{who} met them there").format(who=row.seen_by) if row.attempt_id else row.seen_by
    when = words.days_ago(row.seen, today)
    return dotted(words.short_day(row.seen, today), when, row.when_there, by, row.note)


def person_line(row: HouseholdRow, today: date) -> str:
    """Relationship, age, whether they move in."""
    relation = _(people.title(service.lists().relationships, row.relationship))
    age = _("{age} years").format(age=words.age(row.born, today)) if row.born else ""
    moves = {True: _("moves in"), False: _("does not move in"), None: _("nobody asked: moves in?")}
    left = _("left {day}").format(day=words.short_day(row.left, today)) if row.left else ""
    return dotted(relation if row.relationship else "", age, left or moves[row.moves_in], row.note)


def income_title(row: IncomeRow) -> str:
    """Source and amount a month."""
    source = _(people.title(service.lists().income_sources, row.source))
    return _("{source}: {amount} a month").format(source=source, amount=housing.money(row.cents))


def income_line(row: IncomeRow, today: date) -> str:
    """Whose, from when to when, whether anybody checked."""
    span = guard_words.span(row.starts, row.ends) if row.starts or row.ends else ""
    verified = (
        _("verified {day}").format(day=words.short_day(row.verified, today))
        if row.verified
        else _("not verified")
    )
    return dotted(row.person, span, verified, row.note)


def role(row: CareRow) -> str:
    """What somebody is to the member."""
    return _(people.title(service.lists().care_roles, row.role))


def care_line(row: CareRow, today: date) -> str:
    """How to reach them, and until when they stand."""
    ended = row.ends is not None and row.ends < today
    until = _("until {day}").format(day=words.short_day(row.ends, today)) if row.ends else ""
    since = _("since {day}").format(day=words.short_day(row.starts, today)) if row.starts else ""
    fax = _("fax {number}").format(number=show_phone(row.fax)) if row.fax else ""
    phone = show_phone(row.phone)
    return dotted(_("no longer") if ended else "", phone, row.email, fax, since, until, row.note)


def flag_title(row: FlagRow) -> str:
    """What the danger is."""
    return _(service.lists().danger(row.kind).title)


def flag_rules(row: FlagRow) -> str:
    """What it forbids, and what it keeps out of print."""
    danger = service.lists().danger(row.kind)
    hidden = {
        "address": _("address"), "phone": _("phone"), "methods": _("ways to reach"),
        "places": _("places"), "household": _("household"), "care": _("care team"),
    }  # fmt: skip
    names = ", ".join(hidden[one] for one in people.HIDDEN if one in danger.hide)
    return dotted(
        "" if danger.leave_word else _("leave no word"),
        "" if danger.mail else _("send no mail"),
        "" if danger.alone else _("do not visit alone"),
        _("never printed: {what}").format(what=names) if names else "",
    )


def flag_line(row: FlagRow, today: date) -> str:
    """Since when, to look at again when, or ended and why."""
    since = _("since {day}").format(day=words.short_day(row.starts, today)) if row.starts else ""
    if row.ended is not None:
        ended = _("ended {day}").format(day=words.short_day(row.ended, today))
        return dotted(since, ended, row.ended_why)
    review = (
        _("look again {day}").format(day=words.short_day(row.review, today)) if row.review else ""
    )
    return dotted(since, review, row.by)


def promise_pill(row: PromiseRow, today: date) -> tuple[str, str]:
    """How a promise stands."""
    if row.kept is not None:
        return "good", _("Kept {day}").format(day=words.short_day(row.kept, today))
    if row.dropped_why:
        return "refused", _("Dropped")
    if row.due is None:
        return "pending", _("Open")
    if row.due < today:
        return "danger", _("Late since {day}").format(day=words.short_day(row.due, today))
    return "pending", _("By {day}").format(day=words.short_day(row.due, today))


def promise_line(row: PromiseRow) -> str:
    """To whom, by whom, why it was dropped."""
    whom = _("to {who}").format(who=row.to_whom) if row.to_whom else ""
    by = _("promised by {who}").format(who=row.by) if row.by else ""
    return dotted(whom, by, row.dropped_why)


def handed(row: HandOverRow, clock: Clock) -> str:
    """One hand-over in a line."""
    day = words.short_day(clock.to_local(row.at).date(), clock.today())
    giver = row.giver or _("nobody")
    return dotted(_("{giver} to {taker}").format(giver=giver, taker=row.taker), day, row.note)
