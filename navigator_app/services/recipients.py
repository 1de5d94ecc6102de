"""Who is on a member's record as somebody that information may go to: plans, care team, providers.

A class that a consent names is made up of these, read when the gate is asked: never of words that
sound alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from navigator_app.domain import people
from navigator_app.domain.plain_text import same
from navigator_app.i18n import N_, _
from navigator_app.policy import consent_rules
from navigator_app.services import people_checks, read_reasons
from navigator_app.store import reads_consents, reads_people

if TYPE_CHECKING:
    from navigator_app.services.workspace import Workspace

_PLAN, _PROVIDER = "plan", "provider"
_TITLES = (N_("Health plans of the member"), N_("Treating providers"), N_("Care team"),
           N_("Providers of Community Supports"), N_("Everybody"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody on record: the name, what they are in words, and the classes they are in."""

    name: str
    what: str
    classes: frozenset[str]

    @property
    def free(self) -> bool:
        """True where what needs no authorization goes to them without a reason."""
        known = consent_rules.shipped().classes
        return any(known[one].free for one in self.classes)


def on_record(ws: Workspace, member_id: str) -> tuple[Recipient, ...]:
    """Everybody of a member's record that is in a class, by name: an organization stands for each
    of its people, too."""
    read_reasons.need(ws, member_id)
    return _all(ws, member_id)


def named(ws: Workspace, member_id: str, name: str) -> Recipient | None:
    """The one of that name on a member's record; None for none."""
    asked = same(name)
    return next((one for one in _all(ws, member_id) if same(one.name) == asked), None)


def _all(ws: Workspace, member_id: str) -> tuple[Recipient, ...]:
    found = [(name, _("Health plan"), _PLAN) for name in reads_consents.plans(ws.store, member_id)]
    roles, today = people_checks.lists().care_roles, ws.clock.today()
    for row in reads_people.care(ws.store, member_id):
        if row.stands_on(today):
            what = _(people.title(roles, row.role))
            found += [(one, what, row.role) for one in (row.name, row.organization) if one]
    from navigator_app.services import providers  # with all that chooses among them: seldom needed

    found += [(one.name, _("Provider"), _PROVIDER) for one in providers.kept(ws)]
    by_name: dict[str, Recipient] = {}
    for name, what, kind in found:
        classes, known = _classes(kind), by_name.get(same(name))
        if known is not None:
            what, classes = known.what, known.classes | classes
        if classes:
            by_name[same(name)] = Recipient(known.name if known else name, what, classes)
    return tuple(sorted(by_name.values(), key=lambda one: one.name.casefold()))


def _classes(kind: str) -> frozenset[str]:
    return frozenset(
        one.id
        for one in consent_rules.shipped().classes.values()
        if (one.plans and kind == _PLAN)
        or (one.providers and kind == _PROVIDER)
        or kind in one.roles
    )
