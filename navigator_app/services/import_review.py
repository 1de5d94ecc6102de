"""Files that came in and their rows, as a person reviews them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from navigator_app.domain.records import FieldChange, ImportReview, StagedRow
from navigator_app.domain.vocabulary import Service
from navigator_app.errors import NotFound
from navigator_app.i18n import _, ngettext
from navigator_app.services import import_kept
from navigator_app.services.import_compare import AT, KEPT, SEPARATOR
from navigator_app.store import agency_rows, import_sql

if TYPE_CHECKING:
    from navigator_app.services.workspace import Workspace

_SHOWN = ("first_name", "last_name", "cin", "service")


def file(ws: Workspace, import_id: str) -> import_sql.File:
    """A file that came in; NotFound when there is none."""
    found = import_sql.files(ws.store, import_id)
    if not found:
        raise NotFound(
            _("No such file"), _("There is no such import."), _("Look in the list of imports.")
        )
    return found[0]


def review(ws: Workspace, found: import_sql.File) -> ImportReview:
    """The file with its counts."""
    return ImportReview(
        id=found.id,
        file=found.name,
        sha256=found.sha256,
        plan=found.plan,
        layout=found.layout,
        rows=found.rows,
        new=found.new,
        changed=found.changed,
        unchanged=found.unchanged,
        disappeared=found.disappeared,
        rejected=found.rejected,
        state=found.state,
        staged_at=datetime.fromisoformat(found.staged_at),
        committed_at=datetime.fromisoformat(found.committed_at) if found.committed_at else None,
        seen_before=local_day(ws, found.seen_at),
        warnings=(*json.loads(found.warnings), *_missing(found), *_kept(ws, found)),
    )


def _kept(ws: Workspace, found: import_sql.File) -> tuple[str, ...]:
    waits = found.state == "staged"
    return import_kept.warning(len(import_kept.members(ws, found.id)) if waits else 0)


def _missing(found: import_sql.File) -> tuple[str, ...]:
    """A warning for a file that waits and leaves many of the plan's members out."""
    if found.state != "staged":
        return ()
    return missing(found.disappeared, found.disappeared + found.changed + found.unchanged)


def missing(gone: int, known: int) -> tuple[str, ...]:
    """Return a warning when a file leaves out more than a tenth of what is known, else nothing.

    A list that was cut short would close the loop of everybody it lacks.
    """
    if gone * 10 <= known:
        return ()
    said = ngettext(
        "{gone} of {known} referral known from this plan is not in this file.",
        "{gone} of {known} referrals known from this plan are not in this file.",
        known,
    )
    advice = _("If it is not the plan's whole list, discard it.")
    return (f"{said.format(gone=gone, known=known)} {advice}",)


def local_day(ws: Workspace, moment: str | None) -> date | None:
    """The local day of a stored moment."""
    return ws.clock.to_local(datetime.fromisoformat(moment)).date() if moment else None


def window(
    ws: Workspace, found: import_sql.File, verdict: str, offset: int, limit: int
) -> list[StagedRow]:
    """Some of its rows in the order of the file; disappeared members last, as row 0."""
    headings: list[str] = json.loads(found.headings)
    places = _places(ws, found.layout, headings)
    plans = {plan.id: plan.key for plan in agency_rows.plans(ws.store)}
    rows = import_sql.window(ws.store, found.id, verdict, offset, limit)
    return [_row(row, headings, places, plans) for row in rows]


def _row(
    row: import_sql.Row,
    headings: Sequence[str],
    places: Mapping[str, int],
    plans: Mapping[str, str],
) -> StagedRow:
    number, verdict, typed, column, reason, changes, raw, member_id = row
    cells: list[str] = json.loads(raw)
    if typed:
        values = typed.split(SEPARATOR)
        first, last, cin, service = (values[AT[name]] for name in _SHOWN)
        service = Service.from_slug(service).value
    else:  # rejected: as received, as far as the layout tells where it stands
        first, last, cin, service = (_cell(cells, places.get(name)) for name in _SHOWN)
    return StagedRow(
        row=0 if verdict == "disappeared" else number,
        verdict=verdict,
        name=f"{first} {last}".strip(),
        cin=cin,
        service=service,
        column=column,
        reason=reason,
        changes=tuple(_change(change, plans) for change in json.loads(changes or "[]")),
        raw=tuple(zip(headings, cells, strict=False)),
        member_id=member_id,
    )


def _change(change: Sequence[str], plans: Mapping[str, str]) -> FieldChange:
    name, old, new = change
    if name.startswith(KEPT):
        return FieldChange(name.removeprefix(KEPT), old, new, kept=True)
    if name == "plan_id":
        return FieldChange("plan", plans.get(old, old), plans.get(new, new))
    return FieldChange(name, old, new)


def _cell(cells: Sequence[str], place: int | None) -> str:
    return cells[place].strip() if place is not None and place < len(cells) else ""


def _places(ws: Workspace, layout_key: str, headings: Sequence[str]) -> dict[str, int]:
    """Where the file's layout reads the fields that a row is shown by."""
    from navigator_app.exchange.layouts import LayoutRefused, heading_key, parse, shipped

    layout = shipped().get(layout_key)
    if layout is None:
        learned = dict(agency_rows.learned_layouts(ws.store)).get(layout_key)
        try:
            layout = parse(learned) if learned else None
        except LayoutRefused:
            return {}  # a broken layout must not hide the rows that came in
    if layout is None:
        return {}
    by_key = {heading_key(heading): place for place, heading in enumerate(headings)}
    known = {name: layout.headings.get(name, ()) for name in _SHOWN}
    return {
        name: by_key[heading_key(alias)]
        for name, aliases in known.items()
        for alias in reversed(aliases)
        if heading_key(alias) in by_key
    }
