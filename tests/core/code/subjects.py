"""What scripts are written of in the tests: every example, and formulas of every kind."""

from __future__ import annotations

from core.autograd.words import Subject
from core.evaluate import Evaluator
from core.files import session
from core.files.lessons import lessons
from core.function import read
from gui.subject import subject_of

WINDOW = (-2.0, 3.0)
# text, the point, sliders, other rows
FORMULAS = [
    ("a x^3 + sin(b x)", (1.2,), {"a": 0.7, "b": 2.0}, ()),
    ("tan(x/2) + sec x - csc x + cot x", (0.8,), {}, ()),
    ("asin(x/2) acos(x/3) + atan x", (0.7,), {}, ()),
    ("asec x + acsc x + acot x", (1.7,), {}, ()),
    ("sinh x - cosh 2x + tanh x + sech x", (0.4,), {}, ()),
    ("csch x + coth x + asinh 3x", (0.9,), {}, ()),
    ("acosh x + atanh(1/x) + acoth x + asech(1/x) + acsch x", (1.6,), {}, ()),
    ("log(x, 3) + log2 x + log10 x + ln x + log1p x + expm1 x", (2.5,), {}, ()),
    ("cbrt x + root(5, x) + x^(2/3) + x^(-1/5)", (-1.7,), {}, ()),
    ("sqrt x + x^2.5 + x^(1/4) + x^x + 2^-x x^5", (1.3,), {}, ()),
    ("atan2(x, 2) + hypot(x, 2) + norm([x, 1, x^2])", (0.6,), {}, ()),
    ("floor(x) x + ceil(x) x^2 + round(x) + frac(x)^3 + mod(x, 1.5)^2", (2.3,), {}, ()),
    ("max(sin x, cos x, 0.2) + min(x, x^2) + clamp(x^3, -1, 20)", (1.4,), {}, ()),
    ("x step x + exp(x) heaviside(x) + x sign x + |x|^3", (0.7,), {}, ()),
    ("sawtooth(x)^2 + x square(x) + triangle(x)^3", (1.1,), {}, ()),
    ("relu(x)^2 + softplus x + sigmoid x + silu x + gelu x", (0.3,), {}, ()),
    ("sinc x + erf x + erfc x + erfinv(x/4)", (1.3,), {}, ()),
    ("gamma(x) + lgamma x + digamma x + x!", (2.4,), {}, ()),
    ("beta(x, 2.5) + binomial(5, x) + polygamma(2, x)", (1.8,), {}, ()),
    ("besselj0 x + bessely1 x + besselj(3, x)", (1.5,), {}, ()),
    ("i0(x) + i1(x)", (0.8,), {}, ()),
    ("lambertw x", (1.2,), {}, ()),
    ("normal_pdf(x, 1, 2) + normal_cdf(x)", (0.4,), {}, ()),
    ("mean(x, x^2, sin x) + softmax(x, 2, 1) + logsumexp(x, 2x, 1)", (0.5,), {}, ()),
    ("sum(x^k/k!, k, 0, 9) + prod(x + k, k, 1, 6)", (0.6,), {}, ()),
    ("sum(prod(x + j, j, 1, k), k, 1, 4)", (0.6,), {}, ()),
    ("sum(a_k x^k, k, 0, 3)", (1.5,), {"a_0": 1.0, "a_1": -2.0, "a_2": 0.5, "a_3": 3.0}, ()),
    ("{x < 0: sin x, x < 1: x^4, ln x}", (2.5,), {}, ()),
    ("{x > 0: sqrt(x) ln x, x < -1: 1/x, 0}", (-2.0,), {}, ()),
    ("if(0 < x <= 2 and not x = 1, x ln x, exp x)", (0.5,), {}, ()),
    ("d/dx (x^2 sin x) + diff(x^5, x, 3)", (0.7,), {}, ()),
    ("c h(x^2 + c) h'''(x + 3)", (0.7,), {"b": 2.0}, ("h(x) = b ln x", "c = 3")),
    ("f(lambda, e_1) = lambda e_1^2 + sin(lambda e_1)", (0.7, 1.2), {}, ()),
    ("f(x, y) = x^y + atan2(y, x) + d/dx (x^3 y^2)", (1.3, 0.7), {}, ()),
    ("exp(-norm(x)^2) + max(x) + sum(x) prod(x), x in R^3", (0.3, 0.7, -0.2), {}, ()),
    ("x'[[2, 1, 0], [1, 3, 1], [0, 1, 4]] x", (0.3, 0.7, -0.2), {}, ()),
    ("sum(sum(x_i x_j/(i + j), i, 1, n), j, 1, n)", (0.3, 0.7, -0.2), {"n": 3.0}, ()),
    ("x/norm(x) + softmax(x), x in R^3", (0.3, 0.7, -0.2), {}, ()),
    ("[x^2 y, sin(x y), 3]", (1.1, 0.6), {}, ()),
    ("[[2, 1], [1, 3]] (x^2, y)", (1.1, 0.6), {}, ()),
    ("grad (x^3 y^2 + sin(x y))", (1.1, 0.6), {}, ()),
    ("7", (1.0,), {}, ()),
    ("f(torch, np) = torch^2 np + sin(np)", (1.0, 2.0), {}, ()),
]  # fmt: skip


def subjects() -> dict[str, Subject]:
    """Every example as it opens, then the formulas, by a name that a file may have."""
    found: dict[str, Subject] = {}
    evaluator = Evaluator()
    evaluator.load_derivatives()
    for lesson in lessons():
        frame = evaluator.frame(*session.read(lesson.path))
        assert frame is not None
        subject = subject_of(frame, most=400)
        assert not isinstance(subject, str), subject
        found[lesson.path.stem.replace("-", "_")] = subject
    for place, (text, at, rest, others) in enumerate(FORMULAS):
        found[f"formula_{place}"] = Subject(text, others, names_of(text, rest), at, rest)
    return found


def names_of(text: str, rest: dict[str, float]) -> tuple[str, ...]:
    """The components of the variables of a text."""
    sizes = {name: int(each) for name, each in rest.items() if each == int(each)}
    if "'''" in text:
        return ("x",)
    return read(text, sizes=sizes).variables
