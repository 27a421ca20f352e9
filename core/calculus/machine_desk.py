"""Where threads meet over a grid without Python: a few lines of machine code.

A job is one grid: where its numbers are, and how many blocks of rows of each share of it were
taken. A desk holds one job at a time. The caller puts it there and works on it; helpers that look
at the desk join in, take blocks until none is left and look on for a while. The caller comes back
when nobody is at the job any more. Both are arrays of whole numbers of 64 bits; the words that
several threads write lie on cache lines of their own.
"""

from __future__ import annotations

import ctypes
import math
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from core.calculus.machine_llvm import compiled, on_arm

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

LINE = 16  # words of two cache lines, which processors fetch together
(
    RUN,
    RUN_ACROSS,
    RUN_UP,
    X,
    Y,
    ACROSS,
    UP,
    PARAMETERS,
    OUT,
    NX,
    NY,
    ROWS,
    WIDE,
    BLOCKS,
    SHARES,
) = range(15)  # of a job; after them one count of taken blocks for each share
ASIDE = 1 << 40  # more blocks than there are
STATE, JOB_THERE, AWAKE = 0, LINE, 2 * LINE  # of a desk
DESK = 3 * LINE
OPEN = 1 << 15  # of a state: helpers may join; below it how many have, above it which job it is
NEXT = 1 << 16
FINISHED, BLOCKS_LEFT, OTHERS_INSIDE = range(3)  # what `work` says
LOOKS = 5000  # at the desk, two tenths of a millisecond, before a helper or the caller gives up


class Job:
    """The words of a job: those before OUT, in their order, and its sizes. `pace` is what one
    block took a thread lately, in seconds.
    """

    def __init__(
        self, places: Sequence[int], sizes: tuple[int, int], rows: int, wide: int, shares: int
    ) -> None:
        self.words = (ctypes.c_int64 * (LINE * (shares + 1)))()
        self.words[:OUT] = list(places)
        self.blocks, self.shares, self.pace = -(-sizes[1] // rows), shares, math.inf
        self.words[NX : SHARES + 1] = [*sizes, rows, wide, self.blocks, shares]
        self.address = ctypes.addressof(self.words)

    def give_up(self) -> None:
        """Let nobody take another block."""
        for place in range(LINE, len(self.words), LINE):
            self.words[place] = ASIDE


class Desk(NamedTuple):
    """The two functions; `engine` holds their code.

    `work(desk, job, out, most)` puts the job on the desk with its results at `out`, computes what
    reads one axis alone, does so many blocks at most, and when none is left waits for those
    inside. With 0 for the job it goes on with the last one. `serve(desk, home)` joins in wherever
    there is work, in the share `home` first, and comes back when there was none for a while.
    """

    work: Callable[[int, int, int, int], int]
    serve: Callable[[int, int], None]
    engine: Any


@lru_cache(maxsize=1)
def desk_code() -> Desk:
    """Compiled once; needs LLVM."""
    pause = "llvm.aarch64.hint(i32 1)" if on_arm() else "llvm.x86.sse2.pause()"
    declared = pause.replace("i32 1", "i32")
    engine = compiled([f"declare void @{declared}", _work(pause), _serve(pause)])
    work = ctypes.CFUNCTYPE(ctypes.c_int64, *[ctypes.c_void_p] * 3, ctypes.c_int64)
    serve = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_int64)
    places = (engine.get_function_address(name) for name in ("work", "serve"))
    return Desk(work(next(places)), serve(next(places)), engine)


def _work(pause: str) -> str:
    return f"""
define i64 @work(ptr %desk, ptr %given, ptr %out, i64 %most) nounwind {{
entry:
  %there = getelementptr i64, ptr %desk, i64 {JOB_THERE}
  %new = icmp ne ptr %given, null
  br i1 %new, label %prepare, label %begin
{_prepare()}
post:
  store ptr %given, ptr %there, align 8
  %last = load atomic i64, ptr %desk monotonic, align 8
  %closed = add i64 %last, {NEXT}
  %opened = or i64 %closed, {OPEN}
  store atomic i64 %opened, ptr %desk release, align 8
  br label %begin
begin:
  %job = load ptr, ptr %there, align 8
  %run.at = getelementptr i64, ptr %job, i64 {RUN}
  %run = load ptr, ptr %run.at, align 8
  %none = call i1 %run(ptr %job, i64 %most, i64 0)
  br i1 %none, label %close, label %left
left:
  ret i64 {BLOCKS_LEFT}
close:
  %before = atomicrmw and ptr %desk, i64 {~OPEN} acq_rel
  br label %look
look:
  %looks = phi i64 [ {LOOKS}, %close ], [ %fewer, %again ]
  %state = load atomic i64, ptr %desk acquire, align 8
  %inside = and i64 %state, {OPEN - 1}
  %alone = icmp eq i64 %inside, 0
  br i1 %alone, label %done, label %again
again:
  call void @{pause}
  %fewer = sub i64 %looks, 1
  %go = icmp ne i64 %fewer, 0
  br i1 %go, label %look, label %tired
done:
  ret i64 {FINISHED}
tired:
  ret i64 {OTHERS_INSIDE}
}}"""


def _prepare() -> str:
    """What reads one axis alone, and no block taken of any share."""
    pointers = {"run.across": RUN_ACROSS, "run.up": RUN_UP, "x": X, "y": Y, "across": ACROSS,
                "up": UP, "parameters": PARAMETERS}  # fmt: skip
    words = _loads("%given", pointers, {"nx": NX, "ny": NY, "shares": SHARES})
    return f"""prepare:
{words}
  call void %run.across(ptr %x, ptr %parameters, ptr %across, i64 0, i64 %nx)
  call void %run.up(ptr %y, ptr %parameters, ptr %up, i64 %ny, i64 %ny)
  %out.at = getelementptr i64, ptr %given, i64 {OUT}
  store ptr %out, ptr %out.at, align 8
  br label %count
count:
  %share = phi i64 [ 1, %prepare ], [ %after, %count ]
  %line = mul i64 %share, {LINE}
  %counter = getelementptr i64, ptr %given, i64 %line
  store atomic i64 0, ptr %counter monotonic, align 8
  %after = add i64 %share, 1
  %counted = icmp sgt i64 %after, %shares
  br i1 %counted, label %post, label %count"""


def _loads(job: str, pointers: Mapping[str, int], numbers: Mapping[str, int]) -> str:
    """Words of a job under these names."""
    lines = []
    for kind, words in (("ptr", pointers), ("i64", numbers)):
        for name, place in words.items():
            lines += [
                f"  %{name}.at = getelementptr i64, ptr {job}, i64 {place}",
                f"  %{name} = load {kind}, ptr %{name}.at, align 8",
            ]
    return "\n".join(lines)


def _serve(pause: str) -> str:
    return f"""
define void @serve(ptr %desk, i64 %home) nounwind {{
entry:
  %there = getelementptr i64, ptr %desk, i64 {JOB_THERE}
  %awake = getelementptr i64, ptr %desk, i64 {AWAKE}
  %came = atomicrmw add ptr %awake, i64 1 monotonic
  br label %look
look:
  %looks = phi i64 [ {LOOKS}, %entry ], [ %fewer, %idle ], [ %looks, %join ], [ {LOOKS}, %inside ]
  %last = phi i64 [ -1, %entry ], [ %last, %idle ], [ %last, %join ], [ %which, %inside ]
  %state = load atomic i64, ptr %desk acquire, align 8
  %which = lshr i64 %state, 16
  %bit = and i64 %state, {OPEN}
  %open = icmp ne i64 %bit, 0
  %other = icmp ne i64 %which, %last
  %wanted = and i1 %open, %other
  br i1 %wanted, label %join, label %idle
idle:
  call void @{pause}
  %fewer = sub i64 %looks, 1
  %go = icmp ne i64 %fewer, 0
  br i1 %go, label %look, label %leave
join:
  %more = add i64 %state, 1
  %tried = cmpxchg ptr %desk, i64 %state, i64 %more acq_rel monotonic
  %joined = extractvalue {{ i64, i1 }} %tried, 1
  br i1 %joined, label %inside, label %look
inside:
  %job = load ptr, ptr %there, align 8
  %run.at = getelementptr i64, ptr %job, i64 {RUN}
  %run = load ptr, ptr %run.at, align 8
  %none = call i1 %run(ptr %job, i64 {1 << 62}, i64 %home)
  %gone = atomicrmw sub ptr %desk, i64 1 release
  br label %look
leave:
  %went = atomicrmw sub ptr %awake, i64 1 monotonic
  ret void
}}"""
