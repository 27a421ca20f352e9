"""The sentences for texts that cannot be read: what is, where, and what helps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.errors import Fix, InputError

if TYPE_CHECKING:
    from core.language.lexer import Token

_HELP = {
    "+": "Type what should be added, for example 1.",
    "-": "Type what should be subtracted, for example 1.",
    "*": "Type what to multiply by, for example 2.",
    "/": "Type what to divide by, for example 2.",
    "^": "Type the exponent, for example 2.",
    "=": "Type the formula, for example x^2.",
    ":=": "Type the formula, for example x^2.",
    "(": "Type what belongs in the brackets.",
    "√": "Type what the root is taken of, for example x.",
    ",": "Type what comes next, or remove the comma.",
}
_COMPARISONS = ("<", "<=", ">", ">=", "!=")
_CLOSERS = (")", "]", "}", "⌋", "⌉")


def shown(token: Token) -> str:
    """A token as a person would name it."""
    if token.text == "\n":
        return "line's end"
    if token.kind == "derivative":
        return "derivative"
    return {"^^": "exponent", "..": ".."}.get(token.text, token.text)


def unclosed(opening: Token, closing: str, last: Token | None, found: Token) -> InputError:
    """The bracket that would close another one is missing."""
    if found.kind == "sign" and found.text in _CLOSERS:
        return InputError(
            f"The {opening.text} at column {opening.start + 1} is closed by a {found.text}.",
            found.start, found.end, f"Type {closing} in its place.",
            Fix(f"Use {closing}", found.start, found.end, closing),
        )
    if found.kind != "end" and found.text not in ("\n", ";"):
        return unexpected(found)
    column = last.end if last is not None else opening.end
    return InputError(
        f"`{closing}` is missing for the `{opening.text}` at column {opening.start + 1}.",
        column, column, f"Type {closing} where the bracket ends.",
        Fix(f"Add {closing}", column, column, closing),
    )


def no_operand(last: Token | None, found: Token) -> InputError:
    """A value is needed at the token `found`, and none begins there."""
    stops = found.kind == "end" or found.text in ("\n", ";", "#")
    if last is None:
        if stops:
            return InputError("There is no formula yet.", 0, 0, "Type one, for example x^2 sin x.")
        return InputError(f"Nothing stands before the {shown(found)}.", found.start, found.end,
                          fix=Fix(f"Remove {shown(found)}", found.start, found.end, ""))
    if last.text == "(" and found.text == ")":
        return InputError("The brackets are empty.", last.start, found.end,
                          "Type what belongs in the brackets.")
    if stops:
        return _stops(last)
    if last.kind in ("sign", "function", "derivative"):
        return InputError(
            f"Something is missing between the {shown(last)} and the {shown(found)}.",
            last.end, last.end, _hint(last),
        )
    return unexpected(found)


def _hint(last: Token) -> str | None:
    text = last.text
    if last.kind == "derivative":
        return "Type what is differentiated, for example d/dx (x^2)."
    if text in _COMPARISONS:
        return "Type what to compare with, for example 0."
    return _HELP.get(text)


def _stops(last: Token) -> InputError:
    after = last.text if last.kind == "function" else f"the {shown(last)}"
    removable = last.kind == "sign" and last.text not in _CLOSERS and last.text != "\n"
    fix = Fix(f"Remove {shown(last)}", last.start, last.end, "") if removable else None
    return InputError(f"The formula stops after {after}.", last.end, last.end,
                      _hint(last), fix)


def no_argument(function: Token) -> InputError:
    """A function stands without anything it is taken of."""
    name = function.text
    return InputError(f"The formula stops after {name}.", function.end, function.end,
                      f"Type what {name} is taken of, for example {name}(x).")


def unexpected(found: Token) -> InputError:
    """A token that cannot stand where it does."""
    text = found.text
    if text in _CLOSERS:
        opening = {")": "(", "]": "[", "}": "{", "⌋": "⌊", "⌉": "⌈"}[text]
        return InputError(f"The {text} has no {opening} before it.", found.start, found.end,
                          fix=Fix(f"Remove {text}", found.start, found.end, ""))
    if text == ",":
        return InputError(
            "A comma stands outside brackets.", found.start, found.end,
            "Write decimals with a point, 1.5, and lists in brackets, [x, x^2].",
        )
    if text == "'":
        return InputError(
            "The ' stands after something that is no function of another row.", found.start,
            found.end, "Define it in a row of its own, or write d/dx (…).",
        )
    if text in ("\n", ";"):
        return InputError("The expression ends too early.", found.start, found.end)
    if text == "=":
        return InputError("A second = stands in the formula.", found.start, found.end,
                          "A row holds one definition, for example f(x) = x^2.")
    return InputError(f"The {shown(found)} has no meaning here.", found.start, found.end)


def two_numbers(left: Token, right: Token) -> InputError:
    """2 3: a product or a slip."""
    return InputError(
        f"The numbers {left.text[:20]} and {right.text[:20]} stand side by side.",
        left.start, right.end,
        f"For a product type {left.text[:20]}*{right.text[:20]}.",
        Fix("Multiply", left.end, right.start, "*"),
    )


def wrong_count(name: str, signature: str, start: int, end: int) -> InputError:
    """A function with too few or too many arguments."""
    return InputError(f"{name} does not take that many arguments.", start, end,
                      f"It is written {signature}.")
