"""The review of a file asks who is here already, and a person answers: one, two, or undo."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path as File
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from navigator_app.services import agency, caseload, import_matches
from navigator_app.services.workspace import Workspace
from navigator_app.settings import Settings
from tests.gui.dialogs_shown import opened
from tests.gui.every_page import cut, nameless, outside, too_small
from tests.services.test_import_matches import by_hand, line, stage
from ui import theme
from ui.dialogs.same_person import SamePersonDialog
from ui.views.imports import ImportsView
from ui.widgets.pill import StatusPill

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise", extend=True)


def prepare(folder: File, ws: Workspace) -> tuple[str, str]:
    """A file that waits with two people, one of whom may be here: the import and the member."""
    if all(plan.layout != "canonical" for plan in agency.plans(ws)):
        with ws.transaction("test") as tx:
            tx.execute("UPDATE plan SET layout = 'canonical' WHERE key = 'bayview'")
    member, _referral = by_hand(ws)
    rows = (line("Nora", "Vale", "98000001A"), line("Ben", "Ash", "98000002A"))
    return stage(ws, folder, *rows), member


def matches(import_id: str, ws: Workspace) -> int:
    return len(import_matches.suggest(ws, import_id))


def words_of(widget: Any) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def review(daily: Any, import_id: str) -> ImportsView:
    view = daily.show(ImportsView(daily.context), 1100, 720)
    view.open(import_id)
    daily.settle()
    return view


def test_the_review_asks_and_the_same_person_gets_the_cin(daily: Any, tmp_path: File) -> None:
    file, member = daily.read(partial(prepare, tmp_path))
    view = review(daily, file)
    assert view.review.same.isVisible()
    assert "1 person" in words_of(view.review.same)
    asked: list[tuple[str, object]] = []
    daily.context.ways.ask.connect(lambda form, about: asked.append((form, about)))
    view.review.same.decide.click()
    assert asked == [("same_person", file)]
    before = view.review.review
    assert before is not None
    offers: list[tuple[str, Any]] = []
    daily.context.ways.notice.connect(lambda said, offer: offers.append((said, offer)))
    dialog = opened(daily, SamePersonDialog, file)
    assert [pill.text() for pill in dialog.findChildren(StatusPill)] == ["The phone is the same"]
    [same, _another] = dialog.answers
    same.click()
    daily.settle()
    assert daily.read(partial(caseload.member_page, member_id=member)).member.cin == "98000001A"
    assert dialog.answers == []
    assert not view.review.same.isVisible()
    after = view.review.review
    assert after is not None
    assert (after.new, after.changed) == (before.new - 1, before.changed + 1)
    said, (label, undo) = offers[-1]
    assert "98000001A" in said
    assert label == "Undo"
    undo()
    daily.settle()
    assert daily.read(partial(matches, file)) == 1
    assert view.review.same.isVisible()


def test_another_person_is_not_asked_about_again(daily: Any, tmp_path: File) -> None:
    file, member = daily.read(partial(prepare, tmp_path))
    view = review(daily, file)
    dialog = opened(daily, SamePersonDialog, file)
    [_same, another] = dialog.answers
    another.click()
    daily.settle()
    assert "Nobody is left" in words_of(dialog)
    assert not view.review.same.isVisible()
    found = daily.read(partial(caseload.member_page, member_id=member)).member
    assert found.cin.startswith("NO-CIN-")
    dialog.close_button.click()
    assert daily.read(partial(matches, file)) == 0


def test_a_pair_that_is_settled_meanwhile_is_refused(daily: Any, tmp_path: File) -> None:
    file, member = daily.read(partial(prepare, tmp_path))
    dialog = opened(daily, SamePersonDialog, file)
    settle = partial(
        import_matches.another_person, import_id=file, cin="98000001A", member_id=member
    )
    daily.read(settle)
    dialog.answers[0].click()
    daily.settle()
    assert "not asked about any more" in dialog.problem.text()
    assert dialog.answers == []


@pytest.fixture(params=[100, 200])
def scale(request: pytest.FixtureRequest) -> Iterator[int]:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    yield request.param
    theme.apply(app, Settings(theme="light"))


def test_the_form_has_names_size_and_room(daily: Any, tmp_path: File, scale: int) -> None:
    file, _member = daily.read(partial(prepare, tmp_path))
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, Settings(theme="light", text_scale=scale))
    dialog = opened(daily, SamePersonDialog, file)
    view = review(daily, file)
    for root in (dialog, view):
        for fault in (nameless, too_small, cut, outside):
            assert fault(root) == [], fault.__name__
