"""A session of two hundred rows beside one of ten: a key in one row, and the first draft."""

import time

import pytest

from core.document import Document, Viewport, with_active, with_formula, with_new_formula
from core.evaluate import Evaluator

VIEW = Viewport(-5, 5)
FORMS = (
    "a sin({k} x/7 + b) + {k}/20", "{k} x/9 - a x^2/{k}", "exp(-x^2/{k}) cos({k} x/5)",
    "|x - {k}/20| + b", "sin({k} x/11)/x", "x^3/{k} - c x", "ln(x^2 + {k}/9)", "sqrt(x + {k}/40)",
    "tanh({k} x/15) + a", "1/(1 + {k} x^2)",
)  # fmt: skip
FEW, MANY = 10, 200
KEY = 0.1  # seconds of the thread that computes
FIRST = 2.0


def session(count):
    made = Document()
    for k in range(count):
        made = with_new_formula(made, FORMS[k % len(FORMS)].format(k=k + 1))
    return with_active(made, 5)


@pytest.fixture(scope="module")
def evaluators():
    made = {count: Evaluator(patient=True) for count in (FEW, MANY)}
    for each in made.values():
        each.load_derivatives()
    return made


def cpu_seconds(work):
    began = time.thread_time()
    work()
    return time.thread_time() - began


def test_a_key_in_one_of_many_rows_is_answered_as_in_a_small_session(race, evaluators):
    texts = iter(f"sin({k} x) + a" for k in range(1000))

    def key(count):
        chosen, evaluator = session(count), evaluators[count]
        evaluator.frame(chosen, VIEW, draft=True)
        evaluator.frame(chosen, VIEW)

        def typed():
            chosen_now = with_formula(chosen, 5, text=next(texts))
            return cpu_seconds(lambda: evaluator.frame(chosen_now, VIEW, draft=True))

        return typed

    medians = race.medians(9, few=key(FEW), many=key(MANY))
    rows = [[name, f"{1000 * taken:.0f} ms"] for name, taken in medians.items()]
    race.tell("A key to its frame: 10 rows and 200 rows", rows)
    assert medians["many"] <= KEY


def test_the_first_draft_of_many_rows_grows_with_their_number_only(race):
    def first(count):
        def draft():
            evaluator = Evaluator(patient=True)
            evaluator.load_derivatives()
            chosen = session(count)
            return cpu_seconds(lambda: evaluator.frame(chosen, VIEW, draft=True))

        return draft

    medians = race.medians(3, few=first(FEW), many=first(MANY))
    rows = [[name, f"{1000 * taken:.0f} ms"] for name, taken in medians.items()]
    race.tell("The first draft of all rows: 10 rows and 200 rows", rows)
    assert medians["many"] <= 1.5 * MANY / FEW * medians["few"]
    assert medians["many"] <= FIRST
