"""Consents in a line with the tone of their pill, and which of them are in sight."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from navigator_app.domain.consents import Consent, Decision, Signer, State
from navigator_app.i18n import _, ngettext
from navigator_app.services import consent_words
from ui.models import words

Pill = tuple[str, str, str]
_ORDER = (
    State.EXPIRING, State.LIVE, State.LATER, State.EXPIRED, State.REFUSED, State.REVOKED,
    State.INVALID,
)  # fmt: skip


def pill(one: Consent, today: date) -> Pill:
    """Kind, words and sign of the pill: how a consent stands."""
    state, ends = one.state(today), one.draft.expires_on
    if state is State.LIVE:
        if ends is None:
            return "good", _("Stands"), ""
        return "good", _("Stands until {day}").format(day=words.day(ends)), ""
    if state is State.EXPIRING and ends is not None:
        return "warning", _ends_in((ends - today).days), "time"
    if state is State.EXPIRED:
        return "danger", _("Ran out {day}").format(day=words.short_day(ends, today)), ""
    if state is State.REVOKED:
        when = words.short_day(one.revoked_on, today)
        return "neutral", _("Taken back {day}").format(day=when), "undo"
    if state is State.INVALID:
        return "danger", _("Not valid"), "forbidden"
    if state is State.LATER:
        return "pending", _("From {day}").format(day=words.short_day(one.draft.on, today)), ""
    return "refused", _("Refused"), ""


def title(one: Consent, today: date) -> str:
    """What was said, how and when: "Opted in (spoken, Nov 2)"."""
    return _("{said} ({how}, {day})").format(
        said=_isolated(one),
        how=_(one.draft.how.value)[:1].lower() + _(one.draft.how.value)[1:],
        day=words.short_day(one.draft.on, today),
    )


def detail(one: Consent) -> str:
    """Which information, what for, who spoke; empty when there is nothing more to say."""
    draft = one.draft
    event = _("until {event}").format(event=draft.expires_event) if draft.expires_event else ""
    signer = ""
    if draft.signer is not Signer.MEMBER:
        signer = _("{who}: {name}").format(
            who=_(draft.signer.value), name=words.isolated(draft.signer_name)
        )
    parts = (
        consent_words.information(draft.categories),
        consent_words.purpose(draft.purpose),
        event,
        signer,
        one.invalid_why,
    )
    return "  ·  ".join(part for part in parts if part)


def at_a_glance(found: Iterable[Consent], today: date) -> tuple[list[Consent], list[Consent]]:
    """The last word on each thing asked for, and everything before it. What does not hold stands
    back behind what does."""
    latest: dict[tuple[str, str, str], Consent] = {}
    earlier: list[Consent] = []
    for one in found:  # the latest first
        key = one.draft.kind, one.draft.recipient.casefold().strip(), one.draft.purpose
        known = latest.get(key)
        if known is None:
            latest[key] = one
        elif known.state(today) is State.INVALID and one.state(today) is not State.INVALID:
            earlier.append(known)
            latest[key] = one
        else:
            earlier.append(one)
    order = {state: place for place, state in enumerate(_ORDER)}
    shown = sorted(latest.values(), key=lambda one: _place(one, order, today))
    return shown, earlier


def _place(one: Consent, order: dict[State, int], today: date) -> tuple[bool, int]:
    """To be served first; then what stands or is about to end."""
    return one.draft.kind != "to-serve", order[one.state(today)]


def can_end(one: Consent) -> bool:
    """True for what was given and nobody ended."""
    return one.draft.decision is Decision.GIVEN and not (one.revoked_on or one.invalid_on)


def _isolated(one: Consent) -> str:
    draft = one.draft
    return consent_words.event("", draft.kind, draft.decision.slug, words.isolated(draft.recipient))


def _ends_in(days: int) -> str:
    if days == 0:
        return _("Runs out today")
    return ngettext("Runs out in {n} day", "Runs out in {n} days", days).format(n=days)
