"""PDFium may be entered by one thread at a time: every call into it stands under its lock."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]
NAMES = {"pypdfium2", "raw", "pdfium"}
"""What the library is called where it is used."""
HARMLESS = {"PdfiumError", "PdfDocument", "PdfPage", "PdfBitmap", "PdfImage", "new"}
"""Names that are no call by themselves: a class in a signature, an exception to catch."""
UNDER = {
    "navigator_app/forms/raster.py": {"draw", "ask"},
    "navigator_app/forms/scanning_pdf.py": {"_drawn", "_draw"},
    "navigator_app/services/sign_form_pdf.py": {"_lines"},
}
"""Functions that are only called by one that holds the lock; a test below follows them."""


def files() -> dict[str, ast.Module]:
    found = {}
    for room in ("navigator_app", "ui"):
        for file in sorted((ROOT / room).rglob("*.py")):
            text = file.read_text("utf-8")
            if "pypdfium2" in text and "import" in text:
                tree = ast.parse(text)
                if any(map(_imports, ast.walk(tree))):
                    found[file.relative_to(ROOT).as_posix()] = tree
    return found


def _imports(node: ast.AST) -> bool:
    if isinstance(node, ast.Import):
        return any(one.name.startswith("pypdfium2") for one in node.names)
    return isinstance(node, ast.ImportFrom) and (node.module or "").startswith("pypdfium2")


def _calls(node: ast.AST) -> bool:
    """A call of the library itself, or of a method of what it opened."""
    if not isinstance(node, ast.Call):
        return False
    parts = ast.unparse(node.func).split(".")
    if parts[0] in NAMES and parts[-1] not in {"IFSDK_PAUSE", "dict"}:
        return True
    return parts[0] in {"document", "page", "bitmap"} or parts[:2] in (
        ["self", "_pdf"],
        ["self", "_document"],
    )


def _holds(node: ast.AST) -> bool:
    return isinstance(node, ast.With) and any(
        ast.unparse(one.context_expr) == "PDFIUM" for one in node.items
    )


def outside(tree: ast.AST, excused: set[str]) -> list[int]:
    """Lines with a call that no lock is held around."""
    lines: list[int] = []

    def walk(node: ast.AST, held: bool) -> None:
        if isinstance(node, ast.FunctionDef):
            held = node.name in excused
        held = held or _holds(node)
        if _calls(node) and not held:
            lines.append(getattr(node, "lineno", 0))
        for child in ast.iter_child_nodes(node):
            walk(child, held)

    walk(tree, False)
    return lines


def test_no_call_stands_outside_the_lock() -> None:
    found = {name: outside(tree, UNDER.get(name, set())) for name, tree in files().items()}
    assert len(found) >= 3
    assert {name: lines for name, lines in found.items() if lines} == {}


def loose(tree: ast.AST, excused: set[str]) -> set[str]:
    """Excused functions that are used where no lock is held."""
    found: set[str] = set()

    def walk(node: ast.AST, held: bool) -> None:
        if isinstance(node, ast.FunctionDef):
            held = node.name in excused
        passed = isinstance(node, ast.Call) and ast.unparse(node.func) == "self._with"
        held = held or _holds(node) or passed  # `_with` takes the lock itself
        name = getattr(node, "id", "") or getattr(node, "attr", "")
        if name in excused and not held:
            found.add(name)
        for child in ast.iter_child_nodes(node):
            walk(child, held)

    walk(tree, False)
    return found


def test_what_is_excused_is_called_under_the_lock() -> None:
    trees = files()
    for name, excused in UNDER.items():
        defined = {one.name for one in ast.walk(trees[name]) if isinstance(one, ast.FunctionDef)}
        assert excused <= defined, name
        assert loose(trees[name], excused) == set(), name
    assert loose(ast.parse("def g():\n    _draw(1)\n"), {"_draw"}) == {"_draw"}


def test_a_call_outside_is_seen() -> None:
    bad = "def f(data):\n    import pypdfium2\n    return pypdfium2.PdfDocument(data)\n"
    good = "def f(data):\n    with PDFIUM:\n        return pypdfium2.PdfDocument(data)\n"
    later = "def f():\n    with PDFIUM:\n        pass\n    page.close()\n"
    inner = "def f():\n    with PDFIUM:\n        def g():\n            page.close()\n"
    assert outside(ast.parse(bad), set()) == [3]
    assert outside(ast.parse(good), set()) == []
    assert outside(ast.parse(later), set()) == [4]
    assert outside(ast.parse(inner), set()) == [4], "it may be called when the lock is let go"
