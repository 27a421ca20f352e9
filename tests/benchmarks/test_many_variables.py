"""The Hessian of Rosenbrock's function in many variables at a point, and its growth with them.

The peer is torch.func.hessian of the same function written with slices by hand. A screen shows 60
pictures a second: the Hessian of 100 variables takes less than one of them.
"""

import numpy as np
import pytest

from core.calculus.derivatives import hessian
from core.function import read

from .conftest import seconds

TEXT = "f(x) = sum(100 (x_{i+1} - x_i^2)^2 + (1 - x_i)^2, i, 1, n-1)"
SIZES = (2, 5, 10, 20, 50, 100, 200, 500, 1000)
ROUNDS = 9
PICTURE = 1 / 60
MOST_FOR_A_THOUSAND = 1.0


def ours(n, point):
    program = read(TEXT, sizes={"n": n}).program
    return program, lambda: hessian(program, point[None], ())[2][0]


def of_torch_func(point):
    import torch

    def f(x):
        return (100 * (x[1:] - x[:-1] ** 2) ** 2 + (1 - x[:-1]) ** 2).sum()

    run = torch.func.hessian(f)
    at = torch.tensor(point)
    return lambda: run(at).numpy()


@pytest.mark.filterwarnings("ignore:`torch.jit.script`")  # torch.func itself uses it
def test_the_hessian_of_rosenbrock_grows_with_the_square_of_the_variables(race):
    table = [["Hessian of Rosenbrock", "steps", "read", "ours", "torch.func", "torch.func/ours"]]
    taken = {}
    for n in SIZES:
        point = np.random.default_rng(n).uniform(-1, 1, n)
        reading = seconds(lambda n=n: read(TEXT, sizes={"n": n}))
        program, run = ours(n, point)
        peer = of_torch_func(point)
        np.testing.assert_allclose(run(), peer(), rtol=1e-11, atol=1e-9)
        found = race.medians(
            ROUNDS, ours=lambda run=run: seconds(run), func=lambda peer=peer: seconds(peer))
        taken[n] = found["ours"]
        steps = sum(len(each.detail.steps) if hasattr(each.detail, "steps") else 1
                    for each in program.steps)  # fmt: skip
        table.append([
            f"n = {n}", steps, f"{1000 * reading:.1f} ms", f"{1000 * found['ours']:.2f} ms",
            f"{1000 * found['func']:.2f} ms", f"{found['func'] / found['ours']:.1f}x",
        ])  # fmt: skip
    race.tell("Many variables", table)
    assert taken[100] < PICTURE
    assert taken[1000] < MOST_FOR_A_THOUSAND


def test_a_field_of_four_million_points_stays_in_two_gibibytes(race):
    """Value, gradient and Hessian at 2000 x 2000, measured in a process of its own."""
    import subprocess
    import sys

    source = (
        "import numpy as np, resource\n"
        "from core.calculus.fields import field\n"
        "from core.function import read\n"
        "side = np.linspace(-2, 2, 2000)\n"
        "found = field(read('exp(-(x^2 + y^2)) cos(3x y)').program, side, side, ())\n"
        "assert np.isfinite(found.hessian).all()\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)\n"
    )
    found = {}

    def run():
        done = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, check=True)
        found["kib"] = int(done.stdout)

    medians = race.medians(1, ours=lambda: seconds(run))
    race.tell("2000 x 2000", [["start, read, field", "seconds", "most memory"],
                              ["ours", f"{medians['ours']:.1f} s", f"{found['kib'] / 2**20:.2f} GiB"]])  # fmt: skip
    assert found["kib"] < 2 * 2**20
