"""Profiles of those who carry a caseload: share of a post, languages, areas, limit, open slots."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

from navigator_app.domain.board_rows import Profile
from navigator_app.domain.identifiers import phone as checked_phone
from navigator_app.domain.records import Changes
from navigator_app.errors import InputRejected, NotFound
from navigator_app.i18n import _
from navigator_app.services import permissions
from navigator_app.services.workspace import Workspace
from navigator_app.store import reads_board, reads_users

MOST_SHARE, MOST_LIMIT, MOST_SLOTS = 200, 100_000, 999
"""Percent of a post (somebody may work more than one), hundredths of weight, slots."""
MOST_WORDS, LONGEST, LONGEST_NOTE = 20, 60, 1000


def profile(ws: Workspace, user_id: str) -> Profile:
    """Somebody's profile, empty where nobody wrote one; NotFound for nobody of that id.

    NotAllowed for somebody else's without the right to change it: its note is not for everybody.
    """
    person = reads_users.user(ws.store, user_id)
    if person is None:
        raise NotFound(_("Not found"), _("Nobody of that id works with this store."))
    edits = permissions.may(ws, "team-profiles")
    if user_id != ws.user.id:
        permissions.need(ws, "team-profiles")
    row = reads_board.profile(ws.store, user_id)
    share, languages, areas, limit, slots, own, phone, supervisor, note = row or (
        100, "[]", "[]", None, 0, 0, "", "", "",
    )  # fmt: skip
    return Profile(
        user_id=user_id,
        name=person.name,
        share=share,
        languages=tuple(json.loads(languages)),
        areas=tuple(json.loads(areas)),
        limit=limit,
        open_any=slots,
        open_own=own,
        phone=phone,
        supervisor_id=supervisor,
        note=note if edits else "",
        edits=edits,
    )


def keep(ws: Workspace, wanted: Profile) -> Changes:
    """Keep a profile; InputRejected names the field (share, languages, areas, limit, open_any,
    open_own, phone, supervisor_id, note).

    Whoever may not change profiles changes languages, areas and phone of their own; the rest of
    what is handed in stays as it is.
    """
    before = profile(ws, wanted.user_id)
    asked = wanted if before.edits else replace(
        before, languages=wanted.languages, areas=wanted.areas, phone=wanted.phone
    )  # fmt: skip
    values = _checked(ws, asked)
    if not before.edits:
        values = {name: values[name] for name in ("languages", "areas", "phone")}
    with ws.transaction("set_profile" if before.edits else "set_own_profile") as tx:
        if reads_board.profile(ws.store, asked.user_id) is None:
            tx.insert("user_profile", {"user_id": asked.user_id, **_BLANK, **values,
                                       "created_at": tx.now})  # fmt: skip
        else:
            names = ", ".join(f"{name} = ?" for name in values)
            tx.execute(
                f"UPDATE user_profile SET {names} WHERE user_id = ?",  # noqa: S608 - names are ours
                [*values.values(), asked.user_id],
            )
    return Changes(team=True)


_BLANK: dict[str, object] = {
    "administers": 0, "share": 100, "languages": "[]", "areas": "[]", "open_any": 0,
    "open_own": 0, "phone": "", "note": "", "passphrase_at": "",
}  # fmt: skip


def _checked(ws: Workspace, asked: Profile) -> dict[str, object]:
    limit = asked.limit
    _within("share", asked.share, MOST_SHARE)
    if limit is not None:
        _within("limit", limit, MOST_LIMIT, 100)
    _within("open_any", asked.open_any, MOST_SLOTS)
    _within("open_own", asked.open_own, MOST_SLOTS)
    if asked.supervisor_id:
        if asked.supervisor_id == asked.user_id:
            raise InputRejected("supervisor_id", _("Nobody supervises themselves."))
        if reads_users.user(ws.store, asked.supervisor_id) is None:
            raise InputRejected("supervisor_id", _("Nobody of that id works with this store."))
    if len(asked.note) > LONGEST_NOTE:
        raise InputRejected("note", _("At most {most} characters.").format(most=LONGEST_NOTE))
    return {
        "share": asked.share,
        "languages": json.dumps(_words("languages", asked.languages), ensure_ascii=False),
        "areas": json.dumps(_words("areas", asked.areas), ensure_ascii=False),
        "most_weight": limit,
        "open_any": asked.open_any,
        "open_own": asked.open_own,
        "phone": _phone(asked.phone),
        "supervisor_id": asked.supervisor_id or None,
        "note": asked.note.strip(),
    }


def _phone(text: str) -> str:
    if not text.strip():
        return ""
    try:
        return checked_phone(text)
    except ValueError as error:
        raise InputRejected("phone", _("A phone number has ten digits.")) from error


def _within(field: str, value: int, most: int, scale: int = 1) -> None:
    if not 0 <= value <= most:
        raise InputRejected(field, _("From {least} to {most}.").format(least=0, most=most // scale))


def _words(field: str, given: Sequence[str]) -> list[str]:
    """Each once, as first written, whatever the case."""
    kept: dict[str, str] = {}
    for word in given:
        text = " ".join(word.split())
        if len(text) > LONGEST:
            raise InputRejected(field, _("At most {most} characters.").format(most=LONGEST))
        if text:
            kept.setdefault(text.casefold(), text)
    if len(kept) > MOST_WORDS:
        raise InputRejected(field, _("At most {most} of them.").format(most=MOST_WORDS))
    return list(kept.values())
