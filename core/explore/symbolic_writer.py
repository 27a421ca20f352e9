"""A typed formula as a SymPy expression, made of its constructors: no text is ever evaluated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core.errors import InputError
from core.language import syntax as s
from core.language.together import parse_together, scope_of, without_own

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

LARGEST_SUM = 12


class NoFormula(Exception):
    """This function has no closed form here, or none that is worth reading."""


def written(sympy: Any, text: str, others: Sequence[str]) -> tuple[s.Definition, Writer]:
    """The definition of a text that may use the rows `others`, and what writes it in SymPy.

    InputError where it cannot be read.
    """
    outcomes = parse_together({0: text, **dict(enumerate(others, start=1))})
    definition = outcomes[0]
    if isinstance(definition, InputError):
        raise definition
    return definition, Writer(sympy, without_own(scope_of(outcomes), definition))


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
