"""The projection of a box against rotations composed by hand, and what keeps it in its place."""

import itertools
import math

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from core.viewport import Camera
from gui.plots.camera import Projection, fitting, sides_of, turned, zoomed

LOW, HIGH = (-4.0, 1.0, -10.0), (4.0, 5.0, 30.0)
VIEWS = [Camera(turn, tilt) for turn in (-170, -60, 0, 45, 90, 133) for tilt in (-90, -20, 0, 30, 90)]


def view(camera, **more):
    sides = sides_of(8, 4)
    return Projection(camera, LOW, HIGH, sides, **{"scale": 100.0, "middle": (300.0, 200.0), **more})


@pytest.fixture
def points():
    return np.random.default_rng(3).uniform(LOW, HIGH, (50, 3))


@pytest.mark.parametrize("camera", VIEWS, ids=str)
def test_points_go_where_two_rotations_send_them(camera, points):
    seen = view(camera)
    boxed = seen.boxed(points)
    # The eye is on the x axis at first; turn it around the upright axis, then lift it.
    eye = Rotation.from_euler("yz", [-camera.tilt, camera.turn], degrees=True)
    toward, right, up = eye.apply(np.eye(3))
    pixels, away = seen.pixels(points)
    np.testing.assert_allclose(pixels[:, 0], 300 + 100 * boxed @ right, atol=1e-9)
    np.testing.assert_allclose(pixels[:, 1], 200 - 100 * boxed @ up, atol=1e-9)
    np.testing.assert_allclose(away, -boxed @ toward, atol=1e-12)


@pytest.mark.parametrize("camera", VIEWS, ids=str)
def test_the_rotation_keeps_lengths_and_hands(camera):
    matrix = view(camera).rotation
    np.testing.assert_allclose(matrix @ matrix.T, np.eye(3), atol=1e-12)
    assert np.linalg.det(matrix * [[1], [1], [-1]]) == pytest.approx(1)  # toward the viewer


def test_units_of_the_box_and_of_the_axes_are_one_another_again(points):
    seen = view(Camera())
    np.testing.assert_allclose(seen.unboxed(seen.boxed(points)), points)
    np.testing.assert_allclose(seen.boxed(np.array([LOW, HIGH])), np.outer((-0.5, 0.5), seen.sides))


def test_what_is_upright_stays_upright():
    for camera in VIEWS:
        foot, top = view(camera).pixels(np.array([(1, 2, -10), (1, 2, 30)]))[0]
        assert foot[0] == pytest.approx(top[0])


@pytest.mark.parametrize("camera", [Camera(-60, 30), Camera(100, -50), Camera(0, 90)], ids=str)
def test_a_step_along_the_ground_is_seen_as_the_pixels_asked_for(camera):
    seen = view(camera)
    x, y = seen.ground(12.0, -7.0)
    before, after = seen.pixels(np.array([(0, 3, 0), (x, 3 + y, 0)]))[0]
    np.testing.assert_allclose(after - before, (12, -7), atol=1e-9)


@pytest.mark.parametrize("size", [(700, 400), (300, 600), (500, 120)])
@pytest.mark.parametrize("ground", [(8, 6), (1, 100), (3, 1e-3)])
def test_the_box_fits_whichever_way_it_is_turned_and_turning_keeps_its_size(size, ground):
    sides = sides_of(*ground)
    corners = np.array(list(itertools.product((-0.5, 0.5), repeat=3))) * sides
    for tilt in range(-90, 91, 15):
        scale = fitting(sides, tilt, *size)
        for turn in range(-180, 180, 30):
            seen = Projection(Camera(turn, tilt), LOW, HIGH, sides, scale)
            pixels, _ = seen.seen(corners)
            assert (np.abs(pixels) <= np.array(size) / 2 + 1e-6).all()
    assert fitting(sides, 0, *size) == fitting(sides, 30, *size)


def test_turning_goes_around_but_never_over_the_top():
    assert turned(Camera(170, 20), 30, 0) == Camera(-160, 20)
    assert turned(Camera(0, 80), 0, 30).tilt == 90
    assert turned(Camera(0, -80), 0, -30).tilt == -90
    assert zoomed(Camera(), 1e9).zoom < math.inf
    assert zoomed(Camera(), 1e-9).zoom > 0
