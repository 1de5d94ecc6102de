"""The agency's own figures and rules of its team from the command line."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import replace
from typing import NamedTuple

from navigator_app.commands import output
from navigator_app.commands.session import opened
from navigator_app.domain.review import OWN_WORK
from navigator_app.errors import InputRejected
from navigator_app.i18n import _
from navigator_app.services import (
    capacity_board,
    review_figures,
    team_review_rules,
    team_settings,
)
from navigator_app.services.support_plan import Saved
from navigator_app.services.workspace import Workspace

YES, NO = "yes", "no"
ASK = "review-asks-"
"""Stands before a question of the program in the name of whether it is asked."""


class Own(NamedTuple):
    """One of them: its name, what it is, its value, and the program's own ("" for none)."""

    name: str
    title: str
    value: str
    came: str


def listed(args: Namespace) -> int:
    """List all of them."""
    with opened(args) as ws:
        rows = _all(ws)
    if output.wants_json(args):
        output.document(
            [
                {"name": one.name, "title": one.title, "value": one.value, "program": one.came}
                for one in rows
            ]
        )
        return 0
    columns = (_("name"), _("what"), _("value"), _("program's own"))
    output.table(columns, [tuple(one) for one in rows], "")
    return 0


def set_one(args: Namespace) -> int:
    """Set one."""
    with opened(args) as ws:
        saved = _set(ws, args.name, args.value.strip())
        row = next(one for one in _all(ws) if one.name == args.name)
    return _kept(args, saved, row)


def question(args: Namespace) -> int:
    """Ask an own question, or ask it no more."""
    with opened(args) as ws:
        held = team_review_rules.policy(ws)
        words = " ".join(args.words.split())
        if args.drop and words not in held.own:
            raise InputRejected("words", _("No such question is asked."), _("See `team list`."))
        own = [one for one in held.own if one != words] if args.drop else [*held.own, words]
        saved = team_review_rules.set_policy(ws, replace(held, own=tuple(own)))
    return _kept(args, saved, Own("question", words, NO if args.drop else YES, ""))


def undo(args: Namespace) -> int:
    """Take one change back."""
    with opened(args) as ws:
        team_settings.undo(ws, args.change)
        rows = _all(ws)
    if output.wants_json(args):
        output.document([{"name": one.name, "value": one.value} for one in rows])
    else:
        output.line(_("Undone; it stands as before."))
    return 0


def _all(ws: Workspace) -> list[Own]:
    own, values = capacity_board.rules().own, capacity_board.figures(ws)
    rows = [
        Own(one.id, _(one.title), _number(values[one.id], one.hundredths),
            _number(one.value, one.hundredths))
        for one in own.values()
    ]  # fmt: skip
    weights = review_figures.figures(ws)
    rows += [
        Own(review_figures.NAME + one.id, _(one.title), _number(weights[one.id], True),
            _number(one.weight, True))
        for one in review_figures.signs()
    ]  # fmt: skip
    held, came = team_review_rules.policy(ws), team_review_rules.shipped()
    rows += [
        Own(team_review_rules.WAITS + kind, title, _word(kind in held.waits),
            _word(kind in came.waits))
        for kind, title in team_review_rules.kinds().items()
    ]  # fmt: skip
    rows.append(Own(team_review_rules.OWN, _("one's own work"), held.own_work, came.own_work))
    rows += [
        Own(ASK + one.id, _(one.title), _word(one.id in held.asked), YES)
        for one in team_review_rules.shipped_questions()
    ]
    return rows + [Own("question", words, YES, "") for words in held.own]


def _set(ws: Workspace, name: str, value: str) -> Saved:
    """Write one by its name; InputRejected for another name and for what it cannot be."""
    own = capacity_board.rules().own
    if name in own:
        return capacity_board.set_figures(ws, {name: _read(value, own[name].hundredths)})
    if name.startswith(review_figures.NAME):
        sign = name.removeprefix(review_figures.NAME)
        if sign in review_figures.figures(ws):
            return review_figures.set_figures(ws, {sign: _read(value, True)})
    held = team_review_rules.policy(ws)
    kind, asked = name.removeprefix(team_review_rules.WAITS), name.removeprefix(ASK)
    if kind != name and kind in team_review_rules.kinds():
        waits = _with(held.waits, kind, value)
        return team_review_rules.set_policy(ws, replace(held, waits=waits))
    if name == team_review_rules.OWN:
        if value not in OWN_WORK:
            raise _unreadable(", ".join(OWN_WORK))
        return team_review_rules.set_policy(ws, replace(held, own_work=value))
    if asked in {one.id for one in team_review_rules.shipped_questions()}:
        return team_review_rules.set_policy(
            ws, replace(held, asked=_with(held.asked, asked, value))
        )
    raise InputRejected("name", _("There is no such figure or rule."), _("See `team list`."))


def _with(keys: tuple[str, ...], key: str, value: str) -> tuple[str, ...]:
    if value not in (YES, NO):
        raise _unreadable(f"{YES}, {NO}")
    rest = tuple(one for one in keys if one != key)
    return (*rest, key) if value == YES else rest


def _read(value: str, hundredths: bool) -> int:
    """A figure as it is kept: whole, or in hundredths."""
    whole, _point, part = value.partition(".")
    plain = value.isascii() and len(value) < 9 and (whole + part).isdecimal()
    if not plain or len(part) > 2 or (part and not hundredths):
        raise _unreadable("1, 1.25" if hundredths else "30")
    return int(whole or "0") * 100 + int(part.ljust(2, "0")) if hundredths else int(whole)


def _number(value: int, hundredths: bool) -> str:
    return f"{value / 100:g}" if hundredths else str(value)


def _word(yes: bool) -> str:
    return YES if yes else NO


def _unreadable(such: str) -> InputRejected:
    return InputRejected(
        "value", _("It cannot have that value."), _("Write for instance: {such}.").format(such=such)
    )


def _kept(args: Namespace, saved: Saved, row: Own) -> int:
    shape = {"name": row.name, "title": row.title, "value": row.value, "change": saved.undo or None}
    if output.wants_json(args):
        output.document(shape)
    else:
        columns = (_("name"), _("what"), _("value"), _("change"))
        output.table(columns, [(row.name, row.title, row.value, saved.undo)], "")
    return 0


COMMANDS = {
    "team-list": listed,
    "team-set": set_one,
    "team-question": question,
    "team-undo": undo,
}
