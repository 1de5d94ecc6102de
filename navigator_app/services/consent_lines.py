"""Consents, and what left, as lines of the timeline: title, body, tone, whether struck."""

from __future__ import annotations

import json
from typing import Any

from navigator_app.domain.consents import How
from navigator_app.i18n import _
from navigator_app.services import consent_words

Told = tuple[str, str, str, bool]


def consent(what: str, row: dict[str, Any]) -> Told:
    """A consent or a refusal, or with `what` its end."""
    title = consent_words.event(what, row["kind"], row["decision"], row["recipient"])
    if what:
        body = row["revoked_how"] if what == "revoked" else row["invalid_why"]
        return title, body, "refused", False
    details = (
        _(How.from_slug(row["how"]).value),
        consent_words.information(json.loads(row["categories"])),
        consent_words.purpose(row["purpose"]),
    )
    tone = "good" if row["decision"] == "given" else "refused"
    return title, _lines(_dotted(*details), row["note"]), tone, bool(row["invalid_on"])


def disclosure(row: dict[str, Any]) -> Told:
    """What left, to whom."""
    title = _("{what} for {who}").format(what=consent_words.way(row["what"]), who=row["recipient"])
    information = consent_words.information(json.loads(row["categories"]))
    reason = row["override_reason"]
    forced = _("Without consent: {reason}").format(reason=reason) if reason else ""
    details = _dotted(information, consent_words.purpose(row["purpose"]))
    body = _lines(row["detail"], details, forced or consent_words.ground(row["ground"]))
    return title, body, "warning" if reason else "info", False


def _dotted(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _lines(*parts: str) -> str:
    return "\n".join(part for part in parts if part)
