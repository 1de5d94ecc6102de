"""Ways to reach a member, in their order, and whether word may be left there.

Where nobody asked, word is not left: not known counts as no.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from navigator_app.domain import people
from navigator_app.domain.housing_rows import Written
from navigator_app.domain.people import Listed, MethodRow
from navigator_app.domain.records import Changes
from navigator_app.errors import InputRejected
from navigator_app.i18n import _
from navigator_app.services import housing_checks as checks
from navigator_app.services import people_checks
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_people


@dataclass(frozen=True, slots=True)
class MethodDraft:
    """A way to reach a member as somebody enters it."""

    kind: str
    value: str
    whose: str = ""
    safe: bool | None = None
    best_time: str = ""
    works: bool | None = None
    checked: date | None = None
    note: str = ""


def save(ws: Workspace, member_id: str, draft: MethodDraft, method_id: str = "") -> Written:
    """Add a way at the end of the list, or write one anew. InputRejected for a phone that has not
    ten digits, no e-mail address, the same way twice, or a check ahead."""
    kinds = people_checks.lists().contact_kinds
    checks.one_of("kind", draft.kind, [one.id for one in kinds])
    kind = next(one for one in kinds if one.id == draft.kind)
    value = _value(kind, draft.value)
    checks.past(ws, "checked", draft.checked)
    checks.near(ws, "checked", draft.checked)
    others = [one for one in _live(ws, member_id) if one.id != method_id]
    plain = people.plain_value(kind.form, value)
    if any(_same(one, kind.id, plain) for one in others):
        raise InputRejected(
            "value", _("This way is in the list already."), _("Amend that entry instead.")
        )
    values: dict[str, object] = {
        "kind": kind.id,
        "value": value,
        "whose": checks.line("whose", draft.whose),
        "safe_to_leave_word": checks.flag_of(draft.safe),
        "best_time": checks.line("best_time", draft.best_time),
        "works": checks.flag_of(draft.works),
        "checked_on": checks.text_of(draft.checked),
        "note": checks.note(draft.note),
    }
    if not method_id:
        values["position"] = max((one.position for one in others), default=-1) + 1
    return people_checks.save(ws, "contact_method", member_id, values, method_id)


def first(ws: Workspace, member_id: str, method_id: str) -> Written:
    """Put a way at the head of the list: the one to try first."""
    people_checks.known(ws, "contact_method", method_id, member_id)
    live = _live(ws, member_id)
    order = sorted(live, key=lambda one: one.id != method_id)  # stable: the others keep theirs
    with ws.transaction("order_contact_methods") as tx:
        for place, one in enumerate(order):
            if one.position != place:
                tx.update("contact_method", one.id, {"position": place})
        return Written(method_id, Changes(members=frozenset({member_id})), tx.id)


def end(ws: Workspace, member_id: str, method_id: str) -> Written:
    """Take a way from the list as of today; it stays on record."""
    row = people_checks.known(ws, "contact_method", method_id, member_id)
    if row["ended_on"]:
        raise InputRejected("method", _("This was taken from the list already."))
    today = ws.clock.today().isoformat()
    return people_checks.save(ws, "contact_method", member_id, {"ended_on": today}, method_id)


def _live(ws: Workspace, member_id: str) -> list[MethodRow]:
    return [one for one in reads_people.methods(ws.store, member_id) if one.ended is None]


def _same(one: MethodRow, kind: str, plain: str) -> bool:
    form = "phone" if one.kind in ("phone", "text") else ""
    return one.kind == kind and people.plain_value(form, one.value) == plain


def _value(kind: Listed, text: str) -> str:
    missing = _("Give the number, address, person or place.")
    if kind.form == "phone":
        found = people_checks.phone("value", text)
    elif kind.form == "email":
        found = people_checks.email("value", text)
    else:
        found = checks.line("value", text)
    if not found:
        raise InputRejected("value", missing)
    return found
