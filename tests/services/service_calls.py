"""Every public function of the services, what it takes and what it calls, by its syntax trees."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2] / "navigator_app" / "services"
_PACKAGE = "navigator_app.services"
Name = tuple[str, str]


@dataclass
class Function:
    """A function: its arguments, whether it writes, and the functions of services it names."""

    module: str
    name: str
    arguments: tuple[str, ...]
    workspace: bool
    writes: bool = False
    calls: set[Name] = field(default_factory=set)

    @property
    def public(self) -> bool:
        """True for what others may call with a workspace."""
        return self.workspace and not self.name.startswith("_") and "." not in self.name


@cache
def functions() -> dict[Name, Function]:
    """Every function and method of the services by module and name."""
    found: dict[Name, Function] = {}
    for path in sorted(ROOT.glob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        known, bodies = _imports(tree), list(_bodies(tree))
        local = {name for name, _body in bodies}
        for name, body in bodies:
            found[path.stem, name] = _function(path.stem, name, body, known, local)
    return found


def reaches(start: Name, targets: Iterable[Name]) -> bool:
    """True when a function calls one of these, itself or through others."""
    wanted, seen, waiting = set(targets), set(), [start]
    while waiting:
        here = waiting.pop()
        if here in wanted:
            return True
        if here not in seen and here in functions():
            seen.add(here)
            waiting += functions()[here].calls
    return False


def writers() -> set[Name]:
    """Every function that opens a transaction itself."""
    return {key for key, one in functions().items() if one.writes}


def _imports(tree: ast.Module) -> dict[str, Name]:
    """What a name of the module stands for: (module, "") or (module, function)."""
    known: dict[str, Name] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(_PACKAGE):
            inside = (node.module or "")[len(_PACKAGE) + 1 :]
            for alias in node.names:
                pair = (inside, alias.name) if inside else (alias.name, "")
                known[alias.asname or alias.name] = pair
    return known


def _bodies(tree: ast.Module) -> Iterator[tuple[str, ast.FunctionDef]]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield node.name, node
        elif isinstance(node, ast.ClassDef):
            for inner in node.body:
                if isinstance(inner, ast.FunctionDef):
                    yield f"{node.name}.{inner.name}", inner


def _function(
    module: str, name: str, body: ast.FunctionDef, known: dict[str, Name], local: set[str]
) -> Function:
    given = [*body.args.posonlyargs, *body.args.args, *body.args.kwonlyargs]
    made = Function(
        module,
        name,
        tuple(one.arg for one in given),
        any(one.annotation and "Workspace" in ast.unparse(one.annotation) for one in given),
    )
    mine = {one.arg for one in given}
    for node in ast.walk(body):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            pair = known.get(node.value.id)
            if pair is not None and not pair[1]:
                made.calls.add((pair[0], node.attr))
        elif isinstance(node, ast.Name) and node.id not in mine:
            if node.id in known and known[node.id][1]:
                made.calls.add(known[node.id])
            elif node.id in local:
                made.calls.add((module, node.id))
            made.calls |= {(module, one) for one in local if one.startswith(f"{node.id}.")}
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            made.writes |= node.func.attr == "transaction"
    return made
