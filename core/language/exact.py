"""Typed numbers without rounding: fractions of literals, and how an exponent was typed."""

from __future__ import annotations

from fractions import Fraction

from core.language import syntax as s


def is_decimal(text: str) -> bool:
    """True for a spelling that float and Fraction read alike."""
    try:
        float(text)
    except ValueError:
        return False
    return text.isascii()


def exact(node: s.Node) -> Fraction | None:
    """The exact value of a typed number, fraction or sign of these, else None."""
    match node:
        case s.Number():
            return Fraction(node.text) if is_decimal(node.text) else Fraction(node.value)
        case s.Negate():
            inner = exact(node.operand)
            return None if inner is None else -inner
        case s.Quotient():
            top, bottom = exact(node.numerator), exact(node.denominator)
            return None if top is None or not bottom else top / bottom
        case _:
            return None


def is_fraction(node: s.Node) -> bool:
    """True when the exponent was typed as a fraction (1/3), not as a decimal (0.2)."""
    match node:
        case s.Negate():
            return is_fraction(node.operand)
        case s.Quotient():
            parts = (exact(node.numerator), exact(node.denominator))
            return all(part is not None and part.denominator == 1 for part in parts)
        case _:
            return False
