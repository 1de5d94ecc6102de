"""Reads the form of the housing support plan from `resources/support_plan.toml`.

A file with any fault is refused whole.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from navigator_app.domain.support_plan_form import (
    Check,
    CommonBarrier,
    Form,
    FormField,
    Need,
    Part,
    Purpose,
    Told,
)
from navigator_app.errors import NavigatorError
from navigator_app.paths import resource
from navigator_app.policy.toml import Table, read_toml

_TOLD = ("source", "section", "note")
_FIELD = ("id", "label", "kind", "help", "lines", *_TOLD)
_NEED = ("id", "title", "for", "check", "fields", "policies", "required", *_TOLD)
_GOALS = ("barrier", "short_goal", "short_measure", "long_goal", "long_measure")


class FormRefused(NavigatorError):
    """The file of the form cannot be trusted; the message names the field."""


@lru_cache(maxsize=1)
def shipped() -> Form:
    """The form that came with the program."""
    return read(resource("support_plan.toml"))


def read(path: Path) -> Form:
    """Read a file; FormRefused names what is wrong."""
    table = read_toml(path, FormRefused)
    table.only(("part", "need", "barrier"))
    parts = tuple(_part(one) for one in table.tables("part"))
    known = [field.id for part in parts for field in part.fields]
    if not known or len(set(known)) < len(known):
        table.refuse("part", "must hold fields, each id but once")
    form = Form(
        parts=parts,
        needs=tuple(_need(one, known) for one in table.tables("need")),
        common=tuple(_barrier(one) for one in table.tables("barrier")),
    )
    if len({one.id for one in form.common}) < len(form.common):
        table.refuse("barrier", "names an id twice")
    return form


def _part(table: Table) -> Part:
    table.only(("id", "title", "about", "field"))
    return Part(
        table.text("id"),
        table.text("title"),
        table.text("about"),
        tuple(_field(one) for one in table.tables("field")),
    )


def _field(table: Table) -> FormField:
    table.only(_FIELD)
    table.text("kind", choices=("text",))
    return FormField(
        id=table.text("id"),
        label=table.text("label"),
        help=table.text("help"),
        told=_told(table),
        lines=table.number("lines", 3, least=1),
    )


def _need(table: Table, known: list[str]) -> Need:
    table.only(_NEED)
    check = Check(table.text("check", choices=[str(one) for one in Check]))
    fields = table.words("fields", known, []) if check is Check.ANSWERED else []
    if check is Check.ANSWERED and not fields:
        table.refuse("fields", "is missing")
    return Need(
        id=table.text("id"),
        title=table.text("title"),
        purposes=frozenset(Purpose(w) for w in table.words("for", [str(p) for p in Purpose])),
        check=check,
        fields=tuple(fields),
        policies=frozenset(table.words("policies", default=[])),
        required=table.flag("required"),
        told=_told(table),
    )


def _barrier(table: Table) -> CommonBarrier:
    table.only(("id", "phase", *_GOALS, *_TOLD))
    return CommonBarrier(
        id=table.text("id"),
        phase=table.text("phase", choices=("getting", "keeping")),
        told=_told(table),
        **{name: table.text(name) for name in _GOALS},
    )


def _told(table: Table) -> Told:
    return Told(table.text("source"), table.text("section", ""), table.text("note", ""))
