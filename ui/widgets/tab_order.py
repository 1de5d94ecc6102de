"""Tab goes from control to control in the order in which they are read."""

from __future__ import annotations

from collections.abc import Iterator
from operator import itemgetter

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QSplitter, QWidget

_BELOW = Qt.FindChildOption.FindDirectChildrenOnly


def follow_layout(root: QWidget) -> None:
    """Set the order of all controls below `root` to that of its layouts, where cards that were
    made later would otherwise come last."""
    before: QWidget | None = None
    for widget in _controls(root):
        if before is not None:
            QWidget.setTabOrder(before, widget)
        before = widget


def _controls(widget: QWidget) -> Iterator[QWidget]:
    inside = list(_inside(widget))
    takes = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    if takes and widget.focusProxy() is None:
        yield widget
    for child in inside:
        yield from _controls(child)


def _inside(widget: QWidget) -> Iterator[QWidget]:
    parts: list[QWidget | None] = []
    if isinstance(widget, QScrollArea):
        parts = [widget.widget()]
    elif isinstance(widget, QSplitter):
        parts = [widget.widget(place) for place in range(widget.count())]
    layout = widget.layout()
    if layout is not None:
        parts += _of_layout(layout, widget.findChildren(QWidget, options=_BELOW))
    yield from (part for part in parts if part is not None)


def _of_layout(layout: QLayout, children: list[QWidget]) -> Iterator[QWidget]:
    """The children of the layout's widget that stand in it or in a layout inside it, in order.

    They are asked for their places; the places are never asked for their items. An item handed to
    Python stays known under its address after Qt has freed it with its widget, and whatever is put
    there next is taken for it: the program ends. Widgets and layouts say when they go; items don't.
    """
    placed: list[tuple[int, QWidget | QLayout]] = []
    for child in children:
        placed.append((layout.indexOf(child), child))
    for inner in layout.findChildren(QLayout, options=_BELOW):
        placed.append((layout.indexOf(inner), inner))
    for place, part in sorted(placed, key=itemgetter(0)):
        if place < 0:
            continue
        if isinstance(part, QWidget):
            yield part
        else:
            yield from _of_layout(part, children)
