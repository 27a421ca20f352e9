"""The command line without a window: eval answers with numbers, export writes a picture."""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING, Any

from core.choices import MAP_SHADES, MARK_NAMES, MATRIX_ORDERS, SEVERAL_VIEWS, SHADES
from core.code.words import LANGUAGES
from core.errors import InputError
from gui.command_words import assignments, coordinates, spread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.calculus.points import PointResult
    from core.function import Function

OK, BAD_INPUT, USAGE, INTERRUPTED = 0, 1, 2, 130
COMMANDS = ("eval", "export")
SIZE = (1200, 800)
MOST_SHOWN = 24  # coordinates on a line, rows and columns of a matrix
_TAKING = frozenset({"--x", "--y", "--at", "--set", "--point", "--show", "--family",
                     "--direction", "--camera"})


def main(arguments: Sequence[str]) -> int:
    """Run `eval ...` or `export ...`; the exit code is 0, 1 (bad input) or 2 (usage)."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    options = _parser().parse_args(_arranged(arguments))
    run = {"eval": _eval, "export": _export}[options.command]
    try:
        return run(options)
    except InputError as error:
        _complain(error)
        return BAD_INPUT
    except OSError as error:
        print(f"nablascope: {_reason(error)}", file=sys.stderr)
        return BAD_INPUT
    except KeyboardInterrupt:
        return INTERRUPTED


def _arranged(arguments: Sequence[str]) -> list[str]:
    """What begins with a minus sign stays what it is: a value (--x -20:20) or a formula (-x^2)."""
    options: list[str] = []
    formulas: list[str] = []
    rest = iter(arguments)
    for each in rest:
        if each == "--":
            formulas += rest
        elif each.startswith("-") and not each.startswith(("--", "-o")) and each != "-h":
            formulas.append(each)
        else:
            value = next(rest, None) if each in _TAKING else None
            options.append(each if value is None else f"{each}={value}")
    return [*options, "--", *formulas] if formulas else options


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="nablascope", allow_abbrev=False)
    commands = parser.add_subparsers(dest="command", required=True)
    _add_eval(commands.add_parser("eval", help="print a function's value and derivatives"))
    _add_export(commands.add_parser("export", help="write a picture or a table"))
    return parser


def _add_eval(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("text", nargs="?", help='a formula, for example "x^3 + sin(x)"')
    parser.add_argument("--at", action="append", default=[], metavar="x=1[,y=2]",
                        help="a point; x=[1,2,3] for a vector; again for more points")  # fmt: skip
    parser.add_argument("--set", action="append", default=[], metavar="a=2", help="a parameter")
    parser.add_argument("--order", type=int, default=2, choices=range(7), metavar="0..6",
                        help="highest order of derivative (2)")  # fmt: skip
    parser.add_argument("--variables", metavar="x,y", help="the variables, in order")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument("--check", action="store_true",
                        help="say on how many digits independent routes agree")  # fmt: skip
    parser.add_argument("--jsonl", action="store_true",
                        help="answer a JSON request per line of standard input")  # fmt: skip


def _add_export(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", help="a formula or a session file (.nabla)")
    parser.add_argument("-o", "--output", required=True,
                        help=".png .svg .pdf .csv .json .tex .py .gif .apng .webp")  # fmt: skip
    parser.add_argument("--size", default=None, metavar="1200x800", help="pixels")
    parser.add_argument("--dpi", type=_dpi, default=96.0, help="dots per inch of a PNG (96)")
    parser.add_argument("--x", metavar="-20:20", help="horizontal range")
    parser.add_argument("--y", metavar="-2:2", help="vertical range; fitted when not given")
    parser.add_argument("--log-x", action="store_true", help="a logarithmic x axis")
    parser.add_argument("--log-y", action="store_true", help="a logarithmic y axis")
    parser.add_argument("--equal", action="store_true", help="one unit as long down as across")
    parser.add_argument("--pi-ticks", action="store_true", help="count x in fractions of pi")
    parser.add_argument("--show", default=None, metavar="f,f',f''", help="which curves")
    parser.add_argument("--point", metavar="2",
                        help="where the point stands, with its tangent; of several variables 2,3; "
                        "of many also some of them by name, x_3=2,x_7=1")
    parser.add_argument("--view", choices=SEVERAL_VIEWS,
                        help="of several variables: a field, the Hessian, a surface, the gradient "
                        "as arrows, "
                        "or a cut; of a map its grid, Jacobian, det J, flow or path")
    parser.add_argument("--pair", metavar="x_3,x_7",
                        help="of many variables the two of a plane or of an entry")
    parser.add_argument("--cut", metavar="x_3",
                        help="of several variables the one of a cut, or direction")
    parser.add_argument("--order", choices=MATRIX_ORDERS,
                        help="the rows of a Hessian of many variables (typed)")
    parser.add_argument("--direction", metavar="1,2 or x_3=1",
                        help="the direction v, in a field with its handle")
    parser.add_argument("--camera", metavar="TURN,TILT",
                        help="from where a surface is seen, in degrees (-60,30)")
    parser.add_argument("--log-arrows", action="store_true",
                        help="lengths of arrows on a log scale")
    parser.add_argument("--own-scales", action="store_true",
                        help="a scale of colours for each field of a Hessian")
    parser.add_argument("--streamlines", action="store_true", help="streamlines for arrows")
    parser.add_argument("--spacing", type=float, metavar="32", help="pixels between arrows")
    parser.add_argument("--marks", metavar="gradient,model",
                        help=f"what is drawn in a field: {', '.join(MARK_NAMES)}")
    parser.add_argument("--shade", choices=SHADES, help="what the colours of a field say (value)")
    parser.add_argument("--map-shade", choices=MAP_SHADES,
                        help="what the colours of the field of a map say (det)")
    parser.add_argument("--set", action="append", default=[], metavar="a=2", help="a slider")
    parser.add_argument("--theme", choices=("light", "dark"), default="light")
    parser.add_argument("--taylor", type=int, choices=range(13), metavar="0..12",
                        help="the Taylor polynomial of this order at the point")  # fmt: skip
    parser.add_argument("--landmarks", action="store_true", help="mark roots, extrema, poles ...")
    parser.add_argument("--table", action="store_true", help="the variation table (to .tex)")
    parser.add_argument("--code", choices=LANGUAGES, default=LANGUAGES[0],
                        help="the library of a script (torch; to .py)")
    parser.add_argument("--family", metavar="a=-2:2:5 or a=1,2,3",
                        help="a curve for each of many values of a slider")  # fmt: skip
    parser.add_argument("--sweep", metavar="a=-2:2", help="move a slider: to .gif .apng .webp")
    parser.add_argument("--frames", type=int, default=60, help="pictures of a sweep (60)")
    parser.add_argument("--fps", type=int, default=25, help="pictures a second (25)")
    parser.add_argument("--bounce", action="store_true", help="sweep there and back")
    parser.add_argument("--progress", action="store_true", help="say each picture of a sweep")
    parser.add_argument("--transparent", action="store_true", help="no background")


def _dpi(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 1 <= value <= 10_000:
        raise argparse.ArgumentTypeError("a number from 1 to 10000 is needed")
    return value


# --- eval ---


def _eval(options: argparse.Namespace) -> int:
    if options.jsonl:
        return _serve()
    if options.text is None:
        print("nablascope: eval needs a formula, or --jsonl", file=sys.stderr)
        return USAGE
    from core.function import read

    names = [name.strip() for name in (options.variables or "").split(",")]
    function = read(options.text, [name for name in names if name] or None)
    parameters = assignments(options.set)
    points = [coordinates(each) for each in options.at] or [{}]
    function = function.sized(points[0], parameters)
    results = function.at_points(points, parameters, options.order)
    digits = _checked(function, points, parameters, options.order, results) if options.check else []
    if options.json:
        print(_json(function, results, options.order, digits))
        return OK
    texts = [
        _lines(function, parameters, point, result, options.order)
        for point, result in zip(points, results, strict=True)
    ]
    for place, words in enumerate(digits):
        texts[place] += f"\n  agreed digits: {_digit_words(words)}"
    print("\n\n".join(texts))
    return OK


def _checked(
    function: Function, points: list[dict[str, Any]], parameters: dict[str, float], order: int,
    results: list[PointResult],
) -> list[dict[str, Any]]:  # fmt: skip
    from core.agreed_digits import agreed_digits

    return agreed_digits(function, function.places(points, parameters), order, results)


def _digit_words(words: dict[str, Any]) -> str:
    """value 15, derivatives 15 15: a dash where there is no number or only one route to it."""

    def plain(value: Any) -> str:
        if isinstance(value, list):
            return " ".join(map(plain, value))
        return "–" if value is None else str(value)

    return ", ".join(f"{name} {plain(value)}" for name, value in words.items())


def _serve() -> int:
    """Answer request lines until the input ends, each flushed before the next is read."""
    from core.serve import answer_line

    sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    for line in sys.stdin:
        if line.strip():
            print(answer_line(line), flush=True)
    return OK


def _json(
    function: Function, results: list[PointResult], order: int, digits: list[dict[str, Any]]
) -> str:
    from core.serve import point_words

    found = [point_words(result, order, is_map=function.is_map) for result in results]
    for word, each in zip(found, digits, strict=False):
        word["agreed_digits"] = each
    words = {"variables": list(function.variables), "points": found}
    return json.dumps(words, ensure_ascii=False, allow_nan=False)


def _lines(
    function: Function, parameters: dict[str, float], point: dict[str, Any],
    result: PointResult, order: int,
) -> str:  # fmt: skip
    """A point as a person reads it: where, then a line per number."""
    names = (*function.variables, *function.parameters)
    wholes = dict(function.definition.wholes)
    given = {**dict.fromkeys(names, 1.0), **wholes, **parameters, **spread(point)}
    lines = [_where(names, given)]
    lines += _number_lines(function, result, order)
    if result.note:
        lines.append(f"  {result.note}")
    return "\n".join(lines)


def _where(names: Sequence[str], given: dict[str, float]) -> str:
    """The point on one line; of many coordinates the first and the last."""
    shown = [f"{name} = {_digits(given[name])}" for name in names]
    if len(shown) > MOST_SHOWN:
        shown = [*shown[:4], "…", *shown[-2:]]
    return ", ".join(shown)


def _number_lines(function: Function, result: PointResult, order: int) -> list[str]:
    from core.words import prime

    width = max(3, *(len(prime(n)) for n in range(order + 1)))
    rows = [("f", result.value)]
    if result.derivatives is not None:
        rows += [(prime(n), value) for n, value in enumerate(result.derivatives[:order], start=1)]
        return [f"  {name:<{width}} = {_digits(value)}" for name, value in rows]
    if function.is_map:
        lines = [f"  F = {_row(result.value)}"]
        return [*lines, "  Jacobian = " + _matrix(result.jacobian, 13)] if order >= 1 else lines
    lines = [f"  f = {_digits(result.value)}"]
    if order >= 1:
        lines.append(f"  gradient = {_row(result.gradient)}")
    if order >= 2:
        lines.append("  Hessian = " + _matrix(result.hessian, 12))
    return lines


def _digits(value: Any) -> str:
    return "does not exist" if value is None else f"{value + 0.0:.15g}"


def _row(values: Any) -> str:
    if values is None:
        return "does not exist"
    return "(" + ", ".join(_digits(each) for each in values) + ")"


def _matrix(rows: Any, indent: int) -> str:
    """The rows under one another, their columns flush right."""
    if rows is None:
        return "does not exist"
    if len(rows) > MOST_SHOWN or len(rows[0]) > MOST_SHOWN:
        size = f"{len(rows)} × {len(rows[0])}"
        return f"{size} numbers; ask for --json to have them all"
    cells = [[_digits(each) for each in row] for row in rows]
    wide = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = [
        "(" + ", ".join(cell.rjust(w) for cell, w in zip(row, wide, strict=True)) + ")"
        for row in cells
    ]
    return f"\n{' ' * indent}".join(lines)


def _export(options: argparse.Namespace) -> int:
    from gui.headless_export import export

    return export(options)


def _complain(error: InputError) -> None:
    print(f"nablascope: {error.message}", file=sys.stderr)
    if error.hint:
        print(f"  {error.hint}", file=sys.stderr)


def _reason(error: OSError) -> str:
    where = f"{error.filename}: " if error.filename else ""
    return f"{where}{error.strerror or error}"
