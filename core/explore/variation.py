"""The sign and variation table of f in the visible interval, from what a search found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from core.frame import Kind, VariationRow, VariationTable
from core.words import number, prime

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from core.frame import Search

    Array = NDArray[np.float64]
    Rows = Callable[[Array], Array]

TURNS = (Kind.MINIMUM, Kind.MAXIMUM, Kind.INFLECTION, Kind.POLE, Kind.JUMP)
VANISHING = {Kind.MINIMUM: 1, Kind.MAXIMUM: 1, Kind.INFLECTION: 2}
DIGITS = 5
MOST_PLACES = 24
NOTHING = "‖"
SIGNS = {1: "+", -1: "−", 0: "0"}
ARROWS = {1: "↗", -1: "↘", 0: "→"}
LATEX_ARROWS = {"↗": r"\nearrow", "↘": r"\searrow", "→": r"\rightarrow", NOTHING: r"\parallel"}


def variation_table(
    search: Search, name: str, variable: str, rows_at: Rows
) -> VariationTable | None:
    """Signs of f' and f'' and the course of f between the places where they may change.

    `rows_at` gives f, f', f'' (3, n) at places (n,). None when there are too many to be read.
    """
    inner = sorted({mark.x for mark in search.landmarks if mark.kind in TURNS})
    if len(inner) > MOST_PLACES:
        return None
    places = np.array([search.low, *inner, search.high])
    broken = {mark.x for mark in search.landmarks if mark.kind in (Kind.POLE, Kind.JUMP)}
    at = _settled(rows_at(places), places, search)
    middle = _between(places, rows_at)
    missing = np.array([x in broken for x in places])
    rows = (
        _signs(prime(1, name), at[1], middle[1], missing),
        _signs(prime(2, name), at[2], middle[2], missing),
        _course(name, at[0], middle[1], missing),
    )
    titles = tuple(number(x, DIGITS) for x in places)
    kinds = {mark.x: mark.kind for mark in search.landmarks if mark.kind in TURNS}
    vanishing = tuple(VANISHING.get(kinds.get(float(x)), 0) for x in places)  # type: ignore[arg-type]
    return VariationTable(
        search.key, variable, titles, rows, latex_table(variable, name, titles, rows),
        tuple(map(float, places)), vanishing,
    )  # fmt: skip


def _settled(at: Array, places: Array, search: Search) -> Array:
    """Exact zeros where the search found them: rounding leaves 1e-17 there."""
    at = at.copy()
    level = {mark.x for mark in search.landmarks if mark.kind in (Kind.MINIMUM, Kind.MAXIMUM)}
    straight = {mark.x for mark in search.landmarks if mark.kind is Kind.INFLECTION}
    for k, x in enumerate(places):
        for row, found in ((1, level), (2, straight)):
            if x in found and np.isfinite(at[row, k]):
                at[row, k] = 0.0
    return at


def _between(places: Array, rows_at: Rows) -> Array:
    """f, f', f'' at a place inside each interval where all of them are numbers, if there is one."""
    shares = (0.5, 0.382, 0.618, 0.25, 0.75)
    step = np.diff(places)
    tried = np.stack([rows_at(places[:-1] + share * step) for share in shares])
    finite = np.isfinite(tried).all(axis=1)
    return tried[np.argmax(finite, axis=0), :, np.arange(len(step))].T


def _signs(name: str, at: Array, middle: Array, missing: NDArray[np.bool_]) -> VariationRow:
    points = tuple(
        NOTHING if gone or not np.isfinite(value) else SIGNS[0] if value == 0 else ""
        for value, gone in zip(at, missing, strict=True)
    )
    between = tuple(SIGNS[int(np.sign(value))] if np.isfinite(value) else "" for value in middle)
    return VariationRow(name, points, between)


def _course(name: str, at: Array, slopes: Array, missing: NDArray[np.bool_]) -> VariationRow:
    points = tuple(
        NOTHING if gone or not np.isfinite(value) else number(value, DIGITS)
        for value, gone in zip(at, missing, strict=True)
    )
    between = tuple(ARROWS[int(np.sign(value))] if np.isfinite(value) else "" for value in slopes)
    return VariationRow(name, points, between)


def latex_table(
    variable: str, name: str, titles: Sequence[str], rows: Sequence[VariationRow]
) -> str:
    """The table as a LaTeX array: a line per row, places and intervals in turn."""
    del name
    columns = "c" * (2 * len(titles) - 1)
    lines = [rf"\begin{{array}}{{r|{columns}}}", _line(variable, titles, [""] * len(titles))]
    lines.append(r"\hline")
    lines += [_line(row.name, row.points, row.between) for row in rows]
    return "\n".join([*lines, r"\end{array}"])


def _line(name: str, points: Sequence[str], between: Sequence[str]) -> str:
    cells = [cell for pair in zip(points, (*between, ""), strict=False) for cell in pair][:-1]
    return " & ".join([_latex(name), *(_latex(cell) for cell in cells)]) + r" \\"


def _latex(cell: str) -> str:
    if cell in LATEX_ARROWS:
        return LATEX_ARROWS[cell]
    plain = cell.replace("−", "-").replace("∞", r"\infty")
    return plain.replace("′", "'").replace("″", "''").replace("‴", "'''")
