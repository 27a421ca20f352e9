"""The child of `symbolic`: reads a request per line, differentiates with SymPy, answers LaTeX."""

from __future__ import annotations

import importlib
import json
import re
import signal
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from core.errors import InputError
from core.language import name_latex
from core.language import syntax as s
from core.language.together import parse_together, scope_of, without_own

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

MEMORY = 2 << 30
PATIENCE = 0.35  # seconds for one way of simplifying
LONGEST = 600  # characters of LaTeX that still help
LARGEST_SUM = 12


class NoFormula(Exception):
    """This function has no closed form here, or none that is worth reading."""


class SlowDown(Exception):
    """A way of simplifying took too long."""


def main() -> None:
    """Answer lines until the input ends."""
    _bound_memory()
    sympy = importlib.import_module("sympy")
    _say("ready")
    for line in sys.stdin:
        _say(json.dumps(_answer(sympy, line)))


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _bound_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _answer(sympy: Any, line: str) -> list[str] | None:
    request = json.loads(line)
    try:
        return derivatives(sympy, request["text"], request["others"], request["order"])
    except (NoFormula, InputError, MemoryError, RecursionError):
        return None
    except Exception:  # noqa: BLE001  (SymPy raises what it likes; no formula is a fine answer)
        return None


def derivatives(sympy: Any, text: str, others: list[str], order: int) -> list[str]:
    """The equations of f', f'', ... in LaTeX."""
    texts = {0: text, **dict(enumerate(others, start=1))}
    outcomes = parse_together(texts)
    definition = outcomes[0]
    if isinstance(definition, InputError):
        raise definition
    variables = definition.variables or ("x",)
    writer = Writer(sympy, without_own(scope_of(outcomes), definition))
    body = writer.expression(definition.body)
    symbol = writer.symbol(variables[0])
    names = {writer.symbol(name): name_latex(name) for name in writer.seen}
    arguments = ", ".join(name_latex(name) for name in variables)
    lines: list[str] = []
    for n in range(1, order + 1):
        body = simplest(sympy, _closed(sympy, sympy.diff(body, symbol)))
        right = _lighter(sympy.latex(body, ln_notation=True, symbol_names=names))
        if len(right) > LONGEST:
            break
        left = _left(definition.name or "f", n, arguments, len(variables), name_latex(variables[0]))
        lines.append(f"{left} = {right}")
    if not lines:
        raise NoFormula
    return lines


def _lighter(latex: str) -> str:
    """Without brackets around a lone letter, as in the echo: sin x, but sin(b x)."""
    return re.sub(r"\{\\left\(([A-Za-z]|\\[a-z]+) \\right\)\}", r" \1", latex)


def _left(name: str, n: int, arguments: str, count: int, variable: str) -> str:
    if count > 1:
        power = f"^{{{n}}}" if n > 1 else ""
        return rf"\frac{{\partial{power} {name_latex(name)}}}{{\partial {variable}{power}}}"
    mark = "'" * n if n < 4 else f"^{{({n})}}"
    plain = name_latex(name)
    return f"{plain}{mark}" if name == "y" else f"{plain}{mark}({arguments})"


def _closed(sympy: Any, body: Any) -> Any:
    """The derivative, if it is written without leftovers that say nothing."""
    if body.has(sympy.Derivative, sympy.Subs, sympy.Heaviside, sympy.DiracDelta, sympy.nan):
        raise NoFormula
    return body


def simplest(sympy: Any, body: Any) -> Any:
    """The shortest of some equal forms, each found within its time."""
    best = body
    for way in (sympy.factor_terms, sympy.expand, sympy.cancel, sympy.factor, sympy.simplify):
        try:
            with _patience():
                other = way(body)
        except (SlowDown, ArithmeticError, ValueError, TypeError, NotImplementedError):
            continue
        if other.count_ops() < best.count_ops():
            best = other
    return best


@contextmanager
def _patience() -> Iterator[None]:
    """A limit on the time of the block, where the system has such an alarm."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def ring(*_: Any) -> None:
        raise SlowDown

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, PATIENCE)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


class Writer:
    """Turns syntax into SymPy by its constructors; remembers the names it met."""

    def __init__(self, sympy: Any, scope: Mapping[str, s.Definition]) -> None:
        self.sympy, self.scope = sympy, scope
        self.seen: set[str] = set()
        self._functions = _functions(sympy)

    def symbol(self, name: str) -> Any:
        """The real symbol of a name."""
        self.seen.add(name)
        return self.sympy.Symbol(name, real=True)

    def expression(self, node: s.Node, names: Mapping[str, Any] | None = None) -> Any:
        """The SymPy expression of a node; `names` stand for arguments of applied rows."""
        names = names or {}
        sympy = self.sympy

        def of(child: s.Node) -> Any:
            return self.expression(child, names)

        match node:
            case s.Number():
                return sympy.Rational(node.text) if _decimal(node.text) else sympy.Float(node.value)
            case s.Name():
                return names[node.name] if node.name in names else self.symbol(node.name)
            case s.Constant():
                known = {"e": sympy.E, "pi": sympy.pi, "tau": 2 * sympy.pi}
                return known.get(node.name, sympy.GoldenRatio)
            case s.Negate():
                return -of(node.operand)
            case s.Sum():
                return sympy.Add(*map(of, node.terms))
            case s.Product():
                return sympy.Mul(*map(of, node.factors))
            case s.Quotient():
                return of(node.numerator) / of(node.denominator)
            case s.Power():
                return of(node.base) ** of(node.exponent)
            case s.Derivative():
                return sympy.diff(of(node.operand), self.symbol(node.variable), node.order)
            case s.Call():
                return self._call(node, [of(each) for each in node.arguments])
            case s.Apply():
                return self._apply(node, [of(each) for each in node.arguments], names)
            case s.Cases():
                return self._cases(node, of)
            case s.Repeat():
                return self._repeat(node, names)
            case _:
                raise NoFormula

    def _call(self, node: s.Call, arguments: list[Any]) -> Any:
        build = self._functions.get(node.function)
        if build is None:
            raise NoFormula
        return build(*arguments)

    def _apply(self, node: s.Apply, arguments: list[Any], names: Mapping[str, Any]) -> Any:
        row = self.scope[node.name]
        slots = [self.sympy.Dummy(name, real=True) for name in row.variables]
        inner = dict(zip(row.variables, slots, strict=True))
        body = self.expression(row.body, inner)
        for _ in range(node.primes):
            body = self.sympy.diff(body, slots[0])
        if not arguments:
            arguments = [names.get(name, self.symbol(name)) for name in row.variables]
        return body.subs(dict(zip(slots, arguments, strict=True)))

    def _cases(self, node: s.Cases, of: Callable[[s.Node], Any]) -> Any:
        pairs = [(of(value), self._condition(test, of)) for test, value in node.branches]
        if node.otherwise is not None:
            pairs.append((of(node.otherwise), True))
        return self.sympy.Piecewise(*pairs)

    def _condition(self, node: s.Node, of: Callable[[s.Node], Any]) -> Any:
        sympy = self.sympy
        match node:
            case s.Compare():
                kinds = {"<": sympy.Lt, "<=": sympy.Le, ">": sympy.Gt, ">=": sympy.Ge,
                         "=": sympy.Eq, "!=": sympy.Ne}  # fmt: skip
                ends = [of(each) for each in node.operands]
                links = zip(ends, node.operators, ends[1:], strict=False)
                return sympy.And(*(kinds[operator](a, b) for a, operator, b in links))
            case s.Logic():
                parts = [self._condition(each, of) for each in node.operands]
                known = {"and": sympy.And, "or": sympy.Or, "not": sympy.Not}
                return known[node.operator](*parts) if parts else node.operator == "true"
            case _:
                raise NoFormula

    def _repeat(self, node: s.Repeat, names: Mapping[str, Any]) -> Any:
        low, high = (self.expression(each, names) for each in (node.low, node.high))
        if not (low.is_Integer and high.is_Integer and high - low < LARGEST_SUM):
            raise NoFormula
        terms = [
            self.expression(node.body, {**names, node.index: self.sympy.Integer(k)})
            for k in range(int(low), int(high) + 1)
        ]
        return (self.sympy.Add if node.kind == "sum" else self.sympy.Mul)(*terms)


def _decimal(text: str) -> bool:
    return bool(text) and text.isascii() and text.replace(".", "", 1).isdigit()


def _functions(sympy: Any) -> dict[str, Callable[..., Any]]:
    """SymPy's builders for the rows of the table that have a closed form."""
    same = (
        "sin", "cos", "tan", "sec", "csc", "cot", "asin", "acos", "atan", "asec", "acsc", "acot",
        "sinh", "cosh", "tanh", "sech", "csch", "coth", "asinh", "acosh", "atanh", "asech",
        "acsch", "acoth", "atan2", "exp", "sqrt", "cbrt", "sign", "erf", "erfc", "erfinv",
        "gamma", "digamma", "polygamma", "beta", "binomial", "factorial", "besselj", "bessely",
        "zeta", "sinc",
    )  # fmt: skip
    half = sympy.Rational(1, 2)

    def bell(x: Any, mu: Any = 0, sigma: Any = 1) -> Any:
        return sympy.exp(-(((x - mu) / sigma) ** 2) / 2) / (sigma * sympy.sqrt(2 * sympy.pi))

    def share(x: Any, mu: Any = 0, sigma: Any = 1) -> Any:
        return half * (1 + sympy.erf((x - mu) / (sigma * sympy.sqrt(2))))

    return {
        **{name: getattr(sympy, name) for name in same},
        "abs": sympy.Abs, "ln": sympy.log, "log": sympy.log,
        "log2": lambda x: sympy.log(x) / sympy.log(2),
        "log10": lambda x: sympy.log(x) / sympy.log(10),
        "log1p": lambda x: sympy.log(1 + x), "expm1": lambda x: sympy.exp(x) - 1,
        "root": lambda n, x: x ** (1 / n), "pow": lambda x, y: x**y,
        "sigmoid": lambda x: 1 / (1 + sympy.exp(-x)),
        "softplus": lambda x: sympy.log(1 + sympy.exp(x)),
        "silu": lambda x: x / (1 + sympy.exp(-x)), "gelu": lambda x: x * share(x),
        "lgamma": sympy.loggamma, "lambertw": sympy.LambertW,
        "besselj0": lambda x: sympy.besselj(0, x), "besselj1": lambda x: sympy.besselj(1, x),
        "bessely0": lambda x: sympy.bessely(0, x), "bessely1": lambda x: sympy.bessely(1, x),
        "i0": lambda x: sympy.besseli(0, x), "i1": lambda x: sympy.besseli(1, x),
        "hypot": lambda *x: sympy.sqrt(sum(each**2 for each in x)),
        "norm": lambda *x: sympy.sqrt(sum(each**2 for each in x)),
        "sum": lambda *x: sympy.Add(*x), "prod": lambda *x: sympy.Mul(*x),
        "mean": lambda *x: sympy.Add(*x) / len(x),
        "logsumexp": lambda *x: sympy.log(sum(map(sympy.exp, x))),
        "softmax": lambda *x: sympy.exp(x[0]) / sum(map(sympy.exp, x)),
        "normal_pdf": bell, "normal_cdf": share,
    }  # fmt: skip


if __name__ == "__main__":
    main()
