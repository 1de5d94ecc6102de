"""The review of a file offers the plan's value where somebody put it right here."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from navigator_app.services import import_authorizations as importing
from navigator_app.services import member_identity
from navigator_app.services.workspace import Workspace
from navigator_app.settings import Settings
from tests.gui.conftest import SAMPLES, Daily
from ui import theme
from ui.views.imports import ImportsView

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

BORN = "Member Date of Birth"


def put_right(ws: Workspace) -> str:
    """The first member's birth date, put right by hand; then a file with a third one waits."""
    [(member, cin)] = ws.store.query("SELECT id, cin FROM member ORDER BY cin LIMIT 1")
    right = replace(member_identity.known(ws, member), date_of_birth="1971-02-28")
    member_identity.correct(ws, member, right, "As on the card")
    first = SAMPLES / "bayview_csasf_2026-11-15.csv"
    heading, *rows = list(csv.reader(first.read_text("utf-8-sig").splitlines()))
    next(row for row in rows if cin in row)[heading.index(BORN)] = "03/03/1973"
    path = Path(ws.home.parent) / "third.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([heading, *rows])
    parsed = importing.read(path, importing.layouts_for(ws, "bayview"))
    importing.stage(ws, parsed, "bayview")
    return str(member)


@pytest.fixture
def put(daily: Daily) -> str:
    """The member."""
    return str(daily.read(put_right))


@pytest.fixture
def page(daily: Daily, put: str) -> ImportsView:
    """The review of the file that waits."""
    view = daily.show(ImportsView(daily.context))
    view.activate()
    daily.settle()
    view.show_import(daily.read(lambda ws: importing.history(ws)[0].id))
    daily.settle()
    return view


def born(daily: Daily, member: str) -> str:
    def known(ws: Workspace) -> str:
        return member_identity.known(ws, member).date_of_birth

    return str(daily.read(known))


def press(daily: Daily, button: Any) -> None:
    """By the keyboard."""
    assert button.isVisible()
    button.setFocus()
    daily.qtbot.keyClick(button, Qt.Key.Key_Space)
    daily.settle()


def test_the_plans_value_is_taken_and_put_back_beside_its_row(
    daily: Daily, put: str, page: ImportsView
) -> None:
    review = page.review
    assert "What was put right here stays" in review.detail.toPlainText()
    assert "What changes" not in review.detail.toPlainText()
    assert review.banner.isVisible()
    assert not review.kept.back.isVisible()
    press(daily, review.kept.take)
    assert born(daily, put) == "1973-03-03"
    assert not review.banner.isVisible()
    assert not review.kept.take.isVisible()
    row = review.current_row()
    assert row is not None
    assert row.member_id == put
    press(daily, review.kept.back)
    assert born(daily, put) == "1971-02-28"
    assert review.banner.isVisible()
    assert review.kept.take.isVisible()
    assert not review.kept.back.isVisible()


def test_the_bar_takes_it_back_and_nothing_does_once_it_was_taken_in(
    daily: Daily, put: str, page: ImportsView
) -> None:
    press(daily, page.review.kept.take)
    said, (label, undo) = daily.asked["notice"][-1]
    assert ("until the file is taken in" in said, label) == (True, "Undo")
    undo()
    daily.settle()
    assert born(daily, put) == "1971-02-28"
    press(daily, page.review.kept.take)
    undo = daily.asked["notice"][-1][1][1]
    press(daily, page.review.commit)
    assert page.review.review is not None
    assert page.review.review.state == "committed"
    assert not page.review.kept.isVisible()
    undo()
    daily.settle()
    assert born(daily, put) == "1973-03-03"
    assert "can no longer be taken back" in str(daily.asked["refused"][-1])


def test_what_stayed_stays_and_is_offered_no_more(
    daily: Daily, put: str, page: ImportsView
) -> None:
    press(daily, page.review.commit)
    assert born(daily, put) == "1971-02-28"
    assert not page.review.kept.isVisible()


@pytest.mark.parametrize("scale", [100, 200])
def test_the_buttons_are_named_large_and_whole(
    daily: Daily, page: ImportsView, scale: int, qapp: QApplication
) -> None:
    look: Callable[[str, int], None] = lambda colour, size: theme.apply(  # noqa: E731
        qapp, Settings(theme=colour, text_scale=size)
    )
    look("light", scale)
    page.resize(1280, 800)
    daily.settle()
    try:
        for button in (page.review.kept.take, page.review.kept.back):
            if button is page.review.kept.back:
                press(daily, page.review.kept.take)
            assert button.isVisible()
            assert button.height() >= 40
            assert button.width() >= button.sizeHint().width()
            assert button.accessibleName().startswith(f"{button.text()}: ")
            if folder := os.environ.get("NAVIGATOR_PICTURES"):
                for colour in ("dark", "light"):
                    look(colour, scale)
                    button.setFocus()
                    daily.settle()
                    page.grab().save(f"{folder}/kept-{button.text()[:4]}-{colour}-{scale}.png")
    finally:
        look("light", 100)
