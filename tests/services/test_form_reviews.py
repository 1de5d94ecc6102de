"""Marks on translations: by whom and when, falling with the words they were given for."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from navigator_app.domain.identifiers import uuid7
from navigator_app.errors import InputRejected, NotFound
from navigator_app.services import audit, form_reviews
from navigator_app.services.form_reviews import Standing, Translation
from navigator_app.services.workspace import Workspace

DAY = date(2026, 11, 18)


def whole(ws: Workspace) -> Translation:
    """A translation that lacks nothing."""
    return next(cell for form in form_reviews.grid(ws) for cell in form.cells if not cell.missing)


def test_every_member_form_stands_in_every_other_language(workspace: Workspace) -> None:
    found = form_reviews.grid(workspace)
    titles = [form.title for form in found]
    assert titles == sorted(titles)
    assert {"consent", "release"} <= {form.kind for form in found}
    assert all(len(form.cells) == 12 for form in found)
    assert all(cell.standing is Standing.DRAFT for form in found for cell in form.cells)


def test_a_mark_names_who_and_when_and_can_be_taken_away(workspace: Workspace) -> None:
    cell = whole(workspace)
    key, changes = form_reviews.mark(
        workspace, cell.kind, cell.language, reviewer=" Rosa  Vega ", on=DAY, note="by phone"
    )
    marked = form_reviews.one(workspace, cell.kind, cell.language)
    assert changes.settings
    assert marked.standing is Standing.REVIEWED
    assert (marked.reviewer, marked.on, marked.note) == ("Rosa Vega", DAY, "by phone")
    assert marked.review_id == key
    form_reviews.unmark(workspace, key)
    assert form_reviews.one(workspace, cell.kind, cell.language).standing is Standing.DRAFT
    with pytest.raises(NotFound):
        form_reviews.unmark(workspace, key)
    assert audit.verify(workspace).journal


def test_a_second_mark_on_the_same_words_takes_the_place_of_the_first(
    workspace: Workspace,
) -> None:
    cell = whole(workspace)
    for name in ("Rosa Vega", "Luis Prado"):
        form_reviews.mark(workspace, cell.kind, cell.language, reviewer=name, on=DAY)
    assert form_reviews.one(workspace, cell.kind, cell.language).reviewer == "Luis Prado"


def test_the_mark_falls_when_the_words_are_others(workspace: Workspace) -> None:
    cell = whole(workspace)
    with workspace.transaction("as it was reviewed a version ago") as tx:
        tx.insert(
            "form_review",
            {
                "id": uuid7(), "kind": cell.kind, "version": 1, "language": cell.language,
                "text_hash": "0" * 12, "reviewer": "Rosa Vega",
                "reviewed_on": DAY.isoformat(), "user_id": workspace.user.id, "note": "",
                "created_at": tx.now,
            },
        )  # fmt: skip
    fallen = form_reviews.one(workspace, cell.kind, cell.language)
    assert fallen.standing is Standing.FALLEN
    assert (fallen.reviewer, fallen.on) == ("Rosa Vega", DAY)
    form_reviews.mark(workspace, cell.kind, cell.language, reviewer="Luis Prado", on=DAY)
    again = form_reviews.one(workspace, cell.kind, cell.language)
    assert (again.standing, again.reviewer) == (Standing.REVIEWED, "Luis Prado")


def test_what_is_wrong_is_named(workspace: Workspace) -> None:
    cell = whole(workspace)
    tomorrow = workspace.clock.today() + timedelta(days=1)
    for field, name, day in (("reviewer", "  ", DAY), ("on", "Rosa Vega", tomorrow)):
        with pytest.raises(InputRejected) as refused:
            form_reviews.mark(workspace, cell.kind, cell.language, reviewer=name, on=day)
        assert refused.value.field == field
    for kind, language in (("no_such", "es"), (cell.kind, "en"), (cell.kind, "xx")):
        with pytest.raises(NotFound):
            form_reviews.mark(workspace, kind, language, reviewer="Rosa Vega", on=DAY)


def test_a_translation_with_holes_cannot_be_marked(workspace: Workspace) -> None:
    holes = [c for form in form_reviews.grid(workspace) for c in form.cells if c.missing]
    for cell in holes[:1]:
        with pytest.raises(InputRejected) as refused:
            form_reviews.mark(workspace, cell.kind, cell.language, reviewer="Rosa", on=DAY)
        assert refused.value.field == "kind"
