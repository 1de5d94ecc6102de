"""The housing search in plain words, with the tone of its pills."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from navigator_app.domain import housing
from navigator_app.domain.housing import Stage, Step
from navigator_app.domain.housing_match import Matched
from navigator_app.domain.housing_rows import (
    ApplicationRow,
    EventRow,
    LastDay,
    PreferenceRow,
    SubsidyRow,
    UnitRow,
)
from navigator_app.domain.saying import Saying
from navigator_app.i18n import N_, _, ngettext
from navigator_app.runtime.clock import Clock
from navigator_app.services.housing_choices import Listed, lists
from ui.models import words

_PIECE, _BREAK = 14, "\u200b"  # a zero-width space: a line may end there
_LONG = re.compile(r"\S{18,}")

UNIT_STATES = {
    "available": ("good", N_("Free")),
    "held": ("info", N_("Held")),
    "unknown": ("neutral", N_("Not known")),
    "taken": ("refused", N_("Taken")),
    "avoid": ("danger", N_("Avoid")),
}
"""How a home's state is drawn and called."""

SUBSIDY_STATES = {
    "applied": ("pending", N_("Applied for")),
    "waiting": ("pending", N_("On a waiting list")),
    "issued": ("accent", N_("Issued, searching with it")),
    "in-use": ("good", N_("Pays a rent")),
    "expired": ("refused", N_("Expired")),
    "ended": ("refused", N_("Ended")),
    "denied": ("danger", N_("Denied")),
}
ENTRY_TONES = {
    "assessed": "info",
    "in-queue": "pending",
    "matched": "accent",
    "referred": "accent",
    "housed": "good",
}
ANSWERS = {
    "": ("pending", N_("No answer yet")),
    "granted": ("good", N_("Granted")),
    "denied": ("danger", N_("Denied")),
    "other": ("info", N_("Something else was offered")),
}
STAGE_TONES = {
    Stage.LOOKING: "neutral",
    Stage.SHOWING: "info",
    Stage.APPLIED: "pending",
    Stage.DENIED: "danger",
    Stage.APPEALED: "warning",
    Stage.APPROVED: "good",
    Stage.LEASE: "good",
    Stage.MOVED_IN: "good",
    Stage.ENDED: "refused",
}
STEP_ASKS = {
    Step.SHOWING: N_("Set a showing"),
    Step.APPLIED: N_("Application in"),
    Step.APPROVED: N_("Approved"),
    Step.DENIED: N_("Denied"),
    Step.APPEALED: N_("Appeal"),
    Step.APPEAL_GRANTED: N_("Appeal granted"),
    Step.APPEAL_DENIED: N_("Appeal denied"),
    Step.LEASE: N_("Lease"),
    Step.MOVED_IN: N_("Moved in"),
    Step.ENDED: N_("No longer follow"),
    Step.REOPENED: N_("Take up again"),
    Step.FEE: N_("A fee was paid"),
    Step.NOTE: N_("A note, or what comes next"),
}
"""The words on buttons."""


def listed(items: Iterable[Listed], empty: str = "") -> dict[str, str]:
    """Choices of a list by id, an empty one first where `empty` names it."""
    found = {"": empty} if empty else {}
    return found | {item.id: _(item.title) for item in items}


def titled(items: tuple[Listed, ...], item_id: str) -> str:
    """The words of an item of a list."""
    return _(lists().title(items, item_id)) if item_id else ""


def kind(unit_kind: str) -> str:
    """What a home is."""
    return titled(lists().unit_kinds, unit_kind)


def subsidy_kind(kind_id: str) -> str:
    """What a subsidy is."""
    return titled(lists().subsidy_kinds, kind_id)


def bedrooms(number: int | None) -> str:
    """Bedrooms in words; a studio has none."""
    if number is None:
        return ""
    if number == 0:
        return _("studio")
    return ngettext("{n} bedroom", "{n} bedrooms", number).format(n=number)


def rent(cents: int | None) -> str:
    """A rent, empty when it is not known."""
    return _("{rent} a month").format(rent=housing.money(cents)) if cents is not None else ""


def soft(text: str) -> str:
    """Words of somebody's own, fenced where they read from right to left; one without a blank may
    break, so that it never widens a page."""
    return words.isolated(_LONG.sub(_broken, text))


def _broken(found: re.Match[str]) -> str:
    word = found[0]
    return _BREAK.join(word[place : place + _PIECE] for place in range(0, len(word), _PIECE))


def dotted(*parts: str) -> str:
    """Facts in one line."""
    return "  ·  ".join(soft(part) for part in parts if part)


def unit_line(unit: UnitRow) -> str:
    """A home's facts in one line."""
    size = bedrooms(unit.bedrooms) if unit.bedrooms or unit.kind != "studio" else ""
    return dotted(rent(unit.rent_cents), size, kind(unit.kind), unit.place)


def told(saying: Saying) -> str:
    """A sentence of the domain in the interface's language."""
    return saying.told(_, words.day)


def all_told(sayings: Iterable[Saying]) -> str:
    """Several in one line."""
    return dotted(*(told(one) for one in sayings))


def checked(unit: UnitRow, today: date) -> str:
    """When a home's state was last known."""
    if unit.checked is None:
        return _("never checked")
    return _("known {day}").format(day=words.days_ago(unit.checked, today))


def share(match: Matched) -> str:
    """What the rent takes of the income, as on a pill; empty where it cannot be counted."""
    if match.share.percent is None:
        return ""
    return _("{n} % of income").format(n=match.share.percent)


def last_day(day: LastDay) -> list[str]:
    """A last day: what ends and when, and by what it counts."""
    when = words.day(day.runout.last_day)
    left = words.due_words(day.runout.days_left)
    if day.kind == "voucher":
        title = _("{voucher} expires {day}: {left}").format(
            voucher=subsidy_kind(day.what), day=when, left=left
        )
        return [title, _("The voucher’s own date. Ask the housing authority for an extension.")]
    title = _("Appeal for {home} due {day}: {left}").format(
        home=soft(day.what), day=when, left=left
    )
    return [title, _("The day that the denial names.")]


def tone_of(day: LastDay) -> str:
    """How urgent a last day looks."""
    near = day.runout.days_left <= 14
    return "danger" if day.runout.passed else "warning" if near else "info"


def runout(row: SubsidyRow, today: date) -> str:
    """When a voucher ends: "expires Dec 4: in 14 days"."""
    if row.last_day is None:
        return ""
    day = words.short_day(row.last_day, today)
    if row.runout is None:
        return _("until {day}").format(day=day)
    left = words.due_words(row.runout.days_left)
    return _("expires {day}: {left}").format(day=day, left=left)


def next_line(row: ApplicationRow, clock: Clock) -> str:
    """What comes next on a card: the showing, the appeal, what somebody noted."""
    today = clock.today()
    parts = []
    if row.stage is Stage.SHOWING and row.showing_at is not None:
        local = clock.to_local(row.showing_at)
        parts.append(
            _("Showing {day}, {time}").format(
                day=words.short_day(local.date(), today), time=words.clock_time(local)
            )
        )
    if row.stage is Stage.DENIED:
        parts += [titled(lists().denial_reasons, one.reason) for one in row.events if one.reason][
            :1
        ]
    if row.stage is Stage.DENIED and row.appeal_by is not None:
        parts.append(_("Appeal by {day}").format(day=words.short_day(row.appeal_by, today)))
    if row.next_step and row.next_on:
        parts.append(
            _("Next: {what}, {day}").format(
                what=soft(row.next_step), day=words.short_day(row.next_on, today)
            )
        )
    elif row.next_step:
        parts.append(_("Next: {what}").format(what=soft(row.next_step)))
    elif row.next_on:
        parts.append(_("Next: {day}").format(day=words.short_day(row.next_on, today)))
    return "\n".join(parts)


def event_line(event: EventRow, clock: Clock) -> str:
    """What happened, in a line."""
    reason = titled(lists().denial_reasons, event.reason)
    amount = housing.money(event.cents) if event.cents is not None else ""
    when = words.short_day(event.on, clock.today())
    if event.at is not None:
        when = f"{when}, {words.clock_time(clock.to_local(event.at))}"
    return dotted(when, _(event.step.value), reason, amount, event.note)


def wishes(row: PreferenceRow) -> list[tuple[str, str]]:
    """What a member looks for, as pairs of a name and words; what nobody asked is left out."""
    known = lists()
    rows = [
        (_("Where"), row.areas),
        (_("Not in"), row.avoid),
        (_("Near"), row.near),
        (_("Kind"), ", ".join(kind(one) for one in row.kinds)),
        (_("At least"), bedrooms(row.bedrooms)),
        (_("Own share"), _("at most {rent}").format(rent=rent(row.most_rent_cents))
         if row.most_rent_cents is not None else ""),
        (_("Move by"), words.day(row.move_by)),
        (_("Must have"), ", ".join(titled(known.features, one) for one in row.features)),
        (_("Pets"), {True: _("yes"), False: _("no"), None: ""}[row.pets]),
        (_("Note"), row.note),
    ]  # fmt: skip
    return [(name, text) for name, text in rows if text]
