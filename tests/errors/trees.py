"""Python code as a tree: who is called, what is assigned, where something stands, which modules the page reaches."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.config import ROOT

Function = ast.FunctionDef | ast.Lambda


@dataclass(frozen=True)
class Scope:
    """Where an expression stands."""

    path: Path
    within: tuple[ast.AST, ...]

    def inside(self, node: ast.AST) -> Scope:
        return Scope(self.path, (*self.within, node))


def function_of(scope: Scope) -> str:
    return next((one.name for one in reversed(scope.within) if isinstance(one, ast.FunctionDef)), "")


def called(call: ast.Call) -> str:
    function = call.func
    return (
        function.id if isinstance(function, ast.Name) else function.attr if isinstance(function, ast.Attribute) else ""
    )


def parameters_of(function: Function) -> list[str]:
    return [one.arg for one in (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)]


def nodes_in(node: ast.AST, scope: Scope) -> Iterator[tuple[ast.AST, Scope]]:
    """Everything within a node, each with where it stands."""
    for child in ast.iter_child_nodes(node):
        yield child, scope
        opens = isinstance(child, ast.FunctionDef | ast.Lambda | ast.ClassDef)
        yield from nodes_in(child, scope.inside(child) if opens else scope)


def assigned_in(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """Names with what is assigned to them; a choice between tuples is taken apart."""
    match node:
        case ast.Assign(targets=[ast.Tuple(elts=names)], value=value):
            values = [value.body, value.orelse] if isinstance(value, ast.IfExp) else [value]
            for each in values:
                if isinstance(each, ast.Tuple):
                    yield from ((ast.unparse(name), one) for name, one in zip(names, each.elts, strict=False))
        case ast.For(target=ast.Tuple(elts=[_, ast.Name(id=name)]), iter=ast.Call(func=ast.Attribute(value, "items"))):
            yield name, value
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            yield name, value
        case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
            yield name, value
        case ast.NamedExpr(target=ast.Name(id=name), value=value):
            yield name, value


def imports_of(module: ast.Module) -> Iterator[tuple[str, Path]]:
    """Names that come from other modules of the program, each with the module's file."""
    types = {id(one) for node in ast.walk(module) if _for_types(node) for one in ast.walk(node)}
    for node in ast.walk(module):
        if isinstance(node, ast.ImportFrom) and id(node) not in types and (node.module or "").split(".")[0] == "app":
            for alias in node.names:
                whole = _file_of(f"{node.module}.{alias.name}") or _file_of(str(node.module))
                if whole is not None:
                    yield alias.asname or alias.name, whole


def _for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"


def _file_of(module: str) -> Path | None:
    place = ROOT.joinpath(*module.split("."))
    return next((path for path in (place / "__init__.py", place.with_suffix(".py")) if path.is_file()), None)


def reached() -> set[Path]:
    """Files of the modules that the page imports, at whatever depth and moment."""
    waiting = set((ROOT / "app" / "ui").rglob("*.py"))
    found: set[Path] = set()
    while waiting:
        path = waiting.pop()
        found.add(path)
        waiting |= {one for _, one in imports_of(ast.parse(path.read_text(encoding="utf-8")))} - found
    return found
