"""The export command: a picture, a table or the sweep of a slider, without a window."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from core.choices import ALONG, NARROWEST, WIDEST
from core.document import (
    Document,
    Plane,
    Viewport,
    with_coordinates,
    with_formula,
    with_log_axis,
    with_new_formula,
    with_parameter,
    with_plane_view,
    with_several,
    with_shade,
)
from core.document import with_family as with_members
from core.errors import InputError
from core.map_frame import map_view
from gui.command_words import assignments, camera, family, marks, orders, size, span

if TYPE_CHECKING:
    import argparse

    from core.evaluate import Evaluator
    from core.frame import Frame
    from core.readings import Read
    from gui.export.picture import PictureSettings

OK, USAGE = 0, 2
PICTURES = ("png", "svg", "pdf")
TEXT_OF = {"csv": "csv", "json": "json", "tex": "tikz"}
SCRIPT = "py"
ANIMATIONS = ("gif", "apng", "webp")
SIZE = "1200x800"
NARROW = 576  # pixels of a page on which two planes stand below one another
_OF_MANY = {"field": "plane", "hessian": "matrix", "surface": "sheet", "cut": "line"}


def export(options: argparse.Namespace) -> int:
    """Write what the options ask for; 0, or 2 for a usage that cannot be followed."""
    suffix = os.path.splitext(options.output)[1].lower().lstrip(".")
    pixels = size(options.size or SIZE)
    known = (*PICTURES, *TEXT_OF, SCRIPT, *ANIMATIONS)
    if pixels is None or suffix not in known:
        what = "the size is given as 1200x800"
        if suffix not in known:
            what = "the file ends in " + ", ".join(f".{each}" for each in known)
        print(f"nablascope: {what}", file=sys.stderr)
        return USAGE
    if options.sweep is not None:
        return _sweep(options, suffix, pixels)
    if suffix in ANIMATIONS:
        print("nablascope: an animation needs --sweep name=low:high", file=sys.stderr)
        return USAGE
    frame = _frame(_evaluator(), *_chosen(options, pixels))
    if suffix == SCRIPT:
        return _write_script(frame, options)
    if suffix in TEXT_OF:
        _write_text(frame, options, suffix)
    else:
        _write_picture(frame, options, suffix, pixels)
    return OK


def _evaluator() -> Evaluator:
    from core.evaluate import Evaluator

    evaluator = Evaluator()
    evaluator.load_derivatives()
    return evaluator


def _frame(evaluator: Evaluator, document: Document, viewport: Viewport) -> Frame:
    frame = evaluator.frame(document, viewport)
    assert frame is not None
    for row in frame.rows:
        if row.error is not None:
            raise row.error
    return frame


def _chosen(
    options: argparse.Namespace, pixels: tuple[int, int]
) -> tuple[Document, Viewport]:
    """The document of the formula or session file, with what the options change."""
    document, viewport = _opened(options.source)
    document = _changed(document, options)
    viewport = replace(viewport, width=pixels[0], height=pixels[1])
    if options.log_x and options.x is None:
        viewport = with_log_axis(viewport, "x", on=True)
    if options.log_y:
        viewport = with_log_axis(viewport, "y", on=True)
    if options.x is not None:
        low, high = span(options.x)
        viewport = replace(viewport, x_min=low, x_max=high, y_min=None, y_max=None)
    if options.y is not None:
        low, high = span(options.y)
        viewport = replace(viewport, y_min=low, y_max=high)
    if options.view == "hessian":  # the large field has half of the page
        viewport = replace(viewport, width=pixels[0] // 2)
    elif _is_grid(document):  # so has the plane: beside its image, on a narrow page above it
        wide = pixels[0] >= NARROW
        halved = (pixels[0] // 2, pixels[1]) if wide else (pixels[0], pixels[1] // 2)
        viewport = replace(viewport, width=halved[0], height=halved[1])
    viewport = replace(
        viewport, x_log=viewport.x_log or options.log_x, plane=_plane(viewport.plane, options)
    )
    if options.camera is not None:
        viewport = replace(viewport, camera=camera(options.camera))
    _check_above_zero("x", options.x, viewport.x_log)
    _check_above_zero("y", options.y, viewport.y_log)
    return document, viewport


def _is_grid(document: Document) -> bool:
    """Whether the plane of a map stands beside its image."""
    row = _active(document).row
    chosen, sizes = document.several.map_view, (len(row.variables), row.components)
    return row.components > 0 and map_view(chosen, *sizes) == "grid"


def _plane(plane: Plane, options: argparse.Namespace) -> Plane:
    """The ranges of both variables, where they are typed."""
    if options.x is not None:
        low, high = span(options.x)
        plane = replace(plane, x_min=low, x_max=high)
    if options.y is not None:
        low, high = span(options.y)
        plane = replace(plane, y_min=low, y_max=high)
    return plane


def _check_above_zero(axis: str, typed: str | None, log: bool) -> None:
    if log and typed is not None and span(typed)[0] <= 0:
        said = f"A logarithmic {axis} axis has a range above 0, for example 0.01:100."
        raise InputError(said, 0, len(typed))


def _opened(source: str) -> tuple[Document, Viewport]:
    from core.files import session
    from core.language import parse

    if source.endswith(".nabla"):
        document, viewport = session.read(source)
        if not any(row.text.strip() for row in document.formulas):
            raise InputError("This session holds no formula.")
        return document, viewport
    parse(source)
    return with_new_formula(Document(landmarks=False), source), Viewport()


def _changed(document: Document, options: argparse.Namespace) -> Document:
    for name, value in assignments(options.set).items():
        document = with_parameter(document, name, value)
    if options.family is not None:
        document = with_members(document, family(options.family))
    if options.show is not None:
        document = with_formula(document, document.active, shown=orders(options.show))
    elif not options.source.endswith(".nabla"):
        document = with_formula(document, document.active, shown=(0, 1, 2))
    if options.taylor is not None:
        document = with_formula(document, document.active, taylor=options.taylor)
    if options.landmarks:
        document = replace(document, landmarks=True)
    if options.table:
        document = replace(document, view="table")
    if options.view is not None:
        document = with_plane_view(document, _suited(document, options.view))
    if options.shade is not None:
        document = with_shade(document, options.shade)
    if options.map_shade is not None:
        document = with_several(document, map_shade=options.map_shade)
    if options.own_scales:
        document = with_several(document, own_scales=True)
    document = _arrowed(document, options)
    if options.marks is not None:
        document = with_several(document, marks=marks(options.marks))
    document = _with_choices_of_many(document, options)
    if options.point is not None:
        document = _at_point(document, options.point)
    return document


def _arrowed(document: Document, options: argparse.Namespace) -> Document:
    """The document with its arrows as the options want them."""
    arrowing = document.several.arrowing
    arrowing = replace(arrowing, log=arrowing.log or options.log_arrows)
    if options.streamlines:
        arrowing = replace(arrowing, style="streamlines")
    if options.spacing is not None:
        arrowing = replace(arrowing, spacing=min(max(options.spacing, NARROWEST), WIDEST))
    return with_several(document, arrowing=arrowing)


def _active(document: Document) -> Read:
    """How the active row is read."""
    from core.readings import read_rows

    return read_rows([(row.key, row.text) for row in document.formulas])[document.active]


def _suited(document: Document, view: str) -> str:
    """The view of many variables where one of two is asked for by its name."""
    return _OF_MANY.get(view, view) if _active(document).spatial else view


def _variables(document: Document) -> tuple[str, ...]:
    """The variables of the point: the one along which the active row is drawn, or all."""
    active = _active(document)
    several = active.planar or active.spatial or active.mapped
    return active.row.variables if several else active.inputs[:1] or ("x",)


def _with_choices_of_many(document: Document, options: argparse.Namespace) -> Document:
    """The coordinates that are seen, the order of the rows and the direction, where chosen."""
    if options.pair is not None:
        names = [_variable(document, each, options.pair) for each in options.pair.split(",")]
        if len(names) != 2:
            raise InputError("A pair is two variables, for example x_3,x_7.", 0, len(options.pair))
        document = with_several(document, pair=(names[0], names[1]))
    if options.cut is not None:
        along = options.cut == ALONG
        cut = ALONG if along else _variable(document, options.cut, options.cut)
        document = with_several(document, cut=cut)
    if options.order is not None:
        document = with_several(document, order=options.order)
    if options.direction is not None:
        found = _coordinates(document, options.direction, "The direction goes along")
        drawn = replace(document.several.marks, direction=True)
        document = with_several(document, direction=tuple(sorted(found.items())), marks=drawn)
    return document


def _variable(document: Document, name: str, typed: str) -> str:
    """A variable of the active row by its name."""
    names = _variables(document)
    if name.strip() not in names:
        shown = ", ".join(names) if len(names) <= 4 else f"{names[0]}, …, {names[-1]}"
        raise InputError(f"{name.strip()} is none of {shown}.", 0, len(typed))
    return name.strip()


def _coordinates(document: Document, typed: str, what: str) -> dict[str, float]:
    """A number for each variable, or for some of them by name."""
    from core.language import number

    names, words = _variables(document), typed.split(",")
    if all("=" in word for word in words):
        pairs = [word.split("=", 1) for word in words]
        return {_variable(document, name, typed): number(value) for name, value in pairs}
    if len(names) != len(words):
        example = ",".join("2" * len(names)) if len(names) <= 8 else f"{names[0]}=2"
        shown = " and ".join(names) if len(names) <= 8 else f"{names[0]} to {names[-1]}"
        raise InputError(f"{what} {shown}, for example {example}.", 0, len(typed))
    return {name: number(word) for name, word in zip(names, words, strict=True)}


def _at_point(document: Document, typed: str) -> Document:
    document = with_coordinates(document, _coordinates(document, typed, "The point stands at"))
    return with_formula(document, document.active, tangent=True)


def _write_text(frame: Frame, options: argparse.Namespace, suffix: str) -> None:
    from core.files.session import write_whole
    from gui.export.texts import TEXTS
    from gui.theme import THEMES

    kind = "latex" if suffix == "tex" and options.table else TEXT_OF[suffix]
    write_whole(options.output, TEXTS[kind].bytes(frame, THEMES[options.theme]))


def _write_script(frame: Frame, options: argparse.Namespace) -> int:
    """The script of the active formula at its point; 0, or 2 where it has none."""
    from core.code.words import MOST_COORDINATES
    from core.code.writing import script_of
    from core.files.session import write_whole
    from gui.subject import subject_of

    subject = subject_of(frame, MOST_COORDINATES)
    if isinstance(subject, str):
        print(f"nablascope: {subject}", file=sys.stderr)
        return USAGE
    made = script_of(subject, options.code, (frame.viewport.x_min, frame.viewport.x_max))
    if made.note:
        print(f"nablascope: {made.note}", file=sys.stderr)
    if not made.text:
        return USAGE
    write_whole(options.output, made.text.encode(errors="replace"))
    return OK


def _settings(
    options: argparse.Namespace, kind: str, pixels: tuple[int, int]
) -> PictureSettings:
    from gui.export.picture import PictureSettings

    return PictureSettings(
        format=kind, width=pixels[0], height=pixels[1], unit="px", dpi=options.dpi,
        transparent=options.transparent, colors="screen", equal=options.equal,
        pi_ticks=options.pi_ticks,
    )  # fmt: skip


def _write_picture(
    frame: Frame, options: argparse.Namespace, suffix: str, pixels: tuple[int, int]
) -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from gui.export.picture import write_picture
    from gui.theme import THEMES

    application = QApplication.instance() or QApplication(["nablascope"])
    write_picture(frame, options.output, _settings(options, suffix, pixels), THEMES[options.theme])
    del application


def _sweep(options: argparse.Namespace, suffix: str, pixels: tuple[int, int]) -> int:
    """The picture for each value of a slider, as one moving picture."""
    if suffix not in ANIMATIONS or not 2 <= options.frames <= 2000 or not 1 <= options.fps <= 60:
        what = "a sweep is a .gif, .apng or .webp of 2 to 2000 frames at 1 to 60 a second"
        print(f"nablascope: {what}", file=sys.stderr)
        return USAGE
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from gui.export.animation import Sweep, write_sweep
    from gui.theme import THEMES

    name, _, ends = options.sweep.partition("=")
    sweep = Sweep(name.strip(), *span(ends), options.frames, options.fps, options.bounce)
    application = QApplication.instance() or QApplication(["nablascope"])
    document, viewport = _chosen(options, pixels)
    evaluator = _evaluator()

    def frame_of(value: float) -> Frame:
        nonlocal viewport
        frame = _frame(evaluator, with_parameter(document, sweep.name, value), viewport)
        viewport = frame.viewport  # the height of the first frame stays
        return frame

    settings = _settings(options, "png", pixels)
    theme = THEMES[options.theme]
    write_sweep(options.output, sweep, frame_of, settings, theme, _progress(options))
    del application
    return OK


def _progress(options: argparse.Namespace):  # noqa: ANN202
    """A line per frame for a program that listens, nothing for a person."""

    def say(done: int, count: int) -> None:
        if options.progress:
            print(f"{done}/{count}", flush=True)

    return say
