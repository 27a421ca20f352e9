"""Each row of the reading rules, as the plain text of the tree that was read."""

import pytest

from core.language import definition_text, parse, text_of

PRODUCTS = [
    ("2x", "2*x"), ("2 x", "2*x"), ("2(x+1)", "2*(x + 1)"), ("(x+1)(x-1)", "(x + 1)*(x - 1)"),
    ("x(x+1)", "x*(x + 1)"), ("xsin(x)", "x*sin(x)"), ("2pi x", "2*pi*x"), ("xy", "x*y"),
    ("3xyz^2", "3*x*y*z^2"), ("ax^2+bx+c", "a*x^2 + b*x + c"), ("xe^x", "x*e^x"),
    ("sinxcosx", "sin(x)*cos(x)"), ("pi(x+1)", "pi*(x + 1)"), ("e(x)", "e*x"),
]
NAMES = [
    ("x1", "x_1"), ("x_{1}", "x_1"), ("x₁", "x_1"), ("theta_2", "theta_2"), ("θ₂", "theta_2"),
    ("E_n", "E_n"), ("mu_drift x", "mu_drift*x"), ("rate x", "rate*x"), ("x_{12}", "x_12"),
    ("lambda x", "lambda*x"), ("S N", "S*N"), ("torch", "torch"), ("in + is", "in + is"),
    ("αx", "alpha*x"), ("gamma x", "gamma(x)"),
    ("2 gamma", "2*gamma"), ("gamma + x", "gamma + x"), ("beta x", "beta*x"), ("γ x", "gamma*x"),
    ("gamma(x)", "gamma(x)"), ("beta", "beta"),
]
POWERS = [
    ("-x^2", "-x^2"), ("2^-x", "2^-x"), ("2^3^x", "2^3^x"), ("x**2", "x^2"), ("(-x)^2", "(-x)^2"),
    ("1/2x", "1/2*x"), ("x/2(x+1)", "x/2*(x + 1)"), ("x^(1/3)", "x^(1/3)"), ("--x", "--x"),
    ("x²", "x^2"), ("x⁻¹", "x^-1"), ("x¹⁰", "x^10"), ("x²y", "x^2*y"), ("xⁿ", "x^n"),
]
FUNCTIONS = [
    ("sin x/2", "sin(x/2)"), ("sin 2x", "sin(2*x)"), ("sin x cos x", "sin(x)*cos(x)"),
    ("sin x + 1", "sin(x) + 1"), ("ln x^2", "ln(x^2)"), ("exp x^2", "exp(x^2)"),
    ("sin x * cos x", "sin(x)*cos(x)"), ("sin x / cos x", "sin(x)/cos(x)"), ("sin -x", "sin(-x)"),
    ("sin^2 x", "sin(x)^2"), ("sin²x", "sin(x)^2"), ("sin(x)^2", "sin(x)^2"), ("ln²x", "ln(x)^2"),
    ("sin^-1 x", "asin(x)"), ("sin⁻¹(x)", "asin(x)"), ("arcsin x", "asin(x)"),
    ("asin(x)", "asin(x)"), ("cosh^-1 x", "acosh(x)"), ("log x", "ln(x)"), ("log(x)", "ln(x)"),
    ("log10 x", "log10(x)"), ("log2(x)", "log2(x)"), ("log(x, b)", "log(x, b)"),
    ("log_2 x", "log(x, 2)"), ("log_{10}(x)", "log(x, 10)"), ("log1p x", "log1p(x)"),
    ("SIN(x)", "sin(x)"), ("tg x", "tan(x)"), ("sin sin x", "sin(sin(x))"), ("sqrt 2", "sqrt(2)"),
    ("normal_pdf(x, 0, 1)", "normal_pdf(x, 0, 1)"), ("atan2(x, 1)", "atan2(x, 1)"),
    ("i0(x) + i1", "i0(x) + i_1"), ("sin2x", "sin(2*x)"),
]
CONSTANTS = [
    ("e^x", "e^x"), ("E^x", "e^x"), ("π x", "pi*x"), ("PI x", "pi*x"), ("τ + x", "tau + x"),
    ("φ x", "phi*x"), ("phi", "phi"),
]
BARS_AND_ROOTS = [
    ("|x|", "abs(x)"), ("|x||x-1|", "abs(x)*abs(x - 1)"), ("|x-|x-1||", "abs(x - abs(x - 1))"),
    ("2|x|", "2*abs(x)"), ("||x|-1|", "abs(abs(x) - 1)"), ("|sin x|", "abs(sin(x))"),
    ("√x", "sqrt(x)"), ("√(x+1)", "sqrt(x + 1)"), ("√2·x", "sqrt(2)*x"),
    ("root(3, x)", "root(3, x)"),
    ("∛x", "cbrt(x)"), ("⌊x⌋", "floor(x)"), ("⌈x⌉", "ceil(x)"), ("|x|^2", "abs(x)^2"),
]
SIGNS = [
    ("2×x", "2*x"), ("2·x", "2*x"), ("2⋅x", "2*x"), ("x÷2", "x/2"), ("x − 1", "x - 1"),
    ("x – 1", "x - 1"), ("x — 1", "x - 1"), ("２ｘ＋１", "2*x + 1"), ("2\u00a0x", "2*x"),
    ("2\u2009x", "2*x"), ("x\u200b+1", "x + 1"), ("½x", "1/2*x"), ("2½", "2 + 1/2"),
]
NUMBERS = [
    ("1e-3x", "1e-3*x"), ("3e2 x", "3e2*x"), (".5x", ".5*x"), ("5.x", "5*x"), ("3e^x", "3*e^x"),
    ("1 000", "1000"), ("1 000 000 x", "1000000*x"), ("30°", "30*pi/180"), ("50%", "50/100"),
    ("5!", "factorial(5)"), ("x!", "factorial(x)"), ("50% x", "50/100*x"),
]
BRACKETS = [
    ("[x+1]^2", "(x + 1)^2"), ("{x+1}/2", "(x + 1)/2"), ("2[x]", "2*x"), ("[x, x^2]", "[x, x^2]"),
    ("(x, y)", "[x, y]"), ("x; x^2", "[x, x^2]"), ("x\nx^2\n", "[x, x^2]"),
]
CASES = [
    ("{x < 0: -x, x^2}", "{x < 0: -x, x^2}"), ("if(x<0, -x, x)", "{x < 0: -x, x}"),
    ("where(x<0, -x, x)", "{x < 0: -x, x}"), ("x^2 {x > 0}", "{x > 0: x^2}"),
    ("piecewise((-x, x<0), (x, true))", "{x < 0: -x, x}"), ("x+1 {0<x<=1}", "{0 < x <= 1: x + 1}"),
    ("{x<0: 1, x<1: 2, else: 3}", "{x < 0: 1, x < 1: 2, 3}"),
    ("if(x>0 and not x=1 or x≤-1, 1)", "{x > 0 and not x = 1 or x <= -1: 1}"),
    ("2{x<0: 1, 2}", "2*{x < 0: 1, 2}"), ("x {x>0, x<1}", "{x > 0 and x < 1: x}"),
]
SUMS = [
    ("sum(x^k/k, k, 1, 5)", "sum(k=1..5) x^k/k"), ("sum(k, 1, 5, x^k)", "sum(k=1..5) x^k"),
    ("Σ(k=1..5) x^k + 1", "sum(k=1..5) x^k + 1"), ("prod(x+k, k, 1, n)", "prod(k=1..n) (x + k)"),
    ("Π(k=1..n) x", "prod(k=1..n) x"), ("∑_{k=0}^{5} x^k", "sum(k=0..5) x^k"),
    ("sum(1, 2, x)", "sum(1, 2, x)"), ("sum(k, k, 1, 5)", "sum(k=1..5) k"),
    ("norm([x, 1])", "norm([x, 1])"), ("dot([x, 1], [2, x])", "dot([x, 1], [2, x])"),
]
DERIVATIVES = [
    ("d/dx (x^2)", "diff(x^2, x)"), ("∂/∂x (x y)", "diff(x*y, x)"),
    ("d^2/dx^2 x^3", "diff(x^3, x, 2)"), ("d²/dx² sin x", "diff(sin(x), x, 2)"),
    ("diff(x^2, x)", "diff(x^2, x)"), ("∂²/∂x∂y (x y)", "diff(diff(x*y, y), x)"),
    ("d/dx x sin x + 1", "diff(x*sin(x), x) + 1"), ("grad (x y)", "[diff(x*y, x), diff(x*y, y)]"),
    ("laplacian (x y)", "diff(x*y, x, 2) + diff(x*y, y, 2)"),
]
EVERY_RULE = [
    *PRODUCTS, *NAMES, *POWERS, *FUNCTIONS, *CONSTANTS, *BARS_AND_ROOTS, *SIGNS, *NUMBERS,
    *BRACKETS, *CASES, *SUMS, *DERIVATIVES,
]


@pytest.mark.parametrize(("typed", "read"), EVERY_RULE)
def test_a_text_is_read_by_its_rule(typed, read):
    assert text_of(parse(typed).body) == read


@pytest.mark.parametrize(
    ("typed", "name", "variables", "parameters"),
    [
        ("f(x) = a x^3 + sin(b x)", "f", ("x",), ("a", "b")),
        ("f(b, a) = a b c", "f", ("b", "a"), ("c",)),
        ("y = x^2", "y", ("x",), ()),
        ("f := x^2", "f", ("x",), ()),
        ("a = 2 # two", "a", (), ()),
        ("x = 3", "x", (), ()),
        ("y = 5", "y", ("x",), ()),
        ("z + x", None, ("x", "z"), ()),
        ("a t + r", None, ("t",), ("a", "r")),
        ("r theta", None, ("r",), ("theta",)),
        ("5", None, ("x",), ()),
        ("a", None, ("x",), ("a",)),
        ("x1^2 + x2^2", None, ("x_1", "x_2"), ()),
        ("x + x_1", None, ("x",), ("x_1",)),
        ("f(e) = e^2", "f", ("e",), ()),
        ("sum(x^k, k, 1, n)", None, ("x",), ("n",)),
    ],
)
def test_free_names_become_variables_or_parameters(typed, name, variables, parameters):
    row = parse(typed)
    assert (row.name, row.variables, row.parameters) == (name, variables, parameters)


def test_declared_variables_keep_their_order_and_stay_without_occurring():
    row = parse("a x", variables=("y", "a", "x1"))
    assert row.variables == ("y", "a", "x_1")
    assert row.parameters == ("x",)


def test_a_declared_name_wins_over_a_constant_and_a_function():
    assert text_of(parse("e + gamma(2)", variables=("e", "gamma")).body) == "e + gamma*2"


def test_other_rows_are_applied_by_name():
    scope = {"f": parse("f(x) = x^2"), "a": parse("a = 2"), "y": parse("y = x^2")}
    read = [text_of(parse(t, scope=scope).body) for t in ("f''(x+1)", "2f", "a(x+1)", "af(2)")]
    assert read == ["f''(x + 1)", "2*f(x)", "a*(x + 1)", "a*f(2)"]
    assert parse("x^2 + y^2", scope=scope).variables == ("x", "y")
    assert parse("a x", scope=scope).parameters == ()
    assert text_of(parse("df/dx + sin x f(x)", scope=scope).body) == "diff(f(x), x) + sin(x)*f(x)"


def test_the_parameters_of_an_applied_row_are_needed_too():
    f = parse("f(x) = a x + b")
    g = parse("g(x) = f(x)^2", scope={"f": f})
    assert g.parameters == ("a", "b")
    assert parse("g(x) + c", scope={"f": f, "g": g}).parameters == ("a", "b", "c")


def test_a_definition_is_spelled_with_its_head():
    assert definition_text(parse("f( x,y )=xy")) == "f(x, y) = x*y"


@pytest.mark.parametrize(
    ("typed", "base"),
    [("log_A0(x)", "A_0"), ("log_θ(x)", "theta"), ("log_{ab}(x)", "ab"), ("logₐ(x)", "a")],
)
def test_the_base_of_a_logarithm_is_a_name_as_everywhere(typed, base):
    assert parse(typed).body == parse(f"log(x, {base})").body
    assert parse(typed).parameters == (base,)
