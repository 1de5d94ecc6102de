"""Deposit requests in plain words, with the tone of their pills."""

from __future__ import annotations

from datetime import date

from navigator_app.domain import money
from navigator_app.domain.deposit_checks import Finding
from navigator_app.domain.deposits import Item, PacketLine, Request, State, Terms
from navigator_app.domain.guard_facts import Verdict
from navigator_app.domain.guard_rows import GuardRow
from navigator_app.i18n import N_, _, ngettext
from navigator_app.services import deposits
from navigator_app.services.deposits import Desk
from ui.models import guard_words, words

_STATES = {
    State.DRAFT: ("neutral", N_("Draft"), "draft"),
    State.SUBMITTED: ("pending", N_("Sent"), "send"),
    State.APPROVED: ("good", N_("Approved"), ""),
    State.DENIED: ("danger", N_("Denied"), "forbidden"),
    State.PAID: ("good", N_("Paid"), "good-fill"),
    State.WITHDRAWN: ("neutral", N_("Taken back"), "undo"),
}


FEW = 2
"""Of what a plan lacks, so much is named here; the plan itself names all."""


def pill(request: Request) -> tuple[str, str, str]:
    """Kind, word and icon of a request's pill."""
    kind, word, icon = _STATES[request.state]
    return kind, _(word), icon


def kinds() -> dict[str, str]:
    """What an item can be, by id, in words."""
    return {one.id: _(one.title) for one in deposits.item_kinds()}


def item_title(item: Item) -> str:
    """What an item is."""
    return kinds().get(item.kind) or _("Not chosen yet")


def item_line(item: Item, today: date) -> str:
    """One item of a request: what, how much, to whom, what became of it."""
    parts = [item_title(item)]
    if item.what:
        parts.append(words.isolated(item.what))
    if item.vendor:
        parts.append(_("to {vendor}").format(vendor=words.isolated(item.vendor)))
    if item.approved_cents is not None:
        parts.append(_("approved {sum}").format(sum=money.dollars(item.approved_cents)))
    if item.paid_on is not None:
        parts.append(_("paid {day}").format(day=words.short_day(item.paid_on, today)))
    return " · ".join(parts)


def amount(item: Item) -> str:
    """How much is asked for."""
    return money.dollars(item.cents) if item.cents is not None else _("no amount")


def headline(request: Request) -> str:
    """The sum of a request, and what was approved of it."""
    if request.state in (State.APPROVED, State.PAID):
        return _("{approved} of {asked} approved").format(
            approved=money.dollars(request.approved), asked=money.dollars(request.total)
        )
    return money.dollars(request.total)


def dates(request: Request, desk: Desk, today: date) -> str:
    """The days of a request, its number and why it was decided so."""
    parts = []
    if request.move_in_on is not None:
        parts.append(_("Move-in {day}").format(day=words.day(request.move_in_on)))
    if request.submitted_on is not None:
        parts.append(_("sent {day}").format(day=words.short_day(request.submitted_on, today)))
    if request.decided_on is not None:
        parts.append(_decided(request, today))
    if request.number:
        parts.append(_("number {number}").format(number=words.isolated(request.number)))
    if request.decided_why:
        parts.append(words.isolated(request.decided_why))
    return " · ".join(parts)


def window(desk: Desk, move_in: date | None, today: date) -> str:
    """Until when the items can be asked for, with the rule's source; what is not known is said."""
    rule = desk.terms.window
    if rule is None:
        return _("Until when this plan takes a request after the move-in is not known: ask it.")
    last = desk.last_day(move_in)
    if last is None:
        return _("Asked for within {n} days after the move-in ({source}).").format(
            n=rule.value, source=rule.cited
        )
    left = (last - today).days
    if left < 0:
        return _("The window closed on {day} ({source}).").format(
            day=words.day(last), source=rule.cited
        )
    text = ngettext(
        "To be asked for by {day}, {n} day from now ({source}).",
        "To be asked for by {day}, {n} days from now ({source}).",
        left,
    )
    return text.format(day=words.day(last), n=left, source=rule.cited)


def total(request: Request, terms: Terms, left: int | None) -> tuple[str, str]:
    """The sum against the cap, and where the cap is written."""
    said = _("Total {sum}").format(sum=money.dollars(request.total))
    if terms.cap is None or left is None:
        return said, _("No cap is known for this plan: ask it.")
    if left < 0:
        text = _("{total}: {over} over the cap of {cap}")
        over = money.dollars(-left)
    else:
        text, over = _("{total}, {left} left of {cap}"), ""
    cap = money.dollars(terms.cap.value * 100)
    shown = text.format(total=said, over=over, left=money.dollars(left), cap=cap)
    return shown, terms.cap.cited


def list_known(terms: Terms) -> str:
    """What is to be said of the list of items: whose it is, where it is not the plan's own."""
    if not terms.borrowed:
        return ""
    if terms.allowed is None:
        return _("What this plan pays is not known here: ask it before sending.")
    return _("What this plan pays is not known here: ask it. The list is from {source}.").format(
        source=terms.allowed.cited
    )


def finding(one: Finding) -> str:
    """What is to be said of a field, with its source."""
    said = guard_words.told(one.why)
    return f"{said} ({one.cited})" if one.cited else said


def packet_state(line: PacketLine) -> tuple[str, str, str]:
    """Kind, word and icon of a line of the packet."""
    if line.done is None:
        return "neutral", _("Not needed"), "minus"
    if line.done:
        return "good", _("There"), ""
    return ("danger", _("Missing"), "") if line.required else ("warning", _("Missing"), "")


def packet_line(line: PacketLine) -> str:
    """What of the packet it is, and what of it is missing."""
    title = _(line.title)
    if line.lacks:
        text = ngettext("{title}. It lacks {n} thing: {first}",
                        "{title}. It lacks {n} things, first of all: {first}",
                        len(line.lacks))  # fmt: skip
        first = " ".join(line.lacks[:FEW])
        return text.format(title=title, n=len(line.lacks), first=first)
    if not line.missing:
        return title
    known = kinds()
    bare = ", ".join(known.get(key, key) for key in dict.fromkeys(line.missing))
    return _("{title}: none for {items}").format(title=title, items=bare)


def missing(lines: tuple[PacketLine, ...]) -> str:
    """How much of the packet is missing."""
    count = sum(line.done is False for line in lines)
    if not count:
        return _("The packet is complete.")
    text = ngettext("{n} thing is missing.", "{n} things are missing.", count)
    return text.format(n=count)


def tone(verdict: Verdict) -> str:
    """The tone of a note about a finding."""
    return {Verdict.REFUSE: "danger", Verdict.WARN: "warning"}.get(verdict, "info")


def _decided(request: Request, today: date) -> str:
    day = words.short_day(request.decided_on, today)
    if request.state is State.DENIED:
        return _("denied {day}").format(day=day)
    if request.state is State.WITHDRAWN:
        return _("taken back {day}").format(day=day)
    return _("approved {day}").format(day=day)


def limit(row: GuardRow) -> list[str]:
    """A limit of the referral that stops: its title, then why."""
    return [guard_words.title(row), guard_words.told(row.result.why)]
