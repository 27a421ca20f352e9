"""Reading back: what a script's own lines give, found without handing any text to Python.

The lines are walked one node of syntax after the other, as a program of `core.calculus` is walked
step by step: arithmetic, calls, functions and loops over the libraries by the names in `reached`.
There is nothing else to reach: no builtins but those listed, no attribute that begins with "_".
"""

from __future__ import annotations

import ast
import contextlib
import operator
import types
import warnings
from collections import ChainMap
from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

_OPERATORS: Mapping[type, Callable[..., Any]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul,
    ast.Div: operator.truediv, ast.Pow: operator.pow, ast.Mod: operator.mod,
    ast.MatMult: operator.matmul, ast.BitAnd: operator.and_, ast.BitOr: operator.or_,
    ast.USub: operator.neg, ast.Invert: operator.invert, ast.Not: operator.not_,
    ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge,
    ast.Eq: operator.eq, ast.NotEq: operator.ne, ast.Is: operator.is_,
    ast.In: lambda one, many: one in many, ast.NotIn: lambda one, many: one not in many,
}  # fmt: skip
_WORDS: Mapping[str, Any] = {
    "range": range, "round": round, "sum": sum, "len": len, "list": list, "zip": zip, "map": map,
    "max": max, "min": min, "abs": abs, "float": float, "int": int, "next": next,
    "isinstance": isinstance, "getattr": lambda value, name, *rest: _member(value, name, *rest),
}  # fmt: skip
_METHODS = frozenset((
    "value", "gradient", "hessian", "chain", "jet", "sum", "prod", "shape", "requires_grad", "T",
    "real", "imag", "deriv", "ndim",
))  # fmt: skip
MOST_STEPS = 500_000


class Refused(Exception):
    """The lines are not followed, or lead to nothing; the message is the reason."""


class _Returned(Exception):
    """The end of a function, with what it returns."""


def read_back(
    text: str, results: Sequence[str], libraries: Mapping[str, Any], reached: frozenset[str]
) -> list[Any]:
    """What the lines give for each result: a float or nested lists of them.

    `libraries` are the modules by the words that scripts call them with, `reached` the dotted
    names of what may be used of them. Refused where a line does anything else, or fails.
    """
    reader = _Reader(libraries, reached)
    names: ChainMap[str, Any] = ChainMap({}, dict(_WORDS), dict(libraries))
    try:
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of libraries about themselves
            for line in ast.parse(text).body:
                reader.follow(line, names)
            return [_plain(names[name]) for name in results]
    except Refused:
        raise
    except Exception as reason:  # noqa: BLE001  (libraries raise what they like)
        words = " ".join(str(reason).split())[:200]
        raise Refused(words or type(reason).__name__) from None


def _plain(value: Any) -> Any:
    detached = value.detach() if hasattr(value, "detach") else value
    return np.asarray(detached, float).tolist()


def _member(value: Any, name: str, *rest: Any) -> Any:
    if name not in _METHODS:
        raise Refused(f"it uses {name}.")
    return getattr(value, name, *rest)


class _Reader:
    """Follows lines; gives up after `MOST_STEPS` nodes."""

    def __init__(self, libraries: Mapping[str, Any], reached: frozenset[str]) -> None:
        self._libraries, self._reached = libraries, reached
        self._steps = 0

    def follow(self, line: ast.stmt, names: ChainMap[str, Any]) -> None:
        match line:
            case ast.Import() | ast.ImportFrom():
                return  # the libraries are there already, by the words that are used
            case ast.FunctionDef():
                names[line.name] = self._function(line.args, line.body, names)
            case ast.ClassDef():
                names[line.name] = self._class(line, names)
            case ast.Assign(targets=[target]):
                self._assign(target, self.value(line.value, names), names)
            case ast.Expr():
                self.value(line.value, names)
            case ast.Return(value=ast.expr() as value):
                raise _Returned(self.value(value, names))
            case ast.If():
                for each in line.body if self.value(line.test, names) else line.orelse:
                    self.follow(each, names)
            case ast.For():
                for each in self.value(line.iter, names):
                    self._assign(line.target, each, names)
                    for inner in line.body:
                        self.follow(inner, names)
            case _:
                self._refuse(line)

    def value(self, node: ast.expr, names: ChainMap[str, Any]) -> Any:
        self._steps += 1
        if self._steps > MOST_STEPS:
            raise Refused("it takes too many steps.")
        match node:
            case ast.Constant(value=value):
                return value
            case ast.Name(id=word):
                return names[word]
            case ast.BinOp():
                one, other = self.value(node.left, names), self.value(node.right, names)
                return _OPERATORS[type(node.op)](one, other)
            case ast.UnaryOp():
                return _OPERATORS[type(node.op)](self.value(node.operand, names))
            case ast.BoolOp() | ast.Compare() | ast.IfExp():
                return self._logic(node, names)
            case ast.Attribute():
                return self._attribute(node, names)
            case ast.Call():
                return self._call(node, names)
            case ast.Subscript():
                return self.value(node.value, names)[self.value(node.slice, names)]
            case ast.Lambda():
                return self._function(node.args, [ast.Return(node.body)], names)
            case _:
                return self._gathered(node, names)

    def _gathered(self, node: ast.expr, names: ChainMap[str, Any]) -> Any:
        match node:
            case ast.Slice():
                ends = (node.lower, node.upper, node.step)
                return slice(*(None if each is None else self.value(each, names) for each in ends))
            case ast.Tuple():
                return tuple(self._spread(node.elts, names))
            case ast.List():
                return list(self._spread(node.elts, names))
            case ast.Dict():
                keys = [self.value(each, names) for each in node.keys if each is not None]
                return dict(zip(keys, self._spread(node.values, names), strict=True))
            case ast.ListComp():
                return list(self._each(node, names))
            case ast.GeneratorExp():
                return iter(list(self._each(node, names)))
            case _:
                return self._refuse(node)

    def _logic(
        self, node: ast.BoolOp | ast.Compare | ast.IfExp, names: ChainMap[str, Any]
    ) -> Any:
        if isinstance(node, ast.IfExp):
            return self.value(node.body if self.value(node.test, names) else node.orelse, names)
        if isinstance(node, ast.BoolOp):
            wanted = isinstance(node.op, ast.Or)
            return next(
                (wanted for each in node.values if bool(self.value(each, names)) is wanted),
                not wanted,
            )
        left, held = self.value(node.left, names), True
        for sign, each in zip(node.ops, node.comparators, strict=True):
            right = self.value(each, names)
            held = _OPERATORS[type(sign)](left, right)
            if len(node.ops) > 1 and not held:
                return False
            left = right
        return held

    def _attribute(self, node: ast.Attribute, names: ChainMap[str, Any]) -> Any:
        path = _path(node)
        if path.split(".")[0] in self._libraries:
            if path not in self._reached and not any(
                each.startswith(f"{path}.") for each in self._reached
            ):
                raise Refused(f"it uses {path}.")
            return getattr(self.value(node.value, names), node.attr)
        return _member(self.value(node.value, names), node.attr)

    def _call(self, node: ast.Call, names: ChainMap[str, Any]) -> Any:
        function = self.value(node.func, names)
        given = self._spread(node.args, names)
        named = {each.arg: self.value(each.value, names) for each in node.keywords if each.arg}
        return function(*given, **named)

    def _spread(self, nodes: Sequence[ast.expr], names: ChainMap[str, Any]) -> list[Any]:
        found: list[Any] = []
        for node in nodes:
            if isinstance(node, ast.Starred):
                found += self.value(node.value, names)
            else:
                found.append(self.value(node, names))
        return found

    def _each(
        self, node: ast.GeneratorExp | ast.ListComp, names: ChainMap[str, Any]
    ) -> Iterator[Any]:
        (loop,) = node.generators
        inner = names.new_child()
        for each in self.value(loop.iter, names):
            self._assign(loop.target, each, inner)
            if all(self.value(test, inner) for test in loop.ifs):
                yield self.value(node.elt, inner)

    def _assign(self, target: ast.expr, value: Any, names: ChainMap[str, Any]) -> None:
        match target:
            case ast.Name(id=word):
                names[word] = value
            case ast.Tuple(elts=parts):
                for part, each in zip(parts, value, strict=True):
                    self._assign(part, each, names)
            case ast.Attribute(value=ast.Name(id="self"), attr=word) if word in _METHODS:
                setattr(names["self"], word, value)
            case _:
                self._refuse(target)

    def _function(
        self, arguments: ast.arguments, body: Sequence[ast.stmt], names: ChainMap[str, Any]
    ) -> Callable[..., Any]:
        words = [each.arg for each in arguments.args]
        defaults = [self.value(each, names) for each in arguments.defaults]
        standing = dict(zip(words[len(words) - len(defaults) :], defaults, strict=True))
        rest = arguments.vararg.arg if arguments.vararg is not None else None

        def function(*given: Any, **named: Any) -> Any:
            inner = names.new_child({**standing, **dict(zip(words, given, strict=False)), **named})
            if rest is not None:
                inner[rest] = given[len(words) :]
            with contextlib.suppress(RecursionError):
                try:
                    for line in body:
                        self.follow(line, inner)
                except _Returned as returned:
                    return returned.args[0]
                return None
            raise Refused("its functions call one another without end.")

        return function

    def _class(self, line: ast.ClassDef, names: ChainMap[str, Any]) -> type:
        own = names.new_child()
        for each in line.body:
            self.follow(each, own)
        bases = tuple(self.value(each, names) for each in line.bases)
        return types.new_class(line.name, bases, exec_body=lambda space: space.update(own.maps[0]))

    def _refuse(self, node: ast.AST) -> NoReturn:
        raise Refused(f"it holds a {type(node).__name__}.")


def _path(node: ast.expr) -> str:
    """The dotted name of an attribute of a name, or nothing."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        inner = _path(node.value)
        return f"{inner}.{node.attr}" if inner else ""
    return ""
