"""Every sentence that errors and rows at fault can tell, read from the code, with what can stand at its places.

    UploadError(f"The file {what}.", …)    in a function that is called with "is encrypted" and f"has {n} pages"
    →  "The file {}."  with  "is encrypted", "has {} pages" at its place

Names are followed to what is assigned to them, parameters to the calls of their function, calls of a module's own
functions to what these return; a value that leads to no words (a number, a path, what a person typed) is a place.
Modules that the page cannot reach are left out: what they say is read in English on a terminal.
"""

from __future__ import annotations

import ast
import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from app import errors
from app.config import ROOT
from tests.errors.trees import (
    Function,
    Scope,
    assigned_in,
    called,
    function_of,
    imports_of,
    nodes_in,
    parameters_of,
    reached,
)

ERRORS = frozenset(errors.__all__)
TOLD_BY = {
    "_RowError": (0,),
    "_RefusedError": (0,),
    "Fault": (2,),
    "Row": (2,),
    "TableRow": (2,),
    "Operation": (1,),
    "Rule": (3,),
} | dict.fromkeys(ERRORS, (0, 1, 2))
"""Class → places of the arguments that people read."""
TOLD_AS = frozenset({"given", "allowed", "remedy", "fault", "reason"})
"""Keywords of those arguments."""
NAMED = frozenset({"reason", "fault"})
"""Names of what is wrong with a row, wherever it is put together."""
CHECKED = frozenset({"rules", "checks"})
"""Names of tables whose keys say what is wrong."""
DEEPEST = 12


@dataclass
class Sentences:
    """What was found."""

    told: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """A sentence, its places as `{}` or `{!r}` → where it is told."""
    inner: dict[tuple[str, int], set[str]] = field(default_factory=lambda: defaultdict(set))
    """A sentence and the number of a place in it → words that can stand there."""
    unknown: set[str] = field(default_factory=set)
    """What is told and leads to no words."""


def read_sentences() -> Sentences:
    """All that the modules tell which the page reaches."""
    return _Reading(sorted(reached())).sentences


def has_words(sentence: str) -> bool:
    """Whether something stands in it beside its places."""
    return bool(re.search("[A-Za-z]{2}", re.sub(r"\{(!r)?\}", "", sentence)))


class _Reading:
    def __init__(self, paths: Iterable[Path]) -> None:
        self.sentences = Sentences()
        self._functions: dict[str, list[tuple[ast.FunctionDef, Scope]]] = defaultdict(list)
        self._calls: dict[str, list[tuple[ast.Call, Scope]]] = defaultdict(list)
        self._constants: dict[tuple[Path, str], ast.expr] = {}
        self._imported: dict[Path, dict[str, Path]] = {}
        modules = [(path, ast.parse(path.read_text(encoding="utf-8"))) for path in paths]
        for path, module in modules:
            self._imported[path] = dict(imports_of(module))
            for statement in module.body:
                for name, value in assigned_in(statement):
                    self._constants[path, name] = value
            self._index(module, Scope(path, (module,)))
        for path, module in modules:
            for node, scope in nodes_in(module, Scope(path, (module,))):
                self._tell(node, scope)

    def _index(self, module: ast.Module, scope: Scope) -> None:
        for node, where in nodes_in(module, scope):
            if isinstance(node, ast.FunctionDef):
                self._functions[node.name].append((node, where.inside(node)))
            elif isinstance(node, ast.Call):
                self._calls[called(node)].append((node, where))

    # What is told

    def _tell(self, node: ast.AST, scope: Scope) -> None:
        for told in self._told_by(node, scope):
            found = {text for text in self._texts(told, scope) if text}
            if not any(map(has_words, found)) and not isinstance(told, ast.Constant):
                self.sentences.unknown.add(f"{scope.path.relative_to(ROOT)}: {ast.unparse(told)}")
            for text in filter(has_words, found):
                self.sentences.told[text].add(f"{scope.path.relative_to(ROOT)}:{told.lineno}")

    def _told_by(self, node: ast.AST, scope: Scope) -> Iterator[ast.expr]:
        if isinstance(node, ast.Call) and called(node) in TOLD_BY:
            yield from (node.args[place] for place in TOLD_BY[called(node)] if place < len(node.args))
            yield from (keyword.value for keyword in node.keywords if keyword.arg in TOLD_AS)
        elif "ui" in scope.path.parts:
            return
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            for name, value in assigned_in(node):
                if name in CHECKED and isinstance(value, ast.Dict):
                    yield from (key for key in value.keys if key is not None)
                elif name in NAMED and self._texts(value, scope):
                    yield value
        elif isinstance(node, ast.Return) and node.value is not None:
            yield from self._returned(node.value, scope)
        elif isinstance(node, ast.Call) and called(node) == "append" and _gathers(scope):
            yield from (one for one in _second(node.args[0]) if any(map(has_words, self._texts(one, scope))))

    def _returned(self, value: ast.expr, scope: Scope) -> Iterator[ast.expr]:
        name = function_of(scope)
        if name == "refusal" or "fault" in name:
            yield from [value] if any(map(has_words, self._texts(value, scope))) else []
        elif name in {"_value", "_cell"}:
            yield from (one for one in _second(value) if any(map(has_words, self._texts(one, scope))))

    # What an expression can be

    def _texts(self, node: ast.expr | None, scope: Scope, deep: int = 0) -> set[str]:
        """The sentences that an expression can be; none where it leads to no words."""
        if node is None or deep > DEEPEST:
            return set()

        def texts(part: ast.expr | None) -> set[str]:
            return self._texts(part, scope, deep + 1)

        match node:
            case ast.Constant(value=str(text)):
                return {_escaped(text)} if text else set()
            case ast.JoinedStr():
                return self._joined(node, scope, deep)
            case ast.IfExp():
                return texts(node.body) | texts(node.orelse)
            case ast.BoolOp():
                return set().union(*map(texts, node.values))
            case ast.NamedExpr() | ast.Subscript(value=ast.Dict() | ast.Name()):
                return texts(node.value)
            case ast.Dict():
                return set().union(*map(texts, node.values))
            case ast.GeneratorExp():
                return texts(node.elt)
            case ast.BinOp(op=ast.Add()):
                both = itertools.product(texts(node.left) or {"{}"}, texts(node.right) or {"{}"})
                return {first + second for first, second in both}
            case ast.Name():
                return self._named(node.id, scope, deep)
            case ast.Call():
                return self._of_call(node, scope, deep)
        return set()

    def _joined(self, node: ast.JoinedStr, scope: Scope, deep: int) -> set[str]:
        parts: list[str] = []
        inner: dict[int, set[str]] = {}
        for value in node.values:
            if isinstance(value, ast.FormattedValue):
                found = set(filter(has_words, self._texts(value.value, scope, deep + 1)))
                if found:
                    inner[len(parts)] = found
                parts.append("{!r}" if value.conversion == ord("r") else "{}")
            elif isinstance(value, ast.Constant):
                parts.append(_escaped(str(value.value)))
        text = "".join(parts)
        if not has_words(text):  # its places are the sentence
            choices = [sorted(inner.get(place, {part})) for place, part in enumerate(parts)]
            return {"".join(chosen) for chosen in itertools.product(*choices)}
        places = [place for place, part in enumerate(parts) if part in {"{}", "{!r}"}]
        for place, found in inner.items():
            self.sentences.inner[text, places.index(place)] |= found
        return {text}

    def _named(self, name: str, scope: Scope, deep: int) -> set[str]:
        for place in reversed(scope.within):
            if isinstance(place, ast.FunctionDef | ast.Lambda):
                values = [value for node in ast.walk(place) for given, value in assigned_in(node) if given == name]
                if values or name in parameters_of(place):
                    found = set().union(*(self._texts(value, scope, deep + 1) for value in values))
                    return found | self._given(place, name, scope, deep)
        path = scope.path if (scope.path, name) in self._constants else self._imported[scope.path].get(name, scope.path)
        return self._texts(self._constants.get((path, name)), Scope(path, ()), deep + 1)

    def _given(self, function: Function, name: str, scope: Scope, deep: int) -> set[str]:
        """What a parameter is given by the calls of its function, and by default."""
        names = parameters_of(function)
        if isinstance(function, ast.Lambda) or name not in names:
            return set()
        place = names.index(name) - (names[0] in {"self", "cls"})
        found: set[str] = set()
        for call, where in self._calls[function.name]:
            if scope.path in {where.path, self._imported.get(where.path, {}).get(function.name)}:
                by_name = next((one.value for one in call.keywords if one.arg == name), None)
                given = by_name or (call.args[place] if place < len(call.args) else None)
                found |= self._texts(given, where, deep + 1)
        last = function.args.posonlyargs + function.args.args
        for parameter, default in zip(reversed(last), reversed(function.args.defaults), strict=False):
            if parameter.arg == name:
                found |= self._texts(default, scope, deep + 1)
        return found

    def _of_call(self, node: ast.Call, scope: Scope, deep: int) -> set[str]:
        name = called(node)
        if isinstance(node.func, ast.Attribute):
            if name == "rstrip":
                return {text.rstrip(".") for text in self._texts(node.func.value, scope, deep + 1)}
            if name == "get" and isinstance(node.func.value, ast.Dict):
                given = [node.func.value, *node.args[1:]]
                return set().union(*(self._texts(one, scope, deep + 1) for one in given))
            if name in {"join", "fromkeys"} and isinstance(node.args[0], ast.GeneratorExp | ast.Name):
                return self._texts(node.args[0], scope, deep + 1)
            if name == "join" and isinstance(node.args[0], ast.Call) and called(node.args[0]) == "map":
                return self._returns(ast.unparse(node.args[0].args[0]), scope, deep)
            if ast.unparse(node.func.value) != "self":
                return set()
        return self._returns(name, scope, deep)

    def _returns(self, name: str, scope: Scope, deep: int) -> set[str]:
        path = self._imported[scope.path].get(name, scope.path)
        found: set[str] = set()
        for function, where in self._functions[name]:
            if where.path == path and "str" in ast.unparse(function.returns or ast.Constant("")):
                returns = [node.value for node in ast.walk(function) if isinstance(node, ast.Return)]
                found = found.union(*(self._texts(value, where, deep + 1) for value in returns))
        return set(filter(has_words, found))


def _escaped(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


def _gathers(scope: Scope) -> bool:
    """Whether what is wrong is gathered there in a list."""
    return scope.path.parent.name == "readers" or function_of(scope) == "crossed"


def _second(node: ast.expr) -> list[ast.expr]:
    return node.elts[1:] if isinstance(node, ast.Tuple) else [node]
