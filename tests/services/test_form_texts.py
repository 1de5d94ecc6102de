"""The agency's own words on forms: asked for, kept with where they are from, taken away, undone."""

from __future__ import annotations

import pytest

from navigator_app.errors import InputRejected, NotFound
from navigator_app.services import audit, form_texts
from navigator_app.services.workspace import Workspace

PLACE = "further_copies"


def place(ws: Workspace, block: str = PLACE) -> form_texts.TextPlace:
    """One place."""
    return next(one for one in form_texts.places(ws) if one.block == block)


def test_a_place_says_what_belongs_there_and_on_which_forms(workspace: Workspace) -> None:
    found = place(workspace)
    assert "copies" in found.asks
    assert found.forms
    assert set(found.missing) == set(form_texts.languages())
    assert found.law


def test_a_text_is_kept_with_its_source_and_by_whom(workspace: Workspace) -> None:
    changes = form_texts.save(workspace, PLACE, "es", " Pida otra copia. ", "Counsel, 3  May")
    kept = place(workspace)
    assert changes.settings
    assert kept.texts["es"].text == "Pida otra copia."
    assert kept.texts["es"].source == "Counsel, 3 May"
    assert kept.texts["es"].by == "Ana Ruiz"
    assert kept.texts["es"].on == workspace.clock.today()
    assert "es" not in kept.missing
    assert "en" in kept.missing
    assert form_texts.text_of(workspace, PLACE, "es") == ("Pida otra copia.", "Counsel, 3 May")


def test_another_text_takes_its_place_and_an_empty_one_takes_it_away(workspace: Workspace) -> None:
    form_texts.save(workspace, PLACE, "en", "Ask at the desk.", "Counsel")
    form_texts.save(workspace, PLACE, "en", "Ask us.", "Counsel")
    assert form_texts.text_of(workspace, PLACE, "en") == ("Ask us.", "Counsel")
    form_texts.save(workspace, PLACE, "en", "  ")
    assert form_texts.text_of(workspace, PLACE, "en") == ("", "")
    assert not form_texts.save(workspace, PLACE, "en", "").settings
    assert audit.verify(workspace).journal


def test_what_is_wrong_is_named_and_nothing_is_kept(workspace: Workspace) -> None:
    with pytest.raises(NotFound):
        form_texts.save(workspace, "no_such_place", "en", "Words", "Counsel")
    for field, values in (
        ("language", ("xx", "Words", "Counsel")),
        ("source", ("en", "Words", " ")),
        ("text", ("en", "x" * (form_texts.LONGEST + 1), "Counsel")),
    ):
        with pytest.raises(InputRejected) as refused:
            form_texts.save(workspace, PLACE, *values)
        assert refused.value.field == field
    assert not place(workspace).texts


def test_places_that_have_nothing_come_first(workspace: Workspace) -> None:
    form_texts.save(workspace, PLACE, "en", "Ask us.", "Counsel")
    filled = [bool(one.texts) for one in form_texts.places(workspace)]
    assert filled == sorted(filled)
    assert filled[-1]
