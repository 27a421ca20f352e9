"""From the start of the process to the painted window, f, and f' and f'', on a virtual screen.

The peer is what a person would run instead: a script that opens a matplotlib window on the same
three curves, differentiated by SymPy.
"""

import os
import re
import shutil
import statistics
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RUNS = 3
GOALS = {"window painted": 500, "f drawn": 1000, "derivatives drawn": 2500}  # ms

PEER = """
import os, time
import numpy as np, sympy
import matplotlib as mpl
mpl.use("QtAgg")
from matplotlib import pyplot as plt
x = sympy.symbols("x")
f = x**3 - 2 * x
at = np.linspace(-2.5, 2.5, 800)
figure, axes = plt.subplots(figsize=(13, 7))
for order in range(3):
    axes.plot(at, sympy.lambdify(x, f.diff(x, order), "numpy")(at), label="f" + order * "'")
axes.legend(), axes.grid(True)
plt.show(block=False)
figure.canvas.draw()
plt.pause(0.001)
age = time.clock_gettime(time.CLOCK_BOOTTIME)
with open("/proc/self/stat") as file:
    began = int(file.read().rpartition(")")[2].split()[19]) / 100
print(f"derivatives drawn: {1000 * (age - began):.0f} ms", flush=True)
os._exit(0)
"""


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    """What a child process finds: a virtual screen, and no settings of anybody."""
    if not sys.platform.startswith("linux") or shutil.which("Xvfb") is None:
        pytest.skip("needs Xvfb")
    home = str(tmp_path_factory.mktemp("home"))
    inherited = {name: value for name, value in os.environ.items() if name != "QT_QPA_PLATFORM"}
    reader, writer = os.pipe()
    command = ["Xvfb", "-displayfd", str(writer), "-screen", "0", "1920x1080x24", "-noreset"]
    with subprocess.Popen(command, pass_fds=[writer], stderr=subprocess.DEVNULL) as server:
        os.close(writer)
        with os.fdopen(reader) as said:
            number = said.readline().strip()
        own = {"DISPLAY": f":{number}", "XDG_CONFIG_HOME": home, "XDG_DATA_HOME": home}
        yield inherited | own
        server.terminate()


def marks(environment, *command):
    """Milliseconds by name, as a child prints them."""
    done = subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True,
        timeout=60, check=True,
    )  # fmt: skip
    return {name: float(ms) for name, ms in re.findall(r"^(.+): (\d+) ms$", done.stdout, re.M)}


def test_launch(race, environment):
    pytest.importorskip("matplotlib")
    ours = ("-m", "gui", "--timings", "--quit-after", "4")
    contestants = {"ours": ours, "peer": ("-c", PEER)}
    found = {name: [] for name in contestants}

    def run(name):
        found[name].append(marks(environment, *contestants[name]))
        return found[name][-1]["derivatives drawn"]

    for name in contestants:
        run(name)  # warm
        found[name].clear()
    theirs = race.medians(RUNS, ours=lambda: run("ours"), peer=lambda: run("peer"))["peer"]
    medians = {name: statistics.median(each[name] for each in found["ours"]) for name in GOALS}
    race.tell(
        f"Launch, milliseconds from the start of the process, warm, median of {RUNS}",
        [
            ["", "Nablascope", "goal", "SymPy, matplotlib"],
            *(
                [name, f"{ms:.0f}", GOALS[name], f"{theirs:.0f}" if name.startswith("d") else ""]
                for name, ms in medians.items()
            ),
        ],
    )
    for name, ms in medians.items():
        assert ms < GOALS[name], name
