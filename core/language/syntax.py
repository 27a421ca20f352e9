"""The syntax tree of a typed formula: frozen nodes, each with its span in the text as typed.

Equality ignores spans, so that parse(print(tree)) == tree can be asked.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Span = tuple[int, int]
Relation = Literal["<", "<=", ">", ">=", "=", "!="]


@dataclass(frozen=True, slots=True)
class Node:
    """Any expression; `span` holds the first column and the one after the last."""

    span: Span = field(default=(0, 0), compare=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Number(Node):
    """A literal; `text` is its spelling in the echo ("1e-3" stays 1e-3)."""

    value: float
    text: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Name(Node):
    """A variable or a parameter in canonical spelling: "x", "theta", "x_1", "mu_drift"."""

    name: str


@dataclass(frozen=True, slots=True)
class Constant(Node):
    """One of e, pi, tau, phi."""

    name: Literal["e", "pi", "tau", "phi"]


@dataclass(frozen=True, slots=True)
class Negate(Node):
    operand: Node


@dataclass(frozen=True, slots=True)
class Sum(Node):
    """Terms added, flat: a - b + c is Sum((a, Negate(b), c))."""

    terms: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Product(Node):
    """Factors multiplied, flat; `x/2(x+1)` is Product((Quotient(x, 2), x+1))."""

    factors: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Quotient(Node):
    numerator: Node
    denominator: Node


@dataclass(frozen=True, slots=True)
class Power(Node):
    base: Node
    exponent: Node


@dataclass(frozen=True, slots=True)
class Call(Node):
    """A function of the table (core.language.functions) by its canonical name."""

    function: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Apply(Node):
    """A function the person defined, `primes` times differentiated: f''(x + 1)."""

    name: str
    arguments: tuple[Node, ...]
    primes: int = 0


@dataclass(frozen=True, slots=True)
class Derivative(Node):
    """d^order/d variable^order of the operand."""

    operand: Node
    variable: str
    order: int = 1


@dataclass(frozen=True, slots=True)
class Compare(Node):
    """A chained comparison: operands one more than operators; `0 < x <= 1`."""

    operands: tuple[Node, ...]
    operators: tuple[Relation, ...]


@dataclass(frozen=True, slots=True)
class Logic(Node):
    """and, or (two or more operands), not (one); true and false (none)."""

    operator: Literal["and", "or", "not", "true", "false"]
    operands: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Cases(Node):
    """The value of the first branch whose condition holds; undefined when `otherwise` is None.

    A branch is (condition, value).
    """

    branches: tuple[tuple[Node, Node], ...]
    otherwise: Node | None = None


@dataclass(frozen=True, slots=True)
class Repeat(Node):
    """A finite sum or product of the body over index = low..high (integers, ends included)."""

    kind: Literal["sum", "prod"]
    body: Node
    index: str
    low: Node
    high: Node


@dataclass(frozen=True, slots=True)
class Vector(Node):
    """Components in order: [a, b]."""

    components: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Component(Node):
    """One component of a vector, or one row of a matrix: x_{i+1}, x[3]; indices begin at 1."""

    vector: Node
    index: Node


@dataclass(frozen=True, slots=True)
class Transpose(Node):
    """The transpose of a vector or matrix: x'."""

    operand: Node


@dataclass(frozen=True, slots=True)
class Operator(Node):
    """grad, hessian, jacobian, laplacian, div or curl, before its variables are known.

    No tree that `parse` returns holds one: it has become derivatives.
    """

    kind: Literal["grad", "hessian", "jacobian", "laplacian", "div", "curl"]
    operand: Node


@dataclass(frozen=True, slots=True)
class Family:
    """Parameters with whole subscripts that a formula indexes: a_0, ..., a_5 for a_k."""

    name: str
    low: int
    high: int

    @property
    def members(self) -> tuple[str, ...]:
        """The names of the parameters, in order."""
        return tuple(f"{self.name}_{k}" for k in range(self.low, self.high + 1))


@dataclass(frozen=True, slots=True)
class Definition:
    """A read text: `name(variables) = body`, with the free names that became parameters.

    `name` is None where no left-hand side was typed. `variables` and `parameters` are canonical
    names, parameters in alphabetical order; `declared` is True where the text itself lists the
    variables (`f(x, y) = ...`).

    `lengths` goes with `variables`: 0 for a number, n for a vector of n components; empty where
    all are numbers. `wholes` are the parameters that had to be whole numbers to read the text,
    such as the n of x in R^n, with the number they were read with. `families` are indexed
    parameters. `shape` of the body: () for a number, (m,) for a vector, (m, n) for a matrix.
    """

    text: str
    body: Node
    variables: tuple[str, ...]
    parameters: tuple[str, ...]
    name: str | None = None
    declared: bool = False
    lengths: tuple[int, ...] = ()
    wholes: tuple[tuple[str, int], ...] = ()
    families: tuple[Family, ...] = ()
    shape: tuple[int, ...] = ()

    def length(self, variable: str) -> int:
        """How many components a variable has; 0 for a number."""
        return dict(zip(self.variables, self.lengths, strict=False)).get(variable, 0)
