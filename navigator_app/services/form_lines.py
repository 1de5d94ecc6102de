"""Printed forms as lines of the timeline: title, body, tone, whether struck."""

from __future__ import annotations

from typing import Any

from navigator_app.domain import record_codes
from navigator_app.domain.form_rows import DESTROYED
from navigator_app.i18n import _
from navigator_app.services.consent_lines import Told

_SIGNED, _SAVED = "signed", "saved"


def printed(what: str, row: dict[str, Any]) -> Told:
    """A form as it was printed, or with `what` that it came home or was spoiled."""
    from navigator_app.forms import catalogue  # forms: only where one was printed

    title, signs = _form(row["kind"])
    code = _("Code {code}").format(code=record_codes.shown(row["code"]))
    told = " · ".join((catalogue.LANGUAGES.get(row["language"], row["language"]), code))
    if what == "spoiled":
        body = _lines(row["voided_why"], code)
        return _("Spoiled: {form}").format(form=title), body, "refused", False
    if what == "home":
        if row["returned_how"] == DESTROYED:
            return _("Destroyed: {form}").format(form=title), code, "info", False
        return _("Came home: {form}").format(form=title), code, "good", False
    if row["how"] == _SIGNED:
        return _("Signed on screen: {form}").format(form=title), told, "good", False
    words = _("Saved as a file: {form}") if row["how"] == _SAVED else _("Printed: {form}")
    out = signs and not row["returned_at"] and not row["voided_at"]
    where = _("Not back yet") if out else ""
    tone = "pending" if out else "info"
    return words.format(form=title), _lines(told, where), tone, bool(row["voided_at"])


def _form(kind: str) -> tuple[str, bool]:
    """The title of a form, and whether it is to come home with a member's hand on it; the kind as
    words where an older store holds one no longer known."""
    from navigator_app.forms import reading
    from navigator_app.forms.definition import Kind, Who

    if kind not in reading.kinds():
        return kind.replace("_", " ").capitalize(), False
    form = reading.form(kind)
    signs = any(one.kind is Kind.SIGNATURE and one.who is Who.MEMBER for one in form.blocks)
    return _(form.title), signs


def _lines(*parts: str) -> str:
    return "\n".join(part for part in parts if part)
