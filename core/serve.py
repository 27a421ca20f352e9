"""Answers for machines: one JSON object in, one out, whatever is asked."""

from __future__ import annotations

import json
import math
import time
import traceback
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from core.agreed_digits import agreed_digits
from core.calculus.program import Cancelled, stopped_by
from core.document import HIGHEST_ORDER
from core.errors import InputError, out_of_memory
from core.function import Function, read
from core.language import canonical_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from core.calculus.points import PointResult

LONGEST_LINE = 4_000_000
MOST_POINTS = 100_000
MOST_NUMBERS = 4_000_000  # of one answer: a Hessian of 2,000 variables
SECONDS = 10.0


def answer_line(line: str) -> str:
    """The answer to one line of a request stream, as one line of JSON."""
    identity: Any = None
    try:
        request = _parsed(line)
        identity = request["id"] = _identity(request.get("id"))
        reply = answer(request)
    except InputError as error:
        reply = {"id": identity, "error": error_words(error)}
    except Exception as bug:  # noqa: BLE001 - the next line is served, whatever happened
        traceback.print_exc()
        words = f"Nablascope met a bug of its own here ({type(bug).__name__})."
        reply = {"id": identity, "error": error_words(InputError(words))}
    return _line(reply)


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """The answer to one request; InputError when the request or its text cannot be read."""
    text = _field(request, "text", str, "a text")
    variables = _names(request.get("variables"))
    parameters = _numbers(request.get("parameters") or {}, "parameters")
    points = _points(request.get("points", []))
    order = _order(request.get("order", 2))
    checks = _flag(request, "check")
    with _in_time():
        function = _read(text, variables).sized(points[0] if points else {}, parameters)
        _check_size(function, len(points), order)
        results = function.at_points(points, parameters, order)
        digits: list[dict[str, Any]] = []
        if checks:
            digits = agreed_digits(function, function.places(points, parameters), order, results)
    words = [point_words(result, order, is_map=function.is_map) for result in results]
    for word, each in zip(words, digits, strict=False):
        word["agreed_digits"] = each
    return {"id": request.get("id"), "variables": list(function.variables), "points": words}


def point_words(
    result: PointResult, order: int, *, is_map: bool = False
) -> dict[str, Any]:
    """One point as JSON words: what does not exist is null, never a number.

    A map has a value with several components, and a Jacobian instead of gradient and Hessian.
    """
    if is_map:
        return _map_words(result)
    words: dict[str, Any] = {"value": _plain(result.value)}
    words["gradient"] = None if result.gradient is None else _row(result.gradient)
    words["hessian"] = None if result.hessian is None else [_row(row) for row in result.hessian]
    if result.derivatives is not None:
        words["derivatives"] = [_plain(each) for each in result.derivatives[:order]]
    words["status"] = result.status.value
    words["note"] = result.note
    return words


def _map_words(result: PointResult) -> dict[str, Any]:
    value, matrix = result.value, result.jacobian
    return {
        "value": None if value is None else _row(value),
        "jacobian": None if matrix is None else [_row(row) for row in matrix],
        "status": result.status.value,
        "note": result.note,
    }


def error_words(error: InputError) -> dict[str, Any]:
    """An error as JSON words, columns from 0 in the typed text."""
    return {
        "message": error.message, "start": error.start, "end": error.end, "hint": error.hint,
    }  # fmt: skip


@contextmanager
def _in_time() -> Iterator[None]:
    """What is computed inside is stopped after `SECONDS`, or when the memory ends."""
    deadline = time.thread_time() + SECONDS  # of the processor: a busy machine is no reason
    try:
        with stopped_by(lambda: time.thread_time() > deadline):
            yield
    except Cancelled:
        raise InputError(f"This takes longer than {SECONDS:.0f} s, so it was stopped.",
                         hint="Ask for fewer points, a lower order or a shorter sum.") from None
    except (MemoryError, RuntimeError) as error:
        if not out_of_memory(error):
            raise
        raise InputError("This needs more memory than there is.",
                         hint="Ask for fewer points or a lower order.") from None


def _check_size(function: Function, points: int, order: int) -> None:
    """Refuse beforehand an answer of more numbers than fit in memory."""
    d = len(function.variables)
    wide = function.program.rows or 1
    entries = points * wide * (1 if order == 0 else d if order == 1 or function.is_map else d * d)
    if entries > MOST_NUMBERS:
        raise InputError(f"The answer would hold {entries:,} numbers; up to {MOST_NUMBERS:,} are "
                         "sent.", hint="Ask for fewer points or a lower order.")


@lru_cache(maxsize=256)
def _read(text: str, variables: tuple[str, ...] | None) -> Function:
    return read(text, variables)


def _line(reply: dict[str, Any]) -> str:
    """One line of JSON that can be written in UTF-8: lone halves of a character stay escaped."""
    line = json.dumps(reply, ensure_ascii=False, allow_nan=False)
    try:
        line.encode()
    except UnicodeEncodeError:
        return json.dumps(reply, allow_nan=False)
    return line


def _identity(value: Any) -> Any:
    """What names a request, as it was sent."""
    try:
        json.dumps([[value]], allow_nan=False)  # the answer holds it a level deeper
    except (ValueError, RecursionError):
        raise InputError("The id of this request cannot be sent back.") from None
    return value


def _parsed(line: str) -> dict[str, Any]:
    if len(line) > LONGEST_LINE:
        raise InputError("This request is too long.")
    try:
        request = json.loads(line, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise InputError("This line is not JSON.") from None
    if not isinstance(request, dict):
        raise InputError("A request is a JSON object.")
    return request


def _no_number(word: str) -> None:
    """NaN and Infinity, which Python reads, are no JSON."""
    raise ValueError(word)


def _field(request: dict[str, Any], name: str, kind: type, words: str) -> Any:
    value = request.get(name)
    if not isinstance(value, kind):
        raise InputError(f"The request needs {words} under {name!r}.")
    return value


def _flag(request: dict[str, Any], name: str) -> bool:
    value = request.get(name, False)
    if not isinstance(value, bool):
        raise InputError(f"{name!r} is true or false.")
    return value


def _names(value: Any) -> tuple[str, ...] | None:
    if value is None:
        return None
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise InputError("The variables are a list of names, or null.")
    if not value:
        return None
    return tuple(value)


def _numbers(value: Any, what: str) -> dict[str, float]:
    if not isinstance(value, dict):
        raise InputError(f"The {what} are given as names with numbers.")
    return {_canonical(name): _number(each, name) for name, each in value.items()}


def _canonical(name: str) -> str:
    """A name in the spelling of the program; what is no name is no variable either."""
    try:
        return canonical_name(name)
    except InputError:
        return name


def _number(value: Any, name: str) -> float:
    try:
        finite = not isinstance(value, bool) and math.isfinite(value)
        number = float(value) if finite else math.nan
    except (TypeError, ValueError, OverflowError):
        number = math.nan
    if math.isnan(number):
        raise InputError(f"{name} is not given as a finite number.")
    return number


def _points(value: Any) -> list[dict[str, Any]]:
    if not isinstance(value, list) or len(value) > MOST_POINTS:
        raise InputError("The points are a list of at most 100,000 objects.")
    return [_coordinates(each) for each in value]


def _coordinates(point: Any) -> dict[str, Any]:
    """The coordinates of a point; a list stands for the components of a vector."""
    if not isinstance(point, dict):
        raise InputError("The coordinates of a point are given as names with numbers.")
    found: dict[str, Any] = {}
    for name, value in point.items():
        if isinstance(value, list):
            found[_canonical(name)] = [_number(each, name) for each in value]
        else:
            found[_canonical(name)] = _number(value, name)
    return found


def _order(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= HIGHEST_ORDER:
        raise InputError("The order is a whole number from 0 to 6.")
    return value


def _plain(value: Any) -> float | None:
    return None if value is None or not math.isfinite(value) else float(value)


def _row(values: Any) -> list[float | None]:
    return [_plain(float(each)) for each in values]
