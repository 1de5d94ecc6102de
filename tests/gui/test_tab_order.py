"""The order of Tab is read from the layouts, and nothing of them is held on to afterwards."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLayout,
    QLayoutItem,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from ui.widgets.flow import FlowLayout
from ui.widgets.tab_order import follow_layout

ROOT = Path(__file__).resolve().parents[2]

MADE_ANEW = """
import gc
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget
from ui import theme
from ui.widgets.tab_order import follow_layout

gc.disable()
app = QApplication([])
page = QWidget()
column = QVBoxLayout(page)
for turn in range(60):
    rows = [QLabel(str(place), page) for place in range(40)]
    for row in rows:
        column.addWidget(row)
    follow_layout(page)
    for row in rows:
        row.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    icons = [theme.icon("copy") for place in range(200)]
    del icons, rows, row
print("lived")
"""
"""A page whose rows are made anew and that shows icons: a program of its own, as it may crash."""


def button(name: str) -> QPushButton:
    made = QPushButton(name)
    made.setObjectName(name)
    return made


def page_of_all_layouts() -> QWidget:
    """Buttons a to h in reading order, made in another."""
    made = {name: button(name) for name in "hgfedcba"}
    page = QWidget()
    column = QVBoxLayout(page)
    column.addWidget(made["a"])
    beside, grid, inner = QHBoxLayout(), QGridLayout(), QVBoxLayout()
    column.addLayout(beside)
    inner.addWidget(made["b"])
    beside.addLayout(inner)
    beside.addStretch(1)
    beside.addWidget(made["c"])
    column.addLayout(grid)
    grid.addWidget(made["d"], 0, 0)
    grid.addWidget(made["e"], 0, 1)
    line, scroll = QWidget(), QScrollArea()
    flow = FlowLayout(line)
    flow.addWidget(made["f"])
    flow.addWidget(made["g"])
    column.addWidget(line)
    scroll.setWidget(made["h"])
    column.addWidget(scroll)
    return page


def items_known() -> list[QLayoutItem]:
    """The items of layouts, other than layouts themselves, that Python still knows."""
    known = shiboken6.getAllValidWrappers()
    return [one for one in known if isinstance(one, QLayoutItem) and not isinstance(one, QLayout)]


def test_every_layout_is_followed_in_reading_order(qtbot: QtBot) -> None:
    page = page_of_all_layouts()
    qtbot.addWidget(page)
    follow_layout(page)
    at: QWidget | None = page.findChild(QPushButton, "a")
    order = ""
    for _step in range(20):
        assert at is not None
        order += at.objectName() if isinstance(at, QPushButton) else ""
        at = at.nextInFocusChain()
    assert order.startswith("abcdefgh")


def test_no_item_of_a_layout_stays_known(qtbot: QtBot) -> None:
    before = len(items_known())
    page = QWidget()
    qtbot.addWidget(page)
    column, inner = QVBoxLayout(page), QHBoxLayout()
    column.addWidget(button("a"))
    column.addLayout(inner)
    inner.addWidget(button("b"))
    inner.addStretch(1)
    follow_layout(page)
    assert len(items_known()) == before


@pytest.mark.skipif(sys.platform == "win32", reason="the program needs no screen of its own here")
def test_rows_made_anew_after_their_order_was_set_end_nothing() -> None:
    surroundings = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    ended = subprocess.run(
        [sys.executable, "-c", MADE_ANEW],
        env=surroundings,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (ended.returncode, ended.stdout.strip()) == (0, "lived"), ended.stderr
