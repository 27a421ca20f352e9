"""The rules for texts that are refused: three each, with sentence, columns, hint and mend."""

import pytest

from core.language import InputError, parse

REACH = "Values reach up to about 1.8e308."
ADDED, REMOVED = "Type what should be added, for example 1.", "Remove +"
RULES = {
    "an unknown function: did you mean": [
        ("cosec(x)", "No function is called cosec.", (0, 5), "Did you mean csc?", "Use csc"),
        ("2 sinn(x)", "No function is called sinn.", (2, 6), "Did you mean sin?", "Use sin"),
        ("x + arcsine(x)", "No function is called arcsine.", (4, 11), "Did you mean asin?", "Use asin"),
    ],
    "a bracket that is missing": [
        ("2+sin(x", "`)` is missing for the `(` at column 6.", (7, 7), "Type ) where the bracket ends.", "Add )"),
        ("[x+1", "`]` is missing for the `[` at column 1.", (4, 4), "Type ] where the bracket ends.", "Add ]"),
        ("|x-1", "`|` is missing for the `|` at column 1.", (4, 4), "Type | where the bracket ends.", "Add |"),
        ("{x<0: 1", "`}` is missing for the `{` at column 1.", (7, 7), "Type } where the bracket ends.", "Add }"),
    ],
    "a bracket too many": [
        ("sin x)", "The ) has no ( before it.", (5, 6), None, "Remove )"),
        ("(x+1)]", "The ] has no [ before it.", (5, 6), None, "Remove ]"),
        ("(x+1]", "The ( at column 1 is closed by a ].", (4, 5), "Type ) in its place.", "Use )"),
    ],
    "an unfinished text is never guessed": [
        ("2x sin x +", "The formula stops after the +.", (10, 10), ADDED, REMOVED),
        ("x^", "The formula stops after the ^.", (2, 2), "Type the exponent, for example 2.", "Remove ^"),
        ("2 ln", "The formula stops after ln.", (4, 4), "Type what ln is taken of, for example ln(x).", None),
        ("f(x) =", "The formula stops after the =.", (6, 6), "Type the formula, for example x^2.", "Remove ="),
        ("d/dx", "The formula stops after the derivative.", (4, 4), "Type what is differentiated, for example d/dx (x^2).", None),
        ("x * / 2", "Something is missing between the * and the /.", (3, 3), "Type what to multiply by, for example 2.", None),
    ],
    "too few or too many arguments": [
        ("atan2(x)", "atan2 does not take that many arguments.", (0, 8), "It is written atan2(y, x).", None),
        ("log(x, 2, 3)", "log does not take that many arguments.", (0, 12), "It is written log(x, b).", None),
        ("max()", "The brackets are empty.", (3, 5), "Type what belongs in the brackets.", None),
    ],
    "numbers side by side": [
        ("2 3", "The numbers 2 and 3 stand side by side.", (0, 3), "For a product type 2*3.", "Multiply"),
        ("x + 2.5 4", "The numbers 2.5 and 4 stand side by side.", (4, 9), "For a product type 2.5*4.", "Multiply"),
        ("1 2 x", "The numbers 1 and 2 stand side by side.", (0, 3), "For a product type 1*2.", "Multiply"),
    ],
    "a condition is no number": [
        ("x > 0", "A condition stands where a number is needed.", (0, 5), "Type if(x > 0, 1, 0) to turn it into a number.", None),
        ("x < y < z", "A condition stands where a number is needed.", (0, 9), "Type if(x > 0, 1, 0) to turn it into a number.", None),
        ("2 + (x = 1)", "A condition stands where a number is needed.", (5, 10), "Type if(x > 0, 1, 0) to turn it into a number.", None),
    ],
    "a definition in circles": [
        ("f(x) = f(x)", "f stands on both sides of the =.", (7, 8), "Give the row another name.", None),
        ("a = a + 1", "a stands on both sides of the =.", (4, 5), "Give the row another name.", None),
        ("g := 2g", "g stands on both sides of the =.", (6, 7), "Give the row another name.", None),
    ],
    "a character without meaning": [
        ("x @ 1", "The character @ has no meaning here.", (2, 3), None, "Remove it"),
        ("x ? 1", "The character ? has no meaning here.", (2, 3), None, "Remove it"),
        ("\u00a0x ~ 2", "The character ~ has no meaning here.", (3, 4), None, "Remove it"),
    ],
    "beyond what can be shown": [
        ("9^9^9^9", "The power is beyond what can be shown.", (2, 7), REACH, None),
        ("x + 10^400", "The power is beyond what can be shown.", (4, 10), REACH, None),
        ("171! x", "The factorial is beyond what can be shown.", (0, 4), REACH, None),
        ("1e400", "The number 1e400 is beyond what can be shown.", (0, 5), "Numbers reach up to about 1.8e308.", None),
    ],
    "sums that are too long": [
        ("sum(k x, k, 1, 100001)", "The sum has more than 100,000 terms.", (12, 21), "Lower the upper bound.", None),
        ("prod(x, k, 0, 10^6)", "The product has more than 100,000 terms.", (11, 18), "Lower the upper bound.", None),
        ("sum(x, k, 1, 1e9)", "The sum has more than 100,000 terms.", (10, 16), "Lower the upper bound.", None),
    ],
    "texts that are too large": [
        ("x" * 10_001, "The text has 10,001 characters; up to 10,000 are read.", (10_000, 10_001), "Shorten it or split it over several rows.", None),
        ("x + " + "9" * 401, "The number has more than 400 digits.", (4, 405), "Write it with an exponent, for example 1e12.", None),
        ("(" * 201 + "x" + ")" * 201, "The brackets are nested more than 200 deep.", (200, 201), "Define parts of the formula in rows of their own.", None),
    ],
}  # fmt: skip
CASES = [(rule, *case) for rule, cases in RULES.items() for case in cases]


@pytest.mark.parametrize(
    ("rule", "typed", "message", "span", "hint", "mend"), CASES,
    ids=[f"{rule} | {typed[:20]!a}" for rule, typed, *_ in CASES],
)  # fmt: skip
def test_the_refusal_says_what_where_and_what_helps(rule, typed, message, span, hint, mend):
    with pytest.raises(InputError) as caught:
        parse(typed)
    error = caught.value
    assert (error.message, (error.start, error.end), error.hint) == (message, span, hint)
    assert (error.fix.label if error.fix else None) == mend


def test_every_rule_of_refusal_has_three_texts():
    assert all(len(cases) >= 3 for cases in RULES.values())


def refusal(text):
    try:
        parse(text)
    except InputError as error:
        return error
    return None


@pytest.mark.parametrize("typed", [case[1] for case in CASES if case[5]], ids=ascii)
def test_a_mend_that_is_offered_moves_the_mistake_on(typed):
    """Applied, the text can be read, or what is wrong now is something else."""
    before = refusal(typed)
    after = refusal(typed[: before.fix.start] + before.fix.text + typed[before.fix.end :])
    assert after is None or (after.message, after.start) != (before.message, before.start)
