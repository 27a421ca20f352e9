"""The command line: what eval prints, what export writes, exit codes and sentences."""

from __future__ import annotations

import io
import json
import math
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QImage

from core.document import (
    Document,
    Viewport,
    first_document,
    with_formula,
    with_new_formula,
    with_parameter,
)
from core.files import session
from gui import headless

ROOT = Path(__file__).parents[2]


@pytest.fixture
def run(capsys):
    """Run a command; its exit code, standard output and standard error."""

    def call(*arguments):
        try:
            code = headless.main(arguments)
        except SystemExit as stop:
            code = stop.code
        return code, *capsys.readouterr()

    return call


@pytest.fixture
def ok(run):
    """Run a command that must work; what it printed."""

    def call(*arguments):
        code, printed, errors = run(*arguments)
        assert (code, errors) == (0, "")
        return printed

    return call


def numbers(printed):
    return [float(word) for word in re.findall(r"= ([^\s,]+)", printed)]


# --- eval ---


def test_eval_prints_the_lesson_everybody_starts_with(ok):
    places = ("--at", "x=1", "--at", "x=pi", "--at", "x=5")
    blocks = ok("eval", "x^3 + sin(x)", *places, "--order", "2").split("\n\n")
    assert len(blocks) == 3
    expected = [(3.5403, 5.1585), (28.6088, 18.8496), (75.2837, 30.9589)]
    for block, x, derivatives in zip(blocks, (1, math.pi, 5), expected, strict=True):
        assert [line.split("=")[0].strip() for line in block.splitlines()] == ["x", "f", "f′", "f″"]
        place, value, *found = numbers(block)
        assert (place, value) == pytest.approx((x, x**3 + math.sin(x)), rel=1e-14)
        assert found == pytest.approx(derivatives, abs=5e-5)


def test_eval_prints_fifteen_digits_and_every_order_asked_for(ok):
    assert ok("eval", "e^x", "--at", "x=1", "--order", "0") == "x = 1\n  f   = 2.71828182845905\n"
    lines = ok("eval", "sin x", "--at", "x=0", "--order", "6").splitlines()
    names = [line.split("=")[0].strip() for line in lines]
    assert names == ["x", "f", "f′", "f″", "f‴", "f⁽⁴⁾", "f⁽⁵⁾", "f⁽⁶⁾"]
    assert numbers("\n".join(lines)) == [0, 0, 1, 0, -1, 0, 1, 0]


def test_eval_without_a_point_stands_at_one(ok):
    assert numbers(ok("eval", "a x^2")) == [1, 1, 1, 2, 2]


def test_eval_prints_gradient_and_hessian_of_several_variables(ok):
    printed = ok("eval", "x^2 y", "--at", "x=3,y=-5")
    assert printed == (
        "x = 3, y = -5\n  f = -45\n  gradient = (-30, 9)\n"
        "  Hessian = (-10, 6)\n            (  6, 0)\n"
    )  # fmt: skip


def test_eval_says_what_does_not_exist_and_why(ok):
    printed = ok("eval", "|x|", "--at", "x=0")
    assert "f′  = does not exist" in printed
    assert "left slope −1, right slope 1" in printed
    assert "gradient = does not exist" in ok("eval", "|x| + y", "--at", "x=0")


def test_eval_takes_constants_as_numbers_and_names_in_any_spelling(ok):
    assert numbers(ok("eval", "α x₁", "--at", "x1=√2", "--set", "alpha=-π/2", "--order", "0")) == (
        pytest.approx([math.sqrt(2), -math.pi / 2, -math.pi / math.sqrt(2)], rel=1e-14)
    )


def test_eval_prints_what_it_computed_with(ok):
    printed = ok("eval", "a x", "--at", "x=3,a=2", "--set", "a=7", "--order", "0")
    assert printed == "x = 3, a = 2\n  f   = 6\n"


def test_eval_takes_declared_variables(ok):
    printed = ok("eval", "a x", "--variables", "a, x", "--at", "x=3,a=2")
    assert "gradient = (3, 2)" in printed


def test_a_formula_may_begin_with_a_minus_sign(ok):
    assert numbers(ok("eval", "-x^2", "--at", "x=-3")) == [-3, -9, 6, -2]
    assert numbers(ok("eval", "--at", "x=3", "-e^x+e^3", "--order", "0")) == [3, 0]
    assert numbers(ok("eval", "--at", "x=3", "--", "-x")) == [3, -3, -1, 0]


def test_eval_json_is_one_object_with_the_words_of_the_protocol(ok):
    printed = ok("eval", "a |x|", "--at", "x=0", "--at", "x=2", "--set", "a=3", "--json")
    assert printed.count("\n") == 1
    found = json.loads(printed)
    assert found["variables"] == ["x"]
    assert [each["status"] for each in found["points"]] == ["not-differentiable", "ok"]
    assert found["points"][0]["gradient"] is None
    assert found["points"][1]["derivatives"] == [3, 0]


def test_eval_jsonl_answers_every_line_of_its_input(ok, monkeypatch):
    lines = '{"id": 1, "text": "x^2", "points": [{"x": 3}]}\n\nnonsense\n{"id": 2, "text": "x +"}\n'
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines.encode())))
    answers = [json.loads(line) for line in ok("eval", "--jsonl").splitlines()]
    assert [answer["id"] for answer in answers] == [1, None, 2]
    assert ["error" in answer for answer in answers] == [False, True, True]


BAD_INPUT = [
    (["eval", "2x +"], "The formula stops after the +."),
    (["eval", ""], "There is no formula yet."),
    (["eval", "cosek(x)"], "cosek"),
    (["eval", "x", "--at", "y"], "y is not of the form name=value."),
    (["eval", "x", "--at", "=3"], "=3 is not of the form name=value."),
    (["eval", "x", "--at", "x=foo"], "foo is no number."),
    (["eval", "x", "--set", "1=2"], "1"),
    (["eval", "x", "--variables", "x,x"], "Each variable is declared once."),
    (["export", "2x +", "-o", "{}/a.csv"], "The formula stops after the +."),
    (["export", "", "-o", "{}/a.csv"], "There is no formula yet."),
    (["export", "x", "-o", "{}/none/a.csv"], "none/a.csv: No such file or directory"),
    (["export", "x", "-o", "{}/none/a.svg"], "none"),
    (["export", "{}/none.nabla", "-o", "{}/a.csv"], "none.nabla: No such file or directory"),
    (["export", "x", "-o", "{}/a.csv", "--x", "3"], "A range is given as low:high"),
    (["export", "x", "-o", "{}/a.csv", "--x", "3:1"], "from a smaller to a larger"),
    (["export", "x", "-o", "{}/a.csv", "--x", "-1e308:1e308"], "wider than numbers reach"),
    (["export", "x", "-o", "{}/a.csv", "--y", "a:1"], "a is no number."),
    (["export", "x", "-o", "{}/a.csv", "--show", "f,f2"], "f2 names no curve"),
    (["export", "x", "-o", "{}/a.csv", "--show", "f'''''''"], "names no curve"),
    (["export", "x", "-o", "{}/a.csv", "--point", "here"], "here is no number."),
    (["export", "x", "-o", "{}/a.csv", "--set", "a"], "a is not of the form name=value."),
]


@pytest.mark.parametrize(("arguments", "words"), BAD_INPUT, ids=lambda each: " ".join(each))
def test_bad_input_ends_with_one_and_a_sentence(run, tmp_path, arguments, words):
    code, printed, errors = run(*(each.replace("{}", str(tmp_path)) for each in arguments))
    assert (code, printed) == (1, "")
    assert errors.startswith("nablascope: ")
    assert words in errors
    assert "Traceback" not in errors
    assert os.listdir(tmp_path) == []


USAGE = [
    ["eval"], ["eval", "x", "--order", "7"], ["eval", "x", "--order", "two"], ["eval", "x", "--no"],
    ["eval", "x", "y"], ["export", "x"], ["export", "-o", "a.svg"],
    ["export", "x", "-o", "a.gif"], ["export", "x", "-o", "a"],
    ["export", "x", "-o", "a.svg", "--size", "9x9"], ["export", "x", "-o", "a.svg", "--size", "x"],
    ["export", "x", "-o", "a.svg", "--size", "99999x99"],
    ["export", "x", "-o", "a.svg", "--theme", "blue"], ["export", "x", "-o", "a.png", "--dpi", "0"],
    ["export", "x", "-o", "a.png", "--dpi", "nan"],
]  # fmt: skip


@pytest.mark.parametrize("arguments", USAGE, ids=" ".join)
def test_wrong_usage_ends_with_two(run, tmp_path, monkeypatch, arguments):
    monkeypatch.chdir(tmp_path)
    code, printed, errors = run(*arguments)
    assert (code, printed) == (2, "")
    assert errors
    assert os.listdir(tmp_path) == []


# --- export: the table ---


def exported(ok, tmp_path, *arguments):
    """Comments, titles and numbers of an exported table."""
    path = tmp_path / "table.csv"
    assert ok("export", *arguments, "-o", str(path)) == ""
    lines = path.read_text(encoding="utf-8").splitlines()
    comments = [line[2:] for line in lines if line.startswith("#")]
    titles, *rows = [line.split(",") for line in lines[len(comments) :]]
    return comments, titles, np.array([[float(cell or "nan") for cell in row] for row in rows])


def test_a_formula_is_exported_with_both_derivatives(ok, tmp_path):
    comments, titles, cells = exported(ok, tmp_path, "a x^3", "--set", "a=2", "--x", "-3:4")
    assert comments == ["formula: a x^3", "slider: a = 2.0", "point: x = 1.0"]
    assert titles == ["x", "f", "f'", "f''"]
    x, f, slope, bend = cells.T
    assert (x[0], x[-1]) == (-3, 4)
    assert f == pytest.approx(2 * x**3, rel=1e-13)
    assert slope == pytest.approx(6 * x**2, rel=1e-13)
    assert bend == pytest.approx(12 * x, rel=1e-13)


def test_show_set_point_and_constants_in_ranges(ok, tmp_path):
    comments, titles, cells = exported(
        ok, tmp_path, "g(t) = sin(k t)", "--show", "f,f'''", "--set", "k=2", "--point", "-π/2",
        "--x", "-pi:2pi",
    )  # fmt: skip
    assert comments[1:] == ["slider: k = 2.0", f"point: t = {-math.pi / 2!r}"]
    assert titles == ["t", "g", "g'''"]
    assert (cells[0, 0], cells[-1, 0]) == (-math.pi, 2 * math.pi)
    assert cells[:, 2] == pytest.approx(-8 * np.cos(2 * cells[:, 0]), rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("show", ["f,f′,f″", "f, f', f''", 'f,f\',f"', "g,g',g''"])
def test_primes_may_be_typed_in_several_ways(ok, tmp_path, show):
    assert exported(ok, tmp_path, "x^2", "--show", show)[1] == ["x", "f", "f'", "f''"]


def test_a_larger_picture_has_more_samples(ok, tmp_path):
    small = exported(ok, tmp_path, "sin x", "--size", "300x200")[2]
    large = exported(ok, tmp_path, "sin x", "--size", "1500x1000")[2]
    assert len(large) > len(small)


@pytest.fixture
def saved(tmp_path):
    """A session of two rows that use one another."""
    document = with_new_formula(Document(), "f(x) = a x")
    document = with_new_formula(document, "g(x) = f(x)^2 + 1")
    document = with_formula(document, 2, shown=(0, 1))
    path = tmp_path / "two rows.nabla"
    session.write(path, with_parameter(document, "a", 3.0), Viewport(-1.0, 2.0))
    return str(path)


def test_a_session_is_exported_as_it_was_saved(ok, tmp_path, saved):
    comments, titles, cells = exported(ok, tmp_path, saved)
    assert comments == [
        "formula: f(x) = a x", "formula: g(x) = f(x)^2 + 1", "slider: a = 3.0", "point: x = 1.0",
    ]  # fmt: skip
    assert titles == ["x", "f", "x", "g", "g'"]
    finite = np.isfinite(cells[:, 2])
    assert cells[finite, 3] == pytest.approx(9 * cells[finite, 2] ** 2 + 1, rel=1e-13)
    assert (np.nanmin(cells[:, 0]), np.nanmax(cells[:, 0])) == (-1, 2)


def test_options_change_the_active_row_of_a_session(ok, tmp_path, saved):
    comments, titles, cells = exported(
        ok, tmp_path, saved, "--set", "a=2", "--show", "f''", "--point", "0.5", "--x", "0:1"
    )
    assert comments[2:] == ["slider: a = 2.0", "point: x = 0.5"]
    assert titles == ["x", "f", "x", "g''"]
    assert np.nanmax(np.abs(cells[:, 3] - 8)) == 0


def test_a_session_without_formulas_is_bad_input(run, tmp_path):
    path = tmp_path / "empty.nabla"
    for document in (Document(), with_new_formula(Document(), "  ")):
        session.write(path, document, Viewport())
        code, _, errors = run("export", str(path), "-o", str(tmp_path / "a.csv"), "--show", "f")
        assert (code, errors) == (1, "nablascope: This session holds no formula.\n")


def test_a_damaged_session_is_bad_input(run, tmp_path):
    path = tmp_path / "bad.nabla"
    path.write_text('{"kind": "nablascope session", "version": 1, "formulas": 3}')
    code, _, errors = run("export", str(path), "-o", str(tmp_path / "a.csv"))
    assert code == 1
    assert errors == "nablascope: This session is damaged: a part of it cannot be read.\n"


def test_a_session_with_a_formula_that_cannot_be_read_says_so(run, tmp_path):
    path = tmp_path / "bad.nabla"
    session.write(path, with_formula(first_document(), 1, text="2x +"), Viewport())
    code, _, errors = run("export", str(path), "-o", str(tmp_path / "a.csv"))
    assert code == 1
    assert "The formula stops after the +." in errors


# --- export: pictures ---


def test_a_png_has_its_size_and_shows_a_curve(qapp, ok, tmp_path):
    path = tmp_path / "plot.png"
    ok("export", "sin(x)/x", "-o", str(path), "--size", "600x400", "--x", "-20:20", "--point", "2")
    image = QImage(str(path))
    assert (image.width(), image.height()) == (600, 400)
    colors = {image.pixelColor(x, y).name() for x in range(0, 600, 3) for y in range(0, 400, 3)}
    assert len(colors) > 20


def test_an_svg_is_a_drawing_of_its_size(qapp, ok, tmp_path):
    path = tmp_path / "plot.svg"
    ok("export", "x^3", "-o", str(path), "--size", "1200x800", "--show", "f,f'")
    root = ET.parse(path).getroot()
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    wide, high = map(float, root.get("viewBox").split()[2:])
    assert wide / high == pytest.approx(1.5)
    assert len(root.findall(".//{http://www.w3.org/2000/svg}path")) > 4
    assert not root.findall(".//{http://www.w3.org/2000/svg}image")


def test_a_pdf_is_one_page(qapp, ok, tmp_path):
    path = tmp_path / "plot.pdf"
    ok("export", "x^3 - 2x", "-o", str(path), "--size", "960x640")
    pdfium = pytest.importorskip("pypdfium2")
    document = pdfium.PdfDocument(path)
    assert len(document) == 1
    assert document[0].get_size() == pytest.approx((720, 480), abs=1)
    document.close()


def test_a_picture_of_a_session_and_its_options(qapp, ok, tmp_path, saved):
    light, dark = tmp_path / "light.png", tmp_path / "dark.png"
    ok("export", saved, "-o", str(light), "--size", "300x200")
    ok("export", saved, "-o", str(dark), "--size", "300x200", "--theme", "dark")
    corners = [QImage(str(path)).pixelColor(2, 2).lightness() for path in (light, dark)]
    assert corners[0] > 200
    assert corners[1] < 80
    clear = tmp_path / "clear.png"
    ok("export", saved, "-o", str(clear), "--size", "300x200", "--transparent")
    assert QImage(str(clear)).pixelColor(2, 2).alpha() == 0


def test_a_picture_too_large_to_write_is_bad_input(qapp, run, tmp_path):
    path = str(tmp_path / "a.png")
    code, _, errors = run("export", "x", "-o", path, "--size", "20000x20000")
    assert code == 1
    assert errors.startswith("nablascope: ")
    assert os.listdir(tmp_path) == []


# --- the real process ---


def process(*arguments, **options):
    command = [sys.executable, "-m", "gui", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, timeout=60, **options)


def test_eval_needs_neither_qt_nor_a_display():
    code = (
        "import sys; from gui.__main__ import main; main(['eval', 'x^2', '--at', 'x=3']); "
        "print([each for each in sys.modules if each.startswith(('PySide6', 'pyqtgraph'))])"
    )
    environment = {name: value for name, value in os.environ.items() if "DISPLAY" not in name}
    environment |= {"PYTHONIOENCODING": "ascii"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, env=environment, timeout=60
    )
    assert done.stderr == b""
    assert done.stdout.decode() == "x = 3\n  f   = 9\n  f′  = 6\n  f″  = 2\n[]\n"


def test_the_exit_code_is_that_of_the_process():
    done = process("eval", "2x +")
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.decode().startswith("nablascope: The formula stops after the +.")
    assert process("eval").returncode == 2


def test_the_gradient_field_is_exported_with_lengths_of_either_scale(ok, tmp_path):
    pictures = []
    for name, more in (("field", ()), ("arrows", ()), ("arrows", ("--log-arrows",))):
        path = tmp_path / f"{len(pictures)}.svg"
        ok("export", "exp(3x) y", "--view", name, *more, "-o", str(path))
        pictures.append(path.read_text())
    field, even, log = (text.count("<path") + text.count("<polygon") for text in pictures)
    assert min(even, log) > field
    assert pictures[1] != pictures[2]


def test_marks_streamlines_and_direction_are_exported(ok, tmp_path):
    pictures = set()
    for more in (("--marks", "contours"), ("--marks", "model,conic,gradient"), ("--streamlines",),
                 ("--streamlines", "--spacing", "60"), ("--direction", "1,2")):  # fmt: skip
        path = tmp_path / "marks.svg"
        view = "arrows" if "--streamlines" in more else "field"
        ok("export", "sin(x) cos(y)", "--view", view, *more, "-o", str(path))
        pictures.add(path.read_text())
    assert len(pictures) == 5


@pytest.mark.parametrize(("more", "said"), [
    (("--marks", "shadow"), "shadow is no mark of a field"),
    (("--direction", "1"), "The direction goes along x and y"),
])  # fmt: skip
def test_marks_and_directions_that_do_not_exist_are_refused(run, tmp_path, more, said):
    code, _, error = run("export", "x y", *more, "-o", str(tmp_path / "a.svg"))
    assert code == 1
    assert said in error


def test_export_works_without_a_display(tmp_path):
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    }
    path = tmp_path / "plot.svg"
    done = process("export", "x^2", "-o", str(path), env=environment)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert path.read_bytes().startswith(b"<?xml")


@pytest.mark.parametrize("suffix", ["png", "svg", "pdf"])
def test_a_surface_is_exported_as_its_camera_sees_it(ok, tmp_path, suffix):
    pictures = set()
    for more in ((), ("--camera", "20,50"), ("--camera", "-100,-20"), ("--shade", "det")):
        path = tmp_path / f"surface.{suffix}"
        ok("export", "x^2 - y^2", "--view", "surface", *more, "--size", "400x300", "-o", str(path))
        pictures.add(path.read_bytes())
    assert len(pictures) == 4


@pytest.mark.parametrize(("typed", "said"), [
    ("20", "The camera is given as turn,tilt"), ("20,95", "The tilt is between -90"),
])  # fmt: skip
def test_a_camera_that_cannot_be_is_refused(run, tmp_path, typed, said):
    more = ("--view", "surface", "--camera", typed)
    code, _, error = run("export", "x y", *more, "-o", str(tmp_path / "a.svg"))
    assert code == 1
    assert said in error


# --- export: maps ---


@pytest.mark.parametrize("view", ["grid", "jacobian", "det", "flow"])
def test_every_view_of_a_map_is_a_picture(ok, tmp_path, view):
    path = tmp_path / "map.svg"
    ok("export", "F(x, y) = [x cos y, x sin y]", "--view", view, "--size", "400x300", "-o",
       str(path))  # fmt: skip
    assert path.read_text().count("<") > 60


def test_what_the_colours_of_a_map_say_is_chosen(ok, tmp_path):
    text = "F(x, y) = [x^2 - y, x y]"
    shown = ("--view", "det", "--map-shade", "divergence", "--size", "300x200")
    _, titles, cells = exported(ok, tmp_path, text, *shown, "--x", "-1:1")
    assert titles == ["x", "y", "divergence"]
    assert cells[:, 2] == pytest.approx(3 * cells[:, 0], abs=1e-13)


def test_the_jacobian_is_exported_as_numbers_at_its_point(ok, tmp_path):
    path = tmp_path / "jacobian.csv"
    ok("export", "F(x, y) = [x^2 y, 5 y]", "--view", "jacobian", "--point", "2,3", "-o", str(path))
    lines = path.read_text().splitlines()
    assert lines[1:3] == ["# point: x = 2.0", "# point: y = 3.0"]
    assert lines[3:] == [",value,d/dx,d/dy", "u,12.0,12.0,4.0", "v,15.0,0.0,5.0"]


def test_a_curve_is_exported_over_the_range_of_its_variable(ok, tmp_path):
    _, titles, cells = exported(ok, tmp_path, "[cos t, sin t]", "--x", "0:2pi")
    assert titles == ["t", "x", "y"]
    assert (cells[0, 0], cells[-1, 0]) == (0.0, 2 * math.pi)
    assert np.hypot(cells[:, 1], cells[:, 2]) == pytest.approx(1, rel=1e-15)


def test_the_vectors_of_a_flow_are_exported(ok, tmp_path):
    _, titles, cells = exported(ok, tmp_path, "F(x, y) = [y, -x]", "--view", "flow")
    assert titles == ["x", "y", "u", "v"]
    assert cells[:, 2] == pytest.approx(cells[:, 1], abs=1e-15)
