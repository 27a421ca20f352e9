"""What is drawn, as numbers: CSV with a header that says of what and for which sliders."""

from __future__ import annotations

import csv
import io
import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.frame import Curve, Frame


def csv_text(frame: Frame) -> str:
    """All curves side by side: x and a column per curve, one block of columns per formula.

    Comment lines (#) name the formulas, the sliders and the point. An empty cell is where a curve
    is not defined. Numbers have the digits that give the same float64 back.
    """
    out = io.StringIO()
    for line in _heading(frame):
        out.write(f"# {line}\n")
    writer = csv.writer(out, lineterminator="\n")
    blocks = _blocks(frame)
    writer.writerow([title for block in blocks for title in _titles(frame, block)])
    columns = [column for block in blocks for column in _columns(block)]
    for place in range(max((len(column) for column in columns), default=0)):
        writer.writerow([column[place] if place < len(column) else "" for column in columns])
    return out.getvalue()


def _heading(frame: Frame) -> list[str]:
    lines = [f"formula: {_one_line(row.text)}" for row in frame.document.formulas if row.text]
    lines += [f"slider: {each.name} = {each.value!r}" for each in frame.parameters]
    if frame.point is not None:
        lines.append(f"point: {frame.point.variable} = {frame.point.x!r}")
    return lines


def _one_line(text: str) -> str:
    """The text without line breaks, and without halves of characters, which no file takes."""
    return " ".join(text.split()).encode(errors="replace").decode()


def _blocks(frame: Frame) -> list[list[Curve]]:
    """Curves that share their samples, in the order of the formulas."""
    blocks: dict[int, list[Curve]] = {}
    for curve in frame.curves:
        blocks.setdefault(curve.key, []).append(curve)
    return list(blocks.values())


def _titles(frame: Frame, block: list[Curve]) -> list[str]:
    row = frame.row(block[0].key)
    variable = row.variables[0] if row is not None and row.variables else "x"
    return [variable, *(_ascii_name(curve) for curve in block)]


def _ascii_name(curve: Curve) -> str:
    base = curve.name.split("′")[0].split("″")[0].split("‴")[0].split("⁽")[0]
    return base + "'" * curve.order


def _columns(block: list[Curve]) -> list[list[str]]:
    columns = [block[0].x, *(curve.y for curve in block)]
    return [[_cell(float(each)) for each in column] for column in columns]


def _cell(value: float) -> str:
    return repr(value) if math.isfinite(value) else ""
