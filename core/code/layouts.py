"""Layouts: how a script of each library is put together around the functions."""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.code.facts import CURVE, MAP, SPOT

LONGEST = 96
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from core.code.facts import Facts

    Words = Mapping[str, str]

PLOT = """
try:
    import matplotlib.pyplot as plt
except ImportError:
    plt = None
if plt is not None:
    for name, ys in zip(("f", "f′", "f″"), curves):
        plt.plot(xs, ys, label=name)
    plt.legend()
    plt.show()
""".strip()


_STANDARD = (("functools", "import functools"), ("math", "import math"))
_TORCH = (("torch", "import torch"),)
_JAX = (("jax", "import jax"), ("jnp", "import jax.numpy as jnp"))
_NUMPY = (("np", "import numpy as np"), ("special", "from scipy import special"))
_SYMPY = (("mp", "import mpmath as mp"), ("np", "import numpy as np"),
          ("sp", "import sympy as sp"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Layout:
    """The parts of a script that depend on the library alone.

    `imports` are those of Python and those of libraries, each with the word that needs it;
    `tools` are functions of its own, `point` the lines that compute the results, `check` an
    assert of a name, its numbers and two tolerances, `curves` the arrays over the window.
    `nowhere` are the words for nan and infinity.
    """

    title: str
    setting: str
    imports: tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]
    before: Callable[[Facts, Words], str]
    tools: Callable[[Facts], tuple[str, ...]]
    point: Callable[[Facts, Words], str]
    check: Callable[[str, str, float, float], str]
    curves: Callable[[Words, tuple[float, float], int], str]
    printed: Callable[[str], str]
    nowhere: tuple[str, str]
    diagonal: Callable[[str], str]
    size: Callable[[str], str]
    templates: tuple[str, ...] = ()


def imports_of(layout: Layout, text: str) -> str:
    """The lines that import what a text uses."""
    blocks = [
        "\n".join(line for word, line in group if re.search(rf"\b{word}\.", text))
        for group in layout.imports
    ]
    return "\n\n".join(block for block in blocks if block)


def _filled(template: str, words: Words) -> str:
    for name, word in words.items():
        template = template.replace(f"<{name}>", word)
    return template.strip("\n")


def _asserted(library: str, array: str, name: str, numbers: str, near: str) -> str:
    """An assert on one line where it fits, else with its numbers on lines of their own."""
    line = f"assert {library}.allclose({name}, {array}({numbers}), {near}), {name}"
    if len(line) <= LONGEST:
        return line
    head = f"assert {library}.allclose(\n    {name},\n"
    whole = f"    {array}({numbers}),\n"
    if len(whole) > LONGEST:
        rows = textwrap.wrap(numbers, LONGEST - 8, break_long_words=False)
        inner = "\n".join(f"        {row}" for row in rows)
        whole = f"    {array}(\n{inner}\n    ),\n"
    return f"{head}{whole}    {near},\n), {name}"


def _nearness(relative: float, absolute: float) -> str:
    size = f"{absolute:.1e}" if absolute else "0"
    return f"rtol={relative:.0e}, atol={size}, equal_nan=True"


def _nothing(facts: Facts, words: Words) -> str:
    del facts, words
    return ""


def _windowed(template: str) -> Callable[[Words, tuple[float, float], int], str]:
    def write(words: Words, window: tuple[float, float], count: int) -> str:
        more = {"low": repr(window[0]), "high": repr(window[1]), "count": str(count)}
        return _filled(template, {**words, **more}) + "\n\n" + PLOT

    return write


def _pointed(templates: Mapping[str, str]) -> Callable[[Facts, Words], str]:
    def write(facts: Facts, words: Words) -> str:
        return _filled(templates[facts.kind], words)

    return write


# --- PyTorch ---

_DERIVATIVE = '''
def derivative(y, x):
    """dy/dx at each x, itself differentiable; zero where y does not depend on x."""
    if not y.requires_grad:
        return torch.zeros_like(x)
    (slope,) = torch.autograd.grad(y.sum(), x, create_graph=True, materialize_grads=True)
    return slope + 0.0  # torch may leave a zero unallocated
'''.strip()
_TORCH_POINT = {
    CURVE: """
# The point, and autograd twice.
<x> = torch.tensor(<at>, requires_grad=True)
value = <f>(<x>)
slope = derivative(value, <x>)
bend = derivative(slope, <x>)
""",
    SPOT: """
def at(p):
    \"\"\"The function of all its coordinates in one tensor.\"\"\"
    return <apply>


# The point, its gradient in reverse mode, its Hessian forward over reverse.
point = torch.tensor(<numbers>)
value = at(point)
gradient = torch.func.grad(at)(point)
hessian = torch.func.hessian(at)(point)
""",
    MAP: """
def at(p):
    \"\"\"The map of all its coordinates in one tensor.\"\"\"
    return <apply>


# The point and its Jacobian, a row for each component.
point = torch.tensor(<numbers>)
value = at(point)
jacobian = torch.func.jacrev(at)(point)
""",
}
_TORCH_CURVES = """
# The curves of f, f′ and f″ over the window.
xs = torch.linspace(<low>, <high>, <count>, requires_grad=True)
ys = <f>(xs)
slopes = derivative(ys, xs)
bends = derivative(slopes, xs)
curves = [each.detach() for each in (ys, slopes, bends)]
xs = xs.detach()
"""


def _torch_check(name: str, numbers: str, relative: float, absolute: float) -> str:
    near = _nearness(relative, absolute)
    return _asserted("torch", "torch.tensor", name, numbers, near)


TORCH = Layout(
    "PyTorch", "torch.set_default_dtype(torch.float64)", (_STANDARD, _TORCH), _nothing,
    lambda facts: (_DERIVATIVE,) if facts.kind == CURVE else (), _pointed(_TORCH_POINT),
    _torch_check, _windowed(_TORCH_CURVES), lambda name: f"{name}.tolist()",
    ("torch.nan", "torch.inf"), "{}.diagonal()".format, "{}.norm()".format,
    (_DERIVATIVE, *_TORCH_POINT.values(), "torch.set_default_dtype"),
)  # fmt: skip


# --- JAX ---

_JAX_POINT = {
    CURVE: """
# The point, and jax.grad twice.
<x> = <at>
value = <f>(<x>)
slope = jax.jit(jax.grad(<f>))(<x>)
bend = jax.jit(jax.grad(jax.grad(<f>)))(<x>)
""",
    SPOT: """
def at(p):
    \"\"\"The function of all its coordinates in one array.\"\"\"
    return <apply>


# The point, its gradient in reverse mode, its Hessian forward over reverse.
point = jnp.array(<numbers>)
value = at(point)
gradient = jax.jit(jax.grad(at))(point)
hessian = jax.jit(jax.hessian(at))(point)
""",
    MAP: """
def at(p):
    \"\"\"The map of all its coordinates in one array.\"\"\"
    return <apply>


# The point and its Jacobian in forward mode.
point = jnp.array(<numbers>)
value = at(point)
jacobian = jax.jit(jax.jacfwd(at))(point)
""",
}
_JAX_CURVES = """
# The curves of f, f′ and f″ over the window.
xs = jnp.linspace(<low>, <high>, <count>)
curves = [jax.jit(jax.vmap(g))(xs) for g in (<f>, jax.grad(<f>), jax.grad(jax.grad(<f>)))]
"""


def _array_check(library: str) -> Callable[[str, str, float, float], str]:
    def check(name: str, numbers: str, relative: float, absolute: float) -> str:
        near = _nearness(relative, absolute)
        return _asserted(library, f"{library}.array", name, numbers, near)

    return check


JAX = Layout(
    "JAX", 'jax.config.update("jax_enable_x64", True)', (_STANDARD, _JAX), _nothing,
    lambda facts: (), _pointed(_JAX_POINT), _array_check("jnp"), _windowed(_JAX_CURVES),
    lambda name: f"jnp.asarray({name}).tolist()", ("jnp.nan", "jnp.inf"),
    "jnp.diagonal({})".format, "jnp.linalg.norm({})".format,
    (*_JAX_POINT.values(), "jax.config.update"),
)  # fmt: skip


# --- NumPy ---

_NUMPY_POINT = {
    CURVE: """
# The point, and forward mode: value, slope and bend in one pass.
<x> = Jet(<at>, np.ones(1), np.zeros((1, 1)))
jet = <f>(<x>)
value, slope, bend = jet.value, jet.gradient[0], jet.hessian[0, 0]
""",
    SPOT: """
def at(p):
    \"\"\"The function of all its coordinates in one jet.\"\"\"
    return <apply>


# The point, and forward mode: value, gradient and Hessian in one pass.
point = np.array(<numbers>)
d = len(point)
jet = at(Jet(point, np.eye(d), np.zeros((d, d, d))))
value, gradient, hessian = jet.value, jet.gradient, jet.hessian
""",
    MAP: """
def at(p):
    \"\"\"The map of all its coordinates in one jet.\"\"\"
    return <apply>


# The point, and forward mode: the map and its Jacobian in one pass.
point = np.array(<numbers>)
d = len(point)
jet = at(Jet(point, np.eye(d), np.zeros((d, d, d))))
value, jacobian = jet.value, jet.gradient
""",
}
_NUMPY_CURVES = """
# The curves of f, f′ and f″ over the window.
xs = np.linspace(<low>, <high>, <count>)
jet = <f>(Jet(xs, np.ones((<count>, 1)), np.zeros((<count>, 1, 1))))
curves = [jet.value, jet.gradient[:, 0], jet.hessian[:, 0, 0]]
"""


NUMPY = Layout(
    "NumPy", 'np.seterr(all="ignore")  # nan and infinity are answers here', (_STANDARD, _NUMPY),
    _nothing, lambda facts: (), _pointed(_NUMPY_POINT), _array_check("np"),
    _windowed(_NUMPY_CURVES), lambda name: f"{name}.tolist()", ("np.nan", "np.inf"),
    "np.diagonal({})".format, "np.linalg.norm({})".format,
    (*_NUMPY_POINT.values(), "np.seterr"),
)  # fmt: skip


# --- SymPy ---

_NUMBERS = '''
def numbers(expressions):
    """Expressions at the point with 40 digits, rounded to floats; nan where there is none."""
    place = [mp.mpf(each) for each in values.values()]
    with mp.workdps(40):
        try:
            found = sp.lambdify(list(values), expressions, [SPIKE, "mpmath"], cse=True)(*place)
        except UNKNOWN:
            if len(expressions) == 1:
                return [math.nan]  # a pole, or a derivative that SymPy leaves open
            return [numbers([each])[0] for each in expressions]
        return [number(mp.mpmathify(each)) for each in found]


def number(found):
    return float(found.real) if abs(found.imag) <= 1e-30 * abs(found) else math.nan
'''.strip()
_SYMPY_POINT = {
    CURVE: """
# The expressions, and their numbers at the point.
expression = <f>(<x>)
expressions = [expression, sp.diff(expression, <x>), sp.diff(expression, <x>, 2)]
value, slope, bend = numbers(expressions)
""",
    SPOT: """
# The expressions, and their numbers at the point.
expression = <f>(<variables>)
inputs = list(values)[:<d>]
slopes = [sp.diff(expression, each) for each in inputs]
value, *gradient = numbers([expression, *slopes])
pairs = [(i, j) for i in range(<d>) for j in range(i + 1)]  # the rest by symmetry
bends = numbers([sp.diff(slopes[i], inputs[j]) for i, j in pairs])
hessian = np.zeros((<d>, <d>))
for (i, j), bend in zip(pairs, bends):
    hessian[i, j] = hessian[j, i] = bend
""",
    MAP: """
# The expressions, and their numbers at the point.
expressions = list(<f>(<variables>))
inputs = list(values)[:<d>]
value = numbers(expressions)
jacobian = [numbers([sp.diff(row, each) for each in inputs]) for row in expressions]
""",
}
_SYMPY_CURVES = """
# The curves of f, f′ and f″ over the window.
xs = np.linspace(<low>, <high>, <count>)
rest = list(values.values())[1:]
curves = []
for each in expressions:
    curve = sp.lambdify(list(values), each, [{"DiracDelta": np.zeros_like}, "scipy", "numpy"])
    try:
        with np.errstate(all="ignore"):
            curves.append(np.broadcast_to(curve(xs, *rest), xs.shape))
    except (NameError, TypeError, ValueError, ZeroDivisionError):
        curves.append(np.full(xs.shape, np.nan))  # a derivative that SymPy leaves open
"""


def _symbols(facts: Facts, words: Words) -> str:
    definition, lines, keys = facts.definition, [], []
    for name in definition.variables:
        word, length = words[f"word {name}"], definition.length(name)
        if length:
            made = f'sp.symbols("{word}_1:{length + 1}", real=True)'
            lines.append(f"{word} = np.array({made})")
            keys += [f"{word}[{k}]" for k in range(length)]
        else:
            lines.append(f'{word} = sp.Symbol("{word}", real=True)')
            keys.append(word)
    wholes = dict(definition.wholes)
    numbers = list(facts.at)
    for name in definition.parameters:
        if name not in wholes and f"word {name}" in words:
            word = words[f"word {name}"]
            lines.append(f'{word} = sp.Symbol("{word}", real=True)')
            keys.append(word)
            numbers.append(facts.rest[name])
    pairs = ", ".join(f"{key}: {value!r}" for key, value in zip(keys, numbers, strict=True))
    return "\n".join([*lines, f"values = {{{pairs}}}"])


def _sympy_point(facts: Facts, words: Words) -> str:
    return _filled(_SYMPY_POINT[facts.kind], {**words, "d": str(len(facts.at))})


SYMPY = Layout(
    "SymPy",
    "UNKNOWN = (ArithmeticError, ValueError, NameError, TypeError, NotImplementedError)\n"
    'SPIKE = {"DiracDelta": lambda x, order=0: 0 * x if x else mp.nan}  # at a corner',
    (_STANDARD, _SYMPY), _symbols, lambda facts: (_NUMBERS,), _sympy_point,
    _array_check("np"), _windowed(_SYMPY_CURVES), str, ("np.nan", "np.inf"),
    "np.diagonal({})".format, "np.linalg.norm({})".format,
)  # fmt: skip
