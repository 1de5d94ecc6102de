"""Names and dates of birth that were put right here and that a file has otherwise.

What somebody put right with a reason stands when a file is taken in. Its review shows both, and
whoever reviews it may accept the file's.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from navigator_app.domain.corrections import MEMBER
from navigator_app.domain.records import Changes
from navigator_app.errors import InputRejected
from navigator_app.i18n import _, ngettext
from navigator_app.services import member_identity
from navigator_app.services.import_compare import AT, KEPT, PUT_RIGHT, SEPARATOR
from navigator_app.store import correction_rows

if TYPE_CHECKING:
    from navigator_app.services.workspace import Workspace


def members(ws: Workspace, import_id: str) -> dict[str, dict[str, str]]:
    """What a file that waits says of members who were put right here: its values by field, by
    member id."""
    found: dict[str, dict[str, str]] = {}
    for member_id, text in correction_rows.kept_against(ws.store, import_id, KEPT):
        for name, _stands, theirs in json.loads(text):
            if name.startswith(KEPT):
                found.setdefault(member_id, {})[name.removeprefix(KEPT)] = theirs
    return found


def accept(ws: Workspace, import_id: str, member_id: str) -> Changes:
    """Take the file's name and date of birth for a member in place of what was put right here; the
    file is compared anew. InputRejected (`member`) where it says nothing else of them."""
    from navigator_app.services import import_authorizations, import_review

    file = import_review.file(ws, import_id)
    theirs = members(ws, import_id).get(member_id, {}) if file.state == "staged" else {}
    if not theirs:
        raise InputRejected(
            "member",
            _("The file has nothing else of this member than what stands here."),
            _("Look at the list again."),
        )
    known = replace(member_identity.known(ws, member_id), **theirs)
    why = _("As the plan’s file has it")
    changes = member_identity.correct(ws, member_id, known, why)[1]
    import_authorizations.compare_anew(ws, file)
    return Changes(members=changes.members, files=True)


def accepted(ws: Workspace, import_id: str) -> dict[str, str]:
    """Members who stand as a file that waits has them, and stood otherwise when it came: the
    correction that did it, by member id."""
    found: dict[str, str] = {}
    for member_id, typed, correction_id, was in correction_rows.taken_over(ws.store, import_id):
        theirs = typed.split(SEPARATOR)
        now = correction_rows.record(ws.store, MEMBER, member_id) or {}
        moved = [name for name in PUT_RIGHT if name in was and was[name] != now.get(name)]
        if moved and all(now.get(name) == theirs[AT[name]] for name in moved):
            found[member_id] = correction_id
    return found


def take_back(ws: Workspace, import_id: str, member_id: str) -> Changes:
    """What was put right here stands again, while the file waits; it is compared anew.
    InputRejected (`member`) where its value was not accepted or it was taken in since."""
    from navigator_app.services import import_authorizations, import_review

    file = import_review.file(ws, import_id)
    correction_id = accepted(ws, import_id).get(member_id)
    if correction_id is None:
        raise InputRejected(
            "member",
            _("The plan’s value can no longer be taken back here."),
            _("Correct the member’s record as it should be."),
        )
    changes = member_identity.undo(ws, correction_id)
    import_authorizations.compare_anew(ws, file)
    return Changes(members=changes.members, files=True)


def warning(count: int) -> tuple[str, ...]:
    """One sentence for a file that has it otherwise for `count` members; nothing for none."""
    if not count:
        return ()
    said = ngettext(
        "{n} member has another name or date of birth in the file than was put right here. What "
        "stands here stays, unless you accept the file’s.",
        "{n} members have another name or date of birth in the file than was put right here. What "
        "stands here stays, unless you accept the file’s.",
        count,
    )
    return (said.format(n=count),)
