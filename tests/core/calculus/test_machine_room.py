"""Compiling beside the frames, threads that share a grid, and how all of it ends."""

import ctypes
import gc
import subprocess
import sys
import threading
import time
import weakref
from pathlib import Path

import numpy as np
import pytest

from core import read
from core.calculus import machine_code, machine_room
from core.calculus.fields import _tape, _wish, field
from core.calculus.machine_code import grid_code
from core.calculus.machine_desk import LINE, Job
from core.calculus.machine_llvm import available
from core.calculus.machine_memory import SMALL, Memory
from core.calculus.machine_pool import Crew
from core.calculus.machine_room import MOST_WAITING, Room, Wish, room
from core.calculus.machine_steps import NoMachineCode
from core.calculus.program import Cancelled
from core.calculus.replay import Replay

ROOT = Path(__file__).parents[3]
needs_code = pytest.mark.skipif(not available(), reason="no llvmlite, or no AVX2 and FMA")
SIDE = np.linspace(-2.0, 2.0, 300)


def program_of(text):
    return read(text, ["x", "y"]).program


@needs_code
def test_a_field_is_replayed_until_its_code_is_there_and_says_the_same():
    program = program_of("exp(-x^2) cos(3x y) + 0.125")
    before = field(program, SIDE, SIDE, ())
    assert room().finish()
    assert _wish(program, 2).code is not None
    after = field(program, SIDE, SIDE, ())
    for a, b in ((before.value, after.value), (before.gradient, after.gradient),
                 (before.hessian, after.hessian)):  # fmt: skip
        np.testing.assert_allclose(a, b, rtol=1e-13, atol=1e-14)
        assert a.shape == b.shape
    assert not after.hessian.flags.writeable


@needs_code
def test_a_curve_is_replayed_until_its_code_is_there_and_says_the_same():
    replay, program = Replay(), read("a sin(x)^2").program
    x = np.linspace(-3, 3, 257)
    before = replay.derivatives(program, x, [2.0], 2)
    replay.write(lambda: False)
    assert room().finish()
    np.testing.assert_allclose(
        replay.derivatives(program, x, [2.0], 2), before, rtol=1e-13, atol=1e-15
    )
    assert replay.derivatives(program, x[:1], [2.0], 2).shape == (3, 1)
    assert replay.derivatives(program, x[:0], [2.0], 2).shape == (3, 0)


@needs_code
def test_a_slider_never_compiles_again(monkeypatch):
    program = program_of("a x^2 + sin(b y)")
    field(program, SIDE, SIDE, [1.0, 2.0])
    assert room().finish()
    monkeypatch.setattr(machine_room.Room, "wish", lambda *_: pytest.fail("compiled again"))
    for a in (0.5, -3.0):
        assert field(program, SIDE, SIDE, [a, 1.0]).hessian[7, 7, 0, 0] == 2 * a


def test_without_llvm_everything_works(monkeypatch):
    monkeypatch.setattr(machine_room, "available", lambda: False)
    program = program_of("x^2 y + 0.375")
    found = [field(program, SIDE, SIDE, ()) for _ in range(2)][-1]
    assert _wish(program, 2).code is None
    assert _wish(program, 2).failed
    np.testing.assert_allclose(
        found.hessian[..., 0, 0], np.broadcast_to(2 * SIDE[:, None], (300, 300))
    )


@needs_code
def test_long_formulas_and_those_without_machine_code_stay_on_their_tapes(monkeypatch):
    with pytest.raises(NoMachineCode):
        grid_code(_tape(program_of("besselj0(x y)"), 2))
    tape = _tape(program_of("sin(x y) + cos(x)"), 2)
    monkeypatch.setattr(machine_code, "MOST_STEPS", 5)
    with pytest.raises(NoMachineCode):
        grid_code(tape)
    monkeypatch.undo()
    planes = np.empty((6, 300, 300))
    grid_code(tape).fill(planes, SIDE, SIDE, ())
    np.testing.assert_allclose(
        planes[0], np.sin(SIDE * SIDE[:, None]) + np.cos(SIDE), rtol=1e-14, atol=1e-15
    )


@needs_code
def test_a_compiled_field_can_be_stopped_between_two_blocks():
    program = program_of("sin(x y) + 0.0625")
    field(program, SIDE, SIDE, ())
    assert room().finish()
    asked = []

    def stop():
        asked.append(True)
        return len(asked) > 1

    side = np.linspace(0, 1, 1500)
    with pytest.raises(Cancelled):
        field(program, side, side, (), stop=stop)
    assert len(asked) == 2
    assert np.isfinite(field(program, side, side, ()).hessian).all()  # and nothing is left of it


@needs_code
def test_threads_that_ask_at_once_get_each_their_own():
    programs = [program_of(f"sin({k} x) exp(y/{k})") for k in (1, 2, 3)]
    truths = [field(each, SIDE, SIDE, ()).hessian.copy() for each in programs]
    assert room().finish()
    misses = []

    def ask(k):
        for _ in range(20):
            found = field(programs[k], SIDE, SIDE, ()).hessian
            if not np.allclose(found, truths[k], rtol=1e-12, atol=1e-13):
                misses.append(k)

    threads = [threading.Thread(target=ask, args=(k,)) for k in range(3)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert not misses


class Slow:
    """Blocks that take a while, done by nobody's machine code, and the job of them."""

    def __init__(self, blocks, shares=1, pace=0.001):
        self.by, self.homes = [], set()
        self.run = ctypes.CFUNCTYPE(ctypes.c_bool, ctypes.c_void_p, ctypes.c_int64, ctypes.c_int64)(
            self._run
        )
        self.axis = ctypes.CFUNCTYPE(None, *[ctypes.c_void_p] * 3, *[ctypes.c_int64] * 2)(
            lambda *_: None
        )
        run, axis = (ctypes.cast(each, ctypes.c_void_p).value for each in (self.run, self.axis))
        self.job = Job([run, axis, axis, 0, 0, 0, 0, 0], (4096, blocks), 1, 4096, shares)
        self.job.pace = pace

    def _run(self, place, most, home):
        self.homes.add(home)
        for _ in range(min(most, 1 << 20)):
            if self.job.words[LINE] >= self.job.blocks:
                return True
            self.job.words[LINE] += 1
            self.by.append(threading.current_thread().name)
            time.sleep(0.001)
        return False


@needs_code
def test_helpers_share_the_blocks_and_go_home():
    crew, slow = Crew(2), Slow(60)
    crew.do(slow.job, 0)
    assert len(slow.by) == 60
    assert {"field helper 1", "field helper 2"} <= set(slow.by)
    assert slow.homes == {0, 1, 2}
    crew.close()
    assert not any(each.is_alive() for each in crew._threads)


@needs_code
def test_a_helper_that_never_comes_is_not_waited_for():
    crew, slow = Crew(0), Slow(10)
    crew._threads = [threading.Thread()]  # somebody who got no turn
    crew.do(slow.job, 0)
    assert len(slow.by) == 10
    assert crew._calls.qsize() == 1


@needs_code
def test_who_finds_the_helpers_at_work_works_alone():
    crew, slow, other = Crew(1), Slow(100), Slow(5)
    first = threading.Thread(target=crew.do, args=(slow.job, 0))
    first.start()
    while not slow.by:
        time.sleep(0.001)
    crew.do(other.job, 0)
    assert set(other.by) == {threading.current_thread().name}
    first.join(10)
    assert len(slow.by) == 100
    crew.close()


@needs_code
@pytest.mark.parametrize("error", [Cancelled, KeyboardInterrupt, ZeroDivisionError])
def test_nobody_is_at_a_job_that_was_given_up(error):
    crew, slow = Crew(1), Slow(10_000)

    def stop():
        raise error

    with pytest.raises(error):
        crew.do(slow.job, 0, stop)
    done = len(slow.by)
    time.sleep(0.02)
    assert len(slow.by) == done < 10_000
    again = Slow(20)
    crew.do(again.job, 0, lambda: False)
    assert len(again.by) == 20
    crew.close()


@needs_code
def test_a_job_that_never_came_to_the_desk_is_not_waited_for(monkeypatch):
    crew, slow = Crew(1), Slow(5)
    monkeypatch.setattr(crew, "_wake", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        crew.do(slow.job, 0)
    assert not slow.by
    monkeypatch.undo()
    crew.do(slow.job, 0)
    assert len(slow.by) == 5
    crew.close()


def test_the_newest_wish_is_fulfilled_first_and_old_ones_are_forgotten(monkeypatch):
    monkeypatch.setattr(machine_room, "available", lambda: True)
    made, gate, begun = [], threading.Event(), threading.Event()
    here = Room()

    def make(k):
        def code():
            begun.set()
            gate.wait(10)
            made.append(k)
            return k

        return Wish(code)

    wishes = [make(k) for k in range(MOST_WAITING + 3)]
    here.wish(wishes[0])
    assert begun.wait(10)
    for each in wishes[1:]:
        here.wish(each)
    gate.set()
    assert here.finish(10)
    assert made == [0, *range(MOST_WAITING + 2, 2, -1)]
    here.close()
    assert not here._thread.is_alive()
    here.wish(wishes[1])  # after the end: nothing happens
    assert wishes[1].code is None


def test_a_wish_that_nobody_holds_is_not_compiled(monkeypatch):
    monkeypatch.setattr(machine_room, "available", lambda: True)
    here, gate, made = Room(), threading.Event(), []
    first, second = Wish(lambda: gate.wait(10)), Wish(lambda: made.append(1))
    here.wish(first)
    here.wish(second)
    del second
    gate.set()
    assert here.finish(10)
    assert not made
    here.close()


@needs_code
def test_code_is_freed_with_what_is_forgotten():
    code = grid_code(_tape(program_of("x^2 + cos(y) + 3"), 2))
    engine = weakref.ref(code.engine)
    del code
    gc.collect()
    assert engine() is None


def views(planes):
    return planes[0], planes[1:].transpose(1, 2, 0)


def place_of(planes):
    return planes.__array_interface__["data"][0]


def test_memory_is_used_again_when_nobody_holds_a_view_of_it():
    memory, shape = Memory(), (2, 200, SMALL // 100)
    planes, (value, slope) = memory.planes(shape, views)
    start = place_of(planes)
    assert start % 64 == 0
    held = [planes, value, slope, slope[3:].T, value[2]]
    del planes, value, slope
    while held:
        assert place_of(memory.planes(shape, views)[0]) != start
        held.pop(0)
    both = [memory.planes(shape, views) for _ in range(2)]
    assert start in {place_of(planes) for planes, _ in both}
    assert memory.planes((2, 3, 3), views)[0].flags.owndata


def test_memory_of_another_shape_is_used_again():
    memory = Memory()
    start = place_of(memory.planes((2, 200, 400), views)[0])
    planes, (_, slope) = memory.planes((3, 150, 300), views)
    assert place_of(planes) == start
    assert slope.shape == (150, 300, 2)
    slope[:] = 1.0
    assert place_of(memory.planes((2, 200, 400), views)[0]) != start


def test_little_memory_is_kept_that_nobody_holds():
    memory = Memory()
    held = [memory.planes((4, 1 << 19), lambda planes: (planes,)) for _ in range(9)]
    del held
    assert memory.numbers > 8 << 20
    memory.planes((2, 1 << 15), lambda planes: (planes,))
    assert memory.numbers <= 3 << 20


@needs_code
@pytest.mark.parametrize("end", ["", "import os; os.kill(os.getpid(), 15)", "raise SystemExit(3)"])
def test_the_program_ends_while_fields_are_compiled(end):
    source = f"""
import numpy as np, threading
from core.calculus.fields import field
from core.calculus.machine_room import room
from core.function import read
side = np.linspace(-2, 2, 400)
program = read("cos(x y)", ["x", "y"]).program
field(program, side, side, ())
assert room().finish()  # a thread of torch at the end would be a crash of its own
kept = [field(read(f"sin({{k}} x y) exp(x)", ["x", "y"]).program, side, side, ()) for k in range(3)]
def go():
    while True:
        field(program, side, side, ())
threading.Thread(target=go, daemon=True).start()
{end}
"""
    done = subprocess.run([sys.executable, "-c", source], cwd=ROOT, capture_output=True, text=True, timeout=100, check=False)  # fmt: skip
    assert done.returncode in (0, 3, -15), done.stderr
    assert not done.stderr
