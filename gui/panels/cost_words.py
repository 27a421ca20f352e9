"""Cost and precision in words: the charts of the two reports, and what is seen in them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from core.autograd.cost_words import (
    CHUNKS,
    FORWARD,
    HESSIANS,
    INPUTS,
    MAP,
    OUTPUTS,
    OWN,
    REVERSE,
    CostCurve,
    CostReport,
    crossing,
)
from core.autograd.precision_words import PrecisionReport, StepErrors, digits_of
from core.words import plain_name
from gui.panels.chart_words import (
    BYTES,
    COUNT,
    DASHED,
    DOTTED,
    SECONDS,
    SOLID,
    Chart,
    Line,
    Mark,
)
from gui.panels.numbers import number_text
from gui.panels.ways_words import memory_text, time_text

if TYPE_CHECKING:
    from collections.abc import Sequence

TOPIC_NAMES = {
    INPUTS: "n grows, m = 1", OUTPUTS: "m grows, n = 1", MAP: "m grows, n = 16",
    HESSIANS: "Hessian, n grows", CHUNKS: "Chunks of vmap", OWN: "Your formula",
}  # fmt: skip
FLOOR = 1e-17  # where an error of 0 is drawn
CEILING = 10.0  # relative errors of more say no more than that no digit is right
ZEROS = "Errors below 10⁻¹⁷, 0 among them, are drawn at the lower edge."
_STEP_COLORS = {"forward": 0, "central": 1, "complex": 2, "slopes": 2, "autograd": 4}
_NAMES = {
    "forward": "forward", "central": "central", "complex": "complex step",
    "slopes": "difference of grad", "forward_32": "forward, float32",
    "central_32": "central, float32", "autograd": "autograd", "autograd_32": "autograd, float32",
}  # fmt: skip
_MODES = {FORWARD: 0, REVERSE: 1}
_AT_ONCE = ("jacfwd", "jacrev")
_GROWS = {INPUTS: "n", OUTPUTS: "m", MAP: "m", HESSIANS: "n", CHUNKS: "rows at once", OWN: "n"}


# --- error against step ---


def errors_of(report: PrecisionReport, second: bool) -> StepErrors:
    """The errors of the chosen derivative."""
    return report.second if second else report.first


def precision_chart(report: PrecisionReport, second: bool) -> Chart | None:
    """The errors of the chosen derivative against the step; None where there are none."""
    errors = errors_of(report, second)
    if errors.note:
        return None
    steps = report.steps
    lines = [
        Line(_NAMES[each.id], steps, each.errors, _color(each.id),
             DASHED if each.single else SOLID, 1.5 if each.single else 2.2,
             _best(steps, each.best, each.errors))
        for each in errors.curves if each.errors
    ]  # fmt: skip
    lines += [
        Line(_NAMES[each.id], (steps[-1], steps[0]), (each.error,) * 2, _color(each.id),
             DASHED if each.single else SOLID, 1.5 if each.single else 2.6, level=True)
        for each in errors.levels if each.error is not None
    ]  # fmt: skip
    rules = {each.rule: each.rule_name for each in errors.curves if each.rule is not None}
    marks = tuple(Mark(step, word) for step, word in rules.items())
    kind = "Relative" if errors.relative else "Absolute"
    prime = "f″" if second else "f′"
    return Chart(
        "Error against step", tuple(lines), marks, "h", f"{kind} error of {prime}",
        floor=FLOOR, ceiling=CEILING if errors.relative else math.inf,
    )  # fmt: skip


def _color(name: str) -> int:
    return _STEP_COLORS[name.removesuffix("_32")]


def _best(
    steps: Sequence[float], step: float | None, errors: Sequence[float | None]
) -> tuple[float, float] | None:
    error = None if step is None else errors[steps.index(step)]
    return None if step is None or error is None else (step, error)


def precision_sentences(report: PrecisionReport, second: bool) -> list[str]:
    """What is seen, the most important first."""
    errors = errors_of(report, second)
    if errors.note:
        return [errors.note]
    told = [_best_words(errors)]
    zero = any(e is not None and e < FLOOR for each in errors.curves for e in each.errors)
    if not errors.relative:
        told.append("The derivative is 0 here, so errors are not divided by it.")
    for each in errors.curves:
        if each.note:
            told.append(each.note)
        elif each.id == "complex" and each.best is not None and each.reached is not None:
            reached = _reached(each.reached, errors.relative)
            told.append(f"The complex step has {reached} with any h below {_step(each.best)}.")
    if zero or any(each.error is not None and each.error < FLOOR for each in errors.levels):
        told.append(ZEROS)
    return told


def precision_summary(report: PrecisionReport) -> str:
    """One line on f′ for a folded drawer; empty where there is nothing to tell."""
    errors = report.first
    central = next((each for each in errors.curves if each.id == "central"), None)
    level = next((each.error for each in errors.levels if not each.single), None)
    if central is None or central.reached is None or level is None or not errors.relative:
        return ""
    return f"differences reach {digits_of(central.reached)} digits, autograd {digits_of(level)}"


def _best_words(errors: StepErrors) -> str:
    parts = [
        f"{each.id} {_step(each.best)}, {_reached(each.reached or 0.0, errors.relative)}"
        for name in ("central", "forward") for each in errors.curves
        if each.id == name and each.best is not None
    ]  # fmt: skip
    levels = {each.id: each.error for each in errors.levels}
    double, single = levels.get("autograd"), levels.get("autograd_32")
    own = "Autograd gives no number here"
    if double is not None:
        own = f"Autograd: {_reached(double, errors.relative)}"
        own += "" if single is None else f", in float32 {_reached(single, errors.relative)}"
    best = f"Best step: {'; '.join(parts)}" if parts else "No difference has a value here"
    return f"{best}. {own}."


def _reached(error: float, relative: bool) -> str:
    if not error:
        return "exact"
    if relative:
        digits = digits_of(error)
        return f"{digits} digit{'' if digits == 1 else 's'}"
    return f"an error of {number_text(error, 1)}"


def _step(step: float) -> str:
    return number_text(step, 1)


def along_words(report: PrecisionReport) -> str:
    """Along what the step goes, where there are several variables."""
    names, direction = report.names, report.direction
    if len(direction) < 2:
        return ""
    moving = [k for k, each in enumerate(direction) if each]
    if len(moving) == 1 and direction[moving[0]] == 1:
        return f"along {plain_name(names[moving[0]])}"
    shown = ", ".join(number_text(each, 3) for each in direction[:4])
    return f"along v = ({shown}{', …' if len(direction) > 4 else ''})"


# --- what derivatives cost ---


def cost_chart(report: CostReport, memory: bool) -> Chart | None:
    """Time or memory of each way against what grows; None where nothing could be measured."""
    lines = tuple(_cost_line(each, memory, report.topic) for each in report.curves if each.sizes)
    if not any(y is not None for line in lines for y in line.ys):
        return None
    marks: list[Mark] = []
    for first, second in report.pairs:
        a, b = report.curve(first), report.curve(second)
        found = None if a is None or b is None else crossing(a, b, memory)
        if found is not None and found.size is not None:
            word = "" if marks else f"{_GROWS[report.topic]} = {found.size:.0f}"
            marks.append(Mark(found.size, word, found.value))
    kind, unit = ("Most memory held", BYTES) if memory else ("Time of one run", SECONDS)
    name = "Memory" if memory else "Time"
    return Chart(f"{name} against {_GROWS[report.topic]}", lines, tuple(marks),
                 _GROWS[report.topic], kind, COUNT, unit)  # fmt: skip


def _cost_line(curve: CostCurve, memory: bool, topic: str) -> Line:
    colors = {"value": -1, "hessian": 4, **({"pull": 2} if topic == HESSIANS else {})}
    color = colors.get(curve.id, _MODES.get(curve.mode, 2))
    dash = DASHED if curve.id in _AT_ONCE else DOTTED if curve.id in ("value",) else SOLID
    return Line(curve.name, tuple(map(float, curve.sizes)), curve.numbers(memory), color, dash,
                1.6 if curve.id == "value" else 2.2)  # fmt: skip


def cost_sentences(report: CostReport, memory: bool) -> list[str]:
    """What is seen, the most important first."""
    how = f"{report.how[:1].upper()}{report.how[1:]}."
    ends = [each.note for each in report.curves if each.note]
    if report.topic in (INPUTS, OUTPUTS, HESSIANS):
        return [*_of_two(report, memory), how, *ends]
    if report.topic == MAP:
        return [*_of_map(report, memory), how, *ends]
    if report.topic == CHUNKS:
        return [*_of_chunks(report), how]
    return [*_of_own(report), *ends]


_TWO = {
    INPUTS: (("pull", "columns"), ("pull", "jacfwd")),
    OUTPUTS: (("push", "rows"), ("push", "jacrev")),
    HESSIANS: (("hvp", "hessian"), ("hvp", "hessian")),
}
_CALLED = {
    "pull": "one backward pass", "push": "one forward pass", "columns": "a forward pass for each",
    "rows": "a backward pass for each", "jacfwd": "all tangents at once",
    "jacrev": "all rows at once", "hvp": "the Hessian times v", "hessian": "the full Hessian",
}  # fmt: skip


def _of_two(report: CostReport, memory: bool) -> list[str]:
    """The cheap way beside the dear one, at the largest size that both were run at."""
    names = _TWO[report.topic][memory]
    cheap, dear = (report.curve(each) for each in names)
    both = _common(cheap, dear, memory)
    if both is None:
        return ["Nothing could be measured here."]
    size, low, high = both
    text, verb = (_bytes, "needs") if memory else (time_text, "takes")
    more = f": {_about(high / low)} times as much" if low else ""
    return [
        f"At {_GROWS[report.topic]} = {number_text(size)} {_CALLED[names[0]]} {verb} {text(low)}, "
        f"{_CALLED[names[1]]} {text(high)}{more}."
    ]


def _of_map(report: CostReport, memory: bool) -> list[str]:
    told: list[str] = []
    for (first, second), way in zip(report.pairs, ("one by one", "all at once"), strict=False):
        a, b = report.curve(first), report.curve(second)
        if a is None or b is None or (found := crossing(a, b, memory)) is None:
            continue
        cheaper = "Forward" if found.first else "Reverse"
        less = "needs less memory" if memory else "is faster"
        if found.size is None:
            last = min(a.sizes[-1], b.sizes[-1])
            told.append(f"{cheaper} {less} up to m = {last}, {way}.")
        else:
            ratio = number_text(found.size / report.n, 2)
            told.append(f"{cheaper} {less} from m = {found.size:.0f} on, {way}: m/n = {ratio}.")
    return told or ["Nothing could be measured here."]


def _of_chunks(report: CostReport) -> list[str]:
    curve = report.curve("chunks")
    if curve is None or not curve.sizes:
        return ["Nothing could be measured here."]
    ends = [
        f"{number_text(curve.sizes[k])} at once {time_text(curve.seconds[k])} and "
        f"{_bytes(curve.memory[k] or 0)}"
        for k in (0, -1)
    ]
    return [f"Of {report.m} rows, {ends[0]}; {ends[1]}."]


def _of_own(report: CostReport) -> list[str]:
    known = {each.id: each.seconds[0] for each in report.curves if each.seconds}
    if "value" not in known:
        return ["Nothing could be measured here."]
    names = ("push", "rows") if "rows" in known else ("pull", "hvp")
    parts = [f"f alone takes {time_text(known['value'])}"] + [
        f"{_CALLED[name]} {_about(known[name] / known['value'])} times that"
        for name in names if name in known
    ]  # fmt: skip
    return [f"{', '.join(parts)}."]


def _common(
    a: CostCurve | None, b: CostCurve | None, memory: bool
) -> tuple[int, float, float] | None:
    if a is None or b is None:
        return None
    mine, theirs = (dict(zip(each.sizes, each.numbers(memory), strict=True)) for each in (a, b))
    both = [
        (size, low, high)
        for size, low in mine.items()
        if low is not None and (high := theirs.get(size)) is not None
    ]
    return max(both, default=None)


def _about(times: float) -> str:
    """A ratio with two digits."""
    return number_text(float(f"{times:.1e}"))


def _bytes(size: float) -> str:
    return memory_text(round(size))
