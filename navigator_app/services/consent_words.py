"""Consents, and what left, in plain words: the same on the screen, on paper and in a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from navigator_app.domain.consents import Consent, Decision, State
from navigator_app.i18n import N_, _
from navigator_app.policy import consent_rules
from navigator_app.services.phrases import day

WAYS = {
    "status-file": N_("Status file"),
    "service-lines": N_("Service lines"),
    "rejected-rows": N_("Rejected rows"),
    "attachment": N_("Copy of a paper"),
    "form": N_("Printed form"),
    "export": N_("Export"),
    "letter": N_("Letter"),
    "timeline": N_("Line in time, printed"),
    "hand-over": N_("Hand-over pack"),
    "referral": N_("Referral to the plan"),
    "authorization-request": N_("Request for authorization"),
    "extension-request": N_("Request to extend an authorization"),
    "deposit-request": N_("Request for housing deposits"),
    "discontinuation": N_("Notice that a service ended"),
    "unable-to-reach": N_("Notice that a member cannot be reached"),
    "referral-outcome": N_("How a referral ended"),
    "weekly-update": N_("Weekly update on members not yet engaged"),
    "status-inquiry": N_("Question to the plan"),
    "batch": N_("Batch of referrals"),
}
"""The ways out by slug."""

STATES = {
    State.LIVE: N_("Stands"),
    State.EXPIRING: N_("Runs out soon"),
    State.EXPIRED: N_("Ran out"),
    State.REVOKED: N_("Taken back"),
    State.INVALID: N_("Not valid"),
    State.REFUSED: N_("Refused"),
    State.LATER: N_("Not yet"),
}

_SERVE = "to-serve"
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_KIND_HINTS = (
    N_("The member opts in to the service"),
    N_("An authorization to release information to somebody, for a purpose"),
    N_("Records of a substance-use program; names who gives, who gets, what and why"),
)
_TITLES = (
    N_("To be served"), N_("To share information"), N_("To share substance-use records"),
    N_("Name, birth date, how to reach"), N_("Housing and services"), N_("Health"),
    N_("Mental health"), N_("Substance-use treatment records"), N_("Income and benefits"),
    N_("Courts, jail and probation"), N_("Treatment, payment and operations"),
    N_("The member asks for it"), N_("Finding or keeping a home"), N_("Benefits and income"),
    N_("Legal help"), N_("Something else"),
)  # fmt: skip
"""The words of `resources/consents.toml`, for the catalogue."""


def way(slug: str) -> str:
    """A way out in words; the slug itself where nobody named it."""
    return _(WAYS[slug]) if slug in WAYS else slug


def ground(text: str) -> str:
    """The ground on record, its days as they are read."""
    return _ISO.sub(_day, text)


def _day(found: re.Match[str]) -> str:
    try:
        return day(date.fromisoformat(found[0]))
    except ValueError:
        return found[0]


def kind(kind_id: str) -> str:
    """What consent was asked for."""
    found = consent_rules.shipped().kinds.get(kind_id)
    return _(found.title) if found else kind_id


def information(categories: Iterable[str]) -> str:
    """Which information, with commas."""
    known = consent_rules.shipped().categories
    return ", ".join(_(known[one].title) if one in known else one for one in categories)


def purpose(purpose_id: str) -> str:
    """What for; "" for none."""
    found = consent_rules.shipped().purposes.get(purpose_id)
    return _(found.title) if found else purpose_id


def said(consent: Consent) -> str:
    """A consent in a few words: "Opted in", "May share with Dr. Okafor"."""
    draft = consent.draft
    return event("", draft.kind, draft.decision.slug, draft.recipient)


def event(what: str, kind: str, decision: str, recipient: str) -> str:
    """What happened: the word itself, or with `what` "revoked" or "invalid" its end."""
    serve = kind == _SERVE
    if what == "revoked":
        words = _("Opt-in taken back") if serve else _("No longer may share with {who}")
    elif what == "invalid":
        words = _("Opt-in does not hold") if serve else _("Consent for {who} does not hold")
    elif decision == Decision.GIVEN.slug:
        words = _("Opted in") if serve else _("May share with {who}")
    else:
        words = _("Said no to being served") if serve else _("Said no to sharing with {who}")
    return words.format(who=recipient)
