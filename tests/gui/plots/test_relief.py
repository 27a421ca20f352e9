"""What is seen of a height field, against rays that are followed one by one."""

import numpy as np
import pytest

from core.viewport import Camera
from gui.plots.camera import Projection, sides_of
from gui.plots.relief import between, relief, spread

SIZE = 200  # pixels of the picture
BOX = (0.0, 0.0, float(SIZE), float(SIZE))
SIDES = sides_of(1, 1)


def view(turn=-60.0, tilt=30.0):
    return Projection(Camera(turn, tilt), (0,) * 3, (1,) * 3, SIDES, 110.0, (SIZE / 2, SIZE / 2))


def grid(function, count=81):
    x, y = np.meshgrid(np.linspace(-0.5, 0.5, count), np.linspace(-0.5, 0.5, count))
    return function(x, y).astype(np.float32)


def hills(x, y):
    return 0.25 * np.sin(9 * x) * np.cos(7 * y)


def first_hit(function, seen, column, row):
    """How far along the ground a ray first meets the surface; None where it never does."""
    right, up, away = seen.rotation
    start = right * (column - SIZE / 2) / seen.scale - up * (row - SIZE / 2) / seen.scale
    way = start + np.linspace(-2, 2, 20_001)[:, None] * away
    inside = (np.abs(way[:, 0]) <= SIDES[0] / 2) & (np.abs(way[:, 1]) <= SIDES[1] / 2)
    over = np.where(inside, way[:, 2] - function(way[:, 0], way[:, 1]), np.nan)
    hits = np.flatnonzero(over[:-1] * over[1:] <= 0)
    return float(way[hits[0], :2] @ seen.ahead) if len(hits) else None


@pytest.mark.parametrize(("turn", "tilt"), [
    (-60, 30), (17, 8), (-90, 45), (0, 60), (180, 25), (133, -35), (45, 85), (-20, 0), (10, -5),
])  # fmt: skip
def test_each_dot_shows_what_a_ray_meets_first(turn, tilt):
    seen = view(turn, tilt)
    found = relief(grid(hills, 161), seen, BOX, 1.0, 400)
    missed = checked = 0
    for column, row in np.random.default_rng(5).integers(0, SIZE, (250, 2)):
        hit = first_hit(hills, seen, column + 0.5, row + 0.5)
        own = found.away[row, column]
        near = found.away[max(row - 1, 0) : row + 2, max(column - 1, 0) : column + 2]
        if hit is None:
            missed += not np.isnan(near).any()
        else:
            checked += 1
            missed += not (np.nanmin(np.abs(near - hit), initial=9.0) < 0.02 or own == hit)
    assert checked > 20
    assert missed <= 2  # on the outline of a hill


def test_straight_from_above_every_place_is_seen_where_it_is():
    seen = view(-90, 90)  # x to the right, y up
    found = relief(grid(hills), seen, BOX, 1.0, 200)
    row, column = np.divmod(found.dots, SIZE)
    x = (column + 0.5 - SIZE / 2) / seen.scale
    y = -(row + 0.5 - SIZE / 2) / seen.scale
    np.testing.assert_allclose(found.columns, (x + 0.5) * 80, atol=1e-3)
    np.testing.assert_allclose(found.rows, (y + 0.5) * 80, atol=0.5)
    assert len(found.dots) == pytest.approx(110**2, rel=0.03)
    assert not found.below.any()


def test_a_near_hill_hides_the_valley_behind_it():
    """A wall along x at y = -0.2, seen from -y: behind it nothing lower than its top is seen."""
    seen = view(-90, 10)
    found = relief(
        grid(lambda x, y: np.where(np.abs(y + 0.2) < 0.05, 0.3, -0.3) + 0 * x), seen, BOX, 1, 400
    )
    places = found.rows / 80 - 0.5  # y of what is seen
    assert (places < -0.24).any()
    hidden = (places > -0.1) & (places < 0.3)
    assert not hidden.any()


def test_from_below_the_other_side_is_seen():
    flat = grid(lambda x, y: 0 * x + 0 * y)
    assert relief(flat, view(tilt=-40), BOX, 1, 100).below.all()
    assert not relief(flat, view(tilt=40), BOX, 1, 100).below.any()


def test_through_a_hole_one_sees_what_is_behind():
    def holed(x, y):
        return np.where(np.hypot(x, y) < 0.2, np.nan, 0.0)

    found = relief(grid(holed), view(-90, 90), BOX, 1.0, 200)
    assert np.isnan(found.away[SIZE // 2, SIZE // 2])
    shown = np.isfinite(found.away).sum()
    assert shown == pytest.approx(110**2 - np.pi * 22**2, rel=0.01)


def test_what_reaches_out_of_the_box_is_cut_at_its_ceiling():
    seen = view(-90, 5)
    found = relief(grid(lambda x, y: 2 * x + 0 * y), seen, BOX, 1.0, 200)
    row = found.dots // SIZE + 0.5
    away = found.away.ravel()[found.dots]
    level, upright = seen.rise
    height = ((SIZE / 2 - row) / seen.scale - level * away) / upright
    assert np.abs(height).max() <= seen.sides[2] / 2 + 1e-4
    x = found.columns / 80 - 0.5
    assert np.abs(2 * x).max() == pytest.approx(seen.sides[2] / 2, abs=0.02)


def test_a_point_is_covered_when_the_surface_lies_before_it():
    seen = view(-90, 40)
    found = relief(grid(lambda x, y: 0 * x + 0 * y), seen, BOX, 1.0, 200)
    points = np.array([(0.0, 0.0, 0.2), (0.0, 0.0, -0.2), (0.0, 0.0, 0.0), (0.0, 2.0, 0.0)])
    pixels, _ = seen.seen(points)
    shown = found.shows(pixels[:, 0], pixels[:, 1], points[:, :2] @ seen.ahead, 0.02)
    assert shown.tolist() == [True, False, True, True]


def test_nothing_is_seen_of_a_surface_without_values():
    found = relief(np.full((9, 9), np.nan, np.float32), view(), BOX, 1.0, 50)
    assert len(found.dots) == 0
    assert np.isnan(found.away).all()


def test_between_samples_heights_are_linear_and_holes_end_halfway():
    values = np.array([[0.0, 1.0, np.nan], [2.0, 3.0, np.nan]], np.float32)
    columns = np.array([0.5, 1.0, 1.4, 1.6], np.float32)
    found = between(values, columns, np.zeros(4, np.float32))
    assert found[:2].tolist() == [0.5, 1.0]
    assert np.isfinite(found[2])
    assert np.isnan(found[3])
    assert spread(values, 1)[:, 2].tolist() == [1.0, 3.0]


def test_a_pole_is_no_wall_between_its_two_sides():
    seen = view(-60, 30)
    with np.errstate(divide="ignore"):
        found = relief(grid(lambda x, y: 0.02 / (x + 0.003) + 0 * y), seen, BOX, 1.0, 300)
    x = found.columns / 80 - 0.5
    assert (np.abs(x + 0.003) > 0.008).all()  # the cell with the pole is open
    assert (x < -0.1).any()
    assert (x > 0.1).any()


def test_a_steep_slope_within_the_box_is_not_torn():
    found = relief(grid(lambda x, y: np.sign(x) * 0.3 + 0 * y, 80), view(-60, 30), BOX, 1.0, 300)
    assert (np.abs(found.columns / 79 - 0.5) < 0.005).any()
