"""Two passes of autograd as a person switches them: each line is run as it stands there."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor

from core.autograd.graph import leaves_of, run_forward, scene_of
from core.autograd.graph_labels import formulas
from core.autograd.switch_words import (
    PLAINLY,
    THROUGH_GRADIENT,
    Line,
    Script,
    Switches,
    SwitchesWish,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.autograd.graph import Ran, Scene

STEP = 0.1  # of the update in place
_SHOWN = 4  # leaves that are written out
_OUTPUTS = ("y", "z", "out")
_INNER = "u"
_HINTS = (
    ("backward through the graph a second time",
     "The first pass freed what the graph had saved: switch retain_graph on."),
    ("a leaf Variable that requires grad is being used in an in-place",
     "Update a leaf under torch.no_grad(), as optimisers do."),
    ("modified by an inplace operation",
     "backward() needs the old number: update after backward(), or run f again."),
    ("can't retain_grad",
     "A tensor that requires no gradient has none to keep: do not detach it."),
    ("NoneType", "backward() left no gradient here: the leaf requires none, or is not read."),
)  # fmt: skip
_NO_GRAPH = "does not require grad"
_OF_GRADIENT = "This gradient has no graph of its own: switch create_graph on."
_OF_OUTPUT = "Nothing that the output reads requires a gradient: hold or detach less."
ADDED = "backward() adds to .grad: {before} + {own} = {now}."


@dataclass(slots=True)
class _State:
    """What the names in the lines stand for while they run."""

    scene: Scene
    leaves: dict[str, Tensor]
    ran: Ran | None = None
    first: Tensor | None = None
    inner: dict[str, Tensor] = field(default_factory=dict)


def script_of(wish: SwitchesWish) -> Script:
    """Run what is switched; InputError where the formula cannot be read."""
    scene = scene_of(wish.subject, wish.entry)
    dtype = torch.float32 if wish.switches.single else torch.float64
    state = _State(scene, leaves_of(scene, wish.touches.held, dtype))
    done: list[Line] = [Line(code) for code in _leaf_lines(scene, wish)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that a graph which is kept holds on to itself
        for code, run in _planned(state, wish):
            line = _tried(code, run, gradient="g." in code)
            done.append(line)
            if line.error:
                break
    return Script(tuple(done))


def _tried(code: str, run: Callable[[], tuple[str, str]], *, gradient: bool) -> Line:
    """Run one line; what torch raises is shown as it says it."""
    try:
        result, note = run()
    except (RuntimeError, AttributeError) as error:
        words = " ".join(str(error).split())
        return Line(code, "", f"{type(error).__name__}: {words}", _hint(words, gradient))
    return Line(code, result, "", note)


def _hint(words: str, gradient: bool) -> str:
    if _NO_GRAPH in words and "retain_grad" not in words:
        return _OF_GRADIENT if gradient else _OF_OUTPUT
    return next((hint for part, hint in _HINTS if part in words), "")


def _leaf_lines(scene: Scene, wish: SwitchesWish) -> list[str]:
    """The lines that make the leaves, the first few of them."""
    kind = "float32" if wish.switches.single else "float64"
    names = scene.program.inputs
    lines = [
        f"{name} = torch.tensor({value!r}, dtype=torch.{kind}"
        + (")" if name in wish.touches.held else ", requires_grad=True)")
        for name, value in list(zip(names, scene.inputs, strict=True))[:_SHOWN]
    ]
    if len(names) > _SHOWN:
        lines.append(f"# and {len(names) - _SHOWN} more leaves like these")
    return lines


def _planned(
    state: _State, wish: SwitchesWish
) -> list[tuple[str, Callable[[], tuple[str, str]]]]:
    """The lines after the leaves, each with what it does."""
    scene, switches = state.scene, wish.switches
    names = scene.program.inputs
    out = next(each for each in _OUTPUTS if each not in names)
    some = ", ".join(names[:_SHOWN]) + (", …" if len(names) > _SHOWN else "")
    texts = formulas(scene.program, scene.text)
    lines: list[tuple[str, Callable[[], tuple[str, str]]]] = [
        (f"# in f: detach() after {texts[place]}", _nothing)
        for place in wish.touches.cut if place < len(texts)
    ]  # fmt: skip

    def forward() -> tuple[str, str]:
        state.ran = run_forward(scene, state.leaves, replace(wish.touches, kept=()))
        return f"{out} = {_number(state.ran.output)}", ""

    lines.append((f"{out} = f({some})  # {_short(scene.text)}", forward))
    for count, place in enumerate(wish.touches.kept, start=1):
        if place < len(texts):
            name = f"{_INNER}{count}"
            lines.append((f"{name}.retain_grad()  # {name} is {texts[place]}",
                          _kept(state, name, place)))  # fmt: skip
    if switches.in_place:
        lines.append(_update(state, switches))
    lines.append((f"{out}.backward({_arguments(switches)})", _first_pass(state, switches)))
    if switches.second:
        lines += _second_pass(state, switches, out)
    return lines


def _nothing() -> tuple[str, str]:
    return "", ""


def _kept(state: _State, name: str, place: int) -> Callable[[], tuple[str, str]]:
    def run() -> tuple[str, str]:
        assert state.ran is not None
        value = state.ran.values[place]
        value.retain_grad()
        state.inner[name] = value
        return "", ""

    return run


def _update(state: _State, switches: Switches) -> tuple[str, Callable[[], tuple[str, str]]]:
    name = state.scene.names[0]
    leaf = state.leaves[name]

    def plainly() -> tuple[str, str]:
        leaf.add_(STEP)
        return f"{name} = {_number(leaf)}", ""

    def under_no_grad() -> tuple[str, str]:
        with torch.no_grad():
            return plainly()

    if switches.in_place == PLAINLY:
        return f"{name} += {STEP}", plainly
    return f"with torch.no_grad(): {name} += {STEP}", under_no_grad


def _arguments(switches: Switches) -> str:
    words = [
        f"{name}=True" for name, on in
        (("create_graph", switches.create_graph), ("retain_graph", switches.retain_graph)) if on
    ]  # fmt: skip
    return ", ".join(words)


def _first_pass(state: _State, switches: Switches) -> Callable[[], tuple[str, str]]:
    def run() -> tuple[str, str]:
        assert state.ran is not None
        _backward(state.ran.output, switches)
        return _gradients(state), ""

    return run


def _backward(output: Any, switches: Switches) -> None:
    """With an argument that is not switched on left out, as in the line."""
    output.backward(
        create_graph=switches.create_graph, retain_graph=switches.retain_graph or None
    )


def _second_pass(
    state: _State, switches: Switches, out: str
) -> list[tuple[str, Callable[[], tuple[str, str]]]]:
    name = state.scene.names[0]
    leaf = state.leaves[name]
    lines: list[tuple[str, Callable[[], tuple[str, str]]]] = []

    def take() -> tuple[str, str]:
        state.first = leaf.grad
        return "", ""

    def clear() -> tuple[str, str]:
        for each in (*state.leaves.values(), *state.inner.values()):
            each.grad = None
        return "", ""

    def again() -> tuple[str, str]:
        assert state.ran is not None
        before = _float(leaf.grad)
        _backward(state.first if through else state.ran.output, Switches(create_graph=False))
        now = _float(leaf.grad)
        note = ""
        if not switches.clear and before is not None and now is not None:
            note = ADDED.format(before=_text(before), own=_text(now - before), now=_text(now))
        return _gradients(state), note

    through = switches.second == THROUGH_GRADIENT
    if through:
        lines.append((f"g = {name}.grad", take))
    if switches.clear:
        some = " = ".join(f"{each}.grad" for each in (*state.scene.program.inputs[:_SHOWN],))
        lines.append((f"{some} = None", clear))
    lines.append(("g.backward()" if through else f"{out}.backward()", again))
    return lines


def _gradients(state: _State) -> str:
    """What stands in .grad of the leaves, and of the inner nodes that keep theirs."""
    shown = list(state.leaves.items())[:_SHOWN] + list(state.inner.items())
    return ", ".join(f"{name}.grad = {_number(each.grad)}" for name, each in shown)


def _number(value: Tensor | None) -> str:
    return "None" if value is None else _text(value.detach().item(), value.dtype == torch.float32)


def _text(value: float, single: bool = False) -> str:
    return f"{value:.{8 if single else 12}g}".replace("-", "−")


def _float(value: Tensor | None) -> float | None:
    return None if value is None else float(value.detach())


def _short(text: str) -> str:
    return text if len(text) <= 48 else f"{text[:47]}…"
