"""Machine code against its peers, in one run: medians of each formula, geometric means of all.

Peers: JAX compiled, numba (SymPy's formulas in one parallel loop), SymPy's lambdify with NumPy,
torch.func.vmap(hessian), CasADi's map; the limit is C by gcc -O3 -march=native -ffast-math
-fopenmp. Everyone rests, runs once untimed and once timed in turn. Compiling is told apart.
"""

import math
import time

import numpy as np
import pytest

from core.calculus.fields import _wish, field
from core.calculus.machine_room import room
from core.calculus.replay import Replay
from core.function import read

from .conftest import seconds
from .peers import PEERS, Y, of_gcc
from .test_fields import FORMULAS

REST = 0.004  # seconds in which the threads of the one before fall asleep
MOST = {256: (0.7, 2.5), 512: (1.0, 2.5), 1024: (1.0, 1.0)}  # of the fastest peer, of the limit
MOST_OF_A_CURVE = 1.0
MOST_GROWTH = 1.15  # exponent: 1 is linear
PICTURES = 30  # a second, of a Hessian field of a million points


def axes(side):
    return np.linspace(-2.0, 2.5, side), np.linspace(-1.5, 2.0, side)


def ours_on_grid(text, side):
    program = read(text, ["x", "y"]).program
    xs, ys = axes(side)

    def run():
        found = field(program, xs, ys, ())
        bend = found.hessian
        return (found.value, found.gradient[..., 0], found.gradient[..., 1],
                bend[..., 0, 0], bend[..., 0, 1], bend[..., 1, 1])  # fmt: skip

    run()
    assert room().finish()
    assert _wish(program, 2).code is not None
    return run


def ours_on_line(text, count):
    function = read(text, ["x"])
    replay, x, rest = Replay(), axes(count)[0], [Y] * len(function.parameters)

    def run():
        return replay.derivatives(function.program, x, rest, 2)

    run()
    replay.write(lambda: False)
    assert room().finish()
    return run


def rested(run):
    def turn():
        time.sleep(REST)
        run()
        return seconds(run)

    return turn


def raced(race, text, source, ours, xs, ys, rounds):
    """Medians by name; who cannot take the formula is missing."""
    runs = {"ours": ours}
    for name, make in {**PEERS, "gcc": of_gcc}.items():
        try:
            run = make(source, xs, ys)
            found = run()
        except (pytest.skip.Exception, KeyboardInterrupt):
            raise
        except Exception as reason:  # noqa: BLE001 - whatever it is, it is told
            print(f"{name} does not take {text}: {reason}")
            continue
        for got, peer in zip(ours(), found, strict=True):
            peer = np.asarray(peer)
            np.testing.assert_allclose(got, peer, rtol=1e-9, atol=1e-9 * np.abs(peer).max())
        runs[name] = run
    return race.medians(rounds, **{name: rested(run) for name, run in runs.items()})


def mean(ratios):
    return math.exp(np.mean(np.log(ratios)))


def compared(race, title, make_ours, xs, ys, rounds):
    """Print the table; the geometric means of ours/fastest peer and ours/limit."""
    names = ["ours", *PEERS, "gcc"]
    table = [[title, *names, "ours/fastest", "ours/gcc"]]
    of_fastest, of_limit = [], []
    for text, source in FORMULAS:
        found = raced(race, text, source, make_ours(text), xs, ys, rounds)
        fastest = min(found[name] for name in PEERS if name in found)
        of_fastest.append(found["ours"] / fastest)
        of_limit.append(found["ours"] / found["gcc"])
        cells = [f"{1e3 * found[name]:.3f}" if name in found else "no" for name in names]
        table.append([text, *cells, f"{of_fastest[-1]:.2f}", f"{of_limit[-1]:.2f}"])
    means = mean(of_fastest), mean(of_limit)
    blank = [""] * len(names)
    table.append(["geometric mean", *blank, f"{means[0]:.2f}", f"{means[1]:.2f}"])
    race.tell("Medians in milliseconds", table)
    return means


@pytest.mark.timeout(900)
@pytest.mark.filterwarnings("ignore:`torch.jit.script`")
@pytest.mark.parametrize("side", [256, 512, 1024])
def test_a_hessian_field_is_faster_than_every_peer(race, side):
    xs, ys = axes(side)
    rounds = {256: 15, 512: 7, 1024: 5}[side]
    title = f"f, gradient, Hessian at {side} x {side}"
    means = compared(race, title, lambda text: ours_on_grid(text, side), xs, ys, rounds)
    assert means[0] <= MOST[side][0]
    assert means[1] <= MOST[side][1]


@pytest.mark.timeout(900)
@pytest.mark.filterwarnings("ignore:`torch.jit.script`")
def test_a_curve_with_its_derivatives_is_faster_than_every_peer(race):
    xs = axes(1000)[0]
    title = "f, f', f'' at 1,000 points"
    means = compared(race, title, lambda text: ours_on_line(text, 1000), xs, None, 15)
    assert means[0] <= MOST_OF_A_CURVE


def test_a_million_points_follow_a_drag_thirty_times_a_second(race):
    """The whole Hessian field at 1024 x 1024 for another value of a slider."""
    program = read("exp(-(x^2 + y^2)/a) cos(3x y)", ["x", "y"]).program
    xs, ys = axes(1024)
    values = iter(np.linspace(1.0, 2.0, 10_000))

    def step():
        return field(program, xs, ys, [next(values)])

    step()
    assert room().finish()
    found = race.medians(21, ours=lambda: seconds(step))["ours"]
    race.tell("A Hessian field of 1,048,576 points", [["slider step", f"{1e3 * found:.1f} ms", f"{1 / found:.0f} a second"]])  # fmt: skip
    assert found <= 1 / PICTURES


def slope_of(sizes, times):
    """The exponent of growth, by least squares in logarithms."""
    return float(np.polyfit(np.log(sizes), np.log(times), 1)[0])


def long_formula(nodes):
    kinds = ("sin({k} x + y/{k})", "x^2 y/{k}", "exp(-(x - {k})^2/{k})", "{k} x y/(y^2 + {k})")
    terms, k = [], 0
    while 6 * k < nodes:
        k += 1
        terms.append(kinds[k % 4 - 1].format(k=k))
    return " + ".join(terms)


def quickest(run):
    """Seconds of the run that others at work lengthened least."""
    for _ in range(3):
        run()
    return min(seconds(run) for _ in range(15))


@pytest.mark.timeout(900)
def test_time_grows_no_faster_than_points_and_nodes(race):
    """Many variables: see test_many_variables."""
    text = "exp(-(x^2 + y^2)) cos(3x y)"
    table, points, times = [["points", "time", "a point"]], [], []
    for side in (32, 64, 128, 256, 512, 1024, 2048):
        run = ours_on_grid(text, side)
        times.append(race.medians(1, ours=lambda run=run: quickest(run))["ours"])
        points.append(side * side)
        table.append([f"{points[-1]:,}", f"{1e3 * times[-1]:.3f} ms", f"{1e9 * times[-1] / points[-1]:.1f} ns"])
    by_points = slope_of(points, times)
    race.tell(f"Growth with points: exponent {by_points:.2f}", table)
    table, nodes, times = [["nodes typed", "steps of the program", "time at 256 x 256", "record, compile"]], [], []
    for count in (10, 24, 100, 200, 400, 700, 1000):
        formula = long_formula(count)
        program = read(formula, ["x", "y"]).program
        made = {}
        first = seconds(lambda formula=formula, made=made: made.update(run=ours_on_grid(formula, 256)))
        times.append(race.medians(1, ours=lambda made=made: quickest(made["run"]))["ours"])
        nodes.append(len(program.steps))
        table.append([count, nodes[-1], f"{1e3 * times[-1]:.3f} ms", f"{1e3 * first:.0f} ms"])
    by_nodes = slope_of(nodes, times)
    race.tell(f"Growth with the length of the formula: exponent {by_nodes:.2f}", table)
    assert by_points <= MOST_GROWTH
    assert by_nodes <= MOST_GROWTH
