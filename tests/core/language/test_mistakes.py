"""The sentence, the columns, the hint and the fix of texts that cannot be read."""

import pytest

from core.language import InputError, is_blank, number, parse


def mistake(text, **words):
    with pytest.raises(InputError) as caught:
        parse(text, **words)
    return caught.value


@pytest.mark.parametrize(
    ("typed", "message", "start", "end"),
    [
        ("", "There is no formula yet.", 0, 0),
        ("f(x) = 2x sin x +", "The formula stops after the +.", 17, 17),
        ("f(x) =", "The formula stops after the =.", 6, 6),
        ("g(x) = cosec(x)/2", "No function is called cosec.", 7, 12),
        ("2 + sin(x", "`)` is missing for the `(` at column 8.", 9, 9),
        ("x + 1)", "The ) has no ( before it.", 5, 6),
        ("(x + 1]", "The ( at column 1 is closed by a ].", 6, 7),
        ("* x", "Nothing stands before the *.", 0, 1),
        ("2 + * 3", "Something is missing between the + and the *.", 3, 3),
        ("sin", "The formula stops after sin.", 3, 3),
        ("x ()", "The brackets are empty.", 2, 4),
        ("2 log_sin 5", "sin is a function, it is no base of a logarithm.", 2, 9),
        ("2 3", "The numbers 2 and 3 stand side by side.", 0, 3),
        ("x, y", "A comma stands outside brackets.", 1, 2),
        ("|2|x||", "`|` opens at column 6 and nothing follows.", 6, 6),
        ("max x", "max needs its arguments in brackets.", 0, 3),
        ("1 + atan2(x)", "atan2 does not take that many arguments.", 4, 12),
        ("x^2 + y^2 = 1", "The formula is an equation.", 0, 13),
        ("1 + (x > 0)", "A condition stands where a number is needed.", 5, 10),
        ("if(x, 1, 2)", "A condition is needed here.", 3, 4),
        ("2^(x, y)", "A list stands where a number is needed.", 2, 8),
        ("1 < (x, y)", "A list stands where a number is needed.", 4, 10),
        ("[[1, 2], [3]]", "The rows of a matrix have the same length.", 10, 11),
        ("[[[1, 2], [3, 4]], [1, 2]]", "A matrix stands inside a list.", 1, 17),
        ("x in R^20", "The formula that uses x is missing.", 9, 9),
        ("1 + x in R^3", "The declaration of a vector stands before or after the formula.", 4, 12),
        ("norm(x), x in R^0", "A vector has a whole number of components, up to 10,000.", 16, 17),
        ("norm(x), x in R^2.5", "A vector has a whole number of components, up to 10,000.", 16, 19),
        ("sum(x_i, i, 0, 3)", "The components of x count from 1, and x_0 is read.", 4, 7),
        ("sum(x_i, i, 1, 6), x in R^5", "x has 5 components, and x_6 is read.", 4, 7),
        ("sum(x_i, i, 1, 2.5)", "The bounds of a sum are whole numbers.", 12, 18),
        ("x x, x in R^3", "The product of two vectors has several meanings.", 2, 3),
        ("x + y, x in R^3, y in R^2", "3 components and 2 components do not go together.", 4, 5),
        ("[[1, 2], [3, 4]] [1, 2, 3]", "A matrix of 2 × 2 times 3 components is no product.", 17, 26),
        ("dot(x, [1, 2]), x in R^3", "The two lists differ in length: 3 and 2.", 0, 14),
        ("x' + 2", "x is a variable, so x' has no meaning.", 0, 1),
        ("x_4, x in R^3", "There is no component 4 among 3.", 0, 3),
        ("jacobian (x y)", "jacobian takes a map with several components.", 0, 14),
        ("grad [x, y]", "grad takes a function with one value.", 0, 11),
        ("curl [x, y, 1]", "curl takes a map of 2 or 3 variables with as many components.", 0, 14),
        ("f(x, x) = x", "The variable x stands twice.", 5, 6),
        ("f(x) = 1 + f(x)", "f stands on both sides of the =.", 11, 12),
        ("g'(x)", "No row defines g, so g' has no meaning.", 0, 2),
        ("x ☃", "The character ☃ has no meaning here.", 2, 3),
        ("😀x + é(", "The character 😀 has no meaning here.", 0, 1),
        (r"\foo x", r"The command \foo is not read.", 0, 4),
        (r"\frac{x}{2", "`}` is missing for the `{` at column 9.", 10, 10),
        (r"\frac{1}{2} + cosec(x)", "No function is called cosec.", 14, 19),
    ],
)
def test_the_sentence_points_at_the_place(typed, message, start, end):
    error = mistake(typed)
    assert (error.message, error.start, error.end) == (message, start, end)


@pytest.mark.parametrize(
    ("typed", "label", "mended"),
    [
        ("2x sin x +", "Remove +", "2x sin x "),
        ("cosec(x)/2", "Use csc", "csc(x)/2"),
        ("sin(x", "Add )", "sin(x)"),
        ("x)", "Remove )", "x"),
        ("2 3", "Multiply", "2*3"),
        ("(x]", "Use )", "(x)"),
        ("sine(x)", "Use sin", "sin(x)"),
    ],
)
def test_the_fix_mends_the_text(typed, label, mended):
    fix = mistake(typed).fix
    assert fix.label == label
    result = typed[: fix.start] + fix.text + typed[fix.end :]
    assert result == mended
    parse(result)


def test_hints_say_what_helps():
    assert mistake("x +").hint == "Type what should be added, for example 1."
    assert mistake("cosec(x)").hint == "Did you mean csc?"
    assert mistake("max x").hint == "It is written max(x, y, …)."


def test_a_function_of_another_row_needs_its_own_number_of_arguments():
    scope = {"g": parse("g(x, y) = x y")}
    assert mistake("g(x)", scope=scope).hint == "It is written g(x, y)."
    assert mistake("g'(x)", scope=scope).message.startswith("g' says not")


def test_blank_rows_are_known_as_such():
    assert is_blank(" \u00a0\n # only a comment")
    assert not is_blank("x")


@pytest.mark.parametrize(
    ("typed", "value"),
    [("pi/2", 1.5707963267948966), ("sqrt 2", 2**0.5), ("-1e-3", -1e-3), ("1/3", 1 / 3),
     ("(-8)^(1/3)", -2.0), ("5!", 120.0), ("1 000", 1000.0), ("50%", 0.5), ("max(1, 2)", 2.0)],
)
def test_a_number_field_takes_constant_expressions(typed, value):
    assert number(typed) == pytest.approx(value, rel=1e-15)


@pytest.mark.parametrize("typed", ["x", "", "1/0", "sqrt(-1)", "exp(1000)", "a = 2", "2 +",
                                   "[1, 2]", "ln 0", "d/dx 2"])
def test_a_number_field_refuses_all_else(typed):
    with pytest.raises(InputError):
        number(typed)
