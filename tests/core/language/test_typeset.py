"""The echo: brackets exactly where the tree needs them."""

import pytest

from core.language import latex, name_latex, parse


@pytest.mark.parametrize(
    ("typed", "echo"),
    [
        ("f(x) = a x^3 + sin(b x)", r"f(x) = a\,x^{3} + \sin(b\,x)"),
        ("2x sin x", r"2x\,\sin x"),
        ("x/2(x+1)", r"\frac{x}{2}\,(x + 1)"),
        ("sin^2 x cos x", r"\sin^{2} x\,\cos x"),
        ("sin(x) y", r"\sin(x)\,y"),
        ("2*3^x", r"2 \cdot 3^{x}"),
        ("x^(1/3)", "x^{1/3}"),
        ("(-2)^x", "({-2})^{x}"),
        ("a-(b-c)", "a - (b - c)"),
        ("a-b-c", "a - b - c"),
        ("-(x+1)", "-(x + 1)"),
        ("-x^2", "-x^{2}"),
        ("(x^2)^3", "(x^{2})^{3}"),
        ("sin(x)^-1", r"(\sin x)^{-1}"),
        ("|x|", r"\left|x\right|"),
        ("cbrt x", r"\sqrt[3]{x}"),
        ("log x", r"\ln x"),
        ("1e-3", r"1 \cdot 10^{-3}"),
        ("[x, 1]", r"\begin{pmatrix} x \\ 1 \end{pmatrix}"),
        ("{x<0: 1, 2}",
         r"\begin{cases} 1 & \mathrm{if}\;x < 0 \\ 2 & \mathrm{otherwise} \end{cases}"),
        ("sum(x^k, k, 1, 5)", r"\sum_{k=1}^{5} x^{k}"),
        ("d^2/dx^2 (x^3)", r"\frac{d^{2}}{dx^{2}}(x^{3})"),
        ("((x/2))^2", r"\left(\frac{x}{2}\right)^{2}"),
        ("x!", "x!"),
        ("(x+1)!", "(x + 1)!"),
    ],
)
def test_the_echo_shows_how_a_text_was_read(typed, echo):
    assert latex(parse(typed)) == echo


@pytest.mark.parametrize(
    ("name", "echo"),
    [("x", "x"), ("theta_2", r"\theta_{2}"), ("rate", r"\mathrm{rate}"), ("E_n", "E_{n}"),
     ("mu_drift", r"\mu_{\mathrm{drift}}"), ("x_12", "x_{12}"), ("Alpha", r"\mathrm{A}")],
)
def test_names_of_several_letters_stand_upright(name, echo):
    assert name_latex(name) == echo


def test_primes_of_other_rows_are_shown():
    scope = {"f": parse("f(x) = x^2")}
    assert latex(parse("g(x) = f'(x)^2/4", scope=scope)) == r"g(x) = \frac{f'(x)^{2}}{4}"
