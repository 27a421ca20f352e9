"""The drawn curves as PGFPlots code: a LaTeX document with the same colours and dashes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from core.language.typeset import name_latex

if TYPE_CHECKING:
    from core.document import Viewport
    from core.frame import Curve, Frame, Member

DASHES = ("", "dash pattern=on 7pt off 3pt", "dash pattern=on 1.5pt off 2.2pt")
HIGHER = "dash pattern=on 7pt off 2.2pt on 1.5pt off 2.2pt"
WIDTHS = (1.2, 0.95, 1.0, 0.9)
TANGENT_SHARE = 0.23
MEMBER_WIDTH = 0.62
MARKS = {"minimum": "o", "maximum": "o", "inflection": "diamond", "root": "|", "intersection": "o"}
TURNS = ("corner", "cusp", "vertical tangent")
DIGITS = 7


def tikz_text(
    frame: Frame, colors: tuple[str, ...], width: float = 160, height: float = 100
) -> str:
    """A compilable document of `width` x `height` mm; `colors` are the palette as "#RRGGBB"."""
    places = [_place(frame, curve) for curve in frame.curves]
    places += [frame.document.formula(each.key).color(0) or 0 for each in frame.free_points]
    used = sorted(set(places))
    lines = [
        r"\documentclass[tikz,border=2mm]{standalone}",
        r"\usepackage{pgfplots}",
        r"\pgfplotsset{compat=1.18}",
        *(rf"\definecolor{{curve{k}}}{{HTML}}{{{colors[k].lstrip('#')}}}" for k in used),
        r"\begin{document}",
        r"\begin{tikzpicture}",
        *_axis(frame, width, height),
        *(_member(frame, each) for each in frame.members),
        *(line for curve in frame.curves for line in _curve(frame, curve)),
        *_point(frame),
        *_free_points(frame),
        *_edges(frame),
        *_landmarks(frame),
        r"\end{axis}",
        r"\end{tikzpicture}",
        r"\end{document}",
    ]
    return "\n".join(lines) + "\n"


def _place(frame: Frame, curve: Curve) -> int:
    return frame.document.formula(curve.key).color(curve.order) or 0


def _axis(frame: Frame, width: float, height: float) -> list[str]:
    view = frame.viewport
    options = (
        f"width={_number(width)}mm, height={_number(height)}mm, scale only axis=false",
        f"xmin={_number(view.x_min)}, xmax={_number(view.x_max)}",
        "ymin={}, ymax={}".format(*map(_number, _height(frame))),
        "xlabel={$x$}, ylabel={$y$}, grid=major, grid style={black!10}",
        "unbounded coords=jump, legend pos=outer north east, legend cell align=left",
        _scales(view) or "restrict y to domain*={}:{}".format(*map(_number, _clip(frame))),
    )
    return [r"\begin{axis}[", *(f"  {each}," for each in options), "]"]


def _scales(view: Viewport) -> str:
    """The logarithmic axes; what is not above 0 has no place there, and pgfplots leaves it out."""
    modes = (("xmode=log", view.x_log), ("ymode=log", view.y_log))
    return ", ".join(mode for mode, on in modes if on)


def _height(frame: Frame) -> tuple[float, float]:
    low, high = frame.viewport.y_min, frame.viewport.y_max
    return (-1.0, 1.0) if low is None or high is None else (low, high)


def _clip(frame: Frame) -> tuple[float, float]:
    """A range a few heights larger than the picture: TeX cannot count to 1e300."""
    low, high = _height(frame)
    return low - 3 * (high - low), high + 3 * (high - low)


def _member(frame: Frame, member: Member) -> str:
    """A curve of the family in a shade of its colour; f says its value at its end."""
    curve = member.curve
    dash = DASHES[curve.order] if curve.order < len(DASHES) else HIGHER
    thick = MEMBER_WIDTH * WIDTHS[min(curve.order, len(WIDTHS) - 1)]
    shade = f"curve{_place(frame, curve)}!{round(30 + 60 * member.share)}"
    style = f"{shade}, line width={_number(thick)}pt, forget plot" + (f", {dash}" if dash else "")
    said = ""
    if curve.order == min(frame.document.formula(curve.key).shown):
        text = f"${name_latex(member.name)} = {_number(member.value)}$"
        said = rf" node[pos=1, above left, font=\scriptsize, inner sep=1pt] {{{text}}}"
    return rf"\addplot[{style}] coordinates {{{_points(curve)}}}{said};"


def _points(curve: Curve) -> str:
    return " ".join(_pair(float(x), float(y)) for x, y in zip(curve.x, curve.y, strict=True))


def _curve(frame: Frame, curve: Curve) -> list[str]:
    dash = DASHES[curve.order] if curve.order < len(DASHES) else HIGHER
    thick = WIDTHS[min(curve.order, len(WIDTHS) - 1)]
    style = f"curve{_place(frame, curve)}, line width={thick}pt" + (f", {dash}" if dash else "")
    row = frame.row(curve.key)
    name = name_latex(row.name if row is not None and row.name else "f")
    mark = "'" * curve.order if curve.order < 4 else f"^{{({curve.order})}}"
    return [
        rf"\addplot[{style}] coordinates {{{_points(curve)}}};",
        rf"\addlegendentry{{${name}{mark}$}}",
    ]


def _point(frame: Frame) -> list[str]:
    point = frame.point
    if point is None or point.readings[0].value is None:
        return []
    y = point.readings[0].value
    lines = [rf"\addplot[only marks, mark=*, forget plot] coordinates {{{_pair(point.x, y)}}};"]
    formula = frame.document.formula(point.key)
    slope = point.readings[1].value if len(point.readings) > 1 else None
    if formula.tangent and slope is not None:
        ends = " ".join(_pair(x, y + slope * (x - point.x)) for x in _reach(frame, point.x))
        color = formula.color(0) or 0
        lines.append(rf"\addplot[curve{color}, thin, forget plot] coordinates {{{ends}}};")
    return lines if formula.color(0) is not None else lines[:1]


def _free_points(frame: Frame) -> list[str]:
    lines: list[str] = []
    for point in frame.free_points:
        if point.x is None or point.y is None:
            continue
        color = frame.document.formula(point.key).color(0) or 0
        style = f"curve{color}, only marks, mark=*, forget plot"
        name = f"${name_latex(point.name)}$" if point.name else ""
        said = f" node[above right] {{{name}}}" if name else ""
        lines.append(rf"\addplot[{style}] coordinates {{{_pair(point.x, point.y)}}}{said};")
    return lines


def _reach(frame: Frame, x: float) -> list[float]:
    """From where to where a tangent at x is drawn; on logarithmic axes it is a curve."""
    view = frame.viewport
    if not (view.x_log or view.y_log):
        reach = TANGENT_SHARE * (view.x_max - view.x_min)
        return [x - reach, x + reach]
    steps = [TANGENT_SHARE * (step / 20 - 1) for step in range(41)]
    if view.x_log:
        return [x * (view.x_max / view.x_min) ** step for step in steps]
    return [x + step * (view.x_max - view.x_min) for step in steps]


def _landmarks(frame: Frame) -> list[str]:
    lines: list[str] = []
    for search in frame.searches if frame.document.landmarks else ():
        for mark in search.landmarks:
            if mark.y is not None and mark.kind.value in MARKS:
                style = f"only marks, mark={MARKS[mark.kind.value]}, mark size=1.6pt, forget plot"
                lines.append(rf"\addplot[{style}] coordinates {{{_pair(mark.x, mark.y)}}};")
        for kink in search.kinks:
            if kink.kind in TURNS and kink.value is not None:
                style = "only marks, mark=triangle, mark size=1.8pt, forget plot"
                lines.append(rf"\addplot[{style}] coordinates {{{_pair(kink.x, kink.value)}}};")
    return lines


def _edges(frame: Frame) -> list[str]:
    """Asymptotes as dotted lines, ends of curves as open and closed circles."""
    drawn = {(curve.key, curve.order): _place(frame, curve) for curve in frame.curves}
    low, high = _height(frame)
    upright = {line.x for line in frame.asymptotes if (line.key, line.order) in drawn}
    dotted = r"\addplot[black!55, dotted, forget plot] coordinates"
    lines = [f"{dotted} {{{_pair(x, low)} {_pair(x, high)}}};" for x in sorted(upright)]
    for end in frame.ends:
        color = drawn.get((end.key, end.order))
        if color is None or not low <= end.y <= high:
            continue
        fill = f"curve{color}" if end.closed else "white"
        style = f"curve{color}, only marks, mark=*, mark size=1.6pt, forget plot"
        style += f", mark options={{fill={fill}}}"
        lines.append(rf"\addplot[{style}] coordinates {{{_pair(end.x, end.y)}}};")
    return lines


def _pair(x: float, y: float) -> str:
    return f"({_number(x)},{_number(y)})"


def _number(value: float) -> str:
    if not math.isfinite(value):
        return "nan"
    return f"{value + 0.0:.{DIGITS}g}"
