"""The command line without a window: eval answers with numbers, export writes a picture."""

from __future__ import annotations

import argparse
import json
import os
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from core.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.calculus.points import PointResult
    from core.document import Document, Viewport
    from core.frame import Frame
    from core.function import Function

OK, BAD_INPUT, USAGE, INTERRUPTED = 0, 1, 2, 130
COMMANDS = ("eval", "export")
SIZE = (1200, 800)
_TAKING = frozenset({"--x", "--y", "--at", "--set", "--point", "--show"})


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
                        help="a point; give it again for more points")  # fmt: skip
    parser.add_argument("--set", action="append", default=[], metavar="a=2", help="a parameter")
    parser.add_argument("--order", type=int, default=2, choices=range(7), metavar="0..6",
                        help="highest order of derivative (2)")  # fmt: skip
    parser.add_argument("--variables", metavar="x,y", help="the variables, in order")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument("--jsonl", action="store_true",
                        help="answer a JSON request per line of standard input")  # fmt: skip


def _add_export(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", help="a formula or a session file (.nabla)")
    parser.add_argument("-o", "--output", required=True,
                        help="the file to write: .png .svg .pdf .csv")  # fmt: skip
    parser.add_argument("--size", default=None, metavar="1200x800", help="pixels")
    parser.add_argument("--dpi", type=_dpi, default=96.0, help="dots per inch of a PNG (96)")
    parser.add_argument("--x", metavar="-20:20", help="horizontal range")
    parser.add_argument("--y", metavar="-2:2", help="vertical range; fitted when not given")
    parser.add_argument("--show", default=None, metavar="f,f',f''", help="which curves")
    parser.add_argument("--point", metavar="2", help="where the point stands, with its tangent")
    parser.add_argument("--set", action="append", default=[], metavar="a=2", help="a slider")
    parser.add_argument("--theme", choices=("light", "dark"), default="light")
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
    parameters = _assignments(options.set)
    points = [_assignments(each.split(",")) for each in options.at] or [{}]
    results = function.at_points(points, parameters, options.order)
    if options.json:
        print(_json(function, results, options.order))
    else:
        print("\n\n".join(_lines(function, parameters, point, result, options.order)
                          for point, result in zip(points, results, strict=True)))  # fmt: skip
    return OK


def _serve() -> int:
    """Answer request lines until the input ends, each flushed before the next is read."""
    from core.serve import answer_line

    sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    for line in sys.stdin:
        if line.strip():
            print(answer_line(line), flush=True)
    return OK


def _json(function: Function, results: list[PointResult], order: int) -> str:
    from core.serve import point_words

    words = {
        "variables": list(function.variables),
        "points": [point_words(result, order) for result in results],
    }
    return json.dumps(words, ensure_ascii=False, allow_nan=False)


def _lines(
    function: Function, parameters: dict[str, float], point: dict[str, float],
    result: PointResult, order: int,
) -> str:  # fmt: skip
    """A point as a person reads it: where, then a line per number."""
    names = (*function.variables, *function.parameters)
    given = {**dict.fromkeys(names, 1.0), **parameters, **point}
    lines = [", ".join(f"{name} = {_digits(given[name])}" for name in names)]
    lines += _number_lines(function, result, order)
    if result.note:
        lines.append(f"  {result.note}")
    return "\n".join(lines)


def _number_lines(function: Function, result: PointResult, order: int) -> list[str]:
    from core.words import prime

    width = max(3, *(len(prime(n)) for n in range(order + 1)))
    rows = [("f", result.value)]
    if result.derivatives is not None:
        rows += [(prime(n), value) for n, value in enumerate(result.derivatives[:order], start=1)]
        return [f"  {name:<{width}} = {_digits(value)}" for name, value in rows]
    lines = [f"  f = {_digits(result.value)}"]
    if order >= 1:
        lines.append(f"  gradient = {_row(result.gradient)}")
    if order >= 2:
        lines.append("  Hessian = " + _matrix(result.hessian))
    return lines


def _digits(value: float | None) -> str:
    return "does not exist" if value is None else f"{value:.15g}"


def _row(values: Any) -> str:
    if values is None:
        return "does not exist"
    return "(" + ", ".join(f"{each:.15g}" for each in values) + ")"


def _matrix(rows: Any) -> str:
    return "does not exist" if rows is None else "\n            ".join(_row(row) for row in rows)


def _assignments(words: Sequence[str]) -> dict[str, float]:
    """name=value pairs; the value is a number as it is typed in the window (pi/2)."""
    from core.language import canonical_name, number

    pairs: dict[str, float] = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals or not name.strip():
            raise InputError(f"{word} is not of the form name=value.", 0, len(word))
        pairs[canonical_name(name.strip())] = number(value)
    return pairs


# --- export ---


def _export(options: argparse.Namespace) -> int:
    size = _size(options.size)
    suffix = os.path.splitext(options.output)[1].lower().lstrip(".")
    if suffix not in ("png", "svg", "pdf", "csv") or size is None:
        size_words = "the size is given as 1200x800"
        what = size_words if size is None else "the file ends in .png, .svg, .pdf or .csv"
        print(f"nablascope: {what}", file=sys.stderr)
        return USAGE
    frame = _frame(options, size)
    if suffix == "csv":
        from core.files.session import write_whole
        from core.files.tables import csv_text

        write_whole(options.output, csv_text(frame).encode())
        return OK
    return _write_picture(frame, options, suffix, size)


def _size(text: str | None) -> tuple[int, int] | None:
    if text is None:
        return SIZE
    parts = text.lower().replace("×", "x").split("x")
    if len(parts) != 2 or not all(part.isdigit() and 16 <= int(part) <= 20_000 for part in parts):
        return None
    return int(parts[0]), int(parts[1])


def _frame(options: argparse.Namespace, size: tuple[int, int]) -> Frame:
    """The frame of a formula or a session file, with what the options change."""
    from core.evaluate import Evaluator

    document, viewport = _opened(options.source)
    document = _changed(document, options)
    viewport = replace(viewport, width=size[0], height=size[1])
    if options.x is not None:
        low, high = _range(options.x)
        viewport = replace(viewport, x_min=low, x_max=high, y_min=None, y_max=None)
    if options.y is not None:
        low, high = _range(options.y)
        viewport = replace(viewport, y_min=low, y_max=high)
    evaluator = Evaluator()
    evaluator.load_derivatives()
    frame = evaluator.frame(document, viewport)
    assert frame is not None
    for row in frame.rows:
        if row.error is not None:
            raise row.error
    return frame


def _opened(source: str) -> tuple[Document, Viewport]:
    from core.document import Document as Empty
    from core.document import Viewport, with_new_formula
    from core.files import session
    from core.function import read

    if source.endswith(".nabla"):
        document, viewport = session.read(source)
        if not any(row.text.strip() for row in document.formulas):
            raise InputError("This session holds no formula.")
        return document, viewport
    read(source)
    return with_new_formula(Empty(), source), Viewport()


def _changed(document: Document, options: argparse.Namespace) -> Document:
    from core.document import with_formula, with_parameter, with_point
    from core.language import number

    for name, value in _assignments(options.set).items():
        document = with_parameter(document, name, value)
    if options.show is not None:
        document = with_formula(document, document.active, shown=_orders(options.show))
    elif not options.source.endswith(".nabla"):
        document = with_formula(document, document.active, shown=(0, 1, 2))
    if options.point is not None:
        variable = _variable(document)
        document = with_point(document, variable, number(options.point))
        document = with_formula(document, document.active, tangent=True)
    return document


def _variable(document: Document) -> str:
    """The variable along which the active row is drawn."""
    from core.readings import read_rows

    texts = [(row.key, row.text) for row in document.formulas]
    active = read_rows(texts)[document.active]
    return active.inputs[0] if active.inputs else "x"


def _orders(text: str) -> tuple[int, ...]:
    """f,f',f'' as orders; the letter is free, the primes count."""
    orders: set[int] = set()
    for word in text.replace("′", "'").replace("″", "''").replace('"', "''").split(","):
        name = word.strip().rstrip("'")
        order = len(word.strip()) - len(name)
        if not name.isalpha() or order > 6:
            raise InputError(f"{word.strip()} names no curve: f, f' and f'' do.", 0, len(text))
        orders.add(order)
    return tuple(sorted(orders))


def _range(text: str) -> tuple[float, float]:
    from core.language import number

    low, colon, high = text.partition(":")
    if not colon:
        raise InputError("A range is given as low:high, for example -20:20.", 0, len(text))
    ends = number(low), number(high)
    if not ends[0] < ends[1]:
        raise InputError("A range runs from a smaller to a larger number.", 0, len(text))
    return ends


def _write_picture(
    frame: Frame, options: argparse.Namespace, suffix: str, size: tuple[int, int]
) -> int:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from gui.export.picture import PictureSettings, write_picture
    from gui.theme import THEMES

    application = QApplication.instance() or QApplication(["nablascope"])
    settings = PictureSettings(
        format=suffix, width=size[0], height=size[1], unit="px", dpi=options.dpi,
        transparent=options.transparent, colors="screen",
    )  # fmt: skip
    write_picture(frame, options.output, settings, THEMES[options.theme])
    del application
    return OK


def _complain(error: InputError) -> None:
    print(f"nablascope: {error.message}", file=sys.stderr)
    if error.hint:
        print(f"  {error.hint}", file=sys.stderr)


def _reason(error: OSError) -> str:
    where = f"{error.filename}: " if error.filename else ""
    return f"{where}{error.strerror or error}"
