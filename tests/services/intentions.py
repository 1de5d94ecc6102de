"""The intentions under which the code writes, found in its syntax trees."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from itertools import product
from pathlib import Path

from navigator_app.domain.support_plan import Move

ROOT = Path(__file__).parents[2]
ANY = "*"
"""Stands for a part of a name that is not written where it is used."""
BEFORE_ANYBODY = {"create_store"}
"""Written before there is anybody who could be asked."""


@cache
def trees() -> dict[str, ast.Module]:
    """Every module of the program that writes, by its path."""
    found = {}
    for room in ("navigator_app", "ui"):
        for path in sorted((ROOT / room).rglob("*.py")):
            text = path.read_text("utf-8")
            if ".transaction(" in text or "people_checks.save(" in text:
                found[path.relative_to(ROOT).as_posix()] = ast.parse(text)
    return found


def written() -> dict[str, str]:
    """Every intention (`*` where a part could not be found) and a place that writes it."""
    found: dict[str, str] = {}
    for path, tree in trees().items():
        for function, call in _transactions(tree):
            for name in _names(call.args[0], tree, function):
                found.setdefault(name, f"{path}:{call.lineno}")
    return _spelled_out(found)


def _transactions(tree: ast.Module) -> Iterator[tuple[ast.FunctionDef | None, ast.Call]]:
    """Each `….transaction(…)` with the function around it; the workspace's own is left out."""
    for function in [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]:
        if function.name == "transaction":
            continue
        for node in ast.walk(function):
            if isinstance(node, ast.Call) and node.args and _called(node) == "transaction":
                yield function, node


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def _names(node: ast.expr, tree: ast.Module, function: ast.FunctionDef | None) -> set[str]:
    if isinstance(node, ast.Constant):
        return {str(node.value)}
    if isinstance(node, ast.IfExp):
        return _names(node.body, tree, function) | _names(node.orelse, tree, function)
    if isinstance(node, ast.FormattedValue):
        return _names(node.value, tree, function)
    if isinstance(node, ast.JoinedStr):
        parts = [_names(part, tree, function) for part in node.values]
        return {"".join(words) for words in product(*parts)}
    if (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "replace"
    ):
        return _names(node.func.value, tree, function)
    if isinstance(node, ast.Name):
        return _named(node.id, tree, function)
    return {ANY}


def _named(name: str, tree: ast.Module, function: ast.FunctionDef | None) -> set[str]:
    """What a name may hold: a constant of the module, or what the function is called with."""
    for node in tree.body:
        if (
            isinstance(node, ast.Assign)
            and isinstance(node.value, ast.Constant)
            and any(isinstance(one, ast.Name) and one.id == name for one in node.targets)
        ):
            return {str(node.value.value)}
    if function is None:
        return {ANY}
    given = [one.arg for one in function.args.args]
    if name not in given:
        return {ANY}
    found: set[str] = set()
    for call in [node for node in ast.walk(tree) if isinstance(node, ast.Call)]:
        called = call.func.id if isinstance(call.func, ast.Name) else ""
        if called == function.name:
            found |= _handed(call, given.index(name), name, tree)
    return found or {ANY}


def _handed(call: ast.Call, place: int, name: str, tree: ast.Module) -> set[str]:
    node = call.args[place] if place < len(call.args) else None
    for word in call.keywords:
        node = word.value if word.arg == name else node
    return set() if node is None else _names(node, tree, None)


def _spelled_out(found: dict[str, str]) -> dict[str, str]:
    """Those whose missing part is known from elsewhere, with it."""
    known = {
        "support_plan_*": [move.slug.replace("-", "_") for move in Move if move.slug != "revise"],
        "add_*": _tables_of_people(),
        "amend_*": _tables_of_people(),
    }
    out: dict[str, str] = {}
    for name, place in found.items():
        for part in known.get(name, [ANY]):
            out[name.replace(ANY, part)] = place
    return {name: place for name, place in out.items() if name not in BEFORE_ANYBODY}


def _tables_of_people() -> list[str]:
    """The tables that `people_checks.save` is called with."""
    found = set()
    for tree in trees().values():
        for call in [node for node in ast.walk(tree) if isinstance(node, ast.Call)]:
            if ast.unparse(call.func) == "people_checks.save":
                found.add(str(ast.literal_eval(call.args[1])))
    assert found
    return sorted(found)
