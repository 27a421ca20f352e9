"""The loops of a tape in machine code: along one axis, and over a grid.

`line` runs along one axis. `grid` runs over rows of a grid; what reads x alone, or y alone, was
computed by `across` and `up` once for each column and row, and is loaded. A loop takes four
points at a time and steps back at its end, so that any number from four on is covered.
"""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING

from core.calculus import machine_desk as job
from core.calculus.machine_math import Maths
from core.calculus.machine_steps import constant, lowered, numeric
from core.calculus.machine_text import LANES, NUMBER, TRUTH, WHOLE, Text, number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.calculus.machine_steps import Value
    from core.calculus.torch_tape import Step, Tape

X, Y = 1, 2  # axes as bits
ALIGNED = "align 8"
SHORT = 200  # steps of a tape that is written twice, for eight points that go together


class Body:
    """Writes the steps of a tape into one function, each when it is first asked for."""

    def __init__(self, tape: Tape, axes: int, helpers: dict[str, str]) -> None:
        self.text = Text(helpers)
        self.maths = Maths(self.text)
        self._tape = tape
        self._twins: list[Body] = []
        self._axes = axes  # of the inputs, so many are coordinates
        self._known: dict[int, Value] = {
            place: constant(value.item()) for place, value in tape.constants.items()
        }

    def twin(self) -> Body:
        """Another that knows the same, for other points in the same function. Whatever is written
        here from now on is written there too, so that neither waits for the other.
        """
        other = copy(self)
        other.part()
        self._twins.append(other)
        return other

    def part(self) -> None:
        """Know what is known, and learn alone from now on."""
        self._known, self._twins = dict(self._known), []

    def know(self, place: int, name: str) -> None:
        """This place is in the vector of this name."""
        self._known[place] = False, name

    def value(self, place: int) -> Value:
        """The value of a place; what it needs is written before it."""
        wanted = [place]
        while wanted:
            here = wanted[-1]
            step = self._tape.steps[here]
            if here in self._known:
                wanted.pop()
                continue
            assert step is not None
            missing = [each for stepped, each in step.args if stepped and each not in self._known]
            if missing:
                wanted += reversed(missing)
                continue
            for body in (self, *self._twins):
                body.write(here, step)
            wanted.pop()
        return self._known[place]

    def write(self, place: int, step: Step) -> None:
        """Write a step whose arguments are known."""
        args = [self._known[each] if stepped else constant(each) for stepped, each in step.args]
        self._known[place] = lowered(self.maths, step, args)

    def numbers(self, place: int) -> str:
        return numeric(self.maths, self.value(place))

    def load_parameters(self) -> None:
        """Each input that is no coordinate, four times beside itself."""
        for place in range(self._axes, self._tape.inputs):
            self.know(place, self.spread("%parameters", str(place - self._axes)))

    def spread(self, base: str, offset: str) -> str:
        """The number at base[offset], four times beside itself."""
        t = self.text
        address = t.put(f"getelementptr double, ptr {base}, i64 {offset}")
        scalar = t.put(f"load double, ptr {address}, {ALIGNED}")
        one = t.put(f"insertelement {NUMBER} poison, double {scalar}, i64 0")
        mask = f"<{LANES} x i32> zeroinitializer"
        return t.put(f"shufflevector {NUMBER} {one}, {NUMBER} poison, {mask}")

    def load(self, base: str, offset: str) -> str:
        t = self.text
        address = t.put(f"getelementptr double, ptr {base}, i64 {offset}")
        return t.put(f"load {NUMBER}, ptr {address}, {ALIGNED}")

    def store(self, value: str, base: str, offset: str) -> None:
        t = self.text
        address = t.put(f"getelementptr double, ptr {base}, i64 {offset}")
        t.line(f"store {NUMBER} {value}, ptr {address}, {ALIGNED}")

    def broken(self, value: str) -> str:
        """All bits set, which is a nan, where the value is not finite."""
        t = self.text
        lost = t.compared("uno", t.mul(value, number(0.0)), number(0.0))
        return t.put(f"sext {TRUTH} {lost} to {WHOLE}")

    def unless_broken(self, value: str, broken: str) -> str:
        t = self.text
        return t.unbits(t.on_bits("or", t.bits(value), broken))


def axes_of(tape: Tape, place: int, count: int) -> int:
    """The coordinates that a place depends on, as bits."""
    step = tape.steps[place]
    if step is not None:
        return step.axes
    return 1 << place if place < count else 0


def frontier(tape: Tape, axis: int) -> list[int]:
    """The places of a tape of x and y that read one axis alone and are read by others."""
    found: dict[int, None] = {}
    for step in tape.steps:
        if step is not None and step.axes == X | Y:
            found.update((each, None) for stepped, each in step.args if stepped)
    found.update((each, None) for each in tape.outputs)
    return [each for each in found if axes_of(tape, each, 2) == axis]


def line(
    tape: Tape, name: str, axes: int, axis: int, places: Sequence[int], packed: bool,
    helpers: dict[str, str],
) -> str:  # fmt: skip
    """A function of `at`: where these places go.

    Packed, four points of all places lie beside one another, for `grid`; else each place has a
    row `stride` numbers after the one before, and nan wherever a row above is not finite.
    """
    body = Body(tape, axes, helpers)
    t = body.text
    body.load_parameters()
    last = t.put(f"sub i64 %count, {LANES}")
    for place in places:
        if axes_of(tape, place, axes) == 0:
            body.numbers(place)
    index = _Loop(t, "points", "0", LANES, "%count")
    at = _held(t, index.name, last)
    body.know(axis, body.load("%at", at))
    whole = t.put(f"mul i64 {index.name}, {len(places)}")
    broken = None
    for k, place in enumerate(places):
        value = body.numbers(place)
        if packed:
            body.store(value, "%out", t.put(f"add i64 {whole}, {k * LANES}"))
            continue
        value = value if broken is None else body.unless_broken(value, broken)
        body.store(value, "%out", _in_row(t, k, "%stride", at))
        more = body.broken(value)
        broken = more if broken is None else t.on_bits("or", broken, more)
    index.close()
    given = "ptr noalias %at, ptr noalias %parameters, ptr noalias %out, i64 %stride, i64 %count"
    return _function(name, given, t)


def grid(tape: Tape, name: str, helpers: dict[str, str]) -> str:
    """A function of a job (`core.calculus.machine_desk`), `most` and `home`: it takes blocks of
    rows, so many at most, those of the share `home` first, and says whether none is left. One plane
    for each output, nan where the first is not finite.
    """
    given, called, lines = [], [], []
    for word, (place, kind) in _OF_JOB.items():
        lines += [
            f"  %{word}.at = getelementptr i64, ptr %job, i64 {place}",
            f"  %{word} = load {kind}, ptr %{word}.at, {ALIGNED}",
        ]
        given.append(f"{'ptr noalias' if kind == 'ptr' else kind} %{word}")
        called.append(f"{kind} %{word}")
    who = "ptr %job, i64 %most, i64 %home"
    call = f"  %none = call i1 @{name}.blocks({', '.join([who, *called])})"
    head = f"define i1 @{name}({who}) nounwind {{\nentry:"
    outer = "\n".join([head, *lines, call, "  ret i1 %none", "}"])
    return f"{outer}\n{_blocks(tape, f'{name}.blocks', ', '.join([who, *given]), helpers)}"


_OF_JOB = {
    "across": (job.ACROSS, "ptr"), "up": (job.UP, "ptr"), "parameters": (job.PARAMETERS, "ptr"),
    "out": (job.OUT, "ptr"), "nx": (job.NX, "i64"), "ny": (job.NY, "i64"),
    "rows": (job.ROWS, "i64"), "wide": (job.WIDE, "i64"), "blocks": (job.BLOCKS, "i64"),
    "shares": (job.SHARES, "i64"),
}  # fmt: skip


def _blocks(tape: Tape, name: str, given: str, helpers: dict[str, str]) -> str:
    """Blocks of rows; in each some columns at a time, for which all rows are gone through."""
    body = Body(tape, 2, helpers)
    t = body.text
    body.load_parameters()
    columns, rows = frontier(tape, X), frontier(tape, Y)
    _above_loops(tape, body)
    together = 2 if sum(step is not None for step in tape.steps) <= SHORT else 1
    plane = t.put("mul i64 %nx, %ny")
    planes = [
        t.put(f"getelementptr double, ptr %out, i64 {_in_row(t, k, plane, '0')}")
        for k in range(len(tape.outputs))
    ]
    share, left, first = _taken(t)
    beyond = _held(t, t.put(f"add i64 {first}, %rows"), "%ny")
    strip = _Loop(t, "strip", "0", "%wide", "%nx")
    right = _held(t, t.put(f"add i64 {strip.name}, %wide"), "%nx")
    row = _Loop(t, "row", first, 1, beyond)
    for k, place in enumerate(rows):
        body.know(place, body.spread("%up", _in_row(t, k, "%ny", row.name)))
    start = t.put(f"mul i64 {row.name}, %nx")
    column = _Loop(t, "column", strip.name, together * LANES, right)
    bodies = [body, *(body.twin() for _ in range(together - 1))]
    sides = [_side(each, columns, column.name, k * LANES) for k, each in enumerate(bodies)]
    _write_outputs(tape, sides, start, planes)
    for each in (column, row, strip):
        each.close()
    _next_block(t, share, left)
    return _function(name, given, t, "i1", "ret i1 true")


def _taken(t: Text) -> tuple[_Loop, str, str]:
    """The loop over shares, where the number of blocks still wanted is kept, and the first row of
    a block that was taken. Each thread has a share where it begins, so that what it writes stays in
    its own cache from frame to frame.
    """
    left = t.put("alloca i64")
    t.line(f"store i64 %most, ptr {left}, {ALIGNED}")
    loop = _Loop(t, "share", "0", 1, "%shares")
    here = t.put(f"urem i64 {t.put(f'add i64 %home, {loop.name}')}, %shares")
    after = t.put(f"add i64 {here}, 1")
    low, high = (
        t.put(f"udiv i64 {t.put(f'mul i64 {each}, %blocks')}, %shares") for each in (here, after)
    )
    counter = t.put(f"getelementptr i64, ptr %job, i64 {t.put(f'mul i64 {after}, {job.LINE}')}")
    t.line("br label %block")
    t.label("block")
    taken = f"%{t.fresh()}"
    t.line(f"{taken} = atomicrmw add ptr {counter}, i64 1 monotonic")
    block = t.put(f"add i64 {low}, {taken}")
    t.line(f"br i1 {t.put(f'icmp slt i64 {block}, {high}')}, label %begin, label %emptied")
    t.label("begin")
    return loop, left, t.put(f"mul i64 {block}, %rows")


def _next_block(t: Text, share: _Loop, left: str) -> None:
    """Take another block of the same share, one of the next share, or come back."""
    t.line(f"%before = load i64, ptr {left}, {ALIGNED}")
    t.line("%fewer = sub i64 %before, 1")
    t.line(f"store i64 %fewer, ptr {left}, {ALIGNED}")
    t.line("%enough = icmp eq i64 %fewer, 0")
    t.line("br i1 %enough, label %leave, label %block")
    t.label("leave")
    t.line("ret i1 false")
    t.label("emptied")
    share.close()


def _above_loops(tape: Tape, body: Body) -> None:
    """Write what reads neither x nor y where it is computed once."""
    places: dict[int, None] = dict.fromkeys(tape.outputs)
    for step in tape.steps:
        if step is not None and step.axes:
            places.update((each, None) for stepped, each in step.args if stepped)
    for place in places:
        if axes_of(tape, place, 2) == 0:
            body.value(place)


def _side(body: Body, columns: Sequence[int], column: str, beyond: int) -> tuple[Body, str]:
    """Know four points so many columns beyond; and the column of the first. No vector goes beyond
    the row: the last ones are written twice.
    """
    t = body.text
    if beyond:
        end = t.put(f"and i64 {t.put('sub i64 %nx, 1')}, {-LANES}")
        column = _held(t, t.put(f"add i64 {column}, {beyond}"), end)
    whole = t.put(f"mul i64 {column}, {len(columns)}")
    for n, place in enumerate(columns):
        body.know(place, body.load("%across", t.put(f"add i64 {whole}, {n * LANES}")))
    return body, _held(t, column, t.put(f"sub i64 %nx, {LANES}"))


def _write_outputs(
    tape: Tape, sides: Sequence[tuple[Body, str]], start: str, planes: Sequence[str]
) -> None:
    """Each output for points that lie beside one another, then the next."""
    text = sides[0][0].text
    sides = [(body, text.put(f"add i64 {start}, {at}")) for body, at in sides]
    broken = []
    for body, at in sides:
        value = body.numbers(tape.outputs[0])
        body.store(value, planes[0], at)
        broken.append(body.broken(value))
    for place, plane in zip(tape.outputs[1:], planes[1:], strict=True):
        for (body, at), lost in zip(sides, broken, strict=True):
            body.store(body.unless_broken(body.numbers(place), lost), plane, at)


class _Loop:
    """A loop over i64 from `start` in steps while it is below `end`; it runs once at least."""

    def __init__(self, text: Text, name: str, start: str, step: int | str, end: str) -> None:
        self._text, self._label, self._step, self._end = text, name, step, end
        before = text.block
        text.line(f"br label %{name}")
        text.label(name)
        self.name, self._next = f"%{name}.at", f"%{name}.next"
        self._start = f"[ {start}, %{before} ]"
        self._place = len(text.lines)
        text.line("")

    def close(self) -> None:
        t = self._text
        t.line(f"{self._next} = add i64 {self.name}, {self._step}")
        t.line(f"%{self._label}.more = icmp slt i64 {self._next}, {self._end}")
        after = f"{self._label}.done"
        t.line(f"br i1 %{self._label}.more, label %{self._label}, label %{after}")
        back = f"[ {self._next}, %{t.block} ]"
        t.lines[self._place] = f"  {self.name} = phi i64 {self._start}, {back}"
        t.label(after)


def _held(t: Text, index: str, most: str) -> str:
    return t.called("llvm.smin.i64", "i64", ("i64", index), ("i64", most))


def _in_row(t: Text, row: int, stride: str, at: str) -> str:
    if row == 0:
        return at
    begin = stride if row == 1 else t.put(f"mul i64 {stride}, {row}")
    return t.put(f"add i64 {begin}, {at}")


def _function(name: str, given: str, text: Text, kind: str = "void", end: str = "ret void") -> str:
    head = f"define {kind} @{name}({given}) nounwind {{"
    return "\n".join([head, "entry:", *text.lines, f"  {end}", "}"])
