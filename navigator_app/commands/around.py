"""The people and places around a member, and handing members over."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import fields
from datetime import date, datetime
from typing import Any

from navigator_app.commands import output
from navigator_app.commands.people import member_id
from navigator_app.commands.session import opened
from navigator_app.commands.shapes import Shape
from navigator_app.domain.people import PeoplePage, PrintRules
from navigator_app.errors import InputRejected
from navigator_app.i18n import _
from navigator_app.services import (
    agency,
    hand_over,
    hand_over_pack,
    people,
    read_reasons,
    safety,
)
from navigator_app.services.hand_over_pack import Pack
from navigator_app.services.workspace import Workspace

_PARTS = ("methods", "places", "looked", "household", "incomes", "care", "flags", "promises")


def show_people(args: Namespace) -> int:
    """Show how to reach a member, where they are seen, who stands around them."""
    with opened(args) as ws:
        who = member_id(ws, args.member)
        page = people.page(ws, who)
        printed = safety.for_print(ws, who)
        pack = None if output.wants_json(args) else hand_over_pack.build(ws, who)
    if pack is None:
        output.document(_page(page, printed))
    else:
        _tell(pack)
    return 0


def give(args: Namespace) -> int:
    """Hand members to another navigator, and show the pack of each."""
    with opened(args) as ws:
        ids = [member_id(ws, one) for one in args.members]
        to = _user(ws, args.to)
        written = hand_over.give(ws, ids, to, args.note)
        moved = [one for one in ids if one in written.changes.members]
        aside = read_reasons.aside(ws)  # they are somebody else's by now
        built = [hand_over_pack.build(aside, one) for one in dict.fromkeys(moved)]
        packs = [hand_over_pack.leaving(ws, one) for one in built]
        if packs:
            hand_over_pack.given(ws, packs)
    if output.wants_json(args):
        output.document([_pack(one) for one in packs])
        return 0
    for one in packs:
        _tell(one)
    return 0


def _user(ws: Workspace, name: str) -> str:
    users = agency.users(ws)
    wanted = " ".join(name.split()).casefold()
    found = [user.id for user in users if user.name.casefold() == wanted or user.id == name]
    if len(found) == 1:
        return found[0]
    names = ", ".join(user.name for user in users)
    raise InputRejected(
        "to", _("Nobody of that name works here."), _("Name one of: {names}.").format(names=names)
    )


def _page(page: PeoplePage, printed: PrintRules) -> Shape:
    found: Shape = {"member_id": page.member_id, "navigator": page.navigator or None}
    for part in _PARTS:
        found[part] = [_row(one) for one in getattr(page, part)]
    found["programs"] = [{**_row(one), "program": one.program.slug} for one in page.programs]
    found["hand_overs"] = [_row(one) for one in page.hand_overs]
    found["screen"] = {
        "says_first": [f"{banner} {note}".strip() for banner, note in page.screen.banners],
        "leave_word": page.screen.leave_word,
        "mail": page.screen.mail,
        "alone": page.screen.alone,
    }
    found["print"] = {
        "hide": sorted(printed.hide),
        "never_roles": sorted(printed.roles),
        "mail": printed.mail,
    }
    return found


def _row(row: Any) -> Shape:
    """A row with its own names; days and moments in ISO form."""
    return {
        one.name: _plain(getattr(row, one.name)) for one in fields(row) if one.name != "member_id"
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value


def _pack(pack: Pack) -> Shape:
    return {
        "member_id": pack.member_id,
        "member": pack.member,
        "navigator": pack.navigator,
        "pack": {
            part.key: [{"text": one.text, "detail": one.detail} for one in part.lines]
            for part in pack.parts
        },
        "left_out": list(pack.left_out),
    }


def _tell(pack: Pack) -> None:
    output.line(f"{pack.member} ({pack.navigator or _('nobody')})")
    for part in pack.parts:
        output.line("")
        output.line(part.title)
        for one in part.lines:
            output.line(f"  {one.text}" + (f" ({one.detail})" if one.detail else ""))
        if not part.lines:
            output.line(f"  {part.empty}")
    for said in pack.left_out:
        output.line(said)
    output.line("")
