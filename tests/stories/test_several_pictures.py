"""Stories of several variables to look at, light and dark, at two sizes: see test_pictures."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt

from .test_pictures import keep, person, theme, types  # noqa: F401 - fixtures among them
from .test_planes import drag
from .test_stories import drag_slider

pytestmark = [
    pytest.mark.story, pytest.mark.timeout(180),
    pytest.mark.qt_log_ignore("This plugin does not support"),
]  # fmt: skip
Left = Qt.MouseButton.LeftButton


def chooses(who, view):
    who.qtbot.mouseClick(who.window.tool_bar.switch.buttons[view], Left)
    who.waits_for_answer()


def puts(who, coordinates, cards):
    """Type the coordinates of the point."""
    for field, text in zip((each.field for each in cards.coordinates), coordinates, strict=False):
        who.qtbot.mouseClick(field, Left)
        field.selectAll()
        who.qtbot.keyClicks(field, text)
        who.qtbot.keyClick(field, Qt.Key.Key_Return)
    who.waits_for_answer()


def pixel(place, x, y):
    return QPoint(round(place.column(x)), round(place.row(y)))


def test_a_saddle_is_found_by_hand(person):  # noqa: F811
    types(person, "x^2 - y^2")
    plot, cards = person.window.stage.plot, person.window.inspector.plane_cards
    drag(person, pixel(plot.place, 1, 1), pixel(plot.place, 0, 0))
    puts(person, ("0", "0"), cards)
    assert cards.word.text() == "Saddle"
    keep(person, "saddle-field")
    chooses(person, "hessian")
    matrix = person.frame.plane.spot.hessian
    assert matrix.tolist() == [[2.0, 0.0], [0.0, -2.0]]
    values = [each.values for each in person.frame.plane.shades[1:]]
    assert [float(each.min()) for each in values] == [2.0, 0.0, 0.0, -2.0]
    keep(person, "saddle-hessian")
    if "surface" in person.window.tool_bar.switch.offered:
        chooses(person, "surface")
        keep(person, "saddle-surface")


def test_himmelblau_has_four_valleys_and_knows_the_way_down(person):  # noqa: F811
    types(person, "(x^2 + y - 11)^2 + (x + y^2 - 7)^2")
    window = person.window
    puts(person, ("3", "2"), window.inspector.plane_cards)
    assert window.inspector.plane_cards.word.text() == "Minimum"
    assert person.frame.plane.spot.hessian.tolist() == [[74.0, 20.0], [20.0, 34.0]]
    puts(person, ("0", "1"), window.inspector.plane_cards)
    person.qtbot.mouseClick(window.formulas.rows[0].plane_tools.pills["descent"], Left)
    person.waits_for_answer()
    assert person.frame.plane.descent[-1] == pytest.approx((3, 2), abs=0.1)
    keep(person, "himmelblau-descent")
    window.actions_["shade_definiteness"].trigger()
    person.waits_for_answer()
    kinds = person.frame.plane.shades[0]
    assert {kinds.kinds[int(each)] for each in np.unique(kinds.values)} == {
        "maximum-like", "saddle-like", "minimum-like",
    }  # fmt: skip
    keep(person, "himmelblau-definiteness")
    chooses(person, "arrows")
    window.actions_["shade_value"].trigger()
    window.actions_["streamlines"].trigger()
    person.waits_for_answer()
    assert len(person.frame.plane.arrows.lines) > 30
    keep(person, "himmelblau-streamlines")


def test_a_bell_bends_down_at_its_top_in_every_direction(person):  # noqa: F811
    types(person, "exp(-norm(x)^2), x in R^3")
    cards = person.window.inspector.space_cards
    puts(person, ("0", "0", "0"), cards)
    assert person.frame.space.hessian.tolist() == (-2 * np.eye(3)).tolist()
    assert person.frame.space.gradient.tolist() == [0.0, 0.0, 0.0]
    assert cards.word.text() == "Maximum"
    keep(person, "bell-matrix")


def test_polar_coordinates_stretch_with_the_radius(person):  # noqa: F811
    types(person, "F(r, t) = [r cos t, r sin t]")
    person.waits(lambda: person.frame.map is not None)
    cards = person.window.inspector.map_cards
    puts(person, ("2", "pi/6"), cards)
    assert person.frame.map.linear.determinant == pytest.approx(2.0, rel=1e-14)
    keep(person, "polar-grid")
    chooses(person, "det")
    plane = person.frame.map.field
    field = plane.shades[0]
    across = np.broadcast_to(plane.x, field.values.shape)
    np.testing.assert_allclose(field.values, across, atol=1e-12)
    keep(person, "polar-det")


def test_van_der_pol_spirals_out_and_then_runs_straight(person):  # noqa: F811
    types(person, "[y, a (1 - x^2) y - x]")
    person.waits(lambda: person.frame.map is not None)
    cards = person.window.inspector.map_cards
    puts(person, ("0", "0"), cards)
    chooses(person, "flow")
    person.window.actions_["streamlines"].trigger()
    person.waits_for_answer()
    assert cards.word.text() == "Unstable focus"
    keep(person, "van-der-pol-flow")
    drag_slider(person, "a", 60)
    assert person.document.parameter("a").value > 2
    assert cards.word.text() == "Unstable node"
    roots = person.frame.map.linear.eigenvalues
    a = person.document.parameter("a").value
    truth = a / 2 + np.sqrt(a * a / 4 - 1), a / 2 - np.sqrt(a * a / 4 - 1)
    np.testing.assert_allclose(roots, truth, rtol=1e-12)


def test_rosenbrock_in_fifty_variables_is_typed_in_one_line(person):  # noqa: F811
    types(person, "sum(100 (x_{i+1} - x_i^2)^2 + (1 - x_i)^2, i, 1, 49), x in R^50")
    person.waits(lambda: person.frame.space is not None)
    matrix = person.frame.space.hessian
    assert matrix.shape == (50, 50)
    inner = np.diag(matrix)[1:-1]
    assert inner.tolist() == [1002.0] * 48
    assert (np.diag(matrix, 1) == -400).all()
    assert person.window.inspector.space_cards.word.text() == "Minimum"
    keep(person, "rosenbrock-matrix")
    chooses(person, "plane")
    assert person.frame.plane.spot.hessian.tolist() == [[802.0, -400.0], [-400.0, 1002.0]]
    keep(person, "rosenbrock-plane")
