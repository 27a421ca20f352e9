"""The request lines of `eval --jsonl`: every field, every status, and whatever else may arrive."""

from __future__ import annotations

import gc
import json
import math
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import serve
from core.serve import answer_line
from tests.machine import slowness

ROOT = Path(__file__).parents[2]
POINT_FIELDS = ["value", "gradient", "hessian", "derivatives", "status", "note"]
PATIENCE = 0.5  # seconds of processor time, on an ordinary machine


def ask(text, *points, **others):
    """The answer to a request; points default to none."""
    return json.loads(answer_line(json.dumps({"text": text, "points": list(points), **others})))


def point(text, place, **others):
    return ask(text, place, **others)["points"][0]


def error(text, *points, **others):
    return ask(text, *points, **others)["error"]


def test_an_answer_has_exactly_the_fields_of_the_protocol():
    answer = ask("x^3 + sin(x)", {"x": 1.0}, id=7, variables=None, parameters={}, order=2)
    assert list(answer) == ["id", "variables", "points"]
    assert (answer["id"], answer["variables"]) == (7, ["x"])
    (only,) = answer["points"]
    assert list(only) == POINT_FIELDS
    slope, bend = 3 + math.cos(1), 6 - math.sin(1)
    assert only["value"] == pytest.approx(1 + math.sin(1), rel=1e-15)
    assert only["gradient"] == [pytest.approx(slope, rel=1e-15)]
    assert only["hessian"] == [[pytest.approx(bend, rel=1e-15)]]
    assert only["derivatives"] == [only["gradient"][0], only["hessian"][0][0]]
    assert (only["status"], only["note"]) == ("ok", "")


def test_several_variables_have_no_list_of_derivatives():
    answer = ask("x^2 y^3", {"x": 1, "y": 2})
    assert answer["variables"] == ["x", "y"]
    (only,) = answer["points"]
    assert list(only) == [name for name in POINT_FIELDS if name != "derivatives"]
    assert only["value"] == 8
    assert only["gradient"] == [16, 12]
    assert only["hessian"] == [[16, 24], [24, 12]]


@pytest.mark.parametrize("order", range(7))
def test_each_order_gives_what_it_asks_for_and_null_beyond(order):
    only = point("x^6", {"x": 1}, order=order)
    assert only["derivatives"] == [6, 30, 120, 360, 720, 720][:order]
    assert only["gradient"] == ([6] if order >= 1 else None)
    assert only["hessian"] == ([[30]] if order >= 2 else None)
    several = point("x^3 y", {"x": 2, "y": 1}, order=order)
    assert several["value"] == 8
    assert several["gradient"] == ([12, 8] if order >= 1 else None)
    assert several["hessian"] == ([[12, 12], [12, 0]] if order >= 2 else None)


def test_the_order_is_two_when_none_is_given():
    assert point("x^3", {"x": 2})["derivatives"] == [12, 12]


def test_at_a_corner_the_gradient_is_null_and_the_note_gives_both_slopes():
    only = point("|x|", {"x": 0})
    assert only["value"] == 0
    assert (only["gradient"], only["hessian"]) == (None, None)
    assert only["derivatives"] == [None, None]
    assert only["status"] == "not-differentiable"
    assert "f′" in only["note"]
    assert "left slope −1, right slope 1" in only["note"]


def test_the_status_is_the_worst_of_the_orders_that_were_asked():
    assert point("|x|", {"x": 0}, order=0)["status"] == "ok"
    assert point("x |x|", {"x": 0}, order=1)["status"] == "ok"
    only = point("x |x|", {"x": 0}, order=2)
    assert only["status"] == "not-differentiable"
    assert only["derivatives"] == [0, None]
    assert "f″" in only["note"]
    assert point("|x|^3", {"x": 0}, order=2)["status"] == "ok"
    assert point("|x|^3", {"x": 0}, order=3)["derivatives"] == [0, 0, None]


@pytest.mark.parametrize(
    ("text", "x", "status", "derivatives"),
    [
        ("1/x", 0, "infinite", [None, None]),
        ("ln x", -1, "undefined", [None, None]),
        ("sqrt x", 0, "infinite", [None, None]),
        ("exp x", 1000, "undetermined", [None, None]),
        ("floor x", 1, "not-differentiable", [None, None]),
    ],
)
def test_what_does_not_exist_is_null_and_never_a_number(text, x, status, derivatives):
    only = point(text, {"x": x})
    assert only["status"] == status
    assert only["derivatives"] == derivatives
    assert (only["gradient"], only["hessian"]) == (None, None)
    assert only["note"]


def test_no_answer_holds_a_number_that_json_has_not():
    def refuse(word):
        raise AssertionError(word)

    for text in ("1/x", "x ln x", "exp(1000 x)", "tan x", "x^x", "gamma x", "1/(x y)"):
        for x in (-1, 0, 1, 1e300, -1e-300):
            line = json.dumps({"text": text, "points": [{"x": x, "y": x}], "order": 3})
            json.loads(answer_line(line), parse_constant=refuse)


@pytest.mark.parametrize(
    "identity", [None, 0, -3.5, "a b", "é∂", [1, {"k": None}], {"deep": [True]}, 10**30, ""]
)
def test_the_id_comes_back_as_it_was(identity):
    assert ask("x", id=identity)["id"] == identity
    assert ask("x +", id=identity)["id"] == identity


def test_a_request_without_id_has_the_id_null():
    assert ask("x", {"x": 1})["id"] is None
    assert ask("x +")["id"] is None


@pytest.mark.parametrize(
    ("text", "variables", "found"),
    [
        ("a x^3 + sin(b x)", None, ["x"]),
        ("x y + z", None, ["x", "y", "z"]),
        ("t^2 + a", None, ["t"]),
        ("f(u, v) = u v", None, ["u", "v"]),
        ("a x", ["a"], ["a"]),
        ("a x", ["x", "a"], ["x", "a"]),
        ("x", ["y", "x"], ["y", "x"]),
        ("2α + θ_2", ["θ₂", "alpha"], ["theta_2", "alpha"]),
        ("5", None, ["x"]),
        ("5", [], ["x"]),
    ],
)
def test_variables_are_declared_or_chosen_by_the_reading_rules(text, variables, found):
    answer = ask(text, {}, variables=variables)
    assert answer["variables"] == found
    assert len(answer["points"][0]["gradient"]) == len(found)


def test_the_order_of_declared_variables_is_that_of_gradient_and_hessian():
    only = point("x^2 y", {"x": 3, "y": 5}, variables=["y", "x"])
    assert only["gradient"] == [9, 30]
    assert only["hessian"] == [[0, 6], [6, 10]]


def test_names_may_be_spelled_in_any_way():
    only = point("α x_1 + μ_σ", {"x1": 3, "mu_sigma": 7}, parameters={"alpha": 2})
    assert only["value"] == 13
    assert point("x₁^2", {"x_{1}": 4})["value"] == 16


def test_a_point_may_give_more_names_than_the_text_uses():
    only = point("x^2", {"x": 3, "y": 4, "not a name!": 5}, parameters={"unused": 1})
    assert only["value"] == 9


def test_a_name_given_nowhere_stands_at_one():
    assert point("a x + b", {"x": 3}, parameters={"a": 2})["value"] == 7
    assert point("x + y", {})["value"] == 2


def test_a_point_may_give_parameters_of_its_own():
    answer = ask("a x", {"x": 3, "a": 2}, {"x": 3}, {"a": 4, "x": 1}, parameters={"a": 5}, order=1)
    assert [each["value"] for each in answer["points"]] == [6, 15, 4]
    assert [each["gradient"] for each in answer["points"]] == [[2], [5], [4]]
    assert point("a x", {}, parameters={"x": 3, "a": 2})["value"] == 6


def test_whole_numbers_are_read_as_floats():
    assert point("x/y", {"x": 1, "y": 3})["value"] == pytest.approx(1 / 3, rel=1e-16)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [("2x sin x +", 10, 10), ("cosek(x)", 0, 5), ("3 $ x", 2, 3), ("𝑥 + $", 4, 5), ("(x", 2, 2)],
)
def test_an_error_has_its_sentence_and_its_columns_in_the_typed_text(text, start, end):
    answer = ask(text, {"x": 1}, id=1)
    assert list(answer) == ["id", "error"]
    assert list(answer["error"]) == ["message", "start", "end", "hint"]
    assert answer["error"]["message"].endswith(".")
    assert (answer["error"]["start"], answer["error"]["end"]) == (start, end)
    assert answer["error"]["hint"] is None or isinstance(answer["error"]["hint"], str)


BAD_LINES = [
    "", "null", "[]", "3", '"x"', "{", "{}", "x^2", "nul\x00", "[" * 100_000, '{"text": 5}',
    '{"id": NaN, "text": "x", "points": [{}]}', '{"id": 1e999, "text": "x", "points": [{}]}',
    '{"text": "x", "points": [{"x": Infinity}]}', '{"text": "x", "points": [{"x": 1e999}]}',
    '{"text": "x", "points": [{"x": "1"}]}', '{"text": "x", "points": [{"x": true}]}',
    '{"text": "x", "points": [{"x": null}]}', '{"text": "x", "points": {"x": 1}}',
    '{"text": "x", "points": [1]}', '{"text": "x", "points": null}',
    '{"text": "x", "points": [{"x": [1]}]}', '{"text": "x", "variables": "x", "points": []}',
    '{"text": "x", "variables": [1], "points": []}',
    '{"text": "x", "variables": ["x", "x"], "points": [{}]}',
    '{"text": "x", "variables": ["alpha", "α"], "points": [{}]}',
    '{"text": "x", "variables": ["1+"], "points": [{}]}',
    '{"text": "x", "parameters": [1], "points": [{}]}',
    '{"text": "x", "parameters": {"a": null}, "points": [{}]}',
    '{"text": "x", "order": 7, "points": [{}]}', '{"text": "x", "order": -1, "points": [{}]}',
    '{"text": "x", "order": 1.5, "points": [{}]}', '{"text": "x", "order": true, "points": [{}]}',
    '{"text": "x", "order": null, "points": [{}]}', '{"text": "[[x, 1], [1, 2]]", "points": [{}]}',
    '{"text": "\\ud800", "points": [{}]}', '{"text": "", "points": [{}]}',
    '{"text": "x", "points": [{"x": ' + "9" * 5000 + "}]}",
    '{"text": "x", "points": [' + ",".join(["{}"] * 100_001) + "]}",
]  # fmt: skip


@pytest.mark.parametrize("line", BAD_LINES, ids=[each[:44] for each in BAD_LINES])
def test_a_bad_line_gets_an_error_answer_of_one_line(line):
    reply = answer_line(line)
    assert "\n" not in reply
    reply.encode()
    answer = json.loads(reply)
    assert list(answer) == ["id", "error"]
    assert answer["error"]["message"].endswith(".")


def test_half_a_character_does_not_stop_the_output():
    reply = answer_line('{"id": "\\ud800", "text": "x", "points": [{"x": 2}]}')
    assert json.loads(reply.encode())["id"] == "\ud800"


def test_an_id_as_deep_as_json_goes_is_answered():
    for depth in range(900, 1100, 7):
        answer = json.loads(answer_line('{"id": ' + "[" * depth + "]" * depth + "}"))
        assert "error" in answer


def test_a_bug_of_ours_does_not_end_the_service(monkeypatch, capsys):
    def broken(*_):
        raise ZeroDivisionError

    monkeypatch.setattr(serve, "_read", broken)
    answer = ask("x", {"x": 1}, id=5)
    assert answer["id"] == 5
    assert "ZeroDivisionError" in answer["error"]["message"]
    assert "Traceback" in capsys.readouterr().err


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)

PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@PATIENT
@given(
    st.fixed_dictionaries(
        {},
        optional={
            "id": json_values,
            "text": st.sampled_from(["x", "a x", "x/y", "|x|", "x +"]) | json_values,
            "variables": json_values,
            "parameters": st.dictionaries(st.sampled_from("abxy"), json_values) | json_values,
            "points": st.lists(st.dictionaries(st.sampled_from("abxy"), json_values), max_size=2)
            | json_values,
            "order": st.integers(-1, 7) | json_values,
        },
    )
)
def test_any_request_has_an_answer(request):
    answer = json.loads(answer_line(json.dumps(request)))
    assert list(answer) in (["id", "error"], ["id", "variables", "points"])
    assert "bug" not in answer.get("error", {}).get("message", "")


@PATIENT
@given(st.text(max_size=40))
def test_any_text_has_an_answer(text):
    answer = ask(text, {"x": 0.5}, id=1)
    assert list(answer) in (["id", "error"], ["id", "variables", "points"])
    assert "bug" not in answer.get("error", {}).get("message", "")


HOSTILE = [
    "(" * 10_000, "x" * 10_000, "x" * 10_001, "-" * 9_000 + "x", "sin " * 2_400 + "x",
    "x^" * 2_000 + "x", "9^9^9^9", "1e400", "1" * 9_999, "99999999!", "((9!)!)!", "é" * 9_999,
    "\x00" * 500, "sum(k, k, 1, 10^9)", "sum(sum(j k, j, 1, 10^5), k, 1, 10^5)", "|" * 9_999,
    "{x<0:" * 150 + "x" + "}" * 150, "\\frac" * 1_500, "f(x)" * 2_000, "x+" * 4_999 + "x",
    "$" * 5_000, "'" * 5_000, "x_" * 3_000, "d/dx " * 2_000, "sqrt" * 2_000, "1/" * 4_999 + "x",
    "__import__('os').system('true')", "abs(x-0.5)+" * 300 + "1",
    "x_{" + "1" * 9_000 + "}", "d/dx(" * 20 + "sin(x)^x" + ")" * 20, "norm(x)^2, x in R^10000",
    "(x+9)!!!!", "x!!!!!!!!", "digamma(-10^(19x)-1/3)", "zeta(-10^(19x)-1/3)",
    "sum(x_i^2 x_{i+1}, i, 1, 9999)", "exp(exp(exp(exp(x+3))))", "x in R^(10^9)",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=[f"{each[:12]!r} {len(each)}" for each in HOSTILE])
def test_a_hostile_text_is_answered_within_half_a_second(text):
    ask("x^2 + y", {"x": 1})
    gc.freeze()  # what thousands of tests have left is no burden of this answer
    try:
        began = time.thread_time()
        answer = ask(text, {"x": 0.5}, id=1)
        taken = time.thread_time() - began
    finally:
        gc.unfreeze()
    assert list(answer) in (["id", "error"], ["id", "variables", "points"])
    assert "bug" not in answer.get("error", {}).get("message", "")
    assert taken < PATIENCE * slowness()


def test_what_takes_too_long_is_stopped_with_a_sentence(monkeypatch):
    monkeypatch.setattr(serve, "SECONDS", 0.05)
    answer = error("d/dx(" * 5 + "sin(x)^x" + ")" * 5, *({"x": k / 7} for k in range(50)), order=4)
    assert answer["message"] == "This takes longer than 0 s, so it was stopped."
    assert answer["hint"]


@pytest.mark.parametrize("bug", [MemoryError(), RuntimeError("can't allocate memory: 4 bytes")])
def test_the_end_of_the_memory_is_a_sentence(monkeypatch, bug):
    def greedy(*_):
        raise bug

    monkeypatch.setattr(serve, "_read", greedy)
    assert error("x", {"x": 1})["message"] == "This needs more memory than there is."


def test_an_answer_of_too_many_numbers_is_refused_before_it_is_computed():
    answer = error("norm(x)^2, x in R^10000", {"x": [0.5] * 10_000})
    assert answer["message"].startswith("The answer would hold 100,000,000 numbers")
    assert len(point("norm(x)^2, x in R^10000", {}, order=1)["gradient"]) == 10_000


def test_a_line_that_is_too_long_is_refused_before_it_is_read(monkeypatch):
    monkeypatch.setattr(serve, "LONGEST_LINE", 100)
    answer = json.loads(answer_line('{"text": "x", "points": []' + " " * 100 + "}"))
    assert answer["error"]["message"] == "This request is too long."


class Service:
    """`python -m gui eval --jsonl` as another program talks to it: a line, then its answer."""

    def __init__(self):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gui", "eval", "--jsonl"], cwd=ROOT, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip

    def ask(self, line):
        self.process.stdin.write(line.encode() + b"\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def end(self):
        """Everything after the end of the input: rest of both streams and the exit code."""
        rest, errors = self.process.communicate(timeout=30)
        return rest, errors, self.process.returncode


@pytest.fixture
def service():
    made = Service()
    yield made
    made.process.kill()
    made.process.wait()
    for stream in (made.process.stdin, made.process.stdout, made.process.stderr):
        stream.close()


def test_the_process_answers_each_line_before_the_next_is_sent(service):
    for number in range(3):
        request = {"id": number, "text": "x^2", "points": [{"x": number}], "order": 1}
        answer = service.ask(json.dumps(request))
        assert (answer["id"], answer["points"][0]["derivatives"]) == (number, [2 * number])
    assert "error" in service.ask("this is not JSON")
    assert service.ask('{"id": "µ", "text": "µ x", "points": [{}]}')["id"] == "µ"
    assert "error" in service.ask('{"id": "\\ud800", "text": "\\ud800", "points": [{}]}')
    service.process.stdin.write(b'\xff\xfe{"text"\n\n  \n')
    service.process.stdin.flush()
    assert "error" in json.loads(service.process.stdout.readline())
    assert service.ask('{"id": 9, "text": "|x|", "points": [{"x": 0}]}')["points"][0] == {
        "value": 0.0, "gradient": None, "hessian": None, "derivatives": [None, None],
        "status": "not-differentiable",
        "note": "f′ does not exist: corner: left slope −1, right slope 1",
    }  # fmt: skip
    assert service.end() == (b"", b"", 0)


@pytest.fixture
def sympy_ended():
    """The process that answers for SymPy ends with the test."""
    yield
    from core.agreed_digits import checker

    checker().close()


@pytest.mark.usefixtures("sympy_ended")
def test_agreed_digits_are_there_when_they_are_asked_for():
    assert "agreed_digits" not in point("x^2", {"x": 1.0})
    found = point("(1 - cos x)/x^2", {"x": 1e-4}, check=True)["agreed_digits"]
    assert 4 <= found["value"] <= 11
    assert found["derivatives"] == [0, 0]
    assert point("x^3 + sin x", {"x": 1.0}, check=True, order=4)["agreed_digits"] == {
        "value": 15, "derivatives": [15, 15, 15, 15],
    }  # fmt: skip


@pytest.mark.usefixtures("sympy_ended")
def test_agreed_digits_have_the_form_of_the_numbers():
    several = point("x^2 y", {"x": 1.0, "y": 2.0}, check=True)["agreed_digits"]
    assert several == {"value": 15, "gradient": [15, 15], "hessian": [[15, 15], [15, 15]]}
    mapped = point("[x y, x - y, 3]", {"x": 1.0, "y": 2.0}, check=True)["agreed_digits"]
    assert mapped == {"value": [15, 15, 15], "jacobian": [[15, 15]] * 3}
    corner = point("|x|", {"x": 0.0}, check=True)["agreed_digits"]
    assert corner == {"value": 15, "derivatives": [None, None]}


def test_what_is_checked_is_a_word_of_the_protocol():
    assert "true or false" in error("x", {"x": 1.0}, check=1)["message"]
    many = [{"x": 0.1}] * 1001
    assert "1000 points" in error("x", *many, check=True)["message"]


def test_a_sum_far_below_its_lower_bound_is_empty():
    only = point("sum(x^k, k, 1, n)", {"x": 0.5, "n": -3})
    assert (only["value"], only["derivatives"], only["status"]) == (0, [0, 0], "ok")
