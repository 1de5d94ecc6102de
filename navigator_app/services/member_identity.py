"""Who a member is, put right: name, CIN and date of birth.

A plan rejects a status whose member it does not know by these. What the record said before, mostly
what the plan's own file said, is kept with the reason beside the correction; where the plan's next
file says otherwise again, its review shows that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from navigator_app.domain import search
from navigator_app.domain.corrections import MEMBER
from navigator_app.domain.identifiers import NO_CIN
from navigator_app.domain.intake_rows import NewMember
from navigator_app.domain.records import Changes
from navigator_app.errors import InputRejected
from navigator_app.i18n import _
from navigator_app.services import corrections, intake_checks, read_reasons
from navigator_app.services.duplicates import alias_words
from navigator_app.store import correction_rows

if TYPE_CHECKING:
    from navigator_app.services.workspace import Workspace

FIELDS = ("first_name", "last_name", "date_of_birth", "cin")
_DERIVED = ("sort_name", "search_text")
_WORDS = (
    "first_name", "last_name", "preferred_name", "cin", "plan_member_id", "date_of_birth",
    "phone", "alternate_phone",
)  # fmt: skip


def known(ws: Workspace, member_id: str) -> NewMember:
    """Name, date of birth and CIN as they stand; an unknown CIN is "". NotFound for no member."""
    read_reasons.need(ws, member_id)
    was = corrections.found(ws, MEMBER, member_id)
    number = str(was["cin"])
    return NewMember(
        first_name=str(was["first_name"]),
        last_name=str(was["last_name"]),
        date_of_birth=str(was["date_of_birth"]),
        cin="" if number.startswith(NO_CIN) else number,
    )


def correct(ws: Workspace, member_id: str, fixed: NewMember, reason: str) -> tuple[str, Changes]:
    """Put name, date of birth or CIN right; returns the correction's id.

    An empty CIN is one that nobody knows: a known one cannot be taken away. InputRejected names the
    field, and `cin` where it is somebody else's here, `why` for no reason or where nothing differs.
    """
    read_reasons.need(ws, member_id)
    was = corrections.found(ws, MEMBER, member_id)
    why = corrections.reason_of(reason)
    person = intake_checks.person(fixed, ws.clock.today())
    now: dict[str, object] = {name: person[name] for name in FIELDS}
    if not now["cin"]:
        if not str(was["cin"]).startswith(NO_CIN):
            raise InputRejected(
                "cin", _("This member’s CIN is known."), _("Enter the right one, or leave it.")
            )
        now["cin"] = was["cin"]
    elif now["cin"] != was["cin"]:
        _refuse_taken(ws, str(now["cin"]))
    corrections.refuse_same(was, now)
    now["sort_name"] = person["sort_name"]
    texts = (str({**was, **now}[name] or "") for name in _WORDS)
    now["search_text"] = search.search_text(*texts) + alias_words(ws, member_id)
    before = {name: was[name] for name in ("id", *FIELDS, *_DERIVED)}
    with ws.transaction("correct_member") as tx:
        tx.update(MEMBER, member_id, now)
        key = correction_rows.keep(tx, member_id, MEMBER, before, why, ws.user.id)
    search.forget_names()
    return key, Changes(members=frozenset({member_id}))


def undo(ws: Workspace, correction_id: str) -> Changes:
    """Put it back as it stood. InputRejected where it was put right again, or the record was moved
    by a file, since; or where its CIN is somebody else's by now."""
    row = correction_rows.one(ws.store, correction_id)
    latest = _latest(ws, row.member_id) if row is not None else None
    if row is None or row.about != MEMBER or latest != row.id:
        raise InputRejected(
            "undo",
            _("This correction can no longer be taken back."),
            _("Correct the record as it should be."),
        )
    now = corrections.found(ws, MEMBER, row.record_id)
    back = {name: value for name, value in row.was.items() if name != "id"}
    if back["cin"] != now["cin"]:
        _refuse_taken(ws, str(back["cin"]))
    texts = (str({**now, **back}[name] or "") for name in _WORDS)
    back["search_text"] = search.search_text(*texts) + alias_words(ws, row.record_id)
    with ws.transaction("undo_correction") as tx:
        tx.update(MEMBER, row.record_id, back)
        tx.execute("DELETE FROM correction WHERE id = ?", (row.id,))
    search.forget_names()
    return Changes(members=frozenset({row.member_id}))


def undo_latest(ws: Workspace, member_id: str) -> Changes:
    """The same for a member's latest correction."""
    return undo(ws, _latest(ws, member_id))


def _latest(ws: Workspace, member_id: str) -> str:
    row = corrections.of_member(ws, member_id).get(member_id)
    return row.id if row else ""


def _refuse_taken(ws: Workspace, number: str) -> None:
    instead = _("Check the number; if it is the same person, join the two records.")
    intake_checks.free_cin(ws, number, instead)
