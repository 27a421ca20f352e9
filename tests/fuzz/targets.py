"""What must hold for any input, whoever made it: hypothesis, atheris, or a seed of an old crash.

Each target takes a text and returns how far it came; it raises AssertionError, or whatever
escaped, where a promise is broken.
"""

import json
import math
import time

from core import serve
from core.files import session
from core.language import InputError, latex, parse, text_of
from core.readings import read_rows
from tests.machine import slowness

LIMITS = {"parser": 0.5, "session": 0.5, "eval": 2.0}  # seconds of processor time on an ordinary machine
STATUSES = {
    "ok", "undefined", "infinite", "not-differentiable", "undetermined",
}  # fmt: skip
ANSWERS = (["id", "error"], ["id", "variables", "points"])
SCOPE = {"f": parse("f(x) = x^2"), "c": parse("c = 2")}


def in_time(name, text):
    """Run a target; AssertionError when it took longer than its limit, wherever it ended."""
    began = time.thread_time()
    try:
        return TARGETS[name](text)
    finally:
        taken = time.thread_time() - began
        limit = LIMITS[name]
        if taken > limit:
            assert taken < limit * slowness(), f"{taken:.2f} s"


def parser(text):
    """Only InputError escapes, with columns in the text; what is read can be spelled and read."""
    read_rows([(1, text), (2, "f(x) = x^2")])
    try:
        row = parse(text, scope=SCOPE)
    except InputError as error:
        check_error(error.message, error.start, error.end, text)
        return "refused"
    assert latex(row)
    spelled = text_of(row.body)
    if row.lengths or row.families or row.wholes or row.shape or len(spelled) > 5_000:
        return "read"
    assert any(means_the_same(spelled, row, names) for names in (row.variables, None)), spelled
    return "read and spelled"


def means_the_same(spelled, row, variables):
    """Words are split at names that are declared: some are read back with them, some without."""
    try:
        return parse(spelled, variables=variables, scope=SCOPE).body == row.body
    except InputError:
        return False


def check_error(message, start, end, text):
    assert message.endswith(".")
    assert "\n" not in message
    assert 0 <= start <= end <= len(text)


def file(text):
    """A session is read whole and written the same, or refused with a sentence."""
    try:
        document, viewport = session.loads(text)
    except InputError as error:
        check_error(error.message, 0, 0, text)
        return "refused"
    written = session.dumps(document, viewport)
    again = session.loads(written)
    assert session.dumps(*again) == written
    json.loads(written, parse_constant=no_number)
    assert all(math.isfinite(value) for _, value in document.point)
    return "read"


def request(line):
    """One line of JSON comes back, its numbers finite or null, whatever was asked."""
    reply = serve.answer_line(line)
    reply.encode()
    assert "\n" not in reply
    answer = json.loads(reply, parse_constant=no_number)
    assert list(answer) in ANSWERS
    if "error" in answer:
        assert "bug" not in answer["error"]["message"], reply
        assert answer["error"]["message"].endswith(".")
        return "refused"
    for point in answer["points"]:
        assert point["status"] in STATUSES, point
        if point["status"] == "ok":
            assert point["value"] is not None
    return "answered"


def no_number(word):
    raise AssertionError(word)


TARGETS = {"parser": parser, "session": file, "eval": request}
