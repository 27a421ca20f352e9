"""Session files: nothing is lost, nothing in a file can hurt, no file is ever torn."""

from __future__ import annotations

import copy
import errno
import json
import math
import os
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.choices import (
    ARROW_STYLES,
    LONGEST,
    MAP_SHADES,
    MAP_VIEWS,
    MATRIX_ORDERS,
    NARROWEST,
    PLANE_VIEWS,
    SHADES,
    SHORTEST,
    SPACE_VIEWS,
    WIDEST,
    Arrowing,
    Marks,
    Several,
)
from core.document import (
    CURVE_COLORS,
    HIGHEST_ORDER,
    HIGHEST_TAYLOR,
    PLAY_MODES,
    VIEWS,
    Bookmark,
    Camera,
    Document,
    Formula,
    Parameter,
    Pin,
    Plane,
    Viewport,
    first_document,
    with_formula,
    with_parameter,
    with_point,
)
from core.errors import InputError
from core.files import session

ROOT = Path(__file__).parents[3]

numbers = st.floats(allow_nan=False, allow_infinity=False)
names = st.text(min_size=1, max_size=6)
orders = st.integers(0, HIGHEST_ORDER)
palette = st.integers(0, CURVE_COLORS - 1)
ranges = st.tuples(numbers, numbers).filter(lambda pair: pair[0] != pair[1]).map(sorted)


@st.composite
def formulas(draw, key):
    row = Formula(
        key=key,
        text=draw(st.text(max_size=30)),
        visible=draw(st.booleans()),
        shown=tuple(sorted(draw(st.sets(orders, max_size=4)))),
        colors=tuple(sorted(draw(st.dictionaries(orders, palette)).items())),
        tangent=draw(st.booleans()),
        normal=draw(st.booleans()),
        circle=draw(st.booleans()),
        newton=draw(st.booleans()),
        taylor=draw(st.none() | st.integers(0, HIGHEST_TAYLOR)),
        secant=draw(st.none() | numbers),
    )
    return with_formula(Document((row,)), key).formulas[0]  # a colour for each shown curve


@st.composite
def sliders(draw, name):
    low, high = draw(ranges)
    return Parameter(
        name, min(max(draw(numbers), low), high), low, high,
        step=draw(st.none() | st.floats(0, 1e9, exclude_min=True)),
        log=low > 0 and draw(st.booleans()),
        speed=draw(st.floats(1e-3, 1e3)),
        play=draw(st.sampled_from(PLAY_MODES)),
    )  # fmt: skip


@st.composite
def documents(draw):
    keys = draw(st.lists(st.integers(-(2**31), 2**31), unique=True, max_size=3))
    pinned = st.tuples(st.integers(1, 99), st.sampled_from(keys or [0]), numbers)
    marks = st.tuples(names, st.dictionaries(names, numbers, max_size=2))
    return Document(
        formulas=tuple(draw(formulas(key)) for key in keys),
        active=draw(st.sampled_from(keys)) if keys else 0,
        parameters=tuple(draw(sliders(name)) for name in sorted(draw(st.sets(names, max_size=3)))),
        point=tuple(sorted(draw(st.dictionaries(names, numbers, max_size=3)).items())),
        pins=tuple(Pin(*each) for each in draw(st.lists(pinned, max_size=2))) if keys else (),
        bookmarks=tuple(
            Bookmark(name, tuple(sorted(values.items())))
            for name, values in draw(st.lists(marks, max_size=2))
        ),
        view=draw(st.sampled_from(VIEWS)),
        landmarks=draw(st.booleans()),
        samples=draw(st.booleans()),
        several=draw(choices()),
    )


@st.composite
def choices(draw):
    """What can be chosen for several variables."""
    flags = st.booleans()
    return Several(
        view=draw(st.sampled_from(PLANE_VIEWS)),
        shade=draw(st.sampled_from(SHADES)),
        marks=Marks(*(draw(flags) for _ in fields(Marks))),
        arrowing=Arrowing(
            draw(st.sampled_from(ARROW_STYLES)), draw(flags),
            draw(st.floats(NARROWEST, WIDEST)), draw(st.floats(SHORTEST, LONGEST)),
        ),
        direction=tuple(sorted(draw(st.dictionaries(names, numbers, max_size=3)).items())),
        covector=tuple(draw(st.lists(numbers, max_size=3))),
        cut=draw(names),
        space_view=draw(st.sampled_from(SPACE_VIEWS)),
        pair=draw(st.none() | st.tuples(names, names)),
        order=draw(st.sampled_from(MATRIX_ORDERS)),
        own_scales=draw(flags),
        map_view=draw(st.sampled_from(MAP_VIEWS)),
        map_shade=draw(st.sampled_from(MAP_SHADES)),
    )  # fmt: skip


@st.composite
def viewports(draw):
    seen = ranges.filter(lambda pair: math.isfinite(pair[1] - pair[0]))  # no window is wider
    (x_min, x_max), height = draw(seen), draw(st.none() | seen)
    y_min, y_max = height or (None, None)
    turned, tilted = st.integers(-180, 179), st.integers(-90, 90)
    camera = Camera(float(draw(turned)), float(draw(tilted)), draw(st.floats(0.2, 8.0)))
    image = draw(st.none() | st.just(Plane(-1.5, 2.0, 0.25, 4.0)))
    return Viewport(x_min, x_max, y_min, y_max, camera=camera, image=image)


@settings(suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no fault of the draw
@given(documents(), viewports())
def test_what_is_saved_is_what_is_opened(document, viewport):
    text = session.dumps(document, viewport)
    assert session.loads(text) == (document, viewport)
    assert session.dumps(*session.loads(text)) == text
    text.encode()


@pytest.fixture
def saved():
    document = with_parameter(first_document(), "a", 2.5)
    document = with_point(document, "x", 0.1)
    return document, Viewport(-2.0, 3.0, -1.5, 4.0)


def test_a_session_is_text_that_a_person_can_read(saved):
    text = session.dumps(*saved)
    lines = [line.strip().rstrip(",") for line in text.splitlines()]
    assert '"kind": "nablascope session"' in lines
    assert '"version": 1' in lines
    assert '"text": "f(x) = x^3 - 2x"' in lines
    assert '"name": "a"' in lines
    assert '"value": 2.5' in lines
    assert text.endswith("}\n")


def test_letters_of_mathematics_are_written_as_they_are():
    document = with_formula(first_document(), 1, text="π·θ² ≤ ∂")
    assert "π·θ² ≤ ∂" in session.dumps(document, Viewport())


def test_the_first_version_can_be_read_forever():
    """A file as version 1 wrote it at first, with nothing that came later."""
    text = """{"kind": "nablascope session", "version": 1,
        "formulas": [{"key": 4, "text": "a x^2", "visible": true, "shown": [0, 1],
                      "colors": {"0": 3, "1": 0}, "tangent": true}],
        "active": 4, "sliders": [{"name": "a", "value": 2, "minimum": 0, "maximum": 9}],
        "point": {"x": 0.5}, "view": {"x": [-3, 4], "y": null}}"""
    document, viewport = session.loads(text)
    row = Formula(4, "a x^2", True, (0, 1), ((0, 3), (1, 0)), tangent=True)
    assert document == Document((row,), 4, (Parameter("a", 2.0, 0.0, 9.0),), (("x", 0.5),))
    assert viewport == Viewport(-3.0, 4.0)


def test_older_versions_are_brought_up_step_by_step(saved, monkeypatch):
    def renamed(content):
        content["formulas"] = content.pop("rows")
        return content

    def shifted(content):
        content["point"]["x"] += 1
        return content

    content = json.loads(session.dumps(*saved))
    content["rows"] = content.pop("formulas")
    monkeypatch.setattr(session, "VERSION", 3)
    monkeypatch.setattr(session, "MIGRATIONS", (renamed, shifted))
    document, _ = session.loads(json.dumps(content))
    assert document.formulas == saved[0].formulas
    assert document.coordinate("x") == pytest.approx(1.1)
    with pytest.raises(InputError, match="damaged"):
        session.loads('{"kind": "nablascope session", "version": 1}')


def test_a_newer_version_is_refused_with_its_reason(saved):
    content = json.loads(session.dumps(*saved)) | {"version": 2}
    with pytest.raises(InputError, match=r"^This session was written by a newer Nablascope\.$"):
        session.loads(json.dumps(content))


@pytest.mark.parametrize("version", [None, 0, -1, "1", True, 1.0, [1]])
def test_a_session_without_a_version_is_refused(saved, version):
    content = json.loads(session.dumps(*saved)) | {"version": version}
    with pytest.raises(InputError, match="names no version"):
        session.loads(json.dumps(content))


def refused(text):
    """The sentence with which a text is refused; None when it was read."""
    try:
        document, viewport = session.loads(text)
    except InputError as error:
        sentence = error.message
    else:
        assert session.loads(session.dumps(document, viewport)) == (document, viewport)
        return None
    assert sentence.endswith(".")
    assert "\n" not in sentence
    return sentence


@pytest.mark.parametrize(
    "text",
    ["", "nabla", "{", "[]", "null", "3", "{}", '{"kind": "other", "version": 1}', "[" * 100_000,
     "\x00" * 99, '{"kind": ["nablascope session"]}', "9" * 5_000],
    ids=lambda text: text[:20],
)  # fmt: skip
def test_what_is_no_session_is_refused(text):
    assert refused(text) == "This file is not a Nablascope session."


def test_a_file_that_is_too_large_is_refused_before_it_is_read(monkeypatch, tmp_path):
    path = tmp_path / "large.nabla"
    path.write_bytes(b" " * 1000)
    monkeypatch.setattr(session, "LARGEST_FILE", 999)
    for attempt in (lambda: session.read(path), lambda: session.loads(" " * 1000)):
        with pytest.raises(InputError, match="too large"):
            attempt()


def test_bytes_that_are_no_text_are_refused(tmp_path):
    path = tmp_path / "picture.nabla"
    path.write_bytes(b"\x89PNG\xff\xfe\x00")
    with pytest.raises(InputError, match="not a Nablascope session"):
        session.read(path)


def places(value, path=()):
    """Every place in a JSON value."""
    keys = value if isinstance(value, dict) else range(len(value) if isinstance(value, list) else 0)
    for key in keys:
        yield (*path, key)
        yield from places(value[key], (*path, key))


def put(value, path, new):
    """A copy as JSON text, with another value at one place."""
    changed = copy.deepcopy(value)
    inside = changed
    for key in path[:-1]:
        inside = inside[key]
    inside[path[-1]] = new
    return json.dumps(changed)


WHOLE = json.loads(
    session.dumps(
        Document(
            (with_formula(first_document(), 1, taylor=3, secant=0.5).formulas[0],), 1,
            (Parameter("a", step=0.5),), (("x", 1.0),), (Pin(1, 1, 2.0),),
            (Bookmark("b", (("a", 1.0),)),),
        ),
        Viewport(-1, 1, -2, 2),
    )
)  # fmt: skip
PLACES = list(places(WHOLE))
STRANGE = [
    None, True, -1, 10**400, 1e308, "", "x", "\ud800", [], [[]], [1, 2, 3], [None, None], {},
    {"x": [1]}, {"": None},
]  # fmt: skip


def test_any_part_may_hold_anything():
    outcomes = [refused(put(WHOLE, path, value)) for path in PLACES for value in STRANGE]
    assert sum(map(bool, outcomes)) > len(outcomes) / 2


def test_any_part_may_be_missing():
    for path in PLACES:
        missing = copy.deepcopy(WHOLE)
        inside = missing
        for key in path[:-1]:
            inside = inside[key]
        del inside[path[-1]]
        refused(json.dumps(missing))


scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
words = st.sampled_from(["key", "text", "x", "y", "name", "value", "shown", "colors", "1"])
structures = st.recursive(
    scalars, lambda each: st.lists(each) | st.dictionaries(words, each), max_leaves=6
)


@given(st.sampled_from(PLACES), structures)
def test_any_structure_in_any_part_is_read_or_refused_in_one_sentence(path, value):
    refused(put(WHOLE, path, value))


@given(st.integers(0, 2000), st.integers(1, 40))
def test_a_file_cut_short_or_with_a_hole_is_read_or_refused(start, length):
    text = json.dumps(WHOLE)
    refused(text[:start])
    refused(text[:start] + text[start + length :])


def test_nothing_in_a_file_is_run(tmp_path):
    flag = tmp_path / "ran"
    trick = f"__import__('pathlib').Path({str(flag)!r}).touch()"
    for path in PLACES:
        refused(put(WHOLE, path, trick))
    assert not flag.exists()


# --- writing ---


def test_a_file_is_written_and_read(saved, tmp_path):
    path = tmp_path / "über uns.nabla"
    session.write(path, *saved)
    assert session.read(path) == saved
    assert os.listdir(tmp_path) == [path.name]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")
def test_a_file_keeps_its_rights_and_a_new_one_has_the_usual(saved, tmp_path):
    path = tmp_path / "a.nabla"
    before = os.umask(0o027)
    try:
        session.write(path, *saved)
    finally:
        os.umask(before)
    assert path.stat().st_mode & 0o777 == 0o640
    path.chmod(0o600)
    session.write(path, *saved)
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_a_link_stays_a_link(saved, tmp_path):
    folder = tmp_path / "kept"
    folder.mkdir()
    (tmp_path / "link.nabla").symlink_to(folder / "real.nabla")
    session.write(tmp_path / "link.nabla", *saved)
    assert (tmp_path / "link.nabla").is_symlink()
    assert session.read(folder / "real.nabla") == saved


@pytest.mark.parametrize("step", ["os.replace", "os.fsync", "os.chmod"])
def test_a_full_disk_leaves_the_old_file_and_nothing_else(saved, tmp_path, monkeypatch, step):
    path = tmp_path / "a.nabla"
    session.write(path, *saved)
    before = path.read_bytes()

    def full(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(step, full)
    with pytest.raises(OSError, match="No space left"):
        session.write(path, with_formula(saved[0], 1, text="x"), saved[1])
    assert path.read_bytes() == before
    assert os.listdir(tmp_path) == [path.name]


def test_a_missing_folder_is_an_oserror(saved, tmp_path):
    with pytest.raises(FileNotFoundError):
        session.write(tmp_path / "none" / "a.nabla", *saved)
    with pytest.raises(FileNotFoundError):
        session.read(tmp_path / "none.nabla")


WRITER = """
import sys
from core.document import Viewport, first_document, with_formula, with_new_formula
from core.files import session
for number in range(10**9):
    document = with_formula(first_document(), 1, text=f"{number}")
    for _ in range(8):
        document = with_new_formula(document, "x" * 24_000)
    session.write(sys.argv[1], document, Viewport())
    print(number, flush=True)
"""


@pytest.mark.skipif(os.name == "nt", reason="kill -9")
def test_a_writer_that_is_killed_leaves_a_whole_file(tmp_path):
    path = tmp_path / "a.nabla"
    for rounds in range(6):
        command = [sys.executable, "-c", WRITER, str(path)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as writer:
            for _ in range(3 + rounds):
                said = writer.stdout.readline()
            writer.kill()
        number, *texts = (row.text for row in session.read(path)[0].formulas)
        assert int(number) >= int(said)
        assert texts == ["x" * 24_000] * 8


def test_a_formula_longer_than_any_editor_takes_is_refused():
    text = session.dumps(with_formula(first_document(), 1, text="x" * 25_001), Viewport())
    with pytest.raises(InputError, match="damaged"):
        session.loads(text)


def test_a_session_of_more_rows_than_are_read_says_how_many():
    row = json.loads(session.dumps(first_document(), Viewport()))["formulas"][0]
    content = json.loads(session.dumps(first_document(), Viewport()))
    content["formulas"] = [{**row, "key": key} for key in range(1, 1_502)]
    with pytest.raises(InputError, match=r"has 1,501 formulas; up to 1,000 are read"):
        session.loads(json.dumps(content))
