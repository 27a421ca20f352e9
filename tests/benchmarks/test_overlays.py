"""A slider step with all that is drawn at the point, against matplotlib's redraw of the same.

Tangent, normal, circle of curvature, Taylor polynomial of order 5 and three curves. matplotlib
gets its numbers from SymPy's formulas at 800 points, as in the race without overlays.
"""

import math

import numpy as np
import sympy

from core.document import with_formula

from .test_window import PLOT, ROUNDS, Hand, Matplotlib, window  # noqa: F401

GOAL = 3.0
ORDER = 5
POINT = 1.0


class Overlaid(Matplotlib):
    """The same scene with normal, circle and Taylor polynomial."""

    def __init__(self, qtbot):
        super().__init__(qtbot)
        x, a, b = sympy.symbols("x a b")
        f = a * x**3 + sympy.sin(b * x)
        self.at_point = [sympy.lambdify((x, a, b), f.diff(x, n), "math") for n in range(ORDER + 1)]
        axes = self.canvas.figure.axes[0]
        (self.normal,) = axes.plot([0, 0], [0, 0], ":")
        (self.circle,) = axes.plot([0], [0], "--")
        (self.taylor,) = axes.plot(self.x, 0 * self.x, "-.", label="Taylor")
        axes.legend(loc="upper left")
        self.turn = np.linspace(0, 2 * np.pi, 200)

    def _redraw(self):
        numbers = [each(POINT, self.a, 1.0) for each in self.at_point]
        value, slope, bend = numbers[:3]
        self.normal.set_data([POINT - slope, POINT + slope], [value + 1, value - 1])
        radius = (1 + slope**2) ** 1.5 / bend
        length = math.hypot(1, slope)
        middle = POINT - slope / length * radius, value + radius / length
        self.circle.set_data(
            middle[0] + radius * np.cos(self.turn), middle[1] + radius * np.sin(self.turn)
        )
        polynomial = [each / math.factorial(n) for n, each in enumerate(numbers)]
        self.taylor.set_ydata(np.polyval(polynomial[::-1], self.x - POINT))
        super()._redraw()


def test_a_slider_step_with_overlays_is_painted_three_times_faster_than_matplotlib(
    race, window, qtbot  # noqa: F811
):
    document = with_formula(window.store.document, 1, normal=True, circle=True, taylor=ORDER)
    window.store.change(document, "Show all")
    qtbot.waitUntil(lambda: window.frame.document is document and not window.frame.draft)
    peer, hand = Overlaid(qtbot), Hand(window)
    for _ in range(10):
        hand.step(), peer.step()
    found = race.medians(ROUNDS, ours=hand.step, peer=peer.step)
    hand.release()
    ratio = found["peer"] / found["ours"]
    ours, theirs = (f"{1000 * found[name]:.2f} ms" for name in ("ours", "peer"))
    race.tell(
        f"Slider step, {PLOT[0]}x{PLOT[1]}, 3 curves, tangent, normal, circle, Taylor",
        [["", "median", "ratio"], ["Nablascope", ours, "1.0x"],
         ["SymPy, NumPy, matplotlib QtAgg", theirs, f"{ratio:.1f}x"]],
    )  # fmt: skip
    assert window.frame.overlays
    assert ratio >= GOAL
