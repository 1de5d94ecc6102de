"""Facts in plain words, the same on every page.

Nothing here touches a widget: rows go in, short text comes out. Dates are written the way the
interface's language writes them, names are kept whole in whichever direction they are read.
"""

from __future__ import annotations

import unicodedata
from datetime import date, datetime, time
from typing import Protocol

from PySide6.QtCore import QDate, QLocale, QTime

from navigator_app.domain.identifiers import NO_CIN
from navigator_app.domain.vocabulary import (
    AuthorizationStatus,
    ClosureReason,
    Outcome,
    ReferralStatus,
)
from navigator_app.i18n import N_, _, ngettext

_RTL = frozenset({"R", "AL"})
_ISOLATE, _END = "\u2068", "\u2069"  # first-strong isolate: keeps a name out of its neighbours' way


class Named(Protocol):
    """Anything with a member's three names."""

    @property
    def first_name(self) -> str:
        """Given names."""

    @property
    def last_name(self) -> str:
        """Family names."""

    @property
    def preferred_name(self) -> str:
        """What the member goes by."""


def reads_right_to_left(text: str) -> bool:
    """True when the first letter with a direction is Arabic, Hebrew or the like."""
    for char in text:
        kind = unicodedata.bidirectional(char)
        if kind in _RTL:
            return True
        if kind == "L":
            return False
    return False


def isolated(text: str) -> str:
    """Fence right-to-left text so that a sentence around it stays in order; else unchanged."""
    if any(unicodedata.bidirectional(char) in _RTL for char in text):
        return f"{_ISOLATE}{text}{_END}"
    return text


def member_name(who: Named) -> str:
    """First and last name, "Ana García"."""
    return isolated(f"{who.first_name} {who.last_name}".strip())


def list_name(who: Named) -> str:
    """Last name first, as lists are sorted: "García, Ana"."""
    return isolated(", ".join(part for part in (who.last_name, who.first_name) if part))


def goes_by(who: Named) -> str:
    """The preferred name in quotation marks, or nothing when it adds nothing."""
    if not who.preferred_name or who.preferred_name == who.first_name:
        return ""
    return _("“{name}”").format(name=isolated(who.preferred_name))


def cin(known: str) -> str:
    """A CIN as it is shown; a member taken in without one has a mark of the store's in its place,
    which is nothing to read."""
    return _("no CIN yet") if known.startswith(NO_CIN) else known


def day(when: date | None) -> str:
    """A date, as in "Nov 29, 2026"; empty for none."""
    if when is None:
        return ""
    return QLocale().toString(QDate(when.year, when.month, when.day), _("MMM d, yyyy"))


def short_day(when: date | None, today: date) -> str:
    """A date as in "Nov 29", with the year only when it is another one."""
    if when is None:
        return ""
    if when.year != today.year:
        return day(when)
    return QLocale().toString(QDate(when.year, when.month, when.day), _("MMM d"))


def long_day(when: date) -> str:
    """A date as in "Sunday, November 29"."""
    return QLocale().toString(QDate(when.year, when.month, when.day), _("dddd, MMMM d"))


def month_name(when: date) -> str:
    """The month of a date, as in "November"."""
    return QLocale().standaloneMonthName(when.month)


def short_month(when: date) -> str:
    """The month of a date, short, with the year in January: "Nov", "Jan 2027"."""
    pattern = _("MMM yyyy") if when.month == 1 else _("MMM")
    return QLocale().toString(QDate(when.year, when.month, when.day), pattern)


def clock_time(moment: datetime | time) -> str:
    """A local moment as in "2:05 PM"."""
    return QLocale().toString(QTime(moment.hour, moment.minute), _("h:mm AP"))


def days_ago(when: date, today: date) -> str:
    """How long ago: "today", "yesterday", "5 days ago", then the date."""
    gone = (today - when).days
    if gone == 0:
        return _("today")
    if gone == 1:
        return _("yesterday")
    if 1 < gone <= 30:
        return ngettext("{n} day ago", "{n} days ago", gone).format(n=gone)
    return day(when)


def due_words(days_left: int, *, business: bool = False) -> str:
    """When something is due, in words: "2 days over", "today", "tomorrow", "in 3 days".

    `business` says that they are business days.
    """
    over = -days_left
    if business and days_left:
        if days_left < 0:
            return ngettext("{n} business day over", "{n} business days over", over).format(n=over)
        return ngettext("in {n} business day", "in {n} business days", days_left).format(
            n=days_left
        )
    if days_left < 0:
        return ngettext("{n} day over", "{n} days over", over).format(n=over)
    if days_left == 0:
        return _("today")
    if days_left == 1:
        return _("tomorrow")
    return ngettext("in {n} day", "in {n} days", days_left).format(n=days_left)


def age(born: date, today: date) -> int:
    """Whole years."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def status_words(
    status: ReferralStatus | None, authorization: AuthorizationStatus | None = None
) -> str:
    """The guidance's word for a status. One without waits for our answer, unless it was denied."""
    if status is None and authorization is AuthorizationStatus.DENIED:
        return _("Closed by the plan")
    return _(status.value) if status else _("Not answered yet")


def status_tone(
    status: ReferralStatus | None, authorization: AuthorizationStatus | None = None
) -> str:
    """How a status is drawn: shape and colour by tone."""
    if status is None and authorization is AuthorizationStatus.DENIED:
        return "neutral"
    return {
        None: "warning",
        ReferralStatus.PENDING: "warning",
        ReferralStatus.ACCEPTED: "info",
        ReferralStatus.OUTREACH_INITIATED: "info",
        ReferralStatus.DECLINED: "neutral",
        ReferralStatus.CLOSED: "good",
    }[status]


def authorization_words(status: AuthorizationStatus | None) -> str:
    """The plan's word, short enough for a column."""
    if status is AuthorizationStatus.NEED_INFORMATION:
        return _("Needs information")
    return _(status.value) if status else _("No authorization")


def authorization_tone(status: AuthorizationStatus | None) -> str:
    """How an authorization status is drawn."""
    return {
        AuthorizationStatus.APPROVED: "good",
        AuthorizationStatus.UNDER_REVIEW: "info",
        AuthorizationStatus.NEED_INFORMATION: "warning",
        AuthorizationStatus.DENIED: "danger",
    }.get(status, "neutral")  # type: ignore[arg-type]


def reason_words(reason: ClosureReason) -> str:
    """The guidance's number and words of a closure reason."""
    return f"{reason.number}  {_(reason.value)}"


STATUS_HELP: dict[ReferralStatus, str] = {
    ReferralStatus.ACCEPTED: N_(
        "We have received the referral and will reach out; outreach has not begun."
    ),
    ReferralStatus.DECLINED: N_("We cannot take this referral. Give the reason."),
    ReferralStatus.PENDING: N_("The referral arrived; nobody has reviewed it yet."),
    ReferralStatus.OUTREACH_INITIATED: N_("We are actively trying to reach the member."),
    ReferralStatus.CLOSED: N_("The loop has ended, by services received or for another reason."),
}
"""What each status means (CLR guidance, Tables 4 and 11), in a line."""

OUTCOME_TONE: dict[Outcome, str] = {
    Outcome.REACHED: "good",
    Outcome.NOT_FOUND: "neutral",
    Outcome.MESSAGE_LEFT: "info",
    Outcome.REFUSED: "warning",
    Outcome.WRONG_NUMBER: "warning",
    Outcome.UNSAFE: "danger",
}
"""How an outcome is drawn."""


def members(count: int, more: bool = False) -> str:
    """A count in words: "312 members", "1 member", "more than 1,000 members"."""
    number = QLocale().toString(count)
    if more:
        return _("more than {n} members").format(n=number)
    return ngettext("{n} member", "{n} members", count).format(n=number)
