"""Notes begun for you: kept, listed, removed."""

from __future__ import annotations

from dataclasses import dataclass

from navigator_app.domain.encounter_facts import NARRATIVE
from navigator_app.domain.identifiers import uuid7
from navigator_app.domain.records import Changes
from navigator_app.domain.service_rows import TemplateRow
from navigator_app.domain.vocabulary import Mode, Service
from navigator_app.errors import InputRejected, NotFound
from navigator_app.i18n import _
from navigator_app.services.encounter_checks import clean
from navigator_app.services.workspace import Workspace, required

_COLUMNS = (
    "SELECT id, name, service, component, minutes, mode, place, narrative, user_id "
    "FROM note_template WHERE (user_id = ? OR user_id IS NULL) "
)


@dataclass(frozen=True, slots=True)
class TemplateDraft:
    """What a template fills in; `for_all` gives it to everybody who uses this store."""

    name: str
    service: Service
    component: str
    minutes: int = 0
    mode: Mode | None = None
    place: str = ""
    narrative: str = ""
    for_all: bool = False


def listing(ws: Workspace) -> list[TemplateRow]:
    """This user's templates and everybody's, by name."""
    rows = ws.store.query(_COLUMNS + "ORDER BY name COLLATE NOCASE, id", (ws.user.id,))
    return [
        TemplateRow(
            id=row[0], name=row[1], service=Service.from_slug(row[2]), component=row[3],
            minutes=row[4], mode=Mode.from_slug(row[5]) if row[5] else None, place=row[6],
            narrative=row[7], mine=row[8] is not None,
        )
        for row in rows
    ]  # fmt: skip


def save(ws: Workspace, draft: TemplateDraft) -> tuple[TemplateRow, Changes]:
    """Keep a template; one of the same name and owner is replaced.

    InputRejected without a name, or for a text too long for a note.
    """
    name = required("template", draft.name, _("The template needs a name."))
    if len(draft.narrative) > NARRATIVE:
        raise InputRejected("narrative", _("The text is too long for a note."))
    values = {
        "name": name,
        "service": draft.service.slug,
        "component": draft.component,
        "minutes": max(0, draft.minutes),
        "mode": draft.mode.slug if draft.mode else "",
        "place": clean(draft.place),
        "narrative": clean(draft.narrative),
        "user_id": None if draft.for_all else ws.user.id,
    }
    before = ws.store.one(
        "SELECT id FROM note_template WHERE name = ? AND user_id IS ?", (name, values["user_id"])
    )
    key = str(before[0]) if before else uuid7()
    with ws.transaction("save_note_template") as tx:
        if before:
            tx.update("note_template", key, values)
        else:
            tx.insert("note_template", {"id": key, **values, "created_at": tx.now})
    return next(row for row in listing(ws) if row.id == key), Changes()


def remove(ws: Workspace, template_id: str) -> TemplateRow:
    """Remove one; what it held is returned, so that it can be saved again. NotFound for none."""
    found = next((row for row in listing(ws) if row.id == template_id), None)
    if found is None:
        raise NotFound(_("No such template"), _("There is no template with that id."))
    with ws.transaction("remove_note_template") as tx:
        tx.execute("DELETE FROM note_template WHERE id = ?", (template_id,))
    return found
