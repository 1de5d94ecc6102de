"""What the gate says of a form: whether it is a disclosure, to whom, and what stays back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from navigator_app.domain import plain_text
from navigator_app.domain.consents import Verdict, Way
from navigator_app.errors import InputRejected
from navigator_app.i18n import _
from navigator_app.services import consents, gate, phrases
from navigator_app.services.form_facts import Gathered, Subject
from navigator_app.services.print_orders import RECIPIENT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from navigator_app.forms.definition import Form
    from navigator_app.services.form_facts import Fact
    from navigator_app.services.workspace import Workspace

OURS = ("member", "staff")
"""Readers to whom giving a paper is no disclosure: the member, and our own staff."""

_TO = {
    "plan": ("plan.name",),
    "referrer": ("referrer.name", "letter.to"),
    "person": ("release.recipient", "letter.to"),
}
"""Where a form's own facts say who gets it."""

_UNSAID: tuple[str, ...] = ("identity", "housing")
"""What a form to a plan holds when its definition does not say."""


@dataclass(frozen=True, slots=True)
class Judged:
    """`way` and `verdict` are None where nothing of a member leaves. `withheld` tells in words what
    stays back; `overridable` is False where no reason lets it out."""

    way: Way | None = None
    verdict: Verdict | None = None
    withheld: str = ""
    overridable: bool = True


def judged(
    ws: Workspace,
    form: Form,
    subject: Subject,
    found: Gathered,
    facts: Mapping[str, Fact],
    fill: Mapping[str, str],
) -> Judged:
    """Ask the gate; nothing is written. Where nobody is named who gets it, it stays back until
    somebody is (`gate.recipient` can be filled in)."""
    way = way_of(form, subject, found, facts, fill)
    if way is None:
        return Judged()
    if not way.recipient:
        return Judged(way, None, _("Say who gets it."), overridable=False)
    [verdict] = gate.ask(ws, way, [subject.member_id])
    reasons = dict.fromkeys(why.told(_, phrases.day) for _name, why in verdict.withheld)
    return Judged(way, verdict, "\n".join(reasons), gate.overridable(verdict))


def way_of(
    form: Form,
    subject: Subject,
    found: Gathered,
    facts: Mapping[str, Fact],
    fill: Mapping[str, str],
) -> Way | None:
    """The way out that a form is; None for a blank, and for one to the member or our own staff."""
    if not subject.member_id or not form.of_member:
        return None
    if form.gate is None:
        if str(form.audience) in OURS:
            return None
        what, to, purpose, named = form.id, "plan", gate.TPO, _UNSAID
    else:
        what, to = form.gate.what, str(form.gate.to)
        purpose, named = form.gate.purpose or gate.TPO, form.gate.categories or _UNSAID
    if to in OURS:
        return None
    told = (fill.get(RECIPIENT, ""), found.recipient, *(facts.get(one) for one in _TO[to]))
    recipient = next((one for one in map(_first_line, told) if one), "")
    categories = tuple(dict.fromkeys((*named, *found.categories)))
    return Way(what, recipient, purpose, categories)


def check_live(ws: Workspace, form: Form, subject: Subject) -> None:
    """Refuse to print a consent that does not stand, one of another kind, and somebody else's."""
    if subject.about != "consent" or not subject.about_id:
        return
    draft = consents.get(ws, subject.about_id).draft
    if draft.member_id != subject.member_id:
        raise InputRejected("about", _("This consent is another member’s."))
    if form.offers and form.offers != draft.kind:
        raise InputRejected(
            "about",
            _("This form is for another kind of consent."),
            _("Print the form of that kind, or this one without a consent."),
        )
    if form.live_only:
        gate.check_stands(ws, subject.about_id)


def _first_line(told: object) -> str:
    if not isinstance(told, str):
        first = told[0] if isinstance(told, list | tuple) and told else ""
        return _first_line(first) if isinstance(first, str) else ""
    lines = plain_text.told(told).splitlines()
    return plain_text.line(lines[0]) if lines else ""
