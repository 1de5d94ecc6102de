"""A tenancy in plain words, with the tone of its pills."""

from __future__ import annotations

from datetime import date

from navigator_app.domain import housing
from navigator_app.domain.identifiers import show_phone
from navigator_app.domain.tenancy import DueDate, Kind, PartState, Severity
from navigator_app.domain.tenancy_rows import EventRow, RepaymentRow, TenancyRow
from navigator_app.i18n import N_, _, ngettext
from navigator_app.services import tenancy_choices
from navigator_app.services.tenancy import TenancyPage
from ui.models import housing_words, words

SEVERITIES = {
    Severity.WATCH.slug: ("info", N_("Watch")),
    Severity.ACT.slug: ("warning", N_("Act")),
    Severity.URGENT.slug: ("danger", N_("Urgent")),
}
"""How grave something is, as it is drawn and called."""

PARTS = {
    PartState.PAID: ("good", N_("Paid")),
    PartState.SHORT: ("warning", N_("Paid in part")),
    PartState.MISSED: ("danger", N_("Missed")),
    PartState.DUE: ("neutral", N_("To come")),
}
RESULTS = {
    "": N_("Not looked at"),
    "good": N_("Good"),
    "fault": N_("Fault"),
    "not-seen": N_("Could not see"),
}
GROUPS = {"home": N_("The home"), "safety": N_("Safety"), "health": N_("Health")}
ASKS = {
    Kind.SIGN: (N_("Early sign"), "flag"),
    Kind.NOTICE: (N_("Notice"), "letter"),
    Kind.DISPUTE: (N_("Dispute"), "collateral"),
    Kind.LANDLORD: (N_("Landlord contact"), "phone"),
    Kind.TRAINING: (N_("Record training"), "plan"),
}
"""The words on buttons, with their icons."""


def what(kind: str, item: str) -> str:
    """What an event was about, in the words of its list."""
    of = Kind.from_slug(kind)
    lists = tenancy_choices.lists()
    return _(lists.title(lists.of(of), item)) if item else _(of.value)


def check(item: str) -> str:
    """One thing that a visit looks at."""
    lists = tenancy_choices.lists()
    return _(lists.title(lists.checks, item))


def end_reason(item: str) -> str:
    """Why a tenancy ended."""
    lists = tenancy_choices.lists()
    return _(lists.title(lists.end_reasons, item)) if item else ""


def housed(days: int) -> str:
    """How long: "Housed 143 days"."""
    return ngettext("Housed {n} day", "Housed {n} days", days).format(n=days)


def kept(months: int) -> str:
    """A milestone: "Still housed after 6 months"."""
    return _("Housed after {n} months").format(n=months)


def facts(page: TenancyPage, home: TenancyRow) -> list[tuple[str, str]]:
    """What is known of a home, name by name; what nobody knows is left out."""
    today = page.today
    lease = [words.day(day) for day in (home.lease_starts, home.lease_ends) if day]
    if home.lease_starts and home.lease_ends:
        said = _("{first} to {last}").format(first=lease[0], last=lease[1])
    elif home.lease_ends:
        said = _("until {day}").format(day=lease[0])
    else:
        said = _("from {day}").format(day=lease[0]) if lease else ""
    visits = ""
    if page.next_visit:
        left = (page.next_visit - today).days
        when = words.short_day(page.next_visit, today)
        visits = housing_words.dotted(when, words.due_words(left))
    found = [
        (_("Moved in"), words.day(home.move_in)),
        (_("Left"), words.day(home.ended) if home.ended else ""),
        (_("Rent"), _rent(home)),
        (_("Member pays"), housing_words.rent(home.share_cents)),
        (_("Subsidy"), housing_words.subsidy_kind(home.subsidy_kind) if home.subsidy_kind else ""),
        (_("Landlord"), housing_words.dotted(home.landlord, show_phone(home.landlord_phone))),
        (_("Lease"), said),
        (_("Recertify by"), words.day(home.recertify) if home.recertify else ""),
        (_("Next visit"), visits),
        (_("Why they left"), end_reason(home.ended_why)),
        (_("Where to"), home.ended_to),
        (_("Note"), home.note),
    ]
    return [(name, text) for name, text in found if text]


def _rent(home: TenancyRow) -> str:
    if not home.rent_due_day:
        return housing_words.rent(home.rent_cents)
    by = _("due on day {n}").format(n=home.rent_due_day)
    return housing_words.dotted(housing_words.rent(home.rent_cents), by)


def due_title(one: DueDate) -> str:
    """What falls due: "Repayment of $100"."""
    if one.kind == "repayment":
        amount = housing.money(one.cents or 0)
        return _("Repayment of {amount}").format(amount=amount)
    titles = {
        "recertification": _("Recertification"),
        "lease-end": _("The lease ends"),
        "visit": _("Home visit"),
        "faults": _("Faults found at the visit"),
    }
    return titles.get(one.kind) or what(one.kind, one.what)


def due_basis(one: DueDate) -> str:
    """The day, and where it comes from."""
    basis = _(_BASIS.get(one.kind, N_("The day that somebody set.")))
    return housing_words.dotted(words.day(one.due), basis)


_BASIS = {
    "recertification": N_("The day that the housing authority named."),
    "lease-end": N_("The day that stands in the lease."),
    "visit": N_("By the agency’s own number of days between visits."),
    "repayment": N_("The day that was agreed."),
    "notice": N_("The day that the notice names."),
}


def due_tone(one: DueDate) -> str:
    """How urgent it looks."""
    if one.late or one.severity == Severity.URGENT.slug:
        return "danger"
    return "warning" if one.days_left <= 7 else "info"


def by_when(row: EventRow, today: date) -> str:
    """By when to act: "by Dec 4: in 14 days"."""
    if row.due is None:
        return ""
    left = words.due_words((row.due - today).days)
    return _("by {day}: {left}").format(day=words.short_day(row.due, today), left=left)


def event_line(row: EventRow, today: date) -> str:
    """When, with whom, and who wrote it down."""
    with_ = _("with {who}").format(who=row.with_whom) if row.with_whom else ""
    return housing_words.dotted(words.short_day(row.on, today), with_, row.by)


def plan_line(plan: RepaymentRow) -> str:
    """How far it is paid: "$100 of $300 paid, $200 left"."""
    return _("{paid} of {owed} paid, {left} left").format(
        paid=housing.money(plan.paid_cents),
        owed=housing.money(plan.owed_cents),
        left=housing.money(plan.left_cents),
    )


def plan_end(plan: RepaymentRow) -> str:
    """How an agreement ended, empty while it holds."""
    if plan.ended is None:
        return ""
    why = _("paid in full") if plan.ended_why == "paid" else plan.ended_why
    return housing_words.dotted(_("ended {day}").format(day=words.day(plan.ended)), why)


def visit_line(row: EventRow) -> str:
    """What a visit found in one line."""
    seen = [one for one in row.items if one.result != "not-seen"]
    faults = [one for one in row.items if one.result == "fault"]
    if not row.items:
        return ""
    if not faults:
        return ngettext(
            "{n} thing looked at, all good", "{n} things looked at, all good", len(seen)
        ).format(n=len(seen))
    return ngettext(
        "{n} fault in {all} things looked at", "{n} faults in {all} things looked at", len(faults)
    ).format(n=len(faults), all=len(seen))
