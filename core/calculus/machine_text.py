"""The language of LLVM, written line by line: vectors of four numbers, each name assigned once.

A value is the name of a vector: of numbers (`NUMBER`), of whole numbers (`WHOLE`) or of truth
values (`TRUTH`). The same operation on the same names is written once. Nothing here allows the
compiler to reorder or to contract: sums, products, quotients and roots have the bits of IEEE 754.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

LANES = 4
NUMBER, WHOLE, TRUTH = f"<{LANES} x double>", f"<{LANES} x i64>", f"<{LANES} x i1>"
SELDOM = "!prof !0"
FOOTER = '!0 = !{!"branch_weights", i32 1, i32 4000}\n'


def number(value: float) -> str:
    """The vector of one number."""
    bits = struct.unpack("<Q", struct.pack("<d", value))[0]
    return f"splat (double 0x{bits:016X})"


def whole(value: int) -> str:
    """The vector of one whole number of 64 bits."""
    return f"splat (i64 {value - (1 << 64) if value >> 63 > 0 else value})"


class Text:
    """The body of one function, and what it needs besides: declarations and helpers."""

    def __init__(self, helpers: dict[str, str]) -> None:
        self.lines: list[str] = []
        self.helpers = helpers  # of the whole module, by name
        self.block = "entry"
        self._names: dict[str, str] = {}
        self._count = 0

    def line(self, text: str) -> None:
        self.lines.append(f"  {text}")

    def label(self, name: str) -> None:
        self.lines.append(f"{name}:")
        self.block = name

    def fresh(self, stem: str = "v") -> str:
        self._count += 1
        return f"{stem}{self._count}"

    def put(self, operation: str) -> str:
        """The name of what an operation gives, new or shared."""
        name = self._names.get(operation)
        if name is None:
            name = self._names[operation] = f"%{self.fresh()}"
            self.line(f"{name} = {operation}")
        return name

    def called(self, name: str, kind: str, *args: tuple[str, str]) -> str:
        """What a function of LLVM gives; it is declared."""
        self.helpers.setdefault(
            name, f"declare {kind} @{name}({', '.join(each for each, _ in args)})"
        )
        given = ", ".join(f"{kind_of} {value}" for kind_of, value in args)
        return self.put(f"call {kind} @{name}({given})")

    # --- numbers ---

    def _two(self, operation: str, a: str, b: str) -> str:
        return self.put(f"{operation} {NUMBER} {a}, {b}")

    def add(self, a: str, b: str) -> str:
        return self._two("fadd", *sorted((a, b)))

    def sub(self, a: str, b: str) -> str:
        return self._two("fsub", a, b)

    def mul(self, a: str, b: str) -> str:
        return self._two("fmul", *sorted((a, b)))

    def div(self, a: str, b: str) -> str:
        return self._two("fdiv", a, b)

    def neg(self, a: str) -> str:
        return self.put(f"fneg {NUMBER} {a}")

    def fma(self, a: str, b: str, c: str) -> str:
        """a b + c, rounded once."""
        return self.called(f"llvm.fma.v{LANES}f64", NUMBER, *((NUMBER, each) for each in (a, b, c)))

    def plain(self, name: str, *args: str) -> str:
        """An elementary function of LLVM that is exact: fabs, sqrt, floor, ceil, copysign ..."""
        return self.called(f"llvm.{name}.v{LANES}f64", NUMBER, *((NUMBER, each) for each in args))

    def compared(self, how: str, a: str, b: str) -> str:
        """A truth value, false where a or b is no number but for `une` and `uno`."""
        return self.put(f"fcmp {how} {NUMBER} {a}, {b}")

    def select(self, condition: str, a: str, b: str, kind: str = NUMBER) -> str:
        return self.put(f"select {TRUTH} {condition}, {kind} {a}, {kind} {b}")

    def polynomial(self, x: str, coefficients: tuple[float, ...]) -> str:
        """c0 + c1 x + c2 x^2 ..., by Estrin's rule: neighbours first, so that few products wait for
        one another.
        """
        terms = [number(each) for each in coefficients]
        while len(terms) > 1:
            pairs = zip(terms[::2], terms[1::2], strict=False)
            odd = terms[-1:] if len(terms) % 2 else []
            terms = [self.fma(b, x, a) for a, b in pairs] + odd
            x = self.mul(x, x)
        return terms[0]

    # --- bits ---

    def bits(self, a: str) -> str:
        return self.put(f"bitcast {NUMBER} {a} to {WHOLE}")

    def unbits(self, a: str) -> str:
        return self.put(f"bitcast {WHOLE} {a} to {NUMBER}")

    def on_bits(self, operation: str, a: str, b: str, kind: str = WHOLE) -> str:
        return self.put(f"{operation} {kind} {a}, {b}")

    def logical(self, operation: str, a: str, b: str) -> str:
        return self.put(f"{operation} {TRUTH} {a}, {b}")

    # --- what is seldom, and what knows one number only ---

    def unless(
        self, rare: str, usual: tuple[str, ...], seldom: Callable[[], tuple[str, ...]]
    ) -> tuple[str, ...]:
        """The usual values; where any of the four is rare, those that `seldom` writes."""
        lanes = self.put(f"bitcast {TRUTH} {rare} to i{LANES}")
        some = self.put(f"icmp ne i{LANES} {lanes}, 0")
        before, there, after = self.block, self.fresh("rare"), self.fresh("on")
        self.line(f"br i1 {some}, label %{there}, label %{after}, {SELDOM}")
        self.label(there)
        known = dict(self._names)
        found = seldom()
        self._names = known  # what was written there is known there alone
        self.line(f"br label %{after}")
        there = self.block
        self.label(after)
        chosen = [f"%{self.fresh()}" for _ in usual]
        for name, a, b in zip(chosen, usual, found, strict=True):
            self.line(f"{name} = phi {NUMBER} [ {a}, %{before} ], [ {b}, %{there} ]")
        return tuple(chosen)

    def each(self, name: str, address: int, *args: str) -> str:
        """A function of single numbers at this address, called for one lane after the other."""
        helper = f"each.{name}"
        if helper not in self.helpers:
            self.helpers[helper] = _lane_by_lane(helper, address, len(args))
        given = ", ".join(f"{NUMBER} {each}" for each in args)
        return self.put(f"call {NUMBER} @{helper}({given})")

    def packed(self, address: int, *args: str) -> str:
        """A function of whole vectors at this address."""
        given = ", ".join(f"{NUMBER} {each}" for each in args)
        return self.put(f"call {NUMBER} inttoptr (i64 {address} to ptr)({given})")


def _lane_by_lane(helper: str, address: int, count: int) -> str:
    given = ", ".join(f"{NUMBER} %x{k}" for k in range(count))
    lines = [f"define internal {NUMBER} @{helper}({given}) noinline nounwind {{"]
    before = "poison"
    for lane in range(LANES):
        for k in range(count):
            lines.append(f"  %a{k}.{lane} = extractelement {NUMBER} %x{k}, i32 {lane}")
        scalars = ", ".join(f"double %a{k}.{lane}" for k in range(count))
        lines.append(f"  %r{lane} = call double inttoptr (i64 {address} to ptr)({scalars})")
        put_in = f"insertelement {NUMBER} {before}, double %r{lane}, i32 {lane}"
        lines.append(f"  %o{lane} = {put_in}")
        before = f"%o{lane}"
    return "\n".join([*lines, f"  ret {NUMBER} {before}", "}"])
