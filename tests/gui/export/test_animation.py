"""Moving pictures of a slider, written and read back by another library."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from PIL import Image

from core.document import Document, Viewport, with_new_formula, with_parameter
from core.evaluate import Evaluator
from gui.export.animation import Sweep, write_sweep
from gui.export.picture import PictureSettings
from gui.theme import LIGHT

SETTINGS = PictureSettings(format="png", width=320, height=240, unit="px", dpi=96)


@pytest.fixture(scope="module")
def frame_of():
    evaluator = Evaluator()
    document = with_new_formula(Document(landmarks=False), "a x")

    def frame(value):
        moved = with_parameter(document, "a", value)
        return evaluator.frame(moved, Viewport(-2.0, 2.0, -4.0, 4.0, 320, 240))

    return frame


@pytest.mark.parametrize("kind", ["gif", "apng", "webp"])
def test_every_value_is_a_picture_of_its_own(qapp, frame_of, tmp_path, kind):
    path = tmp_path / f"sweep.{kind}"
    said = []
    sweep = Sweep("a", -1.0, 1.0, count=5, fps=20)
    write_sweep(str(path), sweep, frame_of, SETTINGS, LIGHT, lambda *done: said.append(done))
    with Image.open(path) as film:
        assert film.n_frames == 5
        assert film.size == (320, 240)
        pictures = []
        for place in range(5):
            film.seek(place)
            pictures.append(np.asarray(film.convert("L"), float))
    assert said == [(k, 5) for k in range(1, 6)]
    apart = [np.abs(a - b).mean() for a, b in pairwise(pictures)]
    assert min(apart) > 0.1


def test_there_and_back_repeats_no_end():
    assert Sweep("a", 0.0, 2.0, count=3, bounce=True).values == [0.0, 1.0, 2.0, 1.0]


def test_a_gif_does_not_flicker(qapp, frame_of, tmp_path):
    """The ground keeps one colour through all pictures: they share a palette."""
    path = tmp_path / "sweep.gif"
    sweep = Sweep("a", -1.0, 1.0, count=4)
    write_sweep(str(path), sweep, frame_of, SETTINGS, LIGHT, lambda *_: None)
    with Image.open(path) as film:
        corners = set()
        for place in range(4):
            film.seek(place)
            corners.add(film.convert("RGB").getpixel((2, 2)))
    assert len(corners) == 1


def test_a_folder_that_is_not_there_is_refused_and_leaves_nothing(qapp, frame_of, tmp_path):
    path = tmp_path / "nowhere" / "sweep.gif"
    with pytest.raises(OSError, match=r"nowhere|No such file"):
        write_sweep(str(path), Sweep("a", 0, 1, 2), frame_of, SETTINGS, LIGHT, lambda *_: None)
    assert list(tmp_path.iterdir()) == []
