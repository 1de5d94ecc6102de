"""Traps of PySide6 that a reader can fall into again; each was seen to bite."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# Name → why it must not be used.
FORBIDDEN = {
    "QThread": "executors: a dropped running QThread ends the process",
    "QSortFilterProxyModel": "sort and filter in SQL",
    "setItemWidget": "a model and a delegate: a widget a row is three times slower",
    "resizeColumnsToContents": "set widths: it asks for every cell",
    "itemAt": "indexOf(widget): the item's wrapper outlives it and stands for what comes next",
    "itemAtPosition": "as itemAt",
    "__feature__": "it changes the API module by module",
}


def traps(tree: ast.Module) -> Iterator[str]:
    """What a module does that it must not, with the line."""
    for node in ast.walk(tree):
        name = getattr(node, "attr", None) or getattr(node, "id", None)
        if isinstance(node, ast.ImportFrom) and node.module in FORBIDDEN:
            name = node.module
        if name in FORBIDDEN:
            yield f"line {getattr(node, 'lineno', 0)}: {name}: {FORBIDDEN[name]}"
        if isinstance(node, ast.Call):
            yield from _call_traps(node)
        if isinstance(node, ast.FunctionDef) and _deletes_in_its_layout(node):
            yield f"line {node.lineno}: deleteLater() before the widget has left its layout"


def _call_traps(call: ast.Call) -> Iterator[str]:
    called = getattr(call.func, "attr", None) or getattr(call.func, "id", None)
    if called == "connect" and any(_holds_self(argument) for argument in call.args):
        yield f"line {call.lineno}: a lambda or partial that holds self is never freed"
    if called == "Signal":
        for argument in call.args:
            if isinstance(argument, ast.Name) and argument.id in ("dict", "list", "set"):
                yield f"line {call.lineno}: Signal({argument.id}) is copied wrongly; use object"


def _deletes_in_its_layout(function: ast.FunctionDef) -> bool:
    """`addLayout` of a filled layout makes wrappers of its items. Qt frees an item with its widget
    and tells nobody; `removeWidget` and `takeAt` make the wrapper go. A window is in no layout."""
    called = {
        node.func.attr: ast.unparse(node.func.value)
        for node in ast.walk(function)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }
    let_go = called.get("deleteLater", "window")
    return not let_go.endswith(("window", "box")) and not {"removeWidget", "takeAt"} & called.keys()


def _holds_self(argument: ast.expr) -> bool:
    if isinstance(argument, ast.Call):
        called = getattr(argument.func, "attr", None) or getattr(argument.func, "id", None)
        if called != "partial":
            return False
    elif not isinstance(argument, ast.Lambda):
        return False
    return any(isinstance(node, ast.Name) and node.id == "self" for node in ast.walk(argument))


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("button.clicked.connect(lambda: self.save())", 1),
        ("button.clicked.connect(functools.partial(self.save, 1))", 1),
        ("button.clicked.connect(self.save)", 0),
        ("changed = Signal(dict)", 1),
        ("changed = Signal(object)", 0),
        ("from PySide6.QtCore import QObject\nQThread()", 1),
        ("view.setItemWidget(item, 0, label)", 1),
        ("column.itemAt(0).widget()", 1),
        ("def drop(row):\n    row.hide()\n    row.deleteLater()", 1),
        ("def drop(row):\n    column.removeWidget(row)\n    row.deleteLater()", 0),
        ("def end():\n    program.window.deleteLater()", 0),
        ("class Flow(QLayout):\n    def itemAt(self, index): ...", 0),
    ],
)
def test_the_eye_sees(line: str, count: int) -> None:
    assert len(list(traps(ast.parse(line)))) == count


def test_no_trap_in_the_window() -> None:
    found = [
        f"{path.relative_to(ROOT)} {trap}"
        for path in sorted((ROOT / "ui").rglob("*.py"))
        for trap in traps(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert found == []
