"""One referral as a line in time: dated marks, authorization spans and attempts, in order.

Only facts and words; `ui.widgets.timeline` draws them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from navigator_app.domain.records import AttemptRow, AuthorizationRow, MemberPage, ReferralRow
from navigator_app.domain.vocabulary import AuthorizationStatus, Outcome
from navigator_app.i18n import _, ngettext
from navigator_app.runtime.clock import Clock
from ui.models import words


@dataclass(frozen=True, slots=True)
class Mark:
    """A dated sign on the line. `kind` is referral, status, attempt or today."""

    on: date
    kind: str
    label: str  # what stands beside the sign
    detail: str  # the whole sentence, for tooltip and screen reader
    tone: str = "neutral"
    strong: bool = False  # a status that stands now; an attempt that reached the member


@dataclass(frozen=True, slots=True)
class Span:
    """An authorization from its first to its last day."""

    start: date
    end: date
    label: str
    detail: str
    tone: str


@dataclass(frozen=True, slots=True)
class LoopLine:
    """Everything on one line, with the days it reaches over.

    A span may end after `last`: the line then shows that it goes on, and until when.
    """

    first: date
    last: date
    today: date
    marks: tuple[Mark, ...]
    spans: tuple[Span, ...]

    def share(self, when: date) -> float:
        """Where a day lies between the first (0.0) and the last (1.0)."""
        return (when - self.first).days / max(1, (self.last - self.first).days)

    def sentence(self) -> str:
        """All of it in words, oldest first."""
        said = sorted(
            [(mark.on, mark.detail) for mark in self.marks]
            + [(span.start, span.detail) for span in self.spans]
        )
        return " ".join(detail for _on, detail in said)


def loop_line(page: MemberPage, referral: ReferralRow, clock: Clock) -> LoopLine:
    """Lay out one referral of a member page."""
    today = clock.today()
    marks = [
        *_referral_marks(referral),
        *_status_marks(page, referral),
        *_attempt_marks(page, referral, clock),
        Mark(today, "today", _("Today"), _("Today is {date}.").format(date=words.day(today))),
    ]
    spans = _spans(page, referral, today)
    days = [mark.on for mark in marks] + [day for span in spans for day in (span.start, span.end)]
    first = min(days)
    ahead = max(timedelta(days=21), (today - first) * 0.8)  # the past is what one reads
    last = min(max(days), today + ahead)
    last = max(
        last, first + timedelta(days=28), today + timedelta(days=7)
    )  # a young loop: leave room for what comes
    marks.sort(key=lambda mark: (mark.on, mark.kind == "today"))
    return LoopLine(first, last, today, tuple(marks), tuple(spans))


def _referral_marks(referral: ReferralRow) -> list[Mark]:
    marks = []
    if referral.requested:
        detail = _("Requested from the plan on {date}.").format(date=words.day(referral.requested))
        marks.append(Mark(referral.requested, "referral", _("Requested"), detail))
    if referral.sent_to_provider and referral.sent_to_provider != referral.requested:
        detail = _("Sent to us on {date}.").format(date=words.day(referral.sent_to_provider))
        marks.append(Mark(referral.sent_to_provider, "referral", _("Sent to us"), detail))
    return marks


def _status_marks(page: MemberPage, referral: ReferralRow) -> list[Mark]:
    standing = [
        event
        for event in page.events
        if event.referral_id == referral.id and event.corrected_by is None
    ]
    newest = standing[0].id if standing else ""
    marks = []
    for event in standing:
        said = words.status_words(event.status)
        detail = _("{status} on {date}.").format(status=said, date=words.day(event.on))
        if event.reason:
            detail = _("{status} on {date}: {reason}.").format(
                status=said, date=words.day(event.on), reason=_(event.reason.value)
            )
        tone = words.status_tone(event.status)
        marks.append(Mark(event.on, "status", said, detail, tone, event.id == newest))
    return marks


def _attempt_marks(page: MemberPage, referral: ReferralRow, clock: Clock) -> list[Mark]:
    return [
        _attempt_mark(attempt, clock)
        for attempt in page.attempts
        if attempt.referral_id in (None, referral.id)
    ]


def _attempt_mark(attempt: AttemptRow, clock: Clock) -> Mark:
    local = Clock(attempt.zone or clock.zone).to_local(attempt.at)
    detail = _("Attempt on {date}: {mode}, {outcome}.").format(
        date=words.day(local.date()), mode=_(attempt.mode.value), outcome=_(attempt.outcome.value)
    )
    reached = attempt.outcome is Outcome.REACHED
    tone = words.OUTCOME_TONE[attempt.outcome]
    return Mark(local.date(), "attempt", _(attempt.outcome.value), detail, tone, reached)


def _spans(page: MemberPage, referral: ReferralRow, today: date) -> list[Span]:
    return [
        _span(row, today)
        for row in page.authorizations
        if row.referral_id == referral.id and row.effective and row.end
    ]


def _span(row: AuthorizationRow, today: date) -> Span:
    assert row.effective
    assert row.end
    status = words.authorization_words(row.status)
    left = (row.end - today).days
    if row.status is not AuthorizationStatus.APPROVED:
        label = status
    elif left >= 0:
        label = ngettext("{status} · {n} day left", "{status} · {n} days left", left).format(
            status=status, n=left
        )
    else:
        label = _("{status} · ended {date}").format(status=status, date=words.day(row.end))
    detail = _("Authorization {status} from {start} to {end}.").format(
        status=status, start=words.day(row.effective), end=words.day(row.end)
    )
    tone = words.authorization_tone(row.status)
    if row.status is AuthorizationStatus.APPROVED and left < 0:
        tone = "neutral"
    elif row.status is AuthorizationStatus.APPROVED and left <= 30:
        tone = "warning"
    return Span(row.effective, row.end, label, detail, tone)
