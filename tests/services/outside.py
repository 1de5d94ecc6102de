"""Which functions of the services a screen or a command names: the doors. The rest is inner.

By the syntax trees of everything that is not a service. A name that one service takes over from
another counts for the one that has it.
"""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.services.service_calls import Name

TOP = Path(__file__).parents[2]
PACKAGE = "navigator_app.services"
PLACES = ("navigator_app", "ui", "packaging")


@cache
def doors() -> dict[Name, frozenset[str]]:
    """Every function of a service that is named outside the services, and the files that do."""
    found: dict[Name, set[str]] = {}
    for path in files():
        for name in named(ast.parse(path.read_text("utf-8"))):
            found.setdefault(_at_home(name), set()).add(path.relative_to(TOP).as_posix())
    return {name: frozenset(places) for name, places in found.items()}


def is_door(name: str) -> bool:
    """True for `module.function` that something outside the services names."""
    module, _dot, function = name.partition(".")
    return (module, function) in doors()


def files() -> list[Path]:
    """Every module that is not a service."""
    services = TOP / "navigator_app" / "services"
    return sorted(
        path
        for place in PLACES
        for path in (TOP / place).rglob("*.py")
        if services not in path.parents
    )


def named(tree: ast.Module) -> Iterator[Name]:
    """(module, function) of each service that a module names; a module taken as a whole is
    followed through the names it is given."""
    modules: dict[str, str] = {}
    for node in ast.walk(tree):
        if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith(PACKAGE):
            continue
        inside = (node.module or "")[len(PACKAGE) + 1 :]
        for alias in node.names:
            if inside:
                yield inside, alias.name
            else:
                modules[alias.asname or alias.name] = alias.name
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            module = modules.get(node.value.id)
            if module is not None:
                yield module, node.attr


def hidden() -> list[str]:
    """Ways of naming a service that `named` does not see: modules handed around, or imported by
    another word."""
    found = []
    for path in files():
        tree = ast.parse(path.read_text("utf-8"))
        where = path.relative_to(TOP).as_posix()
        local = {
            node.arg if isinstance(node, ast.arg) else node.id
            for node in ast.walk(tree)
            if isinstance(node, ast.arg)
            or (isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store))
        }
        held = {
            alias.asname or alias.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.module == PACKAGE
            for alias in node.names
        } - local
        owned = {
            id(node.value) for node in ast.walk(tree)
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
        }  # fmt: skip
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                found += [where for one in node.names if one.name.startswith(PACKAGE)]
            elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith(PACKAGE):
                found += [where for one in node.names if one.name == "*"]
            elif isinstance(node, ast.Name) and node.id in held and id(node) not in owned:
                found.append(f"{where}: {node.id}")
    return found


def _at_home(name: Name) -> Name:
    found = getattr(importlib.import_module(f"{PACKAGE}.{name[0]}"), name[1], None)
    home = getattr(found, "__module__", "") or ""
    if callable(found) and home.startswith(f"{PACKAGE}."):
        return home[len(PACKAGE) + 1 :], str(getattr(found, "__name__", name[1]))
    return name
